"""The real consultations: at each instant told, what is found is what the record says."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.consultations import View, picture
from detente.instruments.mechanisms import Mechanism
from detente.invocations import Consultation, read_consultations
from detente.times import utc

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "consultations"
FILES = [file for file in sorted(FOLDER.glob("*.toml")) if file.name != "expected.toml"]
MOMENTS: list[dict[str, Any]] = tomllib.loads(
    (FOLDER / "expected.toml").read_text(encoding="utf-8")
)["moment"]


@pytest.fixture(scope="module")
def told() -> dict[str, Consultation]:
    """Every consultation of the scenarios, by id."""
    return {each.id: each for each in read_consultations(FILES)}


@cache
def mechanism(name: str) -> Mechanism:
    """A mechanism of the library."""
    return detente.library().mechanism(name)[1]


def view(consultation: Consultation, moment: dict[str, Any]) -> View:
    """The account that is asked for, by our own reading."""
    views = picture(consultation, mechanism(consultation.mechanism), utc(moment["at"])).views
    names = moment.get("by")
    return next(each for each in views if names in each.accounts or not (names or each.accounts))


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda m: f"{m['consultation']} {m['at']:%m-%d}")
def test_the_record_is_found(told: dict[str, Consultation], moment: dict[str, Any]) -> None:
    found = view(told[moment["consultation"]], moment)
    permitted = {step.step for step in found.steps if step.permitted}
    named = {step.step for step in found.steps if step.permitted is not False}
    states = {run.clock: run.state for run in found.clocks}
    assert sorted(found.stages) == sorted(moment["stages"])
    assert moment.get("turn", list(found.turn)) == list(found.turn)
    assert {clock: states[clock] for clock in moment.get("clocks", {})} == moment.get("clocks", {})
    assert set(moment.get("may", [])) <= permitted
    assert not set(moment.get("may_not", [])) & named
    outcomes = [outcome for _, outcome in found.outcomes]
    assert moment.get("outcomes", outcomes) == outcomes


def test_every_consultation_is_tried(told: dict[str, Consultation]) -> None:
    tried = {moment["consultation"] for moment in MOMENTS}
    sure = {id_ for id_, each in told.items() if each.mechanism.startswith("osce/vd-2011/unusual")}
    assert sure <= tried


def test_two_accounts_stand_side_by_side(told: dict[str, Consultation]) -> None:
    ukraine = told["ukraine-russia-2022"]
    end = utc(MOMENTS[0]["at"].replace(year=2023))
    views = picture(ukraine, mechanism(ukraine.mechanism), end).views
    held = [each.accounts for each in views if each.reading == "transmission"]
    assert held == [("UA",), ("US",)]
