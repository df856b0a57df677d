"""From rules to windows: every day and hour laid on the calendar, in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.notices.coordinates import Place
from detente.notices.reading import Window
from detente.notices.sun import sun_minutes
from detente.notices.timetable import Day, Hour, Instant, Rule

MOST = 1000
"""How many windows one notice may have; beyond it the rest is told as not understood."""

_FIRST, _LAST = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)
_ALL_DAY = [(Hour(0), Hour(1440))]
_BEFORE = dt.timedelta(days=75)
_GRACE = dt.timedelta(days=31)


@dataclass(slots=True)
class Frame:
    """What bounds the windows of a notice.

    Attributes:
        issued: when it was issued; tells the year of days without one.
        opens: nothing before it, as item B says; None: not bounded.
        closes: nothing after it, as item C says; None: not bounded.
        place: where the sun rises and sets; None: not known.
        exact: whether windows are cut at the bounds, as those of a NOTAM are.
        lacks: what was not known, as codes.
    """

    issued: dt.datetime | None = None
    opens: dt.datetime | None = None
    closes: dt.datetime | None = None
    place: Place | None = None
    exact: bool = False
    lacks: list[str] = field(default_factory=list)

    def lack(self, code: str) -> None:
        """Note what is not known, once."""
        if code not in self.lacks:
            self.lacks.append(code)


def windows(rules: list[Rule], frame: Frame) -> list[Window]:
    """Lay rules on the calendar, in the order of time.

    Args:
        rules: as read.
        frame: what bounds them; what is not known is noted in it.
    """
    found: list[Window] = []
    for rule in rules:
        for window in _of_rule(rule, frame):
            cut = _cut(window, frame) if frame.exact else window
            if cut:
                found.append(cut)
            if len(found) >= MOST:
                frame.lack("too-many")
                break
    if len(found) > 1:
        found = list(dict.fromkeys(found))
        found.sort(key=_order)
    return found


def _order(window: Window) -> tuple[dt.datetime, dt.datetime]:
    """Give what windows are ordered by: an open beginning comes first, an open end last."""
    return window.starts or _FIRST, window.ends or _LAST


def _cut(window: Window, frame: Frame) -> Window | None:
    """Cut a window at the bounds; None where nothing is left."""
    starts, ends = window.starts, window.ends
    if frame.opens and (starts is None or starts < frame.opens):
        starts = frame.opens
    if frame.closes and (ends is None or ends > frame.closes):
        ends = frame.closes
    if starts and ends and starts >= ends:
        return None
    return window._replace(starts=starts, ends=ends)


def _of_rule(rule: Rule, frame: Frame) -> Iterator[Window]:
    """Give the windows of one rule."""
    if rule.holidays:
        frame.lack("holidays")
    for start, stop in rule.spans:
        window = _span(start, stop, frame)
        if window:
            yield window._replace(alternate=rule.alternate)
    if rule.week_span:
        yield from _week_spans(rule, frame)
    if not (rule.days or rule.week or rule.hours):
        return
    if (rule.hours and rule.hours != _ALL_DAY) or rule.week or not rule.days:
        for day in _days(rule, frame):
            yield from _hours(day, rule, frame)
    else:
        yield from _whole_days(rule, frame)


def _span(start: Instant | None, stop: Instant | None, frame: Frame) -> Window | None:
    """Give the window from one instant to another."""
    if start and stop:
        start = start._replace(day=_with_year(start.day, stop.day))
    starts = _at(start, frame, None) if start else None
    ends = _at(stop, frame, starts) if stop else None
    if (start and starts is None) or (stop and ends is None):
        return None
    if starts and ends and ends < starts:
        frame.lack("order")
        return None
    return Window(starts, ends)


def _at(instant: Instant, frame: Frame, after: dt.datetime | None) -> dt.datetime | None:
    """Give the instant on the calendar."""
    day = settled(instant.day, frame, after.date() if after else None)
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=instant.minutes)


def settled(day: Day, frame: Frame, after: dt.date | None = None) -> dt.date | None:
    """Give the date of a day whose month or year may not be stated; None: cannot be told.

    The year is the one in which the day comes next after the notice was issued, or shortly before.

    Args:
        day: as named.
        frame: tells when the notice was issued.
        after: a date that it does not come before.
    """
    base = frame.issued or frame.opens or frame.closes
    if day.year is None and base is None:
        frame.lack("year")
        return None
    month = day.month or (after.month if after else None)
    if month is None:
        if base is None:
            return None
        month = base.month if day.day >= base.day - 1 else base.month % 12 + 1
    if day.year is not None:
        return _date(day.year, month, day.day, frame)
    earliest = after or ((base - _BEFORE).date() if base else dt.date.min)
    for year in (earliest.year, earliest.year + 1):
        date = _date(year, month, day.day, frame)
        if date and date >= earliest:
            late = frame.closes and not after and date > (frame.closes + _GRACE).date()
            return (_date(year - 1, month, day.day, frame) or date) if late else date
    return None


def _date(year: int, month: int, day: int, frame: Frame) -> dt.date | None:
    """Give a date, or note that the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        if not (month == 2 and day == 29):
            frame.lack("calendar")
        return None


