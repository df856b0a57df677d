"""Findings as files hold them: JSON, CSV and Parquet with exactly the columns of the frame."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from detente.instruments import Library

VERDICTS: dict[str, bool | None] = {
    "applies": True,
    "cannot-be-told": None,
    "does-not-apply": False,
}
"""The answers by the names that the command line gives them."""

_LISTS = ("reached", "missing")


def as_json(findings: pl.DataFrame, activities: pl.DataFrame, library: Library) -> str:
    """Write findings as a JSON array, one object a line.

    ``verdict`` is true, false or null; ``reached`` and ``missing`` are arrays; ``due`` and
    ``done`` are dates where only the day counts, else instants with Z.

    Args:
        findings: what was found.
        activities: the frame that it was found in.
        library: the agreed texts that were asked.
    """
    import polars as pl

    from detente.dossiers import written

    if not findings.height:
        return "[]\n"
    lists = written(findings, activities, library).with_columns(
        pl.when(pl.col(name) == "")
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .otherwise(pl.col(name).str.split(", "))
        .alias(name)
        for name in _LISTS
    )
    lines = lists.write_ndjson().removesuffix("\n").split("\n")
    return "[\n" + ",\n".join(lines) + "\n]\n"


def as_csv(findings: pl.DataFrame, activities: pl.DataFrame, library: Library) -> str:
    """Write findings as CSV with a header; what cannot be told is an empty cell."""
    from detente.dossiers import written

    return written(findings, activities, library).write_csv()


def as_parquet(findings: pl.DataFrame) -> bytes:
    """Write findings as Parquet, typed as the frame is."""
    into = io.BytesIO()
    findings.write_parquet(into)
    return into.getvalue()


def only(findings: pl.DataFrame, verdicts: set[bool | None]) -> pl.DataFrame:
    """Keep the findings that have one of these verdicts."""
    import polars as pl

    kept = [
        pl.col("verdict").is_null() if verdict is None else pl.col("verdict").eq_missing(verdict)
        for verdict in sorted(verdicts, key=str)
    ]
    return findings.filter(pl.any_horizontal(*kept))
