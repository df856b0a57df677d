"""What must hold of every game, whatever its preferences."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.stability.answer import OPEN, YES
from detente.stability.coalitions import Joint
from detente.stability.conflict import Conflict, Maker, Preference, States, numbered
from detente.stability.game import Arcs, Choices, Game, Ranking, Relation
from detente.stability.hypergame import hypergame
from detente.stability.pairs import CONCEPTS, Pairs
from detente.stability.solve import solve
from tests.stability.games import by_arcs, by_options, circles, rankings

SEEDS = st.integers(0, 10**6)


def table(game: Game) -> dict[str, list[list[bool | None]]]:
    pairs = Pairs(game)
    concepts = [c for c in CONCEPTS if c != "SIM" or isinstance(game.moves, Choices)]
    return {
        concept: [
            [pairs.stable(concept, i, s) for s in range(game.size)] for i in range(game.makers)
        ]
        for concept in concepts
    }


def some(seed: int) -> Game:
    chance = random.Random(seed)
    if seed % 2:
        return by_arcs(chance, chance.randint(2, 6), chance.randint(2, 4), 0.4)
    return by_options(
        chance, chance.choice([[1, 1], [2, 1], [1, 1, 1], [2, 2]]), 0.2, seed % 4 == 0
    )


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_what_holds_by_the_stricter_holds_by_the_laxer(seed: int) -> None:
    told = table(some(seed))
    for less, more in (
        ("Nash", "SSEQ"),
        ("SSEQ", "SEQ"),
        ("SSEQ", "SMR"),
        ("SEQ", "GMR"),
        ("SMR", "GMR"),
    ):
        for few, many in zip(told[less], told[more], strict=True):
            assert all(b for a, b in zip(few, many, strict=True) if a)


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_names_change_nothing(seed: int) -> None:
    game, chance = some(seed | 1), random.Random(seed)
    order = list(range(game.size))
    chance.shuffle(order)

    def moved(states: int) -> int:
        return sum(1 << order[s] for s in range(game.size) if states >> s & 1)

    def renamed(each: tuple[int, ...]) -> tuple[int, ...]:
        found = [0] * game.size
        for s, states in enumerate(each):
            found[order[s]] = moved(states)
        return tuple(found)

    other = Game(
        game.size,
        Arcs(tuple(map(renamed, game.steps))),
        tuple(Relation(renamed(r.surely), renamed(r.maybe)) for r in game.relations),
    )
    was, now = table(game), table(other)
    for concept, each in was.items():
        for i in range(game.makers):
            assert [now[concept][i][order[s]] for s in range(game.size)] == each[i]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_only_the_order_of_levels_counts(seed: int) -> None:
    game = some(seed * 2)
    stretched = tuple(
        Ranking((each.levels * 7 + 100).astype(np.int32))
        for each in game.orders
        if isinstance(each, Ranking)
    )
    assert table(game) == table(Game(game.size, game.moves, stretched))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_who_can_do_nothing_changes_nothing(seed: int) -> None:
    game = some(seed * 2)
    idle = rankings(random.Random(seed), game.size, 1, False)
    was, now = table(game), table(Game(game.size, game.moves, (*game.orders, *idle)))
    for concept, each in was.items():
        assert now[concept][:-1] == each
        assert all(now[concept][-1])


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_coalition_of_one_is_a_maker(seed: int) -> None:
    game = some(seed)
    joint, pairs = Joint(game), Pairs(game)
    for concept in ("Nash", "GMR", "SMR"):
        for i in range(game.makers):
            for s in range(game.size):
                alone = not joint.leaving(concept, (i,), s, hard=True)
                if concept != "SMR" or isinstance(game.moves, Choices):
                    assert alone == pairs.stable(concept, i, s)


# --- what is not known ----------------------------------------------------------------------------


def completions(order: Relation) -> list[Relation]:
    """Every way in which the unknown pairs may turn out."""
    size = len(order.surely)
    doubtful = [
        (s, t)
        for s in range(size)
        for t in range(s)
        if (order.maybe[s] & ~order.surely[s]) >> t & 1
    ]
    found = [list(order.surely)]
    for s, t in doubtful:
        grown = []
        for each in found:
            for low, high in ((s, t), (t, s), (-1, -1)):
                other = list(each)
                if low >= 0:
                    other[low] |= 1 << high
                grown.append(other)
        found = grown
    return [Relation(tuple(each), tuple(each)) for each in found]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_unknown_is_told_exactly_where_completions_differ(seed: int) -> None:
    """Of the maker's own preference; for Nash, GMR and SMR every preference is its own."""
    chance = random.Random(seed)
    game = by_arcs(chance, 4, 2, 0.5)
    order = circles(chance, 4, unknown=0.4)
    open_ = Pairs(game.preferring((order, game.orders[1])))
    every = [Pairs(game.preferring((each, game.orders[1]))) for each in completions(order)]
    for concept in ("Nash", "GMR", "SMR", "SEQ", "SSEQ"):
        for s in range(4):
            told = {each.stable(concept, 0, s) for each in every}
            assert open_.stable(concept, 0, s) is (told.pop() if len(told) == 1 else None)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_learning_more_reverses_no_answer(seed: int) -> None:
    chance = random.Random(seed)
    game = by_arcs(chance, 4, 3, 0.4)
    order = circles(chance, 4, unknown=0.5)
    before = table(game.preferring((order, *game.orders[1:])))
    after = table(game.preferring((chance.choice(completions(order)), *game.orders[1:])))
    for concept, each in before.items():
        for old, new in zip(each, after[concept], strict=True):
            assert all(a is None or a == b for a, b in zip(old, new, strict=True))


