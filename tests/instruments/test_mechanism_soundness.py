"""Mechanisms: the shipped ones are sound, and each way of being unsound is seen."""

from dataclasses import replace
from typing import Any

import pytest

import detente
from detente.instruments.library import Text
from detente.instruments.mechanism_soundness import mechanisms
from detente.instruments.mechanisms import Mechanism

ORIGIN: dict[str, Any] = {
    "source": {"document": "Accord of the League"},
    "basis": "text",
    "checked": (),
}


LIBRARY = detente.library()


def step(id_: str, **more: Any) -> dict[str, Any]:
    """A step."""
    return {"id": id_, "title": id_, "gist": id_, "by": ("requesting",), **ORIGIN, **more}


def clock(**more: Any) -> dict[str, Any]:
    """The clock of an answer."""
    plain = {
        "id": "answer",
        "title": "An answer",
        "starts_with": ("ask",),
        "met_by": ("answer",),
        "in": "asked",
        "lapses_to": "silent",
        "reading": ({"id": "hours", "gist": "in 10 hours", "hours": 10},),
    }
    return {**plain, **ORIGIN, **more}


def accord() -> dict[str, Any]:
    """A sound mechanism: ask, answer in ten hours, or meet."""
    return {
        "id": "talks",
        "title": "Talks",
        "gist": "Ask, and be answered.",
        "invoked_by": "any",
        "grounds": ("a concern",),
        "stage": (
            {"id": "asked", "title": "asked", "turn": ("addressed",)},
            {"id": "silent", "title": "silent", "turn": ("requesting",)},
            {"id": "answered", "title": "answered", "end": "It was answered."},
            {"id": "met", "title": "met", "end": "They met."},
        ),
        "step": (
            step("ask", opens=True, to="asked"),
            step("answer", **{"in": ("asked", "silent"), "to": "answered", "by": ("addressed",)}),
            step("meet", **{"in": ("silent",), "to": "met", "by": ("chair",)}),
        ),
        "clock": (clock(),),
        **ORIGIN,
    }


def faults(content: dict[str, Any]) -> list[str]:
    """What is found wrong with a mechanism."""
    mechanism = Mechanism.model_validate(content)
    text = next(iter(LIBRARY.texts.values()))
    held = replace(text, mechanisms={mechanism.id: mechanism}, provisions={})
    return [str(fault) for fault in mechanisms(held)]


def test_a_sound_one_has_no_fault() -> None:
    assert faults(accord()) == []


@pytest.mark.parametrize("text", LIBRARY.texts.values(), ids=lambda text: text.path)
def test_the_shipped_ones_are_sound(text: Text) -> None:
    assert list(mechanisms(text)) == []


def _with(key: str, index: int, **changes: Any) -> dict[str, Any]:
    """The sound one with one part changed."""
    whole = accord()
    parts = list(whole[key])
    parts[index] = {**parts[index], **changes}
    return {**whole, key: tuple(parts)}


LONELY = {"id": "lonely", "title": "lonely", "turn": ("chair",), "end": "over"}
WAITING: dict[str, Any] = {
    "lapses_to": "",
    "reading": ({"id": "soon", "gist": "soon", "without_number": "soon"},),
}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({**accord(), "stage": (*accord()["stage"], LONELY)}, "no step and no clock leads here"),
        (_with("stage", 3, end=""), "no stated end can be reached from here"),
        (_with("stage", 3, end=""), "it is nobody's turn here"),
        (_with("step", 1, to="answerd"), "no stage is called 'answerd'. Did you mean answered?"),
        (_with("step", 0, opens=False), "it is foreseen in no stage"),
        (_with("step", 0, opens=False, **{"in": ("asked",)}), "no step opens a consultation"),
        (_with("step", 0, to=""), "`to` must name a stage"),
        (_with("step", 2, id="answer"), "this id stands twice"),
        (_with("clock", 0, lapses_to=""), "it ends nowhere"),
        (_with("clock", 0, lapses_to="asked"), "it runs out into the stage in which it runs"),
        (_with("clock", 0, starts_with=()), "which steps start it and which meet it"),
        (_with("clock", 0, met_by=("meet",)), "no step that meets it is foreseen"),
        (_with("clock", 0, starts_with=("meet",)), "leads to met, not to asked"),
        (_with("clock", 0, met_by=("anwser",)), "no step is called 'anwser'"),
        (_with("clock", 0, **WAITING), "so it never runs out"),
        (
            _with("clock", 0, reading=({"id": "hours", "gist": "none", "hours": 0},)),
            "has no length",
        ),
        (
            _with(
                "clock",
                0,
                reading=({"id": "d", "gist": "d", "calendar_days": 1, "time_zone": "Vienna"},),
            ),
            "no time zone is called 'Vienna'",
        ),
        ({**accord(), "provisions": ("7",)}, "no provision is called '7'"),
        (_with("step", 2, basis="secondary"), "list in `seen_in` where it was seen"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_an_unsound_one_is_seen(content: dict[str, Any], told: str) -> None:
    assert any(told in fault for fault in faults(content)), faults(content)


def test_a_reading_has_one_unit() -> None:
    two = ({"id": "hours", "gist": "two", "hours": 10, "calendar_days": 1},)
    with pytest.raises(ValueError, match="exactly one of hours, calendar_days"):
        Mechanism.model_validate(_with("clock", 0, reading=two))
