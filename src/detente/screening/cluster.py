"""PySpark frames: activities are screened on the executors, where they lie.

Red lines are few beside activities, so every executor gets all of them, drawn and indexed once for
each partition. An activity lies in one partition, so each pair comes once, and nothing is shuffled.
The executors need Détente.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from detente.screening.asking import Prepared

_KINDS = {
    "distance_m": "double",
    "overlap_from": "timestamp_ntz",
    "overlap_to": "timestamp_ntz",
    "verdict": "boolean",
}

Question = Callable[[pl.DataFrame, "Prepared"], Iterator[pl.DataFrame]]
"""What is asked of some activities."""


def across(frame: Any, prepared: Prepared, question: Question, columns: Iterable[str]) -> Any:
    """Ask a question of a PySpark frame, where it lies.

    Args:
        frame: activities.
        prepared: the lines.
        question: what is asked of some of the activities.
        columns: the columns of the answer.

    Raises:
        FrameError: the frame does not fit. The sender must act.
    """
    nothing = pl.DataFrame(pl.from_arrow(frame.limit(0).toArrow()))
    prepared.beside(nothing)
    given = {name: kind for name, kind in frame.dtypes if name in ("activity", "source")}
    kinds = {**_KINDS, **given}
    schema = ", ".join(f"{name} {kinds.get(name, 'string')}" for name in columns)
    return frame.mapInArrow(step(prepared, question), schema)


def step(prepared: Prepared, question: Question) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Make the step that a partition takes, record batch by record batch."""

    def taken(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            for found in question(pl.DataFrame(pl.from_arrow(batch)), prepared):
                yield from found.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()

    return taken
