"""Ways from the state in which things stand: what can come of it, in how many steps, who begins.

No maker moves twice in a row. A step is final where its mover cannot undo it by a move of its own.

Source: Li, Kilgour and Hipel, Status quo analysis in the graph model, 2005.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from detente.errors import SenderError
from detente.stability.game import Game, members

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

_SHOWN = 20

Move = tuple[int, int, int]
"""A maker, where it begins and where it ends."""


@dataclass(frozen=True)
class Step:
    """One move.

    Attributes:
        maker: the id of the mover.
        start: the state that it leaves.
        end: the state that it moves to.
        gains: whether the mover prefers `end`; None: cannot be told.
        final: whether the mover cannot undo it by a move of its own.
    """

    maker: str
    start: str
    end: str
    gains: bool | None
    final: bool


@dataclass(frozen=True)
class Way:
    """How a state can come about.

    Attributes:
        end: the state.
        length: the fewest steps that lead to it.
        first: the ids of those who may begin such a way.
        count: how many ways of that length there are.
        ways: the first of them, at most twenty, each step by step.
    """

    end: str
    length: int
    first: tuple[str, ...]
    count: int
    ways: tuple[tuple[Step, ...], ...]


def paths(
    conflict: Conflict, start: str = "", to: str = "", *, by_gain: bool = False
) -> tuple[Way, ...]:
    """Give the shortest ways from a state to every state that can come of it.

    Args:
        conflict: the conflict.
        start: where things stand; empty: the status quo that the file states.
        to: the only end that is asked for; empty: every one.
        by_gain: take only moves that gain their mover, or of which that cannot be told.

    Raises:
        UnknownName: no state is called so. The sender must act.
        SenderError: neither a start nor a status quo is given. The sender must act.
    """
    begin = start or conflict.status_quo
    if not begin:
        raise SenderError("the file states no status_quo; name the state where things stand.")
    place = conflict.states.of(begin)
    wanted = conflict.states.of(to) if to else None
    walk = _Walk(conflict.game(), place, by_gain=by_gain)
    ends = sorted(walk.fewest, key=lambda end: (walk.fewest[end], end))
    asked = [end for end in ends if end != place and wanted in (None, end)]
    return tuple(_way(conflict, walk, end) for end in asked)


class _Walk:
    """A walk by state and last mover, layer by layer."""

    def __init__(self, game: Game, start: int, *, by_gain: bool) -> None:
        """Walk until nothing new is met."""
        self.game, self.start = game, start
        self.steps = [
            [step & (order.maybe[s] if by_gain else step) for s, step in enumerate(game.steps[i])]
            for i, order in enumerate(game.relations)
        ]
        self.into = [[list[int]() for _ in range(game.size)] for _ in self.steps]
        for maker, every in enumerate(self.steps):
            for state, step in enumerate(every):
                for end in members(step):
                    self.into[maker][end].append(state)
        self.layer: dict[tuple[int, int], int] = {}
        self._counted: dict[tuple[int, int], tuple[int, frozenset[int]]] = {}
        ahead, length = [(start, -1)], 0
        while ahead:
            length += 1
            ahead = list(self._onward(ahead, length))
        self.fewest: dict[int, int] = {}
        for (state, _), found in self.layer.items():
            self.fewest[state] = min(found, self.fewest.get(state, found))

    def _onward(self, ahead: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
        """Take one step more from where the last one led."""
        for state, last in ahead:
            for maker, steps in enumerate(self.steps):
                for end in members(steps[state]) if maker != last else ():
                    if (end, maker) not in self.layer:
                        self.layer[end, maker] = length
                        yield end, maker

    def ways(self, end: int) -> Iterator[tuple[Move, ...]]:
        """Go through the shortest ways to a state, move by move."""
        for pair in self._shortest(end):
            yield from self._back(pair)

    def told(self, end: int) -> tuple[int, set[int]]:
        """Give how many shortest ways lead to a state, and who begins them."""
        each = [self._count(pair) for pair in self._shortest(end)]
        return sum(count for count, _ in each), {i for _, first in each for i in first}

    def _shortest(self, end: int) -> list[tuple[int, int]]:
        """Give by whom a state is brought about in the fewest steps."""
        makers = range(self.game.makers)
        return [(end, i) for i in makers if self.layer.get((end, i)) == self.fewest[end]]

    def _before(self, pair: tuple[int, int]) -> list[tuple[int, int]]:
        """Give the states and movers just before the last step of shortest ways."""
        (end, maker), length = pair, self.layer[pair]
        return [
            (state, last)
            for state in self.into[maker][end]
            for last in range(self.game.makers)
            if last != maker and self.layer.get((state, last)) == length - 1
        ]

    def _count(self, pair: tuple[int, int]) -> tuple[int, frozenset[int]]:
        """Count the shortest ways to a state by a last mover, and give who begins them."""
        if pair not in self._counted:
            if self.layer[pair] == 1:
                self._counted[pair] = 1, frozenset({pair[1]})
            else:
                each = [self._count(before) for before in self._before(pair)]
                first = frozenset(i for _, makers in each for i in makers)
                self._counted[pair] = sum(count for count, _ in each), first
        return self._counted[pair]

    def _back(self, pair: tuple[int, int]) -> Iterator[tuple[Move, ...]]:
        """Go back from a state to the start."""
        end, maker = pair
        if self.layer[pair] == 1:
            yield ((maker, self.start, end),)
            return
        for before in self._before(pair):
            for way in self._back(before):
                yield (*way, (maker, before[0], end))


def _way(conflict: Conflict, walk: _Walk, end: int) -> Way:
    """Name the shortest ways to a state."""
    shown = islice(walk.ways(end), _SHOWN)
    count, first = walk.told(end)
    return Way(
        conflict.states.names[end],
        walk.fewest[end],
        tuple(each.id for i, each in enumerate(conflict.makers) if i in first),
        count,
        tuple(tuple(_step(conflict, walk.game, move) for move in way) for way in shown),
    )


def _step(conflict: Conflict, game: Game, move: Move) -> Step:
    """Name one move."""
    maker, start, end = move
    names, order = conflict.states.names, game.relations[maker]
    sure, may = order.surely[start] >> end & 1, order.maybe[start] >> end & 1
    return Step(
        conflict.makers[maker].id,
        names[start],
        names[end],
        True if sure else None if may else False,
        not game.steps[maker][end] >> start & 1,
    )
