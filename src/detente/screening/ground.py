"""Where activities and lines lie: drawn, indexed, and compared pair by pair.

Most pairs are settled on the plain map, on figures that are a little too large or a little too
small. Only those in between are asked on the ellipsoid, under every reading of their edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from detente.places import brackets, distance_m, grow, lay_out, meets
from detente.places.edges import READINGS, bulges
from detente.places.growing import STRAYING_M
from detente.places.laying import TOLERANCE_M
from detente.places.words import Edges
from detente.screening.answers import OPEN, Answers, settled
from detente.screening.aspects import Pairs
from detente.screening.sides import Activities, Lines

SLACK_M = 80.0
"""By how much the drawings of lines are widened and narrowed, at least, in metres."""

_CALM_STEP, _CALM_LATITUDE, _CALM_LONGITUDE = np.array([20.0, 4.5]), 85.0, 179.9
_GROWN_SHORT = 1.01
_THREADS = 2
_CORNERS = 4


@dataclass(frozen=True)
class Figures:
    """Figures laid out on the plain map.

    Attributes:
        given: as given, None where there is none, shape (n,).
        edges: how the edges run; empty where not stated, shape (n,).
    """

    given: Any
    edges: Any

    @cached_property
    def placed(self) -> Any:
        """Tell which have a figure, shape (n,)."""
        return ~(shapely.is_missing(self.given) | shapely.is_empty(self.given))

    @cached_property
    def _bent_m(self) -> Any:
        """Give by how much the readings of edges differ at most, in metres, shape (n,)."""
        result = np.zeros(len(self.given))
        result[self.placed] = _bulge(self.given[self.placed])
        return result

    @cached_property
    def _plain(self) -> Any:
        """Tell which figures are as good on the map as they are, however their edges run."""
        return self.placed & (self._bent_m <= SLACK_M / 2)

    @cached_property
    def drawn(self) -> Any:
        """Give the figures on the map, those without stated edges with geodesic ones."""
        result: Any = np.where(self.placed, self.given, None)
        bent = self.placed & ~self._plain
        for reading in READINGS:
            told = (reading, "") if reading == "geodesic" else (reading,)
            some = np.flatnonzero(bent & np.isin(self.edges, told))
            if len(some):
                result[some] = lay_out(self.given[some], reading)
        return result

    @cached_property
    def vague_m(self) -> Any:
        """Give by how much the drawing may differ from the true figure, in metres, shape (n,)."""
        laid = TOLERANCE_M + np.where(self.edges == "", self._bent_m, 0.0)
        return np.where(self._plain, self._bent_m, laid)


def _bulge(figures: Any) -> Any:
    """Give by how much the readings of edges can differ for each figure, in metres.

    Infinite near the poles, across the antimeridian, and for edges that are too long to tell.
    """
    points, owner = shapely.get_coordinates(figures, return_index=True)
    starts, ends = points[:-1], points[1:]
    joined = owner[:-1] == owner[1:]
    wild = (np.abs(ends - starts) > _CALM_STEP).any(axis=1)
    told = np.zeros(len(points))
    calm = np.flatnonzero(joined & ~wild)
    told[calm] = bulges(starts[calm], ends[calm])
    told[:-1][joined & wild] = np.inf
    told[(np.abs(points[:, 1]) > _CALM_LATITUDE) | (np.abs(points[:, 0]) > _CALM_LONGITUDE)] = (
        np.inf
    )
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    result = np.zeros(len(figures))
    result[owner[first]] = np.maximum.reduceat(told, first) if len(first) else 0.0
    return result


@dataclass(frozen=True)
class Ground:
    """Activities and lines on the map.

    Attributes:
        activities: figures of activities.
        lines: the lines.
        near_m: how far apart is still near, in metres, for each line; 0: nothing is, shape (m,).
    """

    activities: Figures
    lines: Lines
    near_m: Any

    @classmethod
    def of(cls, activities: Activities, lines: Lines, near_m: Any) -> Ground:
        """Take the figures of both sides."""
        return cls(Figures(activities.figures, activities.edges), lines, near_m)

    @cached_property
    def bounded(self) -> Any:
        """Tell which lines have a bound outside which nothing of their area lies, shape (m,)."""
        return ~(shapely.is_missing(self.lines.within) | self.lines.anywhere)

    @cached_property
    def bounds(self) -> tuple[Any, Any]:
        """Give what surely lies in each line's area, and what surely holds it.

        With room for what is vague of activities: `SLACK_M` less, and more.
        """
        lines, reach = self.lines, self.lines.reach_m
        inner, outer = _undrawn(len(reach)), _undrawn(len(reach))
        sharp = lines.drawn & (reach == 0)
        for reading, some in self._by_edges(np.where(sharp, lines.within, None)):
            inner[some], outer[some] = brackets(lines.within[some], reading, SLACK_M)
        for reading, some in self._by_edges(np.where(sharp, None, lines.inside)):
            inner[some] = _inside(lines.inside[some], reading, reach[some])
        for reading, some in self._by_edges(np.where(sharp, None, lines.within)):
            outer[some] = _outside(lines.within[some], reading, reach[some])
        return inner, outer

    def _by_edges(self, figures: Any) -> Iterator[tuple[Edges | None, Any]]:
        """Go through the lines that have a figure, those with one kind of edges together."""
        there = ~(shapely.is_missing(figures) | self.lines.anywhere)
        for reading in (*READINGS, None):
            some = np.flatnonzero(there & (self.lines.edges == (reading or "")))
            if len(some):
                yield reading, some

    @cached_property
    def reach(self) -> Any:
        """Give what holds everything that is worth telling about each line."""
        result, metres = self.bounds[1].copy(), self.lines.reach_m + self.near_m
        for reading, some in self._by_edges(np.where(self.near_m > 0, self.lines.within, None)):
            result[some] = _outside(self.lines.within[some], reading, metres[some])
        return result

    def candidates(self, some: Any) -> Pairs:
        """Give pairs whose boxes meet, of some activities that have a figure, and all lines.

        Args:
            some: places of activities, shape (k,).
        """
        shapes = self.activities.drawn[some]
        vague = self.activities.vague_m[some]
        rough = np.flatnonzero(vague > SLACK_M)
        if len(rough):
            shapes = shapes.copy()
            shapes[rough] = brackets(self.activities.given[some[rough]], None)[1]
        found = self._tree.query(shapes)
        return Pairs(some[found[0]], self._places[found[1]])

    @cached_property
    def _places(self) -> Any:
        """Give the places of the lines that the index holds."""
        return np.flatnonzero(self.bounded)

    @cached_property
    def _tree(self) -> Any:
        """Give an index over what is worth telling about each line."""
        return shapely.STRtree(self.reach[self._places])

    def overlap(self, pairs: Pairs) -> Answers:
        """Answer for pairs whether the activity's figure meets the line's area.

        Args:
            pairs: activities with a figure, and lines of whose area something is known.
        """
        answer = np.full(len(pairs), OPEN, dtype=np.int8)
        rough = self.activities.vague_m[pairs.activity] > SLACK_M
        plain = np.flatnonzero(~rough)
        answer[plain] = self._on_the_map(pairs.at(plain))
        open_ = np.flatnonzero(answer == OPEN)
        if len(open_):
            answer[open_] = self._on_the_ellipsoid(pairs.at(open_))
        return answer

    def _on_the_map(self, pairs: Pairs) -> Answers:
        """Settle what the widened and the narrowed drawing of the line settle."""
        order = np.argsort(pairs.line, kind="stable")
        cut = len(order) // 2  # no line is asked by two threads at once: GEOS would crash
        while 0 < cut < len(order) and pairs.line[order[cut]] == pairs.line[order[cut - 1]]:
            cut += 1
        parts = [part for part in (order[:cut], order[cut:]) if len(part)]
        for bound in self.bounds:
            shapely.prepare(bound[np.unique(pairs.line)])
        answer = np.full(len(pairs), OPEN, dtype=np.int8)
        with ThreadPoolExecutor(_THREADS) as threads:
            told = threads.map(lambda part: self._settle(pairs.at(part)), parts)
            for part, each in zip(parts, told, strict=True):
                answer[part] = each
        return answer

    def _settle(self, pairs: Pairs) -> Answers:
        """Settle pairs whose lines no other thread asks."""
        inner, outer = (bound[pairs.line] for bound in self.bounds)
        inside = np.zeros(len(pairs), dtype=bool)
        left = np.arange(len(pairs))
        for corner in self._corners:
            at = corner[pairs.activity[left]]
            held = shapely.contains_xy(inner[left], at[:, 0], at[:, 1])
            inside[left[held]] = True
            left = left[~held]
        figures = self.activities.drawn[pairs.activity[left]]
        met = shapely.intersects(outer[left], figures) | shapely.is_missing(outer[left])
        outside = np.zeros(len(pairs), dtype=bool)
        outside[left[~met]] = True
        inside[left[met]] = shapely.intersects(inner[left[met]], figures[met])
        return settled(inside, outside)

    @cached_property
    def _corners(self) -> list[Any]:
        """Give some points of each activity's figure, each shape (n, 2): quick to look for."""
        figures = self.activities.given
        points, owner = shapely.get_coordinates(figures, return_index=True)
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        sizes = np.diff(np.append(first, len(owner)))
        found = []
        for share in range(_CORNERS):
            corners = np.full((len(figures), 2), np.nan)
            corners[owner[first]] = points[first + sizes * share // _CORNERS]
            found.append(corners)
        return found

    def _on_the_ellipsoid(self, pairs: Pairs) -> Answers:
        """Ask on the ellipsoid, under every reading of edges that the sources leave open."""
        answer = np.full(len(pairs), OPEN, dtype=np.int8)
        stated = zip(
            self.activities.edges[pairs.activity], self.lines.edges[pairs.line], strict=True
        )
        groups: dict[tuple[str, str], list[int]] = {}
        for place, edges in enumerate(stated):
            groups.setdefault(edges, []).append(place)
        for (ours, theirs), listed in groups.items():
            some = np.array(listed)
            figures = self.activities.given[pairs.activity[some]]
            lines = pairs.line[some]
            answers = [
                self._exact(figures, a, lines, b)
                for a in _readings(ours)
                for b in _readings(theirs)
            ]
            least, most = np.minimum.reduce(answers), np.maximum.reduce(answers)
            answer[some] = np.where(least == most, least, OPEN)
        return answer

    def _exact(self, figures: Any, ours: Edges, lines: Any, theirs: Edges) -> Answers:
        """Ask one reading: yes where the sure part is met, no where not even the bound is."""
        reach = self.lines.reach_m[lines]
        yes = _reached(figures, ours, self.lines.inside[lines], theirs, reach)
        held = yes.copy()
        other = np.flatnonzero(~self.lines.drawn[lines])
        if len(other):
            within = self.lines.within[lines[other]]
            held[other] |= _reached(figures[other], ours, within, theirs, reach[other])
            held[other] |= shapely.is_missing(within)
        return settled(yes, ~held)

    def distances(self, pairs: Pairs) -> Any:
        """Give the distance of each activity's figure from the line's area, in metres.

        From the bound that surely holds the area: the least that it can be. 0 where it meets it.
        """
        lines = Figures(self.lines.within, self.lines.edges).drawn
        apart = distance_m(self.activities.drawn[pairs.activity], lines[pairs.line])
        return np.maximum(0.0, apart - self.lines.reach_m[pairs.line])


def _undrawn(count: int) -> Any:
    """Give so many figures that are not there."""
    return np.full(count, None, dtype=object)


def _outside(figures: Any, edges: Edges | None, metres: Any) -> Any:
    """Give what surely holds figures with so many metres around, and the slack."""
    result = brackets(figures, edges, SLACK_M)[1]
    wide = np.flatnonzero(metres > 0)
    if len(wide):
        result[wide] = grow(brackets(figures[wide], edges)[1], metres[wide] + SLACK_M)
    return result


def _inside(figures: Any, edges: Edges | None, metres: Any) -> Any:
    """Give what surely lies in figures with so many metres around, less the slack."""
    result = brackets(figures, edges, SLACK_M)[0]
    short = (metres - STRAYING_M - SLACK_M) / _GROWN_SHORT
    wide = np.flatnonzero(short > 0)
    if len(wide):
        result[wide] = grow(brackets(figures[wide], edges)[0], short[wide])
    return result


def _readings(edges: str) -> tuple[Edges, ...]:
    """Give the readings of edges that a source leaves open."""
    return tuple(each for each in READINGS if edges in ("", each))


def _reached(figures: Any, ours: Edges, areas: Any, theirs: Edges, reach: Any) -> Any:
    """Tell whether figures lie within a distance of areas; never where there is no area."""
    result = np.zeros(len(figures), dtype=bool)
    there = ~shapely.is_missing(areas)
    at = np.flatnonzero(there & (reach == 0))
    if len(at):
        result[at] = meets(figures[at], areas[at], ours, theirs)
    far = np.flatnonzero(there & (reach > 0))
    if len(far):
        apart = distance_m(lay_out(figures[far], ours), lay_out(areas[far], theirs))
        result[far] = apart <= reach[far]
    return result
