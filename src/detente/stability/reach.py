"""Which states a group of makers can bring about, by each reading of a sanction.

`sequence`: a legal sequence of moves, in which no maker moves twice in a row (Fang, Hipel and
Kilgour 1993). `once`: each maker moves at most once. `single`: one move by one maker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from detente.stability.game import members

Sanction = Literal["sequence", "once", "single"]
SANCTIONS: tuple[Sanction, ...] = get_args(Sanction)
"""The readings of what those who answer a move can bring about."""

Steps = Sequence[Sequence[int]]
"""For each mover and state the set of states that one move leads to."""


def reached(steps: Steps, state: int, reading: Sanction) -> int:
    """Give the set of states that the movers can bring about from a state, by one move or more.

    Args:
        steps: of each mover; a mover may also be a coalition that moves as one.
        state: where they begin.
        reading: which sequences of moves count.
    """
    if reading == "single":
        found = 0
        for each in steps:
            found |= each[state]
        return found
    if reading == "once":
        return _once(steps, state, (1 << len(steps)) - 1, {})
    return _sequence(steps, state)


def _sequence(steps: Steps, state: int) -> int:
    """Walk on by state and last mover until nothing new is met."""
    seen = [0] * len(steps)
    fresh = [each[state] for each in steps]
    while any(fresh):
        onward = [0] * len(steps)
        for last, states in enumerate(fresh):
            seen[last] |= states
            for at in members(states):
                for mover, each in enumerate(steps):
                    if mover != last:
                        onward[mover] |= each[at]
        fresh = [states & ~seen[mover] for mover, states in enumerate(onward)]
    found = 0
    for states in seen:
        found |= states
    return found


def _once(steps: Steps, state: int, left: int, known: dict[tuple[int, int], int]) -> int:
    """Walk on with the movers that have not moved yet."""
    key = state, left
    if key not in known:
        found = 0
        for mover in members(left):
            found |= steps[mover][state]
            for at in members(steps[mover][state]):
                found |= _once(steps, at, left & ~(1 << mover), known)
        known[key] = found
    return known[key]
