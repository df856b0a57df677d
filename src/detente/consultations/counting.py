"""When a clock runs out: elapsed hours, days of the calendar, working days, years; with pauses.

Hours are counted in UTC, so that a change to summer time, a leap day or the end of a year moves
nothing. Days are those of a time zone; the day on which a clock starts is not counted, and it ends
with the last day that is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from detente.instruments.mechanisms import ClockReading
from detente.invocations.consultation import WorkingDays
from detente.times.moments import Moment

TICK = dt.timedelta(microseconds=1)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A time as precisely as it is known: the first and the last instant that it can be.

    Attributes:
        first: naive and in UTC.
        last: the same; equal to `first` when the instant is known; None when it is open.
    """

    first: dt.datetime
    last: dt.datetime | None

    @classmethod
    def of(cls, moment: Moment) -> Span:
        """Take a moment as it is stated."""
        return cls(moment.earliest, moment.latest - TICK if moment.latest else moment.earliest)


def later(instant: dt.datetime, **length: int) -> dt.datetime:
    """Give an instant so many days or minutes later, or the last one that can be written.

    Args:
        instant: naive and in UTC.
        length: ``days`` or ``minutes``, as of a `datetime.timedelta`.
    """
    try:
        return instant + dt.timedelta(**length)
    except OverflowError:
        return dt.datetime.combine(dt.date.max, dt.time.max)


Pause = tuple[dt.datetime, dt.datetime | None]
"""From when until when a clock stands still; None: it still does."""


def due(
    reading: ClockReading, start: dt.datetime, pauses: Iterable[Pause], days: WorkingDays
) -> dt.datetime | None:
    """Give the last instant at which a clock can be met; None where there is none yet.

    Args:
        reading: how the clause is read; one that has a number.
        start: when it starts.
        pauses: when it stands still.
        days: which days are no working days.
    """
    still = sorted(pauses, key=lambda pause: pause[0])
    try:
        if reading.unit == "hours":
            return _elapsed(start, dt.timedelta(hours=reading.length), still)
        return _counted(reading, start, still, days)
    except (OverflowError, ValueError):  # after the last day that can be written
        return None


def _elapsed(
    start: dt.datetime, length: dt.timedelta, pauses: Iterable[Pause]
) -> dt.datetime | None:
    """Count elapsed time, and none of a pause."""
    now, left = start, length
    for begins, ends in pauses:
        if ends is not None and ends <= now:
            continue
        runs = max(begins - now, dt.timedelta())
        if runs >= left:
            break
        if ends is None:
            return None
        left -= runs
        now = ends
    return now + left


def _counted(
    reading: ClockReading, start: dt.datetime, pauses: list[Pause], days: WorkingDays
) -> dt.datetime | None:
    """Count days or years of a time zone."""
    zone = ZoneInfo(reading.time_zone or "UTC")
    first = start.replace(tzinfo=dt.UTC).astimezone(zone).date()
    if reading.unit == "calendar_years":
        return _end_of(dt.date(first.year + reading.length, 12, 31), zone)
    left = reading.length
    for day in _days_after(first):
        if _stands_still(day, zone, pauses):
            if any(ends is None and begins < _end_of(day, zone) for begins, ends in pauses):
                return None
            continue
        if reading.unit == "calendar_days" or _works(day, days):
            left -= 1
        if left == 0:
            return _end_of(day, zone)
    return None


def _days_after(day: dt.date) -> Iterator[dt.date]:
    """Go through the days after a day."""
    while day < dt.date.max:
        day += _DAY
        yield day


def _works(day: dt.date, days: WorkingDays) -> bool:
    """Tell whether offices work on a day, as far as holidays are named."""
    return day.isoweekday() not in days.rest and day not in days.holidays


def _end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Give the last instant of a day of a time zone, in UTC."""
    closes = dt.datetime.combine(day + _DAY, dt.time(), tzinfo=zone)
    return closes.astimezone(dt.UTC).replace(tzinfo=None) - TICK


def _stands_still(day: dt.date, zone: ZoneInfo, pauses: Iterable[Pause]) -> bool:
    """Tell whether a clock stands still during some part of a day, which then does not count."""
    opens, closes = _end_of(day - _DAY, zone), _end_of(day, zone)
    return any(begins <= closes and (ends is None or ends > opens) for begins, ends in pauses)
