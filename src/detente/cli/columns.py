"""The columns of activities and of answers, and the keys of red lines and provisions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from detente.activities import describe, schema
from detente.instruments import read_library
from detente.instruments.provisions import Provision
from detente.obligations.rules import FINDINGS
from detente.obligations.words import redline_words, vocabulary
from detente.redlines.schema import describe as redline_keys
from detente.redlines.schema import schema as redline_schema
from detente.screening import SCREENED
from detente.screening.sets import TOGETHER
from detente.sources.source import Record

_MOMENT = "date or instant"
_NAMED = "names"
_YES_NO = "yes or no"
_OPEN = ("obligor", "verdict", "due", "done", "timing")
_OPEN_SET = ("source", "peak_high", "from", "to", "alone", "verdict")
_OPEN_PAIR = ("relation", "distance_m", "overlap_from", "overlap_to", "margin", "verdict")
_JSON = {_YES_NO: "boolean", "number": "number"}

NOTES = {
    "activities": """\
A row is one account: what one source states about one activity. An empty cell, or an absent column,
is not stated; it is never nil.
A start known only roughly lies between starts and starts_latest, the first instant that is too
late; so with ends, notified_at and observers_invited_at. A count may stand in two columns instead,
such as troops_low and troops_high. Columns of your own begin with x_.""",
    "redlines": """\
A line is what one source states. An absent key, or an empty cell, is not stated: no area is drawn
and no figure is read into the words. In TOML each line is a [[redline]]; in GeoJSON the keys are
the properties of a feature, and its geometry is the area. Named areas: zones of the library, and
[[area]] in the file or in areas.toml beside it. Columns of your own begin with x_.""",
    "findings": """\
JSON: reached and missing are arrays, verdict is true, false or null; due and done are dates where
only the day counts, else instants with Z. CSV: the same, names joined by commas, and what cannot be
told left empty. Parquet: as typed here, moments in UTC.""",
    "screened": """\
A row is one account beside one line. JSON: reached and missing are arrays, verdict is true, false
or null; moments are instants with Z. CSV: the same, names joined by commas, and what cannot be told
left empty. Parquet: as typed here, moments in UTC. A pair that is not there surely has nothing to
do with one another.""",
    "sets": """\
A row is a stretch of time in which the activities that bear on a line together may reach a level of
it; where they never do, the greatest sum of all. JSON: members and missing are arrays; moments are
instants with Z. CSV: the same, names joined by commas. Parquet: as typed here, moments in UTC.""",
    "provision": """\
A [[provision]] stands in a chapter of the library:
library/instruments/<family>/<name>/<n>-<chapter>.toml. Kinds, measures, facts: the library's.""",
}
"""What stands below each table."""

_FINDINGS = {
    "activity": ("text", "Id of the activity"),
    "source": ("text", "Whose account the finding goes by"),
    "instrument": ("text", "Path of the instrument, such as osce/vd-2011"),
    "provision": ("text", "Number of the provision in it, such as 40.1.1"),
    "obligor": ("text", "State that the duty falls on; empty: not stated"),
    "obligee": ("text", "State to which it is owed; * for all other parties"),
    "verdict": (_YES_NO, "Whether the provision applies; empty: cannot be told"),
    "reached": (_NAMED, "Measures whose level is surely reached"),
    "missing": (_NAMED, "What would settle a verdict that cannot be told"),
    "due": (_MOMENT, "When it falls due; for a clock of days the last day that is in time"),
    "done": (_MOMENT, "When it was done, as far as stated"),
    "timing": ("text", "met, late, running or lapsed; empty: cannot be told, or no time limit"),
    "citation": ("text", "Document and paragraph"),
    "draft": (_YES_NO, "Whether what it rests on is not yet checked by two readers"),
}

_SCREENED = {
    "activity": ("text", "Id of the activity"),
    "source": ("text", "Whose account it is"),
    "redline": ("text", "Id of the line"),
    "holder": ("text", "State or organisation whose line it is"),
    "relation": ("text", "overlaps, near, apart or not stated; empty: drawings leave it open"),
    "distance_m": (
        "number",
        "Metres from where the line bears, at least; 0 there; empty: not known",
    ),
    "overlap_from": ("instant", "First instant both can have in common; empty: open"),
    "overlap_to": ("instant", "Last instant both can have in common; empty: open"),
    "reached": (_NAMED, "Measures whose level is surely reached"),
    "missing": (_NAMED, "What would settle a verdict that cannot be told"),
    "margin": ("text", "Each figure minus its level, such as troops -1000..2000"),
    "verdict": (_YES_NO, "Whether the account meets all that the line says; empty: cannot be told"),
}

