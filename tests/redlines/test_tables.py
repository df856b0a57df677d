"""CSV and GeoJSON files of red lines: the same lines as in TOML, and no row lost or sharpened."""

# ruff: noqa: E501 - a message stands as its reader sees it

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from detente.redlines import RedLine, read_redlines
from tests.redlines.lines import GOOD, STRAIT, WORDS, line, messages, read, toml

FULL = {
    "on": "2021-12-15..2021-12-17",
    "paraphrase": "true",
    "language": "en",
    "kinds": "exercise | other",
    "obligors": "US | PL",
    "levels": "troops >= 9000 and missiles > 3",
    "area": STRAIT,
    "edges": "rhumb",
    "within_km": "100",
    "altitude_low": "open",
    "altitude_high": "200",
    "altitude_unit": "FL",
    "from": "2022-01-01T06:00Z",
    "until": "open",
    "condition": "while talks go on",
    "ambiguity": "what is near | which troops",
    "events": "2022-02-17 modified (t): said, again | 2022-03 withdrawn",
    "near_km": "20.5",
    "x_desk": "3",
}


def as_csv(*rows: Mapping[str, str]) -> str:
    """Rows as a CSV file."""
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_geojson(*rows: Mapping[str, object], geometry: object = None) -> str:
    """Rows as features, all with this geometry."""
    features = [{"type": "Feature", "properties": row, "geometry": geometry} for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_every_format_states_the_same_line(tmp_path: Path) -> None:
    as_toml = line(tmp_path, **{key: json.dumps(value) for key, value in FULL.items()})
    row = GOOD | FULL
    assert read(tmp_path, as_csv(row), "a.csv").lines == (as_toml,)
    assert read(tmp_path, as_geojson(row), "a.geojson").lines == (as_toml,)
    square = [[[10, 54], [11, 54], [11, 55], [10, 55], [10, 54]]]
    drawn = as_geojson(
        {key: value for key, value in row.items() if key != "area"},
        geometry={"type": "Polygon", "coordinates": square},
    )
    assert read(tmp_path, drawn, "b.geojson").lines == (as_toml,)


def test_native_values_of_json_are_read(tmp_path: Path) -> None:
    native = {
        "paraphrase": True,
        "kinds": ["exercise"],
        "levels": {"any_of": [{"measure": "troops", "at_least": 9000}]},
        "events": [{"on": "2022", "status": "withdrawn"}],
        "near_km": 5,
        "venue": None,
    }
    (told,) = read(tmp_path, as_geojson(GOOD | native), "a.geojson").lines
    assert told.paraphrase
    assert told.near_km == 5.0
    assert (told.kinds, told.venue) == (("exercise",), "")
    assert told.events[0].status == "withdrawn"


def test_a_feature_without_geometry_states_no_area(tmp_path: Path) -> None:
    (told,) = read(tmp_path, as_geojson(GOOD), "a.geojson").lines
    assert told.area is None


def test_a_feature_may_name_its_area(tmp_path: Path) -> None:
    (told,) = read(tmp_path, as_geojson({**GOOD, "area": "strait"}), "a.geojson").lines
    assert told.area is not None
    assert told.area.named == "strait"


def test_faults_of_csv_have_their_lines(tmp_path: Path) -> None:
    rows = [GOOD, {**GOOD, "id": "b", "called": "line"}, {**GOOD, "id": "c", "near_km": "-1"}]
    assert messages(tmp_path, as_csv(*rows), "a.csv") == [
        "a.csv:3: called: not one of the words foreseen (found 'line'). Write one of: red line, concern.",
        "a.csv:4: near_km: a distance cannot be negative (found '-1'). Write kilometres, such as 50.",
    ]


def test_faults_of_features_have_their_paths(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [10, 54]}
    assert messages(
        tmp_path, as_geojson({**GOOD, "area": "strait"}, geometry=point), "a.geojson"
    ) == ["a.geojson:1: features[0].geometry: the properties state an area too. Keep one."]
    nothing = {"type": "Polygone", "coordinates": []}
    assert messages(tmp_path, as_geojson(GOOD, geometry=nothing), "a.geojson") == [
        "a.geojson:1: features[0].geometry: not a GeoJSON geometry (found \"{'type': 'Polygone', 'coordinates': []}\"). Write a geometry of RFC 7946, longitude first, or null."
    ]


def ids(lines: tuple[RedLine, ...]) -> list[str]:
    """The names of lines."""
    return [each.id for each in lines]


def test_what_stands_in_an_unknown_column_never_vanishes(tmp_path: Path) -> None:
    rows = [{**GOOD, "conditon": "while talks go on"}, {**GOOD, "id": "b", "conditon": ""}]
    assert messages(tmp_path, as_csv(*rows), "a.csv") == [
        "a.csv:1: conditon: unknown column. Did you mean condition? To keep a column of your own, begin its name with x_."
    ]
    assert ids(read(tmp_path, as_csv(*rows), "a.csv", keep_good=True).lines) == ["b"]
    assert ids(read(tmp_path, as_geojson(*rows), "a.geojson", keep_good=True).lines) == ["b"]


def test_what_stands_in_a_doubled_column_never_vanishes(tmp_path: Path) -> None:
    header = ",".join(GOOD) + ",condition,condition\n"
    text = header + "a,RU,declared,concern,w,s,if,\nb,RU,declared,concern,w,s,,\n"
    assert ids(read(tmp_path, text, "a.csv", keep_good=True).lines) == ["b"]


def test_a_csv_without_a_needed_column_gives_nothing(tmp_path: Path) -> None:
    text = "id,holder\na,RU\n"
    assert len(messages(tmp_path, text, "a.csv")) == 4
    assert read(tmp_path, text, "a.csv", keep_good=True).lines == ()


def test_files_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(as_csv(GOOD, {**GOOD, "id": "b"}))
    (tmp_path / "b.geojson").write_text(as_geojson({**GOOD, "id": "b"}, {**GOOD, "id": "c"}))
    (tmp_path / "c.toml").write_text(toml(id='"d"'))
    paths = [tmp_path / name for name in ("a.csv", "b.geojson", "c.toml")]
    told = read_redlines(paths, WORDS, keep_good=True)
    assert ids(told.lines) == ["a", "b", "c", "d"]
    (fault,) = told.faults
    assert (fault.column, fault.value) == ("features[0].properties.id", "b")


def test_a_bad_row_does_not_take_the_id_of_a_good_one(tmp_path: Path) -> None:
    rows = [{**GOOD, "near_km": "x"}, {**GOOD, "near_km": ""}]
    assert len(read(tmp_path, as_csv(*rows), "a.csv", keep_good=True).lines) == 1


@pytest.mark.parametrize(
    ("key", "written", "told"),
    [
        (
            "levels",
            "soldiers > 7000",
            "unknown measure soldiers (found 'soldiers > 7000'). Did you mean troops?",
        ),
        ("from", "01.02.2026", "not a date (found '01.02.2026'). Write 2026-02-01."),
    ],
)
def test_what_was_meant_is_proposed(tmp_path: Path, key: str, written: str, told: str) -> None:
    from detente.errors import RedLineFileError

    with pytest.raises(RedLineFileError) as refused:
        read(tmp_path, as_csv({**GOOD, key: written}), "a.csv")
    assert str(refused.value.faults[0]).endswith(f"{key}: {told}")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("no.toml", "the file cannot be opened (No such file or directory). Check its path."),
        (
            "a.yaml",
            "the ending tells no format (found '.yaml'). Use one of: .csv, .geojson, .toml.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, problem: str) -> None:
    from detente.errors import RedLineFileError

    with pytest.raises(RedLineFileError) as told:
        read_redlines(tmp_path / name, WORDS, keep_good=True)
    assert str(told.value.faults[0]).endswith(problem)
