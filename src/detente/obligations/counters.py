"""Limits on how many activities there may be: in calendar years, and at one time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import narwhals as nw

from detente.instruments.provisions import Counter
from detente.obligations.clauses import Clause
from detente.obligations.rules import VERDICT, Bench
from detente.obligations.seen import TICK, Plan, Seen

COUNTED = "_counted"
OTHERS = "other activities"
"""What would settle a count over a frame that may not hold every activity."""

_SURE, _SURELY, _POSSIBLY, _ELSEWHERE = "_sure", "_surely", "_possibly", "_elsewhere"
_UNDATED, _OTHERWISE = "_undated", "_otherwise"
_WORKED = (_SURE, _UNDATED, _SURELY, _POSSIBLY, _ELSEWHERE)
_STARTS, _STARTED, _ENDS, _ENDED, _AT = "_starts", "_started", "_ends", "_ended", "_at"
_A_DAY = dt.timedelta(days=1)
_FAR = dt.datetime(9999, 1, 1)

Stage = Callable[[Plan], Plan]
"""Settles a plan on which several others build, where the engine can."""


@dataclass(frozen=True)
class _Tally:
    """Activities that count or may count, one row each.

    Attributes:
        seen: the frame's columns.
        rows: activity, bearers, whether it surely counts, and its moments.
        bearers: columns of the State or States whose activities are counted together.
    """

    seen: Seen
    rows: Plan
    bearers: Sequence[str]

    @property
    def keys(self) -> list[str]:
        """What a row is known by."""
        return ["activity", *self.bearers]


def clause(seen: Seen) -> Clause:
    """The counter's answer as a condition of the provision."""
    return Clause(OTHERS, seen.col(COUNTED))


def counted(bench: Bench, counter: Counter, frame: Plan, stage: Stage) -> Plan:
    """Add the answer to "are there more than the limit?" as the column `COUNTED`.

    An activity counts surely when every source says so, and possibly when any may. More surely
    counted than the limit is yes; no is told only of a frame that is complete, and only where not
    even every activity that may count makes more. Where the text is read in two ways, only what
    both readings answer alike is told.

    Args:
        bench: the evaluation.
        counter: the limit.
        frame: addressed activities, with `VERDICT` as it stands before counting.
        stage: settles a plan on which several others build.
    """
    seen, frame = bench.seen, stage(frame)
    found = _by_reading(bench, counter, counter.per, (frame, frame), stage)
    if not counter.or_per:
        return found
    found = found.with_columns(seen.col(COUNTED).alias(_OTHERWISE)).drop(COUNTED)
    found = _by_reading(bench, counter, counter.or_per, (frame, found), stage)
    one, other = seen.col(COUNTED), seen.col(_OTHERWISE)
    alike = seen.settled(one & other, ~one & ~other)
    return found.with_columns(alike.alias(COUNTED)).drop(_OTHERWISE)


def _by_reading(
    bench: Bench, counter: Counter, per: Sequence[str], frames: tuple[Plan, Plan], stage: Stage
) -> Plan:
    """Add the answer as `COUNTED`, by one reading of whose activities are counted together.

    Args:
        bench: the evaluation.
        counter: the limit.
        per: the State or States whose activities are counted together.
        frames: the activities that are counted, and the same with what is known of them so far.
        stage: settles a plan on which several others build.
    """
    seen, (frame, found) = bench.seen, frames
    tally = _tally(seen, frame, list(per), stage)
    windows = stage(_at_once(tally) if counter.simultaneous else _by_years(tally, counter))
    found = found.join(tally.rows.select(*tally.keys, _SURE, _UNDATED), on=tally.keys, how="left")
    found = found.join(windows, on=tally.keys, how="left")
    found = found.join(_elsewhere(tally), on=list(tally.bearers), how="left")
    surely = seen.col(_SURELY) - seen.col(_SURE) + _one_if(seen, seen.col(VERDICT))
    nobody = _nobody(tally) if bench.complete else None
    if nobody is not None:
        found = found.join(nobody, how="cross")
    most = seen.col(_POSSIBLY) + seen.ask.coalesce(seen.col(_ELSEWHERE), seen.lit(0))
    no = (most + seen.col("_nobody") <= counter.max) if bench.complete else seen.lit(value=False)
    dated = seen.col(_UNDATED) == 0
    answer = seen.when((surely > counter.max, True), (no & dated, False))
    spare = [*_WORKED, "_nobody"] if bench.complete else _WORKED
    return found.with_columns(answer.alias(COUNTED)).drop(*spare)


