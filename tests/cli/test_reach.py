"""``detente consult contacts``, ``channels``, ``ladder``: what they print, and how they refuse."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to"


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    """The file of contacts of the how-to."""
    return _file("reach-one-another.md", "contacts.toml", tmp_path)


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    """The consultation of the how-to."""
    return _file("reach-one-another.md", "spring.toml", tmp_path)


def _file(page: str, name: str, folder: Path) -> Path:
    """Take a file off a page."""
    text = (PAGE / page).read_text(encoding="utf-8")
    body = text.split(f"<!-- file: {name} -->\n```toml\n")[1].split("```")[0]
    (folder / name).write_text(body, encoding="utf-8")
    return folder / name


def test_contacts_are_told_with_what_is_stale(run: Run, contacts: Path) -> None:
    told = run("consult", "contacts", contacts, "--at", "2031-03-05T12:00Z").stdout
    assert "STALE since 2031-02-19T09:00Z" in told
    assert "answered: 1 of 2" in told
    assert "no party is ranked" in told


def test_only_the_stale_ones(run: Run, contacts: Path) -> None:
    result = run(
        "consult", "contacts", contacts, "--at", "2031-02-01", "--stale", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["contact"], row["stale"]) for row in rows] == [("se-desk", ""), ("ch-peace", "")]


def test_channels_between_two(run: Run, contacts: Path) -> None:
    asked = ("consult", "channels", "--at", "2022-12-01", "--between", "US", "RU")
    told = json.loads(run(*asked, "--format", "json").stdout)
    line = next(each for each in told if each["channel"]["id"] == "us-ru-ukraine-line")
    assert line["in_place"] is True
    assert len(line["channel"]["ambiguities"]) == 3
    text = run(*asked).stdout
    assert "no list is known" in text
    assert "Poland" in text
    own = run("consult", "channels", contacts, "--at", "2031-03-05", "--between", "DK", "SE").stdout
    assert "strait-line" in own
    assert "us-ru" not in own


def test_the_ladder_climbs_by_itself(run: Run, contacts: Path, spring: Path) -> None:
    asked = ("consult", "ladder", spring, "--contacts", contacts, "--at")
    assert "Awaited now: Duty officer" in run(*asked, "2031-03-06T10:00Z").stdout
    assert "Next to try: Desk officer" in run(*asked, "2031-03-06T11:41Z").stdout
    (found,) = json.loads(run(*asked, "2031-03-06T11:41Z", "--format", "json").stdout)
    assert found["rungs"][found["here"]]["id"] == "se-desk"


def test_faults_of_the_directory_are_told(run: Run, spring: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[[contact]]\nid = "x"\n', encoding="utf-8")
    result = run("consult", "ladder", spring, "--contacts", bad, "--at", "2031-03-06")
    assert result.exit_code == 2
    assert "contact[0].party: Field required." in result.stderr


def test_the_moment_is_asked_for(run: Run, contacts: Path) -> None:
    assert "--at" in run("consult", "contacts", contacts).stderr
