"""Where activities and lines lie: indexed, and compared pair by pair.

Most pairs are settled on the plain map, on figures that are a little too large or a little too
small. Only those in between are asked on the ellipsoid, under every reading of their edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import shapely

from detente.places import distance_m, meets
from detente.places.edges import READINGS
from detente.places.words import Edges
from detente.screening.answers import NO, OPEN, Answers, settled
from detente.screening.aspects import Pairs
from detente.screening.drawn import SLACK_M, WIDE_SLACK_M, Drawn, Figures
from detente.screening.measuring import is_within, least_apart
from detente.screening.sides import Activities

_FEW, _OFTEN = 2_048, 12
"""Pairs that are asked by one thread, and pairs of one line for which it is worth preparing."""


@dataclass(frozen=True)
class Ground:
    """Activities beside lines on the map.

    Attributes:
        activities: figures of activities.
        begins, ends: the earliest and the latest instant of each activity, in microseconds.
        drawn: the lines.
    """

    activities: Figures
    begins: Any
    ends: Any
    drawn: Drawn

    @classmethod
    def of(cls, activities: Activities, drawn: Drawn) -> Ground:
        """Take the figures of activities."""
        drawn_ = Figures(activities.figures, activities.edges)
        return cls(drawn_, activities.begins.least, activities.ends.most, drawn)

    def candidates(self, some: Any) -> Pairs:
        """Give pairs whose boxes meet, of some activities that have a figure, and all lines.

        Some of those that surely meet at no time are left out.

        Args:
            some: places of activities, shape (k,).
        """
        sought = self.activities.sought(some)
        ours, theirs = self.drawn.index.query(sought, self.begins[some], self.ends[some])
        return Pairs(some[ours], theirs)

    def overlap(self, pairs: Pairs) -> Answers:
        """Answer for pairs whether the activity's figure meets the line's area.

        Args:
            pairs: activities with a figure, and lines of whose area something is known.
        """
        answer = np.where(self._askew(pairs), NO, OPEN).astype(np.int8)
        flat = self.activities.flat[pairs.activity] & self.drawn.flat[pairs.line]
        vague = np.where(flat, 0.0, self.activities.vague_m[pairs.activity])
        plain, rough = ~flat & (vague <= SLACK_M), (vague > SLACK_M) & (vague <= WIDE_SLACK_M)
        with self.drawn.turn:  # GEOS would crash if two threads asked one line
            for some, slack in ((flat, 0.0), (plain, SLACK_M), (rough, WIDE_SLACK_M)):
                at = np.flatnonzero(some & (answer == OPEN))
                if len(at):
                    answer[at] = self._on_the_map(pairs.at(at), self._bounds(pairs.at(at), slack))
        for ask in (self._by_what_is_sure, self._on_the_ellipsoid):
            open_ = np.flatnonzero(answer == OPEN)
            if len(open_):
                answer[open_] = ask(pairs.at(open_))
        return answer

    def _askew(self, pairs: Pairs) -> Any:
        """Tell which pairs lie surely apart, by boxes that lie askew."""
        ours, theirs = self._slanted, self.drawn.slanted
        result = np.zeros(len(pairs), dtype=bool)
        for least, most in ((0, 1), (2, 3)):
            result |= ours[least][pairs.activity] > theirs[most][pairs.line]
            result |= theirs[least][pairs.line] > ours[most][pairs.activity]
        return result

    @cached_property
    def _slanted(self) -> Any:
        """Give between which slanting lines each activity lies."""
        return self.activities.slanted(0.0)

    def _by_what_is_sure(self, pairs: Pairs) -> Answers:
        """Settle pairs of unstated edges, by what is sure of both, whatever the readings."""
        answer = np.full(len(pairs), OPEN, dtype=np.int8)
        silent = self.activities.edges[pairs.activity] == ""
        some = np.flatnonzero(silent | (self.drawn.lines.edges[pairs.line] == ""))
        if not len(some):
            return answer
        pairs = pairs.at(some)
        once, back = np.unique(pairs.activity, return_inverse=True)
        ours = [bound[back] for bound in self.activities.sure(once)]
        with self.drawn.turn:
            theirs = [bound[pairs.line] for bound in self.drawn.bounds(pairs.line, 0.0)]
            met = [shapely.intersects(a, b) for a, b in zip(theirs, ours, strict=True)]
        answer[some] = settled(met[0], ~met[1] & ~shapely.is_missing(theirs[1]))
        return answer

    def _bounds(self, pairs: Pairs, slack_m: float) -> tuple[Any, Any]:
        """Give bounds of lines; without slack, of flat lines, their outlines."""
        if slack_m:
            return self.drawn.bounds(pairs.line, slack_m)
        return self.drawn.outlines, self.drawn.outlines

    def _on_the_map(self, pairs: Pairs, bounds: tuple[Any, Any]) -> Answers:
        """Settle what the bounds of lines settle."""
        if len(pairs) < _FEW:
            return self._settle(pairs, bounds)
        often = np.bincount(pairs.line, minlength=len(self.drawn.lines)) >= _OFTEN
        for bound in bounds:
            shapely.prepare(bound[often])
        order = np.argsort(_small(pairs.line, len(self.drawn.lines)), kind="stable")
        cut = len(order) // 2  # no line is asked by two threads at once
        while 0 < cut < len(order) and pairs.line[order[cut]] == pairs.line[order[cut - 1]]:
            cut += 1
        answer = np.full(len(pairs), OPEN, dtype=np.int8)
        with ThreadPoolExecutor(1) as beside:
            other = beside.submit(self._settle, pairs.at(order[cut:]), bounds)
            answer[order[:cut]] = self._settle(pairs.at(order[:cut]), bounds)
            answer[order[cut:]] = other.result()
        return answer

    def _settle(self, pairs: Pairs, bounds: tuple[Any, Any]) -> Answers:
        """Settle pairs whose lines no other thread asks."""
        inner, outer = (bound[pairs.line] for bound in bounds)
        one = bounds[0] is bounds[1]
        ours, theirs = self.activities.corners, self.drawn.figures.corners
        side = ours.side(pairs.activity, theirs, pairs.line)
        x, y = ours.places[side, pairs.activity].T
        inside = shapely.contains_xy(inner, x, y)
        left = np.flatnonzero(~inside)
        figures = self.activities.drawn[pairs.activity[left]]
        if one:
            x, y = theirs.places[3 - side[left], pairs.line[left]].T
            held = shapely.contains_xy(figures, x, y)
            inside[left[held]] = True
            left, figures = left[~held], figures[~held]
        met = shapely.intersects(outer[left], figures) | shapely.is_missing(outer[left])
        outside = np.zeros(len(pairs), dtype=bool)
        outside[left[~met]] = True
        inside[left[met]] = one or shapely.intersects(inner[left[met]], figures[met])
        return settled(inside, outside)

    def _on_the_ellipsoid(self, pairs: Pairs) -> Answers:
        """Ask on the ellipsoid, under every reading of edges that the sources leave open."""
        answer = np.full(len(pairs), OPEN, dtype=np.int8)
        stated = zip(
            self.activities.edges[pairs.activity], self.drawn.lines.edges[pairs.line], strict=True
        )
        groups: dict[tuple[str, str], list[int]] = {}
        for place, edges in enumerate(stated):
            groups.setdefault(edges, []).append(place)
        for (ours, theirs), listed in groups.items():
            some = np.array(listed)
            figures = self.activities.given[pairs.activity[some]]
            lines = pairs.line[some]
            answer[some] = self._exact(figures, _readings(ours), lines, _readings(theirs))
        return answer

    def _exact(
        self, figures: Any, ours: Sequence[Edges], lines: Any, theirs: Sequence[Edges]
    ) -> Answers:
        """Ask some readings: yes where all meet the sure part, no where none meets the bound."""
        reach = self.drawn.lines.reach_m[lines]
        yes, held = _reached(figures, ours, self.drawn.lines.inside[lines], theirs, reach)
        other = np.flatnonzero(~self.drawn.lines.drawn[lines])
        if len(other):
            within = self.drawn.lines.within[lines[other]]
            held[other] |= _reached(figures[other], ours, within, theirs, reach[other])[1]
            held[other] |= shapely.is_missing(within)
        return settled(yes, ~held)

    def distances(self, pairs: Pairs) -> Any:
        """Give the distance of each activity's figure from the line's area, in metres.

        From the bound that surely holds the area, under every reading of edges that the sources
        leave open: the least that it can be. 0 where it meets it.
        """
        ours, theirs, reach = self.activities, self.drawn.figures, self.drawn.lines.reach_m
        apart = least_apart(
            (ours.given[pairs.activity], ours.edges[pairs.activity]),
            (theirs.given[pairs.line], theirs.edges[pairs.line]),
            distance_m(ours.measured(pairs.activity), theirs.measured(pairs.line)),
            np.maximum(ours.vague_m[pairs.activity], theirs.vague_m[pairs.line]),
            (reach + self.drawn.near_m)[pairs.line],
        )
        return np.maximum(0.0, apart - reach[pairs.line])


def _small(places: Any, count: int) -> Any:
    """Give places below a count in few bytes where they fit: these sort several times faster."""
    return places.astype(np.uint16) if count <= np.iinfo(np.uint16).max else places


def _readings(edges: str) -> tuple[Edges, ...]:
    """Give the readings of edges that a source leaves open."""
    return tuple(each for each in READINGS if edges in ("", each))


def _reached(
    figures: Any, ours: Sequence[Edges], areas: Any, theirs: Sequence[Edges], reach: Any
) -> tuple[Any, Any]:
    """Tell whether figures lie within a distance of areas, under every reading, and under any.

    Never where there is no area.
    """
    every, any_ = np.zeros(len(figures), dtype=bool), np.zeros(len(figures), dtype=bool)
    there = ~shapely.is_missing(areas)
    at = np.flatnonzero(there & (reach == 0))
    if len(at):
        every[at], any_[at] = meets(figures[at], areas[at], ours, theirs)
    far = np.flatnonzero(there & (reach > 0))
    if len(far):
        told = [
            is_within(figures[far], one, areas[far], other, reach[far])
            for one, other in product(ours, theirs)
        ]
        every[far], any_[far] = np.logical_and.reduce(told), np.logical_or.reduce(told)
    return every, any_
