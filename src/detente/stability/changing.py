"""Rankings changed step by step: the nearest first, by how many pairs of states change order.

A step moves one state past its neighbour in one maker's ranking; where states are ranked equal, it
also leaves its equals or joins the next. In a ranking without equals none arise.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from detente.stability.game import Game, Levels, Order, Ranking, Relation

Classes = tuple[tuple[int, ...], ...]
"""A ranking from best to worst; states in one class are equal."""


@dataclass(frozen=True)
class Swap:
    """One pair of states whose order is another than before.

    Attributes:
        maker: the number of the maker.
        one: the state that gains.
        other: the state that it is now preferred to, or equal to.
        equal: whether they are now equal.
    """

    maker: int
    one: int
    other: int
    equal: bool = False


def classes(order: Order) -> Classes | None:
    """Write a preference as classes; None where it is no ranking."""
    if isinstance(order, Relation):
        return None
    found: dict[int, list[int]] = {}
    for state, level in enumerate(order.levels.tolist()):
        found.setdefault(level, []).append(state)
    return tuple(tuple(found[level]) for level in sorted(found, reverse=True))


def ranking(order: Classes, size: int) -> Ranking:
    """Write classes as levels."""
    levels: Levels = np.zeros(size, dtype=np.int32)
    for at, states in enumerate(order):
        levels[list(states)] = len(order) - at
    return Ranking(levels)


def as_relation(order: Classes, size: int) -> Relation:
    """Write classes as pairs."""
    better, above = [0] * size, 0
    for states in order:
        within = 0
        for state in states:
            better[state] = above
            within |= 1 << state
        above |= within
    return Relation(tuple(better), tuple(better))


def nearest(game: Game, most: int) -> Iterator[tuple[int, tuple[Classes | None, ...], Game]]:
    """Go through other rankings of all makers, the nearest first; the first is the one there is.

    Args:
        game: the game; a preference that is no ranking stays as it is.
        most: up to how many changed pairs.

    Returns:
        How many pairs changed, the rankings, and the game with them.
    """
    begin = tuple(classes(each) for each in game.orders)
    made: dict[Classes, Relation] = {}
    far = {begin: 0}
    waiting: list[tuple[int, int, tuple[Classes | None, ...]]] = [(0, 0, begin)]
    order = 0
    while waiting:
        cost, _, now = heapq.heappop(waiting)
        if cost > far[now]:
            continue
        yield cost, now, game.preferring(tuple(_orders(game, now, made)))
        for maker, mine in enumerate(now):
            for price, changed in _steps(mine) if mine else ():
                other = (*now[:maker], changed, *now[maker + 1 :])
                if cost + price <= most and cost + price < far.get(other, most + 1):
                    far[other] = cost + price
                    order += 1
                    heapq.heappush(waiting, (cost + price, order, other))


def _orders(
    game: Game, now: Sequence[Classes | None], made: dict[Classes, Relation]
) -> Iterator[Order]:
    """Give the preference of each maker, each ranking worked out once."""
    for given, mine in zip(game.orders, now, strict=True):
        if mine is None:
            yield given
            continue
        if mine not in made:
            made[mine] = as_relation(mine, game.size)
        yield made[mine]


def changes(before: Sequence[Classes | None], after: Sequence[Classes | None]) -> list[Swap]:
    """Give the pairs whose order is another than before."""
    found: list[Swap] = []
    for maker, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is None or new is None or old == new:
            continue
        was, now = _ranks(old), _ranks(new)
        for a, b in combinations(sorted(was), 2):
            before_, after_ = _sign(was[a] - was[b]), _sign(now[a] - now[b])
            if before_ != after_:
                gains, other = (a, b) if after_ < before_ else (b, a)
                found.append(Swap(maker, gains, other, after_ == 0))
    return found


def _ranks(order: Classes) -> dict[int, int]:
    """Give the class of each state, the best 0."""
    return {state: at for at, states in enumerate(order) for state in states}


def _sign(number: int) -> int:
    """Give -1, 0 or 1."""
    return (number > 0) - (number < 0)


def _steps(order: Classes) -> Iterator[tuple[int, Classes]]:
    """Go through the rankings that one step leads to, each with how many pairs change."""
    if all(len(states) == 1 for states in order):
        for at in range(len(order) - 1):
            yield 1, (*order[:at], order[at + 1], order[at], *order[at + 2 :])
        return
    for at, states in enumerate(order):
        for state in states:
            rest = tuple(each for each in states if each != state)
            if rest:
                yield len(rest), (*order[:at], (state,), rest, *order[at + 1 :])
                yield len(rest), (*order[:at], rest, (state,), *order[at + 1 :])
            for next_ in (at - 1, at + 1):
                if 0 <= next_ < len(order):
                    yield _joined(order, at, next_, state)
        if len(states) == 1 and at + 1 < len(order):
            below = order[at + 1]
            yield len(below), (*order[:at], below, states, *order[at + 2 :])
        if len(states) == 1 and at and len(order[at - 1]) > 1:
            above = order[at - 1]
            yield len(above), (*order[: at - 1], states, above, *order[at + 1 :])


def _joined(order: Classes, at: int, next_: int, state: int) -> tuple[int, Classes]:
    """Let a state leave its equals for those of a neighbouring class."""
    changed = [list(states) for states in order]
    changed[at].remove(state)
    price = len(changed[at]) + len(changed[next_])
    changed[next_] = sorted([*changed[next_], state])
    return price, tuple(tuple(states) for states in changed if states)
