"""Who counts in a sum, surely and possibly, with how much and when: by one source, or by all.

Accounts of one activity are never added together. A source's sum holds what that source states. The
sum by all sources counts each activity once: surely only as every account of it says, and possibly
as any of them says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.screening.answers import YES
from detente.screening.aspects import Reached
from detente.screening.bearing import Bearing
from detente.screening.profile import UNKNOWN, Stays
from detente.screening.sides import NEVER, Span

_LARGEST = 2**40
"""Up to here figures are added as they are, and millions of them are no more than a whole number
can be; a larger one counts for this at least, and for what nobody knows at most."""

ACCOUNTS = "accounts"
"""What is open where the accounts of one activity differ."""


@dataclass(frozen=True)
class Figures:
    """What each account counts for, and when.

    Attributes:
        sure: whether it surely counts, at some time at least.
        least, most: the figure; most may be `UNKNOWN`.
        first, last: from when and until when it may bear.
        open: bits of what is open about it, time apart.
    """

    sure: Any
    least: Any
    most: Any
    first: Span
    last: Span
    open: Any

    @classmethod
    def of(cls, bearing: Bearing, reached: Reached, measures: list[str]) -> Figures:
        """Take the figures for one level of each line."""
        least = np.clip(reached.least, 0, _LARGEST)
        most = np.where(reached.most > _LARGEST, UNKNOWN, reached.most)
        names = bearing.names
        bits = np.array([names.bit(name) for name in measures], dtype=np.int64)
        ranging = np.where(least == most, 0, bits[np.maximum(reached.measure, 0)])
        first, last = bearing.times
        sure = bearing.answer == YES
        return cls(sure, least, most, first, last, bearing.open | ranging)

    def at(self, places: Any) -> Figures:
        """Take some of them."""
        spans = {name: getattr(self, name).at(places) for name in ("first", "last")}
        rest = ("sure", "least", "most", "open")
        return Figures(**spans, **{name: getattr(self, name)[places] for name in rest})


@dataclass(frozen=True)
class Members:
    """Members of sums: one account, or all accounts of one activity.

    Attributes:
        sum: which sum each counts in, shape (n,).
        account: places of the accounts, those of one member together.
        begin: where its accounts begin among these, shape (n,).
        size: how many accounts it has there, shape (n,).
        silent: whether the frame holds accounts of it that surely do not bear, shape (n,).
        figures: what these accounts state.
        differ: the bit of `ACCOUNTS`.
    """

    sum: Any
    account: Any
    begin: Any
    size: Any
    silent: Any
    figures: Figures
    differ: int

    def __len__(self) -> int:
        """Count them."""
        return len(self.sum)

    def _least(self, values: Any) -> Any:
        """Give the least of what the accounts of each member state."""
        return np.minimum.reduceat(values, self.begin) if len(self) else values

    def _most(self, values: Any) -> Any:
        """Give the most of what the accounts of each member state."""
        return np.maximum.reduceat(values, self.begin) if len(self) else values

    @cached_property
    def _sure(self) -> Any:
        """Tell which members count by every account."""
        return self._least(self.figures.sure) & ~self.silent

    @cached_property
    def _sure_time(self) -> tuple[Any, Any]:
        """Give from when and until when each member is there by every account."""
        return self._most(self.figures.first.most), self._least(self.figures.last.least)

    @cached_property
    def least(self) -> Any:
        """Give what each member counts for at least."""
        return self._least(self.figures.least)

    def sure(self) -> Stays:
        """Give what is surely there."""
        first, last = self._sure_time
        some = np.flatnonzero(self._sure & (first <= last))
        return Stays(self.sum[some], some, first[some], last[some], self.least[some])

    def somewhere(self) -> Stays:
        """Give what is surely there at an instant that nobody knows."""
        first, last = self._sure_time
        figures = self.figures
        begins, ends = self._least(figures.first.least), self._most(figures.last.most)
        one = self._most(figures.first.least) <= self._least(figures.last.most)  # without a gap
        some = np.flatnonzero(self._sure & (first > last) & one)
        return Stays(self.sum[some], some, begins[some], ends[some], self.least[some])

    def possible(self) -> Stays:
        """Give what may be there: at each instant the most that any account says."""
        figures, single = self.figures, np.flatnonzero(self.size == 1)
        at = self.begin[single]
        first, last = figures.first.least[at], figures.last.most[at]
        stays = Stays(self.sum[single], single, first, last, figures.most[at])
        several = np.flatnonzero(self.size > 1)
        joined = stays if not len(several) else _joined(stays, self._of_several(several))
        return joined.at(np.flatnonzero(joined.first <= joined.last))

    def _of_several(self, some: Any) -> Stays:
        """Cut the time of members with several accounts where one of these begins or ends."""
        account, owner = self.accounts(some)
        first = self.figures.first.least[account]
        after = _after(self.figures.last.most[account])
        kept = np.flatnonzero(first < after)
        account, owner, first, after = account[kept], owner[kept], first[kept], after[kept]
        cuts = np.stack([np.tile(owner, 2), np.concatenate([first, after])], axis=1)
        cuts, back = np.unique(cuts, axis=0, return_inverse=True)
        begins, ends = back.reshape(2, -1)
        piece, which = in_ranges(begins, ends - begins)
        most = np.where(self.figures.most == UNKNOWN, NEVER, self.figures.most)[account]
        held = np.full(len(cuts), UNKNOWN, dtype=np.int64)
        np.maximum.at(held, piece, most[which])
        there = np.flatnonzero(held != UNKNOWN)
        member, until = some[cuts[there, 0]], cuts[np.minimum(there + 1, len(cuts) - 1), 1]
        last = np.where(until == NEVER, NEVER, until - 1)
        value = np.where(held[there] == NEVER, UNKNOWN, held[there])
        return Stays(self.sum[member], member, cuts[there, 1], last, value)

    def accounts(self, some: Any) -> tuple[Any, Any]:
        """Give the places in `figures` of some members' accounts, and whose each is among these."""
        return in_ranges(self.begin[some], self.size[some])

    @cached_property
    def differing(self) -> Any:
        """Give the bit of `ACCOUNTS` for members whose accounts differ, else 0."""
        figures, differ = self.figures, self.silent.copy()
        stated = (figures.sure, figures.least, figures.most)
        spans = (figures.first, figures.last)
        for each in (*stated, *(end for span in spans for end in (span.least, span.most))):
            differ |= self._least(each) != self._most(each)
        return np.where(differ, self.differ, 0)


def in_ranges(begin: Any, size: Any) -> tuple[Any, Any]:
    """Give the whole numbers of ranges, one after the other, and which range each is of."""
    owner = np.repeat(np.arange(len(begin)), size)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
    return begin[owner] + within, owner


def _after(last: Any) -> Any:
    """Give the first instants after some, `NEVER` where there is none."""
    return np.where(last == NEVER, NEVER, np.minimum(last, NEVER - 1) + 1)


def _joined(one: Stays, other: Stays) -> Stays:
    """Join stays."""
    return Stays(
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in one.__dataclass_fields__
        )
    )
