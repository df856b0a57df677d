"""``detente positions``: what is printed, what is written, what is refused."""

import json
from pathlib import Path

from detente.cli.positions import NOTE
from tests.cli.conftest import Run, lines
from tests.conftest import ROOT

TALKS = ROOT / "tests" / "positions" / "talks.toml"


def test_articles_by_parties(run: Run) -> None:
    told = json.loads(run("positions", "report", TALKS, "--format", "json").stdout)
    assert told[0] == {
        "article": "a-1",
        "proposed_by": "upper",
        "upper": [],
        "lower": ["asks clarification", "accepts with conditions"],
        "isle": [],
        "gist": "Tell of exercises a month before",
    }
    assert lines(run("positions", "report", TALKS).stdout)[-1] == NOTE


def test_every_reply_with_its_words_and_source(run: Run) -> None:
    ask = ("positions", "report", TALKS, "--tell", "replies", "--format", "json")
    told = json.loads(run(*ask).stdout)
    assert [(each["article"], each["reply"]) for each in told] == [
        ("a-1", "r-1"),
        ("a-1", "r-2"),
        ("a-2", "r-1"),
        ("a-2", "r-3"),
    ]
    assert told[1]["words"] == "It would tell, if both did."
    assert (told[1]["condition"], told[1]["authority"]) == ("reciprocity", "minister")
    assert (told[1]["source"], told[1]["standing"]) == ("letter", "leak")
    assert told[1]["date"] == "2031-03-04"
    before = json.loads(run(*ask, "--as-of", "2031-03-03").stdout)
    assert [each["reply"] for each in before] == ["r-1", "r-1"]


def test_the_other_tables(run: Run, tmp_path: Path) -> None:
    ask = ("positions", "report", TALKS, "--format", "csv", "--tell")
    assert "third party's consent,lower,a-2,the isle," in run(*ask, "linkages").stdout
    assert "hidden agreement,a-1,r-2,lower,accepts with conditions,upper,silent" in (
        run(*ask, "apart").stdout
    )
    assert "a-1,proposal,A month was proposed" in run(*ask, "earlier").stdout
    none = run("positions", "report", TALKS, "--tell", "apart", "--as-of", "2031-03-01").stdout
    assert lines(none) == ["Nothing is recorded."]
    assert run("positions", "report", TALKS, "-o", tmp_path / "found.csv").stdout == ""
    assert (tmp_path / "found.csv").read_text().startswith("article,proposed_by,upper,")


def test_what_is_refused(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(TALKS.read_text().replace('"asks clarification"', '"agrees"'))
    done = run("positions", "report", broken)
    assert done.exit_code == 2
    assert "broken.toml:49: reply[1].stance: unknown" in done.stderr
    assert "Write one of: accepts, accepts with conditions," in " ".join(done.stderr.split())
    assert run("positions", "report", TALKS, "-o", TALKS).exit_code == 2