def test_an_equilibrium_that_nobody_surely_leaves_cannot_be_told() -> None:
    maybe = Relation((0, 0), (0b10, 0b01))
    sure = Relation((0, 0), (0, 0))
    answer = solve(Game(2, Arcs(((0b10, 0b01), (0, 0))), (maybe, sure)), concepts=["Nash"])
    assert answer.equilibrium("Nash").tolist() == [OPEN, OPEN]
    assert answer.told("Nash", 1, 0) is True
    assert answer.stable["Nash"][1].tolist() == [YES, YES]


# --- pictures of others ---------------------------------------------------------------------------


def conflict_of(game: Game) -> Conflict:
    makers = tuple(Maker(f"m{i}") for i in range(game.makers))
    own = tuple(
        Preference(maker.id, order, "assumed", "test")
        for maker, order in zip(makers, game.orders, strict=True)
    )
    return Conflict("test", makers, (), States(numbered(game.size)), game.moves, own)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_misread_intentions_touch_only_what_asks_for_gain(seed: int) -> None:
    chance = random.Random(seed)
    game = by_arcs(chance, 5, 2, 0.4)
    given_ = conflict_of(game)
    misread = tuple(
        Preference(f"m{i}", circles(chance, 5), "attributed", "test", seen_by=f"m{1 - i}")
        for i in range(2)
    )
    found = hypergame(replace(given_, preferences=(*given_.preferences, *misread)))
    for concept in ("Nash", "GMR", "SMR"):
        assert (found.stable(concept) == found.truth.stable[concept]).all()
        assert not found.kinds(concept)["false"]


def test_a_misreading_keeps_up_an_outcome_or_stands_in_its_way() -> None:
    """One maker would move from 0 to 1; whether the other would answer is a matter of belief."""
    moves = Arcs(((0b010, 0, 0), (0, 0b100, 0)))
    first = Ranking(np.array([1, 2, 0], dtype=np.int32))
    hostile, mild = (Ranking(np.array([0, a, b], dtype=np.int32)) for a, b in ((1, 2), (2, 1)))
    for true, believed, kind in ((mild, hostile, "false"), (hostile, mild, "missed")):
        given_ = conflict_of(Game(3, moves, (first, true)))
        belief = Preference("m1", believed, "attributed", "test", seen_by="m0")
        found = hypergame(replace(given_, preferences=(*given_.preferences, belief)))
        assert "1" in found.kinds("SEQ")[kind]  # type: ignore[index]  # one of the kinds
        assert "3" in found.kinds("SEQ")["steady"]
