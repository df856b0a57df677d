"""Areas of library files, and whether they meet."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from detente.places.extent import meets_any
from detente.places.written import joined

SQUARE = shapely.box(0, 0, 4, 4).wkt
APART = shapely.box(10, 10, 12, 12).wkt


def test_a_point_inside_meets() -> None:
    assert meets_any((SQUARE,), shapely.Point(2, 2))


def test_a_point_on_the_edge_meets() -> None:
    assert meets_any((SQUARE,), shapely.Point(4, 2))


def test_a_point_outside_does_not_meet() -> None:
    assert not meets_any((SQUARE,), shapely.Point(5, 2))


def test_one_of_several_is_enough() -> None:
    assert meets_any((SQUARE, APART), shapely.Point(11, 11))


def test_longitude_comes_first() -> None:
    wide = shapely.box(100, 0, 120, 10).wkt
    assert meets_any((wide,), shapely.Point(110, 5))
    assert not meets_any((wide,), shapely.Point(5, 110))


@given(x=st.integers(-3, 7), y=st.integers(-3, 7), more=st.integers(0, 5))
def test_a_larger_area_meets_whatever_a_smaller_one_meets(x: int, y: int, more: int) -> None:
    if meets_any((SQUARE,), shapely.Point(x, y)):
        assert meets_any((SQUARE,), shapely.box(x - more, y - more, x + more, y + more))


@given(x=st.integers(-3, 7), y=st.integers(-3, 7))
def test_it_agrees_with_the_inequalities(x: int, y: int) -> None:
    assert meets_any((SQUARE,), shapely.Point(x, y)) is (0 <= x <= 4 and 0 <= y <= 4)


def test_polygons_are_joined_into_one_area() -> None:
    squares = ["POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))"]
    both = shapely.from_wkt(joined(squares))
    assert both.equals(shapely.box(0, 0, 2, 1))
    assert joined([]) is None
