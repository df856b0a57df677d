"""What a screening finds as files hold it: its own columns, with moments written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_MOMENTS = ("overlap_from", "overlap_to", "from", "to")


def written(screened: pl.DataFrame) -> pl.DataFrame:
    """Write the moments of pairs or sets as ISO 8601, in UTC.

    Args:
        screened: what `detente.screening.screen` or `simultaneous` gave.
    """
    import polars as pl

    moment = (pl.col(name) for name in _MOMENTS if name in screened.columns)
    return screened.with_columns(
        pl.when(each.dt.microsecond() != 0)
        .then(each.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        .otherwise(each.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for each in moment
    )
