"""Whether activities lie in a zone of application: as stated, by their host, or by their area."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import narwhals as nw

from detente.instruments.library import Library
from detente.obligations.seen import Seen
from detente.places.zones import Zone, lies_in

if TYPE_CHECKING:
    import polars as pl


def by_host(activities: nw.LazyFrame, library: Library, seen: Seen) -> nw.LazyFrame:
    """Settle by the host State what the source leaves open about each zone.

    What the source states stands, whatever the host.
    """
    if "host" not in seen.columns:
        return activities
    return activities.with_columns(
        *(_zone(seen, zone).alias(zone.column) for zone in library.zones.values())
    )


def _zone(seen: Seen, zone: Zone) -> nw.Expr:
    """Take what is stated, then what the host tells."""
    host, stated = seen.col("host"), seen.yes_no(zone.column)
    return seen.when(
        (~stated.is_null(), stated),
        (host.is_in(list(zone.whole)), True),
        (host.is_in(list(zone.outside)), False),
    )


def by_area(frame: pl.DataFrame, library: Library) -> pl.DataFrame:
    """Settle by the area, where one is given, what source and host leave open about each zone.

    Args:
        frame: activities with an ``area`` column of WKT, longitude first.
        library: the agreed texts, with their zones.
    """
    import polars as pl
    import shapely

    seen = Seen.of(frame.columns, pl)
    settled = cast("pl.LazyFrame", by_host(cast("nw.LazyFrame", frame.lazy()), library, seen))
    settled = settled.collect()
    if "area" not in settled.columns or settled["area"].null_count() == settled.height:
        return pl.DataFrame(settled)
    areas = [None if text is None else shapely.from_wkt(text) for text in settled["area"]]
    for zone in library.zones.values():
        told = [None if area is None else lies_in(zone, area) for area in areas]
        column = pl.Series(zone.column, told, dtype=pl.Boolean)
        known = [settled[zone.column]] if zone.column in settled.columns else []
        settled = settled.with_columns(pl.coalesce(*known, column).alias(zone.column))
    return pl.DataFrame(settled)
