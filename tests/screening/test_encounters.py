"""Activities beside one another: what is together, what is near, and what is left open."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import polars as pl
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.screening import ENCOUNTERED, encounters
from tests.screening import globe
from tests.screening.pair_worlds import world
from tests.screening.worlds import TICK, Time, hour, times

DAY = dt.datetime(2021, 9, 10)
GEOD = pyproj.Geod(ellps="WGS84")


def box(west: float, south: float, wide: float = 0.5, high: float = 0.2) -> str:
    """A box of so many degrees."""
    return str(shapely.to_wkt(shapely.box(west, south, west + wide, south + high)))


def told(**other: Any) -> dict[str, Any]:
    """An activity that states everything, but for what is changed."""
    stated = {
        "activity": "a",
        "source": "s",
        "kind": "exercise",
        "starts": DAY,
        "ends": DAY + dt.timedelta(days=6),
        "area": box(20, 54),
        "edges": "geodesic",
        "altitude_low_m": 0.0,
        "altitude_high_m": 3000.0,
        "altitude_reference": "MSL",
    }
    return stated | other


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Activities as a frame."""
    moments = dict.fromkeys(("starts", "ends"), pl.Datetime("us"))
    return pl.DataFrame(list(rows), schema_overrides={**moments, "area": pl.String})


def ask(*rows: dict[str, Any], **asked: Any) -> list[dict[str, Any]]:
    """What is told of pairs."""
    found: pl.DataFrame = encounters(frame(*rows), **asked)
    assert found.columns == list(ENCOUNTERED)
    return found.to_dicts()


def test_two_that_are_together() -> None:
    other = told(activity="b", area=box(20.3, 54.1), starts=DAY + dt.timedelta(days=4), ends=None)
    (row,) = ask(told(), other)
    assert (row["activity"], row["other"], row["relation"]) == ("a", "b", "overlaps")
    assert (row["distance_m"], row["verdict"], row["missing"]) == (0.0, True, "")
    assert row["overlap_from"] == DAY + dt.timedelta(days=4)
    assert row["overlap_to"] == DAY + dt.timedelta(days=6)


def test_two_that_are_near() -> None:
    other = told(activity="b", area=box(20, 54.5))
    assert ask(told(), other) == []
    (row,) = ask(told(), other, within_m=40_000)
    assert (row["relation"], row["verdict"]) == ("near", True)
    assert row["distance_m"] == pytest.approx(GEOD.inv(20, 54.2, 20, 54.5)[2], abs=50)
    assert ask(told(), other, within_m=33_000) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"area": None}, "area"),
        ({"altitude_high_m": None}, "altitude"),
        ({"starts": None, "ends": None}, "starts, ends"),
        ({"altitude_reference": "AGL"}, "altitude"),
    ],
)
def test_what_is_left_open(change: dict[str, Any], missing: str) -> None:
    low = told(altitude_low_m=3000.0)
    (row,) = ask(low, told(activity="b", **change))
    assert (row["verdict"], row["missing"]) == (None, missing)
    found = ask(low, told(activity="b", **change), placed_only=True)
    assert bool(found) == ("area" not in change)


@pytest.mark.parametrize(
    "change",
    [
        {"starts": DAY - dt.timedelta(days=9), "ends": DAY - TICK},
        {"altitude_low_m": 3001.0, "altitude_high_m": 9000.0},
        {"area": box(40, 54)},
        {"activity": "a", "source": "t"},
    ],
)
def test_what_surely_is_apart_is_not_told(change: dict[str, Any]) -> None:
    assert ask(told(), told(**({"activity": "b"} | change))) == []


def test_accounts_stand_side_by_side() -> None:
    rows = ask(told(), told(source="t"), told(activity="b"), told(activity="b", source="t"))
    pairs = [(row["source"], row["other_source"]) for row in rows]
    assert sorted(pairs) == [("s", "s"), ("s", "t"), ("t", "s"), ("t", "t")]


def test_across_the_antimeridian() -> None:
    east = told(area="POLYGON ((179 70, -179 70, -179 71, 179 71, 179 70))")
    (row,) = ask(east, told(activity="b", area=box(-179.5, 70.2)))
    assert row["relation"] == "overlaps"
    assert ask(east, told(activity="b", area=box(0, 70.2))) == []


PLACES = st.tuples(st.sampled_from([0.0, 0.4, 0.9, 3.0]), st.sampled_from([54.0, 54.1, 54.6]))


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[dict[str, Any], Time, Time]]:
    """Some activities, at a few places and hours; the moments of each."""
    made = []
    for number in range(draw(st.integers(2, 5))):
        starts, ends = draw(times()), draw(times())
        if ends.most < starts.least:
            starts, ends = ends, starts
        place = draw(st.one_of(st.none(), PLACES))
        row = told(
            activity=draw(st.sampled_from("abc")),
            source=f"s{number}",
            area=None if place is None else box(*place),
            starts=None if starts.first is None else hour(starts.first),
            starts_latest=None if starts.latest is None else hour(starts.latest),
            ends=None if ends.first is None else hour(ends.first),
            ends_latest=None if ends.latest is None else hour(ends.latest),
        )
        made.append((row, starts, ends))
    return made


