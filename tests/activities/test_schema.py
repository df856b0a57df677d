"""The schema of a row, for machines and for readers, agrees with what the reader takes."""

import re
from typing import Any

import polars as pl
from hypothesis import given, settings

from detente.activities import columns, describe, schema
from detente.activities.columns import writable
from detente.activities.wording import worded
from tests.activities.frames import frames
from tests.activities.words import WORDS

SCHEMA: dict[str, Any] = schema(WORDS)
PROPERTIES: dict[str, dict[str, Any]] = SCHEMA["properties"]

TYPES = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": float,
    "null": type(None),
    "object": dict,
}


def fits(value: object, part: dict[str, Any]) -> bool:
    """Whether a value fits the part of JSON Schema that the schema of a row uses."""
    if "oneOf" in part:
        return sum(fits(value, option) for option in part["oneOf"]) == 1
    if "enum" in part:
        return value in part["enum"]
    names = part["type"] if isinstance(part["type"], list) else [part["type"]]
    if not any(type(value) is TYPES[name] for name in names):
        return False
    if isinstance(value, str):
        return re.search(part.get("pattern", ""), value) is not None
    return not isinstance(value, int) or value >= part.get("minimum", value)


def test_every_column_has_its_schema() -> None:
    assert set(PROPERTIES) == set(writable(WORDS))
    assert SCHEMA["required"] == ["activity", "source", "kind"]
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["additionalProperties"] is False


@settings(deadline=None, max_examples=50)
@given(frame=frames(least=1))
def test_what_is_written_fits(frame: pl.DataFrame) -> None:
    for row in worded(frame, WORDS).iter_rows(named=True):
        known = {name: value for name, value in row.items() if not name.startswith("x_")}
        assert [name for name, value in known.items() if not fits(value, PROPERTIES[name])] == []


def test_what_does_not_fit() -> None:
    bad = {
        "kind": "exercises",
        "kind ": None,
        "host": "UK",
        "troops": -1,
        "battle_tanks": "12 700",
        "starts": "2017-09-14T06:00",
        "notified_at": "never",
        "in_calendar": "true",
        "structure": "brigade",
        "troops_low": "5",
    }
    assert [name for name, value in bad.items() if fits(value, PROPERTIES[name.strip()])] == []


def test_the_table_for_readers() -> None:
    notes = {note.name: note for note in describe(WORDS)}
    who = ["activity", "source", "kind", "obligor", "host", "counterpart"]
    assert list(notes)[:8] == [*who, "starts", "ends"]
    assert notes["troops"].meaning == "Troops taking part (persons)"
    assert notes["troops"].cell == "9000, 8000..12000, 13001.. or ..7000"
    assert notes["structure"].cell == "division, two_brigades"
    assert [name for name, note in notes.items() if note.required] == ["activity", "source", "kind"]
    left_out = set(columns(WORDS)) - set(notes)
    assert all(name.endswith(("_latest", "_low", "_high")) for name in left_out)
