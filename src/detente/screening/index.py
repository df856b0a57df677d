"""Lines sought by place, and by the stretch of time in which they bear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from detente.screening.sides import EVER

_STRETCHES = 12
_SHORT = 2
"""Stretches that an activity may touch to be sought in them, and not among all lines."""


@dataclass(frozen=True)
class Index:
    """What is drawn of lines, in one tree for each stretch of time in which they bear.

    Of what is planned for a week few lines are asked that do not bear then, though they lie there.

    Attributes:
        figures: what is sought of each line; None: it is not found, shape (m,).
        marks: when one stretch ends and the next begins, in order, shape (stretches - 1,).
        first, last: the first and the last stretch in which each line bears, shape (m,).
    """

    figures: Any
    marks: Any
    first: Any
    last: Any

    @classmethod
    def of(cls, figures: Any, begins: Any, ends: Any) -> Index:
        """Part time so that as many lines begin in one stretch as in another.

        Where most lines bear most of the time there is one stretch: to part it gains nothing.

        Args:
            figures: what is sought of each line, shape (m,).
            begins: in microseconds, shape (m,).
            ends: as `begins`, included in the time.
        """
        stated = np.sort(begins[begins != EVER])
        shares = len(stated) * np.arange(_STRETCHES) // _STRETCHES
        marks = np.unique(stated[shares])[1:] if len(stated) else stated
        first, last = _stretches(marks, begins, ends)
        if (last - first + 1).sum() * 2 > len(figures) * (len(marks) + 1):
            marks = marks[:0]
            first, last = _stretches(marks, begins, ends)
        return cls(figures, marks, first, last)

    def query(self, figures: Any, begins: Any, ends: Any) -> tuple[Any, Any]:
        """Give the places of the figures and of the lines whose boxes meet, of each pair once.

        Left out are pairs that surely have no time in common, though not all of them.

        Args:
            figures: what is drawn of activities, shape (k,).
            begins: in microseconds, shape (k,).
            ends: as `begins`, included in the time.

        Returns:
            Places in `figures`, in order, and places of lines, shape (p,) each.
        """
        first, last = _stretches(self.marks, begins, ends)
        short = last - first < _SHORT
        found = [_asked(self._whole, figures, np.flatnonzero(~short))]
        for stretch in np.unique(np.concatenate([first[short], last[short]])):
            some = np.flatnonzero(short & (first <= stretch) & (stretch <= last))
            ours, theirs = _asked(self._trees[stretch], figures, some)
            once = np.maximum(first[ours], self.first[theirs]) == stretch
            found.append((ours[once], theirs[once]))
        ours, theirs = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(ours, kind="stable")
        return ours[order], theirs[order]

    @cached_property
    def _whole(self) -> tuple[Any, Any]:
        """Give a tree of all lines, and their places."""
        return _planted(self.figures, ~shapely.is_missing(self.figures))

    @cached_property
    def _trees(self) -> list[tuple[Any, Any]]:
        """Give a tree for each stretch, and the places of its lines."""
        there = ~shapely.is_missing(self.figures)
        return [
            _planted(self.figures, there & (self.first <= stretch) & (stretch <= self.last))
            for stretch in range(len(self.marks) + 1)
        ]


def _stretches(marks: Any, begins: Any, ends: Any) -> tuple[Any, Any]:
    """Give the first and the last stretch that each time touches."""
    one, other = (np.searchsorted(marks, each, side="right") for each in (begins, ends))
    return np.minimum(one, other), np.maximum(one, other)


def _planted(figures: Any, some: Any) -> tuple[Any, Any]:
    """Give a tree of some figures, and their places."""
    return shapely.STRtree(figures[some]), np.flatnonzero(some)


def _asked(tree: tuple[Any, Any], figures: Any, some: Any) -> tuple[Any, Any]:
    """Ask a tree for some figures."""
    ours, theirs = tree[0].query(figures[some])
    return some[ours], tree[1][theirs]
