"""Notices as a frame of activities: one row for each area and each window."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import polars as pl
import shapely

from detente.activities import Vocabulary, conform
from detente.notices.collection import Notices
from detente.notices.drawn import drawn
from detente.notices.reading import Area, Level, Reading, Window

ACTIVITIES = {
    "missile_test": "live_fire",
    "gunnery": "live_fire",
    "ordnance": "live_fire",
    "exercise": "exercise",
    "rocket_launch": "space_launch",
    "gnss_interference": "gnss_interference",
    "reserved_airspace": "airspace_reservation",
    "hazardous_operations": "hazard_at_sea",
    "navigation_prohibited": "hazard_at_sea",
}
"""Classes of notices that are activities, and the kind of each."""

_AT_SEA = {"exercise": "naval_exercise"}
_DIGITS = 9
_COLUMNS = (
    "activity", "source", "kind", "starts", "ends", "area", "edges", "altitude_low",
    "altitude_high", "altitude_unit", "altitude_reference", "stated_at", "x_notice", "x_class",
    "x_cue", "x_area", "x_alternate", "x_estimated", "x_until_cancelled", "x_file",
    "x_not_understood",
)  # fmt: skip
_TYPES = {
    "starts": pl.Datetime("us"), "ends": pl.Datetime("us"), "stated_at": pl.Datetime("us"),
    "altitude_low": pl.Float64(), "altitude_high": pl.Float64(), "x_alternate": pl.Boolean(),
    "x_estimated": pl.Boolean(), "x_until_cancelled": pl.Boolean(),
}  # fmt: skip


def activity_frame(notices: Notices, vocabulary: Vocabulary) -> pl.DataFrame:
    """Give the activities that notices announce, as `detente.read_activities` would give them.

    A notice has a row for each area and each window; the id of a row is that of the notice, with
    area and window behind it where there are several. Notices of other classes, lists and
    cancellations have none. Altitudes are in metres. How edges run is our reading: great circles
    in a NOTAM, lines on a Mercator chart in a warning; no notice says it.

    Args:
        notices: as read.
        vocabulary: what an activity may say.
    """
    shapes = drawn(notices)
    taken: dict[tuple[str, str], int] = {}
    rows = []
    for reading, own in zip(notices.readings, shapes, strict=True):
        if reading.kind in ACTIVITIES and reading.action != "cancel":
            for row in _rows(reading, own):
                key = (row[0], row[1])
                taken[key] = taken.get(key, 0) + 1
                again = f" ~{taken[key]}" if taken[key] > 1 else ""
                rows.append((f"{row[0]}{again}", *row[1:]))
    schema = {name: _TYPES.get(name, pl.String()) for name in _COLUMNS}
    return conform(pl.DataFrame(rows, schema=schema, orient="row"), vocabulary)


def _rows(reading: Reading, shapes: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of one notice."""
    areas: list[tuple[int, Area | None, Any]] = [
        (number, area, shape)
        for number, (area, shape) in enumerate(zip(reading.areas, shapes, strict=True))
    ] or [(0, None, None)]
    kind = ACTIVITIES[reading.kind]
    kind = _AT_SEA.get(kind, kind) if reading.form == "warning" else kind
    said = "; ".join(remark.said for remark in reading.remarks)
    for number, area, shape in areas:
        windows = [w for w in reading.windows if not w.areas or number in w.areas]
        many = len(windows) > 1
        for place, window in enumerate(windows or [Window(None, None)], 1):
            yield (
                _row_id(reading, areas, number, area, place if many else 0),
                reading.issuer or reading.file or "notice",
                kind,
                window.starts,
                window.ends,
                None
                if shape is None or shape.is_empty
                else shapely.to_wkt(shape, rounding_precision=_DIGITS),
                "geodesic" if reading.form == "notam" else "rhumb",
                *_bounds(area),
                reading.issued,
                reading.id or None,
                reading.kind,
                reading.cue.words if reading.cue else None,
                (area.label or None) if area else None,
                window.alternate,
                reading.estimated,
                window.ends is None,
                reading.file or None,
                said or None,
            )


def _row_id(reading: Reading, areas: list[Any], number: int, area: Area | None, place: int) -> str:
    """Give the id of a row."""
    parts = [reading.id or reading.file or "notice"]
    if len(areas) > 1:
        labels = [each.label for _, each, _ in areas]
        label = area.label if area and area.label and labels.count(area.label) == 1 else ""
        parts.append(label or f"area {number + 1}")
    if place:
        parts.append(f"window {place}")
    return " / ".join(parts)


def _bounds(area: Area | None) -> tuple[float | None, float | None, str | None, str | None]:
    """Give both bounds of altitude in metres, the unit, and what they are measured from."""
    if area is None or (area.low is None and area.high is None):
        return None, None, None, None
    low = area.low.metres if area.low else None
    high = area.high.metres if area.high else None
    finite = any(bound is not None and math.isfinite(bound) for bound in (low, high))
    return low, high, "m" if finite else None, _reference(area.low, area.high) if finite else None


def _reference(low: Level | None, high: Level | None) -> str | None:
    """Give what both bounds are measured from; the surface fits anything; None: they differ."""
    stated = {
        level.reference
        for level in (low, high)
        if level and math.isfinite(level.metres) and level.metres != 0
    }
    if not stated:
        return "AGL"
    return stated.pop() if len(stated) == 1 else None
