"""Whether an activity lies in a zone: as stated, by its host, by its area."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from detente.instruments.library import Library
from detente.instruments.zones import Zone
from detente.obligations import evaluate
from detente.obligations.zoning import by_area
from tests.obligations import accord

INSIDE, NEAR, AWAY = "POINT (5 5)", "POINT (12 5)", "POINT (60 60)"


def library() -> Library:
    """The Accord with a zone that is drawn as well."""
    made = accord.library()
    square = "POLYGON (({0} {0}, {0} {1}, {1} {1}, {1} {0}, {0} {0}))"
    drawn = {"surely_inside": (square.format(0, 10),), "surely_within": (square.format(-5, 15),)}
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
