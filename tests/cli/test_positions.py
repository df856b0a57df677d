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


def test_packages_by_scores(run: Run, tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    rows = [
        "a-1,accepts,9,0",
        "a-1,counter-offer,5,5",
        "a-2,accepts,3,1",
        "a-2,walks out,red line,9",
    ]
    scores.write_text("\n".join(["article,stance,upper,lower", *rows]) + "\n")
    ask = ("positions", "packages", scores)
    assert lines(run(*ask).stdout) == [
        "upper  lower  a-1            a-2      called",
        "8      6      counter-offer  accepts",
        "12     1      accepts        accepts",
        "a-2: “walks out” is beyond the red line of upper, and in no package.",
        "A row “no agreement” would tell what each has without one; then more is told.",
        "They stand and fall with the scores, and none is advice.",
    ]
    scores.write_text(scores.read_text() + "no agreement,,4,1\n")
    told = json.loads(run(*ask, "--format", "json").stdout)
    assert [each["called"] for each in told] == [["Nash", "Kalai-Smorodinsky", "max-min"], []]
    assert "2 of 2 packages leave nobody worse off than no agreement." in run(*ask).stdout
    assert run(*ask, "-o", scores).exit_code == 2, "the file that is read is not written over"
    scores.write_text(scores.read_text().replace("a-2,accepts,3,1\n", ""))
    assert "No package is left: of a-2 every stance is left out." in run(*ask).stdout
    assert json.loads(run(*ask, "--format", "json").stdout) == []
    scores.write_text(scores.read_text().replace("9,0", "9,x"))
    refused = run(*ask)
    assert refused.exit_code == 2
    assert "scores.csv:2: lower: is no score (found 'x')" in " ".join(refused.stderr.split())
    rows = ["a,one,10,0", "a,two,9,2", "a,three,5,3", "a,four,0,5", "no agreement,,0,0"]
    scores.write_text("\n".join(["article,stance,upper,lower", *rows]) + "\n")
    told = json.loads(run(*ask, "--format", "json").stdout)
    called = {each["a"]: each["called"] for each in told}
    assert called["two"] == ["Nash"]
    assert called["three"] == ["Kalai-Smorodinsky", "max-min"]


def test_what_is_refused(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(TALKS.read_text().replace('"asks clarification"', '"agrees"'))
    done = run("positions", "report", broken)
    assert done.exit_code == 2
    assert "broken.toml:49: reply[1].stance: unknown" in done.stderr
    assert "Write one of: accepts, accepts with conditions," in " ".join(done.stderr.split())
    assert run("positions", "report", TALKS, "-o", TALKS).exit_code == 2
