"""The reader of Parquet files."""

from __future__ import annotations

import io

import polars as pl

from detente.activities.columns import header
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.headers import require, settle


def read_parquet(data: bytes, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame | None:
    """Read a Parquet file into a table whose columns are all known, typed as in the file.

    Args:
        data: the whole file.
        vocabulary: what it may say.
        faults: where to report.

    Returns:
        One row for each row of the file; None when there is nothing to read.
    """
    try:
        table = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError):
        faults.whole("not a Parquet file, or cut short", "Write it again.")
        return None
    allowed = header(vocabulary)
    kept = settle(table.columns, allowed, faults)
    require(kept.values(), allowed, faults)
    return table.select(pl.nth(i).alias(name) for i, name in kept.items())
