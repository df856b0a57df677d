"""Many at once, a few at a time, or one by one against prepared lines: the answer is the same."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

import detente
from detente.redlines import Altitude, Area, Level, Levels, RedLine
from detente.screening import SCREENED, asking, drawn, findings, prepare, screen
from detente.times.moments import Moment

KEYS = ["activity", "source", "redline"]
YEAR = dt.datetime(2031, 1, 1)
EDGES = ("geodesic", "rhumb", "straight", None)


def outlines(count: int, seed: int, reach: float) -> list[str]:
    """Rough outlines around two places far north and one at the antimeridian."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        x, y = [(20.0, 54.0), (30.0, 70.0), (178.5, 68.0)][chance.integers(0, 3)]
        x, y = x + chance.normal(0, 1), y + chance.normal(0, 0.5)
        angles = np.sort(chance.uniform(0, 2 * np.pi, 7))
        far = reach * chance.uniform(0.3, 1.0, 7)
        points = np.stack([x + 2 * far * np.cos(angles), y + far * np.sin(angles)], axis=1)
        shape = shapely.convex_hull(shapely.MultiPoint(points))
        made.append(str(shapely.to_wkt(_in_turn(shape), rounding_precision=6)))
    return made


def _in_turn(shape: Any) -> Any:
    """The same outline between -180 and 180 degrees."""
    points = shapely.get_coordinates(shape)
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    return shapely.set_coordinates(shape, points)


@cache
def world() -> tuple[pl.DataFrame, list[RedLine]]:
    """Activities and lines of every kind of edge, some without an area."""
    chance = np.random.default_rng(3)
    areas: list[str | None] = list(outlines(60, 1, 0.6))
    areas[7] = areas[31] = None
    begins = [YEAR + dt.timedelta(hours=int(h)) for h in chance.integers(0, 2000, 60)]
    activities = pl.DataFrame(
        {
            "activity": [f"a{i}" for i in range(60)],
            "source": "s",
            "kind": "exercise",
            "obligor": [("BB", "CC", None)[i % 3] for i in range(60)],
            "starts": begins,
            "ends": [each + dt.timedelta(days=9) for each in begins],
            "area": areas,
            "edges": [EDGES[i % 4] for i in range(60)],
            "altitude_low_m": 0.0,
            "altitude_high_m": 3000.0,
            "altitude_reference": "MSL",
            "troops_low": chance.integers(0, 9000, 60),
            "troops_high": 9000,
        },
        schema_overrides={"starts": pl.Datetime("us"), "ends": pl.Datetime("us")},
    )
    return activities, [_line(i, outline) for i, outline in enumerate(outlines(24, 2, 1.5))]


def _line(number: int, outline: str) -> RedLine:
    edges: Any = EDGES[number // 2 % 4]
    near = 40.0 if number % 5 == 0 else None
    return RedLine(
        id=f"l{number}",
        holder="AA",
        stance="declared",
        called="red line",
        words="made up",
        source="s",
        kinds=("*",),
        obligors=("BB",) if number % 3 else ("*",),
        levels=Levels("any", (Level("troops", "at_least", 5000),)),
        area=Area(surely_inside=outline, surely_within=outline, edges=edges, within_km=near),
        altitude=Altitude("open", "open"),
        from_=Moment.of(dt.date(2031, 1, 10)),
        until="open",
    )


@cache
def whole() -> pl.DataFrame:
    """What is told of all at once."""
    found = screen(*world(), within_m=50_000)
    assert found["relation"].n_unique() >= 3
    assert found.height > 100
    return found.sort(KEYS)


def test_a_lazy_frame_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    activities, lines = world()
    for size in (1, 7, 1000):
        monkeypatch.setattr(findings, "CHUNK", size)
        plan = screen(activities.lazy(), lines, within_m=50_000)
        assert isinstance(plan, pl.LazyFrame)
        assert plan.collect().sort(KEYS).equals(whole())


@pytest.mark.parametrize("size", [1, 7])
def test_chunks_mean_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "CHUNK", size)
    monkeypatch.setattr(asking, "CHUNK", size)
    monkeypatch.setattr(asking, "MANY", 3 * size)
    assert screen(*world(), within_m=50_000).sort(KEYS).equals(whole())


def test_what_is_reached_is_named_in_one_order_whatever_other_lines_say() -> None:
    activities, lines = world()
    one = activities[:1].with_columns(troops_low=9000, battle_tanks=pl.lit(300))
    troops, tanks = Level("troops", "at_least", 5000), Level("battle_tanks", "at_least", 250)
    wide = replace(lines[0], area=Area(anywhere=True), from_="open")
    both = [replace(wide, levels=Levels("any", of)) for of in ((troops, tanks), (tanks, troops))]
    alone = [screen(one, [line])["reached"].item() for line in both]
    assert screen(one, both)["reached"].to_list() == alone == ["battle_tanks, troops"] * 2


