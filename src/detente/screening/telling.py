"""Answers in bulk as columns of a frame: moments, names and margins."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from detente.screening.answers import OPEN, YES, Answers
from detente.screening.aspects import Levels, Object, Pairs, Reached, Sizes
from detente.screening.sides import EVER, NEVER

APART, OVERLAPS, NEAR, NOT_STATED, UNTOLD = 0, 1, 2, 3, -1
"""How figures lie to one another."""

_BITS = 62  # of a whole number, that one name each may take
_RELATIONS = pl.Series(["apart", "overlaps", "near", "not stated"], dtype=pl.String)


def relations(places: Any) -> pl.Series:
    """Name how figures lie, null where it is `UNTOLD`."""
    names = _RELATIONS.gather(pl.Series(np.maximum(places, 0)))
    return names.zip_with(pl.Series(places >= 0), unstated(len(places)))


def verdicts(answers: Answers) -> pl.Series:
    """Give answers as true, false, and null where it cannot be told."""
    nothing = pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(answers))
    return pl.Series(answers == YES).zip_with(pl.Series(answers != OPEN), nothing)


def unstated(count: int) -> pl.Series:
    """Give texts that are not stated."""
    return pl.Series([None], dtype=pl.String).new_from_index(0, count)


def overlap(both: Object, pairs: Pairs) -> tuple[pl.Series, pl.Series]:
    """Give the longest time that both sides can have in common."""
    ours, theirs = both.activities, both.lines
    begins = np.maximum(ours.begins.least[pairs.activity], theirs.begins.least[pairs.line])
    ends = np.minimum(ours.ends.most[pairs.activity], theirs.ends.most[pairs.line])
    return instants(begins), instants(ends)


def instants(moments: Any) -> pl.Series:
    """Give instants, null where they are open."""
    stated = pl.Series((moments != EVER) & (moments != NEVER))
    nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(moments))
    return pl.Series(moments).zip_with(stated, nothing).cast(pl.Datetime("us"))


def names_joined(named: dict[str, Any], count: int) -> pl.Series:
    """Join, pair by pair, the names that hold; empty where none does."""
    number = np.zeros((count, 1 + len(named) // _BITS), dtype=np.int64)
    for place, where in enumerate(named.values()):
        number[:, place // _BITS] += where.astype(np.int64) << place % _BITS
    one = number.shape[1] == 1
    kinds, at = np.unique(
        number[:, 0] if one else number, axis=None if one else 0, return_inverse=True
    )
    names = list(named)
    joined = [
        ", ".join(n for i, n in enumerate(names) if kind[i // _BITS] >> i % _BITS & 1)
        for kind in kinds.reshape(-1, number.shape[1]).tolist()
    ]
    return pl.Series(joined, dtype=pl.String).gather(pl.Series(at.ravel()))


def sizes_told(levels: Levels, sizes: Sizes) -> dict[str, pl.Series]:
    """Name the levels that are reached, and tell how far the figures lie from each."""
    count = len(sizes.answer)
    reached: dict[str, Any] = {}
    margins: list[pl.Series] = []
    for level in sizes.each:
        for place, measure in enumerate(levels.measures):
            where = (level.measure == place) & (level.answer == YES)
            if where.any():
                reached[measure] = reached[measure] | where if measure in reached else where
        margins.append(margin(levels, level))
    told = {"reached": names_joined(reached, count)}
    if not margins:
        return told | {"margin": unstated(count)}
    written = pl.select(pl.concat_str(margins, separator="; ", ignore_nulls=True)).to_series()
    return told | {"margin": written.replace("", None)}


def margin(levels: Levels, level: Reached) -> pl.Series:
    """Write how far a figure lies from one level, such as "troops -1000..2000"."""
    least, most = level.least, level.most
    unknown = (least < 0) & (most == NEVER)
    there = (level.measure >= 0) & ~unknown
    frame = pl.DataFrame(
        {
            "name": pl.Series(levels.measures, dtype=pl.String).gather(
                pl.Series(np.maximum(level.measure, 0))
            ),
            "low": pl.Series(least - level.value)
            .cast(pl.String)
            .zip_with(pl.Series(least >= 0), pl.Series([""]).new_from_index(0, len(least))),
            "high": pl.Series(np.where(most == NEVER, 0, most - level.value))
            .cast(pl.String)
            .zip_with(pl.Series(most != NEVER), pl.Series([""]).new_from_index(0, len(least))),
            "there": there,
        }
    )
    both = (
        pl.when(pl.col("low") == pl.col("high"))
        .then("low")
        .otherwise(pl.format("{}..{}", "low", "high"))
    )
    return frame.select(pl.when("there").then(pl.format("{} {}", "name", both))).to_series()
