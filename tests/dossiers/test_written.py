"""Findings as they are written: dates where only the day counts, instants elsewhere."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.activities import ReadResult
from detente.dossiers import written
from detente.dossiers.written import _text
from detente.instruments import Library
from detente.times.moments import text_of


def one(instrument: str, provision: str, due: dt.datetime, done: dt.datetime) -> pl.DataFrame:
    """One finding, with the columns that matter here and one that must stay."""
    row = {"activity": "a", "source": "s", "instrument": instrument, "provision": provision}
    return pl.DataFrame([{**row, "due": due, "done": done, "timing": "met"}])


def stated(**columns: object) -> pl.DataFrame:
    """One row of an activity frame."""
    typed = dict.fromkeys(columns, pl.Datetime("us"))
    return pl.DataFrame([{"activity": "a", "source": "s", **columns}], schema_overrides=typed)


MIDNIGHT = dt.datetime(2026, 8, 3)
MORNING = dt.datetime(2026, 8, 3, 6, 1)


def test_a_clock_of_days_falls_due_on_a_date(small: Library) -> None:
    finding = one("league/accord-2000", "3.1", MIDNIGHT, MORNING)
    row = written(finding, stated(notified_at=MORNING), small).row(0, named=True)
    assert (row["due"], row["done"], row["timing"]) == ("2026-08-03", "2026-08-03T06:01Z", "met")


def test_a_clock_of_hours_falls_due_at_an_instant(small: Library) -> None:
    finding = one("launches/pact-1990", "art-1", MIDNIGHT, MIDNIGHT)
    activities = stated(notified_at=MIDNIGHT, notified_at_latest=MIDNIGHT + dt.timedelta(days=1))
    row = written(finding, activities, small).row(0, named=True)
    assert (row["due"], row["done"]) == ("2026-08-03T00:00Z", "2026-08-03")


def test_a_midnight_that_is_stated_as_an_instant_stays_one(small: Library) -> None:
    finding = one("league/accord-2000", "3.1", MIDNIGHT, MIDNIGHT)
    row = written(finding, stated(notified_at=MIDNIGHT, notified_at_latest=None), small)
    assert row["done"].to_list() == ["2026-08-03T00:00Z"]


def test_rows_and_columns_stay_in_place(
    small: Library, findings: pl.DataFrame, told: ReadResult
) -> None:
    shown = written(findings, told.frame, small)
    assert shown.columns == findings.columns
    assert shown.drop("due", "done").equals(findings.drop("due", "done"))
    assert shown.schema["due"] == pl.String


@pytest.mark.parametrize("day", [True, False])
@given(instant=st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 1, 1)))
def test_a_moment_reads_as_everywhere_else(day: bool, instant: dt.datetime) -> None:
    frame = pl.DataFrame({"m": [instant]}, schema={"m": pl.Datetime("us")})
    (text,) = frame.select(_text(pl.col("m"), pl.lit(value=day)))["m"]
    assert text == text_of(instant, day=day)
