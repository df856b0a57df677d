"""Figures drawn on the plain map: of activities, and of lines with what is sure of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import shapely

from detente.places import brackets, grow
from detente.places.edges import READINGS, bulges
from detente.places.growing import STRAYING_M
from detente.places.laying import TOLERANCE_M, laid
from detente.places.words import Edges
from detente.screening.corners import SLANT, Corners
from detente.screening.index import Index
from detente.screening.measuring import FINE_M
from detente.screening.sides import Lines

SLACK_M, WIDE_SLACK_M = 80.0, 480.0
"""By how much the drawings of lines are widened and narrowed, at least, in metres."""

_CALM_STEP, _CALM_LATITUDE, _CALM_LONGITUDE = np.array([20.0, 4.5]), 85.0, 179.9
_FEW_CORNERS = 32
_GROWN_SHORT = 1.01
_HALF_TURN = 180.0
_LAST_DIGITS = 1e-9  # degrees: more than is lost where longitude and latitude are added
_METRES_OF_A_DEGREE = 110_500.0  # of latitude, at the equator, where it is least


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
    def flat(self) -> Any:
        """Tell which figures are on the map what they are: edges straight in degrees, and calm."""
        west, south, east, north = shapely.bounds(self.given).T
        calm = (west > -_CALM_LONGITUDE) & (east < _CALM_LONGITUDE) & (east - west < _HALF_TURN)
        calm &= (south > -_CALM_LATITUDE) & (north < _CALM_LATITUDE)
        return self.placed & (self.edges == "straight") & calm

    @cached_property
    def bent_m(self) -> Any:
        """Give by how much the readings of edges differ at most, in metres, shape (n,)."""
        result = np.zeros(len(self.given))
        some = np.flatnonzero(self.placed & ~self.flat)
        result[some] = _bulge(self.given[some])
        return result

    @cached_property
    def _plain(self) -> Any:
        """Tell which figures are as good on the map as they are, however their edges run."""
        return self.placed & (self.bent_m <= SLACK_M / 2)

    @cached_property
    def drawn(self) -> Any:
        """Give the figures on the map, those without stated edges with geodesic ones."""
        result: Any = np.where(self.placed, self.given, None)
        bent = np.flatnonzero(self.placed & ~self._plain)
        result[bent] = self._laid(bent)
        return result

    def _laid(self, some: Any, tolerance_m: float = TOLERANCE_M) -> Any:
        """Lay some figures out, those without stated edges with geodesic ones."""
        result = _undrawn(len(some))
        edges = np.where(self.edges[some] == "", "geodesic", self.edges[some])
        for reading in READINGS:
            at = np.flatnonzero(edges == reading)
            if len(at):
                result[at] = laid(self.given[some[at]], reading, tolerance_m)
        return result

    def sure(self, some: Any) -> tuple[Any, Any]:
        """Give what surely lies in some figures, and what surely holds them, shape (k,) each."""
        inner, outer = _undrawn(len(some)), _undrawn(len(some))
        bent = self.slightly_bent[some]
        for reading in (*READINGS, None):
            at = np.flatnonzero((self.edges[some] == (reading or "")) & ~bent)
            if len(at):
                inner[at], outer[at] = brackets(self.given[some[at]], reading)
        inner[bent], outer[bent] = self.widened(some[bent], 0.0)
        return inner, outer

    @cached_property
    def slightly_bent(self) -> Any:
        """Tell whose edges are not stated, and whose readings hardly differ, shape (n,)."""
        return self.placed & (self.edges == "") & (self.bent_m <= WIDE_SLACK_M)

    def widened(self, some: Any, slack_m: float) -> tuple[Any, Any]:
        """Give what surely lies in slightly bent figures, and what surely holds them.

        To narrow and widen one reading is quicker than to lay all over one another, and good enough
        where they hardly differ.
        """
        return brackets(self.given[some], "geodesic", slack_m + self.bent_m[some])

    def measured(self, some: Any) -> Any:
        """Give some figures so that distances can be measured from them.

        Args:
            some: places of figures, in any order and often, shape (k,).
        """
        once, back = np.unique(some, return_inverse=True)
        new = once[shapely.is_missing(self._fine[once])]
        if len(new):
            self._fine[new] = self._laid(new, FINE_M)
        return self._fine[once][back]

    @cached_property
    def _fine(self) -> Any:
        """Give the figures that distances were measured from already, shape (n,)."""
        return _undrawn(len(self.given))

    @cached_property
    def corners(self) -> Corners:
        """Give some corners of each, as they are given."""
        return Corners.of(self.given)

    def slanted(self, around_m: Any) -> Any:
        """Give between which slanting lines each figure lies, whatever the readings.

        Boxes that lie askew tell many figures apart whose upright boxes meet.

        Args:
            around_m: how much is laid around each figure, in metres, one for all or shape (n,).

        Returns:
            The least and the most of x + `SLANT` y, and of x - `SLANT` y, in degrees, shape (4, n);
            NaN where there is no figure.
        """
        by = _LAST_DIGITS + _degrees(self.given, self.bent_m + around_m)
        west, _, east, _ = shapely.bounds(self.given).T
        by[(west - by < -_HALF_TURN) | (east + by > _HALF_TURN)] = np.inf
        return self.corners.bounds + np.array([[-1], [1], [-1], [1]]) * (1 + SLANT) * by

    @cached_property
    def vague_m(self) -> Any:
        """Give by how much the drawing may differ from the true figure, in metres, shape (n,)."""
        laid = TOLERANCE_M + np.where(self.edges == "", self.bent_m, 0.0)
        return np.where(self._plain, self.bent_m, laid)

    def sought(self, some: Any) -> Any:
        """Give some figures so that the box of each meets all that it may lie near to.

        Args:
            some: places of figures, shape (k,).
        """
        vague = self.vague_m[some]
        shapes = self.drawn[some].copy()
        rough = np.flatnonzero((vague > SLACK_M) & (vague <= WIDE_SLACK_M))
        if len(rough):
            shapes[rough] = boxes(shapes[rough], vague[rough])
        wild = np.flatnonzero(vague > WIDE_SLACK_M)
        if len(wild):
            shapes[wild] = brackets(self.given[some[wild]], None)[1]
        return shapes

    @property
    def seeking(self) -> Any:
        """Give all figures as `sought` gives some, None where there is none, shape (n,)."""
        result = _undrawn(len(self.given))
        some = np.flatnonzero(self.placed)
        result[some] = self.sought(some)
        return result


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

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as the lines alone; what is drawn of them is drawn again where they arrive."""
        return Drawn, (self.lines, self.near_m)

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
    def figures(self) -> Figures:
        """Give what surely holds each line's area, without what is laid around it."""
        return Figures(self.lines.within, self.lines.edges)

    @cached_property
    def slanted(self) -> Any:
        """Give between which slanting lines each line bears; see `Figures.slanted`."""
        return self.figures.slanted(self.lines.reach_m)

    @cached_property
    def flat(self) -> Any:
        """Tell which lines are on the map what they are: one outline, and that is flat."""
        return self.figures.flat & self.bounded & self.lines.drawn & (self.lines.reach_m == 0)

    @cached_property
    def outlines(self) -> Any:
        """Give the outlines of lines, those of flat ones prepared for questions, shape (m,)."""
        _index(self.lines.within[self.flat])
        return self.lines.within

    @cached_property
    def _bounds(self) -> dict[float, tuple[Any, Any, Any]]:
        """Give, by slack, the bounds that are drawn already, and which these are."""
        return {}

    def bounds(self, some: Any, slack_m: float = SLACK_M) -> tuple[Any, Any]:
        """Give what surely lies in each line's area, and what surely holds it, shape (m,) each.

        They are prepared for many questions.

        Args:
            some: places of the lines for which they are needed; the others may be None.
            slack_m: how much room they leave for what is vague of activities, in metres.
        """
        count = len(self.lines)
        if slack_m not in self._bounds:
            self._bounds[slack_m] = _undrawn(count), _undrawn(count), np.zeros(count, dtype=bool)
        inner, outer, done = self._bounds[slack_m]
        new = np.zeros(count, dtype=bool)
        new[some] = True
        new &= ~done
        if new.any():
            self._draw(new, inner, outer, slack_m)
            _index(inner[new])
            _index(outer[new])
            done |= new
        return inner, outer

    def _draw(self, new: Any, inner: Any, outer: Any, slack_m: float) -> None:
        """Draw the bounds of some lines."""
        lines, reach = self.lines, self.lines.reach_m
        sharp, new = new & lines.drawn & (reach == 0), new.copy()
        some = np.flatnonzero(sharp & self.figures.slightly_bent)
        inner[some], outer[some] = self.figures.widened(some, slack_m)
        sharp[some] = new[some] = False
        for reading, some in self._by_edges(np.where(sharp, lines.within, None)):
            inner[some], outer[some] = brackets(lines.within[some], reading, slack_m)
        for reading, some in self._by_edges(np.where(new & ~sharp, lines.inside, None)):
            inner[some] = _inside(lines.inside[some], reading, reach[some], slack_m)
        for reading, some in self._by_edges(np.where(new & ~sharp, lines.within, None)):
            outer[some] = _outside(lines.within[some], reading, reach[some], slack_m)

    def _by_edges(self, figures: Any) -> Iterator[tuple[Edges | None, Any]]:
        """Go through the lines that have a figure, those with one kind of edges together."""
        there = ~(shapely.is_missing(figures) | self.lines.anywhere)
        for reading in (*READINGS, None):
            some = np.flatnonzero(there & (self.lines.edges == (reading or "")))
            if len(some):
                yield reading, some

    @cached_property
    def sought(self) -> Any:
        """Give what is worth telling about each line, None where it has no bound, shape (m,)."""
        flat, near = self.flat, self.near_m > 0
        result = _undrawn(len(flat))
        result[flat & ~near] = boxes(self.lines.within[flat & ~near], SLACK_M)
        drawn = self.bounded & ~flat & ~near
        result[drawn] = self.bounds(np.flatnonzero(drawn))[1][drawn]
        metres = self.lines.reach_m + self.near_m
        for reading, some in self._by_edges(np.where(near, self.lines.within, None)):
            result[some] = _outside(self.lines.within[some], reading, metres[some])
        return result

    @cached_property
    def index(self) -> Index:
        """Give an index over what is worth telling about each line."""
        return Index.of(self.sought, self.lines.begins.least, self.lines.ends.most)


