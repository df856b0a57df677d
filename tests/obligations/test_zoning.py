"""Whether an activity lies in a zone: as stated, by its host, by its area."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
import shapely

from detente.instruments.library import Library
from detente.instruments.zones import Zone
from detente.obligations import evaluate
from detente.obligations.zoning import by_area
from tests.obligations import accord

INSIDE, NEAR, AWAY = "POINT (5 5)", "POINT (12 5)", "POINT (60 60)"


def library(north: int = 0) -> Library:
    """The Accord with a zone that is drawn as well, so many degrees further north."""
    made = accord.library()
    inside, within = (shapely.box(a, north + a, b, north + b).wkt for a, b in ((0, 10), (-5, 15)))
    drawn = {"surely_inside": (inside,), "surely_within": (within,)}
    zone = Zone.model_validate(made.zones["plain"].model_dump() | drawn)
    return replace(made, zones={"plain": zone})


def zone_of(**stated: Any) -> bool | None:
    """The zone as it is settled at the door."""
    given = {"area": None, "host": None, "zone_plain": None, **stated}
    types = {"area": pl.String, "host": pl.String, "zone_plain": pl.Boolean}
    frame = pl.DataFrame([given], schema=types)
    settled = by_area(frame, library())["zone_plain"].to_list()
    answer: bool | None = settled[0]
    return answer


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        ({}, None),
        ({"host": "FR"}, True),
        ({"host": "ES"}, False),
        ({"host": "IT"}, None),
        ({"area": INSIDE}, True),
        ({"area": NEAR}, None),
        ({"area": AWAY}, False),
        ({"host": "IT", "area": INSIDE}, True),
        ({"zone_plain": False, "host": "FR", "area": INSIDE}, False),
        ({"zone_plain": True, "host": "ES", "area": AWAY}, True),
    ],
)
def test_what_is_stated_stands_then_host_and_area(stated: dict[str, Any], answer: Any) -> None:
    assert zone_of(**stated) is answer


@pytest.mark.parametrize(
    ("area", "edges", "answer"),
    [
        ("LINESTRING (-40 61, 50 61)", "straight", True),
        ("LINESTRING (-40 61, 50 61)", "rhumb", True),
        ("LINESTRING (-40 61, 50 61)", "geodesic", False),  # it runs over 67 north there
        ("LINESTRING (-40 61, 50 61)", None, None),
        ("LINESTRING (-40 40, 50 40)", None, None),  # the geodesic comes as far as the band
        ("LINESTRING (-40 20, 50 20)", None, False),
        ("POLYGON ((-40 40, 50 40, 50 46, -40 46, -40 40))", "straight", False),
        ("POLYGON ((-40 40, 50 40, 50 46, -40 46, -40 40))", "geodesic", True),
        ("POLYGON ((4 51, 6 51, 6 52, 4 52, 4 51))", None, True),
        ("LINESTRING (-90 80, 90 80)", None, None),  # a geodesic over the pole has no width
    ],
)
def test_edges_are_taken_as_stated_and_else_by_every_reading(
    area: str, edges: str | None, answer: bool | None
) -> None:
    frame = pl.DataFrame({"area": [area], "edges": [edges]}, schema_overrides={"edges": pl.String})
    assert by_area(frame, library(north=52))["zone_plain"].to_list() == [answer]


def test_without_the_columns_nothing_is_settled() -> None:
    frame = pl.DataFrame({"activity": ["a"]})
    assert by_area(frame, library()).columns == ["activity"]
    stated = pl.DataFrame({"area": [INSIDE]})
    assert by_area(stated, library())["zone_plain"].to_list() == [True]


@pytest.mark.parametrize(
    ("host", "stated", "verdict", "missing"),
    [
        ("FR", None, True, ""),
        ("FR", False, False, ""),
        ("ES", None, False, ""),
        ("ES", True, True, ""),
        ("IT", None, None, "zone_plain"),
        ("IT", True, True, ""),
        (None, None, None, "zone_plain"),
    ],
)
def test_a_duty_asks_for_its_zone(
    host: str | None, stated: bool | None, verdict: bool | None, missing: str
) -> None:
    given = accord.frame(accord.exercise(host=host)).with_columns(
        pl.Series("zone_plain", [stated], dtype=pl.Boolean)
    )
    found = evaluate(given, library=library())
    assert found.select("verdict", "missing").rows() == [(verdict, missing)]


def test_without_a_host_column_the_zone_is_asked_for() -> None:
    found = evaluate(accord.frame(accord.exercise()).drop("host"), library=library())
    assert found.select("verdict", "missing").rows() == [(None, "zone_plain")]
