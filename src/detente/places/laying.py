"""Figures laid out on the plain map: from true edges to straight lines in degrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from detente.places.edges import along, bulges, trace
from detente.places.ellipsoid import Numbers, to_space
from detente.places.folding import enclosed, fold, hemmed, turned, unroll
from detente.places.words import Edges

TOLERANCE_M = 25.0
"""How far a laid-out edge may stray from the true one, in metres."""

_CALM_LATITUDE = 85.0
_CALM_STEP = np.array([20.0, 4.5])  # degrees
_SMALLEST_SHARE = 1000  # of the length of a small outline near a pole, in place of the tolerance
_LEAST_M = 1e-4
_THINNEST = 1e-9  # degrees, a tenth of a millimetre: no area, whatever the last digits leave of it
_POLYGON, _MULTIPOLYGON = 3, 6


def lay_out(figures: Any, edges: Edges | Sequence[Edges] = "geodesic") -> Any:
    """Lay figures out on the plain map, where GEOS can compare them.

    Each edge gets points between, so that straight lines in degrees, and geodesics, between
    neighbours stay within `TOLERANCE_M` of the true edge: how the edges of the *result* are read no
    longer matters. What crosses the antimeridian is cut there; what encloses a pole reaches up to
    it; what touches either is shown on all sides of it. A pole inside an outline is the one on its
    smaller side. An outline that encloses nothing is drawn as the line that it is: so does one with
    a geodesic edge of half a turn, which runs over a pole, and back the same way.

    Args:
        figures: shapely geometries in WGS 84 degrees, longitude first, shape (n,); None stays None.
            Longitudes in any turn. Sound as `read_area` says: that is not tried again here.
        edges: how edges run between points, for all figures or one for each.

    Returns:
        Shapely geometries between -180 and 180 degrees, an array of shape (n,).

    Raises:
        AreaError: an outline halves the globe or goes round a pole twice; the sender acts.
    """
    shapes = np.atleast_1d(np.asarray(figures, dtype=object))
    if isinstance(edges, str):
        return laid(shapes, edges)
    result, stated = shapes.copy(), np.asarray(edges)
    for name in sorted(set(edges)):
        result[stated == name] = laid(shapes[stated == name], name)
    return result


def laid(
    shapes: Any, edges: Edges, tolerance_m: float = TOLERANCE_M, oriented: bool = False
) -> Any:
    """Lay out figures that all have one kind of edges; see `lay_out`.

    Args:
        shapes: geometries or None, shape (n,).
        edges: how the edges run.
        tolerance_m: how far an edge may stray, in metres.
        oriented: outlines have their inside to the left, so a pole needs no guess.
    """
    shapes = _in_first_turn(shapes)
    result = shapes.copy()
    kinds = shapely.get_type_id(shapes)
    filled = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    areal = np.flatnonzero(filled & ((kinds == _POLYGON) | (kinds == _MULTIPOLYGON)))
    rough = filled.copy()
    if len(areal):
        bulk = _Bulk(shapes[areal])
        result[areal] = bulk.laid(edges, tolerance_m)
        rough[areal] = bulk.rough
    places = np.flatnonzero(rough)
    result[places] = list(_laid_one_by_one(shapes[places], edges, tolerance_m, oriented))
    return result


def _in_first_turn(shapes: Any) -> Any:
    """Shift figures drawn in another turn of the globe by whole turns."""
    west, _, east, _ = shapely.bounds(shapes).T
    off = np.flatnonzero((west < -180) | (east > 180))
    if not len(off):
        return shapes
    places, owner = shapely.get_coordinates(shapes[off], return_index=True)
    places[:, 0] -= (360 * np.floor((west[off] + 180) / 360))[owner]
    result = shapes.copy()
    result[off] = shapely.set_coordinates(shapes[off], places)
    return result


class _Bulk:
    """Many areas as flat arrays; those at the antimeridian, near a pole or huge are `rough`."""

    def __init__(self, shapes: Any) -> None:
        """Take the areas apart, and tell which of them are rough."""
        self._shapes = shapes
        self._kind, self._points, offsets = shapely.to_ragged_array(shapes, include_z=False)
        self._offsets = [np.asarray(offset, dtype=np.int64) for offset in offsets]
        rings = self._offsets[0]
        starts_of_figures = rings
        for offset in self._offsets[1:]:
            starts_of_figures = starts_of_figures[offset]
        if len(self._offsets) == 1:
            starts_of_figures = rings
        self._firsts = starts_of_figures[:-1]
        self._last = np.zeros(len(self._points), dtype=bool)
        self._last[rings[1:] - 1] = True
        self._ends = np.roll(self._points, -1, axis=0)
        self._ends[self._last] = self._points[self._last]
        step = np.abs(self._ends - self._points)
        wild = (step > _CALM_STEP).any(axis=1) | (np.abs(self._points[:, 1]) > _CALM_LATITUDE)
        wild |= np.abs(self._points[:, 0]) > 180 - 1e-6
        self.rough = np.logical_or.reduceat(wild, self._firsts)

    def laid(self, edges: Edges, tolerance_m: float) -> Any:
        """Give the areas with points added along their edges; rough ones unchanged."""
        sizes = np.diff(np.append(self._firsts, len(self._points)))
        calm = np.repeat(~self.rough, sizes)
        pieces = np.ones(len(self._points), dtype=np.int64)
        bulge = bulges(self._points[calm], self._ends[calm])
        pieces[calm] = np.maximum(1, np.ceil(np.sqrt(bulge / tolerance_m)))
        denser = np.logical_or.reduceat(pieces > 1, self._firsts)
        result = self._shapes.copy()
        if denser.any():
            result[denser] = self._rebuilt(pieces, edges)[denser]
            crossed = denser & ~shapely.is_valid(result)
            result[crossed] = shapely.make_valid(
                result[crossed], method="structure", keep_collapsed=False
            )
            self.rough |= shapely.is_empty(result)
        return result

    def _rebuilt(self, pieces: Any, edges: Edges) -> Any:
        """Build the areas again with each edge in so many pieces."""
        begins = np.concatenate([[0], np.cumsum(pieces)])
        points = np.repeat(self._points, pieces, axis=0)
        edge = np.repeat(np.arange(len(pieces)), pieces)
        number = np.arange(len(points)) - begins[edge]
        inner = np.flatnonzero(number)
        at = edge[inner]
        points[inner] = along(self._points[at], self._ends[at], number[inner] / pieces[at], edges)
        rings = begins[self._offsets[0]]
        return shapely.from_ragged_array(self._kind, points, (rings, *self._offsets[1:]))


def _laid_one_by_one(
    shapes: Any, edges: Edges, tolerance_m: float, oriented: bool
) -> Iterator[Any]:
    """Lay out figures that need care: edges are traced together, outlines folded one by one."""
    parts, owners = _parts(shapes)
    rings, ring_owners = _rings(parts)
    paths = _traced(rings, edges, tolerance_m)
    of_part: list[list[Numbers]] = [[] for _ in parts]
    for path, part in zip(paths, ring_owners, strict=True):
        of_part[part].append(path)
    of_shape: list[list[Any]] = [[] for _ in shapes]
    for outlines, shape, owner in zip(of_part, parts, owners, strict=True):
        of_shape[owner].append(_folded(outlines, shapely.get_dimensions(shape), edges, oriented))
    for pieces in of_shape:
        yield _whole(pieces)


def _parts(shapes: Any) -> tuple[Any, Any]:
    """Give the points, lines and areas of shapes, and the number of the shape of each."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    while (shapely.get_type_id(parts) > _POLYGON).any():  # a collection may hold others
        parts, inner = shapely.get_parts(parts, return_index=True)
        owners = owners[inner]
    return parts, owners


