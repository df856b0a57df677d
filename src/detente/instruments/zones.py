"""Zones of application: where an instrument's provisions bear.

A zone is settled in three ways, each three-valued: stated by the source, by the host State when its
whole territory lies inside or outside, or by the area against two polygons drawn by us, one that
lies surely inside and one that surely holds the whole zone. What lies between cannot be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.measures.answers import Answer
from detente.places.extent import meets_any
from detente.sources.source import Record

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Zone(Record):
    """A zone of application: ``library/zones/<id>.toml``.

    Attributes:
        id: the file's name; the frame's column is ``zone_`` with ``-`` written ``_``.
        name: its name in the instrument.
        gist: what it covers, in our own words.
        whole: States whose whole territory lies inside.
        outside: States whose whole territory lies outside.
        part: States that lie partly inside; only a stated fact or the area can tell.
        surely_inside: WKT polygons, longitude first, every point of which lies inside; drawn by us.
        surely_within: WKT polygons outside which nothing of the zone lies; drawn by us.
    """

    id: str
    name: str
    gist: str
    whole: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    surely_inside: tuple[str, ...] = ()
    surely_within: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The frame's column for this zone."""
        return "zone_" + self.id.replace("-", "_")

    def by_host(self, host: str | None) -> Answer:
        """Answer by the host State alone."""
        if host in self.whole:
            return True
        return False if host in self.outside else None

    def by_area(self, area: BaseGeometry) -> Answer:
        """Answer whether any part of an area lies in the zone.

        Args:
            area: geometry in degrees, longitude first; edges are taken straight in these
                coordinates, so one whose edges run otherwise is laid out before.

        Returns:
            True when it meets the part that lies surely inside, False when it stays clear of all
            that could belong to the zone, None between the two or when the zone has no polygons.
        """
        if self.surely_inside and meets_any(self.surely_inside, area):
            return True
        return False if self.surely_within and not meets_any(self.surely_within, area) else None
