"""Areas as they are drawn in library files, and whether an area meets any of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def meets_any(polygons: tuple[str, ...], area: BaseGeometry) -> bool:
    """Answer whether an area meets any of several polygons, all edges straight in degrees.

    Args:
        polygons: WKT in WGS 84 degrees, longitude first.
        area: geometry in degrees, longitude first, which may run on past 180; edges are taken
            straight in these coordinates.
    """
    joined = _joined(polygons)
    return bool(joined.intersects(area)) or _runs_on_into(joined, area)


def _runs_on_into(joined: BaseGeometry, area: BaseGeometry) -> bool:
    """Answer whether what an area has past 180 degrees meets a geometry on the other side."""
    import shapely

    if area.is_empty or area.bounds[2] <= 180:
        return False
    moved = shapely.transform(area, lambda points: points - [360.0, 0.0])
    return bool(joined.intersects(moved))


@cache
def _joined(polygons: tuple[str, ...]) -> BaseGeometry:
    """Join WKT polygons into one geometry, prepared for many questions."""
    import shapely

    joined = shapely.union_all(shapely.from_wkt(list(polygons)))
    shapely.prepare(joined)
    return joined
