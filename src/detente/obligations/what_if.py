"""What-if: the same question under another library, made from this one without code.

Each function gives a new library; none changes the one it is given. They can be laid one over the
other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from detente.errors import SenderError, UnknownName
from detente.instruments.library import Library, Text
from detente.instruments.provisions import (
    OPERATORS,
    Interval,
    Level,
    Operator,
    Party,
    Provision,
)
from detente.instruments.reader import read_text
from detente.instruments.soundness import check
from detente.parties.groups import Group, Member

EVER = " (at any time)"
"""What is added to the id of a list of parties that a what-if has widened."""

_SIGNS: dict[str, Operator] = {
    ">=": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "<": "less_than",
}
_LEVEL = re.compile(r"(?P<name>[^:]+):(?P<measure>\w+)\s*(?P<sign>>=|<=|=|>|<)\s*(?P<value>\d+)")


def with_level(library: Library, asked: str) -> Library:
    """Set another level, such as ``osce/vd-2011/40.1.1:troops=5000``.

    Args:
        library: the library.
        asked: full name of a provision, a colon, a measure, and ``=`` (keeps the comparison) or
            ``>=``, ``>``, ``<=``, ``<`` with the number.

    Raises:
        SenderError: the text does not have this form. UnknownName: no such provision or level.
    """
    match = _LEVEL.fullmatch(asked.strip())
    if match is None:
        raise SenderError(f"{asked!r} names no level; write it as osce/vd-2011/40.1.1:troops=5000")
    text, provision = library.provision(match["name"])
    chosen = _chosen(provision, match["name"], match["measure"], match["sign"])
    changed = {
        kind: tuple(
            _level(level, match["sign"], int(match["value"])) if level == chosen else level
            for level in getattr(provision, kind)
        )
        for kind in ("any_of", "all_of")
    }
    return _with(library, text, provision.model_copy(update=changed))


def _chosen(provision: Provision, name: str, measure: str, sign: str) -> Level:
    """Find the level that is meant: the only one of its measure, or the one with the sign given."""
    found = [level for level in provision.levels if level.measure == measure]
    if not found:
        known = [level.measure for level in provision.levels]
        raise UnknownName(f"level of {name}", measure, known)
    same = [level for level in found if level.operator == _SIGNS.get(sign)]
    if len(found) > 1 and len(same) != 1:
        signs = {operator: sign for sign, operator in _SIGNS.items()}
        either = " or ".join(f"{measure}{signs[level.operator]}N" for level in found)
        raise SenderError(f"{name} has several levels of {measure}; write {either}")
    return same[0] if same else found[0]


def _level(level: Level, sign: str, value: int) -> Level:
    """Give a level with another number, and another comparison unless the sign is ``=``."""
    operator = level.operator if sign == "=" else _SIGNS[sign]
    numbers: dict[str, int | None] = dict.fromkeys(OPERATORS)
    return level.model_copy(update={**numbers, operator: value, "other_readings": ()})


def _with(library: Library, text: Text, provision: Provision) -> Library:
    """Put a changed provision in the place of the one with its id."""
    provisions = {**text.provisions, provision.id: provision}
    return with_text(library, replace(text, provisions=provisions))


def with_text(library: Library, text: Text) -> Library:
    """Add a proposed instrument, or put a changed one in the place of the one with its path."""
    return replace(library, texts={**library.texts, text.path: text})


def as_if_in_force(library: Library, path: str) -> Library:
    """Take an instrument as in force at any time, between all who ever were parties.

    Organisations keep their dated membership; a group that lists parties is widened to every State
    that ever was one. Withdrawals and suspensions are left out.

    Raises:
        UnknownName: no instrument has this path. The sender must act.
    """
    text = library.text(path)
    always = Interval.model_validate({"from": dt.date.min})
    library, parties = _ever_parties(library, text.instrument.parties)
    instrument = text.instrument.model_copy(update={"in_force": (always,), "parties": parties})
    provisions = {
        name: one.model_copy(update={"valid_from": None, "valid_to": None})
        for name, one in text.provisions.items()
    }
    return with_text(
        library, replace(text, instrument=instrument, provisions=provisions, status=())
    )


def _ever_parties(library: Library, parties: Iterable[Party]) -> tuple[Library, tuple[Party, ...]]:
    """Take all parties as such at any time; a group that lists parties, under another id."""
    given = tuple(parties)
    states = {party.state for party in given if party.state}
    lists = {
        party.group for party in given if party.group and library.groups[party.group].of_parties
    }
    wider = [_ever_members(library, library.groups[name]) for name in sorted(lists)]
    groups = {**library.groups, **{group.id: group for group in wider}}
    ever = []
    for party in given:
        first, last = _existence(library, party.state, states) if party.state else (None, None)
        group = f"{party.group}{EVER}" if party.group in lists else party.group
        ever.append(party.model_copy(update={"group": group, "from_": first, "to": last}))
    return replace(library, groups=groups), tuple(ever)


def _ever_members(library: Library, group: Group) -> Group:
    """Take each State that a group ever listed as a member at any time at which it existed."""
    states = dict.fromkeys(member.state for member in group.members)
    members = []
    for state in states:
        first, last = _existence(library, state, states)
        members.append(
            Member.model_validate({"state": state, "from": first or dt.date.min, "to": last})
        )
    return group.model_copy(update={"id": f"{group.id}{EVER}", "members": tuple(members)})


def _existence(
    library: Library, state: str, states: Collection[str]
) -> tuple[dt.date | None, dt.date | None]:
    """Give when a State existed; None: no bound is known.

    A State that continued another one's membership follows it, and does not stand beside it.
    """
    itself = library.former.get(state)
    if itself:
        return itself.from_, itself.to
    before = [
        former.to
        for code, former in library.former.items()
        if former.continued_by == state and code in states
    ]
    return max(before, default=None), None


def as_if_on(library: Library, day: dt.date) -> Library:
    """Judge who is bound as things stood on one day, whenever the activity takes place.

    Raises:
        SenderError: it is no day. The sender must act.
    """
    if type(day) is not dt.date:  # a datetime is a date too
        raise SenderError(f"the day of the law is {day!r}; give a datetime.date")
    return replace(library, status_day=day)


def changed(
    library: Library,
    *,
    levels: Iterable[str] | str = (),
    in_force: Iterable[str] | str = (),
    on: dt.date | None = None,
    add: Iterable[str | Path] | str | Path = (),
) -> Library:
    """Lay several what-ifs over one another: texts added, then levels, then status.

    Raises:
        LibraryError: a proposed instrument cannot be read, or does not hold together.
        SenderError: a level, or the day, is not written as it should be.
        UnknownName: an instrument, provision or measure that the library does not hold.
    """
    proposed = [read_text(Path(folder)) for folder in _several(add)]
    for text in proposed:
        library = with_text(library, text)
    for fault in check(library) if proposed else ():
        raise fault
    for level in _several(levels):
        library = with_level(library, str(level))
    for path in _several(in_force):
        library = as_if_in_force(library, str(path))
    return library if on is None else as_if_on(library, on)


def _several(given: Iterable[str | Path] | str | Path) -> list[str | Path]:
    """Take one text or path as a list of one."""
    return [given] if isinstance(given, str | Path) else list(given)
