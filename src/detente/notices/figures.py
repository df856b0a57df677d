"""Figures as a notice words them: circle, outline with arcs, sector, corridor; not yet drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.notices.coordinates import Place


@dataclass(slots=True)
class Arc:
    """A part of an outline that runs round a centre instead of straight.

    Attributes:
        after: the number of the corner at which it begins; it ends at the next.
        centre: longitude and latitude.
        radius_m: as stated, in metres; None: the distance of its ends.
        clockwise: as seen from above; None: not stated, and the shorter way is drawn.
    """

    after: int
    centre: Place
    radius_m: float | None
    clockwise: bool | None


@dataclass(slots=True)
class Figure:
    """What a notice says about where: numbers as stated, nothing computed.

    Attributes:
        shape: ``circle``, ``polygon``, ``sector``, ``corridor``, ``line``, ``ellipse`` or
            ``point``. A box between parallels and meridians is a polygon.
        points: corners, the points of a track, or the centre; longitude first.
        radius_m: radius of a circle or sector, half the width of a corridor, longer half axis of
            an ellipse, or how far around an outline the area reaches; None: not stated.
        other_m: shorter half axis of an ellipse; radius around the ends of a corridor.
        bearings: from and to, clockwise, of a sector; azimuth of the longer axis of an ellipse.
        arcs: parts of the outline that are round.
    """

    shape: str
    points: list[Place]
    radius_m: float | None = None
    other_m: float | None = None
    bearings: tuple[float, ...] = ()
    arcs: list[Arc] = field(default_factory=list)

    @property
    def areal(self) -> bool:
        """Whether it encloses something."""
        return self.shape not in ("line", "point")
