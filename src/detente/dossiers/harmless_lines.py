"""Texts of red lines made harmless to show, as `detente.dossiers.harmless` does it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from detente.dossiers.harmless import harmless
from detente.redlines import RedLines


def harmless_lines(given: RedLines) -> RedLines:
    """Write out what would steer a screen in every text of lines, sources and areas."""
    return replace(
        given,
        lines=tuple(shown(line) for line in given.lines),
        sources=tuple(shown(source) for source in given.sources),
        areas={harmless(key): shown(area) for key, area in given.areas.items()},
    )


def shown(value: Any) -> Any:
    """Write it out in a text, a tuple of texts, or every field of a record.

    Args:
        value: any of these; anything else stays as it is.
    """
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, tuple):
        return tuple(shown(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        told = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(value, **{name: shown(each) for name, each in told.items()})
    return value
