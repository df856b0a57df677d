"""Who is bound by an instrument and when, and the dated departures between its parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.dossiers.words import EVERYBODY
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Status
from detente.obligations.spells import Spell, by_spells, spells

BOUND = "bound"
"""The kind of a line that says that a State is bound at all."""

INCOMPLETE = (
    "The list of parties is not complete: of a State that it does not name it cannot be told "
    "whether it is bound."
)


@dataclass(frozen=True)
class Line:
    """One line of the relation between an obligor and an obligee.

    Attributes:
        instrument: its path.
        obligor, obligee: codes of States; ``*`` for every other party.
        kind: ``bound``, or what happened: suspended, not-performed, withdrawn, refused.
        ground: the ground given.
        from_, to: from a day, until before a day; None: since ever, or still so.
        from_latest: the day by which it certainly held, where the first day is not known.
        disputed_by, claimed_by: who disputes it; who says so where the obligor has not.
        provisions: the provisions that it is limited to; empty: all.
        citation: where it is taken from.
        draft: whether two readers have not yet compared it with its source.
    """

    instrument: str
    obligor: str
    obligee: str
    kind: str
    ground: str
    from_: dt.date | None
    to: dt.date | None
    from_latest: dt.date | None
    disputed_by: tuple[str, ...]
    claimed_by: tuple[str, ...]
    provisions: tuple[str, ...]
    citation: str
    draft: bool


def relation(library: Library, text: Text, day: dt.date | None = None) -> Iterator[Line]:
    """Go through the relation of an instrument pair by pair: who is bound, then who departs.

    Args:
        library: the library, with its organisations.
        text: the instrument.
        day: only what holds on this day; None: all of it.
    """
    for state, each in sorted(spells(library, text).items()):
        for spell in each:
            if day is None or _within(spell.from_, spell.to, day):
                yield _bound(text, state, spell)
    for status in departures(text, day):
        yield from _pairs(library, text, status)


def departures(text: Text, day: dt.date | None = None) -> tuple[Status, ...]:
    """Give the dated departures of an instrument, by their days; of a day only those that run."""
    running = (s for s in text.status if day is None or _within(s.from_, s.to, day))
    return tuple(sorted(running, key=lambda status: (status.from_, status.obligor)))


def bound_on(
    library: Library, text: Text, day: dt.date | None = None
) -> dict[tuple[Spell, ...], list[str]]:
    """Bring together the States that are bound in the same spells; on a day: that are or may be."""
    there = {
        state: each
        for state, each in spells(library, text).items()
        if day is None or any(_within(spell.from_, spell.to, day) for spell in each)
    }
    return dict(sorted(by_spells(there).items(), key=lambda pair: str(pair[0])))


def _within(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Whether a day lies in a spell."""
    return start <= day and (end is None or day < end)


def _bound(text: Text, state: str, spell: Spell) -> Line:
    """Say that a State is bound in one spell."""
    first = None if spell.from_ == dt.date.min else spell.from_
    instrument = text.instrument
    cited = str(instrument.source), instrument.draft
    until = spell.to, spell.surely
    return Line(text.path, state, EVERYBODY, BOUND, "", first, *until, (), (), (), *cited)


def _pairs(library: Library, text: Text, status: Status) -> Iterator[Line]:
    """Go through the pairs of one departure, with organisations resolved into their members."""
    for obligor in _members(library, [status.obligor], status.from_):
        for obligee in _members(library, status.obligees, status.from_):
            if obligor != obligee:
                yield Line(
                    text.path,
                    obligor,
                    obligee,
                    status.kind,
                    status.ground,
                    status.from_,
                    status.to,
                    status.from_latest,
                    status.disputed_by,
                    status.claimed_by,
                    status.provisions,
                    str(status.source),
                    status.draft,
                )


def _members(library: Library, names: Iterable[str], day: dt.date) -> list[str]:
    """Resolve organisations into the members they have on a day."""
    resolved: dict[str, None] = {}
    for name in names:
        group = library.groups.get(name)
        resolved |= dict.fromkeys(sorted(group.on(day)) if group else [name])
    return list(resolved)
