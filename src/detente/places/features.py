"""Areas as others draw them: geometries of GeoJSON whose edges are straight in degrees (RFC 7946).

What crosses the antimeridian is cut there into parts (section 3.1.9), outlines run anticlockwise
and holes clockwise (3.1.6), positions lie between -180 and 180 degrees.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from detente.places.crossing import in_first_turn
from detente.places.folding import SLIVER, fold
from detente.places.laying import laid
from detente.places.words import Edges

__all__ = ["geometry"]


def geometry(wkt: str, edges: Edges | None) -> dict[str, Any]:
    """Give an area as a geometry of GeoJSON.

    Args:
        wkt: a sound area, longitude first, in WGS 84 degrees.
        edges: how its edges run. Geodesics and rhumb lines get points between, so that the straight
            lines of GeoJSON stay within `laying.TOLERANCE_M` of them. None: not stated; then the
            corners alone are given, as for straight edges, and nothing between them is made up.

    Raises:
        AreaError: an outline halves the globe or goes round a pole twice; the sender acts.
    """
    shape = shapely.from_wkt(wkt)
    if edges in ("geodesic", "rhumb"):
        drawn = _without_hem(laid(np.array([shape], dtype=object), edges)[0])
    else:
        drawn = _folded(in_first_turn(np.array([shape], dtype=object))[0])
    told: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(drawn)))
    return told


def _folded(shape: BaseGeometry) -> BaseGeometry:
    """Cut what runs on past 180 degrees there; a collection part by part."""
    if shape.geom_type == "GeometryCollection":
        return shapely.GeometryCollection([_folded(part) for part in shape.geoms])
    return fold(shape)


def _without_hem(shape: BaseGeometry) -> BaseGeometry:
    """Drop the slivers that a laid-out area shows on the other side of the antimeridian."""
    if shape.geom_type not in ("MultiPolygon", "GeometryCollection"):
        return shape
    parts = shapely.get_parts(shape)
    west, _, east, _ = shapely.bounds(parts).T
    hem = (shapely.get_dimensions(parts) == 2) & (east - west <= 2 * SLIVER)
    hem &= (west <= -180) | (east >= 180)
    kept = parts[~hem]
    if len(kept) == len(parts):
        return shape
    return kept[0] if len(kept) == 1 else type(shape)(list(kept))
