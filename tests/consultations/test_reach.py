"""Contacts and channels at an instant: duty, tries, what is stale, who is at which end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import detente
from detente.consultations.reach import (
    channel_standing,
    contact_standing,
    joins,
    on_duty,
    tries,
)
from detente.invocations.contacts import Contact, Hours
from detente.parties.channels import Channel, Trial
from tests.consultations.made import hours, moment

DAY = 24
LIBRARY = detente.library()


def ping(at: float | dt.date, result: str | None = "answered", **more: Any) -> Trial:
    """A ping by Germany."""
    for key in ("answered_at", "stated_at"):
        if key in more:
            more[key] = moment(more[key])
    return Trial.model_validate(
        {"at": moment(at), "result": result, "stated_by": ("DE",), "source": "log", **more}
    )


def stale(at: float, *pings: Trial, every: int | None = 30) -> bool | None:
    """Whether a contact with these pings is stale so many hours after the first noon."""
    return tries(pings, (), every, hours(at)).stale


def duty(days: tuple[int, ...], from_: str, to: str) -> Hours:
    """Hours in Stockholm."""
    zone = "Europe/Stockholm"
    return Hours.model_validate({"days": days, "from": from_, "to": to, "time_zone": zone})


@pytest.mark.parametrize(
    ("at", "there"),
    [
        ("2031-03-04T06:59", False),
        ("2031-03-04T07:00", True),  # a Tuesday, winter time
        ("2031-03-04T15:59", True),
        ("2031-03-04T16:00", False),
        ("2031-03-08T10:00", False),  # a Saturday
        ("2031-07-01T06:00", True),  # summer time
    ],
)
def test_hours_are_those_of_the_place(at: str, there: bool) -> None:
    assert on_duty(duty((1, 2, 3, 4, 5), "08:00", "17:00"), dt.datetime.fromisoformat(at)) is there


@pytest.mark.parametrize(
    ("at", "there"),
    [
        ("2031-03-07T21:30", True),  # Friday evening
        ("2031-03-08T03:00", True),  # the night that began on Friday
        ("2031-03-08T06:00", False),
        ("2031-03-08T22:00", False),  # Saturday is no day of theirs
    ],
)
def test_a_watch_through_the_night_ends_the_day_after(at: str, there: bool) -> None:
    assert on_duty(duty((5,), "22:00", "07:00"), dt.datetime.fromisoformat(at)) is there


def test_hours_that_are_not_stated_are_not_never() -> None:
    assert on_duty(None, hours(0)) is None
    assert on_duty(duty((1, 2, 3, 4, 5, 6, 7), "00:00", "00:00"), hours(0)) is True


def test_it_is_stale_after_its_interval_and_not_at_its_end() -> None:
    assert stale(30 * DAY, ping(0)) is False
    assert stale(30 * DAY + 0.01, ping(0)) is True
    assert stale(31 * DAY, ping(0), ping(2 * DAY)) is False


def test_what_is_not_told_is_not_stale() -> None:
    assert stale(999) is None
    assert stale(999 * DAY, ping(0), every=None) is None
    assert tries((), (), 30, hours(0)).missing == ("a test and how it came out",)


def test_a_ping_without_an_answer_renews_nothing() -> None:
    assert stale(31 * DAY, ping(0), ping(20 * DAY, "no_answer")) is True
    assert stale(1, ping(0, "not_through")) is True


def test_a_ping_of_which_no_result_is_stated_may_have_been_answered() -> None:
    assert stale(31 * DAY, ping(0), ping(20 * DAY, None)) is None
    assert stale(51 * DAY, ping(0), ping(20 * DAY, None)) is True


def test_a_day_alone_leaves_the_hour_open() -> None:
    day = ping(dt.date(2031, 3, 5), None).model_copy(update={"result": "answered"})
    assert stale(12 + 30 * DAY, day) is False
    assert stale(13 + 30 * DAY, day) is None
    assert stale(37 + 30 * DAY, day) is True


def test_accounts_that_differ_settle_nothing_alone() -> None:
    assert stale(31 * DAY, ping(0), ping(20 * DAY, contested=True)) is None
    assert stale(31 * DAY, ping(0), ping(20 * DAY, "no_answer", contested=True)) is None
    assert stale(10 * DAY, ping(0), ping(9 * DAY, "no_answer", contested=True)) is False


def test_what_comes_later_is_not_known_yet() -> None:
    later = ping(0, stated_at=5 * DAY)
    assert tries((later,), (), 30, hours(4 * DAY)).test is None
    assert tries((later,), (), 30, hours(5 * DAY)).test == later
    slow = ping(0, answered_at=5)
    assert stale(4, slow) is None
    assert stale(5, slow) is False


def test_a_call_that_is_answered_shows_as_much_as_a_test() -> None:
    found = tries((), (ping(0, about="spring"),), 30, hours(1))
    assert found.stale is False
    assert found.use is not None
    assert found.counts == {}


def test_pings_are_counted_with_what_they_are_counted_of() -> None:
    pings = (ping(0), ping(1, "no_answer"), ping(2, None), ping(3, contested=True), ping(99))
    assert tries(pings, (), None, hours(4)).counts == {
        "answered": 1,
        "no_answer": 1,
        "not_stated": 1,
        "contested": 1,
    }


def line(**more: Any) -> Channel:
    """A channel between Germany and Denmark."""
    return Channel.model_validate({"id": "line", "title": "Line", "parties": ("DE", "DK"), **more})


def test_a_channel_is_in_place_between_its_days() -> None:
    both = line(since=moment(dt.date(2031, 3, 1)), until=moment(dt.date(2031, 3, 9)))
    days = {
        day: channel_standing(both, dt.datetime(2031, 3, day, 12)).in_place for day in (1, 2, 9)
    }
    assert days == {1: None, 2: True, 9: None}
    assert channel_standing(both, dt.datetime(2031, 2, 28)).in_place is False
    assert channel_standing(both, dt.datetime(2031, 3, 10)).in_place is False
    assert channel_standing(line(), hours(0)).in_place is None


def test_who_is_at_which_end() -> None:
    day, groups = dt.date(2031, 3, 4), LIBRARY.groups
    assert joins(line(), ["DE"], "DK", groups, day) == "DK"
    assert joins(line(), ["DE"], "SE", groups, day) == ""
    assert joins(line(), ["SE"], "DK", groups, day) == ""
    nato = line(parties=("NATO", "RU"))
    assert joins(nato, ["RU"], "LV", groups, day) == "NATO"
    assert joins(nato, ["EE"], "LV", groups, day) == ""
    assert joins(nato, ["RU"], "LV", groups, dt.date(2003, 3, 4)) == ""
    network = line(parties=(), group="osce")
    assert joins(network, ["DE"], "DK", groups, day) == "DK"
    assert joins(network, ["DE"], "CN", groups, day) == ""


def test_a_contact_stands_with_all_that_is_known() -> None:
    contact = Contact.model_validate(
        {
            "id": "duty",
            "party": "DK",
            "role": "Duty officer",
            "ping_every_days": 1,
            "ping": (ping(0),),
            "stated_by": ("DK",),
            "source": "list",
        }
    )
    found = contact_standing(contact, hours(25))
    assert (found.on_duty, found.tries.stale) == (None, True)


def test_every_documented_channel_is_between_some_and_never_guessed_stale() -> None:
    assert LIBRARY.channels
    for channel in LIBRARY.channels.values():
        found = channel_standing(channel, hours(0))
        assert found.draft
        assert found.tries.stale is None


def test_the_line_of_2022_is_told_as_its_sources_do() -> None:
    one = LIBRARY.channels["us-ru-ukraine-line"]
    before = channel_standing(one, dt.datetime(2022, 2, 24))
    assert (before.in_place, before.tries.test, before.tries.use) == (False, None, None)
    after = channel_standing(one, dt.datetime(2022, 12, 1))
    assert after.in_place is True
    assert after.tries.answered is not None
    assert len(one.uses) == 1
