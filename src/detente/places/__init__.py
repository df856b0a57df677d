"""Points and areas in WGS 84, longitude first: laid out, grown, measured, compared.

Loaded when first asked for, since PROJ and GEOS take their time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.places.circling import circle, circles
    from detente.places.distances import distance_m
    from detente.places.growing import corridor, grow
    from detente.places.laying import lay_out
    from detente.places.readings import brackets, meets
    from detente.places.words import Edges

__all__ = [
    "Edges",
    "brackets",
    "circle",
    "circles",
    "corridor",
    "distance_m",
    "grow",
    "lay_out",
    "meets",
]

_HOMES = {
    "Edges": "words",
    "brackets": "readings",
    "circle": "circling",
    "circles": "circling",
    "corridor": "growing",
    "distance_m": "distances",
    "grow": "growing",
    "lay_out": "laying",
    "meets": "readings",
}


def __getattr__(name: str) -> Any:
    """Load the part of the room in which a public name lives."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
