"""Activities and lines along one axis of time, in hundredths of its length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.dossiers import words

_DAY = dt.timedelta(days=1)
_MARGIN, _LEAST = 0.02, 0.5
_MOST_TICKS, _LAST_NAMED = 14, 97.0
_EACH = (1, 2, 3, 6, 12, 24, 60, 120, 240)


@dataclass(frozen=True)
class Bar:
    """A stretch of time on the axis.

    Attributes:
        left, width: where, in hundredths of the axis.
        kind: ``sure`` (surely going on), ``may`` (perhaps), ``open`` (no bound is stated), or
            ``said`` (the day on which something was said).
    """

    left: float
    width: float
    kind: str


@dataclass(frozen=True)
class Tick:
    """A month on the axis."""

    left: float
    text: str


@dataclass(frozen=True)
class Axis:
    """The whole time that is shown.

    Attributes:
        first, last: from when until when, naive UTC instants.
    """

    first: dt.datetime
    last: dt.datetime

    @classmethod
    def over(cls, moments: Iterable[dt.datetime | None]) -> Axis | None:
        """Give the axis that holds all moments, with a margin; None where there are none."""
        given = [each for each in moments if each is not None]
        if not given:
            return None
        room = max((max(given) - min(given)) * _MARGIN, _DAY)
        return cls(min(given) - room, max(given) + room)

    def at(self, moment: dt.datetime) -> float:
        """Give where a moment stands, in hundredths; moments beyond stand at the ends."""
        share = (moment - self.first) / (self.last - self.first)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, start: dt.datetime, end: dt.datetime, kind: str) -> Bar:
        """Give the bar of a stretch of time, wide enough to be seen."""
        left, right = self.at(start), self.at(end)
        return Bar(min(left, 100 - _LEAST), round(max(right - left, _LEAST), 2), kind)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The months that are named on it, so few that their names do not touch."""
        months = list(_months(self.first, self.last))
        each = next(n for n in (*_EACH, len(months) + 1) if len(months) / n <= _MOST_TICKS)
        kept = [month for month in months if (12 * month.year + month.month - 1) % each == 0]
        return tuple(
            Tick(self.at(month), _name(month, first=i == 0, each=each))
            for i, month in enumerate(kept)
            if self.at(month) < _LAST_NAMED
        )


def _months(first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Go through the months that begin in a stretch of time."""
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        begin = dt.datetime(year, month, 1)
        if begin > last:
            return
        yield begin


def _name(month: dt.datetime, *, first: bool, each: int) -> str:
    """Name a month on the axis; the year stands with the first and with each January."""
    if each >= 12:
        return str(month.year)
    name = words.MONTHS[month.month - 1]
    return f"{name} {month.year}" if first or month.month == 1 else name


def bars(axis: Axis, accounts: Sequence[Mapping[str, Any]]) -> tuple[tuple[Bar, ...], ...]:
    """Give the bars of one activity: a row for each of the times that its accounts state.

    Args:
        axis: the axis.
        accounts: rows of a frame of activities.
    """
    rows = dict.fromkeys(_bars(axis, account) for account in accounts)
    return tuple(row for row in rows if row)


def _bars(axis: Axis, account: Mapping[str, Any]) -> tuple[Bar, ...]:
    """Give the bars of one account: when it may be going on, and when it surely is."""
    starts, ends = _moment(account, "starts"), _moment(account, "ends")
    first, sure_from = starts
    sure_to, last = ends
    if not any((first, sure_from, sure_to, last)):
        stated = account.get("stated_at")
        return (axis.bar(stated, stated, "said"),) if stated else ()
    found = []
    if first is None or last is None:
        found.append(axis.bar(first or axis.first, last or axis.last, "open"))
    if first and sure_from and sure_from - first > _DAY:
        found.append(axis.bar(first, sure_from, "may"))
    if sure_to and last and last - sure_to > _DAY:
        found.append(axis.bar(sure_to, last, "may"))
    begun = first if first and sure_from and sure_from - first <= _DAY else sure_from
    ended = last if last and sure_to and last - sure_to <= _DAY else sure_to
    if begun and ended and begun <= ended:
        found.append(axis.bar(begun, ended, "sure"))
    elif begun and first and sure_from and sure_from - first <= _DAY:
        found.append(axis.bar(first, sure_from, "sure"))
    return tuple(found)


def _moment(account: Mapping[str, Any], name: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Give the first and the last instant that a moment can be."""
    first, latest = account.get(name), account.get(f"{name}_latest")
    return first, latest or first


def moments(accounts: Iterable[Mapping[str, Any]]) -> Iterator[dt.datetime | None]:
    """Go through all moments of accounts that bound the axis."""
    for account in accounts:
        yield from _moment(account, "starts")
        yield from _moment(account, "ends")
