"""Figures drawn on the plain map: of activities, and of lines with what is sure of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import shapely

from detente.places import brackets, grow, lay_out
from detente.places.edges import READINGS, bulges
from detente.places.growing import STRAYING_M
from detente.places.laying import TOLERANCE_M
from detente.places.words import Edges
from detente.screening.sides import Lines

SLACK_M = 80.0
"""By how much the drawings of lines are widened and narrowed, at least, in metres."""

_CALM_STEP, _CALM_LATITUDE, _CALM_LONGITUDE = np.array([20.0, 4.5]), 85.0, 179.9
_GROWN_SHORT = 1.01


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
class Drawn:
    """The lines on the map, drawn once for many questions.

    Attributes:
        lines: the lines.
        near_m: how far apart is still near, in metres, for each line; 0: nothing is, shape (m,).
        turn: held while its figures are asked: GEOS would crash if two threads asked one at once.
    """

    lines: Lines
    near_m: Any
    turn: Any = field(default_factory=Lock, repr=False)

    @cached_property
    def bounded(self) -> Any:
        """Tell which lines have a bound outside which nothing of their area lies, shape (m,)."""
        return ~(shapely.is_missing(self.lines.within) | self.lines.anywhere)

    @cached_property
    def arealess(self) -> Any:
        """Tell of which lines nothing of an area is known, shape (m,)."""
        lines = self.lines
        return shapely.is_missing(lines.inside) & shapely.is_missing(lines.within) & ~lines.anywhere

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

    @cached_property
    def figures(self) -> Any:
        """Give the bounds of the lines as they are, laid out, to measure from, shape (m,)."""
        return Figures(self.lines.within, self.lines.edges).drawn

    @cached_property
    def places(self) -> Any:
        """Give the places of the lines that the index holds."""
        return np.flatnonzero(self.bounded)

    @cached_property
    def tree(self) -> Any:
        """Give an index over what is worth telling about each line."""
        return shapely.STRtree(self.reach[self.places])


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
