"""Whether a figure lies within a circle, to a few tenths of a per cent: enough for whole miles."""

from __future__ import annotations

import math

from detente.notices.coordinates import Place
from detente.notices.figures import Figure

_DEGREE_M = 111_195.0
_SLACK = 1.006  # the ellipsoid against the sphere


def within(figure: Figure, centre: Place, metres: float) -> bool:
    """Tell whether all of a figure lies within a distance of a point.

    Args:
        figure: as read; arcs count by their ends and their middle.
        centre: longitude and latitude.
        metres: the distance.
    """
    more = figure.radius_m or 0.0
    more = max(more, figure.other_m or 0.0)
    if not all(apart_m(point, centre) + more <= metres * _SLACK for point in figure.points):
        return False
    return all(
        not arc.radius_m or apart_m(arc.centre, centre) <= metres * _SLACK + arc.radius_m
        for arc in figure.arcs
    )


def apart_m(one: Place, other: Place) -> float:
    """Give the distance of two points on a sphere, in metres.

    Args:
        one: longitude and latitude.
        other: longitude and latitude.
    """
    north, south = math.radians(one[1]), math.radians(other[1])
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one[0] - other[0]) / 2) ** 2
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(half)))) * _DEGREE_M
