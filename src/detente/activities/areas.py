"""Areas as WKT and as GeoJSON: longitude first, degrees, WGS 84; read, checked and spelt one way."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_DIGITS = 17  # enough for every double to be read back as it was
_BOUNDS = (-180.0, -90.0, 180.0, 90.0)

Refusal = tuple[str, str]


def settle(texts: Sequence[str]) -> tuple[dict[str, str], dict[str, Refusal]]:
    """Read distinct areas; give each sound one in one spelling, each other with why and what to do.

    Args:
        texts: WKT, longitude first.
    """
    shapes = _shapes(texts)
    bad = ~(shapely.is_valid(shapes) & _in_range(shapes)) | shapely.is_empty(shapes)
    refused = {texts[i]: _refusal(texts[i], shapes[i]) for i in np.flatnonzero(bad)}
    good = np.flatnonzero(~bad)
    spelt = shapely.to_wkt(shapes[good], rounding_precision=_DIGITS)
    return dict(zip((texts[i] for i in good), spelt.tolist(), strict=True)), refused


def _shapes(texts: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Read WKT in bulk; None where it cannot be read."""
    try:
        return np.asarray(shapely.from_wkt(np.array(texts, dtype=object), on_invalid="ignore"))
    except NotImplementedError:  # a curve somewhere among them
        shapes = np.empty(len(texts), dtype=object)
        shapes[:] = [_shape(text)[0] for text in texts]
        return shapes


def _shape(text: str) -> tuple[BaseGeometry | None, str]:
    """Read one WKT text; give why it cannot be read instead."""
    try:
        return shapely.from_wkt(text), ""
    except NotImplementedError:
        return None, "curved geometry is not read"
    except shapely.GEOSException as error:
        return None, str(error).partition(": ")[2] or str(error)


def _in_range(shapes: np.ndarray[tuple[int], np.dtype[np.object_]]) -> np.ndarray[
    tuple[int], np.dtype[np.bool_]
]:
    """Tell which shapes lie between 180 degrees west and east, 90 south and north."""
    west, south, east, north = np.atleast_2d(shapely.bounds(shapes)).reshape(-1, 4).T
    return np.asarray((west >= -180) & (south >= -90) & (east <= 180) & (north <= 90))


def _refusal(text: str, shape: BaseGeometry | None) -> Refusal:
    """Say why an area is refused and what to do."""
    if shape is None:
        reason = _shape(text)[1]
        return f"not an area in WKT ({reason})", "Write POLYGON ((20 50, 21 50, 21 51, 20 50))."
    if shape.is_empty:
        return "the area is empty", "Leave the cell empty when no area is stated."
    if not bool(_in_range(np.array([shape], dtype=object))[0]):
        return "a coordinate is out of range", _range_hint(shape)
    return f"the area is not sound ({shapely.is_valid_reason(shape)})", "Draw its outline again."


def _range_hint(shape: BaseGeometry) -> str:
    """Say which coordinates are allowed, and whether the two were swapped."""
    west, south, east, north = shape.bounds
    if -180 <= south and north <= 180 and -90 <= west and east <= 90:
        return "Longitude comes first, then latitude: they seem to be swapped."
    return "Write longitude from -180 to 180, then latitude from -90 to 90, in degrees."


def from_geojson(geometry: object) -> str:
    """Give the WKT of a GeoJSON geometry (RFC 7946).

    Raises:
        ValueError: it is not one; the sender acts.
    """
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, TypeError, ValueError):
        raise ValueError("not a GeoJSON geometry") from None
    return str(shapely.to_wkt(shape, rounding_precision=_DIGITS))


def to_geojson(wkt: str) -> str:
    """Give the GeoJSON geometry (RFC 7946), as text, of a sound WKT area."""
    return str(shapely.to_geojson(shapely.from_wkt(wkt)))
