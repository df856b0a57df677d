"""What was found of a game: three answers for each state, maker and concept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.stability.game import Game
from detente.stability.pairs import Concept
from detente.stability.reach import Sanction

if TYPE_CHECKING:
    import polars as pl

    from detente.stability.conflict import Conflict

NO, YES, OPEN = 0, 1, 2
"""How an answer is held: no, yes, cannot be told."""

ANSWERS = {NO: False, YES: True, OPEN: None}
"""The answers as values."""

Held = NDArray[np.uint8]

FIXED = {
    "state": "The name of the state.",
    "label": "What it is in words: its own label, or the options that are taken in it.",
    "concept": "What counts as stable: Nash, GMR, SMR, SEQ, SSEQ or SIM.",
    "sanction": "What those who answer a move can bring about: sequence, once or single.",
    "equilibrium": "Whether it is stable for every decision maker; empty: cannot be told.",
}
"""The columns that every frame has, and what each says; a column for each maker follows."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What holds.

    Attributes:
        game: what was asked.
        reading: what those who answer a move can bring about.
        stable: for each concept an array of makers and states: `NO`, `YES` or `OPEN`.
        conflict: the conflict that the game is of; None where a game was given by itself.
    """

    game: Game
    reading: Sanction
    stable: dict[Concept, Held]
    conflict: Conflict | None = None
    _held: dict[Concept, Held] = field(default_factory=dict, repr=False)

    def equilibrium(self, concept: Concept) -> Held:
        """Tell for each state whether it is stable for every maker."""
        if concept not in self._held:
            each = self.stable[concept]
            found = np.where((each == OPEN).any(axis=0), np.uint8(OPEN), np.uint8(YES))
            found[(each == NO).any(axis=0)] = NO
            self._held[concept] = found
        return self._held[concept]

    def states(self, concept: Concept, answer: bool | None = True) -> tuple[str, ...]:
        """Name the states of which one answer is given.

        Args:
            concept: what counts as stable.
            answer: True those that hold, False those that do not, None where it cannot be told.
        """
        held = {found: each for each, found in ANSWERS.items()}[answer]
        names = self.conflict.states.names if self.conflict else None
        found = np.flatnonzero(self.equilibrium(concept) == held).tolist()
        return tuple(names[at] if names else str(at + 1) for at in found)

    def told(self, concept: Concept, maker: int, state: int) -> bool | None:
        """Tell whether one state is stable for one maker; None: cannot be told."""
        return ANSWERS[int(self.stable[concept][maker, state])]

    @property
    def frame(self) -> pl.DataFrame:
        """The answers as a frame: columns `FIXED`, then one for each decision maker by its id."""
        import polars as pl

        size, conflict = self.game.size, self.conflict
        names = list(conflict.states.names) if conflict else [str(at + 1) for at in range(size)]
        labels = [conflict.label(at) for at in range(size)] if conflict else [""] * size
        ids = [each.id for each in conflict.makers] if conflict else []
        ids = ids or [f"maker_{i + 1}" for i in range(self.game.makers)]
        parts = [
            pl.DataFrame(
                {
                    "state": names,
                    "label": labels,
                    "concept": concept,
                    "sanction": self.reading,
                    "equilibrium": _answers(self.equilibrium(concept)),
                    **{name: _answers(held[i]) for i, name in enumerate(ids)},
                }
            )
            for concept, held in self.stable.items()
        ]
        return pl.concat(parts) if parts else pl.DataFrame()


def _answers(held: Held) -> pl.Series:
    """Give held answers as true, false and null."""
    import polars as pl

    found = pl.Series(held)
    return pl.select(
        pl.when(found == OPEN).then(None).otherwise(found == YES).alias("answer")
    ).to_series()
