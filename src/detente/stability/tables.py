"""What was found as frames: one row for each state and concept, in the order of the states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.stability.solve import OPEN, YES, Answer

if TYPE_CHECKING:
    import polars as pl

FIXED = {
    "state": "The name of the state.",
    "label": "What it is in words: its own label, or the options that are taken in it.",
    "concept": "What counts as stable: Nash, GMR, SMR, SEQ, SSEQ or SIM.",
    "sanction": "What those who answer a move can bring about: sequence, once or single.",
    "equilibrium": "Whether it is stable for every decision maker; empty: cannot be told.",
}
"""The columns that every frame has, and what each says; a column for each maker follows."""


def frame(answer: Answer) -> pl.DataFrame:
    """Give the answers as a frame: columns `FIXED`, then one for each decision maker by its id."""
    import polars as pl

    size, conflict = answer.game.size, answer.conflict
    names = list(conflict.states.names) if conflict else [str(at + 1) for at in range(size)]
    labels = [conflict.label(at) for at in range(size)] if conflict else [""] * size
    ids = [each.id for each in conflict.makers] if conflict else []
    ids = ids or [f"maker_{i + 1}" for i in range(answer.game.makers)]
    parts = [
        pl.DataFrame(
            {
                "state": names,
                "label": labels,
                "concept": concept,
                "sanction": answer.reading,
                "equilibrium": _answers(answer.equilibrium(concept)),
                **{name: _answers(held[i]) for i, name in enumerate(ids)},
            }
        )
        for concept, held in answer.stable.items()
    ]
    return pl.concat(parts) if parts else pl.DataFrame()


def _answers(held: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> pl.Series:
    """Give held answers as true, false and null."""
    import polars as pl

    found = pl.Series(held)
    return pl.select(
        pl.when(found == OPEN).then(None).otherwise(found == YES).alias("answer")
    ).to_series()
