"""Named areas as files declare them: drawn outright, drawn as two bounds, or not drawn at all.

::

    [[area]]
    id = "strait"
    name = "The strait"
    outline = "POLYGON ((27 55, 28 55, 28 56, 27 56, 27 55))"
    edges = "geodesic"

An area whose extent is disputed or nowhere stated has no ``outline``; where something is sure,
``surely_inside`` and ``surely_within`` say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.toml_document import Document, tables_of
from detente.places.written import holds, settle
from detente.redlines import values as read
from detente.redlines.words import NamedArea

_READERS = {
    "id": read.text,
    "name": read.text,
    "outline": read.area,
    "surely_inside": read.area,
    "surely_within": read.area,
    "edges": read.edges,
    "source": read.text,
    "note": read.text,
}
_NEEDED = ("id", "name")
_BOUNDS = ("surely_within", "surely_inside")
_DRAWN = ("outline", *_BOUNDS)
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TAKEN = "anywhere"


@dataclass(frozen=True)
class _Fault:
    """What is wrong with one key of an area."""

    key: str
    value: str
    problem: str
    remedy: str


def areas_of(document: Document, faults: Faults) -> tuple[dict[str, NamedArea], set[str]]:
    """Read the ``[[area]]`` tables of a TOML file.

    Args:
        document: the file.
        faults: where to report.

    Returns:
        The areas by id; the ids of those that have a fault.
    """
    areas: dict[str, NamedArea] = {}
    refused: set[str] = set()
    for path, table in tables_of(document.tables, "area", "", document.lines, faults):
        values: dict[str, Any] = {}
        wrong = list(_wrong(table, values))
        if not wrong and values["id"] in areas:
            wrong = [_Fault("id", values["id"], "two areas have this id", "Rename one.")]
        for each in wrong:
            place = f"{path}.{each.key}"
            line = document.lines.of(place)
            faults.about(place, each.value, each.problem, each.remedy, line=line)
        if wrong:
            refused.add(str(table.get("id")))
        else:
            areas[values["id"]] = _area(values)
    return areas, refused


def _wrong(table: Mapping[str, object], values: dict[str, Any]) -> Iterator[_Fault]:
    """Read the keys of one area into `values`; give what is wrong with it."""
    for key in _NEEDED:
        if key not in table:
            yield _Fault(key, "", "the key is missing", "Every area states its id and name.")
    for key, value in table.items():
        if key not in _READERS:
            yield _Fault(key, "", "unknown key", word_hint(key, _READERS))
            continue
        try:
            values[key] = _READERS[key](value)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            yield _Fault(key, str(value)[:60], problem, f"{remedy[:1].upper()}{remedy[1:]}.")
    yield from _unsound(values)


def _unsound(values: dict[str, Any]) -> Iterator[_Fault]:
    """Go through what does not hold between the keys; spell the outlines one way."""
    id_ = values.get("id")
    if id_ is not None and (not _KEY.fullmatch(id_) or id_ == _TAKEN):
        remedy = "Use small letters, digits and hyphens."
        yield _Fault("id", id_, "no name for an area", remedy)
    drawn = [key for key in _DRAWN if key in values]
    settled, refused = settle([values[key] for key in drawn])
    for key in drawn:
        text = values[key]
        if text in refused:
            yield _Fault(key, text[:60], *refused[text])
        values[key] = settled.get(text)
    if "outline" in drawn and len(drawn) > 1:
        problem = "the outline says it already"
        yield _Fault(drawn[1], "", problem, "Keep the outline, or the two bounds.")
    bounds = [values[key] for key in _BOUNDS if values.get(key)]
    if len(bounds) == len(_BOUNDS) and not holds(*bounds):
        problem = "it reaches beyond surely_within"
        yield _Fault(_BOUNDS[1], "", problem, "Draw it within, or leave one of the two out.")
    if "edges" in values and not drawn:
        yield _Fault("edges", "", "no outline is drawn here", "Draw one, or leave edges out.")


def _area(values: dict[str, Any]) -> NamedArea:
    """Make an area of sound values."""
    outline = values.get("outline")
    return NamedArea(
        values["id"],
        values["name"],
        values.get("surely_inside", outline),
        values.get("surely_within", outline),
        values.get("edges"),
        values.get("source", ""),
        values.get("note", ""),
    )
