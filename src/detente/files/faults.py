"""The faults of one table as they are found, and the rows they spoil."""

from __future__ import annotations

from collections.abc import Callable

from detente.errors import Fault

Place = Callable[[int, str], tuple[int, str]]
"""From a row (first is 0) and a column to the line in the file (0: none) and the name to show."""


def by_row(row: int, column: str) -> tuple[int, str]:
    """Name a place in a table that has rows but no lines, such as a frame."""
    return 0, f"{column}, row {row + 1}" if column else f"row {row + 1}"


class Faults:
    """Faults of one table, gathered so that all of them can be reported together.

    Attributes:
        file: the file's name as the user gave it.
        place: where a row and column of the table stand in the file.
        spoilt: rows of the table that a fault makes unusable.
        fatal: whether the file as a whole could not be read.
    """

    def __init__(self, file: str, place: Place = by_row) -> None:
        """Start with none."""
        self.file, self.place = file, place
        self.spoilt: set[int] = set()
        self.fatal = False
        self._found: list[tuple[int, int, Fault]] = []

    def at(self, row: int, column: str, value: str, problem: str, remedy: str = "") -> None:
        """Record what is wrong in one cell or, with an empty column, in a whole row."""
        line, shown = self.place(row, column)
        self.spoilt.add(row)
        self._add(row, Fault(self.file, line, shown, value, problem, remedy))

    def about(
        self, column: str, value: str, problem: str, remedy: str = "", *, line: int = 0
    ) -> None:
        """Record what is wrong outside the rows of the table; no row of it is spoilt."""
        self._add(-1, Fault(self.file, line, column, value, problem, remedy))

    def whole(self, problem: str, remedy: str = "", *, line: int = 0, value: str = "") -> None:
        """Record why the file cannot be read at all."""
        self.fatal = True
        self.about("", value, problem, remedy, line=line)

    def _add(self, row: int, fault: Fault) -> None:
        """Keep a fault with what it is sorted by."""
        self._found.append((fault.line, row, fault))

    def listed(self) -> tuple[Fault, ...]:
        """Give the faults in file order, each once."""
        found = sorted(self._found, key=lambda each: each[:2])
        return tuple(dict.fromkeys(fault for _, _, fault in found))
