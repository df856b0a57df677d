"""What was known at an instant: what was stated later, or has happened since, is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl

from detente.redlines import RedLine
from detente.screening.answers import NO, OPEN, YES, Answers, stated


def activities_as_of(taken: pl.DataFrame, as_of: dt.datetime | None) -> pl.DataFrame:
    """Keep the activities that were stated at an instant, and those without a date of it."""
    if as_of is None or "stated_at" not in taken.columns:
        return taken
    stated = pl.col("stated_at")
    return taken.filter((stated <= as_of) | stated.is_null())


def lines_as_of(
    redlines: Sequence[RedLine] | pl.DataFrame, as_of: dt.datetime | None
) -> Sequence[RedLine] | pl.DataFrame:
    """Keep the lines that were stated at an instant, or may have been."""
    if as_of is None:
        return redlines
    if isinstance(redlines, pl.DataFrame):
        said = pl.col("on")
        return redlines.filter((said <= as_of) | said.is_null())
    return [line for line in redlines if line.on is None or line.on.earliest <= as_of]


def status(redlines: Sequence[RedLine] | pl.DataFrame, as_of: dt.datetime | None) -> Answers:
    """Answer whether each line stands: withdrawn ones do not, changed ones cannot be told.

    At an instant within a day on which something happened it cannot be told either, nor where a
    line has no date. A frame tells of no events.

    Args:
        redlines: those of `lines_as_of`.
        as_of: the instant; None: after all that the record has.
    """
    if isinstance(redlines, pl.DataFrame):
        sure = stated(YES, redlines.height)
        if as_of is None:
            return sure
        last = pl.col("on_latest") if "on_latest" in redlines.columns else pl.col("on")
        said = redlines.select((pl.coalesce(last, "on") <= as_of).fill_null(value=False))
        return np.where(said.to_series().to_numpy(), sure, OPEN).astype(np.int8)
    told = {"current": YES, "withdrawn": NO}
    if as_of is None:
        at = [line.status_on(dt.date.max) if line.events else "current" for line in redlines]
    else:
        at = [line.status_at(as_of) for line in redlines]
    return np.array([told.get(each or "", OPEN) for each in at], dtype=np.int8)