def test_a_plan_asks_only_for_what_is_wanted(tmp_path: Path) -> None:
    activities, lines = world()
    plan = screen(activities.lazy(), lines, within_m=50_000)
    some = plan.filter(pl.col("relation") == "near").select("redline", "distance_m")
    expected = whole().filter(pl.col("relation") == "near").select("redline", "distance_m")
    assert (
        some.collect().sort("redline", "distance_m").equals(expected.sort("redline", "distance_m"))
    )
    assert plan.head(5).collect().height == 5
    plan.sink_parquet(tmp_path / "found.parquet")
    assert pl.read_parquet(tmp_path / "found.parquet").sort(KEYS).equals(whole())


def test_no_more_is_worked_out_than_a_lazy_frame_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unasked(_: findings.Told) -> pl.Series:
        raise AssertionError("nobody asked for it")

    activities, lines = world()
    plan = screen(activities.lazy(), lines, within_m=50_000)
    for name in ("margin", "missing"):
        monkeypatch.setitem(findings._COLUMNS, name, unasked)
    some = plan.filter(pl.col("relation") == "near").select("redline", "activity", "source")
    near = whole().filter(pl.col("relation") == "near")
    assert some.collect().sort(KEYS).equals(near.select("redline", "activity", "source"))
    assert near.height > 10
    with pytest.raises(Exception, match="nobody asked for it"):
        plan.select("margin").collect()


def test_an_empty_lazy_frame_tells_nothing() -> None:
    activities, lines = world()
    found = screen(activities.clear().lazy(), lines).collect()
    assert found.schema == whole().schema
    assert found.is_empty()


def test_one_by_one_against_prepared_lines() -> None:
    activities, lines = world()
    prepared = prepare(lines, within_m=50_000)
    parts = [screen(activities[i], prepared) for i in range(activities.height)]
    assert pl.concat(parts).sort(KEYS).equals(whole())
    assert detente.screen(activities, prepared).sort(KEYS).equals(whole())


def test_several_threads_may_ask_prepared_lines() -> None:
    """Prepared geometry that two threads ask at once ends the process."""
    activities, lines = world()
    prepared = prepare(lines, within_m=50_000)
    found: list[pl.DataFrame] = []
    ask = [
        threading.Thread(target=lambda: found.append(screen(activities, prepared)))
        for _ in range(4)
    ]
    for each in ask:
        each.start()
    for each in ask:
        each.join()
    assert [each.sort(KEYS).equals(whole()) for each in found] == [True] * 4


def test_what_is_flat_is_answered_as_on_the_ellipsoid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures with straight edges are asked on the map alone; asked the long way they agree."""
    activities, lines = world()
    straight = activities.with_columns(edges=pl.lit("straight"))
    assert drawn.Figures(_shapes(straight), np.full(60, "straight")).flat.sum() > 30
    quickly = screen(straight, lines, within_m=50_000).sort(KEYS)
    monkeypatch.setattr(drawn, "_CALM_LATITUDE", 0.0)
    assert screen(straight, lines, within_m=50_000).sort(KEYS).equals(quickly)


def test_slack_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How roughly lines are drawn at first only tells how many pairs are asked a second time."""
    from detente.screening import ground

    for slack, wide in ((200.0, 300.0), (80.0, 20_000.0)):
        for module in (drawn, ground):
            monkeypatch.setattr(module, "SLACK_M", slack)
            monkeypatch.setattr(module, "WIDE_SLACK_M", wide)
        found = screen(*world(), within_m=50_000)
        assert found.sort(KEYS).drop("distance_m").equals(whole().drop("distance_m"))


@pytest.mark.parametrize(("edges", "verdict"), [("geodesic", True), (None, None)])
@pytest.mark.parametrize(("east", "gap"), [(20.3, 0.00005), (21.5, 0.001), (30, 0.02)])
def test_an_edge_that_bulges_into_a_flat_line(
    edges: str | None, verdict: bool | None, east: float, gap: float
) -> None:
    """Its corners lie short of the line by metres; as a geodesic its edge reaches into it."""
    activities, lines = world()
    south = shapely.to_wkt(shapely.box(20, 53.9, east, 54))
    north = str(shapely.to_wkt(shapely.box(19, 54 + gap, 31, 55)))
    one = activities[:1].with_columns(area=pl.lit(south), edges=pl.lit(edges, pl.String))
    area = Area(surely_inside=north, surely_within=north, edges="straight")
    line = replace(lines[0], area=area, levels=None, from_="open")
    (row,) = screen(one, [line]).to_dicts()
    assert row["relation"] == ("overlaps" if verdict else None)
    assert screen(one.with_columns(edges=pl.lit("straight")), [line]).is_empty()


def _shapes(activities: pl.DataFrame) -> Any:
    return shapely.from_wkt(activities["area"].to_numpy())


def test_columns_are_those_that_are_documented() -> None:
    assert whole().columns == list(SCREENED)
