"""The names of columns as a file gives them: known, unknown, doubled, missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.files.faults import Faults
from detente.files.hints import columns_meant, either
from detente.files.texts import SAVE_AS_UTF8

OWN = "x_"
"""What a user's own columns begin with; they are carried along and mean nothing here."""

_HINTED = 128
_GARBLED = "\ufffd"


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
    first = {name: position for position, name in reversed(list(enumerate(clean)))}
    kept = {}
    for position, name in enumerate(clean):
        problem = _problem(name, position, times[name], known)
        if not problem:
            kept[position] = name
        elif first[name] == position:
            remedy = _remedy(name, known, hint=position < _HINTED)
            faults.about(name, "", problem, remedy, line=line)
    return kept


def _problem(name: str, position: int, times: int, known: Collection[str]) -> str:
    """Say why a column is not read; empty when it is."""
    if not name:
        return f"column {position + 1} has no name"
    if _GARBLED in name:
        return "the name is not UTF-8"
    if name not in known and not name.startswith(OWN):
        return "unknown column"
    return f"the column stands {times} times in the header" if times > 1 else ""


def _remedy(name: str, known: Collection[str], *, hint: bool) -> str:
    """Say what to do about a column that is not read.

    Args:
        name: its name.
        known: every column there may be.
        hint: whether to look for what was meant, which takes its time.
    """
    if not name:
        return "Name it, or delete it."
    if _GARBLED in name:
        return SAVE_AS_UTF8
    if name in known or name.startswith(OWN):
        return "Keep one of them."
    return unknown_hint(name if hint else "", known)


def unknown_hint(name: str, known: Collection[str]) -> str:
    """Say what to do about a column or key that is not known."""
    meant = columns_meant(name, known)
    own = f"To keep a column of your own, begin its name with {OWN}."
    return f"Did you mean {either(meant)}? {own}" if meant else own


def require(names: Collection[str], header: Header, faults: Faults, *, line: int = 0) -> None:
    """Report the columns that every table must have and this one lacks."""
    for name in header.needed:
        if name not in names:
            remedy = "Add it; no row stands without."
            faults.about(name, "", "the column is missing", remedy, line=line)
