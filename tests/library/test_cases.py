"""Every case beside the library's provisions, and that each level is tried at it and one below."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.instruments import read_library
from detente.instruments.library import Case, Text
from detente.instruments.provisions import FactIs, Level
from detente.instruments.soundness import check
from detente.measures import Count, parse_count
from detente.obligations.cases import outcome

REAL_CASES = Path(__file__).resolve().parents[2] / "scenarios/real-cases/activities.toml"
LIBRARY = read_library(strict=False)
CASES = [(text, case) for text in LIBRARY.texts.values() for case in text.cases]
LEVELS = [
    (text, provision.id, level)
    for _, text, provision in LIBRARY
    if provision.kinds
    for level in provision.levels
]


def test_the_library_holds_together() -> None:
    assert [str(fault) for fault in check(LIBRARY)] == []


def test_there_are_cases() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize(
    ("text", "case"), CASES, ids=[f"{t.path}/{c.provision}: {c.name}" for t, c in CASES]
)
def test_case(text: Text, case: Case) -> None:
    found = outcome(LIBRARY, text, case)
    assert dict(found.found) == dict(found.expected)


@pytest.mark.parametrize(
    ("text", "provision", "level"),
    LEVELS,
    ids=[f"{t.path}/{p}: {level.measure} {level.operator}" for t, p, level in LEVELS],
)
def test_a_level_is_tried_at_it_and_one_below(text: Text, provision: str, level: Level) -> None:
    tried = {
        Count(value, value) if isinstance(value, int) else parse_count(str(value))
        for case in text.cases
        if case.provision == provision
        for value in [case.given.get(level.measure)]
        if value is not None
    }
    exact = {count.low for count in tried if count.low == count.high}
    edge = level.value + (level.operator in ("more_than", "at_most"))
    assert {edge, edge - 1} <= exact, f"try {level.measure} = {edge} and {edge - 1}"


def asked(text: Text) -> Iterator[FactIs]:
    """Go through every fact that an instrument asks."""
    for provision in text.provisions.values():
        yield from provision.facts
        yield from (fact for level in provision.levels for fact in level.facts)
    yield from (fact for clock in text.clocks.values() for fact in clock.facts)
    yield from (fact for exception in text.exceptions.values() for fact in exception.facts)


def test_every_fact_is_asked_by_some_instrument() -> None:
    used = {fact.fact for text in LIBRARY.texts.values() for fact in asked(text)}
    assert set(LIBRARY.facts) - used == set()


def test_every_measure_has_a_level_or_a_figure_in_a_real_case() -> None:
    levels = {level.measure for _, _, provision in LIBRARY for level in provision.levels}
    activities = tomllib.loads(REAL_CASES.read_text(encoding="utf-8"))["activity"]
    stated = {key for each in activities for account in each["account"] for key in account}
    assert set(LIBRARY.measures) - levels - stated == set()


def test_every_case_is_named_once_in_its_instrument() -> None:
    for text in LIBRARY.texts.values():
        names = [(case.provision, case.name) for case in text.cases]
        assert len(names) == len(set(names)), f"{text.path}: two cases bear one name"
