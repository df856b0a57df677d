"""A reading as plain data, for JSON and GeoJSON."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from detente.notices.reading import Level, Reading, Span


def plain_reading(reading: Reading) -> dict[str, Any]:
    """Give a reading as dicts, lists and plain values; what is not stated is null.

    Args:
        reading: one notice.
    """
    return {
        "id": reading.id or None,
        "form": reading.form,
        "class": reading.kind,
        "cue": _cue(reading),
        "issuer": reading.issuer or None,
        "issued": instant_text(reading.issued),
        "action": reading.action,
        "refers": reading.refers,
        "cancelled_at": instant_text(reading.cancelled_at),
        "estimated": reading.estimated,
        "permanent": reading.permanent,
        "recurring": reading.recurring,
        "consistent_with_q_line": reading.consistent,
        "header": reading.header,
        "areas": [_area(reading, number) for number in range(len(reading.areas))],
        "places": [list(place) for place in reading.places],
        "named": reading.named,
        "windows": [
            {
                "starts": instant_text(window.starts),
                "ends": instant_text(window.ends),
                "areas": list(window.areas),
                "alternate": window.alternate,
                "by_sun": window.by_sun,
            }
            for window in reading.windows
        ],
        "not_understood": [
            {"code": r.code, "said": r.said, "span": _span(r.span), "assumed": r.assumed}
            for r in reading.remarks
        ],
        "spans": {name: list(span) for name, span in reading.spans.items()},
        "file": reading.file or None,
        "text": reading.text,
    }


def _cue(reading: Reading) -> dict[str, Any] | None:
    """Give what decided the class."""
    cue = reading.cue
    return {"words": cue.words, "span": _span(cue.span)} if cue else None


def _area(reading: Reading, number: int) -> dict[str, Any]:
    """Give one area, its figure as stated."""
    area = reading.areas[number]
    figure = area.figure
    stated: dict[str, Any] | None = None
    if figure is not None:
        stated = {
            "shape": figure.shape,
            "points": [list(point) for point in figure.points],
            "radius_m": figure.radius_m,
            "other_m": figure.other_m,
            "bearings": list(figure.bearings),
            "arcs": [
                {
                    "after": arc.after,
                    "centre": list(arc.centre),
                    "radius_m": arc.radius_m,
                    "clockwise": arc.clockwise,
                }
                for arc in figure.arcs
            ],
        }
    return {
        "label": area.label or None,
        "figure": stated,
        "low": level(area.low),
        "high": level(area.high),
        "span": list(area.span),
        "origin": area.origin,
    }


def level(bound: Level | None) -> dict[str, Any] | None:
    """Give a bound of altitude; metres are null where the notice sets no bound.

    Args:
        bound: as read; None: not stated.
    """
    if bound is None:
        return None
    finite = math.isfinite(bound.metres)
    return {
        "metres": bound.metres if finite else None,
        "open": not finite,
        "reference": bound.reference,
        "stated": bound.stated,
    }


def _span(span: Span | None) -> list[int] | None:
    """Give a span as a pair."""
    return list(span) if span else None


def instant_text(at: dt.datetime | None) -> str | None:
    """Write an instant as ISO 8601 in UTC.

    Args:
        at: naive, in UTC; None stays None.
    """
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
