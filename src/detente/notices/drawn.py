"""Every area of many notices drawn at once."""

from __future__ import annotations

from typing import Any

from detente.notices.collection import Notices
from detente.notices.drawing import CROSSED, draw


def drawn(notices: Notices) -> list[list[Any]]:
    """Give the geometries of all areas: for each notice one for each area, None where unknown.

    That an outline crosses itself is noted in the reading.

    Args:
        notices: as read.
    """
    figures = [area.figure for reading in notices.readings for area in reading.areas]
    shapes, crossed = draw(figures)
    out, at = [], 0
    for reading in notices.readings:
        own: list[Any] = []
        for area in reading.areas:
            shape = shapes[at] if area.figure is not None else notices.area(area.label)
            if crossed[at]:
                reading.remark("crossed", CROSSED, area.span, assumed=True)
            own.append(shape)
            at += 1
        out.append(own)
    return out
