"""A count as a source states it: exact, a range, or not stated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.measures.answers import Answer

_RANGE = re.compile(r"\s*(\d+)?\s*(?:(\.\.)\s*(\d+)?)?\s*")
_WAY_OUT = "write 9000, 8000..12000, 13001.. (at least) or ..7000 (at most), or leave it empty"


@dataclass(frozen=True)
class Count:
    """A count that lies between two whole numbers, both included.

    Attributes:
        low: the least it can be, 0 or more; None when no least is stated.
        high: the most it can be; None when no most is stated. Both None: not stated, never nil.

    Raises:
        ValueError: a negative number, or a range whose end lies below its start.
    """

    low: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no count can be."""
        if min(self.low or 0, self.high or 0) < 0:
            raise ValueError("a count cannot be negative")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError("the range ends below its start")

    def at_least(self, level: int) -> Answer:
        """Answer whether the count is `level` or more; a range answers only if all of it agrees."""
        if self.low is not None and self.low >= level:
            return True
        return False if self.high is not None and self.high < level else None

    def more_than(self, level: int) -> Answer:
        """Answer whether the count is above `level`."""
        return self.at_least(level + 1)

    def __str__(self) -> str:
        """Write it as a cell of a CSV file would."""
        if self.low == self.high:
            return "" if self.low is None else str(self.low)
        low = "" if self.low is None else self.low
        return f"{low}..{'' if self.high is None else self.high}"


NOT_STATED = Count()
"""No figure is given. It is not nil."""


def parse_count(text: str) -> Count:
    """Read a count from a cell: empty, ``9000``, ``8000..12000``, ``13001..`` or ``..7000``.

    Raises:
        ValueError: the text is none of these; the sentence says what to write. The sender acts.
    """
    if not text.strip():
        return NOT_STATED
    match = _RANGE.fullmatch(text)
    low, dots, high = match.groups() if match else (None, None, None)
    if low is None and high is None:
        sign = "a count cannot be negative" if text.strip().startswith("-") else "not a count"
        raise ValueError(f"{sign}; {_WAY_OUT}")
    least, most = (int(end) if end else None for end in (low, high))
    return Count(least, most) if dots else Count(least, least)
