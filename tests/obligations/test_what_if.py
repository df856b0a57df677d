"""What-if: another level, another day, a lapsed text taken as in force, a proposed one added."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from detente.errors import LibraryError, SenderError, UnknownName
from detente.instruments import Library
from detente.obligations import evaluate
from detente.obligations.what_if import as_if_in_force, as_if_on, changed, with_level
from tests.obligations import accord

TWO_LEVELS = (
    {"measure": "troops", "more_than": 13000},
    {"measure": "troops", "at_most": 40000},
)


def verdicts(library: Library, **stated: Any) -> list[bool | None]:
    found = evaluate(accord.frame(accord.exercise(**stated)), library=library)
    return [finding["verdict"] for finding in found.rows(named=True)]


def troops(number: int) -> dict[str, int]:
    tanks = {"battle_tanks_low": 0, "battle_tanks_high": 0}
    return {"troops_low": number, "troops_high": number, **tanks}


def level(library: Library, number: int = 0) -> tuple[str, int]:
    one = library.provision("a/accord/1")[1].levels[number]
    return one.operator, one.value


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("a/accord/1:troops=5000", ("at_least", 5000)),
        (" a/accord/1:troops = 5000 ", ("at_least", 5000)),
        ("a/accord/1:troops>5000", ("more_than", 5000)),
        ("a/accord/1:troops>=5000", ("at_least", 5000)),
        ("a/accord/1:troops<5000", ("less_than", 5000)),
        ("a/accord/1:troops<=5000", ("at_most", 5000)),
    ],
)
def test_another_level(asked: str, expected: tuple[str, int]) -> None:
    library = accord.library()
    assert level(with_level(library, asked)) == expected
    assert level(library) == ("at_least", 9000)


def test_the_level_is_tried_at_it_and_one_below() -> None:
    library = with_level(accord.library(), "a/accord/1:troops=5000")
    assert verdicts(library, **troops(5000)) == [True]
    assert verdicts(library, **troops(4999)) == [False]
    assert verdicts(accord.library(), **troops(5000)) == [False]


def test_the_facts_of_a_level_stay_and_its_other_readings_go() -> None:
    library = with_level(accord.library(), "a/accord/1:battle_tanks=9")
    library = with_level(library, "a/accord/1:troops=5000")
    levels = library.provision("a/accord/1")[1].levels
    assert [one.facts for one in levels][1] != ()
    assert [one.other_readings for one in levels] == [(), ()]


def test_of_two_levels_of_one_measure_the_sign_says_which() -> None:
    provision = accord.notice(any_of=TWO_LEVELS[:1], all_of=TWO_LEVELS[1:])
    library = accord.library(accord.text(provision=provision))
    asked = with_level(library, "a/accord/1:troops>5000")
    assert [level(asked, n) for n in (0, 1)] == [("more_than", 5000), ("at_most", 40000)]
    asked = with_level(library, "a/accord/1:troops<=5000")
    assert [level(asked, n) for n in (0, 1)] == [("more_than", 13000), ("at_most", 5000)]
    with pytest.raises(SenderError, match="several levels of troops; write troops>N or troops<=N"):
        with_level(library, "a/accord/1:troops=5000")


@pytest.mark.parametrize("asked", ["", "a/accord/1", "a/accord/1:troops", "a/accord/1:troops=-5"])
def test_a_level_written_otherwise_is_refused_with_the_way_out(asked: str) -> None:
    with pytest.raises(SenderError, match="names no level; write it as"):
        with_level(accord.library(), asked)


def test_unknown_names_are_refused() -> None:
    library = accord.library()
    with pytest.raises(UnknownName, match="no provision is called 'a/accord/9'"):
        with_level(library, "a/accord/9:troops=5")
    with pytest.raises(UnknownName, match=r"no level of a/accord/1 is called 'troop'.*troops"):
        with_level(library, "a/accord/1:troop=5")
    with pytest.raises(UnknownName, match=r"no instrument is called 'a/acord'.*a/accord"):
        as_if_in_force(library, "a/acord")


def test_a_text_that_lapsed_taken_as_in_force() -> None:
    lapsed = accord.text(
        accord.status(obligees=("*",), **{"from": dt.date(2001, 1, 1)}),
        provision=accord.notice(valid_to=dt.date(2002, 1, 1)),
        in_force=({"from": dt.date(2000, 1, 1), "to": dt.date(2003, 1, 1)},),
    )
    library = accord.library(lapsed)
    assert verdicts(library) == []
    assert verdicts(as_if_in_force(library, "a/accord")) == [True]
    assert verdicts(as_if_in_force(library, "a/accord"), obligor="PL") == [True]
    assert verdicts(as_if_in_force(library, "a/accord"), obligor="ES", host="FR") == [True]
    early = {"starts": dt.datetime(2026, 9, 13), "ends": dt.datetime(2026, 9, 16)}
    assert verdicts(as_if_in_force(library, "a/accord"), obligor="ES", host="FR", **early) == []
    assert verdicts(as_if_in_force(library, "a/accord"), obligor="DE") == []


def test_as_things_stood_on_another_day() -> None:
    library = accord.library(accord.text(accord.status(obligees=("*",))))
    assert verdicts(library) == [False]
    assert verdicts(as_if_on(library, accord.DAY - dt.timedelta(days=1))) == [True]
    assert verdicts(as_if_on(library, dt.date(2030, 1, 1))) == []
    assert verdicts(as_if_on(library, dt.date(2026, 9, 13)), obligor="PL") == [True]
    assert verdicts(as_if_on(library, dt.date(2026, 9, 13)), starts=None) == [None]


PROPOSED = """
title = "A proposal"
short = "P"
force = "voluntary"
parties = [{ state = "FR" }]
in_force = [{ from = 2020-01-01 }]
source = { document = "Proposal" }
basis = "text"
"""
CHAPTER = """
[[provision]]
id = "7"
title = "All"
gist = "All exercises."
duty = "notify"
kinds = ["exercise"]
source = { document = "Proposal", paragraph = "7" }
basis = "text"
"""


def proposed(folder: Path, chapter: str = CHAPTER) -> Path:
    made = folder / "proposal"
    made.mkdir(exist_ok=True)
    (made / "instrument.toml").write_text(PROPOSED)
    (made / "1-all.toml").write_text(chapter)
    return made


def test_a_proposed_text_is_added(tmp_path: Path) -> None:
    library = accord.library()
    wider = changed(library, add=[proposed(tmp_path)], levels=["proposed/proposal/7:troops=1"][:0])
    assert set(wider.texts) == {"a/accord", "proposed/proposal"}
    assert set(library.texts) == {"a/accord"}
    assert verdicts(wider) == [True, True]


def test_a_proposed_text_that_does_not_hold_together_is_refused(tmp_path: Path) -> None:
    unknown = CHAPTER.replace("exercise", "parade")
    with pytest.raises(LibraryError, match=r"proposed/proposal.*no kind is called 'parade'"):
        changed(accord.library(), add=[proposed(tmp_path, unknown)])
    with pytest.raises(LibraryError, match="the file is missing"):
        changed(accord.library(), add=[tmp_path / "nothing"])


def test_several_are_laid_over_one_another(tmp_path: Path) -> None:
    library = accord.library(accord.text(accord.status(obligees=("*",))))
    asked = changed(
        library,
        levels=["a/accord/1:troops=5000", "a/accord/1:battle_tanks=1"],
        in_force=["a/accord"],
        on=dt.date(2026, 9, 20),
        add=[proposed(tmp_path)],
    )
    assert verdicts(asked, **troops(5000)) == [True, True]
    assert [level(asked, n) for n in (0, 1)] == [("at_least", 5000), ("at_least", 1)]
    assert asked.status_day == dt.date(2026, 9, 20)
    assert library.status_day is None


def test_nothing_asked_changes_nothing() -> None:
    library = accord.library()
    assert changed(library).texts == library.texts


def test_a_text_alone_is_a_list_of_one(tmp_path: Path) -> None:
    library = accord.library()
    one, several = (
        changed(library, levels=levels)
        for levels in ("a/accord/1:troops=5", ["a/accord/1:troops=5"])
    )
    assert level(one) == level(several) != level(library)
    with pytest.raises(UnknownName, match="no instrument is called 'text'"):
        changed(library, in_force="text")
    with pytest.raises(LibraryError, match="the file is missing"):
        changed(library, add=str(tmp_path / "nowhere"))


@pytest.mark.parametrize("day", ["2020-11-22", dt.datetime(2020, 11, 22), 2020])
def test_the_day_of_the_law_is_a_day(day: Any) -> None:
    with pytest.raises(SenderError, match="the day of the law is"):
        changed(accord.library(), on=day)
