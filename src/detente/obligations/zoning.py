"""Whether activities lie in a zone of application: as stated, by their host, or by their area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from detente.instruments.library import Library
from detente.instruments.zones import Zone
from detente.measures.answers import Answer
from detente.obligations.seen import Plan, Seen

if TYPE_CHECKING:
    import polars as pl


def by_host(activities: Plan, zones: Iterable[Zone], seen: Seen) -> tuple[Plan, Seen]:
    """Settle by the host State what the source leaves open about each zone, in a column for each.

    What the source states stands, whatever the host; and where an area is drawn, the host alone
    settles nothing, for a State may have territory elsewhere (`by_area` asks both).
    """
    columns = zone_columns(zones, seen)
    settled = activities.with_columns(**columns) if columns else activities
    return settled, Seen.of([*seen.columns, *columns], seen.ask)


def zone_columns(zones: Iterable[Zone], seen: Seen) -> dict[str, nw.Expr]:
    """Give the columns that `by_host` adds or replaces; none where no host is stated."""
    if "host" not in seen.columns:
        return {}
    return {zone.column: _zone(seen, zone) for zone in zones}


def _zone(seen: Seen, zone: Zone) -> nw.Expr:
    """Take what is stated, then what the host tells."""
    host, stated = seen.col("host"), seen.yes_no(zone.column)
    drawn = [(~seen.col("area").is_null(), stated)] if "area" in seen.columns else []
    return seen.when(
        (~stated.is_null(), stated),
        *drawn,
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

    plan: Any = frame.lazy()
    settled_plan: Any = by_host(plan, library.zones.values(), Seen.of(frame.columns, pl))[0]
    settled: pl.DataFrame = settled_plan.collect()
    if "area" not in settled.columns:
        return settled
    hosts = settled["host"].to_list() if "host" in settled.columns else [None] * settled.height
    for zone in library.zones.values():
        known = settled[zone.column].to_list() if zone.column in settled.columns else None
        told = _areas(zone, settled["area"].to_list(), hosts, known or [None] * settled.height)
        settled = settled.with_columns(pl.Series(zone.column, told, dtype=pl.Boolean))
    return settled


def _areas(
    zone: Zone, areas: list[str | None], hosts: list[str | None], known: list[Answer]
) -> list[Answer]:
    """Ask of each area and host whether it lies in a zone, where that is not known already."""
    import shapely

    return [
        answer
        if answer is not None or area is None
        else _agreed(zone.by_area(shapely.from_wkt(area)), zone.by_host(host))
        for answer, area, host in zip(known, areas, hosts, strict=True)
    ]


def _agreed(by_area: Answer, by_host: Answer) -> Answer:
    """Take the answer on which area and host agree, or the only one; contrary ones settle none."""
    if by_area is None or by_host is None:
        return by_host if by_area is None else by_area
    return by_area if by_area == by_host else None
