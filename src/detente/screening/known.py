"""What was known at an instant: what was stated later, or has happened since, is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from detente.redlines import RedLine


def activities_as_of(taken: pl.DataFrame, as_of: dt.datetime | None) -> pl.DataFrame:
    """Keep the activities that were stated at an instant, and those without a date of it."""
    if as_of is None or "stated_at" not in taken.columns:
        return taken
    stated = pl.col("stated_at")
    return taken.filter((stated <= as_of) | stated.is_null())


def lines_as_of(
    redlines: Sequence[RedLine] | pl.DataFrame, as_of: dt.datetime | None
) -> Sequence[RedLine] | pl.DataFrame:
    """Keep the lines that were stated at an instant, with what had happened to them by then."""
    if isinstance(redlines, pl.DataFrame):
        if as_of is None:
            return redlines
        said = pl.col("on")
        return redlines.filter((said <= as_of) | said.is_null())
    if as_of is None:
        return redlines
    return [
        replace(line, events=tuple(e for e in line.events if e.on.earliest <= as_of))
        for line in redlines
        if line.on is None or line.on.earliest <= as_of
    ]
