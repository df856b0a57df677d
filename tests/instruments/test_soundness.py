"""Whether a library holds together: what is said of one that does not, all of it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.errors import LibraryError
from detente.instruments import read_library, read_text
from detente.instruments.library import Case, Fact
from detente.instruments.provisions import Provision
from detente.instruments.reader import shipped
from detente.instruments.soundness import check
from tests.obligations import accord


def faults(**whole: Any) -> list[str]:
    """What is said of the Accord with other entries."""
    statuses = whole.pop("statuses", ())
    return [str(fault) for fault in check(accord.library(accord.text(*statuses, **whole)))]


def provision(**given: Any) -> list[str]:
    return faults(provision=accord.notice(**given))


def test_the_accord_holds_together() -> None:
    assert faults() == []


def test_a_clock_does_not_hang_on_what_speaks_of_one_other_state() -> None:
    made = accord.library()
    marked = {"advance_notice_to_troops": Fact(definition="-", of_counterpart=True)}
    found = [str(fault) for fault in check(replace(made, facts={**made.facts, **marked}))]
    (said,) = found
    assert said.endswith(
        "clock 3: fact advance_notice_to_troops speaks of one other State; a clock runs towards all"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kinds": ("excercise",)}, "no kind is called 'excercise'. Did you mean exercise?"),
        ({"zone": "plane"}, "no zone is called 'plane'. Did you mean plain?"),
        ({"clock": "9"}, "no clock is called '9'."),
        ({"unless": ("9",)}, "no exception is called '9'."),
        ({"facts": ({"fact": "command", "is": True},)}, "no fact is called 'command'."),
        (
            {"facts": ({"fact": "structure", "is": True},)},
            "fact structure is asked with `in = [..]`",
        ),
        (
            {"facts": ({"fact": "single_command", "in": ("yes",)},)},
            "fact single_command is asked with `is = true or false`",
        ),
        (
            {"facts": ({"fact": "structure", "in": ("divison", "smaller")},)},
            "no choice of structure is called 'divison'. Did you mean division?",
        ),
        (
            {"any_of": ({"measure": "troop", "at_least": 1},)},
            "no measure is called 'troop'. Did you mean troops?",
        ),
    ],
)
def test_every_name_that_a_provision_uses_exists(given: dict[str, Any], said: str) -> None:
    assert len(provision(**given)) == 1
    assert provision(**given)[0].startswith(f"a/accord: provision 1: {said}")


def test_a_fact_of_a_level_exists_too() -> None:
    level = {"measure": "troops", "at_least": 1, "facts": ({"fact": "comand", "is": True},)}
    assert "no fact is called 'comand'" in provision(any_of=(level,))[0]


def test_all_faults_are_told_together() -> None:
    assert len(provision(kinds=("a",), zone="b", clock="c", unless=("d", "e"))) == 5


def test_clocks_exceptions_status_and_parties_name_what_exists() -> None:
    parties = ({"state": "FR"}, {"group": "klub"})
    assert "no group is called 'klub'. Did you mean club?" in faults(parties=parties)[0]
    assert "predecessor: no instrument is called 'a/acord'" in faults(predecessor="a/acord")[0]
    stray = accord.status(provisions=("1", "7"))
    assert "from 2026-09-14: no provision is called '7'" in faults(statuses=[stray])[0]


def test_a_clock_runs_instead_of_another_only_in_the_same_unit() -> None:
    text = accord.text()
    hours = accord.clock("3", before={"hours": 24})
    text = replace(text, clocks={**text.clocks, "3": hours})
    (fault,) = check(accord.library(text))
    assert str(fault) == (
        "a/accord: clock 2: 3 runs instead, so count both in days or both in hours"
    )
    without = replace(text, clocks={"2": text.clocks["2"]})
    (fault,) = check(accord.library(without))
    assert str(fault) == "a/accord: clock 2: no clock is called '3'."


def test_a_case_tries_a_provision_that_exists() -> None:
    case = Case(name="a case", provision="8", given={}, expect={})
    text = accord.text()
    (fault,) = check(accord.library(replace(text, cases=(case,))))
    assert str(fault) == "a/accord: case 'a case': no provision is called '8'."


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"counter": {"max": 1, "calendar_years": 1, "simultaneous": True}}, "exactly one of"),
        ({"any_of": ({"measure": "troops"},)}, "give exactly one of at_least, more_than"),
        ({"facts": ({"fact": "structure"},)}, "give exactly one of `is` and `in`"),
        ({"lasting": {"operator": "at_most"}}, "give exactly one of `hours` and `days`"),
        ({"counter": {"max": 1}}, "give exactly one of `calendar_years` and `simultaneous"),
        ({"season": {"from": "1-1", "to": "12-31"}}, "pattern"),
        ({"any_of": ({"measure": "troops", "at_least": 1.5},)}, "integer"),
    ],
)
def test_the_shape_of_a_provision_is_kept(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Provision.model_validate(accord.notice(**given))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"before": {}}, "give exactly one of"),
        ({"before": {"days": 1}, "after": {"days": 1}}, "at most one of `before`, `after` and"),
        ({"annual": {"day": "13"}}, "pattern"),
        ({"done": "told_at"}, "Input should be"),
    ],
)
def test_the_shape_of_a_clock_is_kept(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        accord.clock("9", **given)


# --- folders ----------------------------------------------------------------------------------

WORDS = {
    "kinds.toml": '[kind]\nexercise = "-"\n',
    "measures.toml": '[measure.troops]\nunit = "persons"\ndefinition = "-"\n',
    "facts.toml": '[fact.alert]\ndefinition = "-"\n',
}
INSTRUMENT = """
title = "The Accord"
short = "Accord"
force = "legal"
parties = [{ state = "FR" }]
source = { document = "Accord" }
basis = "text"
"""


def entry(name: str, clock: str = "") -> str:
    return f"""
