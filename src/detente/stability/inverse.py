"""What would have to change: the nearest preferences by which a state holds, or no longer holds.

Source: Kinsara, Kilgour and Hipel, Inverse approach to the graph model, 2015. The counts of
rankings follow the definitions; the count for SEQ that is printed in the guide to GMCR+ lets the
last move decide alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING

from detente.errors import SenderError
from detente.stability.changing import Swap, changes, classes, nearest
from detente.stability.game import Game, Relation, members
from detente.stability.pairs import Concept, Pairs
from detente.stability.reach import Sanction

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

COUNTED = 14
"""The most states of which all rankings are counted."""

STATES = 256
"""The most states of which changes are sought."""


@dataclass(frozen=True)
class Change:
    """One pair of states that a maker would have to order otherwise.

    Attributes:
        maker: its id.
        prefers: the state that would have to rank higher than it does.
        to: the state that it would then be preferred to, or equal to.
        equal: whether equal is enough.
    """

    maker: str
    prefers: str
    to: str
    equal: bool

    def __str__(self) -> str:
        """Say it."""
        verb = "is indifferent between" if self.equal else "prefers"
        joint = "and" if self.equal else "to"
        return f"{self.maker} {verb} {self.prefers} {joint} {self.to}"


@dataclass(frozen=True)
class Share:
    """How many strict rankings of one maker, the others being as they are, keep it at a state."""

    maker: str
    rankings: int
    of: int


@dataclass(frozen=True)
class Inverse:
    """What would have to change for a state to hold.

    Attributes:
        state: the state.
        concept: what counts as stable.
        holds: whether it holds as things are; None: cannot be told.
        stays: for each maker, by id, whether it stays as things are.
        pairs: the fewest pairs of states that would have to change their order; None: more than
            were sought.
        ways: each way to do it with so few.
        sought: up to how many pairs were sought.
        shares: of each maker, among how many rankings it would stay; empty where there are too many
            states to count.
    """

    state: str
    concept: Concept
    holds: bool | None
    stays: dict[str, bool | None]
    pairs: int | None
    ways: tuple[tuple[Change, ...], ...]
    sought: int
    shares: tuple[Share, ...]


def inverse(
    conflict: Conflict,
    state: str,
    *,
    concept: Concept = "SEQ",
    most: int = 3,
    sanction: Sanction = "sequence",
) -> Inverse:
    """Ask which least change of preferences would make a state hold.

    Args:
        conflict: the conflict.
        state: the state, by name.
        concept: what counts as stable.
        most: up to how many pairs of states are changed.
        sanction: what those who answer a move can bring about.

    Raises:
        UnknownName: no state is called so. The sender must act.
        SenderError: there are too many states. The sender must act.
    """
    game, place = _game(conflict), conflict.states.of(state)
    asked = Pairs(game, sanction)
    each = [asked.stable(concept, i, place) for i in range(game.makers)]
    holds = False if False in each else None if None in each else True
    pairs, ways = _cheapest(conflict, game, place, (concept, sanction), most)
    shares = tuple(
        Share(maker.id, keeping(game, i, place, concept, sanction), factorial(game.size))
        for i, maker in enumerate(conflict.makers)
        if game.size <= COUNTED
    )
    stays = {maker.id: each[i] for i, maker in enumerate(conflict.makers)}
    return Inverse(state, concept, holds, stays, pairs, ways, most, shares)


def keeping(
    game: Game, maker: int, state: int, concept: Concept, sanction: Sanction = "sequence"
) -> int:
    """Count the strict rankings of one maker that keep it at a state, the others being as they are.

    Whether it stays depends only on which states it prefers to this one, so that these sets are
    asked, and each is counted with the rankings that have it.
    """
    others = [each for each in range(game.size) if each != state]
    found = 0
    for chosen in range(1 << len(others)):
        better = sum(1 << others[bit] for bit in members(chosen))
        levels = tuple(better if s == state else 0 for s in range(game.size))
        orders = list(game.orders)
        orders[maker] = Relation(levels, levels)
        if Pairs(game.preferring(tuple(orders)), sanction).stable(concept, maker, state):
            above = chosen.bit_count()
            found += factorial(above) * factorial(len(others) - above)
    return found


def _cheapest(
    conflict: Conflict, game: Game, state: int, asked: tuple[Concept, Sanction], most: int
) -> tuple[int | None, tuple[tuple[Change, ...], ...]]:
    """Seek the least change that makes a state hold, and each way to do it with so little."""
    concept, sanction = asked
    begin = [classes(each) for each in game.orders]
    least: int | None = None
    ways: list[tuple[Change, ...]] = []
    for cost, now, other in nearest(game, most):
        if least is not None and cost > least:
            break
        pairs = Pairs(other, sanction)
        if all(pairs.stable(concept, i, state) for i in range(game.makers)):
            least = cost
            ways.append(tuple(named(conflict, swap) for swap in changes(begin, now)))
    return least, tuple(way for way in ways if way)


def named(conflict: Conflict, swap: Swap) -> Change:
    """Name what changes."""
    names = conflict.states.names
    return Change(conflict.makers[swap.maker].id, names[swap.one], names[swap.other], swap.equal)


def _game(conflict: Conflict) -> Game:
    """Give the game, if it is small enough.

    Raises:
        SenderError: there are too many states. The sender must act.
    """
    if conflict.size > STATES:
        raise SenderError(
            f"changes of preference are sought among at most {STATES} states; there are"
            f" {conflict.size:,}."
        )
    return conflict.game()
