"""Records of JSON files and features of GeoJSON files, so that each fault has its place.

Source: RFC 8259 (JSON), RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError

from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.json_scan import Item, Object, Scan
from detente.files.records import Record, Where

_SYSTEMS = ("CRS84", "EPSG::4326", "EPSG:4326")
_FEATURES = 'Write {"type": "FeatureCollection", "features": [...]} (RFC 7946).'


@dataclass(frozen=True)
class Feature:
    """One feature of a GeoJSON file.

    Attributes:
        properties: what its properties state.
        geometry: its geometry as the file holds it; None when it has none.
        where: the place of the geometry.
    """

    properties: Record
    geometry: object
    where: Where


def records(text: str, key: str, faults: Faults) -> list[Record]:
    """Give the records of a list, bare or under a key.

    Args:
        text: a JSON text.
        key: the key, such as ``activities``.
        faults: where to report.
    """
    scan = Scan(text)
    prefix = key if text.lstrip().startswith("{") else ""
    found = [_record(item, prefix, faults) for item in _items(scan, key, faults)]
    for name in scan.others:
        faults.about(name, "", "unknown key", word_hint(name, [key]))
    if not scan.found and not faults.fatal:
        remedy = f'Write a list of records, or {{"{key}": [...]}}.'
        faults.whole(f"no list of {key}", remedy)
    return [record for record in found if record]


def features(text: str, faults: Faults) -> list[Feature] | None:
    """Give the features of a FeatureCollection; None when their places cannot be known.

    Args:
        text: a JSON text.
        faults: where to report.
    """
    scan = Scan(text)
    found = [_feature(item, faults) for item in _items(scan, "features", faults)]
    if not faults.fatal and not (scan.found and scan.others.get("type") == "FeatureCollection"):
        faults.whole("not a FeatureCollection", _FEATURES)
    if _in_other_system(scan.others.get("crs"), faults):
        return None
    return [feature for feature in found if feature]


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
        shown = json.dumps(value)
        faults.about(path, shown, "not a record", "Write an object.", line=line)
        return None
    for key in value.doubled:
        problem = "the key stands twice in this record"
        faults.about(f"{path}.{key}", "", problem, "Keep one.", line=line)
    return None if value.doubled else value


def _feature(item: Item, faults: Faults) -> Feature | None:
    """Take one feature."""
    line, path = item.line, f"features[{item.index}]"
    feature = _fields(item.value, (line, path), faults)
    if feature is None:
        return None
    if feature.get("type") != "Feature":
        faults.about(path, str(feature.get("type", "")), "not a Feature", _FEATURES, line=line)
        return None
    inside = (line, f"{path}.properties")
    fields = _fields(feature.get("properties"), inside, faults)
    if fields is None:
        return None
    return Feature(Record(fields, inside), feature.get("geometry"), (line, f"{path}.geometry"))


def _in_other_system(system: object, faults: Faults) -> bool:
    """Report coordinates in another system than WGS 84, longitude first."""
    if system is None or any(name in str(system) for name in _SYSTEMS):
        return False
    remedy = "Convert them to WGS 84, longitude first (RFC 7946, section 4)."
    faults.whole("the coordinates are in another system", remedy, value=str(system)[:60])
    return True
