"""Areas as WKT and as GeoJSON: longitude first, degrees, WGS 84; read, checked, spelt one way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from detente.places.crossing import FARTHEST, in_first_turn, jump

_HALF, _WHOLE = 180, 360
_DEEPEST = 64
_HAIR = 1e-6  # degrees, a decimetre
_DIGITS = 17  # enough for every double to be read back as it was

Refusal = tuple[str, str]
"""What is wrong with an area, and what to do."""


@np.errstate(invalid="ignore", over="ignore")  # what is no finite number is refused, unwarned
def settle(texts: Sequence[str]) -> tuple[dict[str, str], dict[str, Refusal]]:
    """Read distinct areas; give each sound one in one spelling, each other with its refusal.

    An area may run on past 180 degrees, to 190 or from -190: its parts are spelt so that they begin
    between -180 and 180. One that jumps to the other side is refused; see `crossing`.

    Args:
        texts: WKT or geometries of GeoJSON, longitude first.
    """
    stated = _read(texts)
    shapes = in_first_turn(stated)
    good = shapely.is_valid(shapes) & _in_range(stated) & ~shapely.is_empty(shapes)
    wide = good & (_widths(shapes) >= _HALF)
    good[wide] = [_is_clear(shape) for shape in shapes[wide]]
    spelt = dict(zip(good.nonzero()[0], _spelt(shapes[good]), strict=True))
    settled = {texts[i]: wkt for i, wkt in spelt.items()}
    refused = {texts[i]: _refusal(texts[i], stated[i]) for i in (~good).nonzero()[0]}
    return settled, refused


def _read(texts: Sequence[str]) -> Any:
    """Read WKT and GeoJSON in bulk, shape (n,); None where it cannot be read."""
    shapes = np.full(len(texts), None, dtype=object)
    json_at = np.array([_is_geojson(text) for text in texts], dtype=bool)
    for at, read in ((~json_at, _shapes), (json_at, _geojson_shapes)):
        shapes[at] = read([text for text, here in zip(texts, at, strict=True) if here])
    return shapes


def _is_geojson(text: str) -> bool:
    """Tell whether a text is meant as GeoJSON."""
    return text.startswith("{")


def _geojson_shapes(texts: Sequence[str]) -> Any:
    """Read GeoJSON in bulk, shape (n,); None where it cannot be read."""
    return shapely.from_geojson(list(texts), on_invalid="ignore")


def _spelt(shapes: Any) -> list[str]:
    """Write shapes, shape (n,), as WKT that is read back to the very same numbers."""
    return list(shapely.to_wkt(shapes, rounding_precision=_DIGITS))


def _shapes(texts: Sequence[str]) -> Any:
    """Read WKT in bulk, shape (n,); None where it cannot be read."""
    flat = ["" if _is_deep(text) else text for text in texts]
    try:
        return shapely.from_wkt(flat, on_invalid="ignore")
    except NotImplementedError:  # a curve somewhere among them
        plain = [text if _shape(text)[1] == "" else "" for text in flat]
        return shapely.from_wkt(plain, on_invalid="ignore")


def _shape(text: str) -> tuple[BaseGeometry | None, str]:
    """Read one WKT text; give why it cannot be read instead."""
    if _is_deep(text):
        return None, "collections are nested too deeply"
    try:
        return shapely.from_wkt(text), ""
    except NotImplementedError:
        return None, "curves are not read"
    except shapely.GEOSException as error:
        reason = str(error).partition(": ")[2] or str(error)
        return None, " ".join(reason.split())


def _is_deep(text: str) -> bool:
    """Tell whether collections may hold one another so deeply that GEOS ends the process."""
    return text.upper().count("COLLECTION") > _DEEPEST


def _widths(shapes: Any) -> Any:
    """Give the width of the widest part of each shape in degrees, shape (n,); 0 for none."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    west, _, east, _ = shapely.bounds(parts).T
    widths = np.zeros(len(shapes))
    np.maximum.at(widths, owners, np.nan_to_num(east - west))
    return widths


