"""What is wrong in files that somebody sent, and how all of it is told at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 100
"""How many faults are shown; of the others it is said of what kinds they are."""

_KINDS = 20
_NUMBER = re.compile(r", row \d+|\[\d+\]|\d+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where it stands, what it is, and the way out.

    Attributes:
        file: the file's name as the user gave it.
        line: line number, first line is 1; 0 when the format has no lines.
        column: the column's or key's name; empty when the whole row is meant.
        value: the text found, or how it begins; empty when something is absent.
        problem: what is wrong.
        remedy: what to write instead.
    """

    file: str
    line: int
    column: str
    value: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        """Give the fault as one line: place, problem, value, way out."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        column = f": {self.column}" if self.column else ""
        value = f" (found {self.value!r})" if self.value else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{where}{column}: {self.problem}{value}.{remedy}"


class FileFaults(Exception):
    """Files have faults; the message lists them, and says how many it leaves out.

    Args:
        faults: all faults found, in file order; never empty. They stay whole in `faults`.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults and compose the message."""
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count:,} fault{'s' if count != 1 else ''} found; nothing was read."
        super().__init__("\n".join([head, *(f"  {line}" for line in told(self.faults))]))


def told(faults: Sequence[Fault]) -> list[str]:
    """Give the lines that tell of faults: the first hundred, then how many more of which kinds."""
    lines = [str(fault) for fault in faults[:SHOWN]]
    more = faults[SHOWN:]
    if not more:
        return lines
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for fault in more:
        kind = _NUMBER.sub("", fault.column), _NUMBER.sub("", fault.problem)
        kinds.setdefault(kind, []).append(fault)
    often = sorted(kinds.values(), key=len, reverse=True)
    lines.append(f"… and {len(more):,} more, of these kinds:")
    lines += [f"  {len(alike):,} like {alike[0]}" for alike in often[:_KINDS]]
    if len(often) > _KINDS:
        rest = sum(len(alike) for alike in often[_KINDS:])
        lines.append(f"  {rest:,} of {len(often) - _KINDS:,} other kinds")
    return lines
