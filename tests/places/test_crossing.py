"""Areas over the antimeridian, as files write them: read where they are clear, else refused."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from detente.places import lay_out
from detente.places.extent import meets_any
from detente.places.written import settle

CUT = (
    "MULTIPOLYGON (((170 60, 180 60, 180 65, 170 65, 170 60)), ((-"
    "180 60, -170 60, -170 65, -180 65, -180 60)))"
)
ACROSS = (
    CUT,
    "POLYGON ((170 60, 190 60, 190 65, 170 65, 170 60))",
    "POLYGON ((-190 60, -170 60, -170 65, -190 65, -190 60))",
    (
        "MULTIPOLYGON (((170 60, 180 60, 180 65, 170 65, 170 60)), ("
        "(180 60, 190 60, 190 65, 180 65, 180 60)))"
    ),
    '{"type": "Polygon", "coordinates": [[[170, 60], [190, 60], [190, 65], [170, 65], [170, 60]]]}',
)


def settled(text: str) -> str:
    found, refused = settle([text])
    assert not refused
    return found[text]


@pytest.mark.parametrize("text", ACROSS)
def test_whichever_way_it_is_written_it_is_one_area(text: str) -> None:
    shape = lay_out([shapely.from_wkt(settled(text))], "straight")[0]
    cut = lay_out([shapely.from_wkt(CUT)], "straight")[0]
    assert shapely.symmetric_difference(shape, cut).area < 1e-5
    assert shape.covers(shapely.Point(-175, 62))
    assert not shape.intersects(shapely.Point(0, 62))


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("POINT (190 10)", "POINT (-170 10)"),
        ("POINT (-200 10)", "POINT (160 10)"),
        ("POLYGON ((200 1, 210 1, 210 2, 200 1))", "POLYGON ((-160 1, -150 1, -150 2, -160 1))"),
        ("POLYGON ((-185 1, -175 1, -175 2, -185 1))", "POLYGON ((175 1, 185 1, 185 2, 175 1))"),
        (
            "GEOMETRYCOLLECTION (POINT (190 1), LINESTRING (170 1, 190 1))",
            "GEOMETRYCOLLECTION (POINT (-170 1), LINESTRING (170 1, 190 1))",
        ),
    ],
)
def test_what_runs_on_is_spelt_from_its_first_turn(text: str, spelt: str) -> None:
    assert settled(text) == spelt
    assert settled(spelt) == spelt


def test_a_wide_area_is_read_where_its_outline_says_which_way() -> None:
    band = "POLYGON ((-170 50, 0 50, 170 50, 170 60, 0 60, -170 60, -170 50))"
    shape = lay_out([shapely.from_wkt(settled(band))], "straight")[0]
    assert shape.covers(shapely.Point(0, 55))
    assert not shape.intersects(shapely.Point(180, 55))
    cap = "POLYGON ((-180 80, -60 80, 60 80, 180 80, 180 90, -180 90, -180 80))"
    shape = lay_out([shapely.from_wkt(settled(cap))], "straight")[0]
    assert shape.covers(shapely.MultiPoint([(0, 90), (-100, 85), (179, 81)]))
    assert not shape.intersects(shapely.Point(0, 79))


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        (
            "POLYGON ((179 1, -179 1, -179 2, 179 2, 179 1))",
            "from 179 to -179 the outline may go either way round",
            "Write 181 for -179 and so on if it crosses 180 degrees, else a point between.",
        ),
        (
            "LINESTRING (-100 1, 100 1)",
            "from -100 to 100 the outline may go either way round",
            "Write -260 for 100 and so on if it crosses 180 degrees, else a point between.",
        ),
        (
            "POLYGON ((-180 80, 180 80, 180 90, -180 90, -180 80))",
            "from -180 to 180 the outline may go either way round",
            "Write a point between.",
        ),
        (
            "POLYGON ((-300 1, -200 1, 0 1, 100 1, 100 2, 0 2, -150 2, -300 2, -300 1))",
            "from -200 to 0 the outline may go either way round",
            "Write -360 for 0 and so on if it crosses 180 degrees, else a point between.",
        ),
        (
            "POLYGON ((-300 1, -150 1, 0 1, 100 1, 100 2, 0 2, -150 2, -300 2, -300 1))",
            "the area goes round more than once",
            "Draw each part of it once.",
        ),
        (
            "POLYGON ((-90 0, 90 0, 90 50, -90 50, -90 0))",
            "from -90 to 90 the outline may go either way round",
            "Write a point between.",
        ),
        (
            "LINESTRING (170 -20, -10 20)",
            "from 170 to -10 the outline may go either way round",
            "Write a point between.",
        ),
        (
            "POLYGON ((359 1, 361 1, 361 2, 359 1))",
            "a coordinate is out of range",
            "Write longitude from -180 to 180, then latitude from -90 to 90, in degrees.",
        ),
        (
            (
                "MULTIPOLYGON (((10 1, 12 1, 12 2, 10 2, 10 1)), ((-"
                "349 1, -347 1, -347 2, -349 2, -349 1)))"
            ),
            "the area is not sound (Self-intersection[11 2])",
            "Draw its outline again.",
        ),
    ],
)
def test_what_could_be_meant_either_way_is_refused(text: str, problem: str, remedy: str) -> None:
    found, refused = settle([text])
    assert (found, refused) == ({}, {text: (problem, remedy)})


@given(st.floats(-360, 340), st.floats(0.1, 20))
def test_any_turn_is_the_same_place(west: float, wide: float) -> None:
    box = shapely.box(west, 10, west + wide, 20)
    shape = shapely.from_wkt(settled(box.wkt))
    assert -180 <= shape.bounds[0] < 180
    turn = (shapely.get_coordinates(box)[:, 0] - shapely.get_coordinates(shape)[:, 0]) / 360
    assert np.allclose(turn, np.round(turn[0]))


def test_an_area_that_runs_on_meets_what_lies_beyond() -> None:
    over = shapely.from_wkt("POLYGON ((170 60, 190 60, 190 65, 170 65, 170 60))")
    beyond, before, apart = (shapely.box(x, 61, x + 2, 62).wkt for x in (-175, 171, -165))
    assert meets_any((beyond,), over)
    assert meets_any((before,), over)
    assert not meets_any((apart,), over)
