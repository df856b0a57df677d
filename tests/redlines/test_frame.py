"""Red lines as a frame: every column, what is open, and what is not stated."""

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from detente.redlines import frame
from detente.redlines.records import READERS
from tests.redlines.lines import STRAIT, WORDS, line
from tests.redlines.test_tables import FULL


def test_a_line_that_states_little_has_nulls(tmp_path: Path) -> None:
    (row,) = frame([line(tmp_path)]).to_dicts()
    stated = {name: value for name, value in row.items() if value is not None}
    assert stated == {
        "redline": "a",
        "holder": "RU",
        "stance": "declared",
        "called": "red line",
        "words": "No further",
        "source": "s",
    }


def test_a_full_line_has_its_values(tmp_path: Path) -> None:
    told = line(tmp_path, **{key: json.dumps(value) for key, value in FULL.items()})
    (row,) = frame([told]).to_dicts()
    assert row["on"] == dt.datetime(2021, 12, 15)
    assert row["on_latest"] == dt.datetime(2021, 12, 18)
    assert row["levels_join"] == "all"
    assert row["levels"] == [
        {"measure": "troops", "operator": "at_least", "value": 9000},
        {"measure": "missiles", "operator": "more_than", "value": 3},
    ]
    assert (row["area_inside"], row["area_within"], row["edges"]) == (STRAIT, STRAIT, "rhumb")
    assert (row["anywhere"], row["within_km"], row["near_km"]) == (False, 100.0, 20.5)
    assert row["altitude_low_m"] == float("-inf")
    assert row["altitude_high_m"] == pytest.approx(6096.0)  # 20,000 ft
    assert row["altitude_reference"] == "standard"
    assert (row["from"], row["from_latest"]) == (dt.datetime(2022, 1, 1, 6), None)
    assert (row["from_open"], row["until"], row["until_open"]) == (False, None, True)


def test_the_columns_are_the_same_with_and_without_rows(tmp_path: Path) -> None:
    assert frame([]).schema == frame([line(tmp_path)]).schema
    assert frame([]).schema["levels"].base_type() == pl.List


def test_every_key_has_a_note_and_a_schema() -> None:
    from detente.redlines.schema import describe, schema

    assert [note.name for note in describe()] == list(READERS)
    properties = schema(WORDS)["properties"]
    assert isinstance(properties, dict)
    assert list(properties) == list(READERS)
    assert schema(WORDS)["required"] == [note.name for note in describe() if note.required]
