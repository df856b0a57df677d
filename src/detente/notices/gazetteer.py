"""Areas by name from a list of the user's own: TOML or GeoJSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import shapely

from detente.errors import Fault, NoticeFileError
from detente.files.faults import Faults
from detente.files.opening import opened
from detente.files.toml_document import document, tables_of
from detente.places.written import settle

_FORMATS = (".toml", ".json", ".geojson")
_NAMES = ("name", "designator", "id", "title")


def read_gazetteer(path: str) -> dict[str, Any]:
    """Read a list of named areas.

    In TOML each is an ``[[area]]`` with ``name`` (or a list ``names``) and ``area`` in WKT,
    longitude first; in GeoJSON each is a feature with a property ``name``.

    Args:
        path: the file.

    Returns:
        Shapely geometries by `plain_name`.

    Raises:
        NoticeFileError: the file cannot be read; all its faults. Its keeper must act.
    """
    faults = Faults(path)
    data = opened(path, _FORMATS, faults)
    named: list[tuple[str, str]] = []
    if data is not None:
        read = _toml if Path(path).suffix.lower() == ".toml" else _geojson
        named = read(data, faults)
    listed: list[Fault] = list(faults.listed())
    settled, refused = settle([text for _, text in named])
    for name, text in named:
        if text in refused:
            problem, remedy = refused[text]
            listed.append(Fault(path, 0, name, text[:60], problem, remedy))
    if listed:
        raise NoticeFileError(listed)
    return {plain_name(name): shapely.from_wkt(settled[text]) for name, text in named}


def plain_name(name: str) -> str:
    """Give the letters and digits of a name in capitals, as names are compared.

    Args:
        name: in any spelling.
    """
    return re.sub(r"[\W_]", "", name.upper())


def _toml(data: bytes, faults: Faults) -> list[tuple[str, str]]:
    """Read names and areas of a TOML file."""
    file = document(data, "area", faults)
    out: list[tuple[str, str]] = []
    if file is None:
        return out
    for path, table in tables_of(file.tables, "area", "", file.lines, faults):
        names = table.get("names", [table.get("name")])
        area = table.get("area")
        if (
            isinstance(area, str)
            and isinstance(names, list)
            and all(isinstance(n, str) for n in names)
        ):
            out += [(str(name), area) for name in names]
        else:
            line = file.lines.of(path)
            faults.about(
                path,
                "",
                "no name and area",
                'Write name = "…" and area = "POLYGON (…)".',
                line=line,
            )
    return out


def _geojson(data: bytes, faults: Faults) -> list[tuple[str, str]]:
    """Read names and areas of a GeoJSON file."""
    try:
        value = json.loads(data)
        features = value["features"]
        pairs = [(feature.get("properties") or {}, feature.get("geometry")) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        faults.whole(f"not a GeoJSON collection of features ({error})", "Write RFC 7946.")
        return []
    out = []
    for number, (properties, geometry) in enumerate(pairs):
        name = next((properties[key] for key in _NAMES if isinstance(properties.get(key), str)), "")
        if name and geometry:
            out.append((name, json.dumps(geometry)))
        else:
            faults.about(
                f"features[{number}]", "", "no name or no geometry", "Give it a property name."
            )
    return out
