"""Joined by cell, activities meet lines, and one another, as on one machine: row for row."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

import detente
from detente.errors import FrameError
from detente.redlines import Altitude, Area, RedLine, frame
from detente.screening import SCREENED, encounters, grid, prepare, screen
from tests.conftest import RequireEngine
from tests.screening import pair_worlds
from tests.screening.pair_worlds import BEGIN, MEMBERS, SCHEMA
from tests.screening.test_chunks import world as mixed

HALF = "POLYGON ((-90 -90, 90 -90, 90 90, -90 90, -90 -90))"
NORTH = "POLYGON ((-180 0, 180 0, 180 90, -180 90, -180 0))"
LATER = BEGIN + dt.timedelta(days=5, hours=12)


@pytest.fixture(autouse=True)
def _arrow(require_engine: RequireEngine) -> None:
    """What travels on a cluster travels by pyarrow."""
    require_engine("pyarrow")


def scattered(seed: int, each: int = 5) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Several worlds on one globe: at the antimeridian, the poles and anywhere, large and small.

    With them come lines on half of the globe, a line that bears anywhere, one of which no area is
    known, activities without an area, and one line and some activities that stand there twice.
    """
    rows: list[dict[str, Any]] = []
    lines: list[RedLine] = []
    for number in range(5):
        made = pair_worlds.world(5 * seed + number, each, 4)
        rows += [{**row, "activity": f"{number}{row['activity']}"} for row in made.rows]
        lines += [replace(line, id=f"{number}{line.id}", events=()) for line in made.lines]
    plain = replace(lines[0], altitude=Altitude("open", "open"), from_="open", until="open")
    plain = replace(plain, near_km=0.0)  # to grow half of the globe takes seconds
    for id_, area in {
        "half": Area(surely_inside=HALF, surely_within=HALF, edges="straight"),
        "north": Area(surely_inside=NORTH, surely_within=NORTH, edges="straight"),
        "anywhere": Area(anywhere=True),
        "nowhere": None,
    }.items():
        lines.append(replace(plain, id=id_, area=area))
    rows += [{**rows[0], "activity": f"unplaced {i}", "area": None} for i in range(4)]
    activities = pl.DataFrame([{**dict.fromkeys(SCHEMA), **row} for row in rows], schema=SCHEMA)
    return pl.concat([activities, activities[:3]]), frame([*lines, lines[1]])


def in_order(found: pl.DataFrame) -> pl.DataFrame:
    """The rows in one order, whichever way they came."""
    return found.sort(found.columns, nulls_last=True)


def by_cell(sides: tuple[pl.DataFrame, pl.DataFrame], count: int = 7, **asked: Any) -> pl.DataFrame:
    """What is told when both sides lie in frames of a cluster with so many shares."""
    from tests.screening import pretended

    ours, theirs = (pretended.frame(side, 3, count, 10) for side in sides)
    found = screen(ours, theirs, **asked)
    return pretended.told(found, screen(sides[0].clear(), sides[1]))


def assert_the_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """They are the same rows, one for one."""
    assert found.height == expected.height
    assert in_order(found).equals(in_order(expected))


@pytest.mark.parametrize("seed", range(1, 5))
def test_scattered_worlds_give_the_same_rows(seed: int) -> None:
    sides = scattered(seed)
    asked: dict[str, Any] = {"members": MEMBERS, "within_m": (0.0, 30_000.0, 300_000.0)[seed % 3]}
    asked["as_of"] = LATER if seed % 4 == 3 else None
    expected = screen(*sides, **asked)
    assert expected.height > 100
    assert_the_same(by_cell(sides, (7, 1, 12)[seed % 3], **asked), expected)


def test_every_kind_of_edge_gives_the_same_rows() -> None:
    activities, lines = mixed()
    expected = screen(activities, lines, within_m=50_000)
    assert_the_same(by_cell((activities, frame(lines)), 16, within_m=50_000), expected)


