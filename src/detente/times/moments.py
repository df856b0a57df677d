"""Moments as sources state them: an instant, or only a day.

Inside Détente an instant is a naive ``datetime`` that means UTC. Engines that evaluate frames
(DuckDB, Spark) compute the calendar day of a zone-aware instant in the zone of their session;
without a zone attached all of them agree.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from time import strptime

from detente.errors import SenderError

_DAY = dt.timedelta(days=1)
_OTHER_WAYS = ("%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True)
class Moment:
    """When something happened or will, as precisely as it is stated.

    Attributes:
        earliest: the first instant the statement allows, naive and in UTC.
        latest: the instant before which it lies; None when `earliest` is the exact instant.
            A plain date gives the midnight that opens the day and the one that closes it.
    """

    earliest: dt.datetime
    latest: dt.datetime | None = None

    @classmethod
    def of(cls, stated: dt.date | dt.datetime) -> Moment:
        """Take a date as a whole day in UTC, a datetime as an instant.

        Raises:
            ValueError: a datetime without a time zone, or the last day that can be written, after
                which no day begins. The sender acts.
        """
        if isinstance(stated, dt.datetime):
            return cls(utc(stated))
        if stated == dt.date.max:
            raise ValueError(f"the day {stated} has no end that can be written; leave it empty")
        opens = dt.datetime(stated.year, stated.month, stated.day)
        return cls(opens, opens + _DAY)

    @property
    def is_day(self) -> bool:
        """Whether only the day is known."""
        return self.latest is not None and self.latest - self.earliest == _DAY

    def __str__(self) -> str:
        """Write a day as a date and an instant with its Z."""
        return text_of(self.earliest, day=self.is_day)


def utc(instant: dt.datetime) -> dt.datetime:
    """Bring a zone-aware instant to naive UTC.

    Raises:
        ValueError: the instant has no time zone, so that nobody can say when it was; or it lies
            before the year 1 or after 9999 in UTC. The sender acts.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC; add Z for UTC, or +03:00")
    try:
        return instant.astimezone(dt.UTC).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"{instant} lies outside the years 1 to 9999 in UTC") from None


def asked_at(as_of: object) -> dt.datetime | None:
    """Take the instant as of which is asked, naive and in UTC; a date means the end of that day.

    Raises:
        SenderError: it is neither. The sender must act.
    """
    if as_of is None:
        return None
    if not (isinstance(as_of, dt.date) and as_of.year > 0):  # pandas' NaT has no year
        raise SenderError(f"as_of is {as_of!r}; give a datetime.date or a datetime.datetime")
    if isinstance(as_of, dt.datetime):
        return as_of if as_of.tzinfo is None else utc(as_of)
    return dt.datetime.combine(as_of, dt.time.max)


def parse_moment(text: str) -> Moment:
    """Read ``2026-09-14`` as a day, ``2026-09-14T06:00Z`` (or with an offset) as an instant.

    Raises:
        ValueError: the text is neither; the sentence says what to write. The sender acts.
    """
    clean = text.strip()
    day = len(clean) == len("2026-09-14")
    try:
        stated = dt.date.fromisoformat(clean) if day else dt.datetime.fromisoformat(clean)
    except ValueError:
        way_out = meant(clean) or "2026-09-14, or 2026-09-14T06:00Z"
        raise ValueError(f"not a date or an instant; write {way_out}") from None
    return Moment.of(stated)


def meant(text: str) -> str:
    """Give the date of a day that is written in another way, such as ``31.01.2026``, in ours.

    Empty where none is, or where two days could be meant, as by ``05/10/2026``.
    """
    for form in _OTHER_WAYS:
        with suppress(ValueError):
            return dt.date(*strptime(text, form)[:3]).isoformat()
    return ""


def text_of(instant: dt.datetime, *, day: bool) -> str:
    """Write an instant as ISO 8601: the date alone when only the day counts, else with Z."""
    if day:
        return instant.date().isoformat()
    exact = "auto" if instant.second or instant.microsecond else "minutes"
    return instant.isoformat(timespec=exact) + "Z"
