"""Who is bound on the day: parties, intervals in force, and status between pairs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import narwhals as nw

from detente.instruments.library import Library, Text, kept_with_library
from detente.instruments.provisions import Provision, Status
from detente.measures.answers import Answer
from detente.obligations.seen import Seen

Spell = tuple[dt.date, dt.date | None]
"""From a day (included) to a day (not included); None: no end."""

ENDS_PERFORMANCE = frozenset({"suspended", "withdrawn", "refused"})
"""Kinds of status under which an obligor no longer performs; "not-performed" is not one of them."""


@dataclass(frozen=True, eq=False)
class Exemption:
    """Towards whom, and when, an obligor no longer performs.

    Attributes:
        status: the library entry.
        obligors, obligees: State codes; `obligees` empty: every other party.
        answer: False when performance has ended, None when that cannot be told.
    """

    status: Status
    obligors: tuple[str, ...]
    obligees: tuple[str, ...]
    answer: Answer


@kept_with_library
def spells(library: Library, text: Text) -> Mapping[str, tuple[Spell, ...]]:
    """Give the spells in which each State is bound by an instrument.

    A State is bound while it is a party and the instrument is in force.
    """
    found: dict[str, list[Spell]] = defaultdict(list)
    for state, party in _party_spells(library, text):
        for interval in text.instrument.in_force:
            spell = _meet(party, (interval.from_, interval.to))
            if spell:
                found[state].append(spell)
    return {
        state: tuple(sorted(each, key=lambda spell: (spell[0], spell[1] or dt.date.max)))
        for state, each in found.items()
    }


def _party_spells(library: Library, text: Text) -> Iterator[tuple[str, Spell]]:
    """Go through parties, with organisations resolved into their members."""
    for party in text.instrument.parties:
        own: Spell = (party.from_ or dt.date.min, party.to)
        if party.state:
            yield party.state, own
            continue
        for member in library.groups[party.group].members:
            spell = _meet(own, (member.from_, member.to))
            if spell:
                yield member.state, spell


def _meet(one: Spell, other: Spell) -> Spell | None:
    """Give what two spells have in common; None when they have nothing."""
    start = max(one[0], other[0])
    ends = [end for end in (one[1], other[1]) if end is not None]
    end = min(ends) if ends else None
    return None if end is not None and end <= start else (start, end)


def bound(
    seen: Seen, bearer: str, states: Mapping[str, tuple[Spell, ...]], day: dt.date | None
) -> nw.Expr:
    """Answer whether the bearer is bound on the day on which the activity starts.

    Args:
        seen: the frame's columns.
        bearer: the column that names the State.
        states: spells by State.
        day: judge on this day instead of the activity's own; None: the activity's own.
    """
    by_spells: dict[tuple[Spell, ...], list[str]] = defaultdict(list)
    for state, each in sorted(states.items()):
        by_spells[each].append(state)
    answers = [
        seen.text(bearer).is_in(codes) & reduce(or_, [within(seen, s, day) for s in each])
        for each, codes in by_spells.items()
    ]
    return reduce(or_, answers) if answers else seen.lit(value=False)


def within(seen: Seen, spell: Spell, day: dt.date | None) -> nw.Expr:
    """Answer whether the activity starts (or `day` lies) within a spell."""
    start, end = spell
    if day is not None:
        return seen.lit(value=start <= day and (end is None or day < end))
    parts = [] if start == dt.date.min else [_not_before(seen, start)]
    if end is not None:
        parts.append(~_not_before(seen, end))
    return reduce(and_, parts) if parts else ~seen.first("starts").is_null() | seen.unknown


def _not_before(seen: Seen, day: dt.date) -> nw.Expr:
    """Answer whether the activity starts on a day or later; a vague start may leave it open."""
    midnight = seen.lit(dt.datetime.combine(day, dt.time()))
    surely = seen.first("starts") >= midnight
    return seen.settled(surely, seen.last("starts") < midnight) if seen.vague("starts") else surely


def in_time_of(seen: Seen, provision: Provision, day: dt.date | None) -> list[nw.Expr]:
    """Answer whether a provision with a time of its own is in that time; empty when it has none."""
    if provision.valid_from is None and provision.valid_to is None:
        return []
    return [within(seen, (provision.valid_from or dt.date.min, provision.valid_to), day)]


@kept_with_library
def exemptions(library: Library, text: Text) -> tuple[Exemption, ...]:
    """Give the status entries that end or may end performance.

    In an instrument between two, an entry towards the other one is an entry towards all.
    """
    between_two = bool(pairs(library, text))

    def towards(status: Status) -> tuple[str, ...]:
        everyone = between_two or "*" in status.obligees
        return () if everyone else _codes(library, status.obligees, status.from_)

    return tuple(
        Exemption(
            status,
            _codes(library, [status.obligor], status.from_),
            towards(status),
            None if status.disputed_by or status.claimed_by else False,
        )
        for status in text.status
        if status.kind in ENDS_PERFORMANCE
    )


def _codes(library: Library, names: Iterable[str], day: dt.date) -> tuple[str, ...]:
    """Resolve organisations into the members they have on a day."""
    codes: list[str] = []
    for name in names:
        group = library.groups.get(name)
        codes.extend(sorted(group.on(day)) if group else [name])
    return tuple(dict.fromkeys(codes))


def touched(seen: Seen, exemption: Exemption, day: dt.date | None) -> nw.Expr:
    """Answer whether an exemption is running when the activity starts."""
    status = exemption.status
    if status.from_latest is None:
        return within(seen, (status.from_, status.to), day)
    possible = within(seen, (status.from_, status.to), day)
    certain = within(seen, (status.from_latest, status.to), day)
    return seen.settled(certain, ~possible)


def concerns(exemption: Exemption, provision: Provision) -> bool:
    """Whether an exemption speaks to a provision."""
    return not exemption.status.provisions or provision.id in exemption.status.provisions


def performs(
    seen: Seen,
    bearer: str,
    found: Iterable[Exemption],
    provision: Provision,
    day: dt.date | None,
) -> list[nw.Expr]:
    """Answer, for each exemption towards all parties, whether the bearer still performs."""
    return [
        _performs(seen, bearer, one, day)
        for one in found
        if not one.obligees and concerns(one, provision)
    ]


def _performs(seen: Seen, bearer: str, one: Exemption, day: dt.date | None) -> nw.Expr:
    """Answer whether a bearer still performs in the face of one exemption."""
    ended = seen.text(bearer).is_in(list(one.obligors)) & touched(seen, one, day)
    return ~ended if one.answer is False else ~(ended & seen.unknown)


@kept_with_library
def pairs(library: Library, text: Text) -> list[tuple[str, str, Spell]]:
    """Give each party of a bilateral instrument with the other and that one's spells.

    A State and the one that continued it (the Soviet Union and Russia) are one side.
    """
    if any(party.group for party in text.instrument.parties):
        return []
    found = spells(library, text)
    side = {
        state: library.former[state].continued_by or state if state in library.former else state
        for state in found
    }
    if len(set(side.values())) != len(("one", "other")):
        return []
    return [
        (state, other, spell)
        for state in found
        for other in found
        if side[state] != side[other]
        for spell in found[other]
    ]
