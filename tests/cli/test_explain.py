"""``detente explain``: the reading chain of each account."""

import json
from pathlib import Path

from tests.cli.conftest import Run

CHAIN = """\
league/accord-2000/3.1 Notice of an exercise
Accord 2000, para. 3.1: An exercise in the zone is notified from 9,000 troops or 250 battle tanks
on.
north, by the account of leak: ? cannot be told
Answer             Condition                                        As stated
────────────────────────────────────────────────────────────────────────────────────────
● yes              kind is exercise                                 exercise
● yes              the obligor is bound by Accord 2000 on the day   NO
● yes              lies in the Zone of the League                   by its host, NO: yes
? cannot be told   any one of these is enough
? cannot be told     troops at least 9,000                          8000..20000
? cannot be told     all of these hold
? cannot be told       battle_tanks at least 250                    not stated
● yes                  structure is division                        division
"""


def test_the_chain_of_one_account(run: Run, small: Path, told: Path) -> None:
    result = run("explain", told, "north", "league/accord-2000/3.1", "--library", small)
    assert result.exit_code == 0, result.stderr
    shown = [line.rstrip() for line in result.stdout.splitlines()]
    assert shown[: len(CHAIN.splitlines())] == CHAIN.splitlines()
    rest = " ".join(shown[len(CHAIN.splitlines()) :])
    assert "Due on or before 2026-03-20 at the earliest; whether it was done is not stated" in rest
    assert "Another reading, held by a paper of the Council: troops more than 9,000" in rest


def test_every_account_is_told_unless_one_is_named(run: Run, small: Path, told: Path) -> None:
    ask = ["explain", told, "west", "league/accord-2000/3.1", "--library", small]
    both = run(*ask)
    assert "by the account of ministry" in both.stdout
    assert "by the account of leak" in both.stdout
    one = run(*ask, "--source", "leak")
    assert "by the account of ministry" not in one.stdout


def test_what_is_the_same_for_every_account_stands_once(run: Run, small: Path, told: Path) -> None:
    ask = ["explain", told, "west", "league/accord-2000/3.1", "--library", small]
    shown = " ".join(run(*ask).stdout.split())
    both, alike = shown.split(" The same for every account: ")
    assert shown.count("Accord 2000, para. 3.1: An exercise in the zone is notified") == 1
    assert both.count("by the account of") == 2
    chains = json.loads(run(*ask, "--format", "json").stdout)
    for chain in chains:
        assert {note for note in chain["notes"] if note in shown} == set(chain["notes"])
    common = set(chains[0]["notes"]) & set(chains[1]["notes"])
    assert common
    assert all(note in alike and note not in both for note in common)
    assert "The same for every account" not in run(*ask, "--source", "leak").stdout


def test_json_is_an_array_of_chains(run: Run, small: Path, told: Path) -> None:
    ask = ["explain", told, "west", "league/accord-2000/4", "--library", small]
    chains = json.loads(run(*ask, "--format", "json").stdout)
    assert [chain["source"] for chain in chains] == ["ministry", "leak"]
    assert [chain["verdict"] for chain in chains] == [False, None]
    assert set(chains[0]["steps"][0]) == {"asks", "stated", "answer", "depth"}
    assert chains[0]["citation"] == "Accord 2000, para. 4"


def test_suppositions_and_as_of_are_taken(run: Run, small: Path, told: Path) -> None:
    ask = ["explain", told, "west", "league/accord-2000/3.1", "--library", small]
    ask += ["--source", "ministry"]
    higher = run(*ask, "--if-level", "league/accord-2000/3.1:troops=9001")
    assert "by the account of ministry: ○ does not apply" in higher.stdout
    early = run(*ask, "--as-of", "2026-08-03")
    assert "running" in early.stdout


def test_a_what_if_is_marked(run: Run, small: Path, told: Path) -> None:
    ask = ["explain", told, "west", "league/accord-2000/3.1", "--library", small]
    level = ["--if-level", "league/accord-2000/3.1:troops=9001"]
    mark = "What-if, not the record: The level league/accord-2000/3.1:troops=9001 holds instead"
    assert run(*ask, *level).stdout.startswith(mark)
    assert "What-if" not in run(*ask).stdout
    plain = run(*ask, *level, "--format", "json")
    assert plain.stderr.startswith(f"detente: {mark}")
    assert json.loads(plain.stdout)[0]["verdict"] is False
    assert run(*ask, "--format", "json").stderr == ""


def test_what_is_kept_as_data_is_said_to_be(run: Run, small: Path, told: Path) -> None:
    ask = ["explain", told, "west", "league/accord-2000/9", "--library", small]
    shown = run(*ask, "--source", "leak").stdout
    assert "by the account of leak: is kept as data, not evaluated on activities" in shown
    assert "does not apply" not in shown
    assert "Condition" not in shown
    plain = json.loads(run(*ask, "--format", "json").stdout)
    assert [(each["verdict"], each["evaluated"]) for each in plain] == [(None, False)] * 2


def test_names_that_do_not_exist_are_refused(run: Run, small: Path, told: Path) -> None:
    library = ["--library", small]
    activity = run("explain", told, "wst", "league/accord-2000/3.1", *library)
    assert activity.exit_code == 2
    assert activity.stderr == "detente: no activity is called 'wst'. Did you mean west?\n"
    source = run("explain", told, "west", "league/accord-2000/3.1", "--source", "leek", *library)
    assert source.stderr == "detente: no account of west is called 'leek'. Did you mean leak?\n"
    provision = run("explain", told, "west", "league/accord-2000/3.2", *library)
    assert provision.exit_code == 2
    assert "no provision is called 'league/accord-2000/3.2'. Did you mean" in provision.stderr
    instrument = run("explain", told, "west", "league/accord-2000", *library)
    assert instrument.stderr == (
        "detente: no provision is called 'league/accord-2000'. It is an instrument; name a"
        " provision of it, such as league/accord-2000/3.1.\n"
    )
