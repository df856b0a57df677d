"""Distances: the nearest two places, along the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.places import distance_m, lay_out
from detente.places.laying import TOLERANCE_M
from tests.places.worlds import GEOD, Figure, figures, go, places, walk


def slow_distance(one: Figure, other: Figure) -> float:
    """The least distance between any two places on the two walked outlines."""
    mine, theirs = (walk(figure.rings[0], figure.size / 20) for figure in (one, other))
    x, y = (np.repeat(mine[:, i], len(theirs)) for i in (0, 1))
    u, v = (np.tile(theirs[:, i], len(mine)) for i in (0, 1))
    return float(GEOD.inv(x, y, u, v)[2].min())


@settings(max_examples=30, deadline=None)
@given(
    figures(hole=False),
    figures(hole=False),
    st.floats(0, 360),
    st.sampled_from([0.5, 1.01, 1.2, 2.0, 5.0]),
)
def test_it_agrees_with_walking_along_both_outlines(
    one: Figure, other: Figure, bearing: float, share: float
) -> None:
    there = go(one.centre, bearing, min(share * (one.size + other.size), 1e7))
    other = Figure(there, other.size, other.bearings, other.radii, False)
    first, second = lay_out([one.shape, other.shape])
    found = float(distance_m([first], [second])[0])
    assert (found == 0) is bool(first.intersects(second))
    assert found == pytest.approx(float(distance_m([second], [first])[0]), abs=0.02)
    if found:
        slow = slow_distance(one, other)
        laid_m = 0.02 + sum(min(TOLERANCE_M, f.size / 150) for f in (one, other))
        assert found <= slow + laid_m
        assert found >= slow - (one.size + other.size) / 20 - laid_m


@settings(max_examples=50, deadline=None)
@given(places, places)
def test_between_points_it_is_the_geodesic(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    found = distance_m(lay_out([shapely.Point(one)]), lay_out([shapely.Point(other)]))[0]
    true = GEOD.inv(*one, *other)[2]
    assert found == pytest.approx(true, abs=0.1)


def test_it_goes_over_the_antimeridian_and_the_pole() -> None:
    west, east = lay_out([shapely.box(178, 10, 179, 11), shapely.box(-179, 10, -178, 11)])
    assert distance_m([west], [east])[0] == pytest.approx(GEOD.inv(179, 11, -179, 11)[2], abs=0.01)
    corner = shapely.Polygon([(-1, 88), (1, 88), (0, 89)])
    here, there = lay_out([corner, shapely.transform(corner, lambda xy: np.add(xy, [180, 0]))])
    assert distance_m([here], [there])[0] == pytest.approx(GEOD.inv(0, 89, 180, 89)[2], abs=0.01)


@pytest.mark.parametrize(
    "place", [(21, -70), (-159, -54.7), (-160.5, -54.2), (110, -10), (-159, -40)]
)
def test_across_the_globe_it_is_still_the_nearest(place: tuple[float, float]) -> None:
    """Near the other side of the globe all places of a figure look equally far away."""
    corners = [(20.0, 54.0), (22.0, 54.0), (22.0, 55.0), (20.0, 55.0), (20.0, 54.0)]
    (box,) = lay_out([shapely.Polygon(corners)])
    walked = walk(corners, 50)
    slow = GEOD.inv(*walked.T, *np.tile(place, (len(walked), 1)).T)[2].min()
    found = distance_m(lay_out([shapely.Point(place)]), [box])[0]
    assert found == pytest.approx(slow, abs=40)


def test_what_is_not_there_has_no_distance() -> None:
    here = shapely.Point(0, 0)
    assert np.isnan(distance_m([None, here, shapely.Polygon()], [here, None, here])).all()
