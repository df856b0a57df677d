"""Figures drawn on the map: WKT of WGS 84, longitude first, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from detente.notices.coordinates import Place
from detente.notices.figures import Arc, Figure
from detente.places import circles, grow, lay_out
from detente.places.circling import LARGEST_M
from detente.places.ellipsoid import Views, geod

_STEP = 4.0  # degrees of bearing between points of a drawn arc: 0.06 % of the radius inside it
_LEAST_M = 1.0
_VIEW_M = 300_000.0  # how far a flat view reaches: lengths in it are 0.04 % short at its edge
_QUARTER = 16  # edges for a quarter of a round end

CROSSED = "the outline crosses itself as it is listed; it is drawn as what it encloses"
"""Said of an outline that is no sound area as listed."""


def draw(figures: Sequence[Figure | None]) -> tuple[Any, Any]:
    """Draw figures.

    Args:
        figures: as read; None stays None.

    Returns:
        Shapely geometries, shape (n,), and where an outline crosses itself, shape (n,). A circle
        or corridor is drawn around the true one, an arc on its points. None where nothing can be
        drawn.
    """
    shapes = np.full(len(figures), None, dtype=object)
    _draw_circles(figures, shapes)
    for number, figure in enumerate(figures):
        if figure is not None and shapes[number] is None:
            shapes[number] = _drawn(figure)
    broken = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes))
    for place in np.flatnonzero(broken):
        shapes[place] = _mended(shapes[place])
    return shapes, broken


def _draw_circles(figures: Sequence[Figure | None], shapes: Any) -> None:
    """Draw all circles together."""
    found = [(i, each) for i, each in enumerate(figures) if each is not None and _is_circle(each)]
    if found:
        lons, lats = zip(*(each.points[0] for _, each in found), strict=True)
        radii = [each.radius_m for _, each in found]
        shapes[[i for i, _ in found]] = circles(lons, lats, radii)


def _is_circle(figure: Figure) -> bool:
    """Tell whether it is a circle of a size that can be drawn."""
    return figure.shape == "circle" and _LEAST_M <= (figure.radius_m or 0) <= LARGEST_M


def _drawn(figure: Figure) -> Any:
    """Draw one figure that is no circle."""
    points = unrolled(figure.points)
    if figure.shape == "polygon":
        outline = _with_arcs(points, figure.arcs)
        if len(outline) < 3:
            return shapely.LineString(points) if len(points) > 1 else shapely.Point(points[0])
        shape = shapely.Polygon(outline)
        margin = figure.radius_m
        return grow(lay_out([shape]), margin)[0] if margin and shape.is_valid else shape
    if figure.shape == "corridor":
        return _corridor(figure, points)
    if figure.shape == "sector" and figure.radius_m:
        first, last = figure.bearings
        sweep = (last - first) % 360 or 360.0
        rim = _rim(points[0], figure.radius_m, first, sweep)
        return shapely.Polygon([points[0], *rim] if sweep < 360 else rim)
    if figure.shape == "ellipse" and figure.radius_m and figure.other_m:
        return _ellipse(figure, points[0])
    if figure.shape == "line" and len(points) > 1:
        return shapely.LineString(points)
    return shapely.Point(points[0]) if figure.shape in ("point", "circle", "line") else None


def unrolled(points: Sequence[Place]) -> list[Place]:
    """Let longitudes run on past 180 degrees where an outline crosses that meridian."""
    out: list[Place] = []
    for lon, lat in points:
        turns = round((lon - out[-1][0]) / 360) if out and abs(lon - out[-1][0]) > 180 else 0
        out.append((lon - 360 * turns, lat))
    return out


def _corridor(figure: Figure, points: list[Place]) -> Any:
    """Draw what lies beside a track, and around its points where that is told apart."""
    line = shapely.LineString(points) if len(set(points)) > 1 else shapely.Point(points[0])
    if not figure.radius_m:
        return line
    shape = _beside(lay_out([line])[0], figure.radius_m)
    if figure.other_m and figure.other_m > figure.radius_m:
        lons, lats = zip(*points, strict=True)
        shape = shapely.union_all([shape, *circles(lons, lats, figure.other_m)])
    return shape


def _beside(line: Any, metres: float) -> Any:
    """Draw what lies within a distance of a line: in a flat view of it, unless it is very long."""
    places = shapely.get_coordinates(line)
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    view = Views(middle[None, :])
    flat = view.seen(places, np.zeros(len(places), dtype=int))
    if np.abs(flat).max() + metres > _VIEW_M:
        return grow([line], metres)[0]
    rim = shapely.buffer(shapely.set_coordinates(line, flat), metres, quad_segs=_QUARTER)
    corners = shapely.get_coordinates(rim)
    round_ = view.seen_from(corners, np.zeros(len(corners), dtype=int))
    return shapely.set_coordinates(rim, np.array(unrolled([(x, y) for x, y in round_.tolist()])))


def _ellipse(figure: Figure, centre: Place) -> Any:
    """Draw an ellipse by the distance of its rim in each direction."""
    long_m, short_m = figure.radius_m or 0.0, figure.other_m or 0.0
    turn = np.radians(np.arange(0.0, 360.0, _STEP))
    far = long_m * short_m / np.hypot(short_m * np.cos(turn), long_m * np.sin(turn))
    count = len(turn)
    lon, lat = np.full(count, centre[0]), np.full(count, centre[1])
    x, y, _ = geod().fwd(lon, lat, np.degrees(turn) + figure.bearings[0], far)
    return shapely.Polygon(unrolled(list(zip(x, y, strict=True))))


def _rim(centre: Place, metres: float, first: float, sweep: float) -> list[Place]:
    """Give points of an arc, both ends among them; the sweep is clockwise, or negative."""
    count = max(2, int(np.ceil(abs(sweep) / _STEP)) + 1)
    bearings = first + np.linspace(0, sweep, count)
    lon, lat = np.full(count, centre[0]), np.full(count, centre[1])
    x, y, _ = geod().fwd(lon, lat, bearings, np.full(count, metres))
    return unrolled([centre, *zip(x.tolist(), y.tolist(), strict=True)])[1:]


def _with_arcs(points: list[Place], arcs: Sequence[Arc]) -> list[Place]:
    """Put points along the arcs between their corners."""
    if not arcs:
        return points
    by_corner = {arc.after: arc for arc in arcs}
    out: list[Place] = []
    for number, point in enumerate(points):
        out.append(point)
        arc = by_corner.get(number)
        if arc:
            out += _between(point, points[(number + 1) % len(points)], arc)
    return unrolled(out)


def _between(start: Place, end: Place, arc: Arc) -> list[Place]:
    """Give the points of an arc between two corners, which are left out."""
    lon, lat = arc.centre
    (first, last), _, (near, far) = geod().inv(
        [lon, lon], [lat, lat], [start[0], end[0]], [start[1], end[1]]
    )
    sweep = (last - first) % 360
    if not (sweep <= 180 if arc.clockwise is None else arc.clockwise):
        sweep -= 360
    metres = arc.radius_m or (near + far) / 2
    return _rim(arc.centre, metres, first, sweep)[1:-1]


def _mended(shape: Any) -> Any:
    """Give a sound area for an outline that crosses itself."""
    if shape.geom_type == "Polygon" and len(shape.exterior.coords) == 5:
        return shape.convex_hull  # four corners, listed crosswise
    return shapely.make_valid(shape, method="structure", keep_collapsed=True)