[[provision]]
id = "{name}"
title = "-"
gist = "-"
duty = "notify"
clock = "{clock}"
source = {{ document = "Accord" }}
basis = "text"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library folder with one instrument of three chapters."""
    text = tmp_path / "instruments" / "a" / "accord"
    text.mkdir(parents=True)
    for name, content in WORDS.items():
        (tmp_path / name).write_text(content)
    (text / "instrument.toml").write_text(INSTRUMENT)
    for chapter in ("10-end", "2-middle", "1-start"):
        (text / f"{chapter}.toml").write_text(entry(chapter))
    return tmp_path


def test_chapters_stand_in_the_order_of_their_numbers(folder: Path) -> None:
    text = read_library(folder).text("a/accord")
    assert list(text.provisions) == ["1-start", "2-middle", "10-end"]
    assert not text.status
    assert not text.cases


def test_a_file_that_is_named_by_its_id_bears_it(folder: Path) -> None:
    (folder / "parties").mkdir()
    club = (
        'id = "klub"\nname = "-"\nmembers = []\nsource = { document = "Accord" }\nbasis = "text"\n'
    )
    (folder / "parties" / "club.toml").write_text(club)
    with pytest.raises(LibraryError) as caught:
        read_library(folder)
    assert str(caught.value) == 'parties/club.toml: id: the path is the name: write "club"'


def test_defaults_are_laid_under_every_case(folder: Path) -> None:
    cases = """
[defaults]
kind = "exercise"
troops = 1
[[case]]
name = "one"
provision = "1-start"
given = { troops = 5 }
expect = { verdict = true }
"""
    (folder / "instruments" / "a" / "accord" / "1-start.cases.toml").write_text(cases)
    (case,) = read_library(folder).text("a/accord").cases
    assert case.given == {"kind": "exercise", "troops": 5}


def test_a_text_beside_the_library_is_read_under_a_name_of_its_own(folder: Path) -> None:
    beside = folder / "instruments" / "a" / "accord"
    assert read_text(beside).path == "proposed/accord"
    assert read_text(beside, "a/other").path == "a/other"


def test_what_is_read_stays_as_it_is(folder: Path) -> None:
    provision = read_library(folder).provision("a/accord/1-start")[1]
    assert provision.kinds == ()
    with pytest.raises(ValueError, match="frozen"):
        Provision.__setattr__(provision, "id", "2")


def test_a_library_is_refused_at_its_first_fault_or_told_all(folder: Path) -> None:
    chapter = folder / "instruments" / "a" / "accord" / "1-start.toml"
    chapter.write_text(entry("1", clock="8") + entry("2", clock="9"))
    said = [f"a/accord: provision {n}: no clock is called '{c}'." for n, c in ("18", "29")]
    with pytest.raises(LibraryError) as caught:
        read_library(folder)
    assert str(caught.value) == said[0]
    assert [str(fault) for fault in check(read_library(folder, strict=False))] == said


def test_the_shipped_library_is_found() -> None:
    assert (shipped() / "kinds.toml").is_file()
