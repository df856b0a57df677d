"""Limits on how many activities there may be: in calendar years, and at one time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import narwhals as nw

from detente.instruments.provisions import Counter
from detente.obligations.clauses import Clause
from detente.obligations.rules import VERDICT, Bench

COUNTED = "_counted"
OTHERS = "other activities"
"""What would settle a count over a frame that may not hold every activity."""

_WHOLE = nw.Int64()
_TICK = dt.timedelta(microseconds=1)


def counted(bench: Bench, counter: Counter, frame: nw.LazyFrame) -> nw.LazyFrame:
    """Add the answer to "are there more than the limit?" as the column `COUNTED`.

    An activity counts surely when every source says so, and possibly when any may. More surely
    counted than the limit is yes; no is told only of a frame that is complete.

    Args:
        bench: the evaluation.
        counter: the limit.
        frame: addressed activities, with `VERDICT` as it stands before counting.
    """
    bearers = list(counter.per)
    keys = ["activity", *bearers]
    tally = _activities(bench, frame, keys)
    windows = _at_once(tally, bearers) if counter.simultaneous else _by_years(tally, bearers, counter)
    joined = frame.join(tally.select(*keys, "_sure"), on=keys, how="left")
    joined = joined.join(windows, on=keys, how="left")
    own = nw.when(nw.col(VERDICT)).then(nw.lit(1)).otherwise(nw.lit(0))
    surely = nw.col("_surely") - nw.col("_sure") + own
    more = surely > counter.max
    answer = nw.when(more).then(nw.lit(value=True))
    if bench.complete:
        fewer = nw.col("_possibly") <= counter.max
        answer = nw.coalesce(answer, nw.when(fewer).then(nw.lit(value=False)))
    return joined.with_columns(answer.alias(COUNTED)).drop("_sure", "_surely", "_possibly")


def clause() -> Clause:
    """The counter's answer as a condition of the provision."""
    return Clause(OTHERS, nw.col(COUNTED))


def _activities(bench: Bench, frame: nw.LazyFrame, keys: Sequence[str]) -> nw.LazyFrame:
    """Bring the sources of each activity together: what all agree on, and what any allows."""
    seen = bench.seen
    rows = frame.filter(nw.col(VERDICT).is_null() | nw.col(VERDICT)).select(
        *keys,
        nw.when(nw.col(VERDICT)).then(nw.lit(1)).otherwise(nw.lit(0)).alias("_sure"),
        seen.first("starts").alias("_starts"),
        seen.last("starts").alias("_started"),
        seen.first("ends").alias("_ends"),
        seen.last("ends").alias("_ended"),
    )
    sources = frame.group_by(*keys).agg(nw.len().alias("_sources"))
    together = rows.group_by(*keys).agg(
        nw.col("_sure").sum().alias("_agreeing"),
        nw.col("_starts").min(),
        nw.col("_started").max(),
        nw.col("_ends").min(),
        nw.col("_ended").max(),
    )
    both = together.join(sources, on=list(keys), how="left")
    agreed = nw.col("_agreeing") == nw.col("_sources")
    return both.with_columns(nw.when(agreed).then(nw.lit(1)).otherwise(nw.lit(0)).alias("_sure"))


def _by_years(tally: nw.LazyFrame, bearers: Sequence[str], counter: Counter) -> nw.LazyFrame:
    """Count within every run of calendar years that holds the activity's own; keep the largest."""
    length = counter.calendar_years or 1
    keys = ["activity", *bearers]
    dated = tally.select(
        *keys, "_sure", nw.col("_starts").dt.year().cast(_WHOLE).alias("_year")
    ).filter(~nw.col("_year").is_null())
    runs = nw.concat(
        [
            dated.select(*keys, "_sure", (nw.col("_year") + shift).alias("_run"))
            for shift in range(length)
        ]
    )
    sums = runs.group_by(*bearers, "_run").agg(
        nw.col("_sure").sum().alias("_surely"), nw.len().cast(_WHOLE).alias("_possibly")
    )
    each = runs.join(sums, on=[*bearers, "_run"], how="left")
    return each.group_by(*keys).agg(nw.col("_surely").max(), nw.col("_possibly").max())


def _at_once(tally: nw.LazyFrame, bearers: Sequence[str]) -> nw.LazyFrame:
    """Count how many are under way when each activity has begun, its own included."""
    keys = ["activity", *bearers]
    surely = _sweep(tally, bearers, "_sure", "_started", "_ends")
    possibly = _sweep(
        tally.with_columns(nw.lit(1).alias("_one")), bearers, "_one", "_starts", "_ended"
    )
    return surely.rename({"_count": "_surely"}).join(
        possibly.rename({"_count": "_possibly"}), on=keys, how="left"
    )


def _sweep(
    tally: nw.LazyFrame, bearers: Sequence[str], weight: str, begins: str, ends: str
) -> nw.LazyFrame:
    """Go along time, adding an activity's weight when it begins and taking it away once it ended.

    An activity whose end is not stated counts on the instant of its beginning only.
    """
    keys = ["activity", *bearers]
    end = nw.coalesce(nw.col(ends), nw.col(begins))
    last = nw.when(end >= nw.col(begins)).then(end).otherwise(nw.col(begins))
    change = nw.col(weight).cast(_WHOLE)
    events = nw.concat(
        [
            tally.select(*keys, nw.col(begins).alias("_at"), change.alias("_change")),
            tally.select(
                *keys, (last + nw.lit(_TICK)).alias("_at"), (0 - change).alias("_change")
            ),
        ]
    ).filter(~nw.col("_at").is_null())
    by_instant = events.group_by(*bearers, "_at").agg(nw.col("_change").sum())
    running = by_instant.with_columns(
        nw.col("_change").cum_sum().over(*bearers, order_by="_at").cast(_WHOLE).alias("_count")
    ).select(*bearers, "_at", "_count")
    starts = tally.select(*keys, nw.col(begins).alias("_at"))
    return starts.join(running, on=[*bearers, "_at"], how="left").select(*keys, "_count")
