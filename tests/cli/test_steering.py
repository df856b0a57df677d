"""Names in files that would steer a terminal or a spreadsheet."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Run

STEERING = "a\x1b[31mred\x1b[0m\u202edellac\u2066"


def test_what_would_steer_a_terminal_is_written_out(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "steering.json"
    row: dict[str, object] = {
        "activity": STEERING,
        "source": "x\ny",
        "kind": "exercise",
        "obligor": "BY",
    }
    row |= {"host": "BY", "starts": "2026-09-14", "troops": 9000}
    file.write_text(json.dumps([row]))
    ask = ["--library", small]
    table = run("obligations", file, *ask).stdout
    chain = run("explain", file, STEERING, "league/accord-2000/3.1", *ask).stdout
    page = run("obligations", file, *ask, "--format", "html").stdout
    for shown in (table, chain, page):
        assert r"a\x1b[31mred\x1b[0m\u202edellac\u2066" in shown
        assert r"x\ny" in shown
    error = run("explain", file, "b", "league/accord-2000/3.1", *ask).stderr
    near = run("explain", file, STEERING[:-1], "league/accord-2000/3.1", *ask).stderr
    for shown in (table, chain, page, error, near):
        assert not set(shown) & set("\x1b\u202e\u2066")
    found = json.loads(run("obligations", file, *ask, "--format", "json").stdout)
    assert {row["activity"] for row in found} == {STEERING}


def test_a_lone_surrogate_does_not_end_it(run: Run, small: Path, activities: Path) -> None:
    refused = run("explain", activities, "w\udce9st", "league/accord-2000/3.1", "--library", small)
    assert refused.exit_code == 2
    assert r"'w\udce9st'" in refused.stderr


def test_ids_that_a_spreadsheet_takes_for_formulas_are_written_as_stated(
    run: Run, small: Path
) -> None:
    head = "activity,source,kind,obligor,host,starts,troops\n"
    one = head + "=cmd,s,exercise,BY,BY,2026-01-01,9000\n"
    ask = ["obligations", "-", "--library", small, "--format"]
    told = run(*ask, "csv", stdin=one)
    assert told.stdout.splitlines()[1].startswith("=cmd,s,")
    assert "which a spreadsheet takes for a formula" in told.stderr
    assert run(*ask, "json", stdin=one).stderr == ""
    assert run(*ask, "csv", stdin=one.replace("=", "e")).stderr == ""


def test_an_output_that_knows_few_signs_gets_their_escapes(small: Path, activities: Path) -> None:
    command = [sys.executable, "-c", "from detente.cli import main; main()", "obligations"]
    env = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*command, str(activities), "--library", str(small)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert r"\u25cf applies" in done.stdout
