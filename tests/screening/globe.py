"""Figures on the ellipsoid, pair by pair and slowly, without a map of the world.

Nothing is shared with `detente.places`. Every edge is walked in short steps, by a formula of its
own for each reading: PROJ's geodesics, a ruler on PROJ's Mercator chart, a mean of degrees. Whether
two figures meet is seen in a round view (stereographic) from the middle between them, in which
neither poles nor antimeridian are anything special. Distances are measured from every point near
enough to every step near enough, in a view around that very point, where they are true.

What lies nearer than `SLACK_M` to the boundary of the answer may be answered either way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Proj
from shapely.geometry.base import BaseGeometry

SLACK_M = 1.0
"""Nearer than this to a boundary, or to a distance around one, both answers are right."""

GEOD = Geod(ellps="WGS84")
MERCATOR = Proj(proj="merc", ellps="WGS84")
READINGS = ("geodesic", "rhumb", "straight")

Numbers = NDArray[np.float64]
Place = tuple[float, float]
Answer = Literal["yes", "no", "slack"]

_STEP_M = 3200.0  # in a view, such a step strays by 20 cm
_SAG_M = 0.01
_RADIUS_M = 6_400_000.0  # no smaller than any radius of curvature: no view shows things too near
_LEAST_RADIUS_M = 6_335_000.0


def go(place: Place, bearing: float, metres: float) -> Place:
    """The place that lies in a direction at a distance."""
    longitude, latitude, _ = GEOD.fwd(*place, bearing, metres)
    return float(longitude), float(latitude)


def walk(start: Numbers, end: Numbers, edges: str) -> Numbers:
    """Places from the start of an edge up to, and without, its end, in short steps."""
    turn = float((end[0] - start[0] + 180) % 360 - 180)
    steep = math.radians(min(89.9, max(abs(start[1]), abs(end[1]))))
    flat = math.radians(min(abs(start[1]), abs(end[1])))
    if edges == "geodesic":
        metres = GEOD.inv(*start, *end)[2]
        count = max(1, math.ceil(metres / _STEP_M))
        (x, y), (u, v) = start.tolist(), end.tolist()
        between = GEOD.npts(x, y, u, v, count - 1) if count > 1 else []
        return np.array([start.tolist(), *between], dtype=float).reshape(-1, 2)
    metres = 111_700 * (abs(turn) * math.cos(flat) + abs(float(end[1] - start[1])))
    step = min(_STEP_M, math.sqrt(8 * _SAG_M * _RADIUS_M / max(math.tan(steep), 1e-3)))
    share = np.arange(max(1, math.ceil(metres / step))) / max(1, math.ceil(metres / step))
    if edges == "straight":
        return np.stack([start[0] + share * turn, start[1] + share * (end[1] - start[1])], axis=1)
    x, y = MERCATOR(np.zeros(2), np.array([start[1], end[1]]))
    latitude = MERCATOR(np.zeros(len(share)), y[0] + share * (y[1] - y[0]), inverse=True)[1]
    return np.stack([start[0] + share * turn, latitude], axis=1)


def _around(points: Numbers, edges: str) -> Numbers:
    """A ring or a line, walked from its first point to its last."""
    steps = [walk(one, other, edges) for one, other in pairwise(points)]
    return np.concatenate([*steps, points[-1:]])


def normals(places: Numbers) -> Numbers:
    """Directions straight up, shape (n, 3)."""
    x, y = np.radians(places).T
    return np.stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)], axis=1)


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure under one reading of its edges, walked.

    Attributes:
        dimension: 2 for areas, 1 for lines, 0 for points.
        parts: for each part its outlines, the outer one first, as places.
    """

    dimension: int
    parts: list[list[Numbers]]

    @cached_property
    def up(self) -> list[list[Numbers]]:
        return [[normals(ring) for ring in part] for part in self.parts]

    @cached_property
    def middle(self) -> Numbers:
        mean = np.concatenate([ring for part in self.up for ring in part]).mean(axis=0)
        result: Numbers = mean / np.linalg.norm(mean)
        return result

    @cached_property
    def radius(self) -> float:
        """How far it reaches from its middle, as an angle."""
        return max(_angle(self.middle, ring) for part in self.up for ring in part)

    @cached_property
    def steps(self) -> tuple[Numbers, Numbers]:
        """Where each step of an outline begins and ends, as places."""
        rings = [ring for part in self.parts for ring in part]
        begins = np.concatenate([ring[:-1] if len(ring) > 1 else ring for ring in rings])
        return begins, np.concatenate([ring[1:] if len(ring) > 1 else ring for ring in rings])

    def seen(self, view: View) -> BaseGeometry:
        """As a view shows it."""
        flat = [[view.of(ring) for ring in part] for part in self.up]
        if self.dimension == 0:
            return shapely.MultiPoint(np.concatenate([part[0] for part in flat]))
        if self.dimension == 1:
            return shapely.MultiLineString([part[0] for part in flat])
        return shapely.union_all([shapely.Polygon(part[0], part[1:]) for part in flat])


def _angle(one: Numbers, others: Numbers) -> float:
    """The largest angle between a direction and others."""
    return float(np.arccos(np.clip(np.atleast_2d(others) @ one, -1, 1)).max())


@lru_cache(maxsize=4096)
def figure(wkt: str, edges: str) -> Figure:
    """Walk a figure that is written in degrees, longitude first, in any turn."""
    shape = shapely.from_wkt(wkt)
    parts = []
    for part in shapely.get_parts(shape):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        parts.append([_around(shapely.get_coordinates(ring), edges) for ring in rings])
    return Figure(int(shapely.get_dimensions(shape)), parts)


