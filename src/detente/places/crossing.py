"""Areas over the antimeridian as files write them: longitudes that run on, and jumps.

Longitudes that run on past 180, as from 170 to 190, say themselves which way an outline goes. A
jump of more than half a turn, as from 179 to -179, does not: a chart is meant to be read the short
way over the antimeridian, and GeoJSON the long way round (RFC 7946, 3.1.1). It is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

FARTHEST = 360
"""The farthest longitude either way: what runs on past 180 does so by half a turn at most."""

_HALF, _POLE = 180, 90


def in_first_turn(shapes: Any) -> Any:
    """Shift each part that runs on past 180 so that it begins between -180 and 180.

    Args:
        shapes: shapely geometries or None, shape (n,).
    """
    west, _, east, _ = shapely.bounds(shapes).T
    off = np.flatnonzero((west < -_HALF) | (east > _HALF))
    if not len(off):
        return shapes
    result = shapes.copy()
    for i in off:
        result[i] = _shifted(shapes[i])
    return result


def _shifted(shape: BaseGeometry) -> BaseGeometry:
    """Shift each part of a shape by whole turns."""
    if hasattr(shape, "geoms"):
        parts: BaseGeometry = type(shape)([_shifted(part) for part in shape.geoms])
        return parts
    turn = 360 * np.floor((shape.bounds[0] + _HALF) / 360)
    moved: BaseGeometry = shapely.transform(shape, lambda points: np.subtract(points, [turn, 0]))
    return moved


def jump(shape: BaseGeometry) -> tuple[float, float] | None:
    """Give the longitudes between which an outline may go either way round; None: nowhere.

    That is where it jumps by more than half a turn, or to the opposite place of the globe. Along a
    pole there is no jump: all longitudes are one place there.
    """
    for outline in _outlines(shape):
        for (x, y), (u, v) in pairwise(shapely.get_coordinates(outline).tolist()):
            opposite = abs(u - x) == _HALF and y == -v
            if (abs(u - x) > _HALF and not (y == v and abs(y) == _POLE)) or opposite:
                return x, u
    return None


def _outlines(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Go through the lines that a shape consists of."""
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _outlines(part)
    elif shape.geom_type == "Polygon":
        yield shape.exterior
        yield from shape.interiors
    else:
        yield shape
