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
Known = tuple[dt.datetime, dt.datetime]


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
        surely = closes if now is None or done[1] <= now else None
        early = surely and done[1] < surely[0]
        late = surely and done[0] >= surely[1]
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
        return cls(*(widest([span(row, moment) for row in kept]) for moment in ("starts", "ends")))


ANY = Times(None, None)


def widest(spans: Sequence[Span]) -> Span:
    """The span over all of them; None where one is not stated."""
    known = [each for each in spans if each]
    if not known or len(known) < len(spans):
        return None
    return min(each[0] for each in known), max(each[1] for each in known)


def above(
    row: Row, judged: Sequence[tuple[Row, Answer]], counter: Counter, complete: bool
) -> Answer:
    """Whether there are more than the limit; what two readings of the text answer alike."""
    answers = {
        by(row, judged, counter, per, complete) for per in {counter.per, counter.or_per} if per
    }
    return answers.pop() if len(answers) == 1 else None


def by(
    row: Row,
    judged: Sequence[tuple[Row, Answer]],
    counter: Counter,
    per: Sequence[str],
    complete: bool,
) -> Answer:
    """Whether there are more than the limit; no is told only where every activity is known.

    An activity counts surely when every source says so, and possibly when one may. One whose start
    or bearer is not stated may be among those counted at any time.
    """
    rest = defaultdict(list)
    for other, answer in judged:
        rest[(other["activity"], *(other.get(b) for b in per))].append((other, answer))
    me = (row["activity"], *(row.get(b) for b in per))
    own = next(answer for other, answer in judged if other is row)
    mine = Times.of(rest.pop(me)).begins
    if None in me or own is False or mine is None:
        return None
    alike = [each for key, each in rest.items() if key[1:] == me[1:]]
    nobodys = [each for key, each in rest.items() if None in key]
    surely = [Times.of(e) for e in alike if all(answer for _, answer in e)]
    possibly = [Times.of(e) for e in alike if any(answer is not False for _, answer in e)]
    possibly += [ANY for e in nobodys if any(answer is not False for _, answer in e)]
    count = at_once if counter.simultaneous else in_years
    least, most = count(mine, surely, possibly, counter)
    if least + (own is True) > counter.max:
        return True
    return False if complete and most + 1 <= counter.max else None


def in_years(
    mine: Known, surely: list[Times], possibly: list[Times], counter: Counter
) -> tuple[int, int]:
    """The most others that surely, and that possibly, start in a run of years with one's own."""
    first, last = (instant.year for instant in mine)
    length = counter.calendar_years or 1
    most_surely, most_possibly = 0, 0
    for opens in range(first - length + 1, last + 1):
        closes = opens + length - 1
        inside = [t for t in surely if t.begins and opens <= t.begins[0].year]
        inside = [t for t in inside if t.begins and t.begins[1].year <= closes]
        meets = [t for t in possibly if t.begins is None or t.begins[0].year <= closes]
        meets = [t for t in meets if t.begins is None or opens <= t.begins[1].year]
        if opens <= first and last <= closes:
            most_surely = max(most_surely, len(inside))
        most_possibly = max(most_possibly, len(meets))
    return most_surely, most_possibly


def at_once(
    mine: Known, surely: list[Times], possibly: list[Times], counter: Counter
) -> tuple[int, int]:
    """The others that are surely, and that may be, under way when one's own has begun.

    One whose end is not stated counts surely only on the instant at which it begins. What may be
    is counted generously: an end that is not stated lies far off, every other one a day later,
    and where a start is vaguer than a day there may be any number.
    """
    begun, most = mine[1], 0
    least = [
        t.begins[1] <= begun <= max(t.begins[1], t.ends[0] if t.ends else t.begins[1])
        for t in surely
        if t.begins
    ]
    for t in possibly:
        ended = t.ends[1] + DAY if t.ends else begun
        if t.begins is None:
            most += 1
        elif t.begins[0] <= begun <= max(t.begins[0], ended):
            most += 1 if t.begins[1] - t.begins[0] <= DAY else counter.max
    return sum(least), most + (counter.max if mine[1] - mine[0] > DAY else 0)
