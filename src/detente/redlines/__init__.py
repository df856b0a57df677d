"""What a party has declared as its red line or concern: exact words, object, area, status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.redlines.frame import frame
from detente.redlines.line import Altitude, Area, Event, Level, Levels, RedLine
from detente.redlines.words import NamedArea, Words

if TYPE_CHECKING:
    from detente.redlines.reading import RedLines, read_redlines

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


def __getattr__(name: str) -> Any:
    """Load what reads files when it is first asked for: it is long to load."""
    if name not in ("RedLines", "read_redlines"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from detente.redlines import reading

    return getattr(reading, name)
