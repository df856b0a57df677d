"""The commands that read public notices."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.program import main

NOTAM = """A0101/26 NOTAMN
Q) EGTT/QWMLW/IV/BO/W/000/050/5500N00230W006
A) EGTT B) 2606010700 C) 2606021600
D) 0700-1200
E) LIVE FIRING WI 5NM RADIUS OF 550000N 0023000W.
F) SFC G) 5000FT AMSL
"""


@pytest.fixture
def notam(tmp_path: Path) -> str:
    path = tmp_path / "notam.txt"
    path.write_text(NOTAM, encoding="utf-8")
    return str(path)


def run(*args: str) -> str:
    result = CliRunner().invoke(main, ["notices", *args])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_table_shows_class_area_and_windows(notam: str) -> None:
    shown = run("read", notam)
    assert "A0101/26" in shown
    assert "gunnery" in shown
    assert "2026-06-02 07:00 to 12:00" in shown


@pytest.mark.parametrize("ending", ["jsonl", "geojson", "csv", "parquet", "xml", "ics"])
def test_each_ending_is_a_format(notam: str, tmp_path: Path, ending: str) -> None:
    into = tmp_path / f"out.{ending}"
    run("read", notam, "-o", str(into))
    assert into.stat().st_size > 100


def test_a_class_is_kept(notam: str) -> None:
    assert "A0101/26" not in run("read", notam, "--class", "exercise")
    refused = CliRunner().invoke(main, ["notices", "read", notam, "--class", "war"])
    assert refused.exit_code == 2
    assert "no class is called 'war'" in refused.output


def test_stats_count(notam: str) -> None:
    counted = json.loads(run("stats", notam, "--format", "json"))
    assert (counted["notices"], counted["classes"]) == (1, {"gunnery": 1})
    assert "Firing of guns" in run("stats", notam)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["notices", "read", str(tmp_path / "nowhere.txt")])
    assert refused.exit_code == 2
    assert "cannot be opened" in refused.output
