"""The reader of CSV files (RFC 4180), in bulk where the file is regular, row by row where not.

A file is regular when it has no fault of quotation and is UTF-8. Any other file is gone through
record by record, so that each fault is found with its line and no good row is lost.

Source: RFC 4180, section 2.
"""

from __future__ import annotations

import re
from functools import cached_property

import polars as pl

from detente.files.csv_bulk import bulk
from detente.files.csv_sheet import Sheet, split
from detente.files.csv_walk import walk
from detente.files.faults import Faults
from detente.files.headers import Header, require, settle
from detente.files.texts import SAVE_AS_UTF8, plain

_SEPARATORS = (",", ";", "\t")
_DECLARED = re.compile(rb'"?sep=([,;\t])"?[,;\t]*(?=\r?\n)', re.IGNORECASE)  # as Excel has it
_REPEATED = re.compile(rb"\r\r\n")


def read_csv(data: bytes, header: Header, faults: Faults) -> pl.DataFrame | None:
    """Read a CSV file into a table of texts whose columns are all known.

    Args:
        data: the whole file. Commas, semicolons or tabs part the cells; a first line such as
            ``sep=;`` tells which, or else the header.
        header: the columns it may have.
        faults: where to report; its places are set to the lines of this file.

    Returns:
        One row for each record that has any cell filled; None when there is nothing to read.
    """
    sheet = read_sheet(data, header, faults)
    return None if sheet is None else table_of(sheet, header, faults)


def read_sheet(data: bytes, header: Header, faults: Faults) -> Sheet | None:
    """Split a CSV file into cells, whatever its columns; None when there is nothing to read.

    Args:
        data: the whole file.
        header: the columns it may have; they tell what parts the cells.
        faults: where to report.
    """
    text = plain(data, faults)
    if text is None:
        return None
    text = _REPEATED.sub(b"\r\n", text) if _is_repeated(text) else text
    declared = _DECLARED.match(text)
    if declared:  # its line stays, blank, so that lines are counted as in the file
        text = text[declared.end() :]
    if not text or text.isspace():
        faults.whole("the file is empty", f"Begin with a header: {','.join(header.needed)},…")
        return None
    separator = declared[1].decode() if declared else _separator(text, header)
    return bulk(text, separator, faults) or walk(text, separator, faults)


def _is_repeated(data: bytes) -> bool:
    """Tell whether every line ends in CR CR LF, as when line ends were translated twice."""
    return b"\r\r\n" in data and data.count(b"\r\r\n") == data.count(b"\n")


def _separator(data: bytes, header: Header) -> str:
    """Tell what parts the cells: that which splits the header into most known names."""
    line = data.lstrip(b"\r\n").split(b"\n", 1)[0].decode("utf-8", "replace")
    known = set(header.known)

    def fit(separator: str) -> tuple[int, int]:
        names = split(line, separator)
        return sum(name.strip() in known for name in names), len(names)

    return max(_SEPARATORS, key=fit)


def table_of(sheet: Sheet, header: Header, faults: Faults) -> pl.DataFrame:
    """Keep the known columns; report all others, and the cells that cannot be decoded.

    Args:
        sheet: a file split into cells.
        header: the columns it may have.
        faults: where to report; its places are set to the lines of this file.
    """
    kept = settle(sheet.header, header, faults, line=sheet.head_line)
    require(kept.values(), header, faults, line=sheet.head_line)
    faults.place = _Places(sheet.lines)
    for row, position, shown in sheet.garbled:
        column = sheet.header[position].strip()
        faults.at(row, column, shown, "the text is not UTF-8", SAVE_AS_UTF8)
    return sheet.cells.select(pl.col(str(i)).alias(name) for i, name in kept.items())


class _Places:
    """The lines of the rows of a file, looked up quickly once the first of them is asked for."""

    def __init__(self, lines: pl.Series) -> None:
        """Keep the lines as they are: most files have no fault."""
        self._lines = lines

    def __call__(self, row: int, column: str) -> tuple[int, str]:
        """Give the line of a row, and the column as it is."""
        return self._known[row], column

    @cached_property
    def _known(self) -> list[int]:
        """The line of each row."""
        return self._lines.to_list()
