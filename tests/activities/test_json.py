"""JSON and GeoJSON: records and features, each fault with its line and path."""

import json
from pathlib import Path

import pytest

from tests.activities.words import day, messages, read

GOOD = {"activity": "a", "source": "s", "kind": "exercise"}


@pytest.mark.parametrize("wrap", ["%s", '{"activities": %s}', '\ufeff{"activities":\n%s}\n'])
def test_records(tmp_path: Path, wrap: str) -> None:
    records = [
        {**GOOD, "troops": 12700, "starts": "2017-09-14", "in_calendar": True},
        {**GOOD, "source": "t", "troops": {"low": 60000, "high": 70000}, "notified_at": "none"},
        {**GOOD, "source": "u", "troops": "13001..", "starts": None, "x_tags": ["p", 1]},
        {**GOOD, "source": "v", "troops": {"low": 5}},
        {**GOOD, "source": "w", "troops": 9000.0},
    ]
    frame = read(tmp_path, wrap % json.dumps(records), "a.json").frame
    assert frame["troops_low"].to_list() == [12700, 60000, 13001, 5, 9000]
    assert frame["troops_high"].to_list() == [12700, 70000, None, None, 9000]
    assert frame["starts"].to_list() == [day(2017, 9, 14), *[None] * 4]
    assert frame["in_calendar"].to_list() == [True, *[None] * 4]
    assert frame["notified"].to_list() == [None, False, None, None, None]
    assert frame["x_tags"].to_list()[2] == '["p", 1]'


def test_no_records(tmp_path: Path) -> None:
    assert read(tmp_path, " [ ] ", "a.json").frame.height == 0


BAD = """{"activities": [
  {"activity": "a", "source": "s", "kind": "exercise", "trops": 1},
  {"activity": "b", "source": "s", "kind": "exercise",
   "troops": [1, 2], "trops": 3},
  {"activity": "c", "source": "s", "source": "t", "kind": "exercise"},
  17,
  {"activity": "d", "source": "s", "kind": "exercise", "troops": {"least": 5}},
  {"activity": "e", "kind": "exercise", "battle_tanks": NaN},
  {"activity": "f", "source": "s", "kind": "exercise", "host": {}}
], "activites": []}
"""


def test_faults_of_records(tmp_path: Path) -> None:
    assert messages(tmp_path, BAD, "a.json") == [
        "a.json: activites: unknown key. Write one of: activities.",
        "a.json:2: activities[0].trops: unknown key (in 2 records). Did you mean troops? To keep a"
        " column of your own, begin its name with x_.",
        "a.json:3: activities[1].troops: a cell cannot hold this (found '[1, 2]'). Write 9000,"
        ' "8000..12000", or a table with low and high.',
        "a.json:5: activities[2].source: the key stands twice in this record. Keep one.",
        "a.json:6: activities[3]: not a record (found '17'). Write an object.",
        "a.json:7: activities[4].troops: not a count (found \"{'least': 5}\"). Write 9000,"
        ' "8000..12000", or a table with low and high.',
        "a.json:8: activities[5].battle_tanks: not a number (found 'nan'). Leave it out when it is"
        " not stated.",
        "a.json:8: activities[5].source: it is not stated. Every row states its source.",
        "a.json:9: activities[6].host: a cell cannot hold this (found '{}'). Write one plain value.",
    ]
    assert read(tmp_path, BAD, "a.json", keep_good=True).frame["activity"].to_list() == ["a"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.json: the file is empty. State at least one activity in it."),
        ('{"a": 1}', "a.json: a: unknown key. Write one of: activities."),
        ("5", 'a.json: no list of activities. Write a list of records, or {"activities": [...]}.'),
        (
            '[{"activity": "a"},]',
            "a.json:1: not JSON from column 20 of this line on (Expecting value). Mend it there.",
        ),
        ("[] []", "a.json:1: not JSON from column 4 of this line on (Extra data). Mend it there."),
        (
            "{1: 2}",
            "a.json:1: not JSON from column 2 of this line on (Expecting a key in double quotes)."
            " Mend it there.",
        ),
        (
            "[{} {}]",
            "a.json:1: not JSON from column 5 of this line on (Expecting ','). Mend it there.",
        ),
    ],
)
def test_what_is_not_json(tmp_path: Path, text: str, message: str) -> None:
    assert message in messages(tmp_path, text, "a.json")