def side_by_side(**other: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An activity in the Baltic, and a line that says nothing of its area."""
    activities, lines = mixed()
    one = activities[:1].with_columns(**{name: pl.lit(value) for name, value in other.items()})
    return one, frame([replace(lines[0], area=None, from_="open", near_km=None)])


def box(west: float, south: float, east: float, north: float) -> str:
    """A box in degrees."""
    return str(shapely.to_wkt(shapely.box(west, south, east, north)))


def lined(lines: pl.DataFrame, area: str) -> pl.DataFrame:
    """The line with an area."""
    return lines.with_columns(area_inside=pl.lit(area), area_within=pl.lit(area))


@pytest.mark.parametrize("count", [1, 2, 13, 200])
def test_a_pair_that_shares_many_cells_comes_once(count: int) -> None:
    activities, lines = side_by_side(area=box(5, 50, 40, 70))
    assert by_cell((activities, lined(lines, box(0, 45, 30, 75))), count).height == 1


@pytest.mark.parametrize("count", [1, 2, 13])
def test_what_may_be_anywhere_meets_everything_once(count: int) -> None:
    """Whether the area of the one, of the other or of both is not known."""
    activities, lines = side_by_side(area=box(20, 54, 21, 55))
    nowhere = activities.with_columns(area=pl.lit(None, pl.String))
    for ours in (activities, nowhere):
        for theirs in (lines, lined(lines, box(-60, -30, -50, -20))):
            found = by_cell((pl.concat([ours] * 9), pl.concat([theirs] * 5)), count)
            assert found.height == (0 if ours is activities and theirs is not lines else 45)


def test_what_is_near_to_a_line_lies_on_its_cells() -> None:
    """The line ends short of the cell in which the activity lies, 90 km from it."""
    activities, lines = side_by_side(area=box(20.2, 58.5, 20.4, 58.7))
    sides = activities, lined(lines, box(20.1, 54.1, 20.5, 57.7))
    assert by_cell(sides, 200).is_empty()
    assert by_cell(sides, 200, within_m=95_000.0)["relation"].to_list() == ["near"]
    reaching = sides[1].with_columns(within_km=95.0)
    assert by_cell((activities, reaching), 200)["relation"].to_list() == ["overlaps"]


def test_where_the_globe_is_cut_nothing_is_lost() -> None:
    """A line over the antimeridian, and one around the pole, meet what lies on either side."""
    activities, lines = side_by_side(edges="geodesic")
    lines = lines.with_columns(edges=pl.lit("geodesic"))
    across = "POLYGON ((178 60, -178 60, -178 66, 178 66, 178 60))"
    around = "POLYGON ((0 84, 90 84, 180 84, -90 84, 0 84))"
    places = [box(x, y, x + 0.1, y + 0.1) for x, y in ((178.5, 62), (-179, 65), (-100, 88.5))]
    spread = pl.concat([activities.with_columns(area=pl.lit(place)) for place in places])
    both = pl.concat([lined(lines, area) for area in (across, around)])
    both = both.with_columns(redline=pl.Series(["across", "around"]))
    found = by_cell((spread, both), 50)
    assert found["relation"].to_list() == ["overlaps"] * 3
    assert_the_same(found, screen(spread, both))


BOXES = st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 90), st.floats(0, 60))


@settings(max_examples=300, deadline=None)
@example((0.1, 0.1, 9.7, 0.5), (9.7, 0.1, 0.05, 0.5))  # they meet in the cell where one ends
@given(BOXES, BOXES)
def test_boxes_that_meet_have_a_cell_in_common(one: Any, other: Any) -> None:
    boxes = np.array([(x, y, min(x + w, 180), min(y + h, 90)) for x, y, w, h in (one, other)])
    cell, of = grid.covered(boxes)
    ours, theirs = (set(cell[of == place].tolist()) for place in (0, 1))
    assert ours
    assert theirs
    if shapely.box(*boxes[0]).intersects(shapely.box(*boxes[1])):
        assert ours & theirs


def test_the_cells_of_a_small_box_are_few() -> None:
    """Nearer the poles cells are wider in degrees, not more."""
    for south in (0.5, 55.5, 79.5, 87.5):
        assert len(grid.covered(np.array([[20.5, south, 22.5, south + 1]]))[0]) <= 2
    every = grid.covered(np.array([[-180, -90, 180, 90]]))[0]
    assert every.tolist() == list(range(len(every)))
    assert len(every) < 0.7 * 45 * 90


def test_no_share_holds_more_than_its_part() -> None:
    """Of lines all over the globe each of eight shares holds about an eighth, and few twice."""
    chance = np.random.default_rng(5)
    west, south = chance.uniform(-170, 170, 4000), chance.uniform(-80, 80, 4000)
    falls = grid.shares(shapely.box(west, south, west + 0.3, south + 0.3), 8)
    assert falls.any(axis=1).all()
    assert falls.sum() < 1.25 * 4000
    assert falls.sum(axis=0).max() < 1.25 * 4000 / 8


# --- encounters ---


@pytest.mark.parametrize("seed", range(4))
def test_encounters_in_scattered_worlds_are_the_same(seed: int) -> None:
    from tests.screening import pretended

    activities = scattered(seed, 9)[0]
    asked: dict[str, Any] = {"within_m": (0.0, 30_000.0, 300_000.0)[seed % 3]}
    asked |= {"placed_only": seed % 2 == 1, "as_of": LATER if seed % 4 == 3 else None}
    expected = encounters(activities, **asked)
    assert expected.height > 10
    found = encounters(pretended.frame(activities, 3, (1, 7, 40)[seed % 3], 10), **asked)
    assert_the_same(pretended.told(found, expected), expected)


# --- what does not fit, and what is not asked ---


def test_from_python_in_kilometres() -> None:
    from tests.screening import pretended

    activities, lines = mixed()
    ours, theirs = (pretended.frame(side, 2, 3, 10) for side in (activities, frame(lines)))
    expected = detente.screen(activities, lines, within_km=50)
    assert_the_same(pretended.told(detente.screen(ours, theirs, within_km=50), expected), expected)
    met = detente.encounters(activities, within_km=50)
    assert_the_same(pretended.told(detente.encounters(ours, within_km=50), met), met)
    with pytest.raises(FrameError, match="no column 'redline'"):
        detente.screen(ours, ours)


def test_an_empty_side_tells_nothing() -> None:
    activities, lines = side_by_side()
    for sides in ((activities.clear(), lines), (activities, lines.clear())):
        found = by_cell(sides)
        assert found.columns == list(SCREENED)
        assert found.is_empty()


def test_what_does_not_fit_is_refused_at_once() -> None:
    from tests.screening import pretended

    activities, lines = side_by_side()
    theirs = pretended.frame(lines, 1, 2, 10)
    with pytest.raises(FrameError, match="kind"):
        screen(pretended.frame(activities.drop("kind"), 1, 2, 10), theirs)
    with pytest.raises(FrameError, match="kind"):
        encounters(pretended.frame(activities.drop("kind"), 1, 2, 10))
    with pytest.raises(FrameError, match="red lines are a PySpark frame"):
        screen(activities, theirs)
    with pytest.raises(FrameError, match="red lines are a PySpark frame"):
        prepare(theirs)
