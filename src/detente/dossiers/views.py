"""Views of the earth from above, in which areas keep their size, and what is seen in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

WIDTH = 820
"""Units across a picture."""

_STEP = 0.5
"""Degrees between points before a figure is drawn, so that its edges bend as they should."""

_REACH = 75.0
"""Degrees of latitude and longitude around the middle of a view that are looked at."""

_POLAR = 60.0
_POLYGON = 3
_FINE, _SEAM = 0.25, 0.05
_EARTH_M = 6_371_000.0
_ROOM, _LEAST_M, _SHAPE = 1.25, 120_000.0, 0.62


@dataclass(frozen=True)
class View:
    """A window on the earth, in Lambert's azimuthal equal-area projection around its middle.

    Attributes:
        key: its name in the page.
        title: its name for a reader.
        longitude, latitude: the middle of the projection, in degrees.
        half_width, half_height: half its extent, in metres.
        down: how far below the middle of the projection the middle of the window lies, in metres.
    """

    key: str
    title: str
    longitude: float
    latitude: float
    half_width: float
    half_height: float
    down: float = 0.0

    @property
    def height(self) -> int:
        """Units from top to bottom of the picture."""
        return round(WIDTH * self.half_height / self.half_width)

    @property
    def metres(self) -> float:
        """Metres of one unit."""
        return 2 * self.half_width / WIDTH

    @cached_property
    def _forward(self) -> Transformer:
        """Give the projection."""
        told = f"+proj=laea +lat_0={self.latitude} +lon_0={self.longitude} +datum=WGS84 +units=m"
        return Transformer.from_crs("EPSG:4326", told, always_xy=True)

    def points(self, degrees: Any) -> Any:
        """Project points; in units of the picture, downwards, shape (n, 2)."""
        x, y = self._forward.transform(degrees[:, 0], degrees[:, 1])
        flat = np.column_stack([x + self.half_width, self.half_height - self.down - y])
        return flat / self.metres

    def areas(self, figure: Any) -> Any:
        """Project areas in degrees, and cut them to the window; seams at the antimeridian close."""
        seen, seam = self._near(figure)
        flat = shapely.transform(shapely.segmentize(seen, _STEP), self.points)
        fine = shapely.make_valid(shapely.simplify(flat, _FINE))
        cut = _only_areas(shapely.clip_by_rect(fine, 0, 0, WIDTH, self.height))
        return cut.buffer(_SEAM).buffer(-_SEAM) if seam else cut

    def lines(self, figure: Any) -> Any:
        """Project lines in degrees, and cut them to the window."""
        seen, _ = self._near(figure)
        flat = shapely.transform(shapely.segmentize(seen, _STEP), self.points)
        cut = shapely.clip_by_rect(flat, 0, 0, WIDTH, self.height)
        return shapely.MultiLineString(shapely.get_parts(cut[~shapely.is_empty(cut)]).tolist())

    def _near(self, figure: Any) -> tuple[Any, bool]:
        """Give the parts on this side of the earth, and whether a seam is seen between them."""
        parts = shapely.get_parts(figure)
        south, north = max(-90.0, self.latitude - _REACH), min(90.0, self.latitude + _REACH)
        if abs(self.latitude) >= _POLAR:
            seen = shapely.clip_by_rect(parts, -180, south, 180, north)
            kept = seen[~shapely.is_empty(seen)]
            return kept, bool((np.abs(shapely.bounds(kept)[:, [0, 2]]) >= 180).any())
        west, east = self.longitude - _REACH, self.longitude + _REACH
        turns = [
            shapely.clip_by_rect(_turned(parts, by), west, south, east, north)
            for by in (-360.0, 0.0, 360.0)
        ]
        seen = [turn[~shapely.is_empty(turn)] for turn in turns]
        return np.concatenate(seen), sum(len(turn) > 0 for turn in seen) > 1


def _turned(parts: Any, by: float) -> Any:
    """Give figures some turns round the earth further on."""
    return shapely.transform(parts, lambda at: at + np.array([by, 0.0])) if by else parts


REGIONS = (
    View("arctic", "The Arctic, from above the pole", 25, 90, 2_500_000, 1_850_000, 850_000),
    View("baltic", "The Baltic Sea", 20.5, 57.6, 900_000, 700_000),
    View("black-sea", "The Black Sea", 34.5, 45.0, 850_000, 560_000),
)
"""Windows that are shown beside the whole, where something is drawn in them."""


def whole(figures: Iterable[Any]) -> View | None:
    """Give the view that holds all figures; None where there are none.

    Args:
        figures: shapely geometries in degrees.
    """
    given = [figure for figure in figures if figure is not None and not figure.is_empty]
    if not given:
        return None
    degrees = np.radians(np.concatenate([shapely.get_coordinates(each) for each in given]))
    east, north = degrees[:, 0], degrees[:, 1]
    space = [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    middle = np.array([(side.min() + side.max()) / 2 for side in space])
    longitude = float(np.degrees(np.arctan2(middle[1], middle[0])))
    latitude = float(np.degrees(np.arctan2(middle[2], np.hypot(middle[0], middle[1]))))
    return _fitting(View("whole", "The whole", longitude, latitude, 1.0, 1.0), given)


def _only_areas(figures: Any) -> Any:
    """Leave out the points and lines to which something may shrink when it is cut."""
    parts = shapely.get_parts(shapely.get_parts(figures))
    kinds = shapely.get_type_id(parts)
    return shapely.MultiPolygon(parts[(kinds == _POLYGON) & ~shapely.is_empty(parts)].tolist())


def _fitting(view: View, figures: Iterable[Any]) -> View:
    """Widen a window until it holds all figures, with room around them."""
    # A window of two metres has units of 1/400 m; its frame would cut everything away.
    points = np.concatenate([view.points(shapely.get_coordinates(each)) for each in figures])
    metres = (points * view.metres - np.array([1.0, 1.0])) * np.array([1.0, -1.0])
    wide, tall = np.abs(metres).max(axis=0)
    half = max(wide * _ROOM, tall * _ROOM / _SHAPE, _LEAST_M)
    half = min(half, _EARTH_M)
    return View(view.key, view.title, view.longitude, view.latitude, half, half * _SHAPE)
