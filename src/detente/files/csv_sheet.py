"""A CSV file split into cells, and what is common to the two ways of splitting it."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import polars as pl

from detente.files.faults import Faults

_QUOTE = "Put a text that holds the separator between quotation marks."
_FILL = "Write a separator for each cell that is left empty too."


@dataclass(frozen=True)
class Sheet:
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


def split(record: str, separator: str) -> list[str]:
    """Split one record leniently."""
    try:
        return next(csv.reader([record.rstrip("\r\n")], delimiter=separator), [])
    except csv.Error:  # CR inside the line
        return record.split(separator)


def shown(cell: str) -> str:
    """Give a cell as far as it can be shown."""
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def report_width(line: int, cells: list[str], width: int, faults: Faults) -> None:
    """Report a record that has another number of cells than the header."""
    start = shown(",".join(cells))
    count = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
    problem = f"{count} where the header has {width}"
    faults.about("", start, problem, _QUOTE if len(cells) > width else _FILL, line=line)
