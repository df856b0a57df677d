"""Edges between the points of an outline: what they mean, and points along them.

A **geodesic** edge is the shortest line on the ellipsoid, a **rhumb** edge keeps one bearing (what
a ruler draws on a nautical chart), a **straight** edge is straight in degrees. An edge always takes
the shorter way round: from 170° east to 170° west it crosses the antimeridian.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.places.ellipsoid import (
    EQUATOR_M,
    FLATTENING,
    SQUEEZE,
    Numbers,
    from_space,
    geod,
    to_space,
)
from detente.places.words import EDGES, Edges

READINGS = EDGES
"""What may be meant where a source does not say how edges run."""

POLE = 90 - 1e-9
_CHART_TOP = 90 - 1e-6  # a decimetre from the pole: beyond, the sine is 1 and the height infinite
_ECCENTRICITY = np.sqrt(FLATTENING * (2 - FLATTENING))
_SAFETY = 1.3  # over the first-order bulge; the tests measure what is left
_DEEPEST = 40


def bulges(starts: Numbers, ends: Numbers) -> Numbers:
    """Give by how much the three readings of short edges differ at most, in metres, shape (n,).

    Args:
        starts: longitude and latitude in degrees, shape (n, 2); well away from the poles.
        ends: the same, with longitudes that differ by less than half a turn.
    """
    apart = np.radians(ends - starts)
    steep = np.radians(np.maximum(np.abs(starts[:, 1]), np.abs(ends[:, 1])))
    east = np.abs(apart[:, 0]) * np.cos(np.radians((starts[:, 1] + ends[:, 1]) / 2))
    north = apart[:, 1]
    length = np.maximum(np.hypot(east, north), 1e-15)
    bulge = np.tan(steep) * east * (east**2 + 2 * north**2) / (8 * length)
    result: Numbers = _SAFETY * EQUATOR_M * bulge
    return result


def along(starts: Numbers, ends: Numbers, shares: Numbers, edges: Edges) -> Numbers:
    """Give points along short edges, longitude and latitude in degrees, shape (n, 2).

    Args:
        starts: shape (n, 2), away from the poles.
        ends: shape (n, 2); longitudes within half a turn of the starts.
        shares: how far along, from 0 to 1, shape (n,).
        edges: how the edges run.
    """
    share = shares[:, None]
    if edges == "straight":
        return starts + share * (ends - starts)
    if edges == "rhumb":
        return _along_rhumb(starts, ends, shares)
    return from_space(raised(to_space(starts), to_space(ends), share))


def raised(starts: Numbers, ends: Numbers, share: Any) -> Numbers:
    """Give points of short geodesics in space: those of the chord, raised along the normal.

    Raised from the centre instead they would stray by 0.6 m in the middle of 100 km, since normals
    of the ellipsoid do not meet there.

    Args:
        starts: points in space in metres, shape (n, 3).
        ends: the same.
        share: how far along, from 0 to 1, one for all or shape (n, 1).
    """
    chord = ends - starts
    normal = (starts + ends) * [1, 1, 1 / SQUEEZE]
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    square = np.einsum("ij,ij->i", chord, chord)[:, None]
    result: Numbers = (
        starts + share * chord + share * (1 - share) * square / (2 * EQUATOR_M) * normal
    )
    return result


def _along_rhumb(starts: Numbers, ends: Numbers, shares: Numbers) -> Numbers:
    """Give points of rhumb lines at shares of the latitude; a rhumb into a pole is a meridian."""
    latitude = starts[:, 1] + shares * (ends[:, 1] - starts[:, 1])
    low, high = _chart_height(starts[:, 1]), _chart_height(ends[:, 1])
    rise = high - low
    level = np.abs(rise) < 1e-9
    turn = np.where(level, shares, (_chart_height(latitude) - low) / np.where(level, 1.0, rise))
    longitude = starts[:, 0] + turn * (ends[:, 0] - starts[:, 0])
    longitude = np.where(np.abs(starts[:, 1]) >= POLE, ends[:, 0], longitude)
    longitude = np.where(np.abs(ends[:, 1]) >= POLE, starts[:, 0], longitude)
    return np.stack([longitude, latitude], axis=1)


def _chart_height(latitude: Numbers) -> Numbers:
    """Give the height of latitudes on a Mercator chart (the isometric latitude), in radians."""
    sine = np.sin(np.radians(np.clip(latitude, -_CHART_TOP, _CHART_TOP)))
    height: Numbers = np.arctanh(sine) - _ECCENTRICITY * np.arctanh(_ECCENTRICITY * sine)
    return height


def trace(starts: Numbers, ends: Numbers, edges: Edges, tolerance_m: Numbers) -> list[Numbers]:
    """Follow edges of any length, anywhere, closely enough for straight lines in degrees.

    Args:
        starts: longitude and latitude in degrees, shape (n, 2).
        ends: the same; longitudes within half a turn of the starts.
        edges: how the edges run.
        tolerance_m: how far, in metres, a straight line in degrees, or a geodesic, between two
            neighbouring points may stray from the edge; shape (n,).

    Returns:
        For each edge the points after its start and before its end, in order, each shape (k, 2).
        Longitudes are in any turn.
    """
    walk = _Walk(starts, ends, edges)
    edge = np.arange(len(starts))
    low, high = np.zeros(len(starts)), np.ones(len(starts))
    found_edge, found_share = [], []
    for _ in range(_DEEPEST):
        stray = walk.strays(edge, low, high) > tolerance_m[edge]
        if not stray.any():
            break
        edge, low, high = edge[stray], low[stray], high[stray]
        middle = (low + high) / 2
        found_edge.append(edge)
        found_share.append(middle)
        edge = np.concatenate([edge, edge])
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
    if not found_edge:
        return [np.empty((0, 2))] * len(starts)
    which, share = np.concatenate(found_edge), np.concatenate(found_share)
    order = np.lexsort((share, which))
    points = walk.at(which[order], share[order])
    return np.split(points, np.searchsorted(which[order], np.arange(1, len(starts))))


class _Walk:
    """Points along edges of any length, by their share of the way."""

    def __init__(self, starts: Numbers, ends: Numbers, edges: Edges) -> None:
        """Find bearing and length of geodesic edges."""
        self._starts, self._ends, self._edges = starts, ends, edges
        self._bearing, _, self._length = geod().inv(*starts.T, *ends.T)

    def at(self, edge: Any, share: Numbers) -> Numbers:
        """Give the points at shares of edges, shape (n, 2)."""
        starts = self._starts[edge]
        if self._edges != "geodesic":
            return along(starts, self._ends[edge], share, self._edges)
        bearing, length = self._bearing[edge], self._length[edge] * share
        longitude, latitude, _ = geod().fwd(starts[:, 0], starts[:, 1], bearing, length)
        return np.stack([longitude, latitude], axis=1)

    def strays(self, edge: Any, low: Numbers, high: Numbers) -> Numbers:
        """Give how far pieces stray from their edges, in metres, at a quarter, half and more."""
        first, last = self.at(edge, low), self.at(edge, high)
        if self._edges != "straight":
            first, last = _at_poles(first, last), _at_poles(last, first)
            turn = last[:, 0] - first[:, 0]
            last[:, 0] -= 360 * np.round(turn / 360)
        worst = np.zeros(len(edge))
        spaces = to_space(first), to_space(last)
        for share in (0.25, 0.5, 0.75):
            true = to_space(self.at(edge, low + share * (high - low)))
            drawn = to_space(first + share * (last - first))
            worst = np.maximum(worst, np.linalg.norm(true - drawn, axis=1))
            if self._edges != "geodesic":
                drawn = to_space(from_space(raised(*spaces, share)))
                worst = np.maximum(worst, np.linalg.norm(true - drawn, axis=1))
        return worst


def _at_poles(places: Numbers, others: Numbers) -> Numbers:
    """Give places that are a pole the longitude of the other end: there it is of no meaning."""
    result = places.copy()
    pole = np.abs(places[:, 1]) >= POLE
    result[pole, 0] = others[pole, 0]
    return result
