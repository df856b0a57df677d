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
_RELATIONS = pl.Series(["apart", "overlaps", "near", "not stated", None])
_RELATIONS = _RELATIONS.cast(pl.Enum(_RELATIONS.drop_nulls()))


def relations(places: Any) -> pl.Series:
    """Name how figures lie, null where it is `UNTOLD`."""
    return _RELATIONS.gather(pl.Series(places % len(_RELATIONS)))


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
    if not named:
        return pl.Series([""]).new_from_index(0, count)
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


def reached(levels: Levels, sizes: Sizes) -> pl.Series:
    """Name the levels that are reached, in one order whatever other lines say."""
    named: dict[str, Any] = {}
    for place, measure in enumerate(levels.measures):
        for level in sizes.each:
            where = (level.measure == place) & (level.answer == YES)
            if where.any():
                named[measure] = named[measure] | where if measure in named else where
    return names_joined(named, len(sizes.answer))


def margins(levels: Levels, sizes: Sizes) -> pl.Series:
    """Tell how far the figures lie from each level; null where none can be told."""
    each = [margin(levels, level) for level in sizes.each]
    if not each:
        return unstated(len(sizes.answer))
    if len(each) == 1:
        return each[0]
    written = pl.select(pl.concat_str(each, separator="; ", ignore_nulls=True)).to_series()
    return written.replace("", None)


def margin(levels: Levels, level: Reached) -> pl.Series:
    """Write how far a figure lies from one level, such as "troops -1000..2000"."""
    low, high = level.least - level.value, level.most - level.value
    open_low, open_high = level.least < 0, level.most == NEVER
    there = (level.measure >= 0) & ~(open_low & open_high)
    name = pl.Series(levels.measures, dtype=pl.String).gather(np.maximum(level.measure, 0))
    written = pl.select(pl.concat_str(name, pl.lit(" "), pl.Series(low))).to_series()
    ranged = np.flatnonzero((low != high) & there)
    if len(ranged):
        bounds = [
            pl.Series(bound[ranged]).cast(pl.String).set(pl.Series(open_[ranged]), "")
            for bound, open_ in ((low, open_low), (high, open_high))
        ]
        span = pl.concat_str(name.gather(ranged), pl.lit(" "), bounds[0], pl.lit(".."), bounds[1])
        written = written.scatter(ranged, pl.select(span).to_series())
    return written.set(pl.Series(~there), None)
