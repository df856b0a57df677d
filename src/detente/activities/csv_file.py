"""The reader of CSV files (RFC 4180), in bulk where the file is regular, row by row where not.

A file is regular when it has no fault of quotation and is UTF-8. Any other file is gone through
record by record, so that each fault is found with its line and no good row is lost.

Source: RFC 4180, section 2.
"""

from __future__ import annotations

import polars as pl

from detente.activities.columns import writable
from detente.activities.csv_bulk import bulk
from detente.activities.csv_sheet import Sheet, split
from detente.activities.csv_walk import walk
from detente.activities.faults import Faults
from detente.activities.headers import require, settle
from detente.activities.texts import SAVE_AS_UTF8, is_utf16, without_mark
from detente.activities.vocabulary import Vocabulary

_SEPARATORS = (",", ";", "\t")


def read_csv(data: bytes, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame | None:
    """Read a CSV file into a table of texts whose columns are all known.

    Args:
        data: the whole file. Commas, semicolons or tabs part the cells; the header tells which.
        vocabulary: what it may say.
        faults: where to report; its places are set to the lines of this file.

    Returns:
        One row for each record that has any cell filled; None when there is nothing to read.
    """
    if is_utf16(data):
        faults.whole("the file is in UTF-16", SAVE_AS_UTF8)
        return None
    data = without_mark(data)
    data = data.replace(b"\r", b"\n") if b"\n" not in data else data
    if not data or data.isspace():
        faults.whole("the file is empty", "Begin with a header: activity,source,kind,…")
        return None
    separator = _separator(data, vocabulary)
    sheet = bulk(data, separator, faults) or walk(data, separator, faults)
    return _table(sheet, vocabulary, faults)


def _separator(data: bytes, vocabulary: Vocabulary) -> str:
    """Tell what parts the cells: that which splits the header into most known names."""
    header = data.lstrip(b"\r\n").split(b"\n", 1)[0].decode("utf-8", "replace")
    known = set(writable(vocabulary))

    def fit(separator: str) -> tuple[int, int]:
        names = split(header, separator)
        return sum(name.strip() in known for name in names), len(names)

    return max(_SEPARATORS, key=fit)


def _table(sheet: Sheet, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame:
    """Keep the known columns; report the cells that cannot be decoded."""
    kept = settle(sheet.header, vocabulary, faults, line=sheet.head_line)
    require(kept.values(), faults, line=sheet.head_line)
    faults.place = lambda row, column: (sheet.lines[row], column)
    for row, position, shown in sheet.garbled:
        column = sheet.header[position].strip()
        faults.at(row, column, shown, "the text is not UTF-8", SAVE_AS_UTF8)
    return sheet.cells.select(pl.col(str(i)).alias(name) for i, name in kept.items())