_SETS = {
    "redline": ("text", "Id of the line"),
    "holder": ("text", "State or organisation whose line it is"),
    "source": ("text", "Whose accounts are added; empty: those of all sources"),
    "measure": ("text", "What is added"),
    "level": ("number", "From which figure on the line bears"),
    "peak_low": ("number", "The least that the greatest sum can be"),
    "peak_high": ("number", "The most that it can be; empty: not known"),
    "from": ("instant", "From when it is so; empty: open"),
    "to": ("instant", "Until when; empty: open"),
    "members": (_NAMED, "Activities that are there, surely or possibly"),
    "alone": (_YES_NO, "Whether one of them reaches the level alone; empty: cannot be told"),
    "missing": (_NAMED, "What would settle a verdict that cannot be told"),
    "margin": ("text", "The sum minus the level"),
    "verdict": (_YES_NO, "Whether the level is reached together; empty: cannot be told"),
}


@dataclass(frozen=True)
class Column:
    """One column or key.

    Attributes:
        name: as a file writes it.
        type: what a cell holds, in words.
        meaning: what it states.
        needed: whether no row stands without it.
    """

    name: str
    type: str
    meaning: str
    needed: bool = False


def of(subject: str) -> list[Column]:
    """Give the columns or keys of a subject, by the word that the command takes."""
    told: dict[str, Callable[[], Iterator[Column]]] = {
        "activities": _activities,
        "redlines": _redlines,
        "findings": _findings,
        "screened": _pairs,
        "sets": _sums,
        "provision": _provision,
    }
    return list(told[subject]())


def _activities() -> Iterator[Column]:
    """Go through the columns of a file of activities."""
    for note in describe(vocabulary(read_library())):
        yield Column(note.name, note.cell, note.meaning, note.required)


def _redlines() -> Iterator[Column]:
    """Go through the keys of a red line."""
    for note in redline_keys():
        yield Column(note.name, note.cell, note.meaning, note.required)


def kinds() -> list[Column]:
    """Give the kinds of activity, as the column of that name may hold them."""
    return [Column(name, "", gist) for name, gist in vocabulary(read_library()).kinds.items()]


def _findings() -> Iterator[Column]:
    """Go through the columns of a frame of findings."""
    for name in FINDINGS:
        yield Column(name, *_FINDINGS[name])


def _pairs() -> Iterator[Column]:
    """Go through the columns of what a screening finds."""
    for name in SCREENED:
        yield Column(name, *_SCREENED[name])


def _sums() -> Iterator[Column]:
    """Go through the columns of what sets of activities add up to."""
    for name in TOGETHER:
        yield Column(name, *_SETS[name])


def _provision() -> Iterator[Column]:
    """Go through the keys of a provision in a library file."""
    told = {**_attributes(Record), **_attributes(Provision)}
    for name, field in Provision.model_fields.items():
        key = field.alias or name
        yield Column(key, _python(field.annotation), told.get(name, ""), field.is_required())


def _python(annotation: Any) -> str:
    """Write a Python type as a reader of TOML would say it."""
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    text = re.sub(r"\b(?:\w+\.)+", "", text)
    if text.startswith("Literal"):
        return "one of a list"
    if text.startswith("tuple"):
        inner = text.removeprefix("tuple[").removesuffix("]").split(",")[0].split("[")[0]
        return f"list of {_NAMES.get(inner, inner)}"
    plain = text.removesuffix(" | None")
    return _NAMES.get(plain, plain)


_NAMES = {"str": "text", "date": "date", "bool": _YES_NO, "int": "number", "Literal": "words"}


def _attributes(model: type) -> dict[str, str]:
    """Read what the docstring of a record says of each attribute."""
    doc = inspect.getdoc(model) or ""
    _, _, body = doc.partition("Attributes:\n")
    text = re.sub(r"\n {8,}", " ", body).replace("``", "")
    found: dict[str, str] = {}
    for names, meaning in re.findall(
        r"(?:^ {4}|; )(\w+(?:, \w+)*): ([^\n]+?)(?=; \w+: |$)", text, re.M
    ):
        for name in names.split(", "):
            found[name] = f"{meaning[0].upper()}{meaning[1:].rstrip('.')}"
    return found


def json_schema(subject: str) -> dict[str, Any]:
    """Give the JSON Schema of a row of activities, a red line, all answers, or a provision."""
    if subject == "provision":
        return Provision.model_json_schema(by_alias=True)
    if subject == "activities":
        return schema(vocabulary(read_library()))
    if subject == "redlines":
        return redline_schema(redline_words(read_library()))
    if subject == "screened":
        pair = {name: _json_type(*_SCREENED[name], empty=name in _OPEN_PAIR) for name in SCREENED}
        return _array("Screened", pair)
    if subject == "sets":
        sets = {name: _json_type(*_SETS[name], empty=name in _OPEN_SET) for name in TOGETHER}
        return _array("Sets", sets)
    return _array(
        "Findings", {name: _json_type(*_FINDINGS[name], empty=name in _OPEN) for name in FINDINGS}
    )


def _array(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Give the JSON Schema of an array of rows, each with every column."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


def _json_type(told: str, meaning: str, *, empty: bool) -> dict[str, Any]:
    """Give the JSON type of one column; `empty`: whether it may be null."""
    described = {"description": meaning}
    if told == _NAMED:
        return {"type": "array", "items": {"type": "string"}, **described}
    plain = _JSON.get(told, "string")
    return {"type": [plain, "null"] if empty else plain, **described}
