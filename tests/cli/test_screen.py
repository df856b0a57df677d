"""``detente screen``: every option, every format, every refusal."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from detente.screening import SCREENED
from detente.screening.sets import TOGETHER
from tests.cli.conftest import ACTIVITIES, FAR, HEAD, INSIDE, LINES, Run, lines


def rows(result: Result) -> list[dict[str, object]]:
    """The pairs of a JSON answer."""
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_json_has_exactly_the_columns_of_a_screening(run: Run, sides: tuple[Path, Path]) -> None:
    found = rows(run("screen", *sides, "--within", "50", "--format", "json"))
    assert {tuple(row) for row in found} == {SCREENED}
    by_name = {(r["activity"], r["source"], r["redline"]): r for r in found}
    assert by_name["birch", "draft", "bay"] == {
        "activity": "birch",
        "source": "draft",
        "redline": "bay",
        "holder": "DK",
        "relation": "overlaps",
        "distance_m": 0.0,
        "overlap_from": "2031-05-05T00:00:00Z",
        "overlap_to": "2031-05-09T23:59:59.999999Z",
        "reached": ["troops"],
        "missing": [],
        "margin": "troops 500",
        "verdict": True,
    }
    assert by_name["birch", "press", "bay"]["missing"] == ["troops"]
    assert by_name["birch", "press", "bay"]["verdict"] is None
    near = by_name["cedar", "draft", "bay"]
    assert (near["relation"], near["verdict"]) == ("near", False)
    assert 12_000 < float(str(near["distance_m"])) < 14_000
    assert ("elm", "draft", "bay") not in by_name
    assert by_name["fir", "draft", "bay"]["relation"] == "not stated"


def test_without_a_distance_what_lies_outside_is_not_told(
    run: Run, sides: tuple[Path, Path]
) -> None:
    found = rows(run("screen", *sides, "--format", "json"))
    assert "cedar" not in {row["activity"] for row in found if row["redline"] == "bay"}


def test_csv_and_parquet_have_the_same_pairs(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    same = rows(run("screen", *sides, "--format", "json"))
    told = list(csv.DictReader(io.StringIO(run("screen", *sides, "--format", "csv").stdout)))
    assert tuple(told[0]) == SCREENED
    assert [row["overlap_to"] for row in told] == [row["overlap_to"] or "" for row in same]
    file = tmp_path / "pairs.parquet"
    assert run("screen", *sides, "-o", file).exit_code == 0
    frame = pl.read_parquet(file)
    assert tuple(frame.columns) == SCREENED
    assert frame["verdict"].to_list() == [row["verdict"] for row in same]


def test_only_one_answer(run: Run, sides: tuple[Path, Path]) -> None:
    met = rows(run("screen", *sides, "--verdict", "meets", "--format", "json"))
    assert [(row["activity"], row["source"]) for row in met] == [("birch", "draft")]
    not_met = run(
        "screen", *sides, "--within", "50", "--verdict", "does-not-meet", "--format", "json"
    )
    assert [row["activity"] for row in rows(not_met)] == ["cedar"]


def test_as_of_leaves_out_what_was_said_later(run: Run, sides: tuple[Path, Path]) -> None:
    result = run("screen", *sides, "--as-of", "2031-05-06", "--format", "json")
    assert "press" not in {row["source"] for row in rows(result)}
    assert "1 account given later left out" in result.stderr


def test_standard_input_and_an_empty_answer(run: Run, sides: tuple[Path, Path]) -> None:
    result = run("screen", "-", sides[1], "--format", "json", stdin=HEAD)
    assert rows(result) == []
    table = run("screen", "-", sides[1], stdin=HEAD).stdout
    assert table.startswith("Nothing to lay side by side: no account was read")
    sides[1].write_text(LINES.splitlines(keepends=True)[0], encoding="utf-8")
    table = run("screen", *sides).stdout
    assert table.startswith("Nothing to lay side by side: no line was read.")


def test_faults_of_both_sides_are_told_and_good_rows_kept(
    run: Run, sides: tuple[Path, Path]
) -> None:
    activities, redlines = sides
    redlines.write_text(LINES + "bad,DK,sworn,concern,x,statement,,,,,,,,\n", encoding="utf-8")
    refused = run("screen", *sides)
    assert refused.exit_code == 2
    assert "sworn" in refused.stderr
    kept = run("screen", *sides, "--keep-good", "--format", "json")
    assert kept.exit_code == 3
    assert "1 fault found; 2 good rows kept" in kept.stderr
    activities.write_text(ACTIVITIES + "bad,draft,parade,DE,,,,,\n", encoding="utf-8")
    assert run("screen", *sides).exit_code == 2
    assert "parade" in run("screen", *sides, "--keep-good").stderr


def test_a_file_that_is_read_is_not_written_over(run: Run, sides: tuple[Path, Path]) -> None:
    result = run("screen", *sides, "--format", "csv", "-o", sides[1])
    assert result.exit_code == 2
    assert sides[1].read_text(encoding="utf-8") == LINES


def test_an_ending_that_tells_no_format_is_refused(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    assert run("screen", *sides, "-o", tmp_path / "pairs.docx").exit_code == 2


TWO = (
    HEAD
    + f"oak,draft,exercise,DE,2031-05-05,2031-05-09,5000,{INSIDE},\n"
    + f"ash,draft,exercise,DE,2031-05-08,2031-05-12,4000..6000,{INSIDE},\n"
)


def test_sets_reach_together_what_none_reaches_alone(run: Run, sides: tuple[Path, Path]) -> None:
    sides[0].write_text(TWO, encoding="utf-8")
    (found,) = rows(run("screen", *sides, "--sets", "--format", "json"))
    assert tuple(found) == TOGETHER
    assert found["members"] == ["ash", "oak"]
    assert (found["peak_low"], found["peak_high"], found["verdict"]) == (9000, 11000, True)
    assert (found["from"], found["to"]) == (
        "2031-05-08T23:59:59.999999Z",
        "2031-05-09T00:00:00Z",
    )
    told = list(
        csv.DictReader(io.StringIO(run("screen", *sides, "--sets", "--format", "csv").stdout))
    )
    assert told[0]["members"] == "ash, oak"
    assert lines(run("screen", *sides, "--sets").stdout)[:6] == [
        "Together, where none reaches the level alone",
        "bay · Denmark, concern, declared",
        "  “No large exercise” (troops: at least 9,000)",
        (
            "   ● reached together: the sum is 9,000 to 11,000 (troops: 9,000 or more);"
            " 8 to 9 May 2031"
        ),
        "     ash, oak, by draft",
        "     margin: troops: 0 to 2,000 above the level",
    ]
    assert "● reached together" in run("screen", *sides).stdout


def test_no_set_is_said_to_be_none(run: Run, sides: tuple[Path, Path]) -> None:
    shown = run("screen", *sides, "--sets", "--as-of", "2031-01-01").stdout
    assert "No line has a level that several of these activities could reach" in shown


def test_sides_that_are_mixed_up_are_named(run: Run, sides: tuple[Path, Path]) -> None:
    activities, redlines = sides
    for asked in (("screen",), ("screen", "--keep-good"), ("dossier", "-o", "x.html")):
        told = run(*asked, redlines, activities)
        assert told.exit_code == 2
        assert told.stderr == (
            f"detente: {redlines} holds red lines where activities are due.\n"
            f"{activities} holds activities where red lines are due, as the last file.\n"
        )
    one = run("screen", activities, activities).stderr
    assert f"{activities} holds activities where red lines are due" in one
    alone = run("obligations", redlines).stderr
    assert alone == f"detente: {redlines} holds red lines where activities are due.\n"


def test_one_file_alone_is_asked_for_the_other(run: Run, sides: tuple[Path, Path]) -> None:
    told = run("screen", sides[0])
    assert told.exit_code == 2
    assert f"only {sides[0]} is given; name the files of activities, then" in told.stderr
    piped = run("screen", sides[0], "-", stdin=LINES)
    assert piped.exit_code == 2
    assert "standard input is for activities" in piped.stderr


def test_faults_of_both_sides_are_told_at_once(run: Run, sides: tuple[Path, Path]) -> None:
    activities, redlines = sides
    activities.write_text(ACTIVITIES + "bad,draft,parade,DE,,,,,\n", encoding="utf-8")
    redlines.write_text(LINES + "bad,DK,sworn,concern,x,statement,,,,,,,,\n", encoding="utf-8")
    told = run("screen", *sides)
    assert told.exit_code == 2
    assert "parade" in told.stderr
    assert "sworn" in told.stderr


def test_latitude_written_first_is_asked_about(run: Run, sides: tuple[Path, Path]) -> None:
    assert "latitude" not in run("screen", *sides).stderr
    turned = '"POLYGON ((54.2 10.2, 54.2 10.6, 54.4 10.6, 54.4 10.2, 54.2 10.2))"'
    sides[0].write_text(ACTIVITIES.replace(FAR, turned), encoding="utf-8")
    bay = "".join(LINES.splitlines(keepends=True)[:2])
    for text in (LINES, bay):
        sides[1].write_text(text, encoding="utf-8")
        told = run("screen", *sides, "--format", "json")
        assert told.stderr == (
            "detente: is latitude written first in one of the files? Longitude comes first; with"
            " the two exchanged there would be elm near to bay.\n"
        )
    without = HEAD.replace(",area", "") + "oak,d,exercise,DE,2031-05-05,,1,\n"
    sides[0].write_text(without, encoding="utf-8")
    assert run("screen", *sides).stderr == ""


@pytest.mark.parametrize("within", ["10km", "-1", "nan", "inf", ""])
def test_what_is_no_distance_is_refused(run: Run, sides: tuple[Path, Path], within: str) -> None:
    told = run("screen", *sides, f"--within={within}")
    assert told.exit_code == 2
    assert f"{within!r} is no distance; write a number from 0 on" in told.stderr


def test_a_folder_that_is_no_library_is_named(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    told = run("screen", *sides, "--library", tmp_path)
    assert told.exit_code == 2
    assert f"{tmp_path}: kinds.toml: the file is missing, so the folder holds no" in told.stderr
