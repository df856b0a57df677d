"""Writing: the words of each cell, whole files or none, and where a file goes."""

import json
import os
import stat
from pathlib import Path

import polars as pl
import pytest

from detente.activities import read_activities, write_activities
from detente.errors import FrameError, SenderError
from tests.activities.words import WORDS, day, read

TEXT = """activity,source,kind,starts,ends,area,notified_at,troops,x_page
a,s,exercise,2017-09-14,2017-09-20T06:00Z,POINT (20 50),2017-08-01,12700,1
b,"s, 2",exercise,2017-09-14T06:00:30.5Z,,,none,8000..12000,
c,s,exercise,,,,,13001..,
d,s,exercise,,,,,..7000,
"""


def test_csv_is_written_as_it_was_read(tmp_path: Path) -> None:
    write_activities(read(tmp_path, TEXT).frame, tmp_path / "b.csv", WORDS)
    names, *rows = (tmp_path / "b.csv").read_text().splitlines()
    assert names == "activity,source,kind,starts,ends,area,notified_at,troops,x_page"
    expected = TEXT.splitlines()[1:]
    expected[1] = expected[1].replace("30.5Z", "30.500000Z")
    assert rows == expected


def test_json_is_plain(tmp_path: Path) -> None:
    write_activities(read(tmp_path, TEXT).frame, tmp_path / "b.json", WORDS)
    records = json.loads((tmp_path / "b.json").read_text())
    assert records[0] == {
        "activity": "a",
        "source": "s",
        "kind": "exercise",
        "starts": "2017-09-14",
        "ends": "2017-09-20T06:00Z",
        "area": "POINT (20 50)",
        "notified_at": "2017-08-01",
        "troops": 12700,
        "x_page": "1",
    }
    assert [record["troops"] for record in records[1:]] == ["8000..12000", "13001..", "..7000"]
    assert records[2]["notified_at"] is None


def test_geojson_leaves_out_what_is_not_stated(tmp_path: Path) -> None:
    write_activities(read(tmp_path, TEXT).frame, tmp_path / "b.geojson", WORDS)
    features = json.loads((tmp_path / "b.geojson").read_text())["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [20.0, 50.0]}
    assert features[3] == {
        "type": "Feature",
        "properties": {"activity": "d", "source": "s", "kind": "exercise", "troops": "..7000"},
        "geometry": None,
    }


def test_toml_is_told_by_activity(tmp_path: Path) -> None:
    write_activities(read(tmp_path, TEXT).frame[:2], tmp_path / "b.toml", WORDS)
    assert (tmp_path / "b.toml").read_text() == (
        "[[activity]]\n"
        'id = "a"\n'
        'kind = "exercise"\n'
        "starts = 2017-09-14\n"
        "ends = 2017-09-20T06:00:00Z\n"
        'area = "POINT (20 50)"\n'
        "notified_at = 2017-08-01\n"
        "troops = 12700\n"
        'x_page = "1"\n'
        "\n"
        "  [[activity.account]]\n"
        '  source = "s"\n'
        "\n"
        "[[activity]]\n"
        'id = "b"\n'
        'kind = "exercise"\n'
        "starts = 2017-09-14T06:00:30.500000Z\n"
        'notified_at = "none"\n'
        'troops = "8000..12000"\n'
        "\n"
        "  [[activity.account]]\n"
        '  source = "s, 2"\n'
    )


def test_a_users_frame_is_brought_to_types_first(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"activity": ["a"], "source": ["s"], "kind": ["exercise"], "starts": [day(2017, 9, 14)]}
    )
    write_activities(frame, tmp_path / "a.parquet", WORDS)
    assert pl.read_parquet(tmp_path / "a.parquet").columns[-1] == "starts_latest"
    with pytest.raises(FrameError):
        write_activities(frame.drop("kind"), tmp_path / "b.parquet", WORDS)
    assert not (tmp_path / "b.parquet").exists()


def test_an_unknown_ending(tmp_path: Path) -> None:
    with pytest.raises(SenderError, match=r"b\.xlsx: the ending tells no format\. Use one of"):
        write_activities(read(tmp_path, TEXT).frame, tmp_path / "b.xlsx", WORDS)


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "geojson", "toml"])
def test_nothing_half_written(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"old.{ending}"
    frame = read(tmp_path, TEXT).frame
    write_activities(frame[:1], path, WORDS)
    before = path.read_bytes()

    def half(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        write_activities(frame, path, WORDS)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["a.csv", path.name])


def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    frame = read(tmp_path, TEXT).frame
    target, link = tmp_path / "t.csv", tmp_path / "l.csv"
    target.write_text("old")
    target.chmod(0o640)
    os.symlink(target, link)
    write_activities(frame, link, WORDS)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert read_activities(target, WORDS).frame.equals(frame)