def _whole(pieces: list[Any]) -> Any:
    """Put the pieces of a figure together, each dimension shown on all sides of a seam."""
    dimensions = shapely.get_dimensions(pieces)
    alike = [
        [piece for piece, each in zip(pieces, dimensions, strict=True) if each == dimension]
        for dimension in np.unique(dimensions)
    ]
    hems = [hemmed(some[0] if len(some) == 1 else shapely.union_all(some)) for some in alike]
    return hems[0] if len(hems) == 1 else shapely.union_all(hems)


def _rings(parts: Any) -> tuple[list[Numbers], list[int]]:
    """Give the outlines of parts as points, and the number of the part of each."""
    found, owners = [], []
    for number, part in enumerate(parts):
        lines = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for line in lines:
            found.append(shapely.get_coordinates(line))
            owners.append(number)
    return found, owners


def _traced(rings: list[Numbers], edges: Edges, tolerance_m: float) -> list[Numbers]:
    """Give outlines with points added along their edges."""
    if not rings:
        return []
    starts = np.concatenate([ring[:-1] for ring in rings])
    ends = np.concatenate([ring[1:] for ring in rings]).copy()
    at_pole = (np.abs(starts[:, 1]) >= 90) & (np.abs(ends[:, 1]) >= 90)
    step = ends[:, 0] - starts[:, 0]
    ends[:, 0] = starts[:, 0] + np.where(at_pole, 0.0, turned(step))
    lengths = np.linalg.norm(to_space(ends) - to_space(starts), axis=1)
    counts = np.array([len(ring) - 1 for ring in rings])
    ring_of = np.repeat(np.arange(len(rings)), counts)
    around = np.bincount(ring_of, lengths, len(rings))
    finest = np.minimum(tolerance_m, around / _SMALLEST_SHARE)[ring_of]
    between = iter(trace(starts, ends, edges, np.maximum(finest, _LEAST_M)))
    paths = []
    for ring in rings:
        pieces = []
        for point in ring[:-1]:
            pieces += [point[None, :], next(between)]
        paths.append(np.concatenate([*pieces, ring[-1:]]))
    return paths


def _folded(paths: list[Numbers], dimension: int, edges: Edges, oriented: bool) -> Any:
    """Lay out one part: an outline with its holes, a line, or a point."""
    unrolled = [unroll(path, edges) for path in paths]
    if dimension == 0:
        return shapely.Point(unrolled[0][0])
    if dimension == 1:
        return fold(shapely.LineString(unrolled[0]))
    shell = enclosed(unrolled[0], oriented)
    if shell.area < _THINNEST * shapely.length(outline := shapely.LineString(unrolled[0])):
        return shapely.Polygon() if oriented else fold(outline)
    holes = [enclosed(path[::-1], oriented) for path in unrolled[1:]]
    return shapely.difference(shell, shapely.union_all(holes)) if holes else shell