def test_another_encoding(tmp_path: Path) -> None:
    data = '[\n{"activity": "\u00fcbung"}]'.encode("latin-1")
    assert messages(tmp_path, data, "a.json") == [
        "a.json:2: byte fc is not UTF-8. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
    ]


def test_records_before_a_break_are_kept(tmp_path: Path) -> None:
    text = json.dumps([GOOD, {**GOOD, "source": "t"}])[:-20]
    assert read(tmp_path, text, "a.json", keep_good=True).frame.height == 1


SQUARE = {"type": "Polygon", "coordinates": [[[20, 50], [21, 50], [21, 51], [20, 50]]]}


def collection(*features: object, **more: object) -> str:
    """A FeatureCollection, one feature on a line."""
    lines = ",\n".join(json.dumps(feature) for feature in features)
    members = "".join(f', "{key}": {json.dumps(value)}' for key, value in more.items())
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]{members}}}'


def feature(geometry: object, **properties: object) -> dict[str, object]:
    """A good feature."""
    return {"type": "Feature", "properties": {**GOOD, **properties}, "geometry": geometry}


def test_features(tmp_path: Path) -> None:
    text = collection(feature(SQUARE, troops=5), feature(None, source="t"), bbox=[0, 0, 1, 1])
    frame = read(tmp_path, text, "a.geojson").frame
    assert frame["area"].to_list() == ["POLYGON ((20 50, 21 50, 21 51, 20 50))", None]
    assert frame["troops_low"].to_list() == [5, None]


def test_faults_of_features(tmp_path: Path) -> None:
    text = collection(
        feature({"type": "Polygn", "coordinates": []}),
        feature({"type": "Point", "coordinates": [20, 95]}, activity="b"),
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Thing"},
        feature(SQUARE, activity="c", area="POINT (1 2)"),
        feature(SQUARE, activity="d", troops=-1),
    )
    assert messages(tmp_path, text, "a.geojson") == [
        'a.geojson:2: features[0].geometry: not a GeoJSON geometry (found \'{"type": "Polygn",'
        ' "coordinates": []}\'). Write a geometry of RFC 7946, longitude first, or null.',
        "a.geojson:3: features[1].geometry: a coordinate is out of range (found 'POINT (20 95)')."
        " Longitude comes first, then latitude: they seem to be swapped.",
        "a.geojson:4: features[2].properties: not a record (found 'null'). Write an object.",
        "a.geojson:5: features[3]: not a Feature (found 'Thing'). Write"
        ' {"type": "FeatureCollection", "features": [...]} (RFC 7946).',
        "a.geojson:6: features[4].geometry: the properties state an area too. Keep one.",
        "a.geojson:7: features[5].properties.troops: a count cannot be negative (found '-1'). Write"
        " 9000, 8000..12000, 13001.. (at least) or ..7000 (at most), or leave it empty.",
    ]


def test_another_system_of_coordinates(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    text = collection(feature(SQUARE), crs=crs)
    (message,) = messages(tmp_path, text, "a.geojson")
    assert message.startswith("a.geojson: the coordinates are in another system (found")
    assert read(tmp_path, text, "a.geojson", keep_good=True).frame.height == 0
    same = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read(tmp_path, collection(feature(SQUARE), crs=same), "a.geojson").frame.height == 1


def test_a_single_feature_is_no_collection(tmp_path: Path) -> None:
    assert messages(tmp_path, json.dumps(feature(SQUARE)), "a.geojson") == [
        'a.geojson: not a FeatureCollection. Write {"type": "FeatureCollection", "features": [...]}'
        " (RFC 7946)."
    ]
