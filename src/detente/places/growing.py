"""Everything within a distance of a figure, never less: geodesic, in metres, circumscribed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from detente.places.ellipsoid import Numbers, Views, from_space, to_space
from detente.places.folding import MAP, hemmed, in_dimension
from detente.places.laying import TOLERANCE_M, laid, lay_out
from detente.places.words import Edges

CORNERS = 64
"""Corners of a full circle; it is drawn around the true one, at most 0.13 % too wide."""

STRAYING_M = 3 * TOLERANCE_M
"""What is added to every distance, so that the small errors of laid-out edges lose nothing."""

_REACH_M = 800_000.0  # a view from above shrinks by less than 1 % to here
_STRIDE_M = 400_000.0
_ALL_ROUND_M = 20_003_932.0  # from pole to pole: no two places are farther apart
_FINE = 0.45  # degrees between points, so that chords in space stay near the ground


def grow(figures: Any, metres: Any) -> Any:
    """Give, for each figure, an area that holds everything within a distance of it.

    It is built in flat views of the ellipsoid, in which nothing looks farther than it is, and drawn
    around the round corners. So it never falls short. It exceeds the distance by at most 1 % and
    `STRAYING_M`.

    Args:
        figures: laid out (`lay_out`), shape (n,); None stays None.
        metres: distance in metres, 0 or more, one for all or shape (n,).

    Returns:
        Laid-out areas, an array of shape (n,).

    Raises:
        ValueError: a distance is negative or no number.
    """
    shapes = np.atleast_1d(np.asarray(figures, dtype=object))
    reach = np.broadcast_to(np.asarray(metres, dtype=float), shapes.shape)
    if not (reach >= 0).all() or not np.isfinite(reach).all():
        raise ValueError("a distance is a number of metres, 0 or more")
    result = shapes.copy()
    filled = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if len(filled):
        result[filled] = _grown(shapes[filled], reach[filled])
    return result


def corridor(line: Any, metres: float, edges: Edges = "geodesic") -> Any:
    """Give an area that holds everything within a distance of a line, ends included.

    Args:
        line: a shapely line in WGS 84 degrees, longitude first.
        metres: half the width, in metres.
        edges: how the line runs between its points.

    Returns:
        A laid-out area, drawn around the true corridor as in `grow`.
    """
    return grow(lay_out([line], edges), metres)[0]


def _grown(shapes: Any, reach: Numbers) -> Any:
    """Grow figures: the compact ones each in one view, the others piece by piece."""
    fine = shapely.segmentize(shapes, _FINE)
    places, owner = shapely.get_coordinates(fine, return_index=True)
    centres, radius = _middles(places, owner, len(shapes))
    compact = radius + reach <= _REACH_M
    result = shapes.copy()
    if compact.any():
        at = np.flatnonzero(compact)
        result[at] = _grown_in_view(fine[at], reach[at], centres[at])
    for i in np.flatnonzero(~compact):
        result[i] = _grown_in_pieces(shapes[i], float(reach[i]))
    return result


def _middles(places: Numbers, owner: Any, count: int) -> tuple[Numbers, Numbers]:
    """Give the middle of each figure, in degrees, and how far it reaches from there, in metres."""
    points = to_space(places)
    firsts = np.searchsorted(owner, np.arange(count))
    low, high = np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)
    centres = from_space((low + high) / 2)
    apart = np.linalg.norm(points - to_space(centres)[owner], axis=1)
    return centres, np.maximum.reduceat(apart, firsts)


def _grown_in_view(fine: Any, reach: Numbers, centres: Numbers) -> Any:
    """Grow compact figures, each in a view from above its middle."""
    views = Views(centres)
    places, owner = shapely.get_coordinates(fine, return_index=True)
    flat = shapely.set_coordinates(fine.copy(), views.seen(places, owner))
    slit = ~shapely.is_valid(flat)  # cut at the antimeridian or a pole, which are no edges here
    flat[slit] = shapely.make_valid(flat[slit], method="structure", keep_collapsed=True)
    wide = (reach + STRAYING_M) / np.cos(np.pi / CORNERS)
    areas = shapely.orient_polygons(shapely.buffer(flat, wide, quad_segs=CORNERS // 4))
    corners, owner = shapely.get_coordinates(areas, return_index=True)
    result = laid(
        shapely.set_coordinates(areas, views.seen_from(corners, owner)), "geodesic", oriented=True
    )
    crossed = ~shapely.is_valid(result)  # corners that lie on one another but for the last digit
    result[crossed] = shapely.make_valid(result[crossed], method="structure", keep_collapsed=False)
    return result


def _grown_in_pieces(shape: Any, reach: float) -> Any:
    """Grow a figure that is large, or by much: in strides, the outline cut into short pieces."""
    if reach >= _ALL_ROUND_M:
        return shapely.box(*MAP.bounds)  # one of its own: prepared geometry is not to be shared
    done = 0.0
    while True:
        stride = min(reach - done, _STRIDE_M)
        pieces = np.concatenate([_cut(outline) for outline in _outlines(shape)])
        rims = grow(pieces, stride)
        shape = hemmed(in_dimension(shapely.union_all([shape, *rims]), 2))
        done += stride
        if done >= reach:
            return shape


def _outlines(shape: Any) -> list[Any]:
    """Give the outlines of a figure, and what of it is none: lines and points, each by itself."""
    parts = shapely.get_parts(shape) if shape.geom_type == "GeometryCollection" else [shape]
    return [shapely.boundary(p) if shapely.get_dimensions(p) == 2 else p for p in parts]


def _cut(outline: Any) -> Any:
    """Cut an outline into pieces that are short on the ground."""
    lines = shapely.get_parts(shapely.segmentize(outline, _FINE))
    if shapely.get_dimensions(outline) == 0:
        return lines
    pieces = []
    for line in lines:
        places = shapely.get_coordinates(line)
        steps = np.linalg.norm(np.diff(to_space(places), axis=0), axis=1)
        number = np.floor(np.cumsum(steps) / _STRIDE_M)
        breaks = [0, *(np.flatnonzero(np.diff(number)) + 1), len(places) - 1]
        pieces += [shapely.LineString(places[i : j + 1]) for i, j in pairwise(breaks) if j > i]
    return np.array(pieces, dtype=object)
