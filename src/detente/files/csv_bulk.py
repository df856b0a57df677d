"""CSV split in bulk: every record that has no fault of quotation, at the speed of Polars.

Lines between two quotation marks belong to one record. When every record is well formed, or has
the wrong number of cells but no quotation mark, the records are surely those of RFC 4180: what a
record without quotation marks holds cannot move where the next one begins.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from detente.files.csv_sheet import Sheet, report_width, split
from detente.files.faults import Faults

_NEVER = "\x1f"  # splits lines only: no file that is split in bulk holds it


@dataclass(frozen=True)
class _Records:
    """A file split into records.

    Attributes:
        lines: the physical lines, without their ends.
        starts: for each record the line on which it begins, the first line is 0.
        texts: the records.
        several: whether any record has several lines.
    """

    lines: pl.Series
    starts: pl.Series
    texts: pl.Series
    several: bool


def bulk(data: bytes, separator: str, faults: Faults) -> Sheet | None:
    """Split a file in bulk and report records of the wrong width; None when it cannot be.

    Args:
        data: the file, UTF-8 as far as is known.
        separator: what parts the cells.
        faults: where to report.
    """
    if _NEVER.encode() in data:
        return None
    try:
        return _sheet(data, separator, faults)
    except pl.exceptions.PolarsError:  # not UTF-8, or not as Polars reads RFC 4180
        return None


def _sheet(data: bytes, separator: str, faults: Faults) -> Sheet | None:
    """Split a file; None when a fault of quotation stands anywhere."""
    records = _records(_lines(data))
    header = split(records.texts[0], separator)
    odd = _odd(records.texts, separator, len(header))
    if not header or (odd.any() and not _separable(records, odd, data)):
        return None
    if odd.any():
        data = _without(records, odd)
    cells = _cells(data, separator, len(header))
    starts = records.starts.filter(~odd)
    if cells.height != len(starts):
        return None
    for line, record in zip(records.starts.filter(odd), records.texts.filter(odd), strict=True):
        cells_of = split(record, separator)
        if any(cells_of):
            report_width(line + 1, cells_of, len(header), faults)
    names = [cell or "" for cell in cells.row(0)]
    filled = ~cells.slice(1).select(pl.all_horizontal(pl.all().is_null())).to_series()
    return Sheet(names, cells.slice(1).filter(filled), starts.slice(1).filter(filled) + 1)


def _lines(data: bytes) -> pl.Series:
    """Give the physical lines, without their ends."""
    frame = pl.read_csv(
        data, separator=_NEVER, quote_char=None, has_header=False, schema={"line": pl.String}
    )
    return frame["line"].fill_null("")


def _records(lines: pl.Series) -> _Records:
    """Join the lines that lie inside quotation marks with the one before."""
    quotes = lines.str.count_matches('"', literal=True).cast(pl.Int64)
    inside = (quotes.cum_sum() - quotes) % 2 == 1
    starts = (~inside).arg_true().cast(pl.Int64)
    if not inside.any():
        return _Records(lines, starts, lines, several=False)
    numbered = pl.DataFrame({"line": lines, "record": (~inside).cum_sum()})
    joined = numbered.group_by("record", maintain_order=True).agg(pl.col("line").str.join("\n"))
    return _Records(lines, starts, joined["line"], several=True)


def _odd(records: pl.Series, separator: str, width: int) -> pl.Series:
    """Mark the records, blank ones apart, that have not this many well-formed cells."""
    cell = f'(?:"(?:[^"]|"")*"|[^"{separator}\r\n]*)'
    sound = records.str.contains(f"^{cell}(?:{separator}{cell}){{{max(width - 1, 0)}}}$")
    return ~(sound | (records == ""))


def _separable(records: _Records, odd: pl.Series, data: bytes) -> bool:
    """Tell whether the odd records can be left out without touching the others."""
    quoted = records.texts.filter(odd).str.contains('"', literal=True).any()
    cut = records.texts.filter(odd).str.contains("\r", literal=True).any()
    return not quoted and not cut and not (records.several and b"\r" in data)


def _without(records: _Records, odd: pl.Series) -> bytes:
    """Give the file without the odd records, each of which is one line."""
    keep = pl.repeat(True, len(records.lines), eager=True)
    keep = keep.scatter(records.starts.filter(odd), False)
    return str(records.lines.filter(keep).str.join("\n").item()).encode()


def _cells(data: bytes, separator: str, width: int) -> pl.DataFrame:
    """Split a regular file into cells, null where empty; blank lines give rows of nulls."""
    schema = {str(i): pl.String for i in range(width)}
    cells = pl.read_csv(data, separator=separator, has_header=False, schema=schema)
    if b'""' not in data:
        return cells
    return cells.with_columns(pl.when(pl.all() != "").then(pl.all()))