def _in_range(shapes: Any) -> Any:
    """Tell which shapes lie within a turn of 0 degrees either way, and between the poles."""
    west, south, east, north = shapely.bounds(shapes).T
    return (west >= -FARTHEST) & (south >= -90) & (east <= FARTHEST) & (north <= 90)


def _is_clear(shape: BaseGeometry) -> bool:
    """Tell whether a wide shape says itself which way it goes, and goes round at most once."""
    return jump(shape) is None and _widths([shape])[0] <= _WHOLE


def _refusal(text: str, shape: BaseGeometry | None) -> Refusal:
    """Say why an area is refused and what to do."""
    if shape is None and _is_geojson(text):
        return "not a GeoJSON geometry", "Write a geometry of RFC 7946, longitude first, or null."
    if shape is None:
        reason = _shape(text)[1]
        return f"not an area in WKT ({reason})", "Write POLYGON ((20 50, 21 50, 21 51, 20 50))."
    if shape.is_empty:
        return "the area is empty", "Leave the cell empty when no area is stated."
    if not _in_range(shape):
        return "a coordinate is out of range", _range_hint(shape)
    if leap := jump(shape):
        return _leap(*leap)
    if _widths([shape])[0] > _WHOLE:
        return "the area goes round more than once", "Draw each part of it once."
    shape = in_first_turn(np.array([shape]))[0]
    return f"the area is not sound ({shapely.is_valid_reason(shape)})", "Draw its outline again."


def _leap(start: float, end: float) -> Refusal:
    """Say that an outline may go either way round, and how to say which."""
    past = end + 360 if end < start else end - 360
    problem = f"from {start:g} to {end:g} the outline may go either way round"
    if abs(past) > FARTHEST or past == start or abs(end - start) == _HALF:
        return problem, "Write a point between."
    return problem, (
        f"Write {past:g} for {end:g} and so on if it crosses 180 degrees, else a point between."
    )


def _range_hint(shape: BaseGeometry) -> str:
    """Say which coordinates are allowed, and whether the two were swapped."""
    west, south, east, north = shape.bounds
    if max(-south, north) <= 180 and max(-west, east) <= 90:
        return "Longitude comes first, then latitude: they seem to be swapped."
    return "Write longitude from -180 to 180, then latitude from -90 to 90, in degrees."


def holds(outer: str, inner: str) -> bool:
    """Tell whether one sound WKT area holds another, edges straight in degrees.

    However they run over the antimeridian; a common edge is no hindrance.
    """
    from detente.places.laying import lay_out

    shapes = lay_out(shapely.from_wkt([outer, inner]), "straight")
    return bool(shapely.covers(shapely.buffer(shapes[0], _HAIR), shapes[1]))


def from_geojson(geometry: object) -> str:
    """Give the WKT of a GeoJSON geometry (RFC 7946).

    Raises:
        ValueError: it is not one, as "what is wrong; what to write"; the sender acts.
    """
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, TypeError, ValueError) as error:
        if "closed linestring" in str(error):
            way_out = "end each ring with its first point"
            raise ValueError(f"a ring does not end where it begins; {way_out}") from None
        way_out = "write a geometry of RFC 7946, longitude first, or null"
        raise ValueError(f"not a GeoJSON geometry; {way_out}") from None
    return _spelt([shape])[0]


def to_geojson(wkt: str) -> str:
    """Give the GeoJSON geometry (RFC 7946), as text, of a sound WKT area."""
    return str(shapely.to_geojson(shapely.from_wkt(wkt)))


def joined(polygons: Sequence[str]) -> str | None:
    """Give one WKT area of several polygons, their edges straight in degrees; None of none."""
    if not polygons:
        return None
    return _spelt([shapely.union_all(shapely.from_wkt(list(polygons)))])[0]
