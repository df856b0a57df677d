"""What a party has declared as its red line or concern: exact words, object, area, status."""

from __future__ import annotations

from detente.redlines.frame import frame
from detente.redlines.line import Altitude, Area, Event, Level, Levels, RedLine
from detente.redlines.reading import RedLines, read_redlines
from detente.redlines.words import NamedArea, Words

__all__ = [
    "Altitude",
    "Area",
    "Event",
    "Level",
    "Levels",
    "NamedArea",
    "RedLine",
    "RedLines",
    "Words",
    "frame",
    "read_redlines",
]
