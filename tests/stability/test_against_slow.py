"""Two solvers that share nothing, and the solver of whole cubes beside both."""

import random

import pytest

from detente.stability import gains
from detente.stability.answer import YES
from detente.stability.coalitions import JOINT, Joint
from detente.stability.cube import Cube, fits
from detente.stability.game import Choices, Game, members
from detente.stability.pairs import CONCEPTS, Pairs
from detente.stability.reach import SANCTIONS, Sanction
from detente.stability.solve import solve
from tests.stability.games import by_arcs, by_options, rankings, slow

SHAPES = [[1, 1], [2, 1], [1, 2, 1], [2, 2], [1, 1, 1], [1, 1, 1, 1], [3, 1], [0, 2, 1]]


@pytest.mark.parametrize("reading", SANCTIONS)
@pytest.mark.parametrize("seed", range(4))
def test_moves_by_options(seed: int, reading: Sanction) -> None:
    chance = random.Random(seed)
    for _ in range(85):
        game = by_options(chance, chance.choice(SHAPES), chance.choice([0, 0.3]), seed % 2 == 0)
        expected, pairs, cube = slow(game, reading), Pairs(game, reading), Cube(game, reading)
        for concept in CONCEPTS:
            for i in range(game.makers):
                told = [expected.stable(concept, i, s) for s in range(game.size)]
                assert [pairs.stable(concept, i, s) for s in range(game.size)] == told
                if concept != "SIM":
                    assert cube.stable(concept, i).tolist() == told


@pytest.mark.parametrize("reading", SANCTIONS)
@pytest.mark.parametrize("seed", range(4))
def test_moves_and_preferences_that_are_not_transitive(seed: int, reading: Sanction) -> None:
    chance = random.Random(100 + seed)
    for _ in range(85):
        game = by_arcs(chance, chance.randint(2, 6), chance.randint(2, 4), 0.35)
        expected, pairs = slow(game, reading), Pairs(game, reading)
        for concept in CONCEPTS[:-1]:
            for i in range(game.makers):
                for s in range(game.size):
                    assert pairs.stable(concept, i, s) == expected.stable(concept, i, s)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("way", ["both", "mixed"])
def test_wide_fibres(way: str, ties: bool) -> None:
    """Sixteen states in a fibre, with and without one-way moves."""
    chance = random.Random(7)
    for _ in range(3):
        game = by_options(chance, [4, 2, 1], chance.choice([0, 0.2]), ties)
        assert isinstance(game.moves, Choices)
        if way == "both":
            moves = Choices(game.moves.owners, ("both",) * 7, game.moves.codes)
            game = Game(game.size, moves, game.orders)
        cube, pairs = Cube(game), Pairs(game)
        assert fits(game)
        for concept in CONCEPTS[:-1]:
            for i in range(game.makers):
                told = [pairs.stable(concept, i, s) for s in range(game.size)]
                assert cube.stable(concept, i).tolist() == told


def test_many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cube of many small blocks, and few fibres left to look at again."""
    monkeypatch.setattr(gains, "_BLOCK", 32)
    chance = random.Random(3)
    for turn in range(4):
        game = by_options(chance, [3, 2, 3], 0.2 * (turn % 2), turn < 2)
        cube, pairs = Cube(game), Pairs(game)
        for concept in ("SEQ", "SSEQ"):
            for i in range(game.makers):
                told = [pairs.stable(concept, i, s) for s in range(game.size)]
                assert cube.stable(concept, i).tolist() == told


@pytest.mark.parametrize("reading", SANCTIONS)
def test_coalitions(reading: Sanction) -> None:
    chance = random.Random(11)
    for turn in range(60):
        if turn % 2:
            game = by_arcs(chance, chance.randint(2, 5), chance.randint(2, 3), 0.35)
        else:
            game = by_options(
                chance, chance.choice([[1, 1], [1, 1, 1], [2, 1]]), 0.2, turn % 4 == 0
            )
        joint, expected = Joint(game, reading), slow(game)
        for concept in JOINT if reading == "sequence" else ("Nash",):
            for coalition in joint.every():
                for s in range(game.size):
                    told = not joint.leaving(concept, coalition, s, hard=True)
                    assert told == expected.coalition_stable(concept, coalition, s)


def test_the_answer_gathers_what_every_maker_says() -> None:
    chance = random.Random(5)
    game = by_options(chance, [3, 2, 2], 0.1, True)
    assert game.size > 64
    answer, expected = solve(game), slow(game)
    for concept in ("Nash", "SEQ"):
        held = answer.equilibrium(concept) == YES
        told = [all(expected.stable(concept, i, s) for i in range(3)) for s in range(game.size)]
        assert held.tolist() == told


def test_sets_of_states_are_gone_through_in_order() -> None:
    assert list(members(0b101001)) == [0, 3, 5]
    assert len(rankings(random.Random(1), 3, 2, False)) == 2
