"""Words of one matter: the first, what corrected it, and whether its author has cancelled it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from detente.desk.spoken import Reader
from detente.exchange.check.sealed import Statement
from detente.store.words import Sought

__all__ = ["Chain", "Status", "chains"]

Status = Literal["current", "corrected", "cancelled"]
CORRECTION, CANCELLATION = "correction", "cancellation"


@dataclass(frozen=True)
class Chain:
    """A word and its corrections, as far as one delegation may read them.

    Attributes:
        statements: the first, then its corrections; the last says how the matter stands.
        cancelled_by: the ids of the words by which its author cancelled any of them.
    """

    statements: tuple[Statement, ...]
    cancelled_by: tuple[str, ...] = ()

    @property
    def first(self) -> Statement:
        """The word that began it."""
        return self.statements[0]

    @property
    def last(self) -> Statement:
        """The word as it was last corrected."""
        return self.statements[-1]

    @property
    def changes(self) -> int:
        """How often it was corrected or cancelled."""
        return len(self.statements) - 1 + len(self.cancelled_by)

    def status(self, identity: str) -> Status:
        """Tell how a word of it stands."""
        if self.cancelled_by:
            return "cancelled"
        return "current" if identity == self.last.id else "corrected"


def chains(reader: Reader, statements: Iterable[Statement]) -> dict[str, Chain]:
    """Give the matter of each of some words, by the id of the word.

    Only an author corrects or cancels a word. What the reader may not read changes nothing.

    Args:
        reader: who looks.
        statements: words that it may read. Cancellations have no matter of their own.
    """
    known = {each.id: each for each in statements if each.kind != CANCELLATION}
    _back(reader, known)
    ends = _forth(reader, known)
    before = {each.id: _corrected(each, known) for each in known.values()}
    matters: dict[str, list[tuple[int, str, str]]] = {}
    for identity, each in known.items():
        first, steps = identity, 0
        while before[first]:
            first, steps = before[first], steps + 1
        matters.setdefault(first, []).append((steps, each.made, identity))
    told: dict[str, Chain] = {}
    for those in matters.values():
        ids = [identity for _, _, identity in sorted(those)]
        cancelled = tuple(dict.fromkeys(end for each in ids for end in ends.get(each, ())))
        chain = Chain(tuple(known[each] for each in ids), cancelled)
        told |= dict.fromkeys(ids, chain)
    return told


def _corrected(statement: Statement, known: Mapping[str, Statement]) -> str:
    """Give the id of the word that one corrects; empty where it corrects none that is known."""
    if statement.kind != CORRECTION:
        return ""
    of_author = (each for each in statement.refers if each in known)
    return next((each for each in of_author if known[each].by == statement.by), "")


def _back(reader: Reader, known: dict[str, Statement]) -> None:
    """Add the words that were corrected."""
    asked: set[str] = set()
    while missing := {
        about
        for each in known.values()
        if each.kind == CORRECTION
        for about in each.refers
        if about not in known and about not in asked
    }:
        asked |= missing
        for each in reader.statements(Sought(ids=missing, limit=None)):
            if each.kind != CANCELLATION:
                known[each.id] = each


def _forth(reader: Reader, known: dict[str, Statement]) -> dict[str, list[str]]:
    """Add the corrections; answers the cancellations of each word, by its id."""
    ends: dict[str, list[str]] = {}
    new = set(known)
    while new:
        sought = Sought(kinds=(CORRECTION, CANCELLATION), about=new, limit=None)
        about, new = new, set()
        for each in reader.statements(sought):
            mine = [i for i in each.refers if i in about and known[i].by == each.by]
            if each.kind == CANCELLATION:
                for identity in mine:
                    ends.setdefault(identity, []).append(each.id)
            elif mine and each.id not in known:
                known[each.id] = each
                new.add(each.id)
    return ends
