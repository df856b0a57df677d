"""Duties of a year are judged on their due day; elsewhere a clock tells nothing of days before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from detente.instruments.library import Library
from detente.obligations import evaluate
from detente.obligations.explain import explain
from detente.obligations.what_if import as_if_in_force, as_if_on
from tests.obligations import accord

DUE = dt.date(2025, 11, 15)
A_DAY = dt.timedelta(days=1)
YEAR = dt.datetime(2026, 1, 1)


def yearly(*statuses: Any, **whole: Any) -> Library:
    """The Accord with one duty of every year, due on 15 November of the year before."""
    year: dict[str, Any] = {
        "kinds": ("calendar_year",),
        "clock": "2",
        "zone": "",
        "any_of": (),
        "facts": (),
    }
    year |= {"lasting": None, "unless": ()}
    text = accord.text(*statuses, provision=accord.notice(**year), **whole)
    clock = accord.clock("2", annual={"day": "11-15", "years_before": 1})
    library = accord.library(replace(text, clocks={"2": clock}))
    return replace(library, kinds={**library.kinds, "calendar_year": "-"})


def asked(library: Library, *told: str, **stated: Any) -> list[tuple[Any, ...]]:
    row = accord.exercise(**stated)
    found: list[tuple[Any, ...]] = evaluate(accord.frame(row), library=library).select(*told).rows()
    return found


def year(library: Library, **stated: Any) -> list[tuple[Any, ...]]:
    given = {"kind": "calendar_year", "starts": YEAR, "ends": None, "notified_at": None}
    return asked(library, "obligee", "verdict", "missing", **(given | stated))


def in_force(first: dt.date, last: dt.date | None = None) -> dict[str, Any]:
    return {"in_force": ({"from": first, "to": last},)}


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (DUE, None, [("*", True, "")]),
        (DUE + A_DAY, None, []),
        (dt.date(2000, 1, 1), DUE + A_DAY, [("*", True, "")]),
        (dt.date(2000, 1, 1), DUE, []),
    ],
)
def test_a_duty_of_a_year_is_judged_on_its_due_day(
    first: dt.date, last: dt.date | None, found: Any
) -> None:
    assert year(yearly(**in_force(first, last))) == found


@pytest.mark.parametrize(("joined", "found"), [(DUE, [("*", True, "")]), (DUE + A_DAY, [])])
def test_a_party_owes_a_year_if_it_was_one_on_the_due_day(joined: dt.date, found: Any) -> None:
    parties = ({"state": "FR", "from": joined}, {"state": "IT"}, {"state": "ES"})
    assert year(yearly(parties=parties)) == found


@pytest.mark.parametrize(
    ("ended", "found"),
    [(DUE, [("*", True, ""), ("IT", False, "")]), (DUE + A_DAY, [("*", True, "")])],
)
def test_a_departure_counts_if_it_ran_on_the_due_day(ended: dt.date, found: Any) -> None:
    assert sorted(year(yearly(accord.status(**{"from": ended})))) == found
    towards_all = yearly(accord.status(obligees=("*",), **{"from": ended}))
    assert year(towards_all) == [("*", len(found) == 1, "")]


def test_a_year_that_is_stated_as_a_year_has_one_due_day() -> None:
    assert year(yearly(), starts_latest=dt.datetime(2027, 1, 1)) == [("*", True, "")]
    two_years = {"starts_latest": dt.datetime(2028, 1, 1)}
    assert year(yearly(**in_force(DUE + A_DAY)), **two_years) == [("*", None, "starts")]


def test_a_year_judged_on_another_day_is_judged_on_that_day() -> None:
    assert year(as_if_on(yearly(**in_force(DUE + A_DAY)), DUE + A_DAY)) == [("*", True, "")]
    assert year(as_if_on(yearly(), dt.date(1999, 1, 1))) == []


# --- other duties -----------------------------------------------------------------------------

START = dt.datetime(2026, 9, 14)
FELL_DUE = dt.datetime(2026, 8, 3)


def timed(library: Library, **stated: Any) -> list[tuple[Any, ...]]:
    given = {"starts": START, "notified_at": None, "notified": False}
    return asked(library, "verdict", "due", "timing", **(given | stated))


@pytest.mark.parametrize(("first", "timing"), [(FELL_DUE.date(), "lapsed"), (START.date(), None)])
def test_what_fell_due_before_the_instrument_took_effect_has_no_timing(
    first: dt.date, timing: str | None
) -> None:
    library = accord.library(accord.text(**in_force(first)))
    assert timed(library) == [(True, FELL_DUE, timing)]
    day_after = accord.library(accord.text(**in_force(FELL_DUE.date() + A_DAY)))
    assert timed(day_after) == [(True, FELL_DUE, None)]
    assert timed(as_if_in_force(day_after, accord.NAME)) == [(True, FELL_DUE, "lapsed")]


def test_what_fell_due_before_the_state_joined_has_no_timing() -> None:
    joined = ({"state": "FR", "from": FELL_DUE.date() + A_DAY}, {"state": "IT"})
    library = accord.library(accord.text(parties=joined))
    assert timed(library) == [(True, FELL_DUE, None)]
    assert timed(library, obligor="IT", host="FR") == [(True, FELL_DUE, "lapsed")]
    assert timed(library, obligor=None) == [(None, FELL_DUE, None)]


def test_what_fell_due_before_the_provision_held_has_no_timing() -> None:
    held = accord.notice(valid_from=FELL_DUE.date() + A_DAY)
    assert timed(accord.library(accord.text(provision=held))) == [(True, FELL_DUE, None)]
    held = accord.notice(valid_from=FELL_DUE.date())
    assert timed(accord.library(accord.text(provision=held))) == [(True, FELL_DUE, "lapsed")]


def test_what_falls_due_after_the_instrument_ended_has_no_timing() -> None:
    text = accord.text(**in_force(dt.date(2000, 1, 1), START.date() + A_DAY))
    for days, timing in ((0, "lapsed"), (1, None)):
        clock = accord.clock("2", after={"days": days})
        ending = accord.library(replace(text, clocks={"2": clock}))
        assert timed(ending) == [(True, START + days * A_DAY, timing)]


def test_an_explanation_says_why_the_clock_tells_nothing() -> None:
    library = accord.library(accord.text(**in_force(START.date())))
    frame = accord.frame(accord.exercise(starts=START))
    told = explain(frame, "a/accord/1", library=library, activity="Autumn")
    assert "due on or before 2026-08-03" in told.clock
    assert "not surely bound on that day, so whether in time cannot be told" in told.clock
