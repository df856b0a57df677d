"""Sums over time: in which stretches the level may be reached, and who is together at the peak."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.screening.answers import NO, OPEN, YES, Answers
from detente.screening.profile import UNKNOWN, Profile, Stays, TimeLine
from detente.screening.sides import NEVER


@dataclass(frozen=True)
class Peaks:
    """Stretches of time in which the level of a sum may be reached, each with its peak.

    A sum whose level is surely never reached has one stretch, which is all of its time.

    Attributes:
        sum: which sum, ascending; the stretches of one sum in order of time, shape (k,).
        answer: whether the level is reached in the stretch.
        alone: whether one member reaches it alone.
        low, high: between which figures the greatest sum of the stretch lies; high may be
            `UNKNOWN`.
        first, last: an interval in which the members are together: surely where the answer is yes,
            else possibly. `EVER` and `NEVER` where it is open.
        member: places of the members that are together then, those of one stretch together.
        stretch: for each of them the stretch, ascending.
    """

    sum: Any
    answer: Answers
    alone: Answers
    low: Any
    high: Any
    first: Any
    last: Any
    member: Any
    stretch: Any


def peaks(sure: Stays, possible: Stays, somewhere: Stays, levels: Any) -> Peaks:
    """Look for the peaks of sums.

    Args:
        sure: what is surely there, with the least that it counts for.
        possible: what may be there, with the most; the stays of one member in one sum are apart.
        somewhere: what is surely there at some instant of its stay, nobody knows at which, with the
            least. The same stay is among the possible.
        levels: from which figure on the level of each sum is reached, shape (sums,).
    """
    line = TimeLine.of((sure, possible, somewhere))
    profile = Profile.of(line, sure, possible)
    stretches = Stretches.of(profile, levels)
    return Search(line, profile, stretches, sure, possible, somewhere, levels).peaks()


@dataclass(frozen=True)
class Stretches:
    """Runs of pieces in which the level may be reached; or all pieces of a sum, where it never is.

    Attributes:
        piece: the pieces, shape (c,).
        start: where each stretch begins among them, shape (k,).
        sum: which sum each stretch is of, shape (k,).
        reachable: whether the level may be reached.
    """

    piece: Any
    start: Any
    sum: Any
    reachable: Any

    @classmethod
    def of(cls, profile: Profile, levels: Any) -> Stretches:
        """Find the stretches."""
        there = profile.count > 0
        enough = there & ((profile.high >= levels[profile.sum]) | (profile.unknown > 0))
        reachable = np.zeros(len(levels), dtype=bool)
        reachable[profile.sum[enough]] = True
        piece = np.flatnonzero(np.where(reachable[profile.sum], enough, there))
        sums = profile.sum[piece]
        other = np.diff(sums, prepend=-1) != 0
        torn = reachable[sums] & (np.diff(piece, prepend=-2) != 1)
        start = np.flatnonzero(other | torn)
        return cls(piece, start, sums[start], reachable[sums[start]])

    def __len__(self) -> int:
        """Count them."""
        return len(self.start)

    def most(self, values: Any) -> Any:
        """Give the most of a figure in each stretch, shape (k,)."""
        return np.maximum.reduceat(values[self.piece], self.start) if len(self) else self.start

    def first(self, values: Any, sought: Any) -> Any:
        """Give the first piece of each stretch in which a figure is what is sought, shape (k,)."""
        found = np.flatnonzero(values[self.piece] == sought[self.owner])
        new = np.flatnonzero(np.diff(self.owner[found], prepend=-1))
        return self.piece[found[new]]

    def holding(self, first: Any, last: Any) -> Any:
        """Give the stretch that holds all pieces from one to another; -1: none does, shape (n,)."""
        ends = []
        for piece in (first, last):
            at = np.minimum(np.searchsorted(self.piece, piece), len(self.piece) - 1)
            ends.append(np.where(self.piece[at] == piece, self.owner[at], -1))
        return np.where(ends[0] == ends[1], ends[0], -1)

    @cached_property
    def owner(self) -> Any:
        """Give the stretch of each of the pieces, shape (c,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.start, append=len(self.piece)))


