"""What a red line may hold, for machines (JSON Schema) and for readers (a table)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from detente.files.headers import OWN
from detente.places.words import EDGES, REFERENCES, UNITS
from detente.redlines.line import ANY, Called, Operator, Stance, Status
from detente.redlines.records import NEEDED, READERS
from detente.redlines.words import Words

Schema = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WHEN = "2031-03-04, an instant, 2031-03, 2031, or 2031-03-04..2031-03-06"
_LIST = "list; in a cell parted by |"
_LEVELS = "troops >= 9000, joined by or, or by and"
_CELLS: dict[str, tuple[str, str]] = {
    "id": ("text", "Id of the line"),
    "holder": ("code", "State or organisation whose line it is"),
    "stance": ("", "Stated by its holder, or said of it by others"),
    "attributed_by": ("text", "Who attributes it to its holder; only where it is attributed"),
    "called": ("", "A red line where the words draw one, else a concern"),
    "words": ("text", "The exact words, or their sense where paraphrase is true"),
    "paraphrase": ("true or false", "Whether the words are the reporter's"),
    "language": ("tag", "Language of the words (BCP 47)"),
    "speaker": ("text", "Who said it"),
    "authority": ("text", "In what capacity"),
    "on": (_WHEN, "When it was said"),
    "venue": ("text", "Where it was said"),
    "kinds": (_LIST, f"Kinds of activity that are meant; {ANY}: any"),
    "obligors": (_LIST, f"States whose activities are meant; {ANY}: any"),
    "levels": (_LEVELS, "From which figures on it bears; >= 1: none at all"),
    "object_words": ("text", "What is meant, as far as it is no kind, State or level"),
    "area": ("WKT, name, or anywhere", "Where it bears: longitude first, degrees (WGS 84)"),
    "edges": ("", "How the edges of the outline run"),
    "within_km": ("number", "It bears within so many kilometres of the area"),
    "altitude_low": ("number or open", "Lower bound of altitude, in altitude_unit"),
    "altitude_high": ("number or open", "Upper bound of altitude, in altitude_unit"),
    "altitude_unit": ("m, ft or FL", "Unit of both bounds; FL: hundreds of feet"),
    "altitude_reference": ("", "What altitude is measured from"),
    "from": (f"{_WHEN}, or open", "From when it bears"),
    "until": (f"{_WHEN}, or open", "Until when it bears"),
    "condition": ("text", "On what it depends"),
    "consequence": ("text", "What its holder says would follow"),
    "ambiguity": (_LIST, "What can be read in more than one way"),
    "events": (
        "2031-06-01 withdrawn (source): note",
        f"What happened since, parted by |: {', '.join(get_args(Status))}",
    ),
    "near_km": ("number", "How near, in kilometres, is worth telling"),
    "source": ("text", "Label of the source"),
    "paragraph": ("text", "The place in it"),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "stance": get_args(Stance),
    "called": get_args(Called),
    "edges": EDGES,
    "altitude_unit": UNITS,
    "altitude_reference": REFERENCES,
}


@dataclass(frozen=True)
class KeyNote:
    """One key of a red line as a reader needs to know it.

    Attributes:
        name: the key in a TOML file, the column in a CSV file.
        cell: what it may hold.
        required: whether every line must state it.
        meaning: what it states.
    """

    name: str
    cell: str
    required: bool
    meaning: str


def describe() -> tuple[KeyNote, ...]:
    """Give the keys of a red line in order, each with what it may hold and what it means."""
    return tuple(
        KeyNote(key, _CELLS[key][0] or ", ".join(_CHOICES[key]), key in NEEDED, _CELLS[key][1])
        for key in READERS
    )


def schema(words: Words) -> Schema:
    """Give the JSON Schema (2020-12) of one red line, as a feature's properties state it.

    Null or an absent key means "not stated".

    Args:
        words: the names it may use.
    """
    special = _special(words)
    return {
        "$schema": _DIALECT,
        "title": "One red line or concern as its source states it",
        "type": "object",
        "required": list(NEEDED),
        "properties": {
            key: {"description": _CELLS[key][1], **special.get(key, _part(key))} for key in READERS
        },
        "patternProperties": {f"^{OWN}": {"description": "A key of the user's own"}},
        "additionalProperties": False,
    }


def _part(key: str) -> Schema:
    """Give the schema of a key that holds a text or one of a few words."""
    if key in _CHOICES:
        return {"enum": [*_CHOICES[key], *([] if key in NEEDED else [None])]}
    if key in NEEDED:
        return {"type": "string", "pattern": r"\S"}
    return {"type": ["string", "null"]}


def _special(words: Words) -> Mapping[str, Schema]:
    """Give the schemas of the keys that hold neither."""
    when: Schema = {"type": ["string", "integer", "null"]}
    number: Schema = {"type": ["number", "string", "null"]}
    distance: Schema = {"type": ["number", "string", "null"], "minimum": 0}
    return {
        "holder": {"enum": sorted(words.states)},
        "paraphrase": {"type": ["boolean", "string", "null"]},
        "on": when,
        "from": when,
        "until": when,
        "kinds": _list_of({"enum": [*words.kinds, ANY]}),
        "obligors": _list_of({"enum": [*sorted(words.states), ANY]}),
        "ambiguity": _list_of({"type": "string"}),
        "levels": {"oneOf": [{"type": ["string", "null"]}, *_levels(words)]},
        "area": {"type": ["string", "object", "null"]},
        "within_km": distance,
        "near_km": distance,
        "altitude_low": number,
        "altitude_high": number,
        "events": _list_of(_event()),
    }


def _list_of(item: Schema) -> Schema:
    """Give the schema of a list, or of one text whose items are parted by ``|``."""
    return {"oneOf": [{"type": ["string", "null"]}, {"type": "array", "items": item}]}


def _levels(words: Words) -> list[Schema]:
    """Give the schemas of levels as a table."""
    one: list[Schema] = [
        {
            "type": "object",
            "properties": {
                "measure": {"enum": list(words.measures)},
                operator: {"type": "integer", "minimum": 0},
            },
            "required": ["measure", operator],
            "additionalProperties": False,
        }
        for operator in get_args(Operator)
    ]
    return [
        {
            "type": "object",
            "properties": {join: {"type": "array", "minItems": 1, "items": {"oneOf": one}}},
            "required": [join],
            "additionalProperties": False,
        }
        for join in ("any_of", "all_of")
    ]


def _event() -> Schema:
    """Give the schema of an event as a table."""
    text: Schema = {"type": "string"}
    return {
        "type": "object",
        "properties": {
            "on": {"type": ["string", "integer"]},
            "status": {"enum": list(get_args(Status))},
            "source": text,
            "note": text,
        },
        "required": ["on", "status"],
        "additionalProperties": False,
    }
