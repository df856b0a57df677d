"""Whether figures, days and codes of a library can be: every planted fault is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from detente.instruments.provisions import Clock
from detente.instruments.soundness import check
from detente.parties.groups import Group, State
from tests.instruments.test_soundness import faults, provision
from tests.obligations import accord

DAY, DAY_BEFORE = accord.DAY, accord.DAY - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"obligors": ("FR", "QQ")}, "no State has the code 'QQ'; write its ISO 3166-1 alpha-2"),
        (
            {"any_of": ({"measure": "troops", "at_least": -1},)},
            "`level of troops` is -1; write a number of 0 or more",
        ),
        (
            {"lasting": {"operator": "more_than", "hours": 0}},
            "`lasting` has no length; write how many `hours` or `days`, 1 or more",
        ),
        (
            {"season": {"from": "07-01", "to": "09-31"}},
            "`season.to` is 09-31, no day of every year; write month and day, such as 11-15",
        ),
        (
            {"season": {"from": "09-01", "to": "07-01"}},
            "the season runs from 09-01 to 07-01; write the earlier day first",
        ),
        (
            {"counter": {"max": -1, "calendar_years": 1}},
            "`counter.max` is -1; write a number of 0 or more",
        ),
        (
            {"counter": {"max": 1, "calendar_years": 0}},
            "`counter.calendar_years` is 0; write 1 or more",
        ),
        (
            {"counter": {"max": 1, "simultaneous": True, "per": ()}},
            "`counter.per` says whose activities are counted: obligor, host, or each once",
        ),
        (
            {"counter": {"max": 1, "simultaneous": True, "per": ("host", "host")}},
            "`counter.per` says whose activities are counted: obligor, host, or each once",
        ),
        (
            {"counter": {"max": 1, "simultaneous": True, "per": ("host",), "or_per": ("host",)}},
            "`counter.or_per` is no other reading than `per`; name another, or leave it out",
        ),
        (
            {"valid_from": DAY, "valid_to": DAY},
            "`valid_to` 2026-09-14 is not after `valid_from` 2026-09-14",
        ),
        (
            {"basis": "secondary"},
            'basis is "secondary", so list in `seen_in` where it was seen',
        ),
    ],
)
def test_a_figure_or_day_of_a_provision_can_be(given: dict[str, Any], said: str) -> None:
    (fault,) = provision(**given)
    assert fault.startswith(f"a/accord: provision 1: {said}")


def test_the_least_that_a_figure_can_be_is_taken() -> None:
    nil = {"measure": "troops", "more_than": 0}
    least = {"lasting": {"operator": "at_most", "hours": 1}}
    counter = {"max": 0, "calendar_years": 1, "per": ("host", "obligor")}
    season = {"from": "02-28", "to": "02-28"}
    assert provision(any_of=(nil,), counter=counter, season=season, **least) == []
    assert provision(valid_from=DAY_BEFORE, valid_to=DAY) == []
    assert provision(basis="secondary", seen_in=("https://example.org/",)) == []
    assert provision(basis="excerpt") == []


def test_another_reading_of_a_level_is_no_less_than_nil() -> None:
    other = {"operator": "more_than", "value": -3, "held_by": "France"}
    level = {"measure": "troops", "at_least": 9000, "other_readings": (other,)}
    (fault,) = provision(any_of=(level,))
    assert "`level of troops` is -3" in fault


def clock_faults(*clocks: Clock) -> list[str]:
    """What is said of the Accord with other clocks."""
    text = accord.text()
    made = {**text.clocks, **{clock.id: clock for clock in clocks}}
    return [str(fault) for fault in check(accord.library(replace(text, clocks=made)))]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"before": {"days": -42}}, "`before.days` is -42; write a number of 0 or more"),
        ({"after": {"months": -1}}, "`after.months` is -1; write a number of 0 or more"),
        ({"annual": {"day": "99-99"}}, "`annual.day` is 99-99, no day of every year"),
        ({"annual": {"day": "02-29"}}, "`annual.day` is 02-29, no day of every year"),
        (
            {"annual": {"day": "11-15", "years_before": -1}},
            "`annual.years_before` is -1; write a number of 0 or more",
        ),
        ({"unless": "9"}, "it names itself in `unless`; name the clock that runs instead"),
        (
            {"unless": "2"},
            "2 runs instead and names 3 in its turn; only one clock can run instead",
        ),
        ({"unless": "8"}, "8 runs instead, so say in its `facts` when it does"),
        ({"basis": "secondary"}, 'basis is "secondary", so list in `seen_in`'),
    ],
)
def test_a_clock_makes_sense(given: dict[str, Any], said: str) -> None:
    (fault,) = clock_faults(accord.clock("8"), accord.clock("9", **given))
    assert fault.startswith(f"a/accord: clock 9: {said}")


def test_clocks_that_name_each_other_are_both_told() -> None:
    snap = ({"fact": "advance_notice_to_troops", "is": False},)
    pair = accord.clock("8", unless="9", facts=snap), accord.clock("9", unless="8", facts=snap)
    assert [fault.partition(";")[0] for fault in clock_faults(*pair)] == [
        "a/accord: clock 8: 9 runs instead and names 8 in its turn",
        "a/accord: clock 9: 8 runs instead and names 9 in its turn",
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"obligor": "QQ"}, "no State has the code 'QQ'"),
        ({"obligor": "clb"}, "Did you mean club?"),
        ({"obligees": ("IT", "QQ")}, "no State has the code 'QQ'"),
        ({"obligor": "*"}, "`obligor` is *; name one State or one group"),
        ({"to": DAY_BEFORE}, "`to` 2026-09-13 is not after `from` 2026-09-14"),
        ({"from_latest": DAY_BEFORE}, "`from_latest` 2026-09-13 is before `from`"),
        (
            {"from_latest": DAY + dt.timedelta(days=9), "to": DAY + dt.timedelta(days=9)},
            "`to` 2026-09-23 is not after `from_latest` 2026-09-23",
        ),
        ({"basis": "secondary"}, 'basis is "secondary", so list in `seen_in`'),
    ],
)
def test_a_status_makes_sense(given: dict[str, Any], said: str) -> None:
    (fault,) = faults(statuses=[accord.status(**given)])
    assert fault.startswith("a/accord: status of ")
    assert said in fault


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"parties": ({"state": "QQ"},)}, "parties: no State has the code 'QQ'"),
        (
            {"parties": ({"state": "FR", "from": DAY, "to": DAY},)},
            "party FR: `to` 2026-09-14 is not after `from` 2026-09-14",
        ),
        (
            {"in_force": ({"from": DAY, "to": DAY_BEFORE},)},
            "in_force: `to` 2026-09-13 is not after `from` 2026-09-14",
        ),
        ({"predecessor": accord.NAME}, "predecessor: it names itself"),
        ({"basis": "secondary"}, 'basis is "secondary", so list in `seen_in`'),
    ],
)
def test_an_instrument_makes_sense(given: dict[str, Any], said: str) -> None:
    (fault,) = faults(**given)
    assert fault.startswith(f"a/accord: {said}")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (({"state": "QQ", "from": DAY},), "members: no State has the code 'QQ'"),
        (
            ({"state": "IT", "from": DAY, "to": DAY_BEFORE},),
            "member IT: `to` 2026-09-13 is not after `from` 2026-09-14",
        ),
    ],
)
def test_members_of_a_group_are_states_with_spells(members: Any, said: str) -> None:
    club = Group.model_validate(accord.RECORD | {"id": "club", "name": "C", "members": members})
    (fault,) = check(replace(accord.library(), groups={"club": club}))
    assert str(fault).startswith(f"parties/club.toml: {said}")


def test_a_group_a_zone_and_a_former_state_make_sense() -> None:
    known = accord.library()
    secondary = {"basis": "secondary"}
    club = known.groups["club"].model_copy(update=secondary)
    plain = known.zones["plain"].model_copy(update={"part": ("QQ",)})
    past = {"code": "SU", "name": "-", "from": DAY, "to": DAY_BEFORE}
    former = {"SU": State.model_validate(accord.RECORD | past)}
    library = replace(known, groups={"club": club}, zones={"plain": plain}, former=former)
    assert [str(fault).partition(";")[0] for fault in check(library)] == [
        'parties/club.toml: basis is "secondary", so list in `seen_in` where it was seen',
        "zones/plain.toml: part: no State has the code 'QQ'",
        "parties/former-states.toml: state SU: `to` 2026-09-13 is not after `from` 2026-09-14",
    ]


def test_a_state_of_the_past_is_a_state() -> None:
    known = accord.library(accord.text(accord.status(obligor="SU")))
    (fault,) = check(known)
    assert "no State has the code 'SU'" in str(fault)
    past = {"code": "SU", "name": "-", "from": DAY_BEFORE, "to": DAY}
    former = {"SU": State.model_validate(accord.RECORD | past)}
    assert list(check(replace(known, former=former))) == []
