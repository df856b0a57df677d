"""Slips of the pen that a screening can notice: areas with latitude written first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl
import shapely

from detente.redlines import RedLine
from detente.screening.aspects import Members
from detente.screening.findings import screen


def exchanged(
    activities: pl.DataFrame,
    redlines: Sequence[RedLine],
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> pl.DataFrame:
    """Tell which activities would come near to which line if longitude and latitude were exchanged.

    That they would is no proof: it is a question to who wrote the one or the other.

    Args:
        activities: a frame of activities, such as those that come near to no line; ``area`` as WKT.
        redlines: as in `detente.screening.screen`.
        within_m: likewise.
        members: likewise.
        as_of: likewise.

    Returns:
        A frame with the columns ``activity`` and ``redline``, each pair once.
    """
    drawn = activities.filter(pl.col("area").is_not_null())
    turned = shapely.transform(shapely.from_wkt(drawn["area"].to_list()), lambda xy: xy[:, ::-1])
    _, south, _, north = shapely.bounds(turned).T
    inside = pl.Series((south >= -90) & (north <= 90), dtype=pl.Boolean)
    moved = drawn.with_columns(area=pl.Series(shapely.to_wkt(turned), dtype=pl.String))
    told = screen(moved.filter(inside), redlines, within_m=within_m, members=members, as_of=as_of)
    near = pl.col("relation").is_in(["overlaps", "near"])
    return told.filter(near).select("activity", "redline").unique(maintain_order=True)
