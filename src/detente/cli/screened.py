"""What a screening finds as files hold it: JSON and CSV with exactly its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_LISTS = ("reached", "missing")
_MOMENTS = ("overlap_from", "overlap_to", "from", "to")
_MEMBERS = "members"


def as_json(screened: pl.DataFrame) -> str:
    """Write pairs or sets as a JSON array, one object a line.

    ``verdict`` is true, false or null; ``reached`` and ``missing`` are arrays; moments are
    instants with Z.

    Args:
        screened: what `detente.screening.screen` or `simultaneous` gave.
    """
    import polars as pl

    if not screened.height:
        return "[]\n"
    lists = _instants(screened).with_columns(
        pl.when(pl.col(name).fill_null("") == "")
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .otherwise(pl.col(name).str.split(", "))
        .alias(name)
        for name in _LISTS
        if name in screened.columns
    )
    lines = lists.write_ndjson().removesuffix("\n").split("\n")
    return "[\n" + ",\n".join(lines) + "\n]\n"


def as_csv(screened: pl.DataFrame) -> str:
    """Write pairs or sets as CSV with a header; what cannot be told is an empty cell."""
    import polars as pl

    told = _instants(screened)
    if _MEMBERS in told.columns:
        told = told.with_columns(pl.col(_MEMBERS).list.join(", "))
    return told.write_csv()


def _instants(screened: pl.DataFrame) -> pl.DataFrame:
    """Write moments as ISO 8601, in UTC."""
    import polars as pl

    moment = (pl.col(name) for name in _MOMENTS if name in screened.columns)
    return screened.with_columns(
        pl.when(each.dt.microsecond() != 0)
        .then(each.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        .otherwise(each.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for each in moment
    )
