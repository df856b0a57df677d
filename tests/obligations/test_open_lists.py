"""Lists of parties that are not complete, and beginnings that are known only roughly."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from detente.instruments.library import Library
from detente.instruments.soundness import check
from detente.obligations import evaluate
from detente.obligations.spells import spells
from detente.obligations.what_if import as_if_in_force
from detente.parties.groups import Group, State
from tests.obligations import accord

DAY = accord.DAY
A_DAY = dt.timedelta(days=1)


def listed(*members: dict[str, Any], **traits: Any) -> Library:
    """The Accord among the members of a list alone; it is not complete unless told otherwise."""
    given = {"id": "list", "name": "L", "members": members, "complete": False}
    group = Group.model_validate(accord.RECORD | given | traits)
    text = accord.text(parties=({"group": "list"},), provision=accord.notice(zone=""))
    library = accord.library(text)
    nato = {"id": "nato", "name": "N", "code": "NATO", "members": ()}
    groups = {"list": group, "nato": Group.model_validate(accord.RECORD | nato)}
    return replace(library, groups={**library.groups, **groups})


def found(library: Library, obligor: str | None, day: dt.date = DAY, **more: Any) -> Any:
    start = dt.datetime.combine(day, dt.time())
    stated = {"starts": start, "ends": start + 5 * A_DAY, "obligor": obligor, "notified_at": None}
    rows = evaluate(accord.frame(accord.exercise(**(stated | more))), library=library)
    assert rows.height <= 1
    return rows.select("verdict", "missing").row(0) if rows.height else None


FR = {"state": "FR", "from": dt.date(2000, 1, 1)}


def test_of_a_state_that_is_not_named_it_cannot_be_told() -> None:
    assert found(listed(FR), "DE") == (None, "parties")
    assert found(listed(FR), "FR") == (True, "")
    assert found(listed(FR, complete=True), "DE") is None


def test_a_state_that_is_named_as_outside_and_an_organisation_are_no_parties() -> None:
    assert found(listed(FR, outside=("CN",)), "CN") is None
    assert found(listed(FR), "NATO") is None
    assert found(listed({**FR, "to": DAY}), "FR") is None


def test_outside_the_time_of_the_instrument_nobody_is_bound() -> None:
    opens, closes = dt.date(2000, 1, 1), dt.date(2030, 1, 1)
    assert found(listed(FR), "DE", opens) == (None, "parties")
    assert found(listed(FR), "DE", opens - A_DAY) is None
    assert found(listed(FR), "DE", closes - A_DAY) == (None, "parties")
    assert found(listed(FR), "DE", closes) is None
    assert found(listed(FR), "DE", starts=None) == (None, "starts, parties")


def test_it_is_kept_to_the_kinds_and_the_levels_of_the_provision() -> None:
    assert found(listed(FR), "DE", kind="transfer") is None
    nobody: dict[str, Any] = {
        "troops_low": 0,
        "troops_high": 0,
        "battle_tanks_low": 0,
        "battle_tanks_high": 0,
    }
    assert found(listed(FR), "DE", **nobody) == (False, "")


def test_states_that_alone_bear_it_or_are_spared() -> None:
    def only(**traits: Any) -> Library:
        library = listed(FR)
        provision = accord.notice(zone="", **traits)
        text = accord.text(parties=({"group": "list"},), provision=provision)
        return replace(library, texts={accord.NAME: text})

    assert found(only(obligors=("DE", "FR")), "DE") == (None, "parties")
    assert found(only(obligors=("FR",)), "DE") is None
    assert found(only(spared=("DE",)), "DE") is None
    assert found(only(spared=("FR",)), "FR") is None
    assert found(only(spared=("FR",)), "DE") == (None, "parties")


def test_the_timing_of_a_state_that_is_not_named_cannot_be_told() -> None:
    row = accord.exercise(obligor="DE")
    rows = evaluate(accord.frame(row), library=listed(FR)).select("due", "timing").rows()
    assert rows == [(dt.datetime(2026, 8, 3), None)]


# --- beginnings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAY - A_DAY, None),
        (DAY, (None, "parties")),
        (DAY + 9 * A_DAY, (None, "parties")),
        (DAY + 10 * A_DAY, (True, "")),
    ],
)
def test_between_two_days_a_membership_cannot_be_told(day: dt.date, expected: Any) -> None:
    member = {"state": "FR", "from": DAY, "from_latest": DAY + 10 * A_DAY}
    assert found(listed(member, complete=True), "FR", day) == expected


def test_between_two_days_an_instrument_cannot_be_told_to_be_in_force() -> None:
    roughly = ({"from": DAY, "from_latest": DAY + 10 * A_DAY},)
    text = accord.text(in_force=roughly, provision=accord.notice(zone=""))
    library = accord.library(text)
    assert found(library, "FR", DAY - A_DAY) is None
    assert found(library, "FR", DAY) == (None, "parties")
    assert found(library, "FR", DAY + 10 * A_DAY) == (True, "")
    vague = {"starts_latest": dt.datetime.combine(DAY + 2 * A_DAY, dt.time())}
    assert found(library, "FR", DAY - A_DAY, **vague) == (None, "starts, parties")


def test_the_day_by_which_it_began_is_not_before_the_first() -> None:
    wrong = listed({**FR, "from_latest": dt.date(1999, 12, 31)})
    faults = [fault for fault in map(str, check(wrong)) if "from_latest" in fault]
    assert len(faults) == 1
    assert "parties/list.toml" in faults[0]
    assert "`from_latest` 1999-12-31 is before `from`" in faults[0]
    right = check(listed({**FR, "from_latest": DAY}))
    assert [fault for fault in map(str, right) if "from_latest" in fault] == []


# --- States that ended, and what-if -----------------------------------------------------------


def former(library: Library) -> Library:
    union = {"code": "YU", "name": "-", "from": dt.date(1918, 12, 1), "to": DAY}
    state = State.model_validate(accord.RECORD | union | {"continued_by": "RS"})
    return replace(library, former={"YU": state})


def test_a_state_is_bound_no_longer_than_it_exists() -> None:
    library = former(accord.library(accord.text(parties=({"state": "YU"}, {"state": "FR"}))))
    bound = spells(library, library.text(accord.NAME))
    assert [spell.to for spell in bound["YU"]] == [DAY]
    assert found(library, "YU", DAY) is None
    assert found(library, "YU", DAY - A_DAY) is not None


def test_taken_as_in_force_a_list_of_parties_is_every_state_that_ever_was_one() -> None:
    left = {"state": "IT", "from": dt.date(2001, 1, 1), "to": dt.date(2002, 1, 1)}
    ended = {"state": "YU", "from": dt.date(2001, 1, 1), "to": dt.date(2002, 1, 1)}
    library = former(listed(FR, left, ended, of_parties=True, complete=True))
    assert found(library, "IT") is None
    wider = as_if_in_force(library, accord.NAME)
    assert found(wider, "IT") == found(wider, "IT", dt.date(1990, 1, 1)) == (True, "")
    assert found(wider, "YU", DAY - A_DAY) == (True, "")
    assert found(wider, "YU") is None
    assert found(wider, "DE") is None
    assert library.groups["list"].members[1].to == dt.date(2002, 1, 1)
    assert wider.groups["list"] is library.groups["list"]


def test_an_organisation_keeps_its_dated_membership_in_a_what_if() -> None:
    left = {"state": "IT", "from": dt.date(2001, 1, 1), "to": dt.date(2002, 1, 1)}
    wider = as_if_in_force(listed(FR, left, complete=True), accord.NAME)
    assert found(wider, "IT") is None


def test_a_list_that_is_widened_stays_incomplete() -> None:
    wider = as_if_in_force(listed(FR, of_parties=True), accord.NAME)
    assert found(wider, "DE") == (None, "parties")
