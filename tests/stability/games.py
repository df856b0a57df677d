"""Random games for tests: by options or by arcs, with rankings, ties, circles and unknown pairs."""

from __future__ import annotations

import random

import numpy as np

from detente.stability.game import Arcs, Choices, Direction, Game, Order, Ranking, Relation
from tests.stability.slow import Slow

WAYS: tuple[Direction, ...] = ("both", "both", "forward", "back")


def by_options(chance: random.Random, options: list[int], holes: float, ties: bool) -> Game:
    """A game by options, of which a share of the combinations is infeasible."""
    count = sum(options)
    codes = [code for code in range(1 << count) if chance.random() >= holes] or [0]
    owners = [i for i, each in enumerate(options) for _ in range(each)]
    chance.shuffle(owners)
    ways = tuple(chance.choice(WAYS) for _ in owners)
    moves = Choices(tuple(owners), ways, np.array(codes, dtype=np.int64))
    return Game(len(codes), moves, rankings(chance, len(codes), len(options), ties))


def rankings(chance: random.Random, size: int, makers: int, ties: bool) -> tuple[Order, ...]:
    found: list[Order] = []
    for _ in range(makers):
        levels = list(range(size))
        chance.shuffle(levels)
        if ties:
            levels = [level // 2 for level in levels]
        found.append(Ranking(np.array(levels, dtype=np.int32)))
    return tuple(found)


def by_arcs(chance: random.Random, size: int, makers: int, share: float) -> Game:
    """Moves drawn at random, one-way and not transitive; preferences that go in circles."""
    steps = tuple(
        tuple(
            sum(1 << t for t in range(size) if t != s and chance.random() < share)
            for s in range(size)
        )
        for _ in range(makers)
    )
    return Game(size, Arcs(steps), tuple(circles(chance, size) for _ in range(makers)))


def circles(chance: random.Random, size: int, unknown: float = 0.0) -> Relation:
    """Each pair drawn for itself: better, worse, equal, or unknown."""
    surely, maybe = [0] * size, [0] * size
    for s in range(size):
        for t in range(s):
            if chance.random() < unknown:
                maybe[s] |= 1 << t
                maybe[t] |= 1 << s
                continue
            lower, upper = chance.choice(((s, t), (t, s), (-1, -1)))
            if lower >= 0:
                surely[lower] |= 1 << upper
                maybe[lower] |= 1 << upper
    return Relation(tuple(surely), tuple(maybe))


def slow(game: Game, reading: str = "sequence") -> Slow:
    """The same game for the slow solver, its moves worked out anew."""
    likes = [_likes(each) for each in game.orders]
    moves = game.moves
    if isinstance(moves, Arcs):
        return Slow(
            [[{t for t in range(game.size) if a >> t & 1} for a in each] for each in moves.steps],
            likes,
            None,
            reading,
        )
    codes = moves.codes.tolist()
    steps = [[_from(moves, i, s, codes) for s in codes] for i in range(len(game.orders))]
    return Slow(steps, likes, codes, reading)


def _from(moves: Choices, maker: int, code: int, codes: list[int]) -> set[int]:
    """Where one maker can go: only its own options change, each in a direction it may."""
    found = set()
    for at, other in enumerate(codes):
        changed = [bit for bit in range(len(moves.owners)) if (code ^ other) >> bit & 1]
        if changed and all(
            moves.owners[bit] == maker
            and (
                moves.directions[bit] == "both"
                or (moves.directions[bit] == "forward") == bool(other >> bit & 1)
            )
            for bit in changed
        ):
            found.add(at)
    return found


def _likes(order: Order):  # type: ignore[no-untyped-def]  # two plain lambdas
    if isinstance(order, Ranking):
        return lambda t, s: order.levels[t] > order.levels[s]
    return lambda t, s: bool(order.surely[s] >> t & 1)
