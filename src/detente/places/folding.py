"""Outlines unrolled past the antimeridian and around a pole, and folded back into one turn.

An outline is first followed with longitudes that run on past 180°. When it comes back to its start
it has either made no turn, and then it encloses what it encloses on paper, or one whole turn, and
then it encloses a pole. Cut at 180° it lies on the plain map, -180 to 180 degrees.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from detente.errors import AreaError
from detente.places.edges import POLE
from detente.places.ellipsoid import Numbers
from detente.places.words import Edges

MAP = shapely.box(-180, -90, 180, 90)
SLIVER = 1e-7  # degrees, about a centimetre
_ON_SEAM = 1e-9  # degrees, a tenth of a millimetre
_BALANCED = 0.01  # of the half globe: below this neither side of an outline is the smaller one


def turned(steps: Numbers) -> Numbers:
    """Give steps in longitude the shorter way round, in degrees."""
    result: Numbers = steps - 360 * np.round(steps / 360)
    return result


def unroll(points: Numbers, edges: Edges) -> Numbers:
    """Give the points of a line or closed outline with longitudes that never jump.

    Args:
        points: longitude in any turn and latitude, shape (n, 2).
        edges: how the edges run; a pole given as a point takes its neighbours' longitudes unless
            edges are straight in degrees.
    """
    polar = np.abs(points[:, 1]) >= POLE
    if edges != "straight" and polar.any() and not polar.all():
        return _unroll_through_pole(points, polar)
    steps = np.diff(points[:, 0])
    steps = np.where(polar[:-1] & polar[1:], steps, turned(steps))
    longitude = points[0, 0] + np.concatenate([[0.0], np.cumsum(steps)])
    return _in_first_turn(np.stack([longitude, points[:, 1]], axis=1))


def _unroll_through_pole(points: Numbers, polar: Any) -> Numbers:
    """Unroll an outline that has a pole among its points: up one meridian and down another."""
    closed = bool((points[0] == points[-1]).all())
    if closed and polar[0]:
        first = int(np.argmin(polar))
        points = np.concatenate([points[first:-1], points[: first + 1]])
        polar = np.abs(points[:, 1]) >= POLE
    found = [(float(points[0, 0]), float(points[0, 1]))]
    run: list[int] = []
    last = int(np.argmin(polar))  # the last point that is no pole
    for i in range(1, len(points)):
        if polar[i]:
            run.append(i)
            continue
        here = found[-1][0]
        if run:
            pole = float(points[run[0], 1])
            inner = points[run[-1], 0] - points[run[0], 0] if len(run) > 1 else 0.0
            way = points[run, 0][[0, -1]] if len(run) > 1 else points[[i, i], 0]
            jump = turned(way[0] - points[last, 0]) + inner + turned(points[i, 0] - way[1])
            found += [(here, pole), (here + float(jump), pole)]
            here += float(jump)
        else:
            here += float(turned(points[i, 0] - points[last, 0]))
        found.append((here, float(points[i, 1])))
        last, run = i, []
    if run:
        found.append((found[-1][0], float(points[run[0], 1])))
    return _in_first_turn(np.array(found))


def _in_first_turn(path: Numbers) -> Numbers:
    """Shift a path so that it starts between -180 and 180 degrees; put it exactly on the seams."""
    for column, seam in ((0, 180), (1, 90)):
        near = np.round(path[:, column] / seam) * seam
        path[:, column] = np.where(np.abs(path[:, column] - near) < _ON_SEAM, near, path[:, column])
    start = path[0, 0]
    if abs(start) > 180:
        path[:, 0] -= 360 * np.floor((start + 180) / 360)
    return path


def turns(path: Numbers) -> int:
    """Give how often an unrolled outline goes round a pole: 0, or 1 eastward, -1 westward."""
    return round(float(path[-1, 0] - path[0, 0]) / 360)


def enclosed(path: Numbers, oriented: bool = False) -> BaseGeometry:
    """Give what an unrolled closed outline encloses, on the map.

    Args:
        path: from `unroll`, first and last point at one place, shape (n, 2).
        oriented: its inside lies to the left; otherwise the smaller side is inside.

    Raises:
        AreaError: it goes round more than once, or halves the globe.
    """
    turn = turns(path)
    if abs(turn) > 1:
        raise AreaError("the outline goes round the pole more than once", "Draw each turn apart.")
    if turn:
        pole = 90.0 if (turn > 0 if oriented else _is_northern(path)) else -90.0
        return _sound(_polar(path, turn, pole), cut=True)
    return fold(_sound(shapely.Polygon(path)))


def _polar(path: Numbers, turn: int, pole: float) -> BaseGeometry:
    """Give what lies between an outline that goes round and a pole, over several turns.

    Several, so that it can be cut once at both seams: two parts put together where the outline
    begins would leave a crack of the last digit between them.
    """
    again = [path, *(np.add(path[1:], [360.0 * turn * count, 0.0]) for count in range(1, 5))]
    long = np.concatenate(again) - [720.0 * turn, 0.0]
    return shapely.Polygon(np.concatenate([long, [[long[-1, 0], pole], [long[0, 0], pole]]]))


def _sound(shape: BaseGeometry, cut: bool = False) -> BaseGeometry:
    """Make a shape valid, and cut it to the map if asked."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return in_dimension(shapely.intersection(shape, MAP), 2) if cut else shape


