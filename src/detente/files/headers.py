"""The names of columns as a file gives them: known, unknown, doubled, missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.files.faults import Faults
from detente.files.hints import word_hint

OWN = "x_"
"""What a user's own columns begin with; they are carried along and mean nothing here."""

_BOUNDS = ("_low", "_high")


@dataclass(frozen=True)
class Header:
    """What the header of a file may hold.

    Attributes:
        known: every column it may have.
        needed: the columns without which no row stands.
    """

    known: Collection[str]
    needed: Collection[str]


def settle(
    names: Sequence[str], header: Header, faults: Faults, *, line: int = 0
) -> dict[int, str]:
    """Tell which columns of a table are to be read, by position; report all the others.

    A doubled column is set aside altogether: which of the two is meant cannot be told.

    Args:
        names: the names as the file gives them, left to right.
        header: what they may be.
        faults: where to report.
        line: the line of the header; 0 when the format has no lines.
    """
    clean = [name.strip() for name in names]
    known, times = set(header.known), Counter(clean)
    for position, name in enumerate(clean):
        problem, remedy = _refusal(name, position, times[name], known)
        if problem and clean.index(name) == position:
            faults.about(name, "", problem, remedy, line=line)
    return {
        position: name
        for position, name in enumerate(clean)
        if not _refusal(name, position, times[name], known)[0]
    }


def _refusal(name: str, position: int, times: int, known: Collection[str]) -> tuple[str, str]:
    """Say why a column is not read and what to do; empty when it is."""
    if not name:
        return f"column {position + 1} has no name", "Name it, or delete it."
    if name not in known and not name.startswith(OWN):
        return "unknown column", unknown_hint(name, known)
    if times > 1:
        return f"the column stands {times} times in the header", "Keep one of them."
    return "", ""


def unknown_hint(name: str, known: Collection[str]) -> str:
    """Say what to do about a column or key that is not known."""
    plain = [each for each in known if not each.endswith(("_latest", *_BOUNDS))]
    hint = word_hint(name, plain)
    own = f"To keep a column of your own, begin its name with {OWN}."
    return f"{hint} {own}" if hint.startswith("Did") else own


def require(names: Collection[str], header: Header, faults: Faults, *, line: int = 0) -> None:
    """Report the columns that every table must have and this one lacks."""
    for name in header.needed:
        if name not in names:
            remedy = "Add it; no row stands without."
            faults.about(name, "", "the column is missing", remedy, line=line)
