"""Mistakes that software makes with areas, times and figures: each has a test that would see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from pyproj import Geod

from detente.places import circle
from detente.redlines import Altitude, Area, Level, Levels, RedLine
from detente.screening import screen, simultaneous
from detente.times.moments import Moment

GEOD = Geod(ellps="WGS84")
DAY = dt.datetime(2031, 3, 1)
SCHEMA: dict[str, Any] = {
    "starts": pl.Datetime("us"),
    "ends": pl.Datetime("us"),
    "edges": pl.String,
}


def line(area: str, within_km: float | None = None, **other: Any) -> RedLine:
    """A line in an area that says all else of any activity of 9000 troops or more."""
    edges = other.pop("edges", "geodesic")
    said: dict[str, Any] = {
        "id": "l",
        "holder": "AA",
        "stance": "declared",
        "called": "red line",
        "words": "made up",
        "source": "s",
        "kinds": ("*",),
        "obligors": ("*",),
        "levels": Levels("any", (Level("troops", "at_least", 9000),)),
        "area": Area(surely_inside=area, surely_within=area, edges=edges, within_km=within_km),
        "altitude": Altitude("open", "open"),
        "from_": "open",
        "until": "open",
    }
    return RedLine(**(said | other))


def activity(area: str, **other: Any) -> dict[str, Any]:
    """An activity of 9000 troops on one day."""
    told = {
        "activity": "a",
        "source": "s",
        "kind": "exercise",
        "obligor": "BB",
        "area": area,
        "edges": "geodesic",
        "starts": DAY,
        "ends": DAY + dt.timedelta(days=1),
        "troops_low": 9000,
        "troops_high": 9000,
    }
    return told | other


def answers(said: RedLine, *told: dict[str, Any], **asked: Any) -> list[bool | None]:
    """The verdicts that are told, in the order of the activities."""
    found = screen(pl.DataFrame(list(told), schema_overrides=SCHEMA), [said], **asked)
    return list(found["verdict"].to_list())


def box(west: float, south: float, east: float, north: float) -> str:
    return str(shapely.box(west, south, east, north).wkt)


def beside(place: tuple[float, float], bearing: float, metres: float) -> str:
    """A place that lies in a direction at a distance, as WKT."""
    x, y, _ = GEOD.fwd(place[0], place[1], bearing, metres)
    return f"POINT ({x:.12f} {y:.12f})"


def test_a_distance_is_no_number_of_degrees() -> None:
    """At 70° N, 100 km in degrees of latitude would reach 34 km east."""
    corner = (30.0, 70.0)
    said = line(box(29, 69, *corner), within_km=100)
    assert answers(said, activity(beside(corner, 90, 95_000))) == [True]
    assert answers(said, activity(beside(corner, 45, 95_000))) == [True]
    assert answers(said, activity(beside(corner, 90, 105_000))) == []
    assert answers(line(box(29, 69, *corner)), activity(beside(corner, 90, 95_000))) == []
    near = answers(line(box(29, 69, *corner)), activity(beside(corner, 90, 95_000)), within_m=1e5)
    assert near == [False]


@pytest.mark.parametrize(
    "over",
    [
        "POLYGON ((178 70, -178 70, -178 74, 178 74, 178 70))",
        "POLYGON ((178 70, 182 70, 182 74, 178 74, 178 70))",
    ],
)
def test_an_area_over_the_antimeridian_is_not_the_rest_of_the_world(over: str) -> None:
    said = line(over)
    for longitude in (178.5, 179.999, 180.0, -180.0, -179.0):
        assert answers(said, activity(f"POINT ({longitude} 72)")) == [True]
    for longitude in (-177.0, 0.0, 90.0, 177.0):
        assert answers(said, activity(f"POINT ({longitude} 72)")) == []
    assert answers(line(box(178, 71, 180, 72)), activity(box(-180, 71.5, -179, 73))) == [True]


def test_a_box_around_an_area_is_not_the_area() -> None:
    """In the notch of an L, and beside a slanting strip, nothing meets but the boxes."""
    ell = "POLYGON ((20 54, 24 54, 24 55, 21 55, 21 58, 20 58, 20 54))"
    assert answers(line(ell), activity(box(22, 56, 23, 57))) == []
    assert answers(line(ell), activity(box(20.5, 56, 23, 57))) == [True]
    strip = "POLYGON ((20 54, 21 54, 28 58, 27 58, 20 54))"
    assert answers(line(strip), activity("POLYGON ((20 57, 21 57, 28 61, 27 61, 20 57))")) == []


def test_an_area_round_a_pole_holds_the_pole() -> None:
    cap = "POLYGON ((0 80, 90 80, 180 80, -90 80, 0 80))"
    assert answers(line(cap), activity("POINT (45 89)")) == [True]
    assert answers(line(cap), activity(box(45, -89, 50, -88))) == []
    assert answers(line(cap), activity(box(45, 60, 50, 65))) == []


@pytest.mark.parametrize("west", [20, 178])
def test_what_lies_in_a_hole_lies_outside(west: float) -> None:
    holed = shapely.Polygon(
        shapely.box(west, 60, west + 4, 64).exterior,
        [shapely.box(west + 1, 61, west + 3, 63).exterior],
    )
    inside = box(west + 1.5, 61.5, west + 2.5, 62.5)
    assert answers(line(holed.wkt), activity(inside)) == []
    assert answers(line(holed.wkt), activity(box(west + 2.5, 62.5, west + 3.5, 62.8))) == [True]


@pytest.mark.parametrize("other", [box(24, 60, 25, 61), box(-180, 60, -179, 61)])
def test_every_part_of_an_area_counts(other: str) -> None:
    parts = shapely.MultiPolygon([shapely.box(178, 60, 180, 61), shapely.from_wkt(other)])
    for part in parts.geoms:
        middle = part.representative_point().wkt
        assert answers(line(parts.wkt), activity(middle)) == [True]


def test_a_circle_is_drawn_around_and_not_within() -> None:
    """Midway between its corners a circle on the rim would be 0.12 % short."""
    centre, metres = (20.0, 60.0), 300_000.0
    bearings = np.arange(128) * 360 / 128
    drawn = circle(centre, metres)
    for bearing in bearings:
        x, y, _ = GEOD.fwd(*centre, bearing, metres - 1)
        assert shapely.intersects_xy(drawn, x, y)
    tiny = line(box(20, 60, 20.0001, 60.0001), within_km=metres / 1000)
    rim = [
        activity(beside(centre, bearing, metres - 10), activity=str(bearing))
        for bearing in bearings
    ]
    assert answers(tiny, *rim) == [True] * len(rim)


def test_an_edge_that_is_not_stated_may_run_either_way() -> None:
    """Along 70° N a geodesic of ten degrees runs 7.8 km north of the parallel."""
    wide = box(20, 68, 30, 70)
    bulge = activity("POINT (25 70.03)")
    assert answers(line(wide), bulge) == [True]
    assert answers(line(wide, edges="straight"), bulge) == []
    assert answers(line(wide, edges=None), bulge) == [None]


@pytest.mark.parametrize(("troops", "verdict"), [(8999, False), (9000, True), (9001, True)])
def test_a_level_is_reached_at_its_figure(troops: int, verdict: bool) -> None:
    told = activity("POINT (21 55)", troops_low=troops, troops_high=troops)
    assert answers(line(box(20, 54, 22, 56)), told) == [verdict]


def test_stretches_that_touch_have_an_instant_in_common() -> None:
    told = activity("POINT (21 55)")
    area = box(20, 54, 22, 56)
    assert answers(line(area, from_=Moment(told["ends"])), told) == [True]
    assert answers(line(area, until=Moment(told["starts"])), told) == [True]
    late = Moment(told["ends"] + dt.timedelta(microseconds=1))
    assert answers(line(area, from_=late), told) == []


def test_heights_above_different_grounds_are_not_compared() -> None:
    low = {"altitude_low_m": 0.0, "altitude_high_m": 500.0, "altitude_reference": "AGL"}
    told = activity("POINT (21 55)", **low)
    area = box(20, 54, 22, 56)
    assert answers(line(area, altitude=Altitude(1000, 2000, "m", "MSL")), told) == [None]
    assert answers(line(area, altitude=Altitude(1000, 2000, "m", "AGL")), told) == []
    assert answers(line(area, altitude=Altitude(500, 2000, "m", "AGL")), told) == [True]


def test_a_sum_of_ranges_is_a_range() -> None:
    """From 6000 to 12000 together: whether 9000 is reached cannot be told."""
    said = line(box(20, 54, 22, 56))
    for low, high, verdict in ((3000, 6000, None), (4500, 6000, True), (3000, 4499, False)):
        told = [
            activity("POINT (21 55)", activity=name, troops_low=low, troops_high=high)
            for name in ("a", "b")
        ]
        (row,) = simultaneous(pl.DataFrame(told, schema_overrides=SCHEMA), [said]).to_dicts()
        assert (row["peak_low"], row["peak_high"]) == (2 * low, 2 * high)
        assert row["verdict"] is verdict
