"""Red lines as a frame, one row for each, for work in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from detente.places.words import METRES
from detente.redlines.line import Event, Levels, Open, RedLine
from detente.times.moments import Moment

_TEXT, _INSTANT, _KM = pl.String(), pl.Datetime("us"), pl.Float64()
_LEVEL = pl.Struct({"measure": _TEXT, "operator": _TEXT, "value": pl.Int64()})

_EVENT = pl.Struct({"on": _INSTANT, "on_latest": _INSTANT, "status": _TEXT})

_TAKEN: dict[str, tuple[pl.DataType, Callable[[RedLine], Any]]] = {
    "redline": (_TEXT, lambda line: line.id),
    "holder": (_TEXT, lambda line: line.holder),
    "stance": (_TEXT, lambda line: line.stance),
    "attributed_by": (_TEXT, lambda line: line.attributed_by or None),
    "called": (_TEXT, lambda line: line.called),
    "words": (_TEXT, lambda line: line.words),
    "on": (_INSTANT, lambda line: _earliest(line.on)),
    "on_latest": (_INSTANT, lambda line: _latest(line.on)),
    "kinds": (pl.List(_TEXT), lambda line: line.kinds or None),
    "obligors": (pl.List(_TEXT), lambda line: line.obligors or None),
    "levels_join": (_TEXT, lambda line: line.levels and line.levels.join),
    "levels": (pl.List(_LEVEL), lambda line: line.levels),
    "object_words": (_TEXT, lambda line: line.object_words or None),
    "anywhere": (pl.Boolean(), lambda line: line.area and line.area.anywhere),
    "area_named": (_TEXT, lambda line: (line.area and line.area.named) or None),
    "area_inside": (_TEXT, lambda line: line.area and line.area.surely_inside),
    "area_within": (_TEXT, lambda line: line.area and line.area.surely_within),
    "edges": (_TEXT, lambda line: line.area and line.area.edges),
    "within_km": (_KM, lambda line: line.area and line.area.within_km),
    "altitude_low_m": (_KM, lambda line: _metres(line, "low")),
    "altitude_high_m": (_KM, lambda line: _metres(line, "high")),
    "altitude_reference": (_TEXT, lambda line: line.altitude and line.altitude.reference),
    "from": (_INSTANT, lambda line: _earliest(line.from_)),
    "from_latest": (_INSTANT, lambda line: _latest(line.from_)),
    "from_open": (pl.Boolean(), lambda line: _is_open(line.from_)),
    "until": (_INSTANT, lambda line: _earliest(line.until)),
    "until_latest": (_INSTANT, lambda line: _latest(line.until)),
    "until_open": (pl.Boolean(), lambda line: _is_open(line.until)),
    "condition": (_TEXT, lambda line: line.condition or None),
    "events": (pl.List(_EVENT), lambda line: line.events or None),
    "near_km": (_KM, lambda line: line.near_km),
    "source": (_TEXT, lambda line: line.source),
    "paragraph": (_TEXT, lambda line: line.paragraph or None),
}


def frame(lines: Sequence[RedLine]) -> pl.DataFrame:
    """Give red lines as a frame, one row for each, in order. Null means "not stated".

    Moments stand in two columns, as in a frame of activities: the first instant possible and, when
    it is no exact instant, the first that is too late (``_latest``), both naive and in UTC. A bound
    that the words leave open has null there and true in ``from_open`` or ``until_open``.

    An altitude is in metres above its reference; minus or plus infinity where the words leave the
    bound open. ``area_inside`` and ``area_within`` are WKT: what surely belongs to the area, and
    what surely holds it; ``within_km`` is to be laid around them. ``anywhere`` is null when no area
    is stated. ``events`` are the dated ones that change the status, as the file lists them.

    Args:
        lines: what `read_redlines` gave.
    """
    columns = {
        name: _column(name, [take(line) for line in lines], dtype)
        for name, (dtype, take) in _TAKEN.items()
    }
    return pl.DataFrame(columns)


def _column(name: str, values: list[Any], dtype: pl.DataType) -> pl.Series:
    """Give one column; lists, which many lines share, are made once each."""
    if not dtype.is_nested():
        return pl.Series(name, values, dtype, strict=True)
    places = {value: i for i, value in enumerate(dict.fromkeys(values))}
    made = [_rows(value) for value in places]
    distinct = pl.Series(name, made, dtype, strict=True)
    return distinct.gather(pl.Series([places[value] for value in values], dtype=pl.UInt32))


def _earliest(moment: Moment | Open | None) -> object:
    """Give the first instant possible."""
    return moment.earliest if isinstance(moment, Moment) else None


def _latest(moment: Moment | Open | None) -> object:
    """Give the first instant that is too late."""
    return moment.latest if isinstance(moment, Moment) else None


def _is_open(moment: Moment | Open | None) -> bool | None:
    """Tell whether a bound is open; None when nothing is stated."""
    return None if moment is None else moment == "open"


def _rows(value: Any) -> Any:
    """Give levels and events as rows; anything else as it is."""
    if isinstance(value, Levels):
        return [
            {"measure": each.measure, "operator": each.operator, "value": each.value}
            for each in value.of
        ]
    if value and isinstance(value[0], Event):
        return [
            {"on": each.on.earliest, "on_latest": each.on.latest, "status": each.status}
            for each in value
        ]
    return value


def _metres(line: RedLine, end: str) -> float | None:
    """Give a bound of altitude in metres."""
    if line.altitude is None:
        return None
    bound = line.altitude.low if end == "low" else line.altitude.high
    if bound == "open":
        return float("-inf") if end == "low" else float("inf")
    return None if bound is None else bound * METRES[line.altitude.unit or "m"]
