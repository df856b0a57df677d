"""How far figures are apart: at least, whatever their edges mean; exactly, where it matters."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.places.edges import READINGS
from detente.places.readings import EXACT_M, apart_m
from detente.places.words import Edges

FINE_M = 1.0
"""How far the edges that distances are measured from may stray from the true ones, in metres."""

ROUGH_M = 10.0
"""By how much the distance between two such drawings is off, at most, in metres, and some more."""


def is_within(figures: Any, ours: Edges, areas: Any, theirs: Edges, metres: Any) -> Any:
    """Tell, pair by pair, whether figures lie within a distance of areas: to a centimetre.

    Args:
        figures: as given, shape (n,).
        ours: how their edges run.
        areas: as given, shape (n,).
        theirs: how their edges run.
        metres: the distances, shape (n,).
    """
    apart = apart_m(figures, areas, ours, theirs, FINE_M)
    close = np.flatnonzero(np.abs(apart - metres) < ROUGH_M)
    if len(close):
        apart[close] = apart_m(figures[close], areas[close], ours, theirs)
    return apart <= metres


def least_apart(
    figures: tuple[Any, Any], areas: tuple[Any, Any], rough: Any, vague: Any, metres: Any
) -> Any:
    """Give the least that the distances of pairs can be, under every reading of their edges.

    Args:
        figures: shapes as given, and how the edges of each run, empty where not stated; shape (n,).
        areas: likewise.
        rough: their distances as they are drawn, those without stated edges with geodesic ones.
        vague: by how much either drawing may be off, at most, in metres.
        metres: the distances that matter: near them it is measured to a centimetre.
    """
    result = rough.copy()
    silent = (figures[1] == "") | (areas[1] == "")
    _measure(result, figures, areas, silent & (vague > FINE_M), FINE_M)
    _measure(result, figures, areas, np.abs(result - metres) < ROUGH_M, EXACT_M)
    return result


def _measure(
    result: Any, figures: tuple[Any, Any], areas: tuple[Any, Any], asked: Any, tolerance_m: float
) -> None:
    """Put the distances of the pairs asked into place, those with the same edges together."""
    for ours in (*READINGS, None):
        for theirs in (*READINGS, None):
            stated = (figures[1] == (ours or "")) & (areas[1] == (theirs or ""))
            some = np.flatnonzero(asked & stated)
            if len(some):
                pair = figures[0][some], areas[0][some]
                result[some] = apart_m(*pair, ours, theirs, tolerance_m)
