"""The reader of CSV files (RFC 4180), in bulk where the file is regular, row by row where not.

A file is regular when every record is well formed and has as many cells as the header. Its lines
are then counted and its cells split by Polars. Any other file is gone through record by record, so
that each fault is found with its line and no good row is lost.

Source: RFC 4180, section 2.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from detente.activities.columns import writable
from detente.activities.faults import Faults
from detente.activities.headers import require, settle
from detente.activities.texts import SAVE_AS_UTF8, is_utf16, without_mark
from detente.activities.vocabulary import Vocabulary

_SEPARATORS = (",", ";", "\t")
_NEVER = "\x1f"  # splits lines only: no regular file holds it
_BLOCK = 50_000
_QUOTE = "Put a text that holds the separator between quotation marks."
_CLOSE = "Close it, and write a quotation mark inside a text twice."
_Record = tuple[int, list[str]]


@dataclass(frozen=True)
class _Sheet:
    """A file split into cells.

    Attributes:
        header: the names, left to right.
        cells: one text column for each name, ``"0"``, ``"1"``, …
        lines: the line on which each row begins; the first line of the file is 1.
        head_line: the line on which the header stands.
        garbled: cells that are not UTF-8, by row and position, as far as they can be shown.
    """

    header: list[str]
    cells: pl.DataFrame
    lines: pl.Series
    head_line: int = 1
    garbled: tuple[tuple[int, int, str], ...] = ()


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
    sheet = _regular(data, separator) or _irregular(data, separator, faults)
    return _table(sheet, vocabulary, faults)


def _separator(data: bytes, vocabulary: Vocabulary) -> str:
    """Tell what parts the cells: that which splits the header into most known names."""
    header = data.lstrip(b"\r\n").split(b"\n", 1)[0].decode("utf-8", "replace")
    known = set(writable(vocabulary))

    def fit(separator: str) -> tuple[int, int]:
        names = _split(header, separator)
        return sum(name.strip() in known for name in names), len(names)

    return max(_SEPARATORS, key=fit)


def _split(record: str, separator: str) -> list[str]:
    """Split one record leniently."""
    return next(csv.reader([record.rstrip("\r\n")], delimiter=separator), [])


def _table(sheet: _Sheet, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame:
    """Keep the known columns; report the cells that cannot be decoded."""
    kept = settle(sheet.header, vocabulary, faults, line=sheet.head_line)
    require(kept.values(), faults, line=sheet.head_line)
    faults.place = lambda row, column: (sheet.lines[row], column)
    for row, position, shown in sheet.garbled:
        column = sheet.header[position].strip()
        faults.at(row, column, shown, "the text is not UTF-8", SAVE_AS_UTF8)
    return sheet.cells.select(pl.col(str(i)).alias(name) for i, name in kept.items())


def _regular(data: bytes, separator: str) -> _Sheet | None:
    """Split a regular file in bulk; None when the file is not regular."""
    if _NEVER.encode() in data:
        return None
    try:
        lines = _lines(data)
        quotes = lines.str.count_matches('"', literal=True).cast(pl.Int64)
        inside = (quotes.cum_sum() - quotes) % 2 == 1
        records = _records(lines, inside)
        width = len(_split(records[0], separator))
        if not records[0] or not _well_formed(records, separator, width):
            return None
        cells = _cells(data, separator, width)
    except pl.exceptions.PolarsError:
        return None
    if cells.height != len(records):
        return None
    numbers = (~inside).arg_true().cast(pl.Int64) + 1
    header = [cell or "" for cell in cells.row(0)]
    filled = ~cells.slice(1).select(pl.all_horizontal(pl.all().is_null())).to_series()
    return _Sheet(header, cells.slice(1).filter(filled), numbers.slice(1).filter(filled))


def _lines(data: bytes) -> pl.Series:
    """Give the physical lines, without their ends."""
    frame = pl.read_csv(
        data, separator=_NEVER, quote_char=None, has_header=False, schema={"line": pl.String}
    )
    return frame["line"].fill_null("")


def _records(lines: pl.Series, inside: pl.Series) -> pl.Series:
    """Join the lines that lie inside quotation marks with the one before."""
    if not inside.any():
        return lines
    numbered = pl.DataFrame({"line": lines, "record": (~inside).cum_sum()})
    joined = numbered.group_by("record", maintain_order=True).agg(pl.col("line").str.join("\n"))
    return joined["line"]


def _well_formed(records: pl.Series, separator: str, width: int) -> bool:
    """Tell whether every record that is not blank has this many well-formed cells."""
    cell = f'(?:"(?:[^"]|"")*"|[^"{separator}\r\n]*)'
    sound = records.str.contains(f"^{cell}(?:{separator}{cell}){{{width - 1}}}$")
    return bool(sound.all() or (sound | (records == "")).all())


def _cells(data: bytes, separator: str, width: int) -> pl.DataFrame:
    """Split a regular file into cells; blank lines give rows of nulls."""
    schema = {str(i): pl.String for i in range(width)}
    return pl.read_csv(data, separator=separator, has_header=False, schema=schema)


def _irregular(data: bytes, separator: str, faults: Faults) -> _Sheet:
    """Go through a file record by record, and report the records that cannot be split."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    records = _walk(lines, separator, faults)
    head_line, header = next(records, (1, [""]))
    blocks = [_block([], len(header))]
    numbers: list[int] = []
    garbled: list[tuple[int, int, str]] = []
    for block in _blocks(records, header, faults):
        garbled += [(len(numbers) + row, at, cell) for row, at, cell in _garbled(block)]
        numbers += [number for number, _ in block]
        blocks.append(_block([cells for _, cells in block], len(header)))
    shown = [_shown(name) for name in header]
    lines_of = pl.Series(numbers, dtype=pl.Int64)
    return _Sheet(shown, pl.concat(blocks), lines_of, head_line, tuple(garbled))