def _one_if(seen: Seen, answer: nw.Expr) -> nw.Expr:
    """Give 1 where an answer is yes, 0 where it is no or cannot be told."""
    return seen.when((answer, 1), (~answer | answer.is_null(), 0))


def _tally(seen: Seen, frame: Plan, bearers: Sequence[str], stage: Stage) -> _Tally:
    """Bring the sources of each activity together: what all agree on, and what any allows."""
    keys = ["activity", *bearers]
    verdict = seen.col(VERDICT)
    rows = frame.filter(verdict.is_null() | verdict).select(
        *keys,
        _one_if(seen, verdict).alias(_SURE),
        seen.first("starts").alias(_STARTS),
        seen.last("starts").alias(_STARTED),
        seen.first("ends").alias(_ENDS),
        seen.last("ends").alias(_ENDED),
    )
    sources = frame.group_by(*keys).agg(seen.ask.len().alias("_sources"))
    together = rows.group_by(*keys).agg(
        seen.col(_SURE).sum().alias("_agreeing"),
        seen.col(_STARTS).min(),
        seen.col(_STARTED).max(),
        seen.col(_ENDS).min(),
        seen.col(_ENDED).max(),
        _one_if(seen, seen.col(_STARTS).is_null()).max().alias(_UNDATED),
        _one_if(seen, seen.col(_ENDED).is_null()).max().alias("_unended"),
    )
    both = together.join(sources, on=keys, how="left")
    agreed = seen.col("_agreeing") == seen.col("_sources")
    return _Tally(seen, stage(both.with_columns(_one_if(seen, agreed).alias(_SURE))), bearers)


def _elsewhere(tally: _Tally) -> Plan:
    """Count, for each bearer, activities that may count and of which no start is stated."""
    seen = tally.seen
    undated = tally.rows.filter(seen.col(_UNDATED) == 1)
    whole = seen.ask.Int64()
    return undated.group_by(*tally.bearers).agg(seen.ask.len().cast(whole).alias(_ELSEWHERE))


def _nobody(tally: _Tally) -> Plan:
    """Count activities that may count and of which no bearer is stated: they may be anybody's."""
    seen = tally.seen
    unknown = seen.lit(value=False)
    for bearer in tally.bearers:
        unknown = unknown | seen.col(bearer).is_null()
    return tally.rows.select(_one_if(seen, unknown).sum().alias("_nobody"))


