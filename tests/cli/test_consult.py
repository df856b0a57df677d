"""``detente consult``: what it prints, as text and for programs; how it refuses."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, lines

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios" / "consultations"
UKRAINE = SCENARIOS / "ukraine-russia-2022.toml"
BALTIC = SCENARIOS / "baltic-belarus-2022.toml"


def test_it_tells_how_a_consultation_stands(run: Run) -> None:
    result = run("consult", "show", BALTIC, "--at", "2022-02-10T12:00Z")
    assert result.exit_code == 0, result.stderr
    told = lines(result.stdout)
    assert told[2] == "Stage: A request for explanation awaits its reply"
    assert told[3] == "Turn: BY"
    assert "A reply   runs     2022-02-11, hour not known" in told
    assert "answer" not in " ".join(told[4:8])


def test_accounts_stand_side_by_side(run: Run) -> None:
    told = run("consult", "show", UKRAINE, "--at", "2022-02-19").stdout
    assert "By the account of UA\nStage: The Permanent Council" in told
    assert "Came of it: no reply; meeting held addressee absent" in told
    assert "By the account of US\nStage: The Permanent Council" in told
    assert "Came of it: replied refusing applicability; meeting held addressee absent" in told
    assert "Whether a party acted as it should is not said." in told


def test_a_program_gets_the_same(run: Run) -> None:
    (told,) = json.loads(
        run("consult", "show", BALTIC, "--at", "2022-02-10T12:00Z", "--format", "json").stdout
    )
    first = told["views"][0]
    assert (first["reading"], first["stages"], first["turn"]) == (
        "transmission",
        ["awaiting-reply"],
        ["BY"],
    )
    assert first["clocks"][0]["due"] == {
        "from": "2022-02-11T00:00Z",
        "to": "2022-02-11T23:59:59.999999Z",
    }
    assert [each["open"] for each in told["questions"]] == [True] * 4


def test_the_next_step_with_its_time(run: Run) -> None:
    result = run("consult", "next", BALTIC, "--at", "2022-02-10T12:00Z", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    ours = [row for row in rows if row["reading"] == "transmission"]
    assert [(row["step"], row["by"], row["permitted"]) for row in ours] == [
        ("reply", "BY", "true"),
        ("request-meeting", "LT; EE; LV", "false"),
    ]
    assert ours[0]["deadline_from"] == "2022-02-11T00:00Z"
    assert ours[1]["opens_from"] == "2022-02-11T00:00Z"
    text = run("consult", "next", BALTIC, "--at", "2022-02-10T12:00Z").stdout
    assert "once the clock of “A reply” runs out" in text


@pytest.mark.parametrize("every", [[], ["--every", "12h"]])
def test_it_is_told_again(run: Run, every: list[str]) -> None:
    result = run("consult", "replay", BALTIC, "--format", "json", *every)
    told = json.loads(result.stdout)
    instants = [dt.datetime.fromisoformat(each["at"]) for each in told]
    assert instants == sorted(instants)
    assert told[0]["views"][0]["stages"] == ["", "awaiting-reply"]
    end = ["meeting-held", "joint-meeting-called", "joint-meeting-overdue"]
    assert told[-1]["views"][0]["stages"] == (["joint-meeting-held"] if not every else end)
    assert "after " not in run("consult", "replay", BALTIC, *every).stderr


def test_the_ledger_counts_clocks_and_no_states(run: Run) -> None:
    told = json.loads(
        run("consult", "ledger", UKRAINE, BALTIC, "--at", "2022-03-01", "--format", "json").stdout
    )
    reply = next(each for each in told["counts"] if each["clock"] == "A reply")
    assert reply["runs"] == 2
    assert reply["counts"] == {"on_time": 1, "accounts_differ": 1}
    differing = next(each for each in told["lines"] if each["timing"] == "accounts_differ")
    assert differing["by_account"] == {"UA": "never", "US": "cannot_be_told"}
    assert all(each["sources"] for each in told["lines"])
    text = run("consult", "ledger", UKRAINE, BALTIC, SCENARIOS / "belarus-poland.toml").stdout
    assert "on time: 1 of 2" in text
    assert "belarus-poland-2023 (not" in text
    assert "no State is ranked" in text
    rows = run("consult", "ledger", UKRAINE, "--format", "csv").stdout
    assert "UA: never; US: cannot_be_told" in rows


def test_a_calendar_is_written(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "talks.ics"
    assert run("consult", "calendar", BALTIC, "-o", into).exit_code == 0
    written = into.read_bytes()
    assert written.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"DTSTART;VALUE=DATE:20220214" in written


def test_mechanisms_are_listed_and_shown(run: Run) -> None:
    assert "osce/vd-2011/unusual-activities †" in run("consult", "mechanisms").stdout
    told = run("consult", "mechanisms", "osce/vd-2011/unusual-activities").stdout
    assert "elapsed hours from the" in told
    assert "receipt of the request" in told
    plain = json.loads(run("consult", "mechanisms", "--format", "json").stdout)
    assert {each["name"] for each in plain} >= {"osce/vd-2011/hazardous-incidents"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "none.toml"], "cannot be opened"),
        (["show", str(BALTIC), "--id", "baltic"], "no consultation is called 'baltic'"),
        (["replay", str(BALTIC), "--every", "often"], "is no step of time; write 30m, 1h or 1d"),
        (["mechanisms", "osce/vd-2011/unusual"], "Did you mean osce/vd-2011/unusual-activities"),
        (["show", str(BALTIC), "--at", "yesterday"], "not a date or an instant"),
    ],
)
def test_what_is_refused(run: Run, arguments: list[str], said: str) -> None:
    result = run("consult", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
