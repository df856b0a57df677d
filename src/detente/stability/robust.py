"""How far an answer rests on the preferences: margins, and what variants make of it.

The margin of a state is the least number of pairs of states whose order would have to change before
the answer changes: before it no longer holds, or before it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from detente.errors import SenderError
from detente.stability.changing import changes, classes, nearest
from detente.stability.game import Game
from detente.stability.inverse import Change, named
from detente.stability.pairs import Concept, Pairs
from detente.stability.reach import Sanction
from detente.stability.solve import solve

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

STATES, VARIANTS = 64, 1_024
"""The most states of which margins are sought, and the most combinations of variants."""


@dataclass(frozen=True)
class Margin:
    """How near the answer for a state is to another.

    Attributes:
        state: the state.
        holds: whether it holds; None: cannot be told.
        pairs: the fewest pairs that would have to change; None: more than were sought.
        example: one way to do it.
    """

    state: str
    holds: bool | None
    pairs: int | None
    example: tuple[Change, ...]


@dataclass(frozen=True)
class Robustness:
    """What holds under which of the preferences that are thought possible.

    Attributes:
        concept: what counts as stable.
        variants: each combination: the variant of each maker, by id.
        holds: for each state in how many combinations it holds.
        fails: for each state the combinations in which it does not hold, or cannot be told.
    """

    concept: Concept
    variants: tuple[dict[str, str], ...]
    holds: dict[str, int]
    fails: dict[str, tuple[dict[str, str], ...]]


def margins(
    conflict: Conflict, concept: Concept = "SEQ", *, most: int = 2, sanction: Sanction = "sequence"
) -> tuple[Margin, ...]:
    """Give the margin of every state.

    Args:
        conflict: the conflict.
        concept: what counts as stable.
        most: up to how many changed pairs are sought.
        sanction: what those who answer a move can bring about.

    Raises:
        SenderError: there are too many states. The sender must act.
    """
    if conflict.size > STATES:
        raise SenderError(f"margins are sought among at most {STATES} states.")
    game = conflict.game()
    first = _equilibria(game, concept, sanction)
    begin = [classes(each) for each in game.orders]
    found: dict[int, tuple[int, tuple[Change, ...]]] = {}
    for cost, now, other in nearest(game, most):
        answers = _equilibria(other, concept, sanction)
        for state in range(game.size):
            if state not in found and answers[state] is not first[state]:
                way = tuple(named(conflict, swap) for swap in changes(begin, now))
                found[state] = cost, way
        if len(found) == game.size:
            break
    nothing: tuple[None, tuple[Change, ...]] = None, ()
    return tuple(
        Margin(name, first[at], *found.get(at, nothing))
        for at, name in enumerate(conflict.states.names)
    )


def robustness(
    conflict: Conflict, concept: Concept = "SEQ", *, sanction: Sanction = "sequence"
) -> Robustness:
    """Ask in which combinations of the stated variants each state holds.

    Args:
        conflict: the conflict; a maker with several preferences has them as variants.
        concept: what counts as stable.
        sanction: what those who answer a move can bring about.

    Raises:
        SenderError: there are too many combinations. The sender must act.
    """
    variants = conflict.variants()
    if prod(map(len, variants.values())) > VARIANTS:
        raise SenderError(f"the variants make more than {VARIANTS:,} combinations; state fewer.")
    every = [dict(zip(variants, each, strict=True)) for each in product(*variants.values())]
    names = conflict.states.names
    fails: dict[str, list[dict[str, str]]] = {name: [] for name in names}
    for variant in every:
        held = solve(conflict.game(variant), concepts=[concept], sanction=sanction)
        for name in set(names) - {names[int(at) - 1] for at in held.states(concept)}:
            fails[name].append(variant)
    return Robustness(
        concept,
        tuple(every),
        {name: len(every) - len(fails[name]) for name in names},
        {name: tuple(each) for name, each in fails.items()},
    )


def _equilibria(game: Game, concept: Concept, sanction: Sanction) -> list[bool | None]:
    """Tell for each state whether it holds."""
    pairs = Pairs(game, sanction)
    found: list[bool | None] = []
    for state in range(game.size):
        each: list[bool | None] = []
        for maker in range(game.makers):
            each.append(pairs.stable(concept, maker, state))
            if each[-1] is False:
                break
        found.append(False if False in each else None if None in each else True)
    return found
