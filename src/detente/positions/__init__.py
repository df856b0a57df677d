"""What each party replied to each article of a draft, what is tied to what, and packages."""

from __future__ import annotations

from detente.positions.packages import (
    Frontier,
    count,
    frontier,
    kalai_smorodinsky,
    max_min,
    nash,
)
from detente.positions.reading import read_talks
from detente.positions.report import apart, matrix
from detente.positions.scoring import read_scores
from detente.positions.talks import STANCES, Talks

__all__ = [
    "STANCES",
    "Frontier",
    "Talks",
    "apart",
    "count",
    "frontier",
    "kalai_smorodinsky",
    "matrix",
    "max_min",
    "nash",
    "read_scores",
    "read_talks",
]
