"""How far laid-out figures are from one another, along the ellipsoid."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from detente.places.ellipsoid import Numbers, Views, from_space, geod, to_space

_FINE = 0.45  # degrees between points
_LOOKS = 6
_IN_VIEW_M = 9_000_000.0  # farther apart, both would stand near the edge of the globe in a view
_STEPS = (0.05, 0.005, 0.0005)  # degrees between points, finer and finer around the best
_SQUEEZED_M, _MANY = 100_000.0, 1 << 14
_EXACT_M = 0.01
_TOUCH_M = 1e-3  # the least that is told of figures that do not meet


def distance_m(figures: Any, others: Any) -> Numbers:
    """Give the geodesic distance of each figure from the one beside it, in metres.

    The two places nearest to one another are looked for in views from above the middle between
    them. A view never shows things farther apart than they are, so the look is repeated until the
    distance shown there and the one measured between the places agree.

    Args:
        figures: laid out (`lay_out`), shape (n,).
        others: laid out, shape (n,), or one for all.

    Returns:
        Metres, shape (n,): 0 where the two meet on the map, and only there; NaN where one is None
        or empty. As exact as the laid-out edges: `TOLERANCE_M` for each, better for geodesic ones.
    """
    first, second = np.broadcast_arrays(*(_as_array(shapes) for shapes in (figures, others)))
    result = np.full(first.shape, np.nan)
    filled = ~(_is_void(first) | _is_void(second))
    meet = filled & shapely.intersects(first, second)
    result[meet] = 0.0
    at = np.flatnonzero(filled & ~meet)
    if len(at):
        found = _nearest(
            shapely.segmentize(first[at], _FINE), shapely.segmentize(second[at], _FINE)
        )
        result[at] = np.maximum(found, _TOUCH_M)
    return result


def _as_array(shapes: Any) -> Any:
    """Give geometries as an array of shape (n,)."""
    return np.atleast_1d(np.asarray(shapes, dtype=object))


def _is_void(shapes: Any) -> Any:
    """Tell which are None or empty, shape (n,)."""
    return shapely.is_missing(shapes) | shapely.is_empty(shapes)


def _nearest(first: Any, second: Any) -> Numbers:
    """Give the distances of figures that lie apart, in metres."""
    best, middles = _first_guess(first, second)
    far = np.flatnonzero(best > _IN_VIEW_M)
    open_ = np.flatnonzero(best <= _IN_VIEW_M)
    middles = middles[open_]
    for _ in range(_LOOKS):
        ends, shown = _look(first[open_], second[open_], middles)
        metres = geod().inv(*ends[0].T, *ends[1].T)[2]
        best[open_] = np.minimum(best[open_], metres)
        more = _chord(best[open_]) - shown > _EXACT_M
        middles = from_space(to_space(ends[0]) + to_space(ends[1]))[more]
        open_ = open_[more]
        if not len(open_):
            break
    for i in (*open_, *far):
        best[i] = min(best[i], _by_points(first[i], second[i]))
    return best


def _chord(metres: Numbers) -> Numbers:
    """Give how far apart in space, at least, places are that are so far apart along the ground."""
    radius = 6_335_000.0  # the smallest radius of curvature of WGS 84, rounded down
    result: Numbers = 2 * radius * np.sin(np.minimum(metres / (2 * radius), np.pi / 2))
    return result


def _look(first: Any, second: Any, middles: Numbers) -> tuple[tuple[Numbers, Numbers], Numbers]:
    """Find the places nearest to one another as views show them, and how far apart they look."""
    views = Views(middles)
    flat = []
    for shapes in (first, second):
        places, owner = shapely.get_coordinates(shapes, return_index=True)
        flat.append(shapely.set_coordinates(shapes.copy(), views.seen(places, owner)))
    lines = shapely.shortest_line(*flat)
    points = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    view = np.arange(len(points))
    ends = views.seen_from(points[:, 0], view), views.seen_from(points[:, 1], view)
    return ends, shapely.length(lines)


def _first_guess(first: Any, second: Any) -> tuple[Numbers, Numbers]:
    """Give how far the nearest points of each pair are apart, in metres, and their middles."""
    pairs = [_nearest_points(a, b) for a, b in zip(first, second, strict=True)]
    one, other = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    middles = from_space(to_space(one) + to_space(other))
    return geod().inv(one[:, 0], one[:, 1], other[:, 0], other[:, 1])[2], middles


def _nearest_points(first: Any, second: Any) -> tuple[Numbers, Numbers]:
    """Give the two given points nearest to one another of a pair of figures, each (1, 2)."""
    a, b = shapely.get_coordinates(first), shapely.get_coordinates(second)
    i, j = _closest(to_space(a), to_space(b))
    return a[i : i + 1], b[j : j + 1]


def _closest(a: Numbers, b: Numbers) -> tuple[int, int]:
    """Give the numbers of the two points nearest to one another in space."""
    square = (a**2).sum(1)[:, None] + (b**2).sum(1)[None, :] - 2 * a @ b.T
    i, j = np.unravel_index(np.argmin(square), square.shape)
    return int(i), int(j)


def _by_points(first: Any, second: Any) -> float:
    """Give the distance between the nearest of many points: slow, for what views cannot settle.

    Across the globe places look all but equally far away, and by how much the ellipsoid is squeezed
    counts for more than where they are: so all that look nearly nearest are measured.
    """
    metres = np.inf
    one, other = (shapely.get_coordinates(shape) for shape in (first, second))
    for step in _STEPS:
        i, j = _likely(to_space(one), to_space(other))
        apart = geod().inv(*one[i].T, *other[j].T)[2]
        best = int(np.argmin(apart))
        metres = min(metres, float(apart[best]))
        one, other = (
            _around(shape, place, step)
            for shape, place in ((first, one[i[best]]), (second, other[j[best]]))
        )
    return metres


def _likely(a: Numbers, b: Numbers) -> tuple[Any, Any]:
    """Give the numbers of the points that look nearly nearest to one another in space."""
    square = (a**2).sum(1)[:, None] + (b**2).sum(1)[None, :] - 2 * a @ b.T
    apart = np.sqrt(np.maximum(square, 0)).ravel()
    least = np.argpartition(apart, min(_MANY, len(apart)) - 1)[:_MANY]
    near = least[apart[least] <= apart.min() + _SQUEEZED_M]
    i, j = np.unravel_index(near, square.shape)
    return i, j


def _around(shape: Any, place: Numbers, step: float) -> Numbers:
    """Give points of a figure around one of them, so many degrees apart; that one among them."""
    points = shapely.get_coordinates(shapely.segmentize(shape, step))
    apart = np.linalg.norm(to_space(points) - to_space(place[None, :]), axis=1)
    return np.concatenate([place[None, :], points[apart < 20 * step * 111_000]])
