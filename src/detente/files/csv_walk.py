"""CSV gone through record by record: slower, and sure to find each fault and lose no good row."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator

import polars as pl

from detente.files.csv_sheet import Sheet, report_width, shown
from detente.files.faults import Faults

_BLOCK = 50_000
_CLOSE = "Close it, and write a quotation mark inside a text twice."
_CUT = "CR stands inside the line"
_END = "End every line with LF, or every line with CR LF."
_AGAIN = 20  # how many times over a file may be gone through again after open quotation marks
_Record = tuple[int, list[str]]


def walk(data: bytes, separator: str, faults: Faults) -> Sheet | None:
    """Go through a file record by record, and report the records that cannot be split.

    It gives None when the header itself cannot be split.

    Args:
        data: the file, in any encoding that has the letters of ASCII where ASCII has them.
        separator: what parts the cells.
        faults: where to report.
    """
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    records = _walk(lines, separator, faults)
    head_line, header = next(records, (1, [""]))
    if faults.fatal:
        return None
    blocks = [_block([], len(header))]
    numbers: list[int] = []
    garbled: list[tuple[int, int, str]] = []
    for block in _blocks(records, header, faults):
        garbled += [(len(numbers) + row, at, cell) for row, at, cell in _garbled(block)]
        numbers += [number for number, _ in block]
        blocks.append(_block([cells for _, cells in block], len(header)))
    lines_of = pl.Series(numbers, dtype=pl.Int64)
    return Sheet(
        [shown(name) for name in header], pl.concat(blocks), lines_of, head_line, tuple(garbled)
    )


def _walk(lines: list[str], separator: str, faults: Faults) -> Iterator[_Record]:
    """Give each record with any cell filled and the line it begins on.

    A record that breaks the rules of quotation is reported, and reading goes on at the next line,
    so that a quotation mark that is never closed does not swallow the rest of the file.
    """
    at, again = 0, _AGAIN * len(lines)

    def feed() -> Iterator[str]:
        nonlocal at
        while at < len(lines):
            at += 1
            yield lines[at - 1] + "\n"

    before = csv.field_size_limit(sys.maxsize)  # an area may be long
    headed = False
    try:
        while at < len(lines):
            reader = csv.reader(feed(), delimiter=separator, strict=True)
            begins = at
            try:
                for cells in reader:
                    if any(cells):
                        headed = True
                        yield begins + 1, cells
                    begins = at
            except csv.Error:
                again -= at - begins
                if not _goes_on(lines[begins], begins + 1, faults, headed=headed, again=again):
                    return
                at = begins + 1
    finally:
        csv.field_size_limit(before)


def _goes_on(line: str, number: int, faults: Faults, *, headed: bool, again: int) -> bool:
    """Report a record that breaks the rules; tell whether reading can go on at the next line.

    It cannot without a header, nor when the file was gone through too often after quotation marks
    that are never closed.
    """
    cut = "\r" in line.rstrip("\r")
    problem = _CUT if cut else "a quotation mark is not closed, or stands inside a text"
    remedy, start = _END if cut else _CLOSE, shown(line[:40])
    if not headed:
        faults.whole(problem, remedy, line=number, value=start)
    elif again < 0:
        faults.whole(f"{problem}; so do too many, and reading stops", remedy, line=number)
    else:
        faults.about("", start, problem, remedy, line=number)
    return headed and again >= 0


def _blocks(
    records: Iterator[_Record], header: list[str], faults: Faults
) -> Iterator[list[_Record]]:
    """Gather records of the header's width in blocks; report the others."""
    block: list[_Record] = []
    for number, cells in records:
        if len(cells) == len(header):
            block.append((number, cells))
        else:
            report_width(number, cells, len(header), faults)
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
        (row, position, shown(cell))
        for row, (_, cells) in enumerate(block)
        for position, cell in enumerate(cells)
        if not _decoded(cell)
    ]


def _decoded(cell: str) -> bool:
    """Tell whether a cell was UTF-8."""
    return cell.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in cell)