def _walk(lines: list[str], separator: str, faults: Faults) -> Iterator[_Record]:
    """Give each record with any cell filled and the line it begins on.

    A record that breaks the rules of quotation is reported, and reading goes on at the next line,
    so that a quotation mark that is never closed does not swallow the rest of the file.
    """
    at = 0

    def feed() -> Iterator[str]:
        nonlocal at
        while at < len(lines):
            at += 1
            yield lines[at - 1] + "\n"

    before = csv.field_size_limit(sys.maxsize)  # an area may be long
    try:
        while at < len(lines):
            reader = csv.reader(feed(), delimiter=separator, strict=True)
            begins = at
            try:
                for cells in reader:
                    if any(cells):
                        yield begins + 1, cells
                    begins = at
            except csv.Error:
                shown = _shown(lines[begins])[:40]
                problem = "a quotation mark is not closed, or stands inside a text"
                faults.about("", shown, problem, _CLOSE, line=begins + 1)
                at = begins + 1
    finally:
        csv.field_size_limit(before)


def _blocks(
    records: Iterator[_Record], header: list[str], faults: Faults
) -> Iterator[list[_Record]]:
    """Gather records of the header's width in blocks; report the others."""
    block: list[_Record] = []
    for number, cells in records:
        if len(cells) == len(header):
            block.append((number, cells))
        else:
            problem = f"{len(cells)} cells where the header has {len(header)}"
            faults.about("", _start(cells), problem, _QUOTE, line=number)
        if len(block) == _BLOCK:
            yield block
            block = []
    yield block


def _block(rows: list[list[str]], width: int) -> pl.DataFrame:
    """Make columns of texts; null where a cell is empty or cannot be decoded."""
    columns = zip(*rows, strict=True) if rows else [()] * width
    schema = {str(i): pl.String for i in range(width)}
    data = {
        str(i): [cell if cell and _decoded(cell) else None for cell in cells]
        for i, cells in enumerate(columns)
    }
    return pl.DataFrame(data, schema=schema)


def _garbled(block: list[_Record]) -> list[tuple[int, int, str]]:
    """Find the cells that cannot be decoded."""
    return [
        (row, position, _shown(cell))
        for row, (_, cells) in enumerate(block)
        for position, cell in enumerate(cells)
        if not _decoded(cell)
    ]


def _decoded(cell: str) -> bool:
    """Tell whether a cell was UTF-8."""
    return cell.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in cell)


def _shown(cell: str) -> str:
    """Give a cell as far as it can be shown."""
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _start(cells: list[str]) -> str:
    """Show how a record begins."""
    return _shown(",".join(cells))[:40]
