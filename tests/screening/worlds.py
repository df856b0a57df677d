"""Small worlds of activities and lines, on one place and few hours, where much happens at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
from hypothesis import strategies as st

from detente.redlines import Area, Level, Levels, RedLine
from detente.times.moments import Moment

START = dt.datetime(2031, 3, 1)
EVER, NEVER = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)
TICK = dt.timedelta(microseconds=1)
BOX = "POLYGON ((20 54, 22 54, 22 55, 20 55, 20 54))"
INSIDE = "POLYGON ((20.5 54.4, 21 54.4, 21 54.6, 20.5 54.6, 20.5 54.4))"
AWAY = "POLYGON ((40 54.4, 41 54.4, 41 54.6, 40 54.6, 40 54.4))"


def hour(number: int) -> dt.datetime:
    """So many hours after the beginning of the world."""
    return START + dt.timedelta(hours=number)


@dataclass(frozen=True)
class Time:
    """A moment: the first hour that it can be, and the first that is too late; None: exact."""

    first: int | None
    latest: int | None = None

    @property
    def least(self) -> dt.datetime:
        return EVER if self.first is None else hour(self.first)

    @property
    def most(self) -> dt.datetime:
        if self.first is None:
            return NEVER
        return hour(self.first) if self.latest is None else hour(self.latest) - TICK


@dataclass(frozen=True)
class Account:
    """What one source says of one activity."""

    activity: str
    source: str
    starts: Time
    ends: Time
    low: int | None
    high: int | None
    obligor: str | None
    inside: bool


@dataclass(frozen=True)
class Line:
    """A line with levels; its time as far as it is stated."""

    id: str
    begins: Time | None
    ends: Time | None
    level: int
    more_than: bool = False
    condition: str = ""


def frame(accounts: list[Account]) -> pl.DataFrame:
    """Accounts as a frame of activities."""
    rows = [
        {
            "activity": a.activity,
            "source": a.source,
            "kind": "exercise",
            "obligor": a.obligor,
            "area": INSIDE if a.inside else AWAY,
            "edges": "geodesic",
            "troops_low": a.low,
            "troops_high": a.high,
            **_moments("starts", a.starts),
            **_moments("ends", a.ends),
        }
        for a in accounts
    ]
    moments = ("starts", "starts_latest", "ends", "ends_latest")
    schema: dict[str, Any] = dict.fromkeys(moments, pl.Datetime("us"))
    schema |= {"troops_low": pl.Int64, "troops_high": pl.Int64, "obligor": pl.String}
    schema |= {"activity": pl.String, "source": pl.String, "kind": pl.String, "area": pl.String}
    return pl.DataFrame(rows, schema_overrides=schema)


def _moments(name: str, time: Time) -> dict[str, Any]:
    if time.first is None:
        return {name: None, f"{name}_latest": None}
    latest = None if time.latest is None else hour(time.latest)
    return {name: hour(time.first), f"{name}_latest": latest}


def redline(line: Line) -> RedLine:
    """A line as it is declared; of no height, so that only what is asked here is open."""
    from detente.redlines import Altitude

    level = Level("troops", "more_than" if line.more_than else "at_least", line.level)
    return RedLine(
        id=line.id,
        holder="AA",
        stance="declared",
        called="red line",
        words="made up",
        source="s",
        kinds=("*",),
        obligors=("BB",),
        levels=Levels("any", (level,)),
        area=Area(surely_inside=BOX, surely_within=BOX, edges="geodesic"),
        altitude=Altitude("open", "open"),
        from_=_said(line.begins),
        until=_said(line.ends),
        condition=line.condition,
    )


def _said(time: Time | None) -> Any:
    if time is None:
        return "open"
    if time.first is None:
        return None
    return Moment(hour(time.first), None if time.latest is None else hour(time.latest))


HOURS = st.integers(0, 6)


@st.composite
def times(draw: st.DrawFn, *, unstated: bool = True) -> Time:
    """A moment: exact, vague, or not stated."""
    kinds = ["exact", "exact", "vague", "unstated" if unstated else "exact"]
    kind = draw(st.sampled_from(kinds))
    if kind == "unstated":
        return Time(None)
    first = draw(HOURS)
    return Time(first) if kind == "exact" else Time(first, first + draw(st.integers(1, 3)))


@st.composite
def accounts(draw: st.DrawFn, most: int = 6) -> list[Account]:
    """Accounts, each of an activity and by a source once."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")),
            min_size=1,
            max_size=most,
            unique=True,
        )
    )
    return [_account(draw, *key) for key in keys]


def _account(draw: st.DrawFn, activity: str, source: str) -> Account:
    starts = draw(times())
    ends = draw(times())
    if ends.most < starts.least:
        starts, ends = ends, starts
    low = draw(st.one_of(st.none(), st.integers(0, 6)))
    more = draw(st.sampled_from([0, 0, 2, None]))
    high = None if more is None else (low or 0) + more
    obligor = draw(st.sampled_from(["BB", "BB", "BB", "BB", None, "CC"]))
    inside = draw(st.sampled_from([True, True, True, True, False]))
    return Account(activity, source, starts, ends, low, high, obligor, inside)


@st.composite
def lines(draw: st.DrawFn, name: str = "l") -> Line:
    """A line with one level."""
    begins = draw(st.one_of(st.none(), times()))
    ends = draw(st.one_of(st.none(), times()))
    if begins and ends and ends.most < begins.least:
        begins, ends = ends, begins
    condition = draw(st.sampled_from(["", "", "", "if nothing is agreed"]))
    return Line(name, begins, ends, draw(st.integers(1, 12)), draw(st.booleans()), condition)
