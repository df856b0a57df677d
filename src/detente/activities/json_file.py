"""The readers of JSON and GeoJSON files, record by record, so that each fault has its place.

Source: RFC 8259 (JSON), RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import json

import polars as pl

from detente.activities.records import tabulate
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.json_records import Feature, features, records
from detente.files.records import Record
from detente.files.texts import decoded


def read_json(data: bytes, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame | None:
    """Read a list of records, bare or under ``activities``, into a table of texts.

    Args:
        data: the whole file.
        vocabulary: what it may say.
        faults: where to report; its places are set to the lines and paths of this file.

    Returns:
        One row for each record; None when there is nothing to read.
    """
    text = decoded(data, "activity", faults)
    if text is None:
        return None
    return tabulate(records(text, "activities", faults), vocabulary, faults)


def read_geojson(data: bytes, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame | None:
    """Read a FeatureCollection into a table of texts; a feature's geometry is its area.

    Args:
        data: the whole file.
        vocabulary: what the features' properties may say.
        faults: where to report; its places are set to the lines and paths of this file.

    Returns:
        One row for each feature; None when there is nothing to read.
    """
    text = decoded(data, "activity", faults)
    found = None if text is None else features(text, faults)
    if found is None:
        return None
    settled = [_with_area(feature, faults) for feature in found]
    return tabulate([record for record in settled if record], vocabulary, faults)


def _with_area(feature: Feature, faults: Faults) -> Record | None:
    """Give the record of a feature, with its geometry, if it has one, as the area."""
    from detente.places.written import from_geojson

    if feature.geometry is None:
        return feature.properties
    line, path = feature.where
    record = feature.properties
    if record.fields.get("area") is not None:
        faults.about(path, "", "the properties state an area too", "Keep one.", line=line)
        return None
    try:
        area = from_geojson(feature.geometry)
    except ValueError as error:
        problem, _, way_out = str(error).partition("; ")
        remedy = f"{way_out[0].upper()}{way_out[1:]}."
        faults.about(path, json.dumps(feature.geometry), problem, remedy, line=line)
        return None
    return Record({**record.fields, "area": area}, record.where, {"area": feature.where})
