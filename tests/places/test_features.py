"""Areas as GeoJSON: straight in degrees, cut at the antimeridian, nothing made up."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from detente.errors import AreaError
from detente.places.features import geometry
from detente.places.words import Edges

OVER = "POLYGON ((170 60, 190 60, 190 65, 170 65, 170 60))"


def shape(told: dict[str, Any]) -> Any:
    """What a reader of GeoJSON sees."""
    return shapely.geometry.shape(told)


@pytest.mark.parametrize("edges", [None, "straight", "geodesic", "rhumb"])
def test_an_area_over_the_antimeridian_is_cut_there_into_two_that_join(edges: Edges | None) -> None:
    drawn = shape(geometry(OVER, edges))
    assert drawn.geom_type == "MultiPolygon"
    assert len(drawn.geoms) == 2
    west, _, east, _ = drawn.bounds
    assert (west, east) == (-180, 180)
    here, there = sorted(drawn.geoms, key=lambda part: -part.bounds[0])
    assert here.bounds[0] == 170
    assert there.bounds[2] == pytest.approx(-170)
    assert drawn.area == pytest.approx(100, abs=4)
    assert all(part.exterior.is_ccw for part in drawn.geoms)


def test_where_it_is_not_stated_how_edges_run_the_corners_alone_are_given() -> None:
    wkt = "POLYGON ((0 60, 0 65, 20 65, 20 60, 0 60), (5 61, 6 61, 6 62, 5 62, 5 61))"
    told = geometry(wkt, None)
    assert [len(ring) for ring in told["coordinates"]] == [5, 5]
    outline = shapely.LinearRing(told["coordinates"][0])
    hole = shapely.LinearRing(told["coordinates"][1])
    assert (outline.is_ccw, hole.is_ccw) == (True, False)
    assert shape(told).equals(shapely.from_wkt(wkt))


def test_geodesic_edges_bend_towards_the_pole_and_rhumb_lines_follow_the_parallel() -> None:
    wkt = "POLYGON ((0 60, 20 60, 20 65, 0 65, 0 60))"
    middle = shapely.Point(10, 65.2)
    assert shape(geometry(wkt, "geodesic")).covers(middle)
    assert not shape(geometry(wkt, "rhumb")).covers(middle)
    assert len(geometry(wkt, "geodesic")["coordinates"][0]) > 5


@pytest.mark.parametrize("edges", [None, "geodesic"])
def test_an_area_that_ends_at_the_antimeridian_shows_nothing_on_the_other_side(
    edges: Edges | None,
) -> None:
    drawn = shape(geometry("POLYGON ((170 60, 180 60, 180 65, 170 65, 170 60))", edges))
    assert drawn.geom_type == "Polygon"
    assert drawn.bounds[0] == 170


@pytest.mark.parametrize("wkt", ["POINT (20.5 54.75)", "LINESTRING (20 54, 21 55)"])
def test_points_and_lines_stay_what_they_are(wkt: str) -> None:
    assert shape(geometry(wkt, None)).equals(shapely.from_wkt(wkt))


def test_an_area_of_several_parts_keeps_them() -> None:
    wkt = f"GEOMETRYCOLLECTION (POINT (1 1), {OVER})"
    drawn = shape(geometry(wkt, None))
    assert sorted(part.geom_type for part in drawn.geoms) == ["MultiPolygon", "Point"]


def test_an_outline_that_halves_the_globe_is_refused() -> None:
    halves = "POLYGON ((0 0, 120 0, 240 0, 360 0, 0 0))"
    with pytest.raises(AreaError, match="halves the globe"):
        geometry(halves, "geodesic")
