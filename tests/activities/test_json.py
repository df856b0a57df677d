"""JSON and GeoJSON: records and features, each fault with its line and path."""

# ruff: noqa: E501 - a message stands as its reader sees it

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
            (
                "a.json:1: not JSON from column 2 of this line on (Expecting a key in double quotes)."
                " Mend it there."
            ),
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
    data = '[\n{"activity": "\u00fcbung"}]\n\n'.encode("latin-1")
    assert messages(tmp_path, data, "a.json") == [
        "a.json:2: byte fc is not UTF-8. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
    ]


def test_records_before_a_break_are_kept(tmp_path: Path) -> None:
    text = json.dumps([GOOD, {**GOOD, "source": "t"}])[:-20]
    assert read(tmp_path, text, "a.json", keep_good=True).frame.height == 1


RING = [[20, 50], [21, 50], [21, 51], [20, 50]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}


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


def test_a_ring_that_is_left_open_is_said_to_be(tmp_path: Path) -> None:
    ring = {**SQUARE, "coordinates": [RING[:-1]]}
    text = collection(feature(ring), feature({"type": "Square"}, source="t"))
    left_open, unknown = messages(tmp_path, text, "a.geojson")
    assert "a.geojson:2: features[0].geometry: a ring does not end where it begins" in left_open
    assert left_open.endswith("End each ring with its first point.")
    assert "features[1].geometry: not a GeoJSON geometry (found '{" in unknown
    assert unknown.endswith("Write a geometry of RFC 7946, longitude first, or null.")


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
        (
            'a.geojson: not a FeatureCollection. Write {"type": "FeatureCollection", "features": [...]}'
            " (RFC 7946)."
        )
    ]
