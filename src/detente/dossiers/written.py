"""Findings as they are written down: a moment is a date where only the day counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from detente.dossiers.words import EVERYBODY
from detente.instruments.library import Library

if TYPE_CHECKING:
    from detente.instruments.library import Text
    from detente.instruments.provisions import Provision

_KEYS = ("instrument", "provision")
_NOTICES = ("notified_at", "observers_invited_at")
_DAY = pl.duration(days=1)
_MINUTES = "%Y-%m-%dT%H:%M"


def written(findings: pl.DataFrame, activities: pl.DataFrame, library: Library) -> pl.DataFrame:
    """Give findings with ``due`` and ``done`` as text, and everything else as it is.

    Args:
        findings: a frame of findings.
        activities: the frame that they were found in; it tells whether a notice is stated to the
            day or to the instant.
        library: the agreed texts; their clocks tell whether a duty falls due on a day.

    Returns:
        The same rows and columns. A moment of which only the day counts is ``2017-08-03``; any
        other is ``2017-08-03T06:00Z``.
    """
    told = findings.join(_clocks(library), on=_KEYS, how="left", maintain_order="left").join(
        _days_of_notice(activities), on=["activity", "source"], how="left", maintain_order="left"
    )
    done_on_a_day = pl.coalesce(
        *(pl.when(pl.col("_done") == name).then(pl.col(f"_{name}")) for name in _NOTICES),
        pl.lit(value=False),
    )
    return told.with_columns(
        _text(pl.col("due"), pl.col("_days")).alias("due"),
        _text(pl.col("done"), done_on_a_day).alias("done"),
    ).select(findings.columns)


def arranged(findings: pl.DataFrame, activities: pl.DataFrame, library: Library) -> pl.DataFrame:
    """Put findings in order: by the accounts of the frame, then as the library has its provisions.

    Engines give rows in no order that can be relied on.

    Args:
        findings: a frame of findings.
        activities: the frame that they were found in.
        library: the agreed texts.
    """
    accounts = activities.select("activity", "source").with_row_index("_account")
    rows = [(text.path, provision.id) for _, text, provision in library]
    schema = dict.fromkeys(_KEYS, pl.String)
    provisions = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("_provision")
    return (
        findings.join(accounts, on=["activity", "source"], how="left")
        .join(provisions, on=_KEYS, how="left")
        .sort("_account", "_provision", pl.col("obligee") != EVERYBODY, "obligee")
        .select(findings.columns)
    )


def _clocks(library: Library) -> pl.DataFrame:
    """Tell for each provision whether its clock counts days, and what tells that it was done."""
    rows = [_clock(text, provision) for _, text, provision in library]
    schema = {**dict.fromkeys(_KEYS, pl.String), "_days": pl.Boolean, "_done": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _clock(text: Text, provision: Provision) -> tuple[str, str, bool, str]:
    """Tell of one provision what its clock counts."""
    clock = text.clock_of(provision)
    if clock is None:
        return text.path, provision.id, False, ""
    return text.path, provision.id, clock.counted_in_days, clock.done


def _days_of_notice(activities: pl.DataFrame) -> pl.DataFrame:
    """Tell of each account whether its notices are stated to the day only."""
    names = activities.columns
    return activities.select(
        pl.col("activity"),
        pl.col("source"),
        *(
            (pl.col(f"{name}_latest") - pl.col(name) == _DAY).alias(f"_{name}")
            if {name, f"{name}_latest"} <= set(names)
            else pl.lit(value=False).alias(f"_{name}")
            for name in _NOTICES
        ),
    )


def _text(moment: pl.Expr, only_the_day: pl.Expr) -> pl.Expr:
    """Write a moment as ISO 8601, as `detente.times.moments.text_of` does."""
    return (
        pl.when(only_the_day)
        .then(moment.dt.strftime("%Y-%m-%d"))
        .when(moment.dt.microsecond() != 0)
        .then(moment.dt.strftime(f"{_MINUTES}:%S%.6fZ"))
        .when(moment.dt.second() != 0)
        .then(moment.dt.strftime(f"{_MINUTES}:%SZ"))
        .otherwise(moment.dt.strftime(f"{_MINUTES}Z"))
    )
