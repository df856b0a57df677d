"""Whether a State is bound at a time, and whether it performs: asked of a frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

import narwhals as nw

from detente.instruments.library import Library, Text, kept_with_library
from detente.instruments.provisions import Provision, Status
from detente.measures.answers import Answer
from detente.obligations.seen import Seen
from detente.obligations.spells import Bound, Spell, by_spells, spell_of, spells

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


@dataclass(frozen=True)
class On:
    """When standing is judged: on the day of an activity, or on another.

    Attributes:
        first, last: the earliest and the latest instant at which that can lie.
        vague: whether the two can differ.
        day: judge on this day instead (a what-if); None: on the activity's own.
    """

    first: nw.Expr
    last: nw.Expr
    vague: bool
    day: dt.date | None

    @classmethod
    def start(cls, seen: Seen, day: dt.date | None) -> On:
        """Judge on the day on which the activity starts."""
        return cls(seen.first("starts"), seen.last("starts"), seen.vague("starts"), day)


def bound(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr:
    """Answer whether the bearer is bound at the time.

    Args:
        seen: the frame's columns.
        bearer: the column that names the State.
        who: who is bound, and when.
        on: the time.
    """
    if not _rough(who):
        return _in_spells(seen, bearer, who, on)
    return seen.settled(_surely(seen, bearer, who, on), ~_possibly(seen, bearer, who, on))


def open_parties(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr | None:
    """Tell where an open answer hangs on who is a party since when; None: nowhere."""
    if not _rough(who):
        return None
    roughly = seen.text(bearer).is_in(sorted(_roughly(who))) | _not_named(seen, bearer, who)
    surely, possibly = (ask(seen, bearer, who, on) for ask in (_surely, _possibly))
    return roughly & (surely.is_null() | ~surely) & (possibly.is_null() | possibly)


def open_day(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr:
    """Tell where an open answer hangs on the day; the bearer is stated."""
    if not _rough(who):
        return seen.lit(on.day is None)
    surely, possibly = (ask(seen, bearer, who, on) for ask in (_surely, _possibly))
    return surely.is_null() | possibly.is_null()


def _rough(who: Bound) -> bool:
    """Whether it is left open who is bound, or since when."""
    return bool(who.unlisted) or bool(_roughly(who))


def _roughly(who: Bound) -> set[str]:
    """Give the States of which it is not known to the day since when they are bound."""
    return {state for state, each in who.spells.items() if any(spell.surely for spell in each)}


def _surely(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr:
    """Answer whether the bearer is bound, counting from the days on which it surely was."""
    certain = {
        state: tuple(Spell(spell.begun, spell.to) for spell in each)
        for state, each in who.spells.items()
    }
    return _in_spells(seen, bearer, replace(who, spells=certain), on)


def _possibly(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr:
    """Answer whether the bearer may be bound, counting from the first days possible."""
    possible = {
        state: tuple(Spell(spell.from_, spell.to) for spell in each)
        for state, each in who.spells.items()
    }
    named = _in_spells(seen, bearer, replace(who, spells=possible), on)
    if not who.unlisted:
        return named
    some = reduce(or_, [within(seen, Spell(s.from_, s.to), on) for s in who.unlisted])
    return named | _not_named(seen, bearer, who) & some


def _not_named(seen: Seen, bearer: str, who: Bound) -> nw.Expr:
    """Answer whether the bearer is a State that may stand on a list which is not complete."""
    if not who.unlisted:
        return seen.lit(value=False)
    if who.only:
        return seen.text(bearer).is_in([state for state in who.only if state not in who.named])
    return ~seen.text(bearer).is_in(sorted(who.named))


def _in_spells(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr:
    """Answer whether the bearer is a State that is named, and in one of its spells."""
    answers = [
        seen.text(bearer).is_in(codes) & reduce(or_, [within(seen, s, on) for s in each])
        for each, codes in by_spells(who.spells).items()
    ]
    return reduce(or_, answers) if answers else seen.lit(value=False)


def bound_throughout(seen: Seen, bearer: str, who: Bound, on: On) -> nw.Expr:
    """Answer whether a bearer that is addressed is surely bound at another time as well.

    Where no bearer is stated it is so only if it is so of each State that is named. Most States
    of an instrument share their spells: only the others are looked for by name.
    """
    inside = {
        each: (reduce(or_, [within(seen, Spell(s.begun, s.to), on) for s in each]), codes)
        for each, codes in by_spells(who.spells).items()
    }
    if not inside:
        return seen.unknown
    usual = max(inside, key=lambda each: len(inside[each][1]))
    state = seen.text(bearer)
    others = [(state.is_in(codes), then) for each, (then, codes) in inside.items() if each != usual]
    unlisted = [(_not_named(seen, bearer, who), seen.unknown)] if who.unlisted else []
    every = [then for then, _ in inside.values()] + [seen.unknown] * bool(who.unlisted)
    if not others and not unlisted:
        return inside[usual][0]
    nobody = (state.is_null(), reduce(and_, every))
    return seen.when(*others, *unlisted, nobody, (~state.is_null(), inside[usual][0]))


def within(seen: Seen, spell: Spell, on: On) -> nw.Expr:
    """Answer whether a time lies within a spell; a beginning known roughly may leave it open."""
    if spell.surely:
        possible = within(seen, Spell(spell.from_, spell.to), on)
        return seen.settled(within(seen, Spell(spell.surely, spell.to), on), ~possible)
    if on.day is not None:
        return seen.lit(value=spell.from_ <= on.day and (spell.to is None or on.day < spell.to))
    parts = [] if spell.from_ == dt.date.min else [_not_before(seen, on, spell.from_)]
    if spell.to is not None:
        parts.append(~_not_before(seen, on, spell.to))
    return reduce(and_, parts) if parts else ~on.first.is_null() | seen.unknown


def _not_before(seen: Seen, on: On, day: dt.date) -> nw.Expr:
    """Answer whether a time lies on a day or later; a vague one may leave it open."""
    midnight = seen.lit(dt.datetime.combine(day, dt.time()))
    surely = on.first >= midnight
    return seen.settled(surely, on.last < midnight) if on.vague else surely


def in_time_of(seen: Seen, provision: Provision, on: On) -> list[nw.Expr]:
    """Answer whether a provision with a time of its own is in that time; empty when it has none."""
    if provision.valid_from is None and provision.valid_to is None:
        return []
    return [within(seen, Spell(provision.valid_from or dt.date.min, provision.valid_to), on)]


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


def touched(seen: Seen, exemption: Exemption, on: On) -> nw.Expr:
    """Answer whether an exemption is running at the time."""
    return within(seen, spell_of(exemption.status), on)


def concerns(exemption: Exemption, provision: Provision) -> bool:
    """Whether an exemption speaks to a provision."""
    return not exemption.status.provisions or provision.id in exemption.status.provisions


def performs(
    seen: Seen,
    bearer: str,
    found: Iterable[Exemption],
    provision: Provision,
    on: On,
) -> list[nw.Expr]:
    """Answer, for each exemption towards all parties, whether the bearer still performs."""
    return [
        _performs(seen, bearer, one, on)
        for one in found
        if not one.obligees and concerns(one, provision)
    ]


def _performs(seen: Seen, bearer: str, one: Exemption, on: On) -> nw.Expr:
    """Answer whether a bearer still performs in the face of one exemption."""
    ended = seen.text(bearer).is_in(list(one.obligors)) & touched(seen, one, on)
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
