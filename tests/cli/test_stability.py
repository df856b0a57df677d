"""``detente stability``: what is printed, what is written, what is refused."""

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run, lines
from tests.conftest import ROOT

FOLDER = ROOT / "scenarios" / "conflicts"
CUBA, EUPHRATES = FOLDER / "cuba-1962.toml", FOLDER / "euphrates-1975.toml"
MODEL = "What holds is about the model: its preferences are stated by those whom the file names."


def test_which_states_hold(run: Run) -> None:
    done = run("stability", "solve", EUPHRATES, "--concept", "GMR", "--concept", "SEQ")
    assert done.exit_code == 0
    assert lines(done.stdout) == [
        "state  GMR  SEQ  label",
        "1      yes  no   no option taken",
        "2      no   no   release water",
        "3      no   no   escalate",
        "4      no   no   attack",
        "5      no   no   release water, attack",
        "6      yes  yes  escalate, attack",
        "GMR holds: 1, 6",
        "SEQ holds: 6",
        MODEL,
    ]


def test_the_same_as_json_and_csv(run: Run, tmp_path: Path) -> None:
    told = json.loads(run("stability", "solve", CUBA, "--format", "json").stdout)
    assert [row["state"] for row in told if row["SEQ"]] == ["5", "6", "7"]
    assert told[0]["Nash_leave"] == ["us"]
    file = tmp_path / "found.csv"
    assert run("stability", "solve", CUBA, "-o", file).stdout == ""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [row["state"] for row in rows if row["SEQ"] == "true"] == ["5", "6", "7"]


def test_the_reading_of_a_printed_table_is_named(run: Run) -> None:
    done = run(
        *("stability", "solve", FOLDER / "garrison-1976.toml", "--concept", "GMR"),
        *("--sanction", "single"),
    )
    assert "GMR holds: 2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22" in done.stdout
    assert "Answers are read as: single. The definition has: sequence." in done.stdout


def test_the_outcome_graph_is_a_picture(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "graph.svg"
    assert run("stability", "solve", CUBA, "-o", file).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("<svg")


def test_what_else_is_told(run: Run) -> None:
    ask = ("stability", "solve", CUBA, "--concept", "SEQ", "--tell")
    assert "SEQ: no coalition leaves 5, 6\n" in run(*ask, "coalitions").stdout
    assert "us prefers 6 to 7" in run(*ask, "margins").stdout
    assert "SEQ: steady 5, 6, 7" in run(*ask, "pictures").stdout
    assert "holds in" in run(*ask, "variants").stdout


def test_why_and_what_would_have_to_change(run: Run) -> None:
    why = " ".join(run("stability", "explain", CUBA, "7").stdout.split())
    assert "Holds by SEQ: yes." in why
    assert "Soviet Union would answer" in why
    told = json.loads(run("stability", "explain", CUBA, "7", "--format", "json").stdout)
    assert [each["stable"] for each in told] == [True, True]
    change = run("stability", "inverse", EUPHRATES, "2").stdout
    assert "syria prefers 2 to 6" in change
    assert "syria stays: no; it would by 384 of its 720 strict rankings" in change


def test_what_can_come_of_where_things_stand(run: Run) -> None:
    done = run("stability", "paths", EUPHRATES, "--by-gain")
    assert "iraq to 4; syria to 6" in done.stdout
    assert "2 shortest ways of 2 steps." in run("stability", "paths", CUBA, "--to", "7").stdout


def test_what_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("stability", "explain", CUBA, "77")
    assert (done.exit_code, "no state is called '77'" in done.stderr) == (2, True)
    broken = tmp_path / "broken.toml"
    broken.write_text("name = 'x'\nmakr = 1\n", encoding="utf-8")
    done = run("stability", "solve", broken)
    assert done.exit_code == 2
    assert "broken.toml:2: makr: unknown key. Did you mean maker?" in done.stderr
    kept = tmp_path / "kept.toml"
    kept.write_text(CUBA.read_text(encoding="utf-8"), encoding="utf-8")
    assert run("stability", "solve", kept, "-o", kept).exit_code == 2
    assert kept.read_text(encoding="utf-8").startswith("#")
