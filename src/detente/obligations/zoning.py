"""Whether activities lie in a zone of application: as stated, by their host, or by their area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from detente.errors import AreaError
from detente.instruments.library import Library
from detente.instruments.zones import Zone
from detente.measures.answers import Answer
from detente.obligations.seen import Plan, Seen
from detente.places.words import EDGES, Edges

if TYPE_CHECKING:
    import polars as pl
    from shapely.geometry.base import BaseGeometry

Place = tuple[str, Edges | None]
"""An area as WKT, and how its edges run; None: not stated."""

_WIDE, _WIDEST = 3.0, 179.0
"""Degrees of longitude: what is less wide is the same to about a kilometre however its edges run,
and zones are drawn more coarsely than that; what is wider than the other has edges that may run
either way round."""


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
    told = [(~stated.is_null(), stated)] if zone.column in seen.columns else []
    drawn = [(~seen.col("area").is_null(), stated)] if "area" in seen.columns else []
    return seen.when(
        *told,
        *drawn,
        (host.is_in(list(zone.whole)), True),
        (host.is_in(list(zone.outside)), False),
    )


def by_area(frame: pl.DataFrame, library: Library) -> pl.DataFrame:
    """Settle by the area, where one is given, what source and host leave open about each zone.

    Args:
        frame: activities with an ``area`` column of WKT, longitude first, and perhaps ``edges``.
        library: the agreed texts, with their zones.
    """
    import polars as pl

    plan: Any = frame.lazy()
    settled_plan: Any = by_host(plan, library.zones.values(), Seen.of(frame.columns, pl))[0]
    settled: pl.DataFrame = settled_plan.collect()
    if "area" not in settled.columns:
        return settled
    placed = list(zip(settled["area"].to_list(), _cells(settled, "edges"), strict=True))
    hosts, drawn = _cells(settled, "host"), _drawn({place for place in placed if place[0]})
    for zone in library.zones.values():
        told = {place: _by_drawings(zone, drawings) for place, drawings in drawn.items()}
        answers = [
            answer
            if answer is not None or place not in told
            else _agreed(told[place], zone.by_host(host))
            for answer, place, host in zip(_cells(settled, zone.column), placed, hosts, strict=True)
        ]
        settled = settled.with_columns(pl.Series(zone.column, answers, dtype=pl.Boolean))
    return settled


def _cells(frame: pl.DataFrame, name: str) -> list[Any]:
    """Give what a column holds; an absent one holds nothing."""
    return frame[name].to_list() if name in frame.columns else [None] * frame.height


def _drawn(places: Iterable[Place]) -> dict[Place, tuple[BaseGeometry | None, ...]]:
    """Draw each area by every reading of its edges that is open; None: a reading not drawn."""
    import shapely

    drawn: dict[Place, tuple[BaseGeometry | None, ...]] = {}
    for area, edges in places:
        shape = shapely.from_wkt(area)
        west, _, east, _ = shape.bounds
        if east - west < _WIDE:
            drawn[area, edges] = (shape,)
            continue
        readings = EDGES if edges is None else (edges,)
        drawn[area, edges] = tuple(_laid_out(shape, reading) for reading in readings)
    return drawn


def _laid_out(shape: BaseGeometry, edges: Edges) -> BaseGeometry | None:
    """Draw a wide area by one reading of its edges; None where that reading is no area."""
    from detente.places import lay_out

    west, _, east, _ = shape.bounds
    if edges == "straight":
        return shape
    if east - west > _WIDEST:
        return None
    try:
        drawing: BaseGeometry = lay_out([shape], edges)[0]
    except AreaError:
        return None
    return drawing


def _by_drawings(zone: Zone, drawings: Iterable[BaseGeometry | None]) -> Answer:
    """Answer whether an area lies in a zone, where all of its drawings agree."""
    answers = {None if each is None else zone.by_area(each) for each in drawings}
    return answers.pop() if len(answers) == 1 else None


def _agreed(by_area: Answer, by_host: Answer) -> Answer:
    """Take the answer on which area and host agree, or the only one; contrary ones settle none."""
    if by_area is None or by_host is None:
        return by_host if by_area is None else by_area
    return by_area if by_area == by_host else None
