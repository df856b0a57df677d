"""Circles on the ellipsoid, drawn around the true ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from detente.errors import AreaError
from detente.places.ellipsoid import EQUATOR_M, Numbers, geod
from detente.places.growing import CORNERS
from detente.places.laying import TOLERANCE_M, laid

LARGEST_M = 9_000_000.0
"""The largest radius: beyond it a circle is better drawn from its other side."""

_CALM_LATITUDE = 80.0
_CHUNK = 16_384


def circle(centre: Sequence[float], metres: float) -> Any:
    """Give an area that holds everything within a distance of a point; see `circles`.

    Args:
        centre: longitude and latitude in WGS 84 degrees.
        metres: radius in metres.
    """
    return circles(centre[0], centre[1], metres)[0]


def circles(longitudes: Any, latitudes: Any, metres: Any) -> Any:
    """Give, for each point, an area that holds everything within a distance of it.

    Each has `CORNERS` corners, and its edges touch the true geodesic circle from outside: it is
    never smaller, and reaches at most 0.3 % further (and `TOLERANCE_M` near a pole, at the
    antimeridian and above 500 km).

    Args:
        longitudes: degrees, in any turn; shape (n,) or one for all.
        latitudes: degrees, -90 to 90.
        metres: radius in metres, above 0 and at most `LARGEST_M`.

    Returns:
        Laid-out areas, an array of shape (n,).

    Raises:
        AreaError: a radius or a latitude is out of range; the sender acts.
    """
    longitude, latitude, radius = (
        np.atleast_1d(a).astype(float) for a in np.broadcast_arrays(longitudes, latitudes, metres)
    )
    if not ((radius > 0) & (radius <= LARGEST_M)).all():
        raise AreaError("a radius is out of range", "Write metres, above 0 and at most 9,000,000.")
    if not (np.isfinite(longitude) & (np.abs(latitude) <= 90)).all():
        raise AreaError("a centre is out of range", "Write longitude, then latitude, in degrees.")
    longitude = longitude - 360 * np.floor((longitude + 180) / 360)
    slices = [slice(i, i + _CHUNK) for i in range(0, len(radius), _CHUNK)]
    drawn = [_drawn(longitude[at], latitude[at], radius[at]) for at in slices]
    return np.concatenate(drawn) if drawn else np.empty(0, dtype=object)


def _drawn(longitude: Numbers, latitude: Numbers, radius: Numbers) -> Any:
    """Draw circles: the small ones away from seam and poles straight away, the others laid out."""
    highest = np.abs(latitude) + np.degrees(radius / EQUATOR_M) * 1.02
    calm = (highest < _CALM_LATITUDE) & (radius <= 500_000)
    steep = np.tan(np.radians(np.minimum(highest, _CALM_LATITUDE)))
    sag = 1.2 * steep * (2 * np.pi / CORNERS * radius) ** 2 / (8 * EQUATOR_M)
    wide = (radius + sag) * (1 + 2e-5) / np.cos(np.pi / CORNERS)
    margin = np.minimum(TOLERANCE_M, radius / 1000)
    angle = np.tan(np.minimum((radius + margin) / EQUATOR_M, 1.5)) / np.cos(np.pi / CORNERS)
    rough_wide = np.maximum(
        np.arctan(angle) * EQUATOR_M * (1 + 2e-5), (radius + margin) / np.cos(np.pi / CORNERS)
    )
    shapes = shapely.polygons(_corners(longitude, latitude, np.where(calm, wide, rough_wide)))
    west, _, east, _ = shapely.bounds(shapes).T
    rough = np.flatnonzero(~calm | (east - west > 180))
    for size in np.unique(margin[rough]):
        at = rough[margin[rough] == size]
        shapes[at] = laid(shapes[at], "geodesic", tolerance_m=size / 2, oriented=True)
    return shapes


def _corners(longitude: Numbers, latitude: Numbers, metres: Numbers) -> Numbers:
    """Give the corners of closed outlines, anticlockwise, shape (n, CORNERS + 1, 2)."""
    count = len(longitude)
    bearings = np.tile(-np.arange(CORNERS) * 360 / CORNERS, count)
    east, north, far = (np.repeat(a, CORNERS) for a in (longitude, latitude, metres))
    x, y, _ = geod().fwd(east, north, bearings, far)
    points = np.stack([x, y], axis=1).reshape(count, CORNERS, 2)
    return np.concatenate([points, points[:, :1]], axis=1)
