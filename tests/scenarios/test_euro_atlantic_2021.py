"""The crisis of 2021 and 2022 as files: read without fault, and every word with its source."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely

import detente
from detente.instruments import Library

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "euro-atlantic-2021"
ACTIVITIES = FOLDER / "activities.toml"

Table = dict[str, Any]


def tables(file: str) -> Table:
    """One file of the folder as plain TOML."""
    return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))


LINES: dict[str, Table] = {line["id"]: line for line in tables("redlines.toml")["redline"]}
AREAS: dict[str, Table] = {area["id"]: area for area in tables("areas.toml")["area"]}


@cache
def library() -> Library:
    """The library that is shipped."""
    return detente.library()


@cache
def frame() -> pl.DataFrame:
    """The activities, read as a user reads them."""
    return detente.read_activities(ACTIVITIES, library=library()).frame


@pytest.mark.parametrize("file", ["activities.toml", "redlines.toml", "areas.toml"])
def test_every_source_is_declared_and_used(file: str) -> None:
    read = tables(file)
    declared = [source["id"] for source in read["source"]]
    users = [
        *(account for each in read.get("activity", []) for account in each["account"]),
        *read.get("redline", []),
        *(event for line in read.get("redline", []) for event in line.get("events", [])),
        *read.get("area", []),
    ]
    assert len(declared) == len(set(declared))
    assert {user["source"] for user in users if "source" in user} == set(declared)
    assert all("source" in user for user in users if "on" not in user or "id" in user)


@pytest.mark.parametrize("file", ["activities.toml", "redlines.toml", "areas.toml"])
def test_every_source_can_be_found_or_says_why_not(file: str) -> None:
    lacking = [each["id"] for each in tables(file)["source"] if not {"url", "note"} & set(each)]
    assert lacking == []
    assert all(each["by"] for each in tables(file)["source"])


def test_every_account_explains_itself() -> None:
    silent = [
        (activity["id"], account["source"])
        for activity in tables("activities.toml")["activity"]
        for account in activity["account"]
        if not account.get("note")
    ]
    assert silent == []


def test_every_condition_taken_by_a_reading_names_it() -> None:
    readings = {"single_command", "advance_notice_to_troops", "zone_osce_zone_of_application"}
    silent = [
        (activity["id"], account["source"])
        for activity in tables("activities.toml")["activity"]
        for account in activity["account"]
        if readings & set(account) and "Our reading" not in account["note"]
    ]
    assert silent == []


def test_every_area_of_an_activity_is_called_a_drawing() -> None:
    notes = detente.read_activities(ACTIVITIES, library=library()).notes
    drawn = frame().filter(pl.col("area").is_not_null()).select("activity", "source").iter_rows()
    told = ("drawn by us", "our drawing", "Our drawing")
    silent = [
        key
        for key in drawn
        if not any(word in notes.get(key, "") + notes.get((key[0], ""), "") for word in told)
    ]
    assert silent == []


def test_the_reader_takes_every_line_as_the_file_has_it() -> None:
    read = detente.read_redlines(FOLDER / "redlines.toml", library=library())
    assert read.faults == ()
    assert [line.id for line in read.lines] == list(LINES)
    assert set(AREAS) <= set(read.areas)
    for line in read.lines:
        raw = LINES[line.id]
        assert list(line.kinds) == raw.get("kinds", [])
        assert list(line.obligors) == raw.get("obligors", [])
        assert (line.levels is None, line.area is None) == ("levels" not in raw, "area" not in raw)
        assert line.status_on(raw["on"]) == "current"
        assert line.status_on(raw["on"] - dt.timedelta(days=1)) == "not yet stated"


def test_every_named_area_is_named_by_a_line() -> None:
    assert {line.get("area") for line in LINES.values()} - {None, "anywhere"} == set(AREAS)


def test_bounds_of_areas_are_sound_and_one_holds_the_other() -> None:
    for area in AREAS.values():
        inside, within = (area.get(key) for key in ("surely_inside", "surely_within"))
        figures = [shapely.from_wkt(each) for each in (inside, within) if each]
        assert all(figure.is_valid for figure in figures), area["id"]
        if inside and within:
            assert figures[1].contains_properly(figures[0]), area["id"]
        assert ("edges" in area) is bool(figures), area["id"]


CRIMEA_AND_EAST = [(34.1, 44.95), (34.39, 45.71), (37.8, 48.0), (39.3, 48.57)]
OTHERS = [(41.0, 43.0), (43.97, 42.22), (29.6, 46.84), (46.75, 39.82)]


@pytest.mark.parametrize("area", [area for area in AREAS.values() if "surely_inside" in area])
def test_disputed_places_are_settled_for_nobody(area: Table) -> None:
    """Two places in Crimea, Donetsk, Luhansk; Sukhumi, Tskhinvali, Tiraspol, Karabakh."""
    inside, within = (shapely.from_wkt(area[key]) for key in ("surely_inside", "surely_within"))
    settled = [at for at in CRIMEA_AND_EAST + OTHERS if inside.intersects(shapely.Point(at))]
    assert settled == []
    if "Ukraine" in area["name"] or "former Soviet" in area["name"]:
        left_out = [at for at in CRIMEA_AND_EAST if not within.intersects(shapely.Point(at))]
        assert left_out == []


def test_declared_and_attributed_are_kept_apart() -> None:
    sources = {source["id"]: source for source in tables("redlines.toml")["source"]}
    for line in LINES.values():
        standing = sources[line["source"]]["standing"]
        assert (line["stance"] == "attributed") is ("attributed_by" in line), line["id"]
        assert (line["stance"] == "declared") is (standing == "official"), line["id"]


def test_a_red_line_is_called_so_only_where_the_words_are() -> None:
    for line in LINES.values():
        if line["called"] == "red line" and not line.get("paraphrase"):
            spoken = line["words"].casefold().replace('"', "") + line["source"]
            assert "red line" in spoken or line["source"] == "us-president-2021-06-14", line["id"]


def test_every_line_bears_from_its_day_or_says_otherwise() -> None:
    other = [line["id"] for line in LINES.values() if line["from"] != line["on"]]
    assert other == ["ru-closed-waters-2021"]


def test_the_page_names_every_line() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [id_ for id_ in LINES if f"`{id_}`" not in page] == []
