"""The crisis of 2021 and 2022 as files: they hold together, and say what the table expects.

The findings of the screening are worked out here a second time, slowly and from the raw TOML: area,
time, kind, obligor, level, each three-valued, for every pair of the table.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

import detente
from detente.instruments import Library

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "euro-atlantic-2021"
ACTIVITIES = FOLDER / "activities.toml"
VERDICTS = {"cannot be told": None, True: True, False: False}
ASPECTS = {"area", "time", "kind", "obligor", "level"}
IN_WORDS = {"object": "object_words", "condition": "condition"}
CITED = re.compile(r"https?://[^\s\"]+|^[a-z0-9-]+$")

Table = dict[str, Any]
Row = dict[str, Any]


def tables(file: str) -> Table:
    """One file of the folder as plain TOML."""
    return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))


LINES: dict[str, Table] = {line["id"]: line for line in tables("redlines.toml")["redline"]}
AREAS: dict[str, Table] = {area["id"]: area for area in tables("areas.toml")["area"]}
EXPECTED: list[Table] = tables("expected.toml")["expect"]
ENCOUNTERS: list[Table] = tables("expected.toml")["encounter"]
OBLIGATIONS: list[Table] = tables("expected.toml")["obligation"]


@cache
def library() -> Library:
    """The library that is shipped."""
    return detente.library()


@cache
def frame() -> pl.DataFrame:
    """The activities, read as a user reads them."""
    return detente.read_activities(ACTIVITIES, library=library()).frame


def accounts(activity: str, source: str | None = None) -> list[Row]:
    """The accounts of an activity, or the one that is named."""
    rows = frame().filter(pl.col("activity") == activity)
    named = rows if source is None else rows.filter(pl.col("source") == source)
    return named.to_dicts()


# --- a slow second reading of the pairs -----------------------------------------------------------


def bounds_of(line: Table) -> tuple[BaseGeometry | None, BaseGeometry | None]:
    """What is surely inside the area of a line, and what surely holds it."""
    area = AREAS.get(line.get("area", ""), {})
    drawn = None if "within_km" in line else area
    inside, within = ((drawn or {}).get(key) for key in ("surely_inside", "surely_within"))
    return inside and shapely.from_wkt(inside), within and shapely.from_wkt(within)


def in_area(row: Row, line: Table) -> bool | None:
    """Whether an account lies in the area of a line."""
    if line.get("area") == "anywhere":
        return True
    if row["area"] is None or "area" not in line:
        return None
    place = shapely.from_wkt(row["area"])
    inside, within = bounds_of(line)
    if inside is not None and inside.intersects(place):
        return True
    return False if within is not None and not within.intersects(place) else None


def relation_of(row: Row, line: Table) -> str | None:
    """How account and line lie to one another; None between the two bounds."""
    drawn = line.get("area") == "anywhere" or bounds_of(line) != (None, None)
    if not drawn or (row["area"] is None and line.get("area") != "anywhere"):
        return "not stated"
    answers: dict[bool | None, str | None] = {True: "overlaps", False: "apart", None: None}
    return answers[in_area(row, line)]


def in_time(row: Row, line: Table) -> bool | None:
    """Whether an account surely has a day in common with the time of a line."""
    first, day = dt.datetime.combine(line["from"], dt.time()), dt.timedelta(days=1)
    open_end = line["until"] == "open"
    last = dt.datetime.max if open_end else dt.datetime.combine(line["until"], dt.time()) + day
    begins, begun = row["starts"], row["starts_latest"] or row["starts"]
    ends, over = row["ends"], row["ends_latest"] or row["ends"]
    if (over is not None and over <= first) or (begins is not None and begins >= last):
        return False
    if begins is None or begun > last:
        return None
    return True if begins >= first or (ends is not None and ends >= first) else None


def named(value: str | None, words: list[str]) -> bool | None:
    """Whether a kind or a State is among those that a line names."""
    if not words or value is None:
        return None
    return words == ["*"] or value in words


def at_level(row: Row, line: Table) -> bool | None:
    """Whether an account reaches the level of a line: "none at all" of one measure or another."""
    answers: list[bool | None] = []
    for part in line.get("levels", "").split(" or "):
        measure, sign, value = part.split() if part else ("", ">=", "1")
        assert (sign, value) == (">=", "1")
        low, high = (row.get(f"{measure}_{end}") for end in ("low", "high"))
        answers.append(None if low is None and high != 0 else bool(low))
    return True if True in answers else (False if set(answers) == {False} else None)


def aspects(row: Row, line: Table) -> dict[str, bool | None]:
    """Every aspect of a pair, three-valued; words that are no data settle nothing."""
    return {
        "area": in_area(row, line),
        "time": in_time(row, line),
        "kind": named(row["kind"], line.get("kinds", [])),
        "obligor": named(row["obligor"], line.get("obligors", [])),
        "level": at_level(row, line),
        **{name: None for name, key in IN_WORDS.items() if key in line},
    }


def departures(entry: Table, row: Row) -> dict[str, object]:
    """What the slow reading says otherwise than the table."""
    line = LINES[entry["redline"]]
    answers = aspects(row, line)
    fails = {name for name, answer in answers.items() if answer is False}
    missing = {name for name, answer in answers.items() if answer is None}
    verdict = False if fails else (None if missing else True)
    found: dict[str, object] = {}
    if verdict is not VERDICTS[entry["verdict"]]:
        found["verdict"] = answers
    if not set(entry.get("fails", [])) <= fails:
        found["fails"] = fails
    if verdict is None and not set(entry.get("missing", [])) <= missing:
        found["missing"] = missing
    if "relation" in entry and relation_of(row, line) != entry["relation"]:
        found["relation"] = relation_of(row, line)
    return found


def called(entry: Table) -> str:
    """The name of an entry of the table."""
    keys = ("activity", "source", "redline", "provision")
    return " ".join(entry[key] for key in keys if key in entry)


@pytest.mark.parametrize("entry", EXPECTED, ids=map(called, EXPECTED))
def test_a_slow_reading_of_the_files_finds_what_is_expected(entry: Table) -> None:
    rows = accounts(entry["activity"], entry.get("source"))
    assert rows, "no such account"
    assert {row["source"]: departures(entry, row) for row in rows} == {
        row["source"]: {} for row in rows
    }, entry["why"]


def test_what_is_missing_is_told_in_full() -> None:
    """No account of an entry leaves open more than the entry says."""
    untold = {}
    for entry in EXPECTED:
        for row in accounts(entry["activity"], entry.get("source")):
            answers = aspects(row, LINES[entry["redline"]])
            missing = {name for name, answer in answers.items() if answer is None}
            if entry["verdict"] == "cannot be told" and not missing <= set(entry["missing"]):
                untold[called(entry), row["source"]] = missing - set(entry["missing"])
    assert untold == {}


# --- encounters -----------------------------------------------------------------------------------


def apart_km(one: BaseGeometry, other: BaseGeometry) -> float:
    """The distance between two small figures on a sphere of mean radius, by their nearest points."""
    (x, y), (u, v) = (point.coords[0] for point in nearest(one, other))
    lat, lat2, half = math.radians(y), math.radians(v), math.radians(u - x) / 2
    chord = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin(half) ** 2
    return 2 * 6371 * math.asin(math.sqrt(chord))


def nearest(one: BaseGeometry, other: BaseGeometry) -> Any:
    """The nearest points of two figures, longitude shortened as at latitude 51."""
    shorten, back = (lambda p: p * [0.63, 1], lambda p: p / [0.63, 1])
    line = shapely.shortest_line(*(shapely.transform(each, shorten) for each in (one, other)))
    return [shapely.Point(p) for p in shapely.transform(line, back).coords]


@pytest.mark.parametrize("entry", ENCOUNTERS, ids=lambda entry: " ".join(entry["activities"]))
def test_encounters_are_as_expected(entry: Table) -> None:
    one, other = (
        next(row for row in accounts(activity) if row["area"] is not None)
        for activity in entry["activities"]
    )
    places = [shapely.from_wkt(row["area"]) for row in (one, other)]
    assert places[0].intersects(places[1]) is entry["meet"]
    if not entry["meet"]:
        low, high = entry["apart_km"]
        assert low <= apart_km(*places) <= high
    first = max(one["starts"], other["starts"]).date()
    last = min(row["ends_latest"] or row["ends"] for row in (one, other)) - dt.timedelta(seconds=1)
    assert (first, last.date()) == (entry["days"][0], entry["days"][-1])


# --- obligations ----------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", OBLIGATIONS, ids=map(called, OBLIGATIONS))
def test_obligations_are_as_expected(entry: Table) -> None:
    instrument, _, provision = entry["provision"].rpartition("/")
    asked = frame().filter(
        (pl.col("activity") == entry["activity"]) & (pl.col("source") == entry["source"])
    )
    found = detente.obligations(asked, library=library(), instruments=[instrument])
    assert isinstance(found, pl.DataFrame)
    rows = found.filter(pl.col("provision") == provision).to_dicts()
    assert rows, entry["why"]
    assert {row["verdict"] for row in rows} == {VERDICTS[entry["verdict"]]}, entry["why"]
    for row in rows:
        assert set(entry.get("missing", [])) <= set(row["missing"].split(", ")), entry["why"]
        if "due" in entry:
            assert row["due"].date() == entry["due"], entry["why"]


# --- the files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "needed", "optional"),
    [
        (EXPECTED, {"activity", "redline", "verdict", "why"}, {"source", "relation"}),
        (ENCOUNTERS, {"activities", "days", "meet", "why"}, {"apart_km"}),
        (OBLIGATIONS, {"activity", "source", "provision", "verdict", "why"}, {"missing", "due"}),
    ],
)
def test_every_entry_says_what_and_why(
    entries: list[Table], needed: set[str], optional: set[str]
) -> None:
    for entry in entries:
        more = {"cannot be told": {"missing"}, False: {"fails"}}.get(entry.get("verdict", ""), set())
        more = more if "redline" in entry else set()
        assert needed | more <= set(entry) <= needed | more | optional
        assert set(entry.get("fails", [])) <= ASPECTS
        assert len(entry["why"]) > 20


def test_every_pair_names_what_is_in_the_files() -> None:
    activities = set(frame()["activity"])
    assert {entry["activity"] for entry in [*EXPECTED, *OBLIGATIONS]} <= activities
    assert {entry["redline"] for entry in EXPECTED} <= set(LINES)
    pairs = [(e["activity"], e.get("source"), e["redline"]) for e in EXPECTED]
    assert len(pairs) == len(set(pairs))


def test_the_three_answers_all_occur() -> None:
    assert {entry["verdict"] for entry in EXPECTED} == {True, False, "cannot be told"}


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


def test_bounds_of_areas_are_sound_and_one_holds_the_other() -> None:
    for area in AREAS.values():
        inside, within = (area.get(key) for key in ("surely_inside", "surely_within"))
        figures = [shapely.from_wkt(each) for each in (inside, within) if each]
        assert all(figure.is_valid for figure in figures), area["id"]
        if inside and within:
            assert figures[1].contains_properly(figures[0]), area["id"]
        assert ("edges" in area) is bool(figures), area["id"]


def test_disputed_places_lie_between_the_bounds() -> None:
    """Crimea, Donetsk and Luhansk, Sukhumi, Tskhinvali and Tiraspol are settled for nobody."""
    places = [(34.1, 44.95), (37.8, 48.0), (39.3, 48.57), (41.0, 43.0), (43.97, 42.22), (29.6, 46.84)]
    area = LINES["nato-withdraw-forces-2022-01"]
    inside, within = bounds_of(area)
    assert inside is not None and within is not None
    for place in map(shapely.Point, places):
        assert within.intersects(place) and not inside.intersects(place)


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
