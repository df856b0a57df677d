"""``detente library``: list, show and check."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

LIST = """\
Instrument             Title         In force          Provisions
─────────────────────────────────────────────────────────────────
launches/pact-1990 †   Launch Pact   1990-01-01 to     1
                                     2030-01-01
league/accord-2000 †   Accord 2000   from 2001-01-01   5
2 instruments, 6 provisions.
† draft: the library's entry, or one it builds on, has not yet been compared with the authentic text
by two readers.
"""

SHOW = """\
league/accord-2000/3.1 Notice of an exercise
An exercise in the zone is notified from 9,000 troops or 250 battle tanks on.
Asks for        Notice
Activities      exercise
Conditions      - inside: League zone
                - troops: at least 9,000 persons; or battle tanks: at least 250 (only with
                structure: division)
Other readings  - troops more than 9,000, held by a paper of the Council
Time limit      At least 42 days before the start. (Accord 2000, para. 3; read in the authentic
                text)
Counted         calendar days in UTC
Channel         network of the League
Next            Ask the Council.
Source          Accord 2000, para. 3.1
Text at         https://example.org/accord#3.1
Basis           read in the authentic text
Seen in         https://example.org/seen
Checked by      First Reader on 2026-01-01, Second Reader on 2026-01-02
2 cases
- 9,000 troops
- 8,999 troops, tanks not stated
"""


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_the_list_of_instruments(run: Run, small: Path) -> None:
    result = run("library", "list", "--library", small)
    assert result.exit_code == 0
    assert lines(result.stdout) == lines(LIST)


def test_the_list_is_narrowed(run: Run, small: Path) -> None:
    result = run(
        "library", "list", "--library", small, "--instrument", "league", "--format", "json"
    )
    (one,) = json.loads(result.stdout)
    assert one == {
        "instrument": "league/accord-2000",
        "short": "Accord 2000",
        "title": "Accord on the notification of exercises",
        "in_force": "from 2001-01-01",
        "provisions": 5,
        "drafts": 3,
        "cases": 2,
    }
    refused = run("library", "list", "--library", small, "--instrument", "leagu")
    assert refused.exit_code == 2
    assert "no instrument is called 'leagu'" in refused.stderr


def test_the_shipped_library_is_listed(run: Run) -> None:
    result = run("library", "list")
    assert "osce/vd-2011" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_a_provision_is_shown(run: Run, small: Path) -> None:
    result = run("library", "show", "league/accord-2000/3.1", "--library", small)
    assert lines(result.stdout) == lines(SHOW)


def test_what_is_not_settled_is_shown(run: Run, small: Path) -> None:
    result = run("library", "show", "league/accord-2000/4", "--library", small)
    text = " ".join(result.stdout.split())
    assert "Open questions - Does the level count support troops?" in text
    assert "Basis recalled, not yet seen in a source (medium confidence)" in text
    assert "Checked by nobody yet" in text
    assert "except (72-hours): An exercise of at most 72 hours." in text
    assert "† draft:" in text


def test_data_that_is_not_evaluated_says_so(run: Run, small: Path) -> None:
    result = run("library", "show", "league/accord-2000/9", "--library", small)
    assert "none: kept as data, not evaluated" in result.stdout
    assert "Time limit  none" in result.stdout


def test_an_instrument_is_shown(run: Run, small: Path) -> None:
    result = run("library", "show", "league/accord-2000", "--library", small)
    text = " ".join(result.stdout.split())
    assert "league/accord-2000 Accord on the notification of exercises" in text
    assert "Force politically binding Adopted 2000-05-01 In force from 2001-01-01" in text
    assert "Parties Belarus, Norway, Poland, Russia, Sweden" in text
    assert "Departures 3 dated: detente status league/accord-2000" in text
    assert "3.1 Notice of an exercise Notice 2 4 † Observers Invitation of observers 0" in text


def test_a_large_instrument_counts_its_parties(run: Run) -> None:
    result = run("library", "show", "osce/vd-2011")
    assert "57 States in all, through osce" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        (
            "league/accord-2000",
            ["path", "instrument", "provisions", "clocks", "exceptions", "status"],
        ),
        ("league/accord-2000/3.1", ["name", "provision", "clock", "exceptions", "cases"]),
    ],
)
def test_json_holds_what_the_files_hold(run: Run, small: Path, name: str, keys: list[str]) -> None:
    told = json.loads(run("library", "show", name, "--library", small, "--format", "json").stdout)
    assert list(told) == keys


def test_a_name_that_does_not_exist_is_refused(run: Run, small: Path) -> None:
    result = run("library", "show", "league/acord-2000", "--library", small)
    assert result.exit_code == 2
    assert "no instrument or provision is called 'league/acord-2000'" in result.stderr
    assert "Did you mean league/accord-2000 or" in result.stderr
    folder = run("library", "show", "league", "--library", small)
    assert folder.exit_code == 2
    assert "It is a folder; see detente library list --instrument league." in folder.stderr


def test_a_library_that_holds(run: Run, small: Path) -> None:
    result = run("library", "check", small)
    assert result.stdout == "2 instruments, 6 provisions, 2 cases: all hold.\n"
    assert result.exit_code == 0


@pytest.fixture
def other(small: Path, tmp_path: Path) -> Path:
    """A library of one's own."""
    copied = tmp_path / "other"
    shutil.copytree(small, copied)
    return copied


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_case_that_finds_something_else(run: Run, other: Path) -> None:
    cases = other / "instruments" / "league" / "accord-2000" / "1-notice.cases.toml"
    edit(cases, 'verdict = "cannot be told", missing = ["battle_tanks"]', "verdict = true")
    result = run("library", "check", other)
    assert result.exit_code == 1
    assert result.stdout == (
        "league/accord-2000/3.1: 8,999 troops, tanks not stated\n"
        "  verdict: true, found cannot be told\n"
        "2 instruments, 6 provisions, 2 cases: 1 to mend.\n"
    )


def test_a_name_that_leads_nowhere(run: Run, other: Path) -> None:
    chapter = other / "instruments" / "league" / "accord-2000" / "1-notice.toml"
    edit(chapter, 'clock = "5"', 'clock = "55"')
    result = run("library", "check", other)
    assert result.exit_code == 1
    assert "league/accord-2000: provision 5: no clock is called '55'." in result.stdout
    assert result.stdout.endswith("1 to mend.\n")


def test_a_file_that_cannot_be_read(run: Run, other: Path) -> None:
    (other / "measures.toml").write_text("[measure\n")
    result = run("library", "check", other)
    assert result.exit_code == 1
    assert result.stdout.startswith("measures.toml: not TOML:")


def test_a_proposed_instrument_is_checked_alone(run: Run, tmp_path: Path) -> None:
    proposal = tmp_path / "new-pact"
    proposal.mkdir()
    source = 'source = { document = "Draft" }\nbasis = "text"\n'
    (proposal / "instrument.toml").write_text(
        'title = "New pact"\nshort = "Pact"\nforce = "political"\n'
        'in_force = []\nparties = [{ group = "osce" }]\n' + source
    )
    (proposal / "1-notice.toml").write_text(
        '[[provision]]\nid = "1"\ntitle = "Notice"\ngist = "g"\nduty = "notify"\n'
        'kinds = ["exercise"]\nall_of = [{ measure = "troops", at_least = 6000 }]\n' + source
    )
    result = run("library", "check", proposal)
    assert result.stdout == "1 instrument, 1 provision, 0 cases: all hold.\n"
