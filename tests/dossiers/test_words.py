"""Words: every answer, duty, basis and force has its own, and a column is named for a reader."""

import typing

import pytest

from detente.activities import describe
from detente.dossiers import words
from detente.instruments import Library
from detente.instruments.provisions import (
    OPERATORS,
    Duration,
    Duty,
    FactIs,
    Instrument,
    Level,
    Provision,
)
from detente.obligations import words as obligations_words
from detente.sources.source import Basis


def test_every_choice_of_the_library_has_words() -> None:
    assert words.DUTIES.keys() == set(typing.get_args(Duty))
    assert words.BASES.keys() == set(typing.get_args(Basis))
    assert words.OPERATORS.keys() == set(OPERATORS)
    forces = Instrument.model_fields["force"].annotation
    assert words.FORCES.keys() == set(typing.get_args(forces))


def test_answers_are_told_apart_without_colour() -> None:
    answers = list(words.ANSWERS.values())
    assert [answer.text for answer in answers] == ["applies", "cannot be told", "does not apply"]
    assert len({answer.sign for answer in answers}) == 3
    assert [answer.rank for answer in answers] == [0, 1, 2]


@pytest.mark.parametrize(
    ("column", "label", "meaning"),
    [
        ("battle_tanks", "battle tanks", "Battle tanks, in pieces"),
        ("single_command", "single command", "Conducted under one command"),
        ("zone_league_zone", "inside: League zone", "Zone of the League: The territory"),
        ("other activities", "other activities", "The other activities of the same State"),
        ("levels", "levels", ""),
    ],
)
def test_a_column_has_a_label_and_a_meaning(
    small: Library, column: str, label: str, meaning: str
) -> None:
    assert words.label(column, small) == label
    assert words.meaning(column, small).startswith(meaning)
    assert bool(words.meaning(column, small)) == bool(meaning)


def test_what_to_fill_in_is_a_column_a_file_can_have(small: Library) -> None:
    vocabulary = obligations_words.vocabulary(small)
    columns = {note.name for note in describe(vocabulary)}
    for column in ("troops", "structure", "ends", "host", "zone_league_zone", "in_calendar"):
        assert set(words.to_fill(column, small).split(" or ")) <= columns
    assert words.to_fill("zone_league_zone", small) == "zone_league_zone or area"
    for name in words.NO_COLUMN:
        assert words.to_fill(name, small) not in columns


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("BY", "Belarus"),
        ("league", "League of States"),
        ("LEAGUE", "League of States"),
        ("*", "all other parties"),
        ("QX", "QX"),
    ],
)
def test_a_state_is_named(small: Library, code: str, name: str) -> None:
    assert words.state(code, small) == name


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2026-08-03", "3 Aug 2026"),
        ("2026-08-03T06:01Z", "3 Aug 2026, 06:01 UTC"),
        ("2026-12-31T06:01:09Z", "31 Dec 2026, 06:01:09 UTC"),
    ],
)
def test_a_moment_is_written_for_a_reader(iso: str, text: str) -> None:
    assert words.moment(iso) == text


def test_levels_facts_and_lengths_are_told(small: Library) -> None:
    troops = Level(measure="troops", at_least=9000)
    fact = FactIs.model_validate({"fact": "single_command", "is": False})
    tanks = Level(measure="battle_tanks", less_than=250, facts=(fact,))
    assert words.level(troops, small) == "troops: at least 9,000 persons"
    assert words.level(tanks, small) == "battle tanks: less than 250 (only with single command: no)"
    both = Provision.model_validate(
        {
            "id": "1",
            "title": "t",
            "gist": "g",
            "duty": "notify",
            "any_of": (troops.model_dump(exclude_none=True), {"measure": "troops", "more_than": 5}),
            "source": {"document": "doc"},
            "basis": "text",
        }
    )
    told = "troops: at least 9,000 persons; or troops: more than 5 persons"
    assert words.levels(both, small) == told
    assert words.lasting(Duration(operator="at_most", hours=72)) == "lasts at most 72 hours"
    assert words.lasting(Duration(operator="more_than", days=10)) == "lasts more than 10 days"


@pytest.mark.parametrize(
    ("choices", "text"),
    [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")],
)
def test_choices_are_joined(choices: tuple[str, ...], text: str) -> None:
    assert words.any_of(choices) == text
