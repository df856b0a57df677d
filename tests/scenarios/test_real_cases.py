"""The shipped real cases, each with its known outcome (scenarios/real-cases/expected.toml)."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import detente
from detente.instruments import Library

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "real-cases"
ACTIVITIES = FOLDER / "activities.toml"
EXPECTED: list[dict[str, Any]] = tomllib.loads(
    (FOLDER / "expected.toml").read_text(encoding="utf-8")
)["expect"]

CASES = [
    *("C01", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C12", "C13", "C15", "C16"),
    *("C19", "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C27", "C28", "C29", "C30"),
    *("C31", "C32", "C33"),
]
"""The cases that bear on a duty; those that are consultations alone come later."""

VERDICTS = {"cannot be told": None, True: True, False: False}
OPTIONAL = {
    *("source", "obligee", "reached", "not_reached", "missing", "due", "done", "timing"),
    *("complete", "taken_as"),
}

Row = dict[str, Any]


@cache
def library() -> Library:
    """The library that is shipped."""
    return detente.library()


@cache
def frame() -> pl.DataFrame:
    """The shipped activities, read as a user reads them."""
    return detente.read_activities(ACTIVITIES, library=library()).frame


@cache
def findings(*, complete: bool = False, taken_as: str = "") -> pl.DataFrame:
    """Every finding on the shipped activities, each taken as of another kind where one is named."""
    asked = frame().with_columns(pl.lit(taken_as).alias("kind")) if taken_as else frame()
    found = detente.obligations(asked, library=library(), complete=complete)
    assert isinstance(found, pl.DataFrame)
    return found


def accounts(entry: dict[str, Any]) -> list[str]:
    """The sources that an entry speaks of: the one it names, or every one of its activity."""
    of_activity = frame().filter(pl.col("activity") == entry["activity"])["source"].to_list()
    named = entry.get("source")
    assert named is None or named in of_activity
    return [named] if named else of_activity


def instant(moment: dt.date | dt.datetime) -> dt.datetime:
    """A day as the midnight that opens it, an instant as naive UTC."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(dt.UTC).replace(tzinfo=None)
    return dt.datetime.combine(moment, dt.time())


def names(cell: str) -> set[str]:
    """The names that a cell of a finding joins."""
    return set(cell.split(", ")) - {""}


def rows_of(entry: dict[str, Any], source: str) -> list[Row]:
    """The findings of one account under the provision that an entry names."""
    instrument, _, provision = entry["provision"].rpartition("/")
    asked = findings(complete=entry.get("complete", False), taken_as=entry.get("taken_as", ""))
    chosen = asked.filter(
        (pl.col("activity") == entry["activity"])
        & (pl.col("source") == source)
        & (pl.col("instrument") == instrument)
        & (pl.col("provision") == provision)
    )
    if "obligee" in entry:
        chosen = chosen.filter(pl.col("obligee") == entry["obligee"])
    return chosen.to_dicts()


def departures(entry: dict[str, Any], row: Row) -> dict[str, object]:
    """What a finding says otherwise than an entry expects."""
    found: dict[str, object] = {}
    if row["verdict"] is not VERDICTS[entry["verdict"]]:
        found["verdict"] = row["verdict"]
    for key in ("reached", "missing"):
        if not set(entry.get(key, [])) <= names(row[key]):
            found[key] = row[key]
    if set(entry.get("not_reached", [])) & names(row["reached"]):
        found["not_reached"] = row["reached"]
    for key in ("due", "done"):
        if key in entry and row[key] != instant(entry[key]):
            found[key] = row[key]
    if "timing" in entry and row["timing"] != VERDICTS.get(entry["timing"], entry["timing"]):
        found["timing"] = row["timing"]
    return found


def check_none_of(entry: dict[str, Any]) -> None:
    """Ask that an activity meets nothing in the instruments named: no yes, nothing open."""
    texts = set(library().texts)
    assert set(entry["none_of"]) <= texts
    met = findings().filter(
        (pl.col("activity") == entry["activity"])
        & pl.col("source").is_in(accounts(entry))
        & pl.col("instrument").is_in(entry["none_of"])
        & (pl.col("verdict") | pl.col("verdict").is_null())
    )
    assert met.to_dicts() == [], entry["why"]


@pytest.mark.parametrize(
    "entry",
    EXPECTED,
    ids=[
        " ".join(str(e[key]) for key in ("case", "activity", "source", "provision") if key in e)
        + (" if complete" if e.get("complete") else "")
        + (f" taken as {e['taken_as']}" if "taken_as" in e else "")
        for e in EXPECTED
    ],
)
def test_known_outcome(entry: dict[str, Any]) -> None:
    if "none_of" in entry:
        check_none_of(entry)
        return
    library().provision(entry["provision"])
    for source in accounts(entry):
        rows = rows_of(entry, source)
        if entry["verdict"] == "none":
            assert rows == [], entry["why"]
            continue
        assert rows, f"no finding for {source}: {entry['why']}"
        assert [departures(entry, row) for row in rows] == [{}] * len(rows), entry["why"]


