"""Figures anywhere on the globe, and a slow way to ask about them, independent of the room.

The slow way never looks at a map: it walks along the outline in many small steps, measures each
from the place asked about with PROJ, and adds up by how much the bearing turns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
Numbers = NDArray[np.float64]
Place = tuple[float, float]

longitudes = st.floats(-180, 180) | st.sampled_from([-180.0, -179.99, 0.0, 179.5, 180.0])
latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, -89.9, 0.0, 60.0, 89.99, 90.0])
places = st.tuples(longitudes, latitudes)
sizes = st.sampled_from([10.0, 1e3, 3e4, 1.5e5, 4e5, 2e6])


def go(place: Place, bearing: float, metres: float) -> Place:
    """The place that lies in a direction at a distance."""
    longitude, latitude, _ = GEOD.fwd(*place, bearing, metres)
    return float(longitude), float(latitude)


def apart(one: Place, other: Place) -> float:
    """How far two places are apart, in metres."""
    return float(GEOD.inv(*one, *other)[2])


def walk(ring: list[Place], step_m: float) -> Numbers:
    """Places along the geodesic edges of a closed ring, not more than a step apart."""
    found: list[Place] = []
    for one, other in pairwise(ring):
        count = max(1, math.ceil(apart(one, other) / step_m))
        found += [one, *GEOD.npts(*one, *other, count - 1)] if count > 1 else [one]
    return np.array([*found, ring[-1]], dtype=float)


@dataclass(frozen=True)
class Figure:
    """A star around a centre with geodesic edges, perhaps with a hole of the same shape."""

    centre: Place
    size: float
    bearings: tuple[float, ...]
    radii: tuple[float, ...]
    hole: bool

    @cached_property
    def rings(self) -> list[list[Place]]:
        shares = (1.0, 0.3 * min(self.radii)) if self.hole else (1.0,)
        rings = [
            [
                go(self.centre, b, share * r * self.size if share == 1 else share * self.size)
                for b, r in zip(self.bearings, self.radii, strict=True)
            ]
            for share in shares
        ]
        return [[*ring, ring[0]] for ring in rings]

    @property
    def shape(self) -> shapely.Polygon:
        """As a file would give it: longitudes between -180 and 180, nothing cut."""
        return shapely.Polygon(self.rings[0], self.rings[1:])

    @cached_property
    def outline(self) -> list[Numbers]:
        return [walk(ring, self.size / 150) for ring in self.rings]

    def holds(self, place: Place) -> bool:
        """Whether a place lies inside: inside the ring and in no hole."""
        return [_winds(walked, place) for walked in self.outline] in ([True], [True, False])

    def from_outline(self, place: Place) -> float:
        """How far a place is from the outline in metres, at most a step too much."""
        walked = np.concatenate(self.outline)
        return float(GEOD.inv(walked[:, 0], walked[:, 1], *_beside(place, len(walked)))[2].min())


def _beside(place: Place, count: int) -> tuple[Numbers, Numbers]:
    return np.full(count, place[0]), np.full(count, place[1])


def _winds(walked: Numbers, place: Place) -> bool:
    """Whether the bearing towards the walker turns once round."""
    bearing = GEOD.inv(*_beside(place, len(walked)), walked[:, 0], walked[:, 1])[0]
    turn = np.diff(bearing)
    return abs(round(float(np.sum(turn - 360 * np.round(turn / 360))) / 360)) == 1


@st.composite
def figures(draw: st.DrawFn, hole: bool | None = None) -> Figure:
    """Stars with three to seven points whose inside is the smaller side."""
    count = draw(st.integers(3, 7))
    start = draw(st.floats(0, 360))
    gaps = draw(st.lists(st.floats(0.8, 1.2), min_size=count, max_size=count))
    bearings = start + np.cumsum(gaps) * 360 / sum(gaps)
    radii = draw(st.lists(st.floats(0.5, 1), min_size=count, max_size=count))
    holed = draw(st.booleans()) if hole is None else hole
    return Figure(draw(places), draw(sizes), tuple(bearings.tolist()), tuple(radii), holed)


@st.composite
def figures_and_places(draw: st.DrawFn) -> tuple[Figure, Place]:
    """A figure and a place in it or near it."""
    figure = draw(figures())
    bearing, share = draw(st.floats(0, 360)), draw(st.floats(0, 1.3))
    return figure, go(figure.centre, bearing, share * figure.size)
