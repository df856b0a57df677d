"""The schema of a row, for machines and for readers, agrees with what the reader takes."""

import re

from hypothesis import given, settings

from detente.activities import columns, describe, schema
from detente.activities.columns import writable
from detente.activities.wording import worded
from tests.activities.frames import frames
from tests.activities.words import WORDS

SCHEMA = schema(WORDS)
PROPERTIES = SCHEMA["properties"]
assert isinstance(PROPERTIES, dict)

TYPES = {"string": str, "boolean": bool, "integer": int, "null": type(None), "object": dict}


def fits(value: object, part: dict[str, object]) -> bool:
    """Whether a value fits the part of JSON Schema that the schema of a row uses."""
    if "oneOf" in part:
        options = part["oneOf"]
        assert isinstance(options, list)
        return sum(fits(value, option) for option in options) == 1
    if "enum" in part:
        allowed = part["enum"]
        assert isinstance(allowed, list)
        return value in allowed
    types = part.get("type", [])
    names = types if isinstance(types, list) else [types]
    pattern = str(part.get("pattern", ""))
    typed = any(type(value) is TYPES[name] for name in names)
    if isinstance(value, int) and value < part.get("minimum", value):  # type: ignore[operator] # a number
        return False
    return typed and (not isinstance(value, str) or re.search(pattern, value) is not None)


def test_every_column_has_its_schema() -> None:
    assert set(PROPERTIES) == set(writable(WORDS))
    assert SCHEMA["required"] == ["activity", "source", "kind"]
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["additionalProperties"] is False


@settings(deadline=None, max_examples=50)
@given(frame=frames(least=1))
def test_what_is_written_fits(frame: object) -> None:
    import polars as pl

    assert isinstance(frame, pl.DataFrame)
    for row in worded(frame, WORDS).iter_rows(named=True):
        known = {name: value for name, value in row.items() if not name.startswith("x_")}
        assert [name for name, value in known.items() if not fits(value, PROPERTIES[name])] == []


def test_what_does_not_fit() -> None:
    bad = {
        "kind": "exersize",
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
    assert list(notes)[:7] == ["activity", "source", "kind", "obligor", "host", "starts", "ends"]
    assert notes["troops"].meaning == "Troops taking part (persons)"
    assert notes["troops"].cell == "9000, 8000..12000, 13001.. or ..7000"
    assert notes["structure"].cell == "division, two_brigades"
    assert [name for name, note in notes.items() if note.required] == ["activity", "source", "kind"]
    left_out = set(columns(WORDS)) - set(notes)
    assert all(name.endswith(("_latest", "_low", "_high")) for name in left_out)
