"""When a clock runs out: hours, days, working days, years, pauses; against a slow count."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.consultations.counting import TICK, due
from detente.instruments.mechanisms import ClockReading
from detente.invocations import WorkingDays

NONE = WorkingDays(rest=())
QUIETLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
VIENNA = {"time_zone": "Europe/Vienna"}
HOUR = dt.timedelta(hours=1)
INSTANTS = st.datetimes(dt.datetime(1999, 1, 1), dt.datetime(2040, 1, 1))
ZONES = st.sampled_from(["", "Europe/Vienna", "America/New_York", "Asia/Kolkata"])


def reading(**unit: Any) -> ClockReading:
    """A reading."""
    return ClockReading.model_validate({"id": "r", "gist": "r", **unit})


def at(text: str) -> dt.datetime:
    """An instant as naive UTC."""
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [
        ("2022-02-11T09:30", "2022-02-13T09:30", "a plain one"),
        ("2022-03-26T12:00", "2022-03-28T12:00", "summer time begins in Europe"),
        ("2022-10-29T12:00", "2022-10-31T12:00", "summer time ends"),
        ("2024-02-28T12:00", "2024-03-01T12:00", "a leap day between"),
        ("2023-02-28T12:00", "2023-03-02T12:00", "no leap day between"),
        ("2021-12-31T00:00", "2022-01-02T00:00", "a year's end"),
    ],
)
@pytest.mark.parametrize("zone", ["", "Europe/Vienna"])
def test_hours_are_elapsed_hours(start: str, end: str, what: str, zone: str) -> None:
    assert due(reading(hours=48, time_zone=zone), at(start), [], NONE) == at(end), what


@QUIETLY
@given(INSTANTS, st.integers(1, 500), ZONES)
def test_no_calendar_moves_an_hour_count(start: dt.datetime, hours: int, zone: str) -> None:
    found = due(reading(hours=hours, time_zone=zone), start, [], NONE)
    assert found is not None
    assert (found - start) / HOUR == hours


@pytest.mark.parametrize(
    ("start", "unit", "end"),
    [
        ("2022-02-11T09:30", {"calendar_days": 2}, "2022-02-14T00:00"),
        (
            "2022-02-11T23:30",
            {"calendar_days": 2, **VIENNA},
            "2022-02-14T23:00",
        ),
        (
            "2022-03-26T12:00",
            {"calendar_days": 1, **VIENNA},
            "2022-03-27T22:00",
        ),
        ("2022-02-11T09:30", {"working_days": 1}, "2022-02-15T00:00"),
        ("2022-02-11T09:30", {"working_days": 2}, "2022-02-16T00:00"),
        ("2015-06-02T09:30", {"calendar_years": 1}, "2017-01-01T00:00"),
    ],
)
def test_days_end_with_the_last_of_them(start: str, unit: dict[str, Any], end: str) -> None:
    assert due(reading(**unit), at(start), [], WorkingDays()) == at(end) - TICK


def test_a_holiday_is_no_working_day() -> None:
    free = WorkingDays(holidays=(dt.date(2022, 2, 14),))
    found = due(reading(working_days=1), at("2022-02-11T09:30"), [], free)
    assert found == at("2022-02-16T00:00") - TICK


@QUIETLY
@given(INSTANTS, st.integers(1, 30), ZONES, st.sets(st.integers(1, 7), max_size=5))
def test_working_days_as_counted_on_the_fingers(
    start: dt.datetime, number: int, zone: str, rest: set[int]
) -> None:
    found = due(
        reading(working_days=number, time_zone=zone), start, [], WorkingDays(rest=tuple(rest))
    )
    assert found is not None
    local = ZoneInfo(zone or "UTC")
    first = start.replace(tzinfo=dt.UTC).astimezone(local).date()
    last = found.replace(tzinfo=dt.UTC).astimezone(local).date()
    days = [first + dt.timedelta(days=n + 1) for n in range((last - first).days)]
    assert sum(day.isoweekday() not in rest for day in days) == number
    assert last.isoweekday() not in rest
    after = (found + TICK).replace(tzinfo=dt.UTC).astimezone(local)
    assert (after.date(), after.time()) == (last + dt.timedelta(days=1), dt.time())


def slow(start: dt.datetime, hours: int, pauses: list[tuple[int, int | None]]) -> int | None:
    """Count hour by hour after the start; None where it never ends."""
    run = 0
    for hour in range(2000):
        if any(begins <= hour and (ends is None or hour < ends) for begins, ends in pauses):
            continue
        run += 1
        if run == hours:
            return hour + 1
    return None


@QUIETLY
@given(
    st.integers(1, 60),
    st.lists(st.tuples(st.integers(-20, 80), st.integers(1, 30)), max_size=4),
    st.none() | st.integers(0, 90),
)
def test_a_pause_is_not_counted(
    hours: int, stops: list[tuple[int, int]], for_good: int | None
) -> None:
    start = at("2022-02-11T09:30")
    pauses: list[tuple[int, int | None]] = [(begins, begins + long) for begins, long in stops]
    pauses += [] if for_good is None else [(for_good, None)]
    given_ = [
        (start + begins * HOUR, None if ends is None else start + ends * HOUR)
        for begins, ends in pauses
    ]
    found = due(reading(hours=hours), start, given_, NONE)
    expected = slow(start, hours, pauses)
    assert found == (None if expected is None else start + expected * HOUR)


def test_a_day_with_a_pause_in_it_is_not_counted() -> None:
    pause = (at("2022-02-12T10:00"), at("2022-02-12T11:00"))
    found = due(reading(calendar_days=1), at("2022-02-11T09:30"), [pause], NONE)
    assert found == at("2022-02-14T00:00") - TICK
    for_good = (at("2022-02-12T10:00"), None)
    assert due(reading(calendar_days=1), at("2022-02-11T09:30"), [for_good], NONE) is None


def test_the_end_of_all_days_is_no_end() -> None:
    assert due(reading(hours=48), dt.datetime(9999, 12, 31), [], NONE) is None
    assert due(reading(calendar_years=1), dt.datetime(9999, 12, 31), [], NONE) is None
