"""What screening finds in the crisis of 2021 and 2022 is what its table expects.

The table is worked out from the raw files in test_euro_atlantic_2021_expected.py too, without
screening, so a difference is screening's, or a reading to be agreed.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import detente

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "euro-atlantic-2021"
TABLES = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
EXPECTED: list[dict[str, Any]] = TABLES["expect"]
VERDICTS = {"cannot be told": None, True: True, False: False}

# What the table calls an open aspect -> how a word of the column `missing` begins.
NAMES = {
    "area": ("area",),
    "time": ("starts", "ends", "from", "until", "time"),
    "kind": ("kind",),
    "obligor": ("obligor",),
    "level": ("level", "troops", "ships", "aircraft", "missiles", "launchers"),
    "object": ("object",),
    "condition": ("condition",),
}


@cache
def found() -> pl.DataFrame:
    """Every pair that screening tells of."""
    activities = detente.read_activities(FOLDER / "activities.toml").frame
    redlines = detente.read_redlines(FOLDER / "redlines.toml").lines
    screened: pl.DataFrame = detente.screen(activities, redlines)
    return screened


def named(entry: dict[str, Any]) -> str:
    """The name of an entry."""
    return " ".join(entry[key] for key in ("activity", "source", "redline") if key in entry)


@pytest.mark.parametrize("entry", EXPECTED, ids=map(named, EXPECTED))
def test_screening_finds_what_is_expected(entry: dict[str, Any]) -> None:
    of_pair = (pl.col("activity") == entry["activity"]) & (pl.col("redline") == entry["redline"])
    if "source" in entry:
        of_pair &= pl.col("source") == entry["source"]
    rows = found().filter(of_pair).to_dicts()
    verdict = VERDICTS[entry["verdict"]]
    assert rows or verdict is False, f"the pair is not told: {entry['why']}"
    assert {row["verdict"] for row in rows} <= {verdict}, entry["why"]
    for row in rows:
        if "relation" in entry:
            assert row["relation"] == entry["relation"], entry["why"]
        words = [word.strip() for word in (row["missing"] or "").split(",")]
        for name in entry.get("missing", []):
            assert any(word.startswith(NAMES[name]) for word in words), (name, words)


def test_nothing_else_is_true() -> None:
    """One line is met in this folder, by both accounts of one passage."""
    met = found().filter(pl.col("verdict")).select("activity", "redline").unique()
    assert met.rows() == [("hms-defender-2021-06", "ru-closed-waters-2021")]
