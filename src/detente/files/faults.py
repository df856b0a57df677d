"""The faults of one table as they are found, and the rows they spoil."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from detente.errors import Fault
from detente.files.excerpts import excerpt, visible

_HINTED = 1_000
_LIKE_NOTHING = "?"

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
        self._cells: dict[str, set[int]] = {}

    def at(self, row: int, column: str, value: str, problem: str, remedy: str = "") -> None:
        """Record what is wrong in one cell or, with an empty column, in a whole row."""
        line, shown = self.place(row, column)
        self.spoilt.add(row)
        self._cells.setdefault(column, set()).add(row)
        self._add(row, line, shown, value, problem, remedy)

    def each(
        self,
        rows: Iterable[int],
        column: str,
        values: Iterable[str],
        problem: str,
        remedy: Callable[[str], str],
    ) -> None:
        """Record one fault in several cells of a column, but where the cell has a fault already.

        Args:
            rows: the rows.
            column: the column.
            values: what was found in each of the rows.
            problem: what is wrong.
            remedy: what to do about a text that was found. It is asked once for each text, and past
                a thousand texts once for all, since finding what was meant takes its time.
        """
        known: dict[str, str] = {}
        others: str | None = None
        faulty = self.rows(column)
        for row, value in zip(rows, values, strict=True):
            if row in faulty:
                continue
            if value not in known:
                if len(known) < _HINTED:
                    known[value] = remedy(value)
                elif others is None:
                    others = remedy(_LIKE_NOTHING)
            self.at(row, column, value, problem, known.get(value, others or ""))

    def rows(self, column: str) -> frozenset[int]:
        """Give the rows in which a column has a fault already."""
        return frozenset(self._cells.get(column, ()))

    def about(
        self, column: str, value: str, problem: str, remedy: str = "", *, line: int = 0
    ) -> None:
        """Record what is wrong outside the rows of the table; no row of it is spoilt."""
        self._add(-1, line, column, value, problem, remedy)

    def whole(self, problem: str, remedy: str = "", *, line: int = 0, value: str = "") -> None:
        """Record why the file cannot be read at all."""
        self.fatal = True
        self.about("", value, problem, remedy, line=line)

    def _add(self, row: int, line: int, column: str, value: str, problem: str, remedy: str) -> None:
        """Keep a fault with what it is sorted by; what was found is cut short."""
        fault = Fault(self.file, line, visible(column), excerpt(value), problem, remedy)
        self._found.append((line, row, fault))

    def listed(self) -> tuple[Fault, ...]:
        """Give the faults in file order, each once."""
        found = sorted(self._found, key=lambda each: each[:2])
        return tuple(dict.fromkeys(fault for _, _, fault in found))
