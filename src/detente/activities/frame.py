"""The typed frame of activities: one row for each activity and each source that speaks of it."""

from __future__ import annotations

import polars as pl

from detente.activities.columns import columns, header
from detente.activities.doubles import ONE_ROW, doubles
from detente.activities.table import interpret
from detente.activities.vocabulary import Vocabulary
from detente.errors import FrameError, told
from detente.files.faults import Faults
from detente.files.headers import require, settle

__all__ = ["columns", "conform", "empty"]


def empty(vocabulary: Vocabulary) -> pl.DataFrame:
    """Give a frame without rows that has every column."""
    return pl.DataFrame(schema=columns(vocabulary))


def conform(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Bring a user's own frame to the typed frame.

    Dates become the pair of the midnights that open and close the day; instants with a zone become
    naive UTC; a measure ``troops`` becomes ``troops_low`` and ``troops_high``; texts are read as in
    a CSV file; blanks around texts go. Families of columns are made whole; nothing else is added.

    Args:
        frame: one row per activity and source. Columns that begin with ``x_`` are kept as they are.
        vocabulary: what it may say.

    Raises:
        FrameError: it is no Polars frame, a column is unknown or missing, its type does not fit, or
            a value breaks a rule; the message lists what was found. The sender acts.
    """
    if not isinstance(frame, pl.DataFrame):
        raise FrameError(
            f"{type(frame).__module__.partition('.')[0]} {type(frame).__name__} is no Polars "
            "DataFrame; make it one, as with polars.from_pandas(frame), or frame.collect() "
            "where it is lazy"
        )
    faults = Faults("frame")
    allowed = header(vocabulary)
    kept = settle(frame.columns, allowed, faults)
    require(set(kept.values()), allowed, faults)
    table = frame.select(pl.nth(i).alias(name) for i, name in kept.items())
    typed = interpret(table, vocabulary, faults)
    for row, first in doubles(typed, faults.spoilt).items():
        faults.at(row, "", "", f"the same activity and source as row {first + 1}", ONE_ROW)
    found = faults.listed()
    if found:
        head = f"{len(found):,} fault{'s' if len(found) > 1 else ''} found"
        raise FrameError("\n".join([head, *(f"  {line}" for line in told(found))]))
    return typed


def way_to_a_frame(given: object) -> str:
    """Say how what was given becomes a frame, where that is plain: a file's name, what was read."""
    if isinstance(given, str) or hasattr(given, "__fspath__"):
        return "; a file is read with read_activities(…).frame"
    return "; the frame is its .frame" if hasattr(given, "frame") else ""
