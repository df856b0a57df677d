"""Cases beside provisions: how they are read, run and compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from detente.errors import LibraryError
from detente.instruments.library import Case
from detente.obligations import cases
from detente.obligations.cases import Outcome
from tests.obligations import accord

GIVEN: dict[str, Any] = {
    "kind": "exercise",
    "obligor": "FR",
    "host": "FR",
    "starts": dt.date(2026, 9, 14),
    "ends": dt.date(2026, 9, 18),
    "single_command": True,
    "advance_notice_to_troops": True,
    "battle_tanks": 0,
}


def outcome(given: dict[str, Any], expect: dict[str, Any], *others: dict[str, Any]) -> Outcome:
    """Run one case of the Accord."""
    case = Case(name="c", provision="1", given=GIVEN | given, others=others, expect=expect)
    text = replace(accord.text(accord.status()), cases=(case,))
    return cases.outcome(accord.library(text), text, case)


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ({"troops": 9000}, {"verdict": True, "reached": ("troops",), "missing": ()}),
        ({"troops": 8999}, {"verdict": False, "reached": ()}),
        ({"troops": "8000..12000"}, {"verdict": "cannot be told", "missing": ("troops",)}),
        ({"troops": "9000.."}, {"verdict": True, "due": dt.date(2026, 8, 3)}),
        ({"kind": "transfer"}, {"verdict": "none"}),
        ({"troops": 9000, "notified_at": "2026-08-03"}, {"timing": "met", "due": "2026-08-03"}),
        ({"troops": 9000, "notified_at": "2026-08-04T00:00Z"}, {"timing": "late"}),
        ({"troops": 9000, "notified_at": "none"}, {"timing": "lapsed", "done": "none"}),
        ({"troops": 9000}, {"verdict": False, "obligee": "IT"}),
        ({"troops": 9000, "zone_plain": False}, {"verdict": False}),
    ],
)
def test_a_case_agrees(given: dict[str, Any], expect: dict[str, Any]) -> None:
    expect = {key: value for key, value in expect.items() if (key, value) != ("done", "none")}
    found = outcome(given, expect)
    assert found.agrees, found
    assert found.name == "a/accord/1: c"


def test_a_case_that_disagrees_shows_both_sides() -> None:
    found = outcome({"troops": 8999}, {"verdict": True, "reached": ("troops",)})
    assert not found.agrees
    assert found.expected == {"verdict": True, "reached": "troops"}
    assert found.found == {"verdict": False, "reached": ""}


def test_other_activities_stand_beside_the_one_that_is_tried() -> None:
    assert outcome({"troops": 9000}, {"verdict": True}, {"troops": 1}, {"kind": "transfer"}).agrees


@pytest.mark.parametrize(
    ("given", "expect", "said"),
    [
        ({"troop": 1}, {}, "given.troop: no column, measure, fact or zone has this name"),
        ({"troops": "many"}, {}, "given.troops: not a count"),
        ({"starts": "soon"}, {}, "given.starts: not a date or an instant"),
        ({}, {"verdict": "maybe"}, 'verdict: write true, false, "cannot be told", or "none"'),
    ],
)
def test_a_case_that_cannot_be_read_is_its_authors(
    given: dict[str, Any], expect: dict[str, Any], said: str
) -> None:
    with pytest.raises(LibraryError) as caught:
        outcome(given, expect)
    assert str(caught.value).startswith("a/accord: case 'c': " + said)


def test_what_is_expected_is_read_as_strictly() -> None:
    with pytest.raises(LibraryError, match=r"case 'c': due"):
        outcome({"troops": 9000}, {"due": "soon"})
