"""Stability state by state, on any moves and any preference, unknown ones included.

A state is stable for a maker when each move that it would gain by is deterred. The concepts differ
in what deters: Nash nothing; GMR any answer of the others that leaves the maker no better off than
where it began; SMR such an answer from which it cannot escape; SEQ such an answer by moves that
each gain their mover; SSEQ both; SIM that others move at the same time.

Sources: Howard 1971 (GMR, SMR), Fraser and Hipel 1979 and 1984 (SEQ, SIM), Fang, Hipel and
Kilgour 1993 (more than two makers), Rêgo and Vieira 2017 (SSEQ), Li, Hipel, Kilgour and Fang 2004
(unknown preference).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal, get_args

from detente.stability.game import Choices, Game, members
from detente.stability.reach import Sanction, reached

Concept = Literal["Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM"]
CONCEPTS: tuple[Concept, ...] = get_args(Concept)
"""What counts as stable."""

_INESCAPABLE = ("SMR", "SSEQ")
_BY_GAIN = ("SEQ", "SSEQ", "SIM")


class Pairs:
    """A game asked state by state, with what was found kept for the next question.

    Every answer is asked twice where a preference is unknown: once as if each unknown pair stood in
    the way of stability, and once as if it helped. Where both agree, it is the answer.

    Args:
        game: the game.
        reading: what those who answer a move can bring about.
    """

    def __init__(self, game: Game, reading: Sanction = "sequence") -> None:
        """Keep the game; nothing is worked out yet."""
        self.game, self.reading = game, reading
        self.steps = game.steps
        self.whole = (1 << game.size) - 1
        self.surely = [each.surely for each in game.relations]
        self.maybe = [each.maybe for each in game.relations]
        self.settled = self.surely == self.maybe
        self._reached: dict[tuple[int, int, bool, bool], int] = {}
        self._gains: dict[bool, list[list[int]]] = {}
        self._states: dict[int, int] | None = None

    def stable(self, concept: Concept, maker: int, state: int) -> bool | None:
        """Tell whether a state is stable for a maker; None where that cannot be told."""
        if self._holds(concept, maker, state, hard=True):
            return True
        if self.settled or not self._holds(concept, maker, state, hard=False):
            return False
        return None

    def gain(self, maker: int, state: int, *, hard: bool) -> int:
        """Give the states that a maker prefers to this one; of unknown ones all where `hard`."""
        return (self.maybe if hard else self.surely)[maker][state]

    def wins(self, maker: int, state: int, *, hard: bool) -> int:
        """Give the states that a maker gains by moving to."""
        return self.steps[maker][state] & self.gain(maker, state, hard=hard)

    def deterring(
        self, concept: Concept, maker: int, state: int, move: int, *, hard: bool = True
    ) -> int:
        """Give the set of states by which the others deter a maker from a move.

        Args:
            concept: GMR, SMR, SEQ, SSEQ or SIM.
            maker: whose move it is.
            state: where it begins.
            move: where it leads.
            hard: take each unknown preference as standing in the way of stability.
        """
        gain = self.gain(maker, state, hard=hard)
        if concept == "SIM":
            return self._at_once(maker, state, move, hard=hard) & ~gain
        found = self.answers(maker, move, by_gain=concept in _BY_GAIN, hard=hard) & ~gain
        if concept not in _INESCAPABLE:
            return found
        own = self.steps[maker]
        return sum(1 << u for u in members(found) if not own[u] & gain)

    def answers(self, maker: int, state: int, *, by_gain: bool, hard: bool = True) -> int:
        """Give the states that the others can bring about, where `by_gain` by moves that gain."""
        key = maker, state, by_gain, hard and by_gain
        if key not in self._reached:
            every = self.gains(hard=hard) if by_gain else self.steps
            others = [each for j, each in enumerate(every) if j != maker]
            self._reached[key] = reached(others, state, self.reading)
        return self._reached[key]

    def gains(self, *, hard: bool) -> list[list[int]]:
        """Give for each maker and state the moves that deter others, as they gain their mover."""
        if hard not in self._gains:
            better = self.surely if hard else self.maybe
            self._gains[hard] = [
                [step & gain for step, gain in zip(steps, gains, strict=True)]
                for steps, gains in zip(self.steps, better, strict=True)
            ]
        return self._gains[hard]

    def _holds(self, concept: Concept, maker: int, state: int, *, hard: bool) -> bool:
        """Tell whether every gainful move from a state is deterred."""
        wins = self.wins(maker, state, hard=hard)
        if concept == "Nash":
            return not wins
        return all(self.deterring(concept, maker, state, move, hard=hard) for move in members(wins))

    def _at_once(self, maker: int, state: int, move: int, *, hard: bool) -> int:
        """Give the states that come about when others, too, make a gainful move at that time."""
        moves = self.game.moves
        assert isinstance(moves, Choices)
        codes = moves.codes
        if self._states is None:
            self._states = {code: at for at, code in enumerate(codes.tolist())}
        gains = self.gains(hard=hard)
        here = int(codes[state])
        changes = [
            [0, *(here ^ int(codes[t]) for t in members(gains[j][state]))]
            for j in range(self.game.makers)
            if j != maker
        ]
        found = 0
        for change in self._joined(changes):
            at = self._states.get(int(codes[move]) ^ change)
            found |= 0 if at is None else 1 << at
        return found

    def _joined(self, changes: list[list[int]]) -> Iterator[int]:
        """Go through what others change at one time: one of them, or any number."""
        if self.reading == "single":
            yield from (change for each in changes for change in each[1:])
            return
        for each in product(*changes):
            if any(each):
                yield sum(each)
