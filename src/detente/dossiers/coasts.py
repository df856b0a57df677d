"""Coasts, and as a layer of its own the borders of one data set, from the files fetched at set-up.

The files are TopoJSON of Natural Earth (public domain), as the package world-atlas has them. They
lie in a folder ``coasts`` beside the library; where it is not there, there are no coasts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from detente.instruments.reader import shipped

CREDIT = "Coasts: Natural Earth, 1:50 million, public domain."
BORDERS_CREDIT = (
    "Borders: as Natural Earth draws them, 1:50 million. They are those of one data set and no"
    " statement by Détente or by anybody named on this page; which of them are disputed is not"
    " marked."
)
ABSENT = "Coasts are not drawn: their data was not fetched when this Détente was set up."
_HALF = 180.0
_LAND, _COUNTRIES = "land-50m.json", "countries-50m.json"


@cache
def land() -> Any:
    """Give the land of the earth in degrees, longitude first; None where no coasts were fetched."""
    topology = _topology(_LAND)
    if topology is None:
        return None
    arcs = _arcs(topology)
    parts = [*_polygons(topology["objects"]["land"]["geometries"], arcs)]
    return shapely.MultiPolygon([one for part in parts for one in _sound(part)])


@cache
def borders() -> Any:
    """Give the lines that two countries of the data set share; None where none were fetched."""
    topology = _topology(_COUNTRIES)
    if topology is None:
        return None
    countries = topology["objects"]["countries"]["geometries"]
    users = Counter(arc for country in countries for arc in set(_used(country["arcs"])))
    shared = [arc for arc, number in users.items() if number > 1]
    arcs = _arcs(topology)
    return shapely.multilinestrings([shapely.linestrings(arcs[arc]) for arc in shared])


def _topology(name: str) -> dict[str, Any] | None:
    """Read one of the files; None when it is not there."""
    file = _folder() / name
    if not file.is_file():
        return None
    topology: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return topology


def _folder() -> Path:
    """Give the folder beside the library in which coasts are."""
    return shipped().parent / "coasts"


def _arcs(topology: Mapping[str, Any]) -> list[Any]:
    """Give the arcs in degrees: whole numbers, each the step from the one before (TopoJSON 1.0)."""
    scale = np.array(topology["transform"]["scale"])
    move = np.array(topology["transform"]["translate"])
    return [
        np.cumsum(np.array(arc, dtype=float), axis=0) * scale + move for arc in topology["arcs"]
    ]


def _polygons(geometries: Sequence[Mapping[str, Any]], arcs: Sequence[Any]) -> Iterator[Any]:
    """Go through the polygons of some geometries."""
    for geometry in geometries:
        several = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in several:
            shell, *holes = (_ring(ring, arcs) for ring in rings)
            yield shapely.Polygon(shell, holes)


def _sound(polygon: Any) -> Iterator[Any]:
    """Go through the sound parts of a polygon, cut where it crosses the antimeridian."""
    west, _, east, _ = polygon.bounds
    turns = [polygon]
    if west < -_HALF or east > _HALF:
        turns = [
            shapely.transform(
                shapely.make_valid(polygon, method="structure").intersection(
                    shapely.box(at - _HALF, -90, at + _HALF, 90)
                ),
                lambda points, at=at: points - np.array([at, 0.0]),
            )
            for at in (-2 * _HALF, 0.0, 2 * _HALF)
        ]
    for turn in turns:
        whole = turn if turn.is_valid else shapely.make_valid(turn, method="structure")
        yield from (p for p in shapely.get_parts(whole) if p.geom_type == "Polygon")


def _ring(places: Sequence[int], arcs: Sequence[Any]) -> Any:
    """Join arcs into a ring; ``~n`` is arc n turned round; longitudes run on across 180."""
    parts = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in places]
    ring = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    steps = np.diff(ring[:, 0])
    turns = np.concatenate([[0.0], np.cumsum(np.where(steps > _HALF, -1, steps < -_HALF))])
    if turns.any() and turns[-1] == 0:  # not round a pole
        ring[:, 0] += 2 * _HALF * turns
    return ring


def _used(arcs: Sequence[Any]) -> Iterator[int]:
    """Go through the arcs that a geometry uses, whichever way round."""
    for each in arcs:
        if isinstance(each, int):
            yield each if each >= 0 else ~each
        else:
            yield from _used(each)
