"""PySpark frames: Polars goes through them on the executors, so many rows at a time.

What hundreds of provisions ask is more than Spark's planner can hold, so to Spark it is one step.
Only limits on numbers, which look at all activities together, are asked of one partition that holds
the activities of the kinds that they concern. The executors need Détente and Polars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.instruments.library import Library, Text
from detente.obligations.rules import FINDINGS

if TYPE_CHECKING:
    import polars as pl

CHUNK = 250_000
"""Rows that are evaluated at a time."""

_KINDS = {"verdict": "boolean", "draft": "boolean", "due": "timestamp_ntz", "done": "timestamp_ntz"}

Question = Callable[["pl.DataFrame", Library], "pl.DataFrame"]
"""What is asked of activities under a library."""


def across(frame: Any, library: Library, question: Question) -> Any:
    """Ask a question of a PySpark frame, where it lies.

    Args:
        frame: activities.
        library: the agreed texts.
        question: what is asked of some of the activities.

    Raises:
        FrameError: the frame does not fit. The sender must act.
    """
    import polars as pl

    question(pl.DataFrame(pl.from_arrow(frame.limit(0).toArrow())), library)
    one_by_one, together = (_only(library, counting=counting) for counting in (False, True))
    given = {name: kind for name, kind in frame.dtypes if name in ("activity", "source")}
    kinds_of = {**_KINDS, **given}
    schema = ", ".join(f"{name} {kinds_of.get(name, 'string')}" for name in FINDINGS)
    found = frame.mapInArrow(_step(one_by_one, question, CHUNK), schema)
    kinds = sorted({kind for _, _, provision in together for kind in provision.kinds})
    if not kinds:
        return found
    concerned = frame.filter(frame["kind"].isin(kinds) | frame["kind"].isNull())
    step = _step(together, question, None)
    return found.unionByName(concerned.repartition(1).mapInArrow(step, schema))


def _only(library: Library, *, counting: bool) -> Library:
    """Keep the provisions that limit a number, or the others."""
    return replace(
        library, texts={path: _some(text, counting) for path, text in library.texts.items()}
    )


def _some(text: Text, counting: bool) -> Text:
    kept = {
        name: one for name, one in text.provisions.items() if (one.counter is not None) == counting
    }
    return replace(text, provisions=kept)


def _step(library: Library, question: Question, most: int | None) -> Callable[[Any], Any]:
    """Make the step that a partition takes, over so many rows at a time; None: over all at once."""

    def step(batches: Iterable[Any]) -> Iterator[Any]:
        import polars as pl

        for some in _gathered(batches, most):
            found = question(pl.DataFrame(pl.from_arrow(some)), library)
            yield from found.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()

    return step


def _gathered(batches: Iterable[Any], most: int | None) -> Iterator[list[Any]]:
    """Gather record batches until they hold so many rows."""
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if most is not None and sum(each.num_rows for each in held) >= most:
            yield held
            held = []
    if held:
        yield held