class View:
    """The globe as a circle-true view shows it; nothing looks nearer than it is."""

    def __init__(self, centre: Numbers) -> None:
        self.centre = centre / np.linalg.norm(centre)
        aside = np.eye(3)[int(np.argmin(np.abs(self.centre)))]
        self.east = np.cross(aside, self.centre)
        self.east /= np.linalg.norm(self.east)
        self.north = np.cross(self.centre, self.east)

    def of(self, up: Numbers) -> Numbers:
        stretch = 2 * _RADIUS_M / (1 + up @ self.centre)
        return np.stack([stretch * (up @ self.east), stretch * (up @ self.north)], axis=1)

    def scale(self, reach: float) -> float:
        """By how much, at most, things look larger than they are, up to an angle."""
        return 1.02 / math.cos(min(reach, 3.0) / 2) ** 2


def far_apart(one: Figure, other: Figure, metres: float) -> bool:
    """Whether two figures are surely farther apart, as far as their sizes tell."""
    between = _angle(one.middle, other.middle)
    return between - one.radius - other.radius > (metres + 1000) / _LEAST_RADIUS_M


def meet(one: Figure, other: Figure) -> Answer:
    """Whether two figures have a point in common."""
    if far_apart(one, other, 0):
        return "no"
    view = View(one.middle + other.middle)
    reach = max(_angle(view.centre, each.middle) + each.radius for each in (one, other))
    slack = SLACK_M * view.scale(reach)
    a, b = one.seen(view), other.seen(view)
    if shapely.distance(a, b) > slack:
        return "no"
    narrow = [
        (shapely.buffer(shape, -slack, join_style="mitre"), beside)
        for shape, beside, each in ((a, b, one), (b, a, other))
        if each.dimension == 2
    ]
    return "yes" if any(shapely.intersects(*pair) for pair in narrow) else "slack"


def distance(one: Figure, other: Figure) -> float:
    """How far the outlines of two figures are apart, in metres."""
    return min(_from_points(one, other), _from_points(other, one))


def _from_points(one: Figure, other: Figure) -> float:
    """How far the points of one outline are from the steps of the other, at least.

    Around each point PROJ's bearings and distances make a view in which its own distances are true.
    """
    points, (begins, ends) = np.concatenate(one.steps), other.steps
    point, step = _near_pairs(points, begins)
    flat = []
    for places in (begins[step], ends[step]):
        bearing, _, metres = GEOD.inv(*points[point].T, *places.T)
        turn = np.radians(bearing)
        flat.append(np.stack([metres * np.sin(turn), metres * np.cos(turn)], axis=1))
    way = flat[1] - flat[0]
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    share = np.clip(-(flat[0] * way).sum(axis=1) / length, 0, 1)
    return float(np.linalg.norm(flat[0] + share[:, None] * way, axis=1).min())


def _near_pairs(points: Numbers, begins: Numbers) -> tuple[Numbers, Numbers]:
    """The points and the steps, by number, among which the nearest are; block by block."""
    one, other = _in_space(points), _in_space(begins)
    mine, theirs = _blocks(one), _blocks(other)
    (middles, radii), (others, wide) = (_balls(one, mine), _balls(other, theirs))
    between = np.linalg.norm(middles[:, None] - others[None, :], axis=2)
    around = radii[:, None] + wide[None, :]
    reach = float((between + around).min())
    kept = np.argwhere(between - around <= reach + 2 * _STEP_M)
    found = []
    for i, j in kept:
        a, b = mine[i], theirs[j]
        apart = np.linalg.norm(one[a][:, None] - other[b][None, :], axis=2)
        reach = min(reach, float(apart.min()))
        found.append((a, b, apart))
    pairs = [
        (a[near[0]], b[near[1]])
        for a, b, apart in found
        for near in [np.nonzero(apart <= reach + _STEP_M + 20 + reach / 1000)]
    ]
    return np.concatenate([p for p, _ in pairs]), np.concatenate([s for _, s in pairs])


def _blocks(points: Numbers) -> list[Numbers]:
    """Numbers of neighbouring points, so many together."""
    return list(np.array_split(np.arange(len(points)), math.ceil(len(points) / 50)))


def _balls(points: Numbers, blocks: list[Numbers]) -> tuple[Numbers, Numbers]:
    """The middle of each block, and how far its points are from there."""
    middles = np.array([points[block].mean(axis=0) for block in blocks])
    apart = [points[block] - middle for block, middle in zip(blocks, middles, strict=True)]
    return middles, np.array([np.linalg.norm(each, axis=1).max() for each in apart])


def _in_space(places: Numbers) -> Numbers:
    """Points in space, in metres from the centre of the ellipsoid, shape (n, 3)."""
    up = normals(places)
    across = GEOD.a / np.sqrt(1 - GEOD.es * up[:, 2] ** 2)
    return up * np.stack([across, across, (1 - GEOD.es) * across], axis=1)


def within(one: Figure, other: Figure, metres: float) -> Answer:
    """Whether two figures lie within a distance of one another."""
    if metres == 0:
        return meet(one, other)
    if far_apart(one, other, metres):
        return "no"
    if meet(one, other) == "yes":
        return "yes"
    beyond = distance(one, other) - metres
    return "slack" if abs(beyond) < SLACK_M else "yes" if beyond < 0 else "no"
