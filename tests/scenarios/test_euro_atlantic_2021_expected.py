"""The crisis of 2021 and 2022: what the files say is what the table expects.

The findings of the screening are worked out here a second time, slowly and from the raw TOML: area,
time, kind, obligor, level, each three-valued, for every pair of the table.
"""

from __future__ import annotations

import datetime as dt
import math
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
    until = dt.date(9999, 1, 1) if line["until"] == "open" else line["until"]
    last = dt.datetime.combine(until, dt.time()) + day
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


def test_one_line_is_met_and_no_other() -> None:
    rows = frame().to_dicts()
    met = {
        (row["activity"], line["id"])
        for row in rows
        for line in LINES.values()
        if all(aspects(row, line).values())
    }
    assert met == {("hms-defender-2021-06", "ru-closed-waters-2021")}


# --- encounters -----------------------------------------------------------------------------------


def apart_km(one: BaseGeometry, other: BaseGeometry) -> float:
    """The distance of two small figures on a sphere of mean radius, by their nearest points."""
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


# --- the table itself ----------------------------------------------------------------------------


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
        more = {"cannot be told": {"missing"}, False: {"fails"}}.get(
            entry.get("verdict", ""), set()
        )
        more = more if "redline" in entry else set()
        assert needed | more <= set(entry) <= needed | more | optional
        assert set(entry.get("fails", [])) <= ASPECTS
        assert "redline" not in entry or set(entry.get("missing", [])) <= ASPECTS | set(IN_WORDS)
        assert len(entry["why"]) > 20


def test_every_pair_names_what_is_in_the_files() -> None:
    activities = set(frame()["activity"])
    assert {entry["activity"] for entry in [*EXPECTED, *OBLIGATIONS]} <= activities
    assert {entry["redline"] for entry in EXPECTED} <= set(LINES)
    pairs = [(e["activity"], e.get("source"), e["redline"]) for e in EXPECTED]
    assert len(pairs) == len(set(pairs))


def test_the_three_answers_all_occur() -> None:
    assert {entry["verdict"] for entry in EXPECTED} == {True, False, "cannot be told"}
