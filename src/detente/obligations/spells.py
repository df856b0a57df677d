"""Who is bound by an instrument and when: parties, memberships, intervals in force."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from detente.instruments.library import Library, Text, kept_with_library
from detente.instruments.provisions import Interval, Party, Provision, Status
from detente.parties.groups import Member


class Spell(NamedTuple):
    """From a day (included) to a day (not included).

    Attributes:
        from_: the first day; where that is not known, the first on which it could be.
        to: the day on which it no longer is; None: no end.
        surely: the day by which it had surely begun, where the first is not known; None: `from_`.
    """

    from_: dt.date
    to: dt.date | None = None
    surely: dt.date | None = None

    @property
    def begun(self) -> dt.date:
        """The first day on which it surely is."""
        return self.surely or self.from_


@dataclass(frozen=True)
class Bound:
    """Who is bound by an instrument, or by one of its provisions, and when.

    Attributes:
        spells: by State; those of a State that is named, in which it is bound or may be.
        unlisted: spells in which a State that is not named may be bound; empty: none can.
        named: States of which the library tells whether and when they are bound, and
            organisations, which are no parties.
        only: States that alone bear the duty; empty: every party.
    """

    spells: Mapping[str, tuple[Spell, ...]]
    unlisted: tuple[Spell, ...] = ()
    named: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()

    def of(self, provision: Provision) -> Bound:
        """Keep the States that a provision binds."""
        only, spared = provision.obligors, provision.spared
        kept = {
            state: each
            for state, each in self.spells.items()
            if (not only or state in only) and state not in spared
        }
        closed = bool(only) and self.named.issuperset(only)
        unlisted = () if closed else self.unlisted
        return Bound(kept, unlisted, self.named.union(spared), only)

    def may_bind(self, states: Collection[str]) -> bool:
        """Whether any of some States is bound at some time, or may be."""
        if not self.spells.keys().isdisjoint(states):
            return True
        return bool(self.unlisted) and not self.named.issuperset(states)


@kept_with_library
def binding(library: Library, text: Text) -> Bound:
    """Give who is bound by an instrument, and when.

    A State is bound while it exists, is a party, and the instrument is in force.
    """
    found: dict[str, list[Spell]] = defaultdict(list)
    for state, party in _party_spells(library, text):
        for interval in text.instrument.in_force:
            spell = _meet(party, spell_of(interval))
            if spell:
                found[state].append(spell)
    spells = {
        state: tuple(sorted(each, key=lambda spell: (spell.from_, spell.to or dt.date.max)))
        for state, each in found.items()
    }
    unlisted, named = _incomplete(library, text)
    return Bound(spells, unlisted, named)


def spells(library: Library, text: Text) -> Mapping[str, tuple[Spell, ...]]:
    """Give the spells in which each State that the library names is bound, or may be."""
    return binding(library, text).spells


def spell_of(entry: Interval | Member | Status) -> Spell:
    """Give the spell of an entry."""
    return Spell(entry.from_, entry.to, entry.from_latest)


def _own(party: Party) -> Spell:
    """Give the spell that a party states of itself."""
    return Spell(party.from_ or dt.date.min, party.to)


def _party_spells(library: Library, text: Text) -> Iterator[tuple[str, Spell]]:
    """Go through parties, with organisations resolved into their members."""
    for party in text.instrument.parties:
        own = _own(party)
        if not party.group:
            former = library.former.get(party.state)
            alive = Spell(former.from_, former.to) if former else own
            yield from ((party.state, spell) for spell in [_meet(own, alive)] if spell)
            continue
        for member in library.groups[party.group].members:
            spell = _meet(own, spell_of(member))
            if spell:
                yield member.state, spell


def _incomplete(library: Library, text: Text) -> tuple[tuple[Spell, ...], frozenset[str]]:
    """Give when a State that is not named may be bound, and who is named.

    That is while the instrument is in force, where a list of its parties is not complete.
    """
    groups = [library.groups[party.group] for party in text.instrument.parties if party.group]
    open_ = [
        _meet(_own(party), spell_of(interval))
        for party in text.instrument.parties
        if party.group and not library.groups[party.group].complete
        for interval in text.instrument.in_force
    ]
    named = {party.state for party in text.instrument.parties if party.state}
    named.update(member.state for group in groups for member in group.members)
    named.update(state for group in groups for state in group.outside)
    named.update(group.code for group in library.groups.values() if group.code)
    return tuple(spell for spell in open_ if spell), frozenset(named)


def _meet(one: Spell, other: Spell) -> Spell | None:
    """Give what two spells have in common; None when they have nothing."""
    start = max(one.from_, other.from_)
    ends = [end for end in (one.to, other.to) if end is not None]
    end = min(ends) if ends else None
    if end is not None and end <= start:
        return None
    surely = max(one.begun, other.begun)
    return Spell(start, end, surely if surely > start else None)


def by_spells(spells: Mapping[str, tuple[Spell, ...]]) -> dict[tuple[Spell, ...], list[str]]:
    """Bring together the States that are bound in the same spells."""
    together: dict[tuple[Spell, ...], list[str]] = defaultdict(list)
    for state, each in sorted(spells.items()):
        together[each].append(state)
    return together
