"""Activities beside red lines and beside one another: what comes near to what, and when."""

from __future__ import annotations

from detente.screening.aspects import members_of
from detente.screening.encounters import ENCOUNTERED, encounters
from detente.screening.findings import SCREENED, prepare, screen
from detente.screening.sets import TOGETHER, simultaneous

__all__ = [
    "ENCOUNTERED",
    "SCREENED",
    "TOGETHER",
    "encounters",
    "members_of",
    "prepare",
    "screen",
    "simultaneous",
]
