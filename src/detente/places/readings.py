"""What is sure of a figure whatever its edges mean, and the exact question for a pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from itertools import product
from typing import Any

import numpy as np
import shapely

from detente.places.distances import distance_m
from detente.places.edges import READINGS
from detente.places.ellipsoid import Numbers
from detente.places.folding import in_dimension
from detente.places.growing import grow
from detente.places.laying import TOLERANCE_M, laid, lay_out
from detente.places.words import Edges

EXACT_M = 0.01
_FINE_M = 1.0
_COLLECTION = 7  # what an overlay leaves where figures touch along a line
_CALM_LATITUDE = 85.0
_METRES_OF_A_DEGREE = 110_500.0  # of latitude, at the equator, where it is least


def brackets(
    figures: Any, edges: Edges | Sequence[Edges] | None = None, slack_m: Any = 0.0
) -> tuple[Any, Any]:
    """Give what surely lies inside each figure, and what surely holds all of it.

    Where the two disagree about a place, the answer depends on how the edges are read, or on the
    last metres: it cannot be told from the laid-out figures.

    Args:
        figures: shapely geometries in WGS 84 degrees, longitude first, shape (n,).
        edges: how edges run, for all figures or one for each; None when it is not stated: then
            every reading counts.
        slack_m: by how much more, at least, the one is narrowed and the other widened, in metres;
            one for all or shape (n,).

    Returns:
        Two arrays of laid-out areas, shape (n,): surely inside (may be empty, and is for lines and
        points), and surely holding all.
    """
    stated = READINGS if edges is None else (edges,)
    shapes = [lay_out(figures, reading) for reading in stated]
    metres = np.broadcast_to(TOLERANCE_M + slack_m, shapes[0].shape)
    inside = _shrunk(_overlaid(shapely.intersection, shapes), metres)
    return inside, _padded(_overlaid(shapely.union, shapes), metres)


def _overlaid(overlay: Any, shapes: list[Any]) -> Any:
    """Join the readings of each figure; where they are the same drawing there is nothing to do."""
    result: Any = reduce(
        lambda a, b: np.where(shapely.equals_exact(a, b), a, overlay(a, b)), shapes
    )
    return result


def _is_calm(shapes: Any) -> Any:
    """Tell which figures keep away from poles and antimeridian, shape (n,)."""
    west, south, east, north = shapely.bounds(shapes).T
    high = np.maximum(-south, north)
    return (high < _CALM_LATITUDE) & (west > -179.9) & (east < 179.9)


def _degrees(shapes: Any, metres: Numbers) -> Any:
    """Give degrees that are at least so many metres in every direction, for calm figures."""
    _, south, _, north = shapely.bounds(shapes).T
    high = np.radians(np.maximum(-south, north) + 2 * metres / _METRES_OF_A_DEGREE)
    return metres / (_METRES_OF_A_DEGREE * np.cos(high))


def _padded(shapes: Any, metres: Numbers) -> Any:
    """Widen figures by so many metres, or a little more."""
    result, calm = shapes.copy(), _is_calm(shapes)
    by = _degrees(shapes[calm], metres[calm])
    result[calm] = shapely.buffer(shapes[calm], by, join_style="mitre", cap_style="square")
    result[~calm] = grow(shapes[~calm], metres[~calm])
    return result


def _shrunk(shapes: Any, metres: Numbers) -> Any:
    """Narrow figures by so many metres, or a little more; points and lines are narrowed away."""
    shapes = shapes.copy()
    for i in np.flatnonzero(shapely.get_type_id(shapes) == _COLLECTION):
        shapes[i] = in_dimension(shapes[i], 2)
    result, calm = shapes.copy(), _is_calm(shapes)
    by = _degrees(shapes[calm], metres[calm])
    result[calm] = shapely.buffer(shapes[calm], -by, join_style="mitre")
    rims = grow(shapely.boundary(shapes[~calm]), metres[~calm])
    result[~calm] = shapely.difference(shapes[~calm], rims)
    result[shapely.get_dimensions(shapes) < 2] = shapely.Polygon()
    return result


def meets(
    figures: Any, others: Any, edges: Sequence[Edges], others_edges: Sequence[Edges]
) -> tuple[Any, Any]:
    """Answer exactly, pair by pair, whether figures meet: to a centimetre on the ellipsoid.

    Slow beside a look at the map: meant for the few pairs near a boundary, which `brackets` tells.
    Most of them are settled by drawings that are good to a metre; the rest, by ones that are good
    to `EXACT_M`, and by up to a decimetre more for edges of 500 km.

    Args:
        figures: shapely geometries as given, in WGS 84 degrees, longitude first, shape (n,).
        others: as given, shape (n,).
        edges: how the edges of `figures` may run.
        others_edges: how those of `others` may run.

    Returns:
        Two arrays of booleans, shape (n,): whether they meet under every reading, and whether under
        any; a common point is enough.
    """
    ours, theirs = (np.atleast_1d(np.asarray(shapes, dtype=object)) for shapes in (figures, others))
    first = {reading: _laid_once(ours, reading, _FINE_M) for reading in edges}
    second = {reading: _laid_once(theirs, reading, _FINE_M) for reading in others_edges}
    inner = {reading: _each_once(drawn, _narrowed) for reading, drawn in first.items()}
    outer = {reading: _each_once(drawn, _widened) for reading, drawn in first.items()}
    every, any_ = np.ones(len(ours), dtype=bool), np.zeros(len(ours), dtype=bool)
    for one, other in product(edges, others_edges):
        asked = np.flatnonzero(every | ~any_)
        drawn = second[other][asked]
        answer = shapely.intersects(inner[one][asked], drawn)
        left = np.flatnonzero(~answer & shapely.intersects(outer[one][asked], drawn))
        if len(left):
            sides = (ours[asked[left]], one), (theirs[asked[left]], other)
            answer[left] = shapely.intersects(*(_laid_once(*side, EXACT_M) for side in sides))
        every[asked] &= answer
        any_[asked] |= answer
    return every, any_


def apart_m(
    figures: Any,
    others: Any,
    edges: Edges | None,
    others_edges: Edges | None,
    tolerance_m: float = EXACT_M,
) -> Numbers:
    """Measure, pair by pair, how far figures are apart: exactly, if nothing else is asked for.

    Args:
        figures: shapely geometries as given, in WGS 84 degrees, longitude first, shape (n,).
        others: as given, shape (n,).
        edges: how the edges of `figures` run; None when it is not stated: the reading under which
            they are nearest counts.
        others_edges: likewise, of `others`.
        tolerance_m: how far the drawing of an edge may stray from the true one, in metres.

    Returns:
        Metres, shape (n,); 0 where they meet, NaN where one is None or empty.
    """
    sides = []
    for shapes, stated in ((figures, edges), (others, others_edges)):
        readings = READINGS if stated is None else (stated,)
        some = np.atleast_1d(np.asarray(shapes, dtype=object))
        sides.append(_each_once(some, partial(_joined, readings=readings, metres=tolerance_m)))
    return distance_m(*sides)


def _joined(shapes: Any, readings: Sequence[Edges], metres: float) -> Any:
    """Lay figures out under several readings and join what is drawn of each."""
    return _overlaid(shapely.union, [laid(shapes, reading, metres) for reading in readings])


def _laid_once(shapes: Any, edges: Edges, tolerance_m: float) -> Any:
    """Lay out each of the figures once, however often it is among them."""
    return _each_once(shapes, lambda some: laid(some, edges, tolerance_m))


def _narrowed(drawing: Any) -> Any:
    """Narrow figures that are laid out to a metre by what is vague of two of them."""
    return _shrunk(drawing, np.full(len(drawing), 3 * _FINE_M))


def _widened(drawing: Any) -> Any:
    """Widen figures that are laid out to a metre by what is vague of two of them."""
    return _padded(drawing, np.full(len(drawing), 3 * _FINE_M))


def _each_once(shapes: Any, draw: Callable[[Any], Any]) -> Any:
    """Draw each of the figures once, however often it is among them."""
    _, first, place = np.unique(
        [id(shape) for shape in shapes], return_index=True, return_inverse=True
    )
    return draw(shapes[first])[place]
