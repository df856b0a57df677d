"""Contacts and calls at the ends of the calendar: an answer, never a crash."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.consultations.ladder import ladders
from detente.consultations.reach import on_duty, tries
from detente.invocations.contacts import Directory
from tests.consultations.made import mechanism
from tests.consultations.test_ladder import SPRING, call, contact, library
from tests.consultations.test_reach import duty, ping

FAR = 10**9
FIRST, LAST = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59)


@pytest.mark.parametrize("at", [FIRST, LAST])
def test_hours_at_the_ends_of_the_calendar(at: dt.datetime) -> None:
    always = duty((1, 2, 3, 4, 5, 6, 7), "00:00", "00:00")
    assert on_duty(always, at) in (True, None)


def test_an_interval_past_the_calendar_never_ends() -> None:
    assert tries((ping(0),), (), FAR, LAST).stale is False


def test_a_wait_past_the_calendar_never_ends() -> None:
    known = Directory(contacts={"duty": contact("duty", wait_minutes=10**12, call=(call(0),))})
    (found,) = ladders(SPRING, mechanism(), known, library(), dt.datetime(2031, 3, 5))
    assert found.rungs[0].stands == "waiting"
