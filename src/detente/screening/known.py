"""What was known at an instant: what was stated later, or has happened since, is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from detente.redlines import Event, RedLine
from detente.redlines.line import status_at
from detente.screening.answers import NO, OPEN, YES, Answers, stated
from detente.screening.fitting import instant, microseconds, needed
from detente.screening.sides import EVER
from detente.times.moments import Moment


def activities_as_of(taken: pl.DataFrame, as_of: dt.datetime | None) -> pl.DataFrame:
    """Keep the activities that were stated at an instant, and those without a date of it.

    What was stated on the day of the instant, nobody knows at which hour, may have been known.
    """
    if as_of is None or "stated_at" not in taken.columns:
        return taken
    return taken.filter(pl.Series(instant(taken, "stated_at", EVER) <= microseconds(as_of)))


def lines_as_of(
    redlines: Sequence[RedLine] | pl.DataFrame, as_of: dt.datetime | None
) -> Sequence[RedLine] | pl.DataFrame:
    """Keep the lines that were stated at an instant, or may have been."""
    if as_of is None:
        return redlines
    if isinstance(redlines, pl.DataFrame):
        needed(redlines, ["on"])
        said = pl.col("on")
        return redlines.filter((said <= as_of) | said.is_null())
    return [line for line in redlines if line.on is None or line.on.earliest <= as_of]


def status(redlines: Sequence[RedLine] | pl.DataFrame, as_of: dt.datetime | None) -> Answers:
    """Answer whether each line stands: withdrawn ones do not, changed ones cannot be told.

    At an instant within a day on which something happened it cannot be told either, nor where a
    line has no date. A frame without a column ``events`` tells of none.

    Args:
        redlines: those of `lines_as_of`.
        as_of: the instant; None: after all that the record has.
    """
    if isinstance(redlines, pl.DataFrame):
        return _status_of_frame(redlines, as_of)
    return _answers([(line.on, line.events) for line in redlines], as_of)


_Stated = tuple[Moment | None, Sequence[Event]]
"""When a line was said, and what happened to it since."""


def _answers(lines: Sequence[_Stated], as_of: dt.datetime | None) -> Answers:
    """Answer of each line whether it stands."""
    told = {"current": YES, "withdrawn": NO}
    if as_of is None:
        last = dt.datetime.combine(dt.date.max, dt.time.max)
        at = [status_at(on, events, last) if events else "current" for on, events in lines]
    else:
        at = [status_at(on, events, as_of) for on, events in lines]
    return np.array([told.get(each or "", OPEN) for each in at], dtype=np.int8)


def _status_of_frame(lines: pl.DataFrame, as_of: dt.datetime | None) -> Answers:
    """Answer of each line of a frame whether it stands."""
    answer = stated(YES, lines.height)
    if as_of is not None:
        last = pl.col("on_latest") if "on_latest" in lines.columns else pl.col("on")
        said = lines.select((pl.coalesce(last, "on") <= as_of).fill_null(value=False))
        answer = np.where(said.to_series().to_numpy(), answer, OPEN).astype(np.int8)
    if "events" in lines.columns:
        some = lines["events"].is_not_null().arg_true()
        kept = [name for name in ("on", "on_latest", "events") if name in lines.columns]
        rows = lines.select(kept)[some].to_dicts()
        answer[some.to_numpy()] = _answers([_read(row) for row in rows], as_of)
    return answer


def _read(row: Mapping[str, Any]) -> _Stated:
    """Read the dates of a row of lines."""
    events = [Event(Moment(e["on"], e["on_latest"]), e["status"]) for e in row["events"]]
    return (Moment(row["on"], row.get("on_latest")) if row.get("on") else None), events
