"""PySpark frames: activities are screened on the executors, where they lie.

Lines that one machine holds go to every executor whole, drawn and indexed once for each partition:
an activity lies in one partition, so each pair comes once, and nothing is shuffled. Lines that lie
in a PySpark frame of their own are joined with the activities cell by cell, as activities are with
one another: all are dealt out over the globe (`detente.screening.grid`), and an executor holds no
more of them than its share. The executors need Détente.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from detente.screening import grid
from detente.screening.aspects import Object, Pairs

if TYPE_CHECKING:
    from detente.screening.asking import Prepared

_KINDS = {
    "distance_m": "double",
    "overlap_from": "timestamp_ntz",
    "overlap_to": "timestamp_ntz",
    "verdict": "boolean",
}
_NAMES = {"other": "activity", "other_source": "source"}
_ROW, _ACTIVITY, _LINE = "_row", "_activity", "_line"

COPIES = 50_000
"""Rows that are dealt out at a time."""

Kept = Callable[[Object, Pairs], Pairs]
"""Which of some pairs are told."""

Question = Callable[..., Iterator[pl.DataFrame]]
"""What is asked of some activities, beside prepared lines, and of which pairs (``kept``)."""

Sought = Callable[[pl.DataFrame], tuple[pl.Series, Sequence[Any]]]
"""The numbers of those rows that are asked about, and drawings that hold where each may lie."""


def in_spark(frame: Any) -> bool:
    """Tell whether a frame is one of PySpark."""
    return type(frame).__module__.partition(".")[0] == "pyspark"


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
    prepared.beside(empty(frame))
    return frame.mapInArrow(step(prepared, question), _schema(columns, frame))


def empty(frame: Any) -> pl.DataFrame:
    """Give a PySpark frame without its rows."""
    return pl.DataFrame(pl.from_arrow(frame.limit(0).toArrow()))


def _schema(columns: Iterable[str], activities: Any, lines: Any = None) -> str:
    """Give the columns of an answer with their types; names are as either side has them."""
    kinds = dict(_KINDS)
    for frame, names in ((activities, ("activity", "source")), (lines, ("redline", "holder"))):
        if frame is not None:
            kinds |= {name: kind for name, kind in frame.dtypes if name in names}
    return ", ".join(f"{name} {kinds.get(_NAMES.get(name, name), 'string')}" for name in columns)


def step(prepared: Prepared, question: Question) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Make the step that a partition takes, record batch by record batch."""

    def taken(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from _batches(question(_frame(batch), prepared))

    return taken


def _frame(batch: Any) -> pl.DataFrame:
    """Give a record batch as a frame."""
    return pl.DataFrame(pl.from_arrow(batch))


def _batches(found: Iterable[pl.DataFrame]) -> Iterator[Any]:
    """Give answers as record batches; PySpark knows words of a closed list as texts only."""
    for each in found:
        plain = each.cast({cs.enum(): pl.String})
        yield from plain.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


def joined_by_cell(
    sides: tuple[Any, Any],
    sought: tuple[Sought, Sought],
    prepare: Callable[[pl.DataFrame], Prepared],
    question: Question,
    columns: Iterable[str],
) -> Any:
    """Ask a question of activities and lines that both lie in PySpark frames.

    Args:
        sides: activities, and lines.
        sought: where each activity may lie, and where each line bears or is near.
        prepare: makes some lines ready.
        question: what is asked of some of the activities beside some of the lines.
        columns: the columns of the answer.

    Raises:
        FrameError: a frame does not fit. The sender must act.
    """
    activities, lines = sides
    prepare(empty(lines)).beside(empty(activities))
    count = _shares(activities)
    ours, theirs = (
        dealt(frame, side, where, count)
        for frame, side, where in zip(sides, (_ACTIVITY, _LINE), sought, strict=True)
    )
    both = ours.unionByName(theirs, allowMissingColumns=True)
    placed = both.repartitionById(count, grid.COLUMNS[0])
    first = placed.sortWithinPartitions(placed[_ACTIVITY].isNotNull())
    asked = share_of_both(prepare, partial(question, kept=_kept(count)))
    return first.mapInArrow(asked, _schema(columns, activities, lines))


def share_of_both(
    prepare: Callable[[pl.DataFrame], Prepared], question: Question
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Make the step that a share takes: its lines come first, then its activities, few by few."""

    def taken(batches: Iterable[Any]) -> Iterator[Any]:
        lines: list[pl.DataFrame] = []
        prepared = None
        for batch in batches:
            rows = _frame(batch)
            lines.append(_taken(rows, _LINE))
            activities = _taken(rows, _ACTIVITY)
            if activities.height:
                prepared = prepared or prepare(pl.concat(lines))
                yield from _batches(question(activities, prepared))

    return taken


def joined_with_itself(
    frame: Any, sought: Sought, question: Question, columns: Iterable[str]
) -> Any:
    """Ask a question of activities beside one another, in a PySpark frame.

    Args:
        frame: activities.
        sought: where each may lie or is near.
        question: what is asked of some of the activities.
        columns: the columns of the answer.
    """
    count = _shares(frame)
    placed = dealt(frame, _ACTIVITY, sought, count).repartitionById(count, grid.COLUMNS[0])
    asked = share_of_one(partial(question, kept=_kept(count)))
    return placed.mapInArrow(asked, _schema(columns, frame))


def share_of_one(question: Question) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Make the step that a share takes: its activities all together."""

    def taken(batches: Iterable[Any]) -> Iterator[Any]:
        held = [_taken(_frame(batch), _ACTIVITY) for batch in batches]
        if held:
            yield from _batches(question(pl.concat(held)))

    return taken


def _shares(frame: Any) -> int:
    """Give how many shares there are: one for each partition after a shuffle, as is set."""
    return int(frame.sparkSession.conf.get("spark.sql.shuffle.partitions"))


def _kept(count: int) -> Kept:
    """Make what keeps the pairs that no other of so many shares judges."""

    def judged_here(both: Object, pairs: Pairs) -> Pairs:
        ours, theirs = (grid.Dealt.read(s.names, count) for s in (both.activities, both.lines))
        return grid.judged_here(pairs, ours, theirs)

    return judged_here


def _taken(rows: pl.DataFrame, side: str) -> pl.DataFrame:
    """Take the rows of one side, and how they were dealt out."""
    some = rows.filter(pl.col(side).is_not_null())
    return some.select(*grid.COLUMNS, pl.col(side).struct.unnest())


def dealt(frame: Any, side: str, sought: Sought, count: int) -> Any:
    """Deal the rows of a PySpark frame out: each comes once for every share on which it falls.

    Args:
        frame: the rows.
        side: under which name each row lies in the answer, whole.
        sought: where each may lie.
        count: how many shares there are.
    """

    def given(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from copies(batch, side, sought, count)

    schema = type(frame.schema)()
    for name, kind in zip(grid.COLUMNS, ("integer", "integer", "binary"), strict=True):
        schema.add(name, kind)
    return frame.mapInArrow(given, schema.add(side, frame.schema))


def copies(batch: Any, side: str, sought: Sought, count: int) -> Iterator[Any]:
    """Deal out a record batch; the arguments are those of `dealt`."""
    import numpy as np
    import pyarrow as pa

    number, figures = sought(_frame(batch).with_row_index(_ROW))
    falls = np.logical_or.reduce([grid.shares(each, count) for each in figures])
    place, lie = grid.Dealt.of(falls)
    row = number.to_numpy()[place]
    for first in range(0, len(place), COPIES):
        some = slice(first, first + COPIES)
        columns = [
            pa.array(lie.share[some], pa.int32()),
            pa.array(lie.home[some], pa.int32()),
            pa.array([bits.tobytes() for bits in lie.falls[some]], pa.binary()),
            batch.take(pa.array(row[some])).to_struct_array(),
        ]
        yield pa.RecordBatch.from_arrays(columns, [*grid.COLUMNS, side])
