"""Figures as few people draw them, in the files that they come in: none of them is lost."""

from __future__ import annotations

from typing import Any

import pytest

from detente.places.written import settle
from tests.screening.test_named_mistakes import activity, answers, box, line

PARTS = {
    "area": "POLYGON ((40 54, 41 54, 41 55, 40 55, 40 54))",
    "areas": "MULTIPOLYGON (((60 54, 62 54, 62 55, 60 54)), ((70 54, 71 54, 71 55, 70 54)))",
    "way": "LINESTRING (179 10, 181 10)",
    "place": "GEOMETRYCOLLECTION (POINT (21 54.5))",
}
COLLECTION = f"GEOMETRYCOLLECTION ({', '.join(PARTS.values())})"
BESIDE = {
    "area": "POLYGON ((40.4 54.4, 40.6 54.4, 40.5 54.6, 40.4 54.4))",
    "areas": "POINT (70.9 54.3)",
    "way": box(-179.5, 9.9, -179.4, 10.1),
    "place": box(20.9, 54.4, 21.1, 54.6),
}
EDGES = ("geodesic", "rhumb", "straight", None)


@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_collection_counts(part: str, edges: Any) -> None:
    """Points and lines that stand beside areas are no less there than the areas."""
    beside = BESIDE[part]
    assert answers(line(COLLECTION, edges=edges), activity(beside, edges=edges)) == [True]
    assert answers(line(beside, edges=edges), activity(COLLECTION, edges=edges)) == [True]
    assert answers(line(COLLECTION, 900, edges=edges), activity(beside, edges=edges)) == [True]
    near = answers(line(COLLECTION, edges=edges), activity("POINT (40.5 53.9)"), within_m=20_000)
    assert near == [False]
    assert answers(line(COLLECTION, edges=edges), activity("POINT (30 54.5)")) == []


def test_what_only_points_hold_is_surely_inside_of_nothing() -> None:
    """A place is told exactly; what is beside it by metres is not in it."""
    said = line(COLLECTION)
    assert answers(said, activity("POINT (21 54.5)")) == [True]
    assert answers(said, activity("POINT (21 54.5001)")) == []


@pytest.mark.parametrize("edges", EDGES)
def test_a_band_that_begins_anywhere_may_run_all_round(edges: Any) -> None:
    """As files of areas spell it: its longitudes run on to a turn beyond where they begin."""
    south = ", ".join(f"{x} -60" for x in range(-190, 171, 40))
    band = f"POLYGON (({south}, 170 -90, -190 -90, -190 -60))"
    settled, refused = settle([band])
    assert not refused
    inside, outside = activity("POINT (-20 -80)"), activity("POINT (-20 -50)")
    assert answers(line(settled[band], edges=edges), inside, outside) == [True]
    assert answers(line(box(-21, -81, -19, -79)), activity(settled[band], edges=edges)) == [True]


HALF_TURN = "POLYGON ((-90 80, 90 80, 90 70, -90 70, -90 80))"


def test_a_band_of_half_a_turn_depends_on_its_edges() -> None:
    """Straight it is a band over 0°; geodesic it runs over the pole and encloses nothing."""
    band, way = activity("POINT (0 75)"), activity(box(89, 74, 91, 76))
    assert answers(line(HALF_TURN, edges="straight"), band, way) == [True, True]
    assert answers(line(HALF_TURN, edges="geodesic"), band, way) == [True]
    assert answers(line(HALF_TURN, edges=None), band) == [None]
    assert answers(line(HALF_TURN, edges=None), way) == [True]
    assert answers(line(box(89, 74, 91, 76)), activity(HALF_TURN)) == [True]
    assert answers(line(HALF_TURN, 600, edges="geodesic"), activity("POINT (80 72)")) == [True]


def test_an_area_thinner_than_the_last_digits_near_a_pole_is_not_lost() -> None:
    thin = "POLYGON ((26.927907293 -89.99, 26.927907294 -89.99, 26.927907293 -89.990000001))"
    closed = thin.replace("))", ", 26.927907293 -89.99))")
    cap = "POLYGON ((0 -80, 90 -80, 180 -80, 180 -90, 0 -90, 0 -80))"
    for edges in EDGES:
        assert answers(line(cap), activity(closed, edges=edges)) == [True]
        assert answers(line(closed, 5, edges=edges), activity("POINT (26.9 -89.98)")) == [True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("POINT (180 10)", "POINT (-180 10)"),
        ("LINESTRING (179 10, 180 11)", "POINT (-180 11)"),
        ("POINT (0 90)", "POINT (123 90)"),
    ],
)
def test_one_place_has_several_longitudes(one: str, other: str) -> None:
    assert answers(line(one), activity(other)) == [True]
    assert answers(line(other), activity(one)) == [True]


def test_within_any_distance_is_anywhere() -> None:
    assert answers(line(box(20, 54, 22, 55), 30_000), activity("POINT (-159 -54.7)")) == [True]
    far = answers(line("POINT (20 54)"), activity("POINT (-159 -54.7)"), within_m=1e12)
    assert far == [False]
