"""The ellipsoid WGS 84: points in space, flat views of it, and geodesics.

Source: NGA.STND.0036, World Geodetic System 1984 (2014), table 3.1: semi-major axis and flattening.
Geodesics are those of C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), as in PROJ.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pyproj import Geod

Numbers = NDArray[np.float64]

EQUATOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
SQUEEZE = (1 - FLATTENING) ** 2  # (polar axis / equatorial axis) squared
POLE_M = EQUATOR_M * (1 - FLATTENING)


@cache
def geod() -> Geod:
    """Give PROJ's geodesics on WGS 84, loaded when first asked for."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def to_space(places: Numbers) -> Numbers:
    """Give the points in space, in metres from the centre, of longitudes and latitudes.

    Args:
        places: longitude and latitude in degrees, shape (n, 2).

    Returns:
        Shape (n, 3); the first axis points to 0° east, the third to the north pole.
    """
    longitude, latitude = np.radians(places[:, 0]), np.radians(places[:, 1])
    sine, cosine = np.sin(latitude), np.cos(latitude)
    across = EQUATOR_M / np.sqrt(cosine**2 + SQUEEZE * sine**2)
    flat = across * cosine
    return np.stack(
        [flat * np.cos(longitude), flat * np.sin(longitude), SQUEEZE * across * sine], axis=1
    )


def from_space(points: Numbers) -> Numbers:
    """Give longitude and latitude where the rays from the centre through points meet the surface.

    Args:
        points: shape (n, 3); only the direction counts.

    Returns:
        Degrees, longitude first, shape (n, 2).
    """
    flat = np.hypot(points[:, 0], points[:, 1])
    longitude = np.arctan2(points[:, 1], points[:, 0])
    latitude = np.arctan2(points[:, 2], SQUEEZE * flat)
    result: Numbers = np.degrees(np.stack([longitude, latitude], axis=1))
    return result


class Views:
    """Many flat views of the ellipsoid, each as seen from straight above its own centre.

    Two points are never farther apart in a view than in space, and never farther in space than
    along the surface: what lies within a distance on the ground lies within it in the view.

    Args:
        centres: longitude and latitude of each centre in degrees, shape (n, 2).
    """

    def __init__(self, centres: Numbers) -> None:
        """Lay an east, a north and an upward axis through each centre."""
        longitude, latitude = np.radians(centres[:, 0]), np.radians(centres[:, 1])
        zero = np.zeros(len(centres))
        self._east = np.stack([-np.sin(longitude), np.cos(longitude), zero], axis=1)
        self._up = np.stack(
            [
                np.cos(latitude) * np.cos(longitude),
                np.cos(latitude) * np.sin(longitude),
                np.sin(latitude),
            ],
            axis=1,
        )
        self._north = np.cross(self._up, self._east)
        self._origin = to_space(centres)

    def seen(self, places: Numbers, view: Any) -> Numbers:
        """Give where places stand in their views, in metres east and north of the centre.

        Args:
            places: longitude and latitude in degrees, shape (n, 2).
            view: the number of each place's view, shape (n,).
        """
        apart = to_space(places) - self._origin[view]
        east = np.einsum("ij,ij->i", apart, self._east[view])
        return np.stack([east, np.einsum("ij,ij->i", apart, self._north[view])], axis=1)

    def seen_from(self, flat: Numbers, view: Any) -> Numbers:
        """Give longitude and latitude of points in views; the inverse of `seen` on the near side.

        A point beyond the edge of the globe is put on its edge.
        """
        stretch = np.array([1 / EQUATOR_M, 1 / EQUATOR_M, 1 / POLE_M])
        base = self._origin[view] + flat[:, :1] * self._east[view] + flat[:, 1:] * self._north[view]
        start, way = base * stretch, self._up[view] * stretch
        square = np.einsum("ij,ij->i", way, way)
        half = np.einsum("ij,ij->i", way, start)
        rest = np.einsum("ij,ij->i", start, start) - 1
        height = (np.sqrt(np.maximum(half**2 - square * rest, 0)) - half) / square
        return from_space(base + height[:, None] * self._up[view])
