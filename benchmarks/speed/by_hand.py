"""The same rules written by hand as Polars expressions, with the same findings as answer."""

from __future__ import annotations

import datetime as dt

import polars as pl

from benchmarks.speed.world import EXERCISES, NOTICE, PARTIES, PER_INSTRUMENT, YEARS, levels

DAY = dt.timedelta(days=1)


def findings(frame: pl.DataFrame) -> pl.DataFrame:
    """Evaluate the thirty rules of `world.library`, as somebody who knows Polars well would."""
    coded = frame.with_columns(pl.col("kind", "host").cast(pl.Categorical))
    found = []
    for i, (first, last) in enumerate(YEARS):
        in_force = (pl.col("starts") >= dt.datetime(first, 1, 1)) & (
            pl.col("starts") < dt.datetime(last, 1, 1)
        )
        bound = pl.col("kind").is_in(EXERCISES) & pl.col("host").is_in(PARTIES)
        addressed = coded.lazy().filter(bound & in_force).collect().lazy()
        found += [_rule(addressed, i, k, (first, last)) for k in range(PER_INSTRUMENT)]
        found += [_suspended(rule, first) for rule in found[-PER_INSTRUMENT:]]
    return pl.concat([rule.drop("starts") for rule in found]).collect()


def _rule(addressed: pl.LazyFrame, i: int, k: int, years: tuple[int, int]) -> pl.LazyFrame:
    """Evaluate one rule on the activities that it addresses; its parties are bound for some years.

    Whether a notice came in time is told where the bearer was bound on the day it fell due.
    """
    level = levels(i, k)
    reached = {
        m: pl.when(pl.col(f"{m}_low") >= n).then(True).when(pl.col(f"{m}_high") < n).then(False)
        for m, n in level.items()
    }
    judged = addressed.with_columns(**{f"_{m}": answer for m, answer in reached.items()})
    any_of = pl.lit(value=False)
    for m in level:
        any_of = any_of | pl.col(f"_{m}")
    judged = judged.with_columns(verdict=pl.col("zone_europe") & any_of)
    judged = judged.filter(pl.col("verdict") | pl.col("verdict").is_null())
    start = pl.col("starts").dt.truncate("1d")
    judged = judged.with_columns(
        due=pl.when("advance_notice_to_troops").then(start - NOTICE).otherwise(start)
    )
    open_ = pl.col("verdict").is_null()
    bound = (pl.col("due") >= dt.datetime(years[0], 1, 1)) & (
        pl.col("due") < dt.datetime(years[1], 1, 1)
    )
    return judged.select(
        "activity",
        "source",
        pl.lit(f"made-up/{i}").alias("instrument"),
        pl.lit(str(k)).alias("provision"),
        pl.col("host").cast(pl.String).alias("obligor"),
        pl.lit("*").alias("obligee"),
        "verdict",
        _names({m: pl.col(f"_{m}") for m in level}).alias("reached"),
        pl.when(open_)
        .then(_names({m: pl.col(f"_{m}").is_null() for m in level}))
        .otherwise(pl.lit(""))
        .alias("missing"),
        "due",
        pl.col("notified_at").alias("done"),
        pl.when(bound & (pl.col("notified_at") < pl.col("due") + DAY))
        .then(pl.lit("met"))
        .when(bound & (pl.col("notified_at") >= pl.col("due") + DAY))
        .then(pl.lit("late"))
        .alias("timing"),
        pl.lit("A made-up text, 1").alias("citation"),
        pl.lit(value=True).alias("draft"),
        "starts",
    )


def _names(answers: dict[str, pl.Expr]) -> pl.Expr:
    """Join the names whose answer is yes."""
    told = [pl.when(answer).then(pl.lit(name)) for name, answer in answers.items()]
    return pl.concat_str(told, separator=", ", ignore_nulls=True)


def _suspended(rule: pl.LazyFrame, first: int) -> pl.LazyFrame:
    """Give the findings towards the party for which the first one has suspended."""
    since = pl.col("starts") >= dt.datetime(first + 1, 1, 1)
    nothing = pl.lit(None, dtype=pl.Datetime("us"))
    return rule.filter((pl.col("obligor") == PARTIES[0]) & since).with_columns(
        obligee=pl.lit(PARTIES[1]),
        verdict=pl.lit(value=False),
        missing=pl.lit(""),
        due=nothing,
        done=nothing,
        timing=pl.lit(None, dtype=pl.String),
    )
