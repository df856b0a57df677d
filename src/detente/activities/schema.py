"""What a row of activities may hold, for machines (JSON Schema) and for readers (a table)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.activities.columns import HEIGHTS, MOMENTS, NOTICES, PLACED, REQUIRED, STATES
from detente.activities.vocabulary import Fact, Vocabulary
from detente.files.headers import OWN
from detente.places.words import OPEN

Schema = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"\d{4}-\d{2}-\d{2}"
_INSTANT = _DAY + r"T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})"
_MOMENT_CELL = "2026-09-14, or 2026-09-14T06:00Z"
_COUNT_CELL = "9000, 8000..12000, 13001.. or ..7000"
_MEANINGS = {
    "activity": "Id of the activity",
    "source": "Label of the source: who says so",
    "kind": "Kind of activity",
    "obligor": "State that conducts it",
    "host": "State on whose territory it takes place",
    "counterpart": "Other State concerned, as in an encounter or a distance from a boundary",
    "starts": "When it starts",
    "ends": "When it ends",
    "notified_at": "When formal notice was given; none: the source states that none was",
    "observers_invited_at": "When observers were invited; none: the source states that none were",
    "notified": "Whether formal notice was given, when its time is not stated",
    "observers_invited": "Whether observers were invited, when the time is not stated",
    "stated_at": "When the source said it",
    "area": "Where it takes place: WKT, longitude first, degrees (WGS 84)",
    "edges": "How the edges of the area run between its corners",
    "altitude_low": "Lower bound of altitude; open: the source sets none",
    "altitude_high": "Upper bound of altitude; open: the source sets none",
    "altitude_unit": "Unit of both bounds; FL: hundreds of feet",
    "altitude_reference": "What altitude is measured from",
}


@dataclass(frozen=True)
class ColumnNote:
    """One column as a reader needs to know it.

    Attributes:
        name: the column in a file.
        cell: what a cell may hold.
        required: whether every row must state it.
        meaning: what it states; with the unit, where it counts.
    """

    name: str
    cell: str
    required: bool
    meaning: str


def schema(vocabulary: Vocabulary) -> Schema:
    """Give the JSON Schema (2020-12) of one row, as a JSON file states it.

    Null or an absent key means "not stated", never nil.
    """
    properties = {name: part for name, _, _, part in _columns(vocabulary)}
    for measure in vocabulary.measures:
        for end in ("low", "high"):
            properties[f"{measure}_{end}"] = _number(f"{measure}: its {end} end, included")
    for moment in MOMENTS:
        words = f"First instant too late for {moment}, when that is no day and no exact instant"
        properties[f"{moment}_latest"] = _text(words, _INSTANT)
    return {
        "$schema": _DIALECT,
        "title": "One activity as one source describes it",
        "type": "object",
        "required": list(REQUIRED),
        "properties": properties,
        "patternProperties": {f"^{OWN}": {"description": "A column of the user's own"}},
        "additionalProperties": False,
    }


def describe(vocabulary: Vocabulary) -> tuple[ColumnNote, ...]:
    """Give the columns of a file in order, each with what its cells may hold and what they mean."""
    return tuple(
        ColumnNote(name, cell, name in REQUIRED, meaning)
        for name, cell, meaning, _ in _columns(vocabulary)
    )


def _columns(vocabulary: Vocabulary) -> Iterator[tuple[str, str, str, Schema]]:
    """Give each column of a file: name, what a cell holds, meaning, and schema."""
    states = sorted(vocabulary.states)
    for name in ("activity", "source"):
        yield name, "text", _MEANINGS[name], {"type": "string", "pattern": r"\S"}
    yield _words("kind", list(vocabulary.kinds), "kind, see below")
    for name in STATES:
        yield _words(name, states, "code of ISO 3166-1, of a former State, or of an organisation")
    for name in ("starts", "ends"):
        yield name, _MOMENT_CELL, _MEANINGS[name], _moment(name)
    yield "area", "WKT", _MEANINGS["area"], _text(_MEANINGS["area"], "")
    yield _words("edges", PLACED["edges"], ", ".join(PLACED["edges"]))
    for name in HEIGHTS:
        yield name, "3000, or open", _MEANINGS[name], _height(name)
    for name in ("altitude_unit", "altitude_reference"):
        yield _words(name, PLACED[name], ", ".join(PLACED[name]))
    for name, fact in vocabulary.facts.items():
        yield _fact(name, fact)
    for name, given in NOTICES.items():
        yield name, f"{_MOMENT_CELL}, or none", _MEANINGS[name], _moment(name)
        yield _yes_no(given, _MEANINGS[given])
    yield "stated_at", _MOMENT_CELL, _MEANINGS["stated_at"], _moment("stated_at")
    for name, gist in vocabulary.zone_columns.items():
        yield _yes_no(name, f"Lies in the zone of application: {gist}")
    for name, measure in vocabulary.measures.items():
        meaning = f"{measure.definition} ({measure.unit})"
        yield name, _COUNT_CELL, meaning, _count(meaning)


def _words(name: str, words: Sequence[str], cell: str) -> tuple[str, str, str, Schema]:
    """Give a column that holds one of many words."""
    allowed = list(words) if name in REQUIRED else [*words, None]
    return name, cell, _MEANINGS[name], {"description": _MEANINGS[name], "enum": allowed}


def _fact(name: str, fact: Fact) -> tuple[str, str, str, Schema]:
    """Give the column of a fact."""
    if fact.type == "bool":
        return _yes_no(name, fact.definition)
    part: Schema = {"description": fact.definition, "enum": [*fact.choices, None]}
    return name, ", ".join(fact.choices), fact.definition, part


def _yes_no(name: str, meaning: str) -> tuple[str, str, str, Schema]:
    """Give a column of yes or no."""
    return name, "true or false", meaning, {"description": meaning, "type": ["boolean", "null"]}


def _moment(name: str) -> Schema:
    """Give the schema of a moment."""
    never = "|none" if name in NOTICES else ""
    return _text(_MEANINGS[name], f"^({_DAY}|{_INSTANT}{never})$")


def _text(meaning: str, pattern: str) -> Schema:
    """Give the schema of a text."""
    part: Schema = {"description": meaning, "type": ["string", "null"]}
    return part | ({"pattern": pattern} if pattern else {})


def _number(meaning: str) -> Schema:
    """Give the schema of a whole number, 0 or more."""
    return {"description": meaning, "type": ["integer", "null"], "minimum": 0}


def _height(name: str) -> Schema:
    """Give the schema of a bound of altitude."""
    number = r"-?\d+(\.\d+)?([eE][+-]?\d+)?"
    return {
        "description": _MEANINGS[name],
        "oneOf": [
            {"type": ["number", "null"]},
            {"type": "string", "pattern": f"^({OPEN}|{number})$"},
        ],
    }


def _count(meaning: str) -> Schema:
    """Give the schema of a count: a number, a range as text, or a range as an object."""
    end: Schema = {"type": ["integer", "null"], "minimum": 0}
    return {
        "description": meaning,
        "oneOf": [
            {"type": ["integer", "null"], "minimum": 0},
            {"type": "string", "pattern": r"^(\d+|\d+\.\.\d*|\.\.\d+)$"},
            {
                "type": "object",
                "properties": {"low": end, "high": end},
                "additionalProperties": False,
            },
        ],
    }
