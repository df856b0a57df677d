"""Moments: days and instants as sources state them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.times import Moment, parse_moment, utc
from detente.times.moments import text_of

DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 9, 14, 12)


def test_a_day_is_known_to_the_day() -> None:
    moment = parse_moment("2026-09-14")
    assert moment == Moment(dt.datetime(2026, 9, 14), dt.datetime(2026, 9, 15))
    assert moment.is_day
    assert str(moment) == "2026-09-14"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-09-14T12:00Z", NOON),
        ("2026-09-14 12:00Z", NOON),
        (" 2026-09-14T15:00+03:00 ", NOON),
        ("2026-09-14T06:30-05:30", NOON),
        ("2026-09-15T01:00+13:00", NOON),
        ("2026-09-14T12:00:00Z", NOON),
    ],
)
def test_an_instant_is_brought_to_utc(text: str, instant: dt.datetime) -> None:
    moment = parse_moment(text)
    assert moment == Moment(instant)
    assert not moment.is_day
    assert str(moment) == "2026-09-14T12:00Z"


@pytest.mark.parametrize("text", ["2026-09-14T12:00", "2026-09-14 12:00:00"])
def test_an_instant_without_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="needs its offset from UTC; add Z for UTC, or"):
        parse_moment(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "05/10/2026", "31.02.2026", "2026-13-01", "2026-02-30", "2026"]
)
def test_what_is_no_moment_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(ValueError, match="write 2026-09-14, or 2026-09-14T06:00Z"):
        parse_moment(text)


@pytest.mark.parametrize(
    "text", ["5.10.2026", "2026/10/05", "2026.10.5", "5 October 2026", "05 Oct 2026"]
)
def test_a_day_written_in_another_way_is_proposed_in_ours(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date or an instant; write 2026-10-05$"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01T00:00+03:00", "9999-12-31T23:00-02:00"])
def test_what_lies_beyond_all_calendars_is_refused_and_does_not_overflow(text: str) -> None:
    with pytest.raises(ValueError, match=r"written|outside the years"):
        parse_moment(text)


def test_seconds_and_fractions_are_kept() -> None:
    assert text_of(dt.datetime(2026, 9, 14, 6), day=False) == "2026-09-14T06:00Z"
    assert text_of(dt.datetime(2026, 9, 14, 6, 0, 5), day=False) == "2026-09-14T06:00:05Z"
    assert text_of(dt.datetime(2026, 9, 14, 6, 0, 0, 7), day=False) == "2026-09-14T06:00:00.000007Z"
    assert text_of(dt.datetime(2026, 9, 14, 6), day=True) == "2026-09-14"


offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))
instants = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1), timezones=offsets)


@given(instants)
def test_a_moment_of_an_aware_instant_is_that_instant(instant: dt.datetime) -> None:
    assert utc(instant).replace(tzinfo=dt.UTC) == instant
    assert Moment.of(instant).latest is None


@given(instants | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_what_is_written_is_read_again(stated: dt.date) -> None:
    moment = Moment.of(stated)
    assert parse_moment(str(moment)) == moment


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_a_day_has_a_day(day: dt.date) -> None:
    moment = Moment.of(day)
    assert moment.latest is not None
    assert moment.latest - moment.earliest == DAY
    assert moment.earliest.date() == day


def test_a_naive_instant_is_nobodys() -> None:
    with pytest.raises(ValueError, match="offset"):
        Moment.of(NOON)
    with pytest.raises(ValueError, match="offset"):
        utc(NOON)
