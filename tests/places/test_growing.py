"""Growing, circles and corridors: nothing within the distance is ever left out."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import AreaError
from detente.places import circle, circles, corridor, grow, lay_out
from detente.places.growing import STRAYING_M
from detente.places.laying import TOLERANCE_M
from tests.places.worlds import GEOD, Figure, Numbers, Place, figures, go, places

BEARINGS = np.arange(0, 360, 3.0)
radii = st.sampled_from([10.0, 1e3, 5e4, 3e5, 1e6, 5e6]) | st.floats(1, 3e6)


def rim(centre: Place, metres: float) -> tuple[Numbers, Numbers]:
    """Places at a distance all round, by PROJ."""
    count = len(BEARINGS)
    x, y, _ = GEOD.fwd(
        np.full(count, centre[0]), np.full(count, centre[1]), BEARINGS, np.full(count, metres)
    )
    return x, y


@settings(max_examples=60, deadline=None)
@given(places, radii)
def test_a_circle_holds_every_place_within_and_little_more(centre: Place, metres: float) -> None:
    shape = circle(centre, metres)
    assert shape.is_valid
    for share in (0.0, 0.5, 1.0):
        assert shapely.intersects_xy(shape, *rim(centre, share * metres)).all()
    beyond = 1.003 * metres + min(TOLERANCE_M, metres / 1000)
    if abs(centre[1]) < 90:
        assert not shapely.intersects_xy(shape, *rim(centre, beyond)).any()


def test_a_hundred_kilometres_in_degrees_would_miss() -> None:
    """The degree-buffer mistake: at 70° N it reaches 100 km north and 34 km east."""
    centre, metres = (20.0, 70.0), 100_000.0
    mistaken = shapely.Point(centre).buffer(metres / 111_195)
    east = go(centre, 90, 90_000)
    assert not mistaken.intersects(shapely.Point(east)), "the mistake is there to make"
    assert circle(centre, metres).intersects(shapely.Point(east))
    assert grow(lay_out([shapely.Point(centre)]), metres)[0].intersects(shapely.Point(east))


@settings(max_examples=30, deadline=None)
@given(
    figures(),
    st.sampled_from([0.0, 100.0, 2e4, 1.5e5, 1e6]),
    st.floats(0, 1),
    st.floats(0, 360),
    st.floats(0, 1),
)
def test_growing_loses_nothing(
    figure: Figure, metres: float, share: float, bearing: float, near: float
) -> None:
    """From a place of the outline, any way, not farther than the distance."""
    walked = np.concatenate(figure.outline)
    at = walked[round(share * (len(walked) - 1))]
    place = go((float(at[0]), float(at[1])), bearing, near * metres)
    grown = grow(lay_out([figure.shape]), metres)[0]
    assert grown.is_valid
    assert shapely.intersects_xy(grown, *place)


@settings(max_examples=30, deadline=None)
@given(figures(), st.sampled_from([100.0, 2e4, 1.5e5, 1e6]), st.floats(0, 360), st.floats(1, 3))
def test_growing_takes_in_little_more(
    figure: Figure, metres: float, bearing: float, far: float
) -> None:
    place = go(figure.centre, bearing, min(far * (figure.size + metres), 1.2e7))
    grown = grow(lay_out([figure.shape]), metres)[0]
    if not figure.holds(place) and figure.from_outline(place) > (
        1.01 * metres + 2 * STRAYING_M + figure.size / 150
    ):
        assert not shapely.intersects_xy(grown, *place)


def test_a_figure_grown_by_nothing_holds_itself() -> None:
    shape = lay_out([shapely.box(178, 60, 180, 61)])
    assert shapely.covers(grow(shape, 0), shape).all()


@settings(max_examples=25, deadline=None)
@given(figures(hole=False), st.lists(st.sampled_from([1e4, 1e5, 5e5]), min_size=2, max_size=3))
def test_growing_again_holds_what_was_grown(figure: Figure, strides: list[float]) -> None:
    shape = lay_out([figure.shape])[0]
    for metres in strides:
        grown = grow([shape], metres)[0]
        assert grown.is_valid
        assert shapely.difference(shape, grown).area < 1e-9
        shape = grown


def test_farther_than_from_pole_to_pole_there_is_nothing() -> None:
    """At once: in strides it would take minutes, and a single such line would hold up a file."""
    (grown,) = grow([shapely.Point(10, 50)], 1e9)
    assert grown.equals(shapely.box(-180, -90, 180, 90))


def test_corners_that_nearly_coincide_do_not_cross() -> None:
    """Grown by 400 km, two corners of the rim lie on one another but for the last digit."""
    line = "LINESTRING (169.393843 14.071539, 169.625417 14.245236, 169.626126 14.245768)"
    assert grow([shapely.from_wkt(line)], 400_000)[0].is_valid


def test_a_hole_that_closes_but_for_the_last_digit_is_none() -> None:
    hole = "POLYGON ((26 60, 28 60, 28 62, 26 62, 26 60), (27 61, 27 61, 27 61, 27 61))"
    shape = lay_out([shapely.from_wkt(hole)])[0]
    near_pole = "POLYGON ((26.927907293 -89.99, 26.927907294 -89.99, 26.927907293 -89.99))"
    assert lay_out([shapely.from_wkt(near_pole)])[0].length < 1e-8
    assert shape.covers(shapely.Point(27, 61))


def test_a_corridor_holds_both_sides_and_the_ends() -> None:
    line = shapely.LineString([(170, 60), (-170, 62)])
    shape = corridor(line, 10_000)
    middle = GEOD.npts(170, 60, -170, 62, 1)[0]
    ends = go((170, 60), 270, 9_900), go((-170, 62), 90, 9_900)
    for place in (*ends, go(middle, 350, 9_900), go(middle, 170, 9_900)):
        assert shapely.intersects_xy(shape, *place)
    assert not shapely.intersects_xy(shape, *go((170, 60), 270, 10_300))


def test_circles_come_in_bulk() -> None:
    drawn = circles([0, 179.9, 0], [0, 10, 90], 1e5)
    alone = [circle(centre, 1e5) for centre in ((0, 0), (179.9, 10), (0, 90))]
    assert shapely.equals(drawn, alone).all()
    assert len(circles([], [], [])) == 0


@pytest.mark.parametrize("metres", [0, -1, float("nan"), 9_000_001])
def test_a_radius_out_of_range_is_refused(metres: float) -> None:
    with pytest.raises(AreaError, match="radius"):
        circle((0, 0), metres)


def test_a_distance_that_is_negative_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        grow([shapely.Point(0, 0)], -1)