@dataclass(frozen=True)
class Search:
    """What is looked for in the sums.

    Attributes:
        line, profile, stretches: the sums over time.
        sure, possible, somewhere, levels: as handed in.
    """

    line: TimeLine
    profile: Profile
    stretches: Stretches
    sure: Stays
    possible: Stays
    somewhere: Stays
    levels: Any

    def peaks(self) -> Peaks:
        """Find the peak of each stretch, and who is together then."""
        profile, stretches = self.profile, self.stretches
        levels = self.levels[stretches.sum]
        swept = stretches.most(profile.low)
        open_ = stretches.most(profile.unknown) > 0
        lone, least, window = self._somewhere()
        low = np.maximum(swept, least)
        answer = np.where(low >= levels, YES, np.where(stretches.reachable, OPEN, NO))
        by_day = (answer == YES) & (swept < levels)
        chosen = self._chosen(answer == YES, swept, open_)
        chosen[by_day] = window[by_day, 0]
        first, last = self._interval(chosen, answer == YES)
        stays = self.somewhere.at(lone[by_day])
        first[by_day], last[by_day] = stays.first, stays.last
        member, stretch = self._together(chosen, answer == YES, by_day, stays.member)
        return Peaks(
            stretches.sum,
            answer.astype(np.int8),
            self._alone(),
            low,
            np.where(open_, UNKNOWN, stretches.most(profile.high)),
            first,
            last,
            member,
            stretch,
        )

    def _chosen(self, yes: Any, swept: Any, open_: Any) -> Any:
        """Give the piece of each stretch's peak: of the sure sum where the answer is yes."""
        profile, stretches = self.profile, self.stretches
        surely = stretches.first(profile.low, swept)
        masked = profile.high.copy()
        hidden = open_[stretches.owner] & (profile.unknown[stretches.piece] == 0)
        masked[stretches.piece[hidden]] = UNKNOWN
        possibly = stretches.first(masked, stretches.most(masked))
        return np.where(yes, surely, possibly)

    def _interval(self, chosen: Any, yes: Any) -> tuple[Any, Any]:
        """Give the time around a piece in which the same members are there."""
        ends = []
        for sets in (self.profile.sure_set, self.profile.possible_set):
            begins = np.searchsorted(sets, sets[chosen], side="left")
            after = np.searchsorted(sets, sets[chosen], side="right")
            ends.append((begins, np.minimum(after, len(sets) - 1)))
        begins, after = (np.where(yes, *both) for both in zip(*ends, strict=True))
        first = self.line.moment(self.profile.place[begins])
        last = self.line.moment(self.profile.place[after])
        return first, np.where(last == NEVER, NEVER, last - 1)

    def _together(self, chosen: Any, yes: Any, by_day: Any, lone: Any) -> tuple[Any, Any]:
        """Give the members that are there at a piece, and the stretch for each."""
        found = [
            self._there(self.sure, chosen, np.flatnonzero(yes)),
            self._there(self.possible, chosen, np.flatnonzero(~yes)),
            (lone, np.flatnonzero(by_day)),
        ]
        member, stretch = (np.concatenate(side) for side in zip(*found, strict=True))
        order = np.lexsort((member, stretch))
        return member[order], stretch[order]

    def _there(self, stays: Stays, chosen: Any, stretch: Any) -> tuple[Any, Any]:
        """Give the members whose stay holds the piece of a stretch, and that stretch."""
        places = self.profile.place[chosen[stretch]]
        order = np.argsort(places)
        places = places[order]
        begins = np.searchsorted(places, self.line.first(stays), side="left")
        counts = np.searchsorted(places, self.line.after(stays), side="left") - begins
        owner = np.repeat(np.arange(len(stays)), counts)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return stays.member[owner], stretch[order[begins[owner] + within]]

    def _somewhere(self) -> tuple[Any, Any, Any]:
        """Give, for each stretch, which stay of unknown instant makes most, how much, and where.

        Whenever it is, what is surely there at that instant is there with it: so the least of what
        is surely there during the whole stay.
        """
        stays, profile, count = self.somewhere, self.profile, len(self.stretches)
        best, where = np.zeros(count, dtype=np.int64), np.zeros((count, 1), dtype=np.int64)
        lone = np.zeros(count, dtype=np.int64)
        if not len(stays):
            return lone, best, where
        first, last = self._pieces(stays)
        windows, back = np.unique(np.stack([first, last], axis=1), axis=0, return_inverse=True)
        least = np.array([_least(profile.low, *window) for window in windows.tolist()])
        total = least[back.ravel(), 0] + stays.value
        stretch = self.stretches.holding(first, last)
        order = np.lexsort((-total, stretch))
        new = order[np.flatnonzero(np.diff(stretch[order], prepend=-1))]
        lone[stretch[new]], best[stretch[new]] = new, total[new]
        where[stretch[new], 0] = least[back.ravel()[new], 1]
        return lone, best, where

    def _alone(self) -> Answers:
        """Answer whether one member reaches the level alone, for each stretch."""
        answer = np.full(len(self.stretches), NO, dtype=np.int8)
        levels = self.levels
        for stays, told in ((self.possible, OPEN), (self.sure, YES), (self.somewhere, YES)):
            enough = (stays.value == UNKNOWN) | (stays.value >= levels[stays.sum])
            some = stays.at(np.flatnonzero(enough))
            stretch = self.stretches.holding(*self._pieces(some))
            answer[stretch[stretch >= 0]] = told
        return answer

    def _pieces(self, stays: Stays) -> tuple[Any, Any]:
        """Give the first and the last piece of each stay."""
        place = self.profile.place
        first = np.searchsorted(place, self.line.first(stays), side="right") - 1
        return first, np.searchsorted(place, self.line.after(stays), side="left") - 1


def _least(values: Any, first: int, last: int) -> tuple[int, int]:
    """Give the least value between two places, both included, and where it is."""
    at = first + int(np.argmin(values[first : last + 1]))
    return int(values[at]), at
