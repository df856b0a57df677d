"""``detente status``: who is bound, who departs towards whom, and no verdict."""

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Run

WHOLE = """\
league/accord-2000 Accord on the notification of exercises
Bound                                  States
─────────────────────────────────────────────────────
from 2001-01-01                        BY, NO, PL, RU
from 2005-01-01 to before 2015-01-01   SE
5 States in all.
Departures
When                 Who, towards whom            Ground given
──────────────────────────────────────────────────────────────────────────────────────────
from 2010-01-01 to   Russia towards Poland:       Answer to a step of Poland.
before 2012-01-01    suspended †                  (Note of Russia)

from some day        League of States towards     Change of circumstances.
between 2020-01-01   Belarus: suspended †         only: 3.1
and 2020-02-01                                    disputed by BY
                                                  (Statement of the League)

from 2023-01-01      Russia towards all other     No data are given.
                     parties: not-performed †     so stated by NO, not by the party itself
                                                  (Statement of Norway)
Each departure is as stated by those named; whether it was justified is not said.
"""

COLUMNS = [
    "instrument",
    "obligor",
    "obligee",
    "kind",
    "ground",
    "from",
    "from_latest",
    "to",
    "disputed_by",
    "claimed_by",
    "provisions",
    "citation",
    "draft",
]


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_the_whole_relation(run: Run, small: Path) -> None:
    result = run("status", "league/accord-2000", "--library", small)
    assert result.exit_code == 0
    assert lines(result.stdout) == lines(WHOLE)


def test_one_day(run: Run, small: Path) -> None:
    on = ["--library", small, "--on", "2011-06-01"]
    shown = lines(run("status", "league/accord-2000", *on).stdout)
    assert "5 States bound on 2011-06-01." in shown
    assert "Departures on 2011-06-01" in shown
    assert not any("Change of circumstances" in line for line in shown)
    quiet = run("status", "league/accord-2000", "--library", small, "--on", "2016-01-01").stdout
    assert "4 States bound on 2016-01-01." in quiet
    assert "No departure is recorded on 2016-01-01." in quiet
    before = run("status", "league/accord-2000", "--library", small, "--on", "1999-01-01").stdout
    assert "Nobody is bound on 1999-01-01." in before


def test_the_first_and_the_last_day_count_as_the_library_has_it(run: Run, small: Path) -> None:
    def running(day: str) -> bool:
        options = ["--library", small, "--on", day, "--format", "json"]
        found = json.loads(run("status", "league/accord-2000", *options).stdout)
        return any(line["kind"] == "suspended" for line in found)

    days = ("2009-12-31", "2010-01-01", "2011-12-31", "2012-01-01")
    assert [running(day) for day in days] == [False, True, True, False]


def test_json_gives_pairs_with_organisations_resolved(run: Run, small: Path) -> None:
    options = ["--library", small, "--format", "json", "--on", "2024-01-01"]
    found = json.loads(run("status", "league/accord-2000", *options).stdout)
    assert {tuple(line) for line in found} == {tuple(COLUMNS)}
    assert [line["obligor"] for line in found if line["kind"] == "bound"] == [
        "BY",
        "NO",
        "PL",
        "RU",
    ]
    pairs = [(line["obligor"], line["obligee"]) for line in found if line["kind"] == "suspended"]
    assert pairs == [("NO", "BY"), ("PL", "BY"), ("RU", "BY")]
    claimed = next(line for line in found if line["kind"] == "not-performed")
    assert (claimed["obligee"], claimed["claimed_by"], claimed["draft"]) == ("*", ["NO"], True)
    disputed = next(line for line in found if line["kind"] == "suspended")
    assert (disputed["from"], disputed["from_latest"], disputed["to"]) == (
        "2020-01-01",
        "2020-02-01",
        None,
    )


def test_csv_has_the_same_columns(run: Run, small: Path) -> None:
    result = run("status", "league/accord-2000", "--library", small, "--format", "csv")
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(found[0]) == COLUMNS
    assert len(found) == 10
    assert {line["draft"] for line in found} == {"true", "false"}
    nobody = ["--library", small, "--format", "csv", "--on", "1999-01-01"]
    empty = run("status", "league/accord-2000", *nobody)
    assert empty.stdout == ",".join(COLUMNS) + "\n"


def test_suppositions_are_taken(run: Run, small: Path) -> None:
    options = ["--library", small, "--if-in-force", "launches/pact-1990", "--on", "2040-01-01"]
    assert "2 States bound on 2040-01-01." in run("status", "launches/pact-1990", *options).stdout


def test_an_instrument_that_does_not_exist_is_refused(run: Run, small: Path) -> None:
    result = run("status", "launches/pact-1991", "--library", small)
    assert result.exit_code == 2
    assert "Did you mean launches/pact-1990" in result.stderr


def test_every_instrument_of_the_library_has_a_status(run: Run) -> None:
    result = run("status", "arms-control/cfe-1990", "--format", "json")
    kinds = {line["kind"] for line in json.loads(result.stdout)}
    assert {"bound", "suspended", "withdrawn"} <= kinds


def test_a_what_if_is_marked(run: Run, small: Path) -> None:
    ask = ["status", "launches/pact-1990", "--library", small]
    supposed = ["--if-in-force", "launches/pact-1990"]
    mark = "What-if, not the record: launches/pact-1990 is in force at any time."
    assert run(*ask, *supposed).stdout.startswith(mark)
    assert "What-if" not in run(*ask).stdout
    assert run(*ask, *supposed, "--format", "csv").stderr == f"detente: {mark}\n"
    assert run(*ask, "--format", "csv").stderr == ""


def test_a_list_that_is_not_complete_says_so(run: Run) -> None:
    montreux = run("status", "seas/montreux-1936", "--on", "2026-01-01").stdout
    assert "of a State that it does not name it cannot be told" in " ".join(montreux.split())
    assert "YU" not in montreux
    assert "GB" in montreux
    assert "YU" in run("status", "seas/montreux-1936", "--on", "2006-06-02").stdout
    assert "cannot be told" not in run("status", "osce/vd-2011", "--on", "2026-01-01").stdout


def test_a_beginning_that_is_not_known_to_the_day_says_between_which(run: Run) -> None:
    listed = " ".join(run("status", "launches/hcoc-2002").stdout.split())
    assert "from some day" in listed
    lines = json.loads(run("status", "launches/hcoc-2002", "--format", "json").stdout)
    india = next(line for line in lines if line["obligor"] == "IN")
    assert (india["from"], india["from_latest"]) == ("2016-01-01", "2016-07-01")
    assert india["to"] is None
