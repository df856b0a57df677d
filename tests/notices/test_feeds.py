"""Files and folders: texts taken apart, JSON and XML of the usual feeds, what cannot be opened."""

import gzip
import json
from pathlib import Path

import pytest

import detente as dt
from detente.errors import NoticeFileError
from detente.notices import link, read_notices, read_one
from detente.notices.gazetteer import read_gazetteer
from detente.notices.records import found, instant
from detente.notices.splitting import split

NOTAM = (
    "A0001/26 NOTAMN\nQ) EGTT/QRTCA/IV/BO/W/000/025/5430N00115W005\n"
    "A) EGTT B) 2603010900 C) 2603011700\nE) AREA WI 3NM RADIUS OF 543000N 0011500W.\n"
    "F) SFC G) 2500FT AMSL\n"
)
WARNING = (
    "HYDROLANT 1/26.\nNORTH SEA.\n1. GUNNERY EXERCISES 021000Z TO 021400Z MAR\n"
    "   WITHIN FIVE MILES OF 55-30N 003-00E.\n2. CANCEL THIS MSG 021500Z MAR 26.\n"
)


def test_a_text_of_many(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text(NOTAM + "\n" + NOTAM.replace("A0001", "A0002"), encoding="utf-8")
    found_ = read_notices(path)
    assert [reading.id for reading in found_.readings] == ["A0001/26", "A0002/26"]
    assert found_.readings[1].file == f"{path}:7"


def test_texts_are_taken_apart_by_marks_of_transmission() -> None:
    one, two = "GUNNERY A\n", "GUNNERY B\n"
    assert [piece.strip() for _, piece in split(f"{one}NNNN\n{two}NNNN\n")] == [
        "GUNNERY A\nNNNN",
        "GUNNERY B\nNNNN",
    ]
    assert len(split(f"{one}------\n{two}")) == 2
    assert len(split(one)) == 1


def test_one_notice_a_line() -> None:
    line = " ".join(NOTAM.split())
    assert len(split(f"X {line}\nX {line}\n")) == 2


def test_folders_and_gzip(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt.gz").write_bytes(gzip.compress(WARNING.encode()))
    (tmp_path / "a.txt").write_text(NOTAM, encoding="utf-8")
    (tmp_path / "note.md").write_text("no notice", encoding="utf-8")
    assert [r.id for r in read_notices(tmp_path).readings] == ["A0001/26", "HYDROLANT 1/26"]


def test_a_record_of_the_nga(tmp_path: Path) -> None:
    record = {
        "msgYear": "2026",
        "msgNumber": "1",
        "navArea": "C",
        "text": WARNING.partition("\n")[2],
        "issueDate": "011200Z MAR 2026",
    }
    path = tmp_path / "nga.json"
    path.write_text(json.dumps({"broadcast-warn": [record]}), encoding="utf-8")
    (reading,) = read_notices(path).readings
    assert reading.id == "HYDROARC 1/26"
    assert reading.issued == instant("2026-03-01T12:00")
    assert reading.kind == "gunnery"


def test_items_apart_are_put_together(tmp_path: Path) -> None:
    record = {
        "id": "A0001/26", "type": "R", "ref": "A0009/25", "fir": "EGTT", "code": "RTCA",
        "traffic": "IV", "purpose": "BO", "scope": "W", "lower": "0", "upper": "25",
        "coord": "5430N00115W", "radius": "5", "a": ["EGTT"], "b": "2603010900",
        "c": "2603011700", "est": "EST", "d": "0900-1000",
        "e": "AREA WI 3NM RADIUS OF 543000N 0011500W", "f": "SFC", "g": "2500FT AMSL",
    }  # fmt: skip
    path = tmp_path / "items.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (reading,) = read_notices(path).readings
    assert (reading.id, reading.refers, reading.estimated) == ("A0001/26", ["A0009/25"], True)
    assert reading.consistent is True
    assert [remark.code for remark in reading.remarks] == ["composed"]
    assert len(reading.windows) == 1


def test_a_bulletin_in_xml(tmp_path: Path) -> None:
    path = tmp_path / "pib.xml"
    path.write_text(
        "<Pib><Notam PIBSection='WAR'><NOF>EGGN</NOF><Series>J</Series><Number>413</Number>"
        "<Year>26</Year><Type>N</Type><QLine><FIR>EGTT</FIR><Code23>RT</Code23>"
        "<Code45>CA</Code45><Traffic>IV</Traffic><Purpose>BO</Purpose><Scope>W</Scope>"
        "<Lower>0</Lower><Upper>25</Upper></QLine><Coordinates>5430N00115W</Coordinates>"
        "<Radius>5</Radius><ItemA>EGTT</ItemA><StartValidity>2603010900</StartValidity>"
        "<EndValidity>2603011700</EndValidity><ItemE>AREA WI 3NM RADIUS OF 543000N 0011500W"
        "</ItemE><ItemF>SFC</ItemF><ItemG>2500FT AMSL</ItemG></Notam></Pib>",
        encoding="utf-8",
    )
    (reading,) = read_notices(path).readings
    assert reading.id == "J0413/26"
    assert reading.header["code"] == "RTCA"
    assert reading.consistent is True


def test_a_feed_with_translations() -> None:
    feed = {
        "items": [
            {
                "properties": {
                    "coreNOTAMData": {
                        "notam": {"number": "A0001/26", "text": "AREA CLSD FOR ALL"},
                        "notamTranslation": [{"type": "ICAO", "formattedText": NOTAM}],
                    }
                }
            }
        ]
    }
    assert [raw.text for raw in found(feed)] == [NOTAM]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bad.json", "{", "not JSON"),
        ("bad.xml", "<a>", "not XML"),
        ("bomb.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
    ],
)
def test_what_cannot_be_parsed(tmp_path: Path, name: str, content: str, problem: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NoticeFileError, match=problem):
        read_notices(path)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoticeFileError, match=r"nowhere\.txt"):
        read_notices(tmp_path / "nowhere.txt")
    with pytest.raises(NoticeFileError, match="no notices"):
        read_notices(tmp_path)


def test_the_others_are_read_beside_one_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(NOTAM, encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    notices = dt.read_notices(tmp_path)
    assert len(notices.readings) == 1
    assert len(notices.faults) == 1


def test_russian_in_the_code_page_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "prip.txt"
    text = "ПРИП МУРМАНСК 7/26\n1. СТРЕЛЬБЫ АРТИЛЛЕРИЙСКИЕ 02 ИЮЛЬ 0500 ДО 1700\nРАЙОНЕ ЗАПРЕТНОМ"
    path.write_bytes(text.encode("cp1251"))
    (reading,) = read_notices(path).readings
    assert (reading.id, reading.kind) == ("ПРИП МУРМАНСК 7/26", "gunnery")


def test_named_areas_are_found_in_a_list(tmp_path: Path) -> None:
    path, areas = tmp_path / "n.txt", tmp_path / "areas.toml"
    path.write_text(
        NOTAM.replace("AREA WI 3NM RADIUS OF 543000N 0011500W", "EG D406A ACTIVE"), "utf-8"
    )
    areas.write_text(
        '[[area]]\nname = "EGD406A"\narea = "POLYGON ((-4 54, -3 54, -3 55, -4 54))"\n', "utf-8"
    )
    (without,) = read_notices(path).readings
    assert without.named == ["EGD406A"]
    assert "named-area" in {remark.code for remark in without.remarks}
    notices = dt.read_notices(path, gazetteer=areas)
    assert notices.readings[0].named == []
    assert notices.readings[0].areas[0].origin == "gazetteer"
    assert notices.frame["area"][0].startswith("POLYGON")


def test_a_list_in_geojson(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    feature = {"type": "Feature", "properties": {"name": "M 2"}, "geometry": square}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    assert list(read_gazetteer(str(path))) == ["M2"]


@pytest.mark.parametrize("content", ["[[area]]\nname = 1\n", '[[area]]\nname="A"\narea="POINT"\n'])
def test_a_list_with_faults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "areas.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NoticeFileError):
        read_gazetteer(str(path))


def test_links_between_notices() -> None:
    first = read_one(NOTAM)
    second = read_one(NOTAM.replace("A0001/26 NOTAMN", "A0002/26 NOTAMR A0001/26"))
    third = read_one("A0003/26 NOTAMC A0009/26\nQ) EGTT/QRTCN/IV/BO/W/000/025/5430N00115W005\n"
                     "A) EGTT B) 2603010900\nE) CANCELLED")  # fmt: skip
    replaced, cancelled = link([first, second, third])
    assert (replaced.by, replaced.of, replaced.action) == (1, 0, "replace")
    assert (cancelled.by, cancelled.of, cancelled.name) == (2, None, "A0009/26")
