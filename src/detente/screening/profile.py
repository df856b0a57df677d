"""What is there over time, added up: what is surely there, and what may be.

Time is whole microseconds; every stay includes its first and its last instant. Two bounds go along
with each instant: what is surely there, with the least that it can be, and what may be there, with
the most that it can be. An unknown most is no number: it is counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.screening.sides import EVER, NEVER

UNKNOWN = -1
"""The most of what is not stated."""


@dataclass(frozen=True)
class Stays:
    """Stays of members, each in one sum.

    Attributes:
        sum: which sum each counts in, whole numbers from 0, shape (n,).
        member: place of the member, shape (n,).
        first, last: from and to which instant, both included, shape (n,).
        value: what it counts for, 0 or more; `UNKNOWN`, shape (n,).
    """

    sum: Any
    member: Any
    first: Any
    last: Any
    value: Any

    def at(self, places: Any) -> Stays:
        """Take some of them."""
        return Stays(*(getattr(self, name)[places] for name in self.__dataclass_fields__))

    def __len__(self) -> int:
        """Count them."""
        return len(self.sum)


@dataclass(frozen=True)
class TimeLine:
    """The times of all sums on one line: the times of each sum after those of the one before.

    Attributes:
        base: the first instant.
        span: how many places each sum has.
        times: every instant there is, where places are numbers of instants; None: microseconds.
    """

    base: int
    span: int
    times: Any

    @classmethod
    def of(cls, stays: tuple[Stays, ...]) -> TimeLine:
        """Make a line that holds all stays."""
        ends = np.concatenate([end for each in stays for end in (each.first, each.last)])
        bounded = ends[(ends != EVER) & (ends != NEVER)]
        least, most = (int(bounded.min()), int(bounded.max())) if len(bounded) else (0, 0)
        base, span = least - 1, most - least + 4
        sums = max((int(each.sum.max()) + 1 for each in stays if len(each)), default=0)
        if span * (sums + 1) < np.iinfo(np.int64).max:
            return cls(base, span, None)
        times = np.unique(np.concatenate([bounded, bounded + 1]))
        return cls(0, len(times) + 2, times)

    def first(self, stays: Stays) -> Any:
        """Give the places at which stays begin."""
        return stays.sum * self.span + self._place(stays.first)

    def after(self, stays: Stays) -> Any:
        """Give the places just after stays."""
        last = np.where(stays.last == NEVER, NEVER, np.minimum(stays.last, NEVER - 1) + 1)
        return stays.sum * self.span + self._place(last)

    def _place(self, moments: Any) -> Any:
        """Give the place of instants in the part of a sum: 0 for `EVER`, the last for `NEVER`."""
        inner = moments - self.base if self.times is None else self._number(moments)
        return np.where(moments == EVER, 0, np.where(moments == NEVER, self.span - 1, inner))

    def _number(self, moments: Any) -> Any:
        """Give the number of each instant, from 1."""
        return np.searchsorted(self.times, moments) + 1

    def moment(self, places: Any) -> Any:
        """Give the instants of places, `EVER` and `NEVER` where a stay is open."""
        inner = places % self.span
        last = self.span - 1
        if self.times is None:
            bounded = inner + self.base
        else:
            bounded = self.times[np.clip(inner - 1, 0, len(self.times) - 1)]
        return np.where(inner == 0, EVER, np.where(inner == last, NEVER, bounded))


@dataclass(frozen=True)
class Profile:
    """All sums over time: pieces of time in which nothing changes.

    Attributes:
        place: where each piece begins, shape (s,).
        sum: which sum.
        low, high: bounds of the sum, as far as they are known.
        unknown: how many may be there whose most is not known.
        count: how many may be there.
        sure_set, possible_set: numbers that change when what is surely, or possibly, there changes.
    """

    place: Any
    sum: Any
    low: Any
    high: Any
    unknown: Any
    count: Any
    sure_set: Any
    possible_set: Any

    @classmethod
    def of(cls, line: TimeLine, sure: Stays, possible: Stays) -> Profile:
        """Add up stays; those of members that are there surely whenever they may be, only once."""
        exact, of = _as_possible(sure, possible)
        rest = sure.at(np.flatnonzero(~exact))
        places = np.concatenate([line.first(possible), line.after(possible)])
        places = np.concatenate([places, line.first(rest), line.after(rest)])
        order = np.argsort(places)
        places = places[order]
        ends = np.flatnonzero(np.diff(places, append=-1))
        known = np.where(possible.value == UNKNOWN, 0, possible.value)
        unknown = (possible.value == UNKNOWN).astype(np.int32)
        ones, nothing = (np.full(len(each), n) for n, each in ((1, possible), (0, rest)))
        least, surely = np.zeros(len(possible), dtype=np.int64), np.zeros(len(possible), np.int32)
        least[of], surely[of] = sure.value[exact], 1

        def added(*changes: Any) -> Any:
            return np.cumsum(np.concatenate(changes)[order])[ends]

        return cls(
            places[ends],
            places[ends] // line.span,
            added(least, -least, rest.value, -rest.value),
            added(known, -known, nothing, nothing),
            added(unknown, -unknown, nothing, nothing),
            added(ones, -ones, nothing, nothing),
            added(surely, surely, nothing + 1, nothing + 1),
            added(ones, ones, nothing, nothing),
        )


def _as_possible(sure: Stays, possible: Stays) -> tuple[Any, Any]:
    """Tell which sure stays are possible ones as well, from end to end, and which these are."""
    most = max(sure.member.max(initial=-1), possible.member.max(initial=-1)) + 1
    place = np.full(most, -1)
    place[possible.member] = np.arange(len(possible))
    of = place[sure.member]
    exact = of >= 0
    for ours, theirs in ((sure.first, possible.first), (sure.last, possible.last)):
        exact[exact] = theirs[of[exact]] == ours[exact]
    return exact, of[exact]