def _days(rule: Rule, frame: Frame) -> Iterator[dt.date]:
    """Give the days of a rule in order."""
    less = set(_listed(rule.less_days, frame)) if rule.less_days else set()
    less_week = rule.less_week
    for day in _all_days(rule, frame):
        week = day.weekday()
        if day in less or week in less_week or (rule.week and week not in rule.week):
            continue
        yield day


def _all_days(rule: Rule, frame: Frame) -> Iterator[dt.date]:
    """Give the days of a rule before exceptions: those listed, or all between the bounds."""
    if rule.days:
        yield from _listed(rule.days, frame)
        return
    opens, closes = frame.opens or frame.issued, frame.closes
    if opens is None or closes is None:
        frame.lack("days")
        return
    yield from _run(opens.date(), closes.date())


def _listed(days: list[tuple[Day | None, Day | None]], frame: Frame) -> Iterator[dt.date]:
    """Give listed days; one without a month is each such day between the bounds."""
    for first, last in days:
        named = first or last
        if named and named.month is None and frame.exact and frame.opens and frame.closes:
            yield from _by_number(first or named, last or named, frame)
            continue
        pair = _bounds(first, last, frame)
        if pair:
            yield from _run(*pair)


def _bounds(first: Day | None, last: Day | None, frame: Frame) -> tuple[dt.date, dt.date] | None:
    """Give first and last date of a range of days."""
    if first is None:
        now = frame.issued or frame.opens
        end = settled(last, frame, now.date() if now else None) if last else None
        return (now.date(), end) if now and end else None
    start = settled(_with_year(first, last), frame)
    if start is None:
        return None
    if last is None:
        closes = frame.closes
        return (start, closes.date()) if closes else None
    end = start if last == first else settled(last, frame, start)
    return (start, end) if end else None


def _with_year(first: Day, last: Day | None) -> Day:
    """Give the first day of a range the year that is stated behind the last."""
    if first.year or last is None or last.year is None or first.month is None or not last.month:
        return first
    return first._replace(year=last.year - (first.month > last.month))


def _by_number(first: Day, last: Day, frame: Frame) -> Iterator[dt.date]:
    """Give the days between the bounds whose number lies in a range."""
    low, high = first.day, last.day
    if frame.opens is None or frame.closes is None:
        return
    for day in _run(frame.opens.date(), frame.closes.date()):
        inside = low <= day.day <= high if low <= high else day.day >= low or day.day <= high
        if inside:
            yield day


def _run(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Give each day of a range."""
    for number in range(min((last - first).days + 1, MOST)):
        yield first + dt.timedelta(days=number)


def _hours(day: dt.date, rule: Rule, frame: Frame) -> Iterator[Window]:
    """Give the windows of one day."""
    midnight = dt.datetime.combine(day, dt.time())
    for begins, stops in rule.hours or [(Hour(0), Hour(1440))]:
        first = _minutes(begins, day, frame)
        last = _minutes(stops, day, frame)
        if first is None or last is None:
            continue
        if last <= first:
            last += 1440
        yield Window(
            midnight + dt.timedelta(minutes=first),
            midnight + dt.timedelta(minutes=last),
            alternate=rule.alternate,
            by_sun=bool(begins.sun or stops.sun),
        )


def _minutes(hour: Hour, day: dt.date, frame: Frame) -> int | None:
    """Give the minutes after midnight of a time of day."""
    if not hour.sun:
        return hour.minutes
    if frame.place is None:
        frame.lack("sun")
        return None
    found = sun_minutes(day, *frame.place, hour.sun)
    if found is None:
        frame.lack("no-sun")
        return None
    return round(found) + hour.minutes


def _whole_days(rule: Rule, frame: Frame) -> Iterator[Window]:
    """Give whole days, those in a row as one window."""
    if any(last is None for _, last in rule.days):
        first = rule.days[0][0]
        start = settled(first, frame) if first else None
        yield Window(dt.datetime.combine(start, dt.time()) if start else None, None)
        return
    for first, last in rule.days:
        if first is None and last:
            end = settled(last, frame, frame.issued.date() if frame.issued else None)
            if end:
                yield Window(None, dt.datetime.combine(end, dt.time()) + dt.timedelta(days=1))
    rule.days = [pair for pair in rule.days if pair[0] is not None]
    if not rule.days:
        return
    start, before = None, None
    for day in _days(rule, frame):
        if before and (day - before).days == 1:
            before = day
            continue
        if start and before:
            yield _whole(start, before, rule)
        start = before = day
    if start and before:
        yield _whole(start, before, rule)


def _whole(first: dt.date, last: dt.date, rule: Rule) -> Window:
    """Give the window of whole days."""
    ends = dt.datetime.combine(last, dt.time()) + dt.timedelta(days=1)
    return Window(dt.datetime.combine(first, dt.time()), ends, alternate=rule.alternate)


def _week_spans(rule: Rule, frame: Frame) -> Iterator[Window]:
    """Give stretches from one day of the week to another, between the bounds."""
    if frame.opens is None or frame.closes is None or rule.week_span is None:
        frame.lack("days")
        return
    first, begins, last, stops = rule.week_span
    for day in _run((frame.opens - dt.timedelta(days=7)).date(), frame.closes.date()):
        if day.weekday() == first:
            midnight = dt.datetime.combine(day, dt.time())
            length = (last - first) % 7 * 1440 + stops
            yield Window(
                midnight + dt.timedelta(minutes=begins), midnight + dt.timedelta(minutes=length)
            )
