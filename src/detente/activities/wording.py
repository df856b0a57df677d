"""A typed frame as a file states it: moments, counts and notices each in one cell."""

from __future__ import annotations

import polars as pl

from detente.activities.cells import NOT_GIVEN
from detente.activities.columns import HEIGHTS, INSTANT, MOMENTS, NOTICES, columns
from detente.activities.vocabulary import Vocabulary
from detente.files.headers import OWN
from detente.places.words import OPEN

_ONE_DAY = pl.duration(days=1)


def worded(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Give the table of a typed frame: texts, and Boolean columns as they are.

    A second column, such as ``starts_latest`` or ``notified``, is given only where one cell cannot
    say it all.

    Args:
        frame: a frame that :func:`detente.activities.conform` gave.
        vocabulary: what it may say.
    """
    out: dict[str, pl.Expr] = {}
    for name in columns(vocabulary):
        if name in frame.columns:
            out |= _words(name)
    for measure in vocabulary.measures:
        if f"{measure}_low" in frame.columns:
            out[measure] = _count(measure)
    bounds = {f"{measure}{end}" for measure in vocabulary.measures for end in ("_low", "_high")}
    own = {name: pl.col(name) for name in frame.columns if name.startswith(OWN)}
    kept = {name: expr for name, expr in (out | own).items() if name not in bounds}
    table = frame.select(expr.alias(name) for name, expr in kept.items())
    return table.drop(name for name in _seconds() if name in table and _silent(table[name]))


def _seconds() -> list[str]:
    """Name the columns that only say what another cannot."""
    return [*(f"{moment}_latest" for moment in MOMENTS), *NOTICES.values()]


def _silent(column: pl.Series) -> bool:
    """Tell whether a column states nothing."""
    return column.null_count() == len(column)


def _words(name: str) -> dict[str, pl.Expr]:
    """Word one column of the frame; a moment words its whole family."""
    if name in MOMENTS:
        return _moment(name)
    if name == "stated_at":
        midnight = pl.col(name) == pl.col(name).dt.truncate("1d")
        return {name: pl.when(midnight).then(_day(pl.col(name))).otherwise(instant(pl.col(name)))}
    if name in HEIGHTS:
        return {name: _height(pl.col(name))}
    family = {f"{moment}_latest" for moment in MOMENTS} | set(NOTICES.values())
    return {} if name in family else {name: pl.col(name)}


def _moment(name: str) -> dict[str, pl.Expr]:
    """Word a moment: a day as a date, an instant with its Z, and the bound of any other span."""
    earliest, latest = pl.col(name), pl.col(f"{name}_latest")
    midnight = earliest == earliest.dt.truncate("1d")
    day = (midnight & (latest - earliest == _ONE_DAY)).fill_null(False)
    words = pl.when(day).then(_day(earliest)).otherwise(instant(earliest))
    span = pl.when(~day).then(instant(latest))
    if name not in NOTICES:
        return {name: words, f"{name}_latest": span}
    given = pl.col(NOTICES[name])
    never, untimed = pl.lit(NOT_GIVEN), earliest.is_null()
    return {
        name: pl.when(untimed & ~given).then(never).otherwise(words),
        f"{name}_latest": span,
        NOTICES[name]: pl.when(untimed & given).then(True),
    }


def _day(moment: pl.Expr) -> pl.Expr:
    """Word a day."""
    return moment.dt.strftime("%Y-%m-%d")


def instant(moment: pl.Expr) -> pl.Expr:
    """Word an instant, as exactly as it is known and no longer than that needs."""
    full = moment.cast(INSTANT).dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
    return full.str.replace(r"(:00)?\.000000$", "") + "Z"


def _height(bound: pl.Expr) -> pl.Expr:
    """Word a bound of altitude."""
    number = bound.cast(pl.String).str.replace(r"\.0$", "")
    return pl.when(bound.is_infinite()).then(pl.lit(OPEN)).otherwise(number)


def _count(measure: str) -> pl.Expr:
    """Word a count: ``9000``, ``8000..12000``, ``13001..`` or ``..7000``."""
    low, high = pl.col(f"{measure}_low"), pl.col(f"{measure}_high")
    ends = [end.cast(pl.String).fill_null("") for end in (low, high)]
    span = pl.when(~(low.is_null() & high.is_null())).then(ends[0] + pl.lit("..") + ends[1])
    return pl.when(low == high).then(low.cast(pl.String)).otherwise(span)
