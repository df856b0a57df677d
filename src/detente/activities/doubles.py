"""Rows that give the same source's account of the same activity twice."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

ONE_ROW = "Give each source one row for an activity, or name its statements apart."
"""What to do about a doubled row."""


def doubles(frame: pl.DataFrame, spoilt: Collection[int]) -> dict[int, int]:
    """Give the rows whose activity and source stand in another row too, and which row that is.

    The first row that has no other fault stands; the rest are doubles of it. So no good row is set
    aside because of a bad one.

    Args:
        frame: a frame with ``activity`` and ``source``; rows without either are passed over.
        spoilt: rows that have a fault already.
    """
    if not {"activity", "source"} <= set(frame.columns):
        return {}
    keys = frame.select("activity", "source").with_row_index("row")
    again = keys.filter(pl.struct("activity", "source").is_duplicated()).drop_nulls()
    groups: dict[tuple[str, str], list[int]] = {}
    for row, activity, source in again.iter_rows():
        groups.setdefault((activity, source), []).append(row)
    out: dict[int, int] = {}
    for rows in groups.values():
        stands = min(rows, key=lambda row: (row in spoilt, row))
        out |= {row: stands for row in rows if row != stands}
    return out
