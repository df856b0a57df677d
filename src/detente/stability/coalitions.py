"""Coalitions: what some makers can bring about together that each of them prefers.

A coalition H can move where a legal sequence of moves of its members leads. A state is stable for H
when each such move that all members prefer is deterred: the others can answer so that at least one
member is no better off than where H began (GMR); so that, besides, no further joint move mends that
for all members (SMR); by joint improvements of coalitions among themselves, none of which moves
twice in a row (SEQ). Nash: there is no such move.

Sources: Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args

from detente.errors import SenderError
from detente.stability.game import Game, members
from detente.stability.pairs import Pairs
from detente.stability.reach import Sanction, reached

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

JointConcept = Literal["Nash", "GMR", "SMR", "SEQ"]
JOINT: tuple[JointConcept, ...] = get_args(JointConcept)
"""What counts as stable for a coalition."""

MAKERS, STATES = 8, 4_096
"""The most makers and states of which coalitions are asked."""

Coalition = tuple[int, ...]


@dataclass(frozen=True)
class Departure:
    """A joint move that nothing deters.

    Attributes:
        state: the state that the coalition leaves.
        coalition: the names of its members.
        to: the states to which it moves.
        sure: False where it cannot be told whether there is such a move.
    """

    state: str
    coalition: tuple[str, ...]
    to: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class Together:
    """What coalitions make of the states.

    Attributes:
        concept: what counts as stable.
        stable: the states that no coalition leaves.
        open: the states of which that cannot be told.
        departures: by state and coalition, what makes the others fall.
    """

    concept: JointConcept
    stable: tuple[str, ...]
    open: tuple[str, ...]
    departures: tuple[Departure, ...]


def coalitions(
    conflict: Conflict, concept: JointConcept = "Nash", *, sanction: Sanction = "sequence"
) -> Together:
    """Ask of every state whether any coalition leaves it: each maker alone, each pair, all of them.

    Args:
        conflict: the conflict.
        concept: what counts as stable.
        sanction: what those who answer can bring about; a coalition's own moves are any legal
            sequence.

    Raises:
        SenderError: there are too many makers or states. The sender must act.
    """
    asked = Joint(conflict.game(), sanction)
    names, makers = conflict.states.names, [each.id for each in conflict.makers]
    departures: list[Departure] = []
    for state in range(conflict.size):
        for coalition in asked.every():
            sure = asked.leaving(concept, coalition, state, hard=False)
            moves = sure or asked.leaving(concept, coalition, state, hard=True)
            if moves:
                who = tuple(makers[i] for i in coalition)
                to = tuple(names[t] for t in members(moves))
                departures.append(Departure(names[state], who, to, bool(sure)))
    left = {each.state for each in departures if each.sure}
    doubtful = {each.state for each in departures} - left
    return Together(
        concept,
        tuple(name for name in names if name not in left | doubtful),
        tuple(name for name in names if name in doubtful),
        tuple(departures),
    )


class Joint:
    """A game asked coalition by coalition.

    Args:
        game: the game.
        reading: what those who answer can bring about.

    Raises:
        SenderError: there are too many makers or states. The sender must act.
    """

    def __init__(self, game: Game, reading: Sanction = "sequence") -> None:
        """Keep the game; nothing is worked out yet."""
        if game.makers > MAKERS or game.size > STATES:
            raise SenderError(
                f"coalitions are asked of at most {MAKERS} decision makers and {STATES:,} states;"
                f" there are {game.makers} and {game.size:,}."
            )
        self.pairs, self.reading, self.game = Pairs(game, reading), reading, game
        self._reached: dict[tuple[Coalition, int, Sanction], int] = {}
        self._joint: dict[tuple[Coalition, bool], list[int]] = {}
        self._class: dict[tuple[Coalition, int, bool], int] = {}

    def every(self) -> Iterator[Coalition]:
        """Go through the coalitions, the smallest first."""
        for count in range(1, self.game.makers + 1):
            yield from combinations(range(self.game.makers), count)

    def leaving(
        self, concept: JointConcept, coalition: Coalition, state: int, *, hard: bool
    ) -> int:
        """Give the joint moves that nothing deters.

        Args:
            concept: what counts as stable.
            coalition: who moves.
            state: where they begin.
            hard: take each unknown preference as standing in the way of stability.
        """
        gain = self.gain(coalition, state, hard=hard)
        found = 0
        for move in members(self.moves(coalition, state, "sequence") & gain):
            if concept == "Nash" or not self._deterred(concept, coalition, move, gain, hard=hard):
                found |= 1 << move
        return found

    def gain(self, coalition: Coalition, state: int, *, hard: bool) -> int:
        """Give the states that all members prefer to this one."""
        found = self.pairs.whole
        for maker in coalition:
            found &= self.pairs.gain(maker, state, hard=hard)
        return found

    def moves(self, movers: Coalition, state: int, reading: Sanction) -> int:
        """Give what some makers can bring about."""
        key = movers, state, reading
        if key not in self._reached:
            steps = [self.pairs.steps[i] for i in movers]
            self._reached[key] = reached(steps, state, reading)
        return self._reached[key]

    def _deterred(
        self, concept: JointConcept, coalition: Coalition, move: int, gain: int, *, hard: bool
    ) -> bool:
        """Tell whether the others can answer a joint move so that a member is no better off."""
        others = tuple(j for j in range(self.game.makers) if j not in coalition)
        if concept == "SEQ":
            return bool(self._answers(others, move, hard=hard) & ~gain)
        found = self.moves(others, move, self.reading) & ~gain
        if concept == "GMR":
            return bool(found)
        return any(not self.moves(coalition, u, "sequence") & gain for u in members(found))

    def _answers(self, others: Coalition, state: int, *, hard: bool) -> int:
        """Give what coalitions among the others can bring about by joint improvements."""
        key = others, state, hard
        if key not in self._class:
            among = [
                some for count in range(1, len(others) + 1) for some in combinations(others, count)
            ]
            steps = [self._improving(some, hard=not hard) for some in among]
            self._class[key] = reached(steps, state, self.reading)
        return self._class[key]

    def _improving(self, coalition: Coalition, *, hard: bool) -> list[int]:
        """Give for each state where a coalition can move so that all members prefer it."""
        key = coalition, hard
        if key not in self._joint:
            self._joint[key] = [
                self.moves(coalition, s, "sequence") & self.gain(coalition, s, hard=hard)
                for s in range(self.game.size)
            ]
        return self._joint[key]
