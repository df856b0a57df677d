"""The graph model for conflict resolution: which outcomes hold, for whom, and why."""

from __future__ import annotations

from detente.stability.coalitions import coalitions
from detente.stability.conflict import Conflict
from detente.stability.drawing import draw
from detente.stability.game import Game
from detente.stability.hypergame import hypergame
from detente.stability.inverse import inverse
from detente.stability.paths import paths
from detente.stability.reading import read_conflict
from detente.stability.robust import margins, robustness
from detente.stability.solve import solve
from detente.stability.telling import explain

__all__ = [
    "Conflict",
    "Game",
    "coalitions",
    "draw",
    "explain",
    "hypergame",
    "inverse",
    "margins",
    "paths",
    "read_conflict",
    "robustness",
    "solve",
]
