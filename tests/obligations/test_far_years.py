"""The first and the last years that can be written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from detente.instruments.library import Library
from detente.obligations import evaluate
from detente.obligations.explain import explain
from detente.obligations.what_if import as_if_in_force
from tests.obligations import accord

FIRST, LAST = dt.datetime(1, 1, 1), dt.datetime.combine(dt.date.max, dt.time.max)
REACHED = dt.datetime(1, 2, 12)
BEFORE = {"before": {"days": 42}}
CLOCKS = [BEFORE, {"before": {"months": 1}}, {"annual": {"day": "11-15", "years_before": 1}}]


def asked(**clock: Any) -> Library:
    """The Accord at any time, with a clock that stands alone."""
    text = accord.text(provision=accord.notice(zone="", lasting=None))
    text.clocks["2"] = accord.clock("2", **clock)  # type: ignore[index]  # a dict, as made here
    return as_if_in_force(accord.library(text), accord.NAME)


def found(library: Library, start: dt.datetime, **options: Any) -> tuple[Any, ...]:
    """Verdict, due and timing; the same by DuckDB, and without a stop in an explanation."""
    given = accord.frame(accord.exercise(starts=start, ends=None, notified_at=None))
    told = ("verdict", "due", "timing")
    plain = evaluate(given, library=library, **options).select(*told).rows()
    on_duckdb = evaluate(duckdb.from_arrow(given.to_arrow()), library=library, **options)
    assert on_duckdb.select(*told).fetchall() == plain
    explained = explain(given, "a/accord/1", library=library, activity="Autumn", **options)
    assert explained.verdict is plain[0][0]
    untold = "when it falls due cannot be told" in explained.clock
    assert untold is (plain[0][1] is None)
    return tuple(plain[0])


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_due_day_before_the_first_year_is_not_told(clock: dict[str, Any]) -> None:
    assert found(asked(**clock), FIRST) == (True, None, None)


def test_the_first_due_day_that_can_be_written_is_told() -> None:
    assert found(asked(**BEFORE), REACHED) == (True, FIRST, None)
    assert found(asked(**BEFORE), REACHED - dt.timedelta(days=1)) == (True, None, None)


def test_a_due_moment_after_the_last_year_is_not_told() -> None:
    assert found(asked(after={"hours": 1}), LAST) == (True, None, None)
    assert found(asked(after={"hours": 0}), LAST) == (True, LAST, None)


@pytest.mark.parametrize("as_of", [dt.date.min, dt.date.max, FIRST, LAST])
@pytest.mark.parametrize("start", [FIRST, dt.datetime(2026, 9, 14), LAST])
def test_the_first_and_the_last_day_can_be_asked_for(as_of: dt.date, start: dt.datetime) -> None:
    verdict, due, timing = found(asked(**BEFORE), start, as_of=as_of)
    assert verdict is True
    late = as_of in (dt.date.max, LAST)
    assert timing == (None if late or due is None else "running")