def _by_years(tally: _Tally, counter: Counter) -> Plan:
    """Count within every run of calendar years that holds the activity's own; keep the largest."""
    seen, keys, whole = tally.seen, tally.keys, tally.seen.ask.Int64()
    first, last = (seen.col(m).dt.year().cast(whole) for m in (_STARTS, _STARTED))
    dated = tally.rows.filter(~seen.col(_STARTS).is_null()).with_columns(
        first.alias("_first"), last.alias("_last"), (last - first + 1).alias("_years")
    )
    another = dated.filter(seen.col("_first") != seen.col("_last"))
    years = [
        some.select(*keys, seen.col(_SURE).cast(whole), "_years", seen.col(year).alias("_year"))
        for some, year in ((dated, "_first"), (another, "_last"))
    ]
    runs = [
        some.select(*keys, _SURE, "_years", (seen.col("_year") + shift).alias("_run"))
        for some in years
        for shift in range(counter.calendar_years or 1)
    ]
    within = seen.ask.len().cast(whole).alias("_within")
    once = (
        seen.ask.concat(runs)
        .group_by(*keys, "_run")
        .agg(seen.col(_SURE).max(), seen.col("_years").max(), within)
    )
    placed = seen.col("_within") == seen.col("_years")  # it surely starts in this run of years
    sure = _one_if(seen, (seen.col(_SURE) == 1) & placed)
    once = once.with_columns(sure.alias(_SURE), _one_if(seen, placed).alias("_placed"))
    sums = once.group_by(*tally.bearers, "_run").agg(
        seen.col(_SURE).sum().alias(_SURELY), seen.ask.len().cast(whole).alias(_POSSIBLY)
    )
    each: Plan = once.select(*keys, "_run", "_placed").join(
        sums, on=[*tally.bearers, "_run"], how="left"
    )
    surely = seen.when((seen.col("_placed") == 1, seen.col(_SURELY)))
    each = each.with_columns(surely.alias(_SURELY))
    return each.group_by(*keys).agg(seen.col(_SURELY).max(), seen.col(_POSSIBLY).max())


def _at_once(tally: _Tally) -> Plan:
    """Count how many are under way when each activity has begun, its own included.

    What may be under way is counted generously: an end that is not stated lies far off, and every
    end a day later, for the day by which a start may be uncertain. Where a start is vaguer than
    that, nothing more can be said than that there may be many.
    """
    seen = tally.seen
    no_end = seen.col("_unended") == 1
    until = seen.when((no_end, seen.col(_STARTED)), (~no_end, seen.col(_ENDS)))
    surely = _sweep(tally, _SURE, _STARTED, until)
    generous = seen.col(_ENDED) + seen.lit(_A_DAY)
    open_end = seen.when((no_end, seen.lit(_FAR)), (~no_end, generous))
    vague = seen.col(_STARTED) - seen.col(_STARTS) > seen.lit(_A_DAY)
    weighed = tally.rows.with_columns(seen.when((vague, 1_000_000), (~vague, 1)).alias("_one"))
    wide = _Tally(seen, weighed, tally.bearers)
    possibly = _sweep(wide, "_one", _STARTS, open_end, at=_STARTED)
    named = surely.rename({"_count": _SURELY})
    return named.join(possibly.rename({"_count": _POSSIBLY}), on=tally.keys, how="left")


def _sweep(tally: _Tally, weight: str, begins: str, ends: nw.Expr, at: str = "") -> Plan:
    """Go along time, adding an activity's weight when it begins and taking it away once it ended.

    Args:
        tally: the activities.
        weight: column of what each adds.
        begins: column of when it begins.
        ends: when it ends, that instant included; before `begins` is taken as `begins`.
        at: column of the instant at which each activity is asked; empty: when it begins.
    """
    seen, keys, bearers = tally.seen, tally.keys, list(tally.bearers)
    whole = seen.ask.Int64()
    change, asked = seen.col(weight).cast(whole), seen.col(at or begins)
    last = seen.ask.max_horizontal(ends, seen.col(begins))
    events = seen.ask.concat(
        [
            tally.rows.select(*bearers, seen.col(begins).alias(_AT), change.alias("_change")),
            tally.rows.select(
                *bearers, (last + seen.lit(TICK)).alias(_AT), (0 - change).alias("_change")
            ),
            tally.rows.select(*bearers, asked.alias(_AT), (0 * change).alias("_change")),
        ]
    ).filter(~seen.col(_AT).is_null())
    by_instant = events.group_by(*bearers, _AT).agg(seen.col("_change").sum())
    total = seen.col("_change").cum_sum().over(*bearers, order_by=_AT).cast(whole)
    running = by_instant.with_columns(total.alias("_count")).select(*bearers, _AT, "_count")
    moments = tally.rows.select(*keys, asked.alias(_AT))
    return moments.join(running, on=[*bearers, _AT], how="left").select(*keys, "_count")
