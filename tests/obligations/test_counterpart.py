"""What speaks of one certain other State: towards whom it answers, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from detente.instruments import read_library
from detente.instruments.library import Fact, Library, Measure
from detente.measures import Answer
from detente.obligations import evaluate
from detente.obligations.explain import explain
from tests.obligations import accord

NEAR = {"measure": "border_km", "less_than": 5}
MANY = {"measure": "troops", "at_least": 9000}
FEW = {"troops_low": 0, "troops_high": 1}
Found = dict[str, tuple[Answer, str]]

TWO = ({"state": "FR"}, {"state": "IT"})
THREE = (*TWO, {"state": "ES"})


def library(*parties: dict[str, str], **asks: Any) -> Library:
    """The Accord among some States, with a rule that asks what is given and nothing else."""
    bare: dict[str, Any] = {"kinds": ("exercise",), "zone": "", "any_of": (), "facts": ()}
    bare |= {"unless": (), "lasting": None, "open_questions": ()}
    made = accord.library(accord.text(provision=accord.notice(**(bare | asks)), parties=parties))
    border = Measure(unit="km", definition="-", of_counterpart=True)
    close = Fact(definition="-", of_counterpart=True)
    measures, facts = {**made.measures, "border_km": border}, {**made.facts, "close": close}
    return replace(made, measures=measures, facts=facts)


def found(made: Library, **stated: Any) -> Found:
    """The verdict towards each State, with what is missing; empty where it is not addressed."""
    given = accord.exercise(**stated)
    row = pl.DataFrame([given], schema_overrides={"counterpart": pl.String, "kind": pl.String})
    findings = evaluate(row, library=made).rows(named=True)
    return {each["obligee"]: (each["verdict"], each["missing"]) for each in findings}


def near(km: int) -> dict[str, int]:
    return {"border_km_low": km, "border_km_high": km}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"counterpart": "IT", **near(4)}, {"IT": (True, "")}),
        ({"counterpart": "IT", **near(5)}, {"IT": (False, "")}),
        ({"counterpart": "IT"}, {"IT": (None, "border_km")}),
        ({"counterpart": "CH", **near(4)}, {}),
        ({"counterpart": None, **near(4)}, {"IT": (None, "counterpart")}),
        ({"counterpart": None, **near(5)}, {"IT": (None, "counterpart")}),
        ({**near(4)}, {"IT": (None, "counterpart")}),
        ({**near(5)}, {"IT": (None, "counterpart")}),
        ({}, {"IT": (None, "counterpart, border_km")}),
    ],
)
def test_between_two_a_figure_is_true_towards_the_state_that_is_named(
    stated: dict[str, Any], expected: Found
) -> None:
    assert found(library(*TWO, all_of=(NEAR,)), **stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"counterpart": "IT", **near(4)}, {"*": (True, "")}),
        ({"counterpart": "ES", **near(5)}, {"*": (False, "")}),
        ({"counterpart": "CH", **near(4)}, {}),
        ({"counterpart": "FR", **near(4)}, {}),
        ({**near(4)}, {"*": (None, "counterpart")}),
        ({"obligor": None, "counterpart": "IT", **near(4)}, {"*": (None, "obligor")}),
    ],
)
def test_among_many_it_must_be_another_party(stated: dict[str, Any], expected: Found) -> None:
    assert found(library(*THREE, all_of=(NEAR,)), **stated) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"troops_low": 9000, **near(4)}, (True, "")),
        ({"troops_low": 0, "troops_high": 1, **near(4)}, (None, "counterpart")),
        ({"troops_low": 0, "troops_high": 1, "counterpart": "IT", **near(4)}, (True, "")),
        (
            {"troops_low": 0, "troops_high": 1, "counterpart": "CH", **near(4)},
            (None, "counterpart"),
        ),
        ({"troops_low": 9000, "counterpart": "CH", **near(4)}, (True, "")),
    ],
)
def test_what_another_level_settles_does_not_wait_for_the_other_state(
    stated: dict[str, Any], expected: tuple[Answer, str]
) -> None:
    assert found(library(*TWO, any_of=(MANY, NEAR)), **stated) == {"IT": expected}


def test_what_is_surely_not_so_needs_no_other_state() -> None:
    snap = {"fact": "advance_notice_to_troops", "is": False}
    asked = library(*TWO, all_of=(NEAR,), facts=(snap,))
    assert found(asked, **near(4)) == {"IT": (False, "")}


@pytest.mark.parametrize("answer", [True, False])
def test_a_fact_answers_towards_one_state_whether_yes_or_no(answer: bool) -> None:
    asked = library(*TWO, facts=({"fact": "close", "is": True},))
    assert found(asked, close=answer, counterpart="IT") == {"IT": (answer, "")}
    assert found(asked, close=answer) == {"IT": (None, "counterpart")}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"kind": "transfer", "counterpart": "IT"}, {"IT": (True, "")}),
        ({"kind": "transfer", "counterpart": "CH"}, {}),
        ({"kind": "transfer", "counterpart": None}, {"IT": (None, "counterpart")}),
        ({"kind": "exercise", "counterpart": None}, {"IT": (True, "")}),
        ({"kind": "exercise", "counterpart": "CH"}, {"IT": (True, "")}),
    ],
)
def test_only_the_kinds_that_have_to_do_with_one_state_ask_for_it(
    stated: dict[str, Any], expected: Found
) -> None:
    made = library(*TWO, kinds=("exercise", "transfer"))
    asked = replace(made, kinds_of_counterpart=frozenset({"transfer"}))
    assert found(asked, **stated) == expected


def test_the_explanation_says_that_the_other_state_is_not_stated() -> None:
    row = accord.frame(accord.exercise(**near(4)))
    asked = library(*TWO, all_of=(NEAR,))
    told = explain(row, f"{accord.NAME}/1", library=asked, activity="Autumn")
    steps = [str(step) for step in told.steps]
    assert "the other State concerned is the other party (not stated): cannot be told" in steps
    assert (
        "border_km less than 5 (stated: 4; towards which other State is not stated): cannot be told"
        in steps
    )


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"counterpart": "CH", **near(4)}, "(stated: 4; towards CH): yes"),
        ({"counterpart": "IT", **near(5)}, "(stated: 5; towards IT): no"),
        ({"counterpart": "IT"}, "(not stated): cannot be told"),
        ({}, "(not stated): cannot be told"),
    ],
)
def test_the_explanation_says_towards_whom_a_figure_is_stated(
    stated: dict[str, Any], said: str
) -> None:
    row = accord.frame(accord.exercise(**stated))
    asked = library(*TWO, all_of=(NEAR,))
    told = explain(row, f"{accord.NAME}/1", library=asked, activity="Autumn")
    assert f"border_km less than 5 {said}" in [str(step) for step in told.steps]


def test_another_reading_of_a_figure_waits_for_the_other_state_too() -> None:
    other = {"operator": "less_than", "value": 10, "held_by": "Italy"}
    asked = library(*TWO, all_of=({**NEAR, "other_readings": (other,)},))
    notes = [
        explain(
            accord.frame(accord.exercise(**near(7), **named)),
            f"{accord.NAME}/1",
            library=asked,
            activity="Autumn",
        ).notes
        for named in ({}, {"counterpart": "IT"})
    ]
    said = "Another reading, held by Italy: border_km less than 10: "
    assert f"{said}cannot be told." in notes[0]
    assert f"{said}yes." in notes[1]


def test_two_texts_of_one_state_do_not_both_take_one_distance() -> None:
    row: dict[str, Any] = {"activity": "a", "source": "s"}
    row |= {"kind": "border_flight", "obligor": "IN"}
    row |= {"border_distance_km": 4, "starts": accord.DAY.replace(year=2018)}
    rules = ("bilateral/india-china-1996", "bilateral/india-pakistan-airspace-1991")

    def verdicts(**named: str) -> dict[str, Answer]:
        frame = pl.DataFrame([row | named])
        made = evaluate(frame, library=read_library(), instruments=rules)
        return dict(made.select("obligee", "verdict").rows())

    assert verdicts() == {"CN": None, "PK": None}
    assert verdicts(counterpart="CN") == {"CN": True}
    assert verdicts(counterpart="PK") == {"PK": True}