def test_every_entry_says_what_and_why() -> None:
    asked = [{"none_of"} if "none_of" in e else {"provision", "verdict"} for e in EXPECTED]
    needed = [{"case", "activity", "why"} | each for each in asked]
    lacking = [e for e, each in zip(EXPECTED, needed, strict=True) if not each <= set(e)]
    unknown = [set(e) - n - OPTIONAL for e, n in zip(EXPECTED, needed, strict=True)]
    assert lacking == []
    assert set().union(*unknown) == set()


def test_every_case_has_an_outcome() -> None:
    assert {entry["case"] for entry in EXPECTED} == set(CASES)


def test_every_activity_has_an_outcome() -> None:
    assert {entry["activity"] for entry in EXPECTED} == set(frame()["activity"])


def test_cases_in_the_file_and_on_its_page_are_those_of_the_list() -> None:
    marks = [
        line.rpartition("#")[2].strip()
        for line in ACTIVITIES.read_text(encoding="utf-8").splitlines()
        if line.startswith("[[activity]]")
    ]
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(marks) == set(CASES)
    assert [case for case in CASES if f"| {case} |" not in page] == []


def test_every_source_is_declared_and_used() -> None:
    read = detente.read_activities(ACTIVITIES, library=library())
    assert {source.id for source in read.sources} == set(read.frame["source"])
    assert all(source.by for source in read.sources)


def test_a_source_without_an_address_says_how_it_is_known() -> None:
    read = detente.read_activities(ACTIVITIES, library=library())
    assert [source.id for source in read.sources if not (source.url or source.note)] == []


def test_every_condition_taken_by_a_reading_names_it() -> None:
    read = detente.read_activities(ACTIVITIES, library=library())
    stated = read.frame.filter(
        pl.col("single_command") & pl.col("single_command").is_not_null()
    ).select("activity", "source")
    silent = [key for key in stated.iter_rows() if "Our reading" not in read.notes.get(key, "")]
    assert silent == []


def test_a_declared_figure_changes_after_the_invitation() -> None:
    early, late = dt.datetime(2018, 10, 10), dt.datetime(2018, 10, 25)
    asked = frame().filter(pl.col("activity") == "trident-juncture-2018")
    known = [
        detente.obligations(asked, library=library(), as_of=at, instruments=["osce/vd-2011"])[
            "source"
        ].unique()
        for at in (early, late)
    ]
    assert [len(each) for each in known] == [1, 2]
    assert known[0].to_list() == ["nato-2018-10-02"]


def made_up(troops: int) -> pl.DataFrame:
    """An exercise that nobody has held, with nil equipment."""
    nil = ("battle_tanks", "armoured_combat_vehicles", "artillery_pieces")
    counts = {"troops": troops, **dict.fromkeys(nil, 0)}
    ends = {f"{name}_{end}": [n] for name, n in counts.items() for end in ("low", "high")}
    return pl.DataFrame(
        {
            "activity": ["made-up"],
            "source": ["nobody"],
            "kind": ["exercise"],
            "host": ["FI"],
            "starts": [dt.datetime(2026, 9, 14)],
            "ends": [dt.datetime(2026, 9, 20)],
            "single_command": [True],
            **ends,
        }
    )


@pytest.mark.parametrize(
    ("troops", "at_least", "more_than"),
    [(8_999, False, False), (9_000, True, False), (9_001, True, True)],
)
def test_two_readings_of_the_level_of_notification(
    troops: int, at_least: bool, more_than: bool
) -> None:
    """The text is recalled as "at least 9,000"; a NATO text has "exceeding 9,000"."""
    other = detente.what_if(library(), levels=["osce/vd-2011/40.1.1:troops>9000"])
    answers = [
        detente.obligations(made_up(troops), library=each, instruments=["osce/vd-2011"])
        .filter(pl.col("provision") == "40.1.1")["verdict"]
        .to_list()
        for each in (library(), other)
    ]
    assert answers == [[at_least], [more_than]]


def test_zapad_2025_would_be_below_if_its_equipment_were_nil() -> None:
    """What settles the open answer on 6,850: the equipment, which the account leaves out."""
    nil = ("battle_tanks", "armoured_combat_vehicles", "artillery_pieces")
    row = frame().filter(
        (pl.col("activity") == "zapad-2025-in-belarus") & (pl.col("source") == "by-declared-2025")
    )
    settled = row.with_columns(
        pl.lit(0, pl.Int64).alias(f"{name}_{end}") for name in nil for end in ("low", "high")
    )
    found = detente.obligations(settled, library=library(), instruments=["osce/vd-2011"])
    chosen = found.filter(pl.col("provision").is_in(["40.1.1", "47.4"]))
    assert chosen["verdict"].to_list() == [False, False]
