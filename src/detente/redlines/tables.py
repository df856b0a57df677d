"""The readers of CSV and GeoJSON files of red lines."""

from __future__ import annotations

from detente.files.csv_file import read_sheet, table_of
from detente.files.faults import Faults
from detente.files.json_records import Feature, features
from detente.files.records import Record
from detente.files.texts import decoded
from detente.redlines.records import HEADER, NEEDED


def read_csv(data: bytes, faults: Faults) -> list[Record]:
    """Read a CSV file: each row as a record.

    A row that states something in a column that cannot be read is spoilt: what stands there may
    be a condition.

    Args:
        data: the whole file.
        faults: where to report; its places are set to the lines of this file.
    """
    sheet = read_sheet(data, HEADER, faults)
    if sheet is None:
        return []
    table = table_of(sheet, HEADER, faults)
    if not set(NEEDED) <= set(table.columns):  # reported; no row can stand
        faults.spoilt.clear()
        return []
    unread = [i for i, name in enumerate(sheet.header) if name.strip() not in table.columns]
    for position in unread:
        faults.spoilt |= set(sheet.cells[str(position)].is_not_null().arg_true())
    return [
        Record({name: cell.strip() for name, cell in row.items() if cell}, (0, ""))
        for row in table.iter_rows(named=True)
    ]


def read_geojson(data: bytes, faults: Faults) -> list[Record]:
    """Read a FeatureCollection: each feature as a record, its geometry as the area.

    Args:
        data: the whole file.
        faults: where to report; its places are set to the lines and paths of this file.
    """
    text = decoded(data, "redline", faults)
    found = None if text is None else features(text, faults)
    records = [record for each in found or [] if (record := _with_area(each, faults))]
    faults.place = lambda row, column: records[row].place(column)
    return records


def _with_area(feature: Feature, faults: Faults) -> Record | None:
    """Give the record of a feature, with its geometry, if it has one, as the area."""
    record = feature.properties
    if feature.geometry is None:
        return record
    line, path = feature.where
    if record.fields.get("area") is not None:
        faults.about(path, "", "the properties state an area too", "Keep one.", line=line)
        return None
    fields = {**record.fields, "area": feature.geometry}
    return Record(fields, record.where, {"area": feature.where})
