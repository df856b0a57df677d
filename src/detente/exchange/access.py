"""Who may read a word: public, all participants, named addressees, the author's nation alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from detente.exchange.check.reading import NAME, Found, fields, instant_of, text_of
from detente.exchange.check.refusal import RecordError
from detente.exchange.check.sealed import MARKS

__all__ = ["Access", "may_read", "read_access"]

_FEWEST = {"nation": 0, "named": 1, "participants": 2, "public": 3}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read a word, and from when others may as well.

    Attributes:
        mark: ``nation``, ``named``, ``participants`` or ``public``.
        to: the delegations named; empty unless the mark is ``named``. The author always reads.
        later: who may read from `at` on; None where nothing is released later. It never narrows.
        at: the instant of that release, as text in UTC; empty where there is none.
    """

    mark: str
    to: tuple[str, ...] = ()
    later: Access | None = None
    at: str = ""

    def plain(self) -> Found:
        """Write it as a statement has it."""
        found: Found = {"mark": self.mark}
        if self.mark == "named":
            found["to"] = list(self.to)
        if self.later is not None:
            found["later"] = {**self.later.plain(), "at": self.at}
        return found


def read_access(value: Any) -> Access:
    """Read who may read.

    Raises:
        RecordError: it says so in no way, or what comes later would shut somebody out. The author
            acts.
    """
    found = fields(value, "access", {"mark"}, {"to", "later"})
    now = _readers(found)
    if "later" not in found:
        return now
    released = fields(found["later"], "access: later", {"mark", "at"}, {"to"})
    later = _readers(released)
    wider = _FEWEST[later.mark] > _FEWEST[now.mark]
    if not wider and not (now.mark == later.mark == "named" and set(now.to) < set(later.to)):
        raise RecordError("access: later: a release may only let more read, never fewer")
    return replace(now, later=later, at=instant_of(released["at"], "access: later: at"))


def _readers(found: Found) -> Access:
    """Read a mark and those it names."""
    mark, to = found["mark"], found.get("to", [])
    if mark not in MARKS:
        raise RecordError(f"access: write one of {', '.join(MARKS)}")
    if not isinstance(to, list) or (mark == "named") != bool(to):
        raise RecordError("access: 'to' lists addressees where the mark is named, and only there")
    names = tuple(text_of(each, "access: to", NAME) for each in to)
    if len(set(names)) != len(names):
        raise RecordError("access: to: an addressee stands twice")
    return Access(mark, names)


def may_read(
    access: Access, reader: str, *, by: str, at: str, participants: Collection[str]
) -> bool:
    """Tell whether a reader may read a word.

    The host has no right of its own to read, though it holds the bytes that pass through it.

    Args:
        access: what the author laid down.
        reader: a delegation; empty for somebody who belongs to none.
        by: the author.
        at: now, as text in UTC (``2026-09-14T06:00:00Z``).
        participants: the delegations that the log has admitted.
    """
    now = {
        "nation": False,
        "named": reader in access.to,
        "participants": reader in participants,
        "public": True,
    }
    if now[access.mark] or (reader and reader == by):
        return True
    if access.later is None or at < access.at:
        return False
    return may_read(access.later, reader, by=by, at=at, participants=participants)