def _undrawn(count: int) -> Any:
    """Give so many figures that are not there."""
    return np.full(count, None, dtype=object)


def _index(figures: Any) -> None:
    """Prepare figures for many questions.

    Those of few corners are asked nearly as quickly without, and the index of each would take ten
    times as much memory as the figure itself: they are prepared when many ask.
    """
    shapely.prepare(figures[shapely.get_num_coordinates(figures) > _FEW_CORNERS])


def boxes(figures: Any, metres: Any) -> Any:
    """Give boxes around calm figures, with so many metres between, one for all or shape (n,)."""
    west, south, east, north = shapely.bounds(figures).T
    by = _degrees(figures, metres)
    return shapely.box(west - by, south - by, east + by, north + by)


def _degrees(figures: Any, metres: Any) -> Any:
    """Give degrees that are at least so many metres in every direction; infinite near a pole."""
    _, south, _, north = shapely.bounds(figures).T
    high = np.maximum(-south, north) + 2 * metres / _METRES_OF_A_DEGREE
    wide = _METRES_OF_A_DEGREE * np.cos(np.radians(np.minimum(high, _CALM_LATITUDE)))
    return np.where(high < _CALM_LATITUDE, metres / wide, np.inf)


def _outside(figures: Any, edges: Edges | None, metres: Any, slack_m: float = SLACK_M) -> Any:
    """Give what surely holds figures with so many metres around, and the slack."""
    result = brackets(figures, edges, slack_m)[1]
    wide = np.flatnonzero(metres > 0)
    if len(wide):
        result[wide] = grow(brackets(figures[wide], edges)[1], metres[wide] + slack_m)
    return result


def _inside(figures: Any, edges: Edges | None, metres: Any, slack_m: float) -> Any:
    """Give what surely lies in figures with so many metres around, less the slack."""
    result = brackets(figures, edges, slack_m)[0]
    short = (metres - STRAYING_M - slack_m) / _GROWN_SHORT
    wide = np.flatnonzero(short > 0)
    if len(wide):
        result[wide] = grow(brackets(figures[wide], edges)[0], short[wide])
    return result
