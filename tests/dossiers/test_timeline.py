"""The axis of time, and bars on it: what is not stated is not drawn as if it were."""

import datetime as dt
from typing import Any

import pytest

from detente.dossiers.timeline import Axis, Bar, bars

AXIS = Axis(dt.datetime(2021, 1, 1), dt.datetime(2021, 4, 11))  # a hundred days
DAY = dt.timedelta(days=1)


def day(number: int) -> dt.datetime:
    """The day so many hundredths along the axis."""
    return AXIS.first + number * DAY


def account(**given: Any) -> dict[str, Any]:
    """An account that states its days."""
    told: dict[str, Any] = dict.fromkeys(
        ("starts", "starts_latest", "ends", "ends_latest", "stated_at")
    )
    return told | given


@pytest.mark.parametrize(
    ("given", "row"),
    [
        (
            account(starts=day(10), starts_latest=day(11), ends=day(19), ends_latest=day(20)),
            (Bar(10, 10, "sure"),),
        ),
        (
            account(starts=day(10), starts_latest=day(20), ends=day(30), ends_latest=day(31)),
            (Bar(10, 10, "may"), Bar(20, 11, "sure")),
        ),
        (
            account(starts=day(10), starts_latest=day(11)),
            (Bar(10, 90, "open"), Bar(10, 1, "sure")),
        ),
        (account(starts=day(10), starts_latest=day(40)), (Bar(10, 90, "open"), Bar(10, 30, "may"))),
        (account(stated_at=day(50)), (Bar(50, 0.5, "said"),)),
        (account(starts=day(5), ends=day(5)), (Bar(5, 0.5, "sure"),)),
    ],
)
def test_bars_say_what_is_sure_what_may_be_and_what_is_open(
    given: dict[str, Any], row: tuple[Bar, ...]
) -> None:
    assert bars(AXIS, [given]) == (row,)


def test_accounts_of_the_same_days_share_a_row_and_silence_has_none() -> None:
    same = account(starts=day(10), starts_latest=day(11), ends=day(19), ends_latest=day(20))
    other = same | {"starts": day(11), "starts_latest": day(12)}
    assert len(bars(AXIS, [same, same, other, account()])) == 2


def test_no_moment_is_no_axis_and_months_are_named_within_it() -> None:
    assert Axis.over([None]) is None
    assert [tick.text for tick in AXIS.ticks] == ["Feb 2021", "Mar", "Apr"]
    long = Axis(dt.datetime(1990, 1, 1), dt.datetime(2021, 1, 1))
    assert 5 <= len(long.ticks) <= 14
    assert long.ticks[0].text.isdigit()
