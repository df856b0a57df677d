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
        area: geometry in degrees, longitude first; edges are taken straight in these coordinates.
    """
    return bool(_joined(polygons).intersects(area))


@cache
def _joined(polygons: tuple[str, ...]) -> BaseGeometry:
    """Join WKT polygons into one geometry, prepared for many questions."""
    import shapely

    joined = shapely.union_all(shapely.from_wkt(list(polygons)))
    shapely.prepare(joined)
    return joined