def _is_northern(path: Numbers) -> bool:
    """Answer whether the smaller side of an outline round the globe is the northern one."""
    sine = np.sin(np.radians(path[:, 1]))
    mean = float(np.sum(np.diff(path[:, 0]) * (sine[1:] + sine[:-1]) / 2))
    mean /= float(path[-1, 0] - path[0, 0])
    if abs(mean) < _BALANCED:
        raise AreaError(
            "the outline halves the globe: either side could be meant",
            "Draw it as two parts, each of which leaves both poles outside or on its outline.",
        )
    return mean > 0


def fold(shape: BaseGeometry) -> BaseGeometry:
    """Cut an unrolled shape at the antimeridian and shift its parts into -180 to 180 degrees."""
    west, _, east, _ = shape.bounds
    if not (west < -180 or east > 180):  # an empty shape has no bounds
        return shape
    first, last = int(np.floor((west + 180) / 360)), int(np.ceil((east - 180) / 360))
    pieces = [_clipped(shape, -360.0 * turn) for turn in range(first, last + 1)]
    return shapely.union_all(pieces)


def _clipped(shape: BaseGeometry, shift: float) -> BaseGeometry:
    """Shift a shape in longitude and keep what lies on the map, in its own dimension."""
    moved = shapely.transform(shape, lambda points: np.add(points, [shift, 0.0]))
    return in_dimension(shapely.intersection(moved, MAP), shapely.get_dimensions(shape))


def in_dimension(shape: BaseGeometry, dimension: int) -> BaseGeometry:
    """Drop what an overlay left in a lower dimension: points and lines beside an area."""
    if shape.geom_type != "GeometryCollection":
        return shape if shapely.get_dimensions(shape) == dimension else type(shape)()
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])


def hemmed(shape: BaseGeometry) -> BaseGeometry:
    """Show a shape that touches the antimeridian or a pole on all sides of it.

    On the map the two sides of the antimeridian lie far apart, and a pole is a line. A sliver of a
    centimetre on the other side makes what meets on the ground meet on the map; what is no area is
    shown there as it is.

    Args:
        shape: on the map; points, lines or areas alone.
    """
    if shapely.get_dimensions(shape) < 2:
        return _mirrored(shape)
    west, south, east, north = shape.bounds
    pieces = [shape]
    if (west <= -180 + SLIVER) != (east >= 180 - SLIVER) or not _seam_agrees(shape):
        pieces += [_clipped(shape, 360.0 - SLIVER), _clipped(shape, SLIVER - 360.0)]
    if north >= POLE:
        pieces.append(shapely.box(-180, 90 - SLIVER, 180, 90))
    if south <= -POLE:
        pieces.append(shapely.box(-180, -90, 180, SLIVER - 90))
    return shape if len(pieces) == 1 else shapely.union_all(pieces)


def _mirrored(shape: BaseGeometry) -> BaseGeometry:
    """Show points, or lines, that touch the antimeridian or a pole on all sides of it."""
    west, south, east, north = shape.bounds
    if west > -180 and east < 180 and max(-south, north) < POLE:
        return shape
    points = shapely.get_coordinates(shape)
    seam, polar = points[np.abs(points[:, 0]) == 180], np.abs(points[:, 1]) >= POLE
    sides = np.concatenate([seam * [-1, 1], points[polar] * [0, 1]])
    if shapely.get_dimensions(shape) == 0:
        return shapely.union_all([shape, shapely.MultiPoint(sides)])
    along = [_clipped(shape, turn) for turn in (-360.0, 360.0)]
    stubs = [[(x, y), (x - np.sign(x) * SLIVER, y)] for x, y in sides if x]
    poles = [[(-180, y), (180, y)] for y in np.unique(points[polar, 1])]
    return shapely.union_all([shape, *along, shapely.multilinestrings([*stubs, *poles])])


def _seam_agrees(shape: BaseGeometry) -> bool:
    """Answer whether a shape shows the same on both sides of the antimeridian."""
    west, _, east, _ = shape.bounds
    if west > -180 or east < 180:
        return True
    sides = [
        shapely.intersection(shape, shapely.LineString([(x, -90), (x, 90)])) for x in (-180, 180)
    ]
    spans = [shapely.transform(side, lambda points: points * [0.0, 1.0]) for side in sides]
    return bool(shapely.equals(*spans))
