"""Stability of all states at once, where moves are by options and preferences are rankings.

The states are laid out as a cube with one axis for each option. In option form the moves of a maker
are transitive, so that a legal sequence is any sequence, and what the others can bring about is
plain reachability. For each maker and concept, m(t) is the least level over the states that the
others can bring about from t, t included; a state is stable when no own move leads to a t that is
better and keeps m(t) above the level of the state. Minima over a maker's moves are taken option by
option, each by one pass over the cube.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.stability.gains import Gains, settle
from detente.stability.game import Choices, Game, Levels, Ranking
from detente.stability.reach import Sanction

AXES = 24
"""The most options whose states are laid out as a cube."""

_NOWHERE = -1
_FAR = np.iinfo(np.int32).max

Spread = Callable[[Levels], Levels]


def fits(game: Game) -> bool:
    """Tell whether a game can be laid out as a cube."""
    return (
        isinstance(game.moves, Choices)
        and len(game.moves.owners) <= AXES
        and all(isinstance(each, Ranking) for each in game.orders)
    )


class Cube:
    """A game laid out as a cube, with the options of each maker beside one another.

    Args:
        game: a game that `fits`.
        reading: what those who answer a move can bring about.
    """

    def __init__(self, game: Game, reading: Sanction = "sequence") -> None:
        """Lay out the levels of every maker."""
        assert isinstance(game.moves, Choices)
        self.reading, self.makers = reading, game.makers
        owners, ways = game.moves.owners, game.moves.directions
        order = sorted(range(len(owners)), key=lambda bit: owners[bit])
        self.size = 1 << len(order)
        self.ways = [[ways[bit] for bit in order if owners[bit] == i] for i in range(self.makers)]
        self.first = [sum(owner < i for owner in owners) for i in range(self.makers)]
        self.places = _places(game.moves.codes, order)
        self.full = game.size == self.size
        self.levels = [self._laid(each) for each in game.orders]
        self._gains: dict[int, Gains] = {}

    def stable(self, concept: str, maker: int) -> NDArray[np.bool_]:
        """Tell for each state of the game whether it is stable for a maker."""
        level = self.levels[maker]
        kept = level if concept == "Nash" else self._least(concept, maker)
        found = self._own(kept, maker, most=True) <= level
        return found if self.places is None else found[self.places]

    def kept(self, concept: str, maker: int) -> Levels:
        """Give for each state the best level that a maker can be sure of by a move of its own.

        It is its own level where no move keeps a better one.
        """
        level = self.levels[maker]
        kept = level if concept == "Nash" else self._least(concept, maker)
        found = self._own(kept, maker, most=True)
        return found if self.places is None else found[self.places]

    def _least(self, concept: str, maker: int) -> Levels:
        """Give the level that a maker keeps at each state whatever the others answer."""
        level = self.levels[maker]
        value = self._own(level, maker, most=True) if concept in ("SMR", "SSEQ") else level
        if not self.full:
            value = np.where(level == _NOWHERE, np.int32(_FAR), value)
        others = [j for j in range(self.makers) if j != maker and self.ways[j]]
        if concept in ("SEQ", "SSEQ"):
            every = [self._by_gain(j) for j in others]
            answered = (
                settle(value, every)
                if self.reading == "sequence"
                else self._few(value, [each.least for each in every])
            )
        else:
            answered = self._answered(value, [self._by_move(j) for j in others])
        found = np.minimum(answered, level)
        return found if self.full else np.where(level == _NOWHERE, np.int32(_NOWHERE), found)

    def _answered(self, value: Levels, spreads: Sequence[Spread]) -> Levels:
        """Take the least value over what any moves of the others can bring about."""
        if self.reading != "sequence":
            return self._few(value, spreads)
        while True:
            found = value
            for spread in spreads:
                found = spread(found)
            if self.full or len(spreads) < 2 or np.array_equal(found, value):
                return found
            value = found

    def _few(self, value: Levels, spreads: Sequence[Spread]) -> Levels:
        """Take the least value over one move, or over one move of each at most."""
        if self.reading == "once":
            return _once(value, spreads)
        found = value.copy()
        for spread in spreads:
            np.minimum(found, spread(value), out=found)
        return found

    def _by_move(self, maker: int) -> Spread:
        """Give what takes the least over a maker's moves."""

        def spread(value: Levels) -> Levels:
            found = self._own(value, maker, most=False)
            if not self.full:
                found[self.levels[0] == _NOWHERE] = _FAR
            return found

        return spread

    def _by_gain(self, maker: int) -> Gains:
        """Give the moves of a maker that gain it."""
        if maker not in self._gains:
            self._gains[maker] = Gains(self.levels[maker], self.first[maker], self.ways[maker])
        return self._gains[maker]

    def _own(self, value: Levels, maker: int, *, most: bool) -> Levels:
        """Take the least or the most over where a maker can move, staying included."""
        pick = np.maximum if most else np.minimum
        found = value.copy()
        for bit, way in enumerate(self.ways[maker], start=self.first[maker]):
            sides = found.reshape(-1, 2, 1 << bit)
            without, taken = sides[:, 0], sides[:, 1]
            if way == "both":
                pick(without, taken, out=without)
                taken[...] = without
            elif way == "forward":
                pick(without, taken, out=without)
            else:
                pick(taken, without, out=taken)
        return found

    def _laid(self, order: object) -> Levels:
        """Lay out the levels of a maker; where there is no state, `_NOWHERE`."""
        assert isinstance(order, Ranking)
        levels = order.levels.astype(np.int32, copy=False)
        low = levels.min(initial=0)
        levels = levels if low >= 0 else levels - low
        if self.places is None:
            return levels
        laid = np.full(self.size, _NOWHERE, dtype=np.int32)
        laid[self.places] = levels
        return laid


def _places(codes: NDArray[np.int64], order: Sequence[int]) -> NDArray[np.int64] | None:
    """Give where each state lies in the cube; None where that is its own number."""
    if len(codes) == 1 << len(order) and list(order) == list(range(len(order))):
        return None
    found = np.zeros_like(codes)
    for place, bit in enumerate(order):
        found |= ((codes >> bit) & 1) << place
    return found


def _once(value: Levels, spreads: Sequence[Spread]) -> Levels:
    """Take the least where each of the others moves at most once, in any order."""
    known: dict[int, Levels] = {0: value}
    for movers in range(1, 1 << len(spreads)):
        found = value.copy()
        for mover, spread in enumerate(spreads):
            if movers >> mover & 1:
                np.minimum(found, spread(known[movers & ~(1 << mover)]), out=found)
        known[movers] = found
    return known[(1 << len(spreads)) - 1]
