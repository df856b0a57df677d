"""Limits on how many activities there may be: in calendar years, and at one time."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from detente.instruments.provisions import Counter
from detente.obligations.clauses import Clause
from detente.obligations.rules import VERDICT, Bench
from detente.obligations.seen import TICK, Plan, Seen

COUNTED = "_counted"
OTHERS = "other activities"
"""What would settle a count over a frame that may not hold every activity."""


def counted(bench: Bench, counter: Counter, frame: Plan) -> Plan:
    """Add the answer to "are there more than the limit?" as the column `COUNTED`.

    An activity counts surely when every source says so, and possibly when any may. More surely
    counted than the limit is yes; no is told only of a frame that is complete.

    Args:
        bench: the evaluation.
        counter: the limit.
        frame: addressed activities, with `VERDICT` as it stands before counting.
    """
    seen = bench.seen
    bearers = list(counter.per)
    keys = ["activity", *bearers]
    tally = _activities(bench, frame, keys)
    windows = (
        _at_once(seen, tally, bearers)
        if counter.simultaneous
        else _by_years(seen, tally, bearers, counter)
    )
    joined = frame.join(tally.select(*keys, "_sure"), on=keys, how="left")
    joined = joined.join(windows, on=keys, how="left")
    surely = seen.col("_surely") - seen.col("_sure") + _one_if(seen, seen.col(VERDICT))
    more = surely > counter.max
    fewer = (seen.col("_possibly") <= counter.max) & seen.lit(bench.complete)
    answer = seen.when((more, True), (fewer, False))
    return joined.with_columns(answer.alias(COUNTED)).drop("_sure", "_surely", "_possibly")


def clause(seen: Seen) -> Clause:
    """The counter's answer as a condition of the provision."""
    return Clause(OTHERS, seen.col(COUNTED))


def _one_if(seen: Seen, answer: nw.Expr) -> nw.Expr:
    """Give 1 where an answer is yes, 0 where it is no or cannot be told."""
    return seen.when((answer, 1), (~answer | answer.is_null(), 0))


def _activities(bench: Bench, frame: Plan, keys: Sequence[str]) -> Plan:
    """Bring the sources of each activity together: what all agree on, and what any allows."""
    seen = bench.seen
    rows = frame.filter(seen.col(VERDICT).is_null() | seen.col(VERDICT)).select(
        *keys,
        _one_if(seen, seen.col(VERDICT)).alias("_sure"),
        seen.first("starts").alias("_starts"),
        seen.last("starts").alias("_started"),
        seen.first("ends").alias("_ends"),
        seen.last("ends").alias("_ended"),
    )
    sources = frame.group_by(*keys).agg(seen.ask.len().alias("_sources"))
    together = rows.group_by(*keys).agg(
        seen.col("_sure").sum().alias("_agreeing"),
        seen.col("_starts").min(),
        seen.col("_started").max(),
        seen.col("_ends").min(),
        seen.col("_ended").max(),
    )
    both = together.join(sources, on=list(keys), how="left")
    agreed = seen.col("_agreeing") == seen.col("_sources")
    return both.with_columns(_one_if(seen, agreed).alias("_sure"))


def _by_years(seen: Seen, tally: Plan, bearers: Sequence[str], counter: Counter) -> Plan:
    """Count within every run of calendar years that holds the activity's own; keep the largest."""
    length = counter.calendar_years or 1
    keys = ["activity", *bearers]
    dated = tally.select(
        *keys, "_sure", seen.col("_starts").dt.year().cast(seen.ask.Int64()).alias("_year")
    ).filter(~seen.col("_year").is_null())
    runs = seen.ask.concat(
        [
            dated.select(*keys, "_sure", (seen.col("_year") + shift).alias("_run"))
            for shift in range(length)
        ]
    )
    sums = runs.group_by(*bearers, "_run").agg(
        seen.col("_sure").sum().alias("_surely"),
        seen.ask.len().cast(seen.ask.Int64()).alias("_possibly"),
    )
    each: Plan = runs.join(sums, on=[*bearers, "_run"], how="left")
    return each.group_by(*keys).agg(seen.col("_surely").max(), seen.col("_possibly").max())


def _at_once(seen: Seen, tally: Plan, bearers: Sequence[str]) -> Plan:
    """Count how many are under way when each activity has begun, its own included."""
    keys = ["activity", *bearers]
    surely = _sweep(seen, tally, bearers, "_sure", "_started", "_ends")
    possibly = _sweep(
        seen, tally.with_columns(seen.lit(1).alias("_one")), bearers, "_one", "_starts", "_ended"
    )
    return surely.rename({"_count": "_surely"}).join(
        possibly.rename({"_count": "_possibly"}), on=keys, how="left"
    )


def _sweep(
    seen: Seen, tally: Plan, bearers: Sequence[str], weight: str, begins: str, ends: str
) -> Plan:
    """Go along time, adding an activity's weight when it begins and taking it away once it ended.

    An activity whose end is not stated counts on the instant of its beginning only.
    """
    keys = ["activity", *bearers]
    end = seen.ask.coalesce(seen.col(ends), seen.col(begins))
    last = seen.ask.max_horizontal(end, seen.col(begins))
    change = seen.col(weight).cast(seen.ask.Int64())
    events = seen.ask.concat(
        [
            tally.select(*keys, seen.col(begins).alias("_at"), change.alias("_change")),
            tally.select(
                *keys, (last + seen.lit(TICK)).alias("_at"), (0 - change).alias("_change")
            ),
        ]
    ).filter(~seen.col("_at").is_null())
    by_instant = events.group_by(*bearers, "_at").agg(seen.col("_change").sum())
    running = by_instant.with_columns(
        seen.col("_change")
        .cum_sum()
        .over(*bearers, order_by="_at")
        .cast(seen.ask.Int64())
        .alias("_count")
    ).select(*bearers, "_at", "_count")
    starts = tally.select(*keys, seen.col(begins).alias("_at"))
    return starts.join(running, on=[*bearers, "_at"], how="left").select(*keys, "_count")
