"""Organisations on any day, and the States of the past."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from pydantic import ValidationError

from detente.instruments import read_library
from detente.parties import Group, Member

LIBRARY = read_library(strict=False)
GROUPS = LIBRARY.groups


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("group", "on", "number"),
    [
        ("osce", "1975-07-31", 0),
        ("osce", "1975-08-01", 35),
        ("osce", "1990-10-03", 34),
        ("osce", "1991-12-26", 38),
        ("osce", "2000-11-10", 55),
        ("osce", "2006-06-02", 55),
        ("osce", "2006-06-03", 55),
        ("osce", "2006-06-22", 56),
        ("osce", "2012-11-20", 56),
        ("osce", "2012-11-21", 57),
        ("osce", "2026-01-01", 57),
        ("nato", "1949-08-24", 12),
        ("nato", "1955-05-06", 15),
        ("nato", "1999-03-12", 19),
        ("nato", "2004-03-29", 26),
        ("nato", "2024-03-06", 31),
        ("nato", "2024-03-07", 32),
        ("csto", "1994-04-20", 9),
        ("csto", "1999-04-20", 6),
        ("csto", "2006-08-16", 7),
        ("csto", "2012-12-19", 6),
        ("eu", "1958-01-01", 6),
        ("eu", "2004-05-01", 25),
        ("eu", "2013-07-01", 28),
        ("eu", "2020-01-31", 28),
        ("eu", "2020-02-01", 27),
        ("cfe", "1992-07-16", 0),
        ("cfe", "1992-12-31", 29),
        ("cfe", "1993-01-01", 30),
        ("cfe", "2023-11-06", 30),
        ("cfe", "2023-11-07", 29),
        ("cfe-group-1", "1993-01-01", 14),
        ("cfe-group-2", "1993-01-01", 16),
        ("open-skies", "2001-12-31", 0),
        ("open-skies", "2002-01-01", 26),
        ("open-skies", "2005-07-08", 34),
        ("open-skies", "2020-11-22", 33),
        ("open-skies", "2021-12-18", 32),
    ],
)
def test_how_many_members_there_are(group: str, on: str, number: int) -> None:
    assert len(GROUPS[group].on(day(on))) == number


@pytest.mark.parametrize(
    ("group", "state", "last_day_in", "first_day_out"),
    [
        ("eu", "GB", "2020-01-31", "2020-02-01"),
        ("osce", "DD", "1990-10-02", "1990-10-03"),
        ("osce", "SU", "1991-12-25", "1991-12-26"),
        ("osce", "CS", "1992-12-31", "1993-01-01"),
        ("osce", "YU", "1992-07-07", "1992-07-08"),
        ("csto", "UZ", "2012-12-18", "2012-12-19"),
        ("csto", "GE", "1999-04-19", "1999-04-20"),
        ("open-skies", "US", "2020-11-21", "2020-11-22"),
        ("open-skies", "RU", "2021-12-17", "2021-12-18"),
        ("cfe", "RU", "2023-11-06", "2023-11-07"),
    ],
)
def test_the_last_day_of_a_membership(
    group: str, state: str, last_day_in: str, first_day_out: str
) -> None:
    assert state in GROUPS[group].on(day(last_day_in))
    assert state not in GROUPS[group].on(day(first_day_out))


@pytest.mark.parametrize(
    ("group", "state", "last_day_out", "first_day_in"),
    [
        ("osce", "RU", "1991-12-25", "1991-12-26"),
        ("osce", "CZ", "1992-12-31", "1993-01-01"),
        ("osce", "RS", "2006-06-02", "2006-06-03"),
        ("osce", "ME", "2006-06-21", "2006-06-22"),
        ("osce", "MK", "1995-10-11", "1995-10-12"),
        ("osce", "MN", "2012-11-20", "2012-11-21"),
        ("osce", "YU", "2000-11-09", "2000-11-10"),
        ("nato", "ME", "2017-06-04", "2017-06-05"),
        ("nato", "MK", "2020-03-26", "2020-03-27"),
        ("nato", "FI", "2023-04-03", "2023-04-04"),
        ("csto", "UZ", "2006-08-15", "2006-08-16"),
        ("open-skies", "LT", "2005-07-07", "2005-07-08"),
    ],
)
def test_the_first_day_of_a_membership(
    group: str, state: str, last_day_out: str, first_day_in: str
) -> None:
    assert state not in GROUPS[group].on(day(last_day_out))
    assert state in GROUPS[group].on(day(first_day_in))


def test_the_two_groups_of_the_cfe_treaty_make_up_its_parties() -> None:
    first, second = GROUPS["cfe-group-1"].members, GROUPS["cfe-group-2"].members
    both = Counter((m.state, m.from_, m.to) for m in first + second)
    assert both == Counter((m.state, m.from_, m.to) for m in GROUPS["cfe"].members)


def test_a_state_continues_another_on_the_day_it_ends() -> None:
    for former in LIBRARY.former.values():
        for group in GROUPS.values():
            ends = [m.to for m in group.members if m.state == former.code]
            if group.complete and former.continued_by and ends and ends[-1] == former.to:
                assert former.continued_by in group.on(former.to), (former.code, group.id)


@pytest.mark.parametrize("group", GROUPS.values(), ids=lambda group: group.id)
def test_spells_hold_together(group: Group) -> None:
    for member in group.members:
        assert member.to is None or member.from_ < member.to, member
        former = LIBRARY.former.get(member.state)
        if former:
            assert former.from_ <= member.from_, member
            assert member.to is not None, member
            assert member.to <= former.to, member
    for state in {member.state for member in group.members}:
        spells = sorted((m.from_, m.to) for m in group.members if m.state == state)
        for (_, end), (start, _) in pairwise(spells):
            assert end is not None, f"{state}: an open spell is not the last"
            assert end <= start, f"{state}: spells overlap"


def test_former_states() -> None:
    assert {"SU", "DD", "CS", "YU"} <= set(LIBRARY.former)
    assert LIBRARY.former["SU"].continued_by == "RU"
    assert all(state.from_ < state.to for state in LIBRARY.former.values())


def test_a_code_has_two_letters() -> None:
    with pytest.raises(ValidationError):
        Member.model_validate({"state": "USA", "from": day("2000-01-01")})