def slowly(one: Any, other: Any, within_m: float) -> bool | None:
    """Whether two are together, by asking of each bound by itself."""
    if one[0]["activity"] == other[0]["activity"]:
        return False
    answers: list[bool | None] = []
    for (_, starts, _), (_, their_starts, ends) in ((one, other), (other, one)):
        least = max(
            ends.least if ends.first is not None else their_starts.least, their_starts.least
        )
        latest = min(starts.most, one[2].most if starts is one[1] else other[2].most)
        answers.append(True if latest <= least else None if starts.least <= ends.most else False)
    areas = [row["area"] and shapely.from_wkt(row["area"]) for row in (one[0], other[0])]
    if None in areas:
        answers.append(None)
    else:
        boxes = [area.bounds for area in areas]
        metres = _apart(*boxes)
        answers.append(metres <= within_m)
    return False if False in answers else None if None in answers else True


def _apart(one: Any, other: Any) -> float:
    """Roughly how far two boxes are apart, in metres; no case is near the limit."""
    east = max(one[0] - other[2], other[0] - one[2], 0) * 65_000
    north = max(one[1] - other[3], other[1] - one[3], 0) * 111_200
    return float((east**2 + north**2) ** 0.5)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from([0.0, 10_000.0, 60_000.0]), st.randoms(use_true_random=False))
def test_as_the_plainest_way_finds_them(made: Any, within: float, chance: random.Random) -> None:
    rows = [row for row, _, _ in made]
    latest = pl.col("starts_latest", "ends_latest").cast(pl.Datetime("us"))
    mixed = frame(*chance.sample(rows, len(rows))).with_columns(latest)
    found = encounters(mixed, within_m=within)
    answers = {(row["source"], row["other_source"]): row["verdict"] for row in found.to_dicts()}
    expected = {}
    for one, other in itertools.combinations(made, 2):
        answer = slowly(one, other, within)
        if answer is not False:
            pair = sorted((one[0], other[0]), key=lambda row: (row["activity"], row["source"]))
            expected[pair[0]["source"], pair[1]["source"]] = answer
    assert answers == expected


def test_from_python_in_kilometres() -> None:
    found = detente.encounters(frame(told(), told(activity="b", area=box(20, 54.5))), within_km=40)
    assert found["relation"].to_list() == ["near"]
    assert detente.encounters(frame(told())).columns == list(ENCOUNTERED)


@pytest.mark.parametrize("seed", range(8))
def test_anywhere_on_the_globe_as_walking_finds_them(seed: int) -> None:
    """Under every reading of edges that is left open; within the slack every answer is right."""
    rows = [
        told(activity=row["activity"], area=row["area"], edges=row["edges"])
        for row in world(seed, activities=10).rows
        if row["area"]
    ]
    everywhere = {"altitude_low_m": float("-inf"), "altitude_high_m": float("inf")}
    size = [0.0, 5_000.0, 80_000.0][seed % 3]
    schema = {"edges": pl.String}
    taken = pl.DataFrame([row | everywhere for row in rows], schema_overrides=schema)
    answers = {
        (row["activity"], row["other"]): row for row in encounters(taken, within_m=size).to_dicts()
    }
    for one, other in itertools.combinations(rows, 2):
        possible = lying(one, other, size)
        found = answers.pop((one["activity"], other["activity"]), {"verdict": False})
        assert found["verdict"] in possible, (one, other, size)
        if found.get("relation") == "near":
            nearest = min(
                globe.distance(globe.figure(one["area"], a), globe.figure(other["area"], b))
                for a, b in readings(one, other)
            )
            assert found["distance_m"] == pytest.approx(nearest, abs=3)
    assert not answers, "invented"


def readings(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, str]]:
    """The readings of edges that two figures leave open."""
    each = [(row["edges"],) if row["edges"] else globe.READINGS for row in (one, other)]
    return list(itertools.product(*each))


def lying(one: dict[str, Any], other: dict[str, Any], within_m: float) -> set[bool | None]:
    """Every right answer to whether two figures lie within a distance of one another."""
    told_by = {"yes": (True,), "no": (False,), "slack": (True, False)}
    each = [
        told_by[
            globe.within(globe.figure(one["area"], a), globe.figure(other["area"], b), within_m)
        ]
        for a, b in readings(one, other)
    ]
    return {answers[0] if len(set(answers)) == 1 else None for answers in itertools.product(*each)}
