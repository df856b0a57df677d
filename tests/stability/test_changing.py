"""Least changes of preference: against every ranking there is, and their margins."""

from __future__ import annotations

import random
from itertools import combinations, permutations, product

import pytest

from detente.errors import SenderError, UnknownName
from detente.stability.changing import Classes, as_relation, changes, classes, nearest
from detente.stability.game import Game, Ranking
from detente.stability.inverse import inverse, keeping
from detente.stability.pairs import Pairs
from detente.stability.robust import margins
from tests.stability.games import by_arcs, by_options, rankings
from tests.stability.test_laws import conflict_of


def game_of(seed: int) -> Game:
    chance = random.Random(seed)
    game = by_arcs(chance, 4, 2, 0.5)
    return game.preferring(rankings(chance, 4, 2, False))


def apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many pairs two strict rankings order otherwise."""
    return sum(
        (one.index(a) < one.index(b)) != (other.index(a) < other.index(b))
        for a, b in combinations(range(len(one)), 2)
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_least_change_is_the_least_of_all(seed: int) -> None:
    game = game_of(seed)
    begin = [tuple(s for (s,) in classes(each) or ()) for each in game.orders]
    found = inverse(conflict_of(game), "1", concept="SEQ", most=12)
    every = list(permutations(range(4)))
    costs = []
    for each in product(every, every):
        orders = tuple(as_relation(tuple((s,) for s in order), 4) for order in each)
        pairs = Pairs(game.preferring(orders))
        if all(pairs.stable("SEQ", i, 0) for i in range(2)):
            costs.append(sum(apart(a, b) for a, b in zip(begin, each, strict=True)))
    assert found.pairs == (min(costs) if costs else None)
    if found.pairs:
        assert len(found.ways) == costs.count(min(costs))
        assert all(len(way) == found.pairs for way in found.ways)


@pytest.mark.parametrize("seed", range(8))
def test_rankings_are_counted_as_they_come(seed: int) -> None:
    game = game_of(seed)
    for concept in ("Nash", "GMR", "SMR", "SEQ", "SSEQ"):
        count = 0
        for order in permutations(range(4)):
            mine = as_relation(tuple((s,) for s in order), 4)
            count += Pairs(game.preferring((mine, game.orders[1]))).stable(concept, 0, 2) is True
        assert keeping(game, 0, 2, concept) == count


@pytest.mark.parametrize("seed", range(6))
def test_a_margin_is_how_near_another_answer_is(seed: int) -> None:
    game = game_of(seed)
    given = conflict_of(game)
    for each in margins(given, "SEQ", most=3):
        if each.holds is False:
            found = inverse(given, each.state, concept="SEQ", most=3)
            assert found.pairs == each.pairs
        assert each.pairs is None or 1 <= each.pairs <= 3
        assert each.pairs is None or len(each.example) == each.pairs


def test_equals_part_and_meet_at_the_price_of_the_pairs() -> None:
    chance = random.Random(2)
    game = by_options(chance, [1, 1], 0, True)
    found = {now: cost for cost, now, _ in nearest(game, 6)}
    start = tuple(classes(each) for each in game.orders)
    assert found[start] == 0
    for now, cost in found.items():
        assert len(changes(start, now)) <= cost
    mine: Classes = start[0] or ()
    parted = ((mine[0][0],), (mine[0][1],), mine[1])
    assert found[parted, start[1]] == 1


def test_what_is_no_ranking_stays_as_it_is() -> None:
    game = by_arcs(random.Random(1), 3, 2, 0.5)
    assert [cost for cost, _, _ in nearest(game, 5)] == [0]


def test_what_cannot_be_asked_is_refused() -> None:
    given = conflict_of(game_of(1))
    with pytest.raises(UnknownName, match="no state is called '9'"):
        inverse(given, "9")
    assert isinstance(given.game().orders[0], Ranking)
    large = conflict_of(by_options(random.Random(1), [4, 3], 0, False))
    with pytest.raises(SenderError, match="at most 64 states"):
        margins(large)
