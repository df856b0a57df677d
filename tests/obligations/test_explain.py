"""The reading chain of one finding, as a person reads it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import polars as pl
import pytest

from detente.errors import FrameError, UnknownName
from detente.instruments import Library
from detente.measures import all_of
from detente.obligations import evaluate
from detente.obligations.explain import Explanation, explain
from detente.obligations.standing import pairs
from tests.conftest import RequireEngine
from tests.obligations import accord, shipped, worlds

WHOLE = """\
Autumn, as stated by France: a/accord/1 applies
  Accord, 1: An exercise of 9,000 troops is notified.
  - kind is exercise (stated: exercise): yes
  - the obligor is bound by Accord on the day (stated: FR): yes
  - lies in the plain (by its host, FR: yes): yes
  - single_command is yes (stated: yes): yes
  - any one of these is enough: yes
  -   troops at least 9,000 (stated: 9000): yes
  -   all of these hold: cannot be told
  -     battle_tanks at least 250 (not stated): cannot be told
  -     structure is division (not stated): cannot be told
  - lasts more than 24 hours: yes
  - not excepted: advance_notice_to_troops is no; lasts at most 72 hours: yes
  -   advance_notice_to_troops is no (stated: yes): no
  -   lasts at most 72 hours: no
  due on or before 2026-08-03; done 2026-08-03T09:00Z; met. Accord, 2: In writing, 42 days before.
  Another reading, held by France: troops more than 9,000: no.
  Open question: Are reserves counted?"""

OPEN = """\
Autumn, as stated by France: a/accord/1 cannot be told
  Accord, 1: An exercise of 9,000 troops is notified.
  - kind is exercise (stated: exercise): yes
  - the obligor is bound by Accord on the day (stated: FR): yes
  - lies in the plain (by its host, FR: yes): yes
  - single_command is yes (not stated): cannot be told
  - any one of these is enough: cannot be told
  -   troops at least 9,000 (stated: 8000..12000): cannot be told
  -   all of these hold: no
  -     battle_tanks at least 250 (stated: ..249): no
  -     structure is division (not stated): cannot be told
  - lasts more than 24 hours: yes
  - not excepted: advance_notice_to_troops is no; lasts at most 72 hours: yes
  -   advance_notice_to_troops is no (stated: yes): no
  -   lasts at most 72 hours: no
  due on or before 2026-08-03; stated as not done; lapsed. Accord, 2: In writing, 42 days before.
  Another reading, held by France: troops more than 9,000: cannot be told.
  Open question: Are reserves counted?"""


def told(library: Any = None, *, as_of: dt.datetime | None = None, **stated: Any) -> str:
    given = accord.frame(accord.exercise(**stated))
    asked = library or accord.library()
    return str(explain(given, "a/accord/1", library=asked, activity="Autumn", as_of=as_of))


def test_the_whole_chain() -> None:
    assert told() == WHOLE


def test_a_chain_that_stays_open() -> None:
    stated: dict[str, Any] = {"troops_low": 8000, "troops_high": 12000}
    stated |= {"battle_tanks_low": None, "battle_tanks_high": 249, "single_command": None}
    assert told(**stated, notified_at=None, notified=False) == OPEN


def test_what_does_not_apply_has_no_clock() -> None:
    chain = told(troops_low=8999, troops_high=8999, battle_tanks_low=0, battle_tanks_high=0)
    assert chain.startswith("Autumn, as stated by France: a/accord/1 does not apply")
    assert "troops at least 9,000 (stated: 8999): no" in chain
    assert "due" not in chain


def test_a_party_of_the_past_is_not_bound() -> None:
    assert "the obligor is bound by Accord on the day (stated: PL): no" in told(obligor="PL")


@pytest.mark.parametrize(
    ("stated", "clock"),
    [
        (
            {"notified_at": None},
            "whether it was done is not stated; whether in time cannot be told",
        ),
        (
            {"notified_at": None, "notified": True},
            "done, when is not stated; whether in time cannot",
        ),
        ({"notified_at": dt.datetime(2026, 8, 4)}, "done 2026-08-04; late"),
        (
            {"advance_notice_to_troops": False},
            "due on or before 2026-09-14; done 2026-08-03T09:00Z; met",
        ),
    ],
)
def test_the_clock_in_one_sentence(stated: dict[str, Any], clock: str) -> None:
    assert clock in told(**stated)


def test_the_clock_as_of_an_instant() -> None:
    before = told(as_of=dt.datetime(2026, 8, 3), notified_at=dt.datetime(2026, 8, 3, 9))
    assert "; running. Accord, 2" in before


def test_an_unchecked_entry_is_said_to_be_a_draft() -> None:
    library = accord.library(accord.text(provision=accord.notice(checked=accord.READERS[:1])))
    assert told(library).endswith("Draft: not yet compared with the authentic text by two readers.")


def test_a_departure_towards_all_is_a_step() -> None:
    left = accord.status(obligees=("*",), kind="withdrawn")
    assert "the obligor performs towards all parties: no" in told(accord.library(accord.text(left)))


def test_the_time_limit_that_runs_is_the_one_cited() -> None:
    at_once, before = "Accord, 3: At once.", "Accord, 2: In writing, 42 days before."
    assert told().count(before) == 1
    assert at_once not in told()
    snap = told(advance_notice_to_troops=False)
    assert at_once in snap
    assert before not in snap


def test_where_it_cannot_be_told_which_limit_runs_both_are_cited() -> None:
    chain = told(advance_notice_to_troops=None, notified_at=None)
    assert "due on or before 2026-08-03 at the earliest;" in chain
    assert chain.count(
        "One of two time limits runs, which advance_notice_to_troops would settle:"
        " Accord, 2: In writing, 42 days before. Or: Accord, 3: At once."
    )


def test_a_start_known_roughly_gives_the_earliest_due_day() -> None:
    month = {"starts": dt.datetime(2026, 9, 1), "starts_latest": dt.datetime(2026, 10, 1)}
    assert "due on or before 2026-07-21 at the earliest" in told(**month)
    day = {"starts": dt.datetime(2026, 9, 14), "starts_latest": dt.datetime(2026, 9, 15)}
    assert "due on or before 2026-08-03;" in told(**day)


def test_a_clock_without_a_start_says_so() -> None:
    chain = told(starts=None, notified_at=None)
    assert "when it falls due cannot be told (starts is not stated); whether it was done" in chain
    assert "Accord, 2: In writing, 42 days before." in chain


def test_what_is_kept_as_data_has_no_answer() -> None:
    library = accord.library(accord.text(provision=accord.notice(kinds=())))
    given = accord.frame(accord.exercise())
    chain = explain(given, "a/accord/1", library=library, activity="Autumn")
    assert chain.verdict is None
    assert chain.steps == ()
    assert chain.clock == ""
    assert str(chain).startswith(
        "Autumn, as stated by France: a/accord/1 is kept as data, not evaluated on activities\n"
    )
    assert "does not apply" not in str(chain)


def test_a_condition_that_several_departures_ask_is_told_once() -> None:
    left = accord.status(obligees=("*",), kind="withdrawn")
    again = accord.status(obligees=("*",), kind="suspended", disputed_by=("IT",))
    asks = "the obligor performs towards all parties"
    for departures, answer in (((left, again), "no"), ((again, again), "cannot be told")):
        chain = told(accord.library(accord.text(*departures)))
        assert chain.count(asks) == 1
        assert f"{asks}: {answer}" in chain


def test_departures_that_bear_are_told_with_their_ground() -> None:
    towards = accord.status(disputed_by=("IT",), to=dt.date(2027, 1, 1))
    over = accord.status(**{"from": dt.date(2020, 1, 1), "to": dt.date(2026, 9, 14)})
    later = accord.status(**{"from": dt.date(2026, 9, 15)})
    others = accord.status(obligor="PL", obligees=("FR",))
    chain = told(accord.library(accord.text(towards, over, later, others)))
    assert (
        "Towards IT: suspended from 2026-09-14 to before 2027-01-01; disputed by IT. None given."
        " (Accord, status)"
    ) in chain
    assert chain.count("Towards ") == 1


def test_open_questions_of_all_that_it_rests_on_are_told_once() -> None:
    asked = {"open_questions": ("Are reserves counted?", "Since when?")}
    whole = accord.text(accord.status(**asked), open_questions=("Whose copy?", "Since when?"))
    excepted = whole.exceptions["4"].model_copy(update={"open_questions": ("What is an alert?",)})
    chain = told(accord.library(dataclasses.replace(whole, exceptions={"4": excepted})))
    questions = [line.strip() for line in chain.splitlines() if "Open question" in line]
    assert questions == [
        "Open question: Are reserves counted?",
        "Open question: What is an alert?",
        "Open question: Since when?",
        "Open question on Accord as a whole: Whose copy?",
    ]


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ({}, "by its host, FR: yes"),
        ({"host": "PL", "zone_plain": True}, "stated: yes"),
        ({"zone_plain": True, "area": "POINT (1 1)"}, "stated, or by area and host: yes"),
        ({"zone_plain": True, "area": "POINT (1 1)", "host": None}, "stated, or by its area: yes"),
        ({"host": "PL"}, "not stated"),
    ],
)
def test_a_zone_says_what_settles_it(stated: dict[str, Any], says: str) -> None:
    assert f"lies in the plain ({says})" in told(**stated)


def test_an_account_given_after_the_moment_asked_is_marked() -> None:
    given = {"stated_at": dt.datetime(2026, 9, 1)}
    after = "The account was given after the moment asked"
    assert after in told(as_of=dt.datetime(2026, 8, 31), **given)
    assert after not in told(as_of=dt.datetime(2026, 9, 1), **given)


def test_one_account_of_several_is_chosen() -> None:
    other = accord.exercise(source="Italy", troops_low=1, troops_high=1)
    both = accord.frame(accord.exercise(), other)
    asked: dict[str, Any] = {"library": accord.library(), "activity": "Autumn"}
    assert explain(both, "a/accord/1", **asked).source == "France"
    assert explain(both, "a/accord/1", **asked, source="Italy").source == "Italy"
    with pytest.raises(UnknownName, match=r"no activity is called 'Autumn \(Spain\)'"):
        explain(both, "a/accord/1", **asked, source="Spain")


def test_unknown_names_are_refused() -> None:
    given = accord.frame(accord.exercise())
    with pytest.raises(UnknownName, match="no activity is called 'Spring'"):
        explain(given, "a/accord/1", library=accord.library(), activity="Spring")
    with pytest.raises(UnknownName, match="Did you mean a/accord/1"):
        explain(given, "a/accord/11", library=accord.library(), activity="Autumn")
    with pytest.raises(FrameError, match="is no frame"):
        explain([], "a/accord/1", library=accord.library(), activity="Autumn")


@pytest.mark.parametrize("engine", ["polars", "lazy", "pandas", "duckdb"])
def test_every_engine_is_explained_alike(engine: str, require_engine: RequireEngine) -> None:
    given: Any = accord.frame(accord.exercise())
    if engine == "lazy":
        given = given.lazy()
    elif engine != "polars":
        module = require_engine(engine)
        require_engine("pyarrow")
        given = given.to_pandas() if engine == "pandas" else module.from_arrow(given.to_arrow())
    chain = explain(given, "a/accord/1", library=accord.library(), activity="Autumn")
    assert str(chain) == WHOLE


def main(found: pl.DataFrame, library: Library) -> list[dict[str, Any]]:
    """The findings that a chain explains: towards all, or between two towards the other one."""
    between_two = [path for path, text in library.texts.items() if pairs(library, text)]
    counted = [(t.path, p.id) for _, t, p in library if p.counter]
    mains = (pl.col("obligee") == "*") | pl.col("instrument").is_in(between_two)
    rows = found.filter(mains).rows(named=True)
    return [row for row in rows if (row["instrument"], row["provision"]) not in counted]


def departures(chain: Explanation, finding: dict[str, Any]) -> list[str]:
    """What a chain says otherwise than the finding that it explains."""
    timing = finding["timing"] or "whether in time cannot be told"
    same = {
        "verdict": chain.verdict is finding["verdict"],
        "steps": all_of(step.answer for step in chain.steps if not step.depth)
        is finding["verdict"],
        "clock": finding["due"] is None or timing in chain.clock,
        "draft": finding["draft"] is ("Draft: " in str(chain)),
    }
    return [name for name, agrees in same.items() if not agrees]


def test_the_chain_and_the_finding_say_the_same() -> None:
    library, given = shipped.library(), shipped.frame(number=160)
    found = main(evaluate(given, library=library), library)
    assert {"*", "PK", "US", "RU"} <= {finding["obligee"] for finding in found}
    for finding in [each for each in found if each["obligee"] != "*"] + found[::5]:
        asked = {"activity": finding["activity"], "source": finding["source"]}
        name = f"{finding['instrument']}/{finding['provision']}"
        chain = explain(given, name, library=library, **asked)
        assert departures(chain, finding) == [], str(chain)


@pytest.mark.parametrize("seed", range(6))
def test_chains_of_small_worlds_say_what_is_found_and_no_where_nothing_is(seed: int) -> None:
    made = worlds.world(seed, rows=6)
    asked: dict[str, Any] = {"library": made.library, "as_of": made.as_of}
    found = {
        (row["activity"], f"{row['instrument']}/{row['provision']}"): row
        for row in main(evaluate(made.frame(), **asked), made.library)
    }
    known = [
        row
        for row in made.rows
        if not (made.as_of and row.get("stated_at") and row["stated_at"] > made.as_of)
    ]
    names = [n for n, _, each in made.library if each.kinds and not each.counter]
    for row in known:
        for name in names:
            chain = explain(made.frame(), name, **asked, activity=row["activity"])
            finding = found.get((row["activity"], name))
            if finding is None:
                assert chain.verdict is False, str(chain)
            else:
                assert departures(chain, finding) == [], str(chain)


def test_a_limit_on_numbers_is_not_settled_by_one_row() -> None:
    given = pl.DataFrame(
        {
            "activity": ["a"],
            "source": ["s"],
            "kind": ["exercise"],
            "host": ["BY"],
            "starts": [dt.datetime(2017, 9, 14)],
            "troops": [20_000],
            "single_command": [True],
        }
    )
    chain = explain(given, "osce/vd-2011/67.4", library=shipped.library(), activity="a")
    assert [step.answer for step in chain.steps if step.asks == "troops more than 13,000"] == [True]
    assert chain.verdict is None
