"""Answers as files hold them: JSON, CSV and Parquet with exactly the columns of their frame."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_NAMED = ("reached", "missing")
"""Columns that join names by commas."""


def as_json(answers: pl.DataFrame) -> str:
    """Write answers as a JSON array, one object a line; joined names become arrays.

    Args:
        answers: a frame whose moments are written out as text.
    """
    import polars as pl

    if not answers.height:
        return "[]\n"
    lists = answers.with_columns(
        pl.when(pl.col(name).fill_null("") == "")
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .otherwise(pl.col(name).str.split(", "))
        .alias(name)
        for name in _NAMED
        if name in answers.columns
    )
    lines = lists.write_ndjson().removesuffix("\n").split("\n")
    return "[\n" + ",\n".join(lines) + "\n]\n"


def as_csv(answers: pl.DataFrame) -> str:
    """Write answers as CSV with a header; lists are joined by commas, null is an empty cell."""
    import polars as pl

    return answers.with_columns(pl.col(pl.List(pl.String)).list.join(", ")).write_csv()


def as_parquet(answers: pl.DataFrame) -> bytes:
    """Write answers as Parquet, typed as the frame is."""
    into = io.BytesIO()
    answers.write_parquet(into)
    return into.getvalue()
