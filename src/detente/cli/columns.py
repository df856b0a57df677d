"""The columns of activities and findings and the keys of a provision, with what they mean."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from detente.instruments import read_library
from detente.instruments.provisions import Provision
from detente.obligations.rules import FINDINGS
from detente.obligations.words import vocabulary
from detente.sources.source import Record

_MOMENT = "date or instant"
_COUNT = "count"
_YES_NO = "yes or no"

NOTES = {
    "activities": """\
A row is one account: what one source states about one activity. An empty cell, or an absent column,
is not stated; it is never nil.
Moments: 2026-09-14 (a day) or 2026-09-14T06:00Z (an instant, with Z or an offset). Only roughly
known: starts and starts_latest enclose it (the second is the first instant that is too late); so
for ends, notified_at and observers_invited_at.
Counts: 9000, 8000..12000, 13001.. (at least), ..7000 (at most), or two columns with _low and _high.
notified_at and observers_invited_at may say none: the source states that none was given.
Columns of your own begin with x_.""",
    "findings": """\
JSON: reached and missing are arrays, verdict is true, false or null; due and done are dates where
only the day counts, else instants with Z. CSV: the same, names joined by commas, and what cannot be
told left empty. Parquet: as typed here, moments in UTC.""",
    "provision": """\
A [[provision]] stands in a chapter of the library:
library/instruments/<family>/<name>/<n>-<chapter>.toml. Kinds, measures, facts: the library's.""",
}
"""What stands below each table."""

_ACTIVITY = {
    "activity": "Id of the activity; the same in all accounts of it",
    "source": "Who says so; one account of an activity for each source",
    "kind": "Kind of activity",
    "obligor": "State that conducts it: ISO 3166-1 alpha-2, or a former State such as SU",
    "host": "State on whose territory it takes place",
    "starts": "When it starts",
    "ends": "When it ends",
    "area": "Where: WKT, longitude first",
    "notified_at": "When formal notice was given; none: the source states that none was",
    "observers_invited_at": "When observers were invited; none: the source states that none were",
    "stated_at": "When the source said so, for --as-of",
}

_FINDINGS = {
    "activity": ("text", "Id of the activity"),
    "source": ("text", "Whose account the finding goes by"),
    "instrument": ("text", "Path of the instrument, such as osce/vd-2011"),
    "provision": ("text", "Number of the provision in it, such as 40.1.1"),
    "obligor": ("text", "State that the duty falls on; empty: not stated"),
    "obligee": ("text", "State to which it is owed; * for all other parties"),
    "verdict": (_YES_NO, "Whether the provision applies; empty: cannot be told"),
    "reached": ("names", "Measures whose level is surely reached"),
    "missing": ("names", "What would settle a verdict that cannot be told"),
    "due": (_MOMENT, "When it falls due; for a clock of days the last day that is in time"),
    "done": (_MOMENT, "When it was done, as far as stated"),
    "timing": ("text", "met, late, running or lapsed; empty: cannot be told, or no time limit"),
    "citation": ("text", "Document and paragraph"),
    "draft": (_YES_NO, "Whether what it rests on is not yet checked by two readers"),
}


@dataclass(frozen=True)
class Column:
    """One column or key.

    Attributes:
        name: as a file writes it.
        type: what a cell holds, in words.
        meaning: what it states.
        needed: whether no row stands without it.
        choices: the words it may hold; empty: not limited to a list.
    """

    name: str
    type: str
    meaning: str
    needed: bool = False
    choices: tuple[str, ...] = ()


def of(subject: str) -> list[Column]:
    """Give the columns of a subject: ``activities``, ``findings`` or ``provision``."""
    told: dict[str, Callable[[], Iterator[Column]]] = {
        "activities": _activities,
        "findings": _findings,
        "provision": _provision,
    }
    return list(told[subject]())


def _activities() -> Iterator[Column]:
    """Go through the columns of a file of activities."""
    words = vocabulary(read_library())
    yield Column("activity", "text", _ACTIVITY["activity"], needed=True)
    yield Column("source", "text", _ACTIVITY["source"], needed=True)
    yield _choice("kind", _ACTIVITY["kind"], tuple(words.kinds), needed=True)
    for name in ("obligor", "host"):
        yield Column(name, "code of a State", _ACTIVITY[name])
    for name in ("starts", "ends", "notified_at", "observers_invited_at", "stated_at"):
        yield Column(name, _MOMENT, _ACTIVITY[name])
    yield Column("area", "WKT", _ACTIVITY["area"])
    for name, measure in words.measures.items():
        yield Column(name, f"{_COUNT}, in {measure.unit}", measure.definition)
    for name, fact in words.facts.items():
        if fact.choices:
            yield _choice(name, fact.definition, fact.choices)
        else:
            yield Column(name, _YES_NO, fact.definition)
    for name, gist in words.zone_columns.items():
        yield Column(name, _YES_NO, f"Lies inside: {gist}. Without it host and area tell.")


def _choice(name: str, meaning: str, choices: tuple[str, ...], *, needed: bool = False) -> Column:
    """Give a column that holds one of a few words."""
    return Column(name, "one of a list", f"{meaning}: {', '.join(choices)}", needed, choices)


def _findings() -> Iterator[Column]:
    """Go through the columns of a frame of findings."""
    for name in FINDINGS:
        yield Column(name, *_FINDINGS[name])


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
    """Give the JSON Schema of a subject, as `--format json` writes it or a JSON file holds it."""
    if subject == "provision":
        return Provision.model_json_schema(by_alias=True)
    told = of(subject)
    closed = subject == "findings"
    item: dict[str, Any] = {
        "type": "object",
        "properties": {column.name: _json_type(column, subject) for column in told},
        "required": [column.name for column in told if column.needed or closed],
    }
    if closed:
        item["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Détente: {subject}",
        "type": "array",
        "items": item,
    }


def _json_type(column: Column, subject: str) -> dict[str, Any]:
    """Give the JSON type of one column."""
    meaning = {"description": column.meaning}
    if column.choices:
        return {"enum": [*column.choices, None], **meaning}
    if column.type.startswith(_COUNT):
        return {"type": ["integer", "string", "null"], "minimum": 0, **meaning}
    if column.type == "names":
        return {"type": "array", "items": {"type": "string"}, **meaning}
    if column.type == _YES_NO:
        known = subject == "findings" and column.name == "draft"
        return {"type": "boolean" if known else ["boolean", "null"], **meaning}
    return {"type": "string" if column.needed else ["string", "null"], **meaning}
