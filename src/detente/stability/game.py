"""What the solvers work on: who can move from which state to which, and who prefers what.

States and makers are numbered from 0. A set of states is a whole number whose bit ``s`` says
whether state ``s`` is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Direction = Literal["both", "forward", "back"]
"""Whether an option can be taken and given up again, only taken, or only given up."""

Levels = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Choices:
    """Moves by options: a maker changes its own options, any number of them in one move.

    Attributes:
        owners: for each option the maker that has it; option 0 is the lowest bit of a code.
        directions: for each option in which direction it can change.
        codes: for each state which options are taken, in rising order.
    """

    owners: tuple[int, ...]
    directions: tuple[Direction, ...]
    codes: NDArray[np.int64]

    def mask(self, maker: int, *directions: Direction) -> int:
        """Give the bits of a maker's options; with directions only of those."""
        each = zip(self.owners, self.directions, strict=True)
        return sum(
            1 << bit
            for bit, (owner, way) in enumerate(each)
            if owner == maker and (not directions or way in directions)
        )


@dataclass(frozen=True)
class Arcs:
    """Moves as a list: for each maker and state the set of states that one move leads to."""

    steps: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Preference as levels: the higher the level, the more preferred; equal levels are equal."""

    levels: Levels


@dataclass(frozen=True)
class Relation:
    """Preference as pairs, which need not be transitive, and of which some may be unknown.

    Attributes:
        surely: for each state the set of states that are preferred to it.
        maybe: the same with those of which it is not known whether they are.
    """

    surely: tuple[int, ...]
    maybe: tuple[int, ...]


Order = Ranking | Relation


@dataclass(frozen=True, eq=False)
class Game:
    """A game: its moves, and for each maker its preference.

    Attributes:
        size: how many states there are.
        moves: who can move where.
        orders: for each maker what it prefers.
    """

    size: int
    moves: Choices | Arcs
    orders: tuple[Order, ...]

    @property
    def makers(self) -> int:
        """How many decision makers there are."""
        return len(self.orders)

    @cached_property
    def steps(self) -> tuple[tuple[int, ...], ...]:
        """For each maker and state the set of states that one move leads to."""
        if isinstance(self.moves, Arcs):
            return self.moves.steps
        return tuple(tuple(_by_options(self.moves, i)) for i in range(self.makers))

    def preferring(self, orders: tuple[Order, ...]) -> Game:
        """Give the same game with other preferences; its moves are not worked out again."""
        other = Game(self.size, self.moves, orders)
        other.__dict__["steps"] = self.steps
        return other

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """For each maker its preference as pairs."""
        return tuple(
            each if isinstance(each, Relation) else relation(each.levels) for each in self.orders
        )


def members(states: int) -> Iterator[int]:
    """Go through the states of a set, in rising order."""
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


def gathered(states: Sequence[int]) -> int:
    """Make a set of states."""
    found = 0
    for state in states:
        found |= 1 << state
    return found


def relation(levels: Levels) -> Relation:
    """Write levels as pairs."""
    better = [0] * len(levels)
    above, within, level = 0, 0, None
    for state in np.argsort(-levels.astype(np.int64), kind="stable").tolist():
        if level != levels[state]:
            above |= within
            within, level = 0, levels[state]
        better[state] = above
        within |= 1 << state
    return Relation(tuple(better), tuple(better))


def _by_options(choices: Choices, maker: int) -> list[int]:
    """Give for each state the states that differ from it in the maker's own options only."""
    own = choices.mask(maker)
    up, down = choices.mask(maker, "forward"), choices.mask(maker, "back")
    codes = choices.codes.tolist()
    fibres: dict[int, list[int]] = {}
    for state, code in enumerate(codes):
        fibres.setdefault(code & ~own, []).append(state)
    steps = [0] * len(codes)
    for fibre in fibres.values():
        whole = gathered(fibre)
        for state in fibre:
            code = codes[state]
            barred = (
                [t for t in fibre if up & code & ~codes[t] or down & codes[t] & ~code]
                if up | down
                else []
            )
            steps[state] = whole & ~(1 << state) & ~gathered(barred)
    return steps
