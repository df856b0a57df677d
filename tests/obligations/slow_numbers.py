"""Clocks and counts of `slow`, worked out for one row at a time in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from detente.instruments.library import Text
from detente.instruments.provisions import Clock, Counter
from detente.measures import Answer, all_of
from tests.obligations.slow_conditions import DAY, TICK, Row, Span, fact, midnight, span

Instant = dt.datetime | None


def clock(row: Row, text: Text, clock: Clock, now: Instant) -> tuple[Instant, Instant, str | None]:
    """When it is due and done, and whether in time; each may be known as a range only."""
    due, dated = either(row, text, clock), clock.done not in ("", "in_calendar")
    done = span(row, clock.done) if dated else None
    given = row.get(clock.done.removesuffix("_at")) if clock.done else None
    if done and now and done[0] > now:
        done, given = None, False
    return due and due[0], done and done[0], told(clock, due, done, given, now)


def told(clock: Clock, due: Span, done: Span, given: bool | None, now: Instant) -> str | None:
    """Whether in time; `given` False: stated, or known at the time asked, as not done."""
    grace = DAY if clock.counted_in_days else TICK
    closes = (due[0] + grace, due[1] + grace) if due else None
    if done:
        early = closes and done[1] < closes[0]
        late = closes and done[0] >= closes[1]
        return "met" if early else "late" if late else None
    if clock.done == "in_calendar" and given:
        return "met"
    if closes and now and now < closes[0]:
        return "running"
    past = closes and (now is None or now >= closes[1])
    return "lapsed" if past and given is False else None


def either(row: Row, text: Text, clock: Clock) -> Span:
    """When it is due, by the clock itself or by the one that runs instead."""
    own = plain(row, clock)
    if not clock.unless:
        return own
    other = text.clocks[clock.unless]
    holds = all_of(fact(row, each).answer for each in other.facts)
    instead = plain(row, other)
    if holds is not None:
        return instead if holds else own
    return (min(own[0], instead[0]), max(own[1], instead[1])) if own and instead else None


def plain(row: Row, clock: Clock) -> Span:
    """When it is due by one clock for itself."""
    moment, notice = span(row, clock.of), clock.before or clock.after
    if moment is None:
        return None
    if annual := clock.annual:
        month, day = (int(part) for part in annual.day.split("-"))
        years = [each.year - annual.years_before for each in moment]
        return dt.datetime(years[0], month, day), dt.datetime(years[1], month, day)
    if clock.counted_in_days:
        moment = midnight(moment[0].date()), midnight(moment[1].date())
    away = dt.timedelta(notice.days or 0, hours=notice.hours or 0) if notice else dt.timedelta()
    away = -away if clock.before else away
    return moment[0] + away, moment[1] + away


@dataclass
class Times:
    """The first and last instant at which an activity can begin and end, over its sources."""

    begins: Span
    ends: Span

    @classmethod
    def of(cls, accounts: Sequence[tuple[Row, Answer]]) -> Times:
        kept = [row for row, answer in accounts if answer is not False]
        begins = [span(row, "starts") for row in kept]
        ends = [end for row in kept if (end := span(row, "ends"))]
        known = [each for each in begins if each]
        return cls(widest(known) if len(known) == len(begins) else None, widest(ends))


def widest(spans: Sequence[tuple[dt.datetime, dt.datetime]]) -> Span:
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def above(
    row: Row, judged: Sequence[tuple[Row, Answer]], counter: Counter, complete: bool
) -> Answer:
    """Whether there are more than the limit; no is told only where every activity is known.

    An activity counts surely when every source says so, and possibly when one may. One whose time
    or bearer is not stated may always be among those counted.
    """
    rest = defaultdict(list)
    for other, answer in judged:
        rest[(other["activity"], *(other.get(b) for b in counter.per))].append((other, answer))
    me = (row["activity"], *(row.get(b) for b in counter.per))
    own = next(answer for other, answer in judged if other is row)
    mine = Times.of(rest.pop(me))
    if None in me or own is False or mine.begins is None:
        return None
    surely, possibly = [], []
    for key, accounts in rest.items():
        if key[1:] == me[1:] and all(answer for _, answer in accounts):
            surely.append(Times.of(accounts))
        unlike = any(a not in (None, b) for a, b in zip(key[1:], me[1:], strict=True))
        if not unlike and any(answer is not False for _, answer in accounts):
            possibly.append(Times.of(accounts))
    count = at_once if counter.simultaneous else in_years
    least, most = count(mine.begins, surely, possibly, counter)
    if least + (own is True) > counter.max:
        return True
    return False if complete and most + 1 <= counter.max else None


def in_years(
    mine: tuple[dt.datetime, dt.datetime],
    surely: list[Times],
    possibly: list[Times],
    counter: Counter,
) -> tuple[int, int]:
    """The most others that surely, and that possibly, start in a run of years with one's own."""
    first, last = (instant.year for instant in mine)
    most_surely, most_possibly = 0, 0
    for opens in range(first - (counter.calendar_years or 1) + 1, last + 1):
        closes = opens + (counter.calendar_years or 1) - 1
        starts = [t.begins and (t.begins[0].year, t.begins[1].year) for t in surely]
        inside = sum(opens <= s[0] and s[1] <= closes for s in starts if s)
        if opens <= first and last <= closes:
            most_surely = max(most_surely, inside)
        starts = [t.begins and (t.begins[0].year, t.begins[1].year) for t in possibly]
        meets = sum(not s or (opens <= s[1] and s[0] <= closes) for s in starts)
        most_possibly = max(most_possibly, meets)
    return most_surely, most_possibly


def at_once(
    mine: tuple[dt.datetime, dt.datetime],
    surely: list[Times],
    possibly: list[Times],
    counter: Counter,
) -> tuple[int, int]:
    """The others that are surely, and possibly, under way when one's own begins.

    One whose end is not stated counts surely only on the instant at which it begins.
    """
    under_way = sum(
        t.begins[1] <= mine[1] <= max(t.begins[1], t.ends[0] if t.ends else t.begins[1])
        for t in surely
        if t.begins
    )
    may_be = sum(
        t.begins is None or (t.begins[0] <= mine[0] and (not t.ends or mine[0] <= t.ends[1]))
        for t in possibly
    )
    return under_way, may_be
