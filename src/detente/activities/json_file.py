"""The readers of JSON and GeoJSON files, record by record, so that each fault has its place.

Source: RFC 8259 (JSON), RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from json import JSONDecodeError

import polars as pl

from detente.activities.faults import Faults
from detente.activities.hints import word_hint
from detente.activities.json_scan import Item, Object, Scan
from detente.activities.records import Record, Where, tabulate
from detente.activities.texts import decoded
from detente.activities.vocabulary import Vocabulary

_SYSTEMS = ("CRS84", "EPSG::4326", "EPSG:4326")
_LIST = 'Write a list of records, or {"activities": [...]}.'
_FEATURES = 'Write {"type": "FeatureCollection", "features": [...]} (RFC 7946).'


def read_json(data: bytes, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame | None:
    """Read a list of records, bare or under ``activities``, into a table of texts.

    Args:
        data: the whole file.
        vocabulary: what it may say.
        faults: where to report; its places are set to the lines and paths of this file.

    Returns:
        One row for each record; None when there is nothing to read.
    """
    text = decoded(data, faults)
    if text is None:
        return None
    scan = Scan(text)
    prefix = "activities" if text.lstrip().startswith("{") else ""
    records = [_record(item, prefix, faults) for item in _items(scan, "activities", faults)]
    for name in scan.others:
        faults.about(name, "", "unknown key", word_hint(name, ["activities"]))
    if not scan.found and not faults.fatal:
        faults.whole("no list of activities", _LIST)
    return tabulate([record for record in records if record], vocabulary, faults)


def read_geojson(data: bytes, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame | None:
    """Read a FeatureCollection into a table of texts; a feature's geometry is its area.

    Args:
        data: the whole file.
        vocabulary: what the features' properties may say.
        faults: where to report; its places are set to the lines and paths of this file.

    Returns:
        One row for each feature; None when there is nothing to read.
    """
    text = decoded(data, faults)
    if text is None:
        return None
    scan = Scan(text)
    records = [_feature(item, faults) for item in _items(scan, "features", faults)]
    if not faults.fatal and not (scan.found and scan.others.get("type") == "FeatureCollection"):
        faults.whole("not a FeatureCollection", _FEATURES)
    if _in_other_system(scan.others.get("crs"), faults):
        return None
    return tabulate([record for record in records if record], vocabulary, faults)


def _items(scan: Scan, key: str, faults: Faults) -> Iterator[Item]:
    """Give the items of the list; report where the text stops being JSON."""
    try:
        yield from scan.items(key)
    except JSONDecodeError as error:
        words = f"not JSON from column {error.colno} of this line on ({error.msg})"
        faults.whole(words, "Mend it there.", line=error.lineno)


def _record(item: Item, prefix: str, faults: Faults) -> Record | None:
    """Take one record; report what is not one."""
    path = f"{prefix}[{item.index}]"
    fields = _fields(item.value, (item.line, path), faults)
    return None if fields is None else Record(fields, (item.line, path))


def _fields(value: object, where: Where, faults: Faults) -> Object | None:
    """Take an object; report what is not one, and an object that has a key twice."""
    line, path = where
    if not isinstance(value, Object):
        shown = json.dumps(value)[:40]
        faults.about(path, shown, "not a record", "Write an object.", line=line)
        return None
    for key in value.doubled:
        problem = "the key stands twice in this record"
        faults.about(f"{path}.{key}", "", problem, "Keep one.", line=line)
    return None if value.doubled else value


def _feature(item: Item, faults: Faults) -> Record | None:
    """Take one feature as a record."""
    line, path = item.line, f"features[{item.index}]"
    feature = _fields(item.value, (line, path), faults)
    if feature is None:
        return None
    if feature.get("type") != "Feature":
        faults.about(path, str(feature.get("type", "")), "not a Feature", _FEATURES, line=line)
        return None
    inside = (line, f"{path}.properties")
    fields = _fields(feature.get("properties"), inside, faults)
    if fields is None or feature.get("geometry") is None:
        return None if fields is None else Record(fields, inside)
    return _with_area(fields, feature["geometry"], inside, (line, f"{path}.geometry"), faults)


def _with_area(
    fields: Object, geometry: object, inside: Where, where: Where, faults: Faults
) -> Record | None:
    """Add the geometry of a feature to its record as the area."""
    from detente.activities.areas import from_geojson

    line, path = where
    if fields.get("area") is not None:
        faults.about(path, "", "the properties state an area too", "Keep one.", line=line)
        return None
    try:
        area = from_geojson(geometry)
    except ValueError as error:
        remedy = "Write a geometry of RFC 7946, longitude first, or null."
        faults.about(path, json.dumps(geometry)[:40], str(error), remedy, line=line)
        return None
    return Record({**fields, "area": area}, inside, {"area": where})


def _in_other_system(system: object, faults: Faults) -> bool:
    """Report coordinates in another system than WGS 84, longitude first."""
    if system is None or any(name in str(system) for name in _SYSTEMS):
        return False
    remedy = "Convert them to WGS 84, longitude first (RFC 7946, section 4)."
    faults.whole("the coordinates are in another system", remedy, value=str(system)[:60])
    return True
