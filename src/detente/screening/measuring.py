"""How far figures are apart: at least, whatever their edges mean; exactly, where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from detente.places import distance_m, lay_out
from detente.places.edges import READINGS
from detente.places.laying import TOLERANCE_M
from detente.places.readings import apart_m
from detente.places.words import Edges

ROUGH_M = 100.0
"""By how much the distance between two drawings is off, at most, in metres, and some more."""


def is_within(figures: Any, ours: Edges, areas: Any, theirs: Edges, metres: Any) -> Any:
    """Tell, pair by pair, whether figures lie within a distance of areas: to a centimetre.

    Args:
        figures: as given, shape (n,).
        ours: how their edges run.
        areas: as given, shape (n,).
        theirs: how their edges run.
        metres: the distances, shape (n,).
    """
    apart = distance_m(lay_out(figures, ours), lay_out(areas, theirs))
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
    for some, ours, theirs in _readings(figures[1], areas[1], silent & (vague > TOLERANCE_M)):
        shapes = lay_out(figures[0][some], ours), lay_out(areas[0][some], theirs)
        result[some] = np.minimum(result[some], distance_m(*shapes))
    close = np.abs(result - metres) < ROUGH_M
    result[close] = np.inf
    for some, ours, theirs in _readings(figures[1], areas[1], close):
        exact = apart_m(figures[0][some], areas[0][some], ours, theirs)
        result[some] = np.minimum(result[some], exact)
    return result


def _readings(ours: Any, theirs: Any, asked: Any) -> Iterator[tuple[Any, Edges, Edges]]:
    """Go through the readings of edges, each with the places of the pairs asked that allow it."""
    for one in READINGS:
        for other in READINGS:
            allowed = np.isin(ours, ("", one)) & np.isin(theirs, ("", other))
            some = np.flatnonzero(asked & allowed)
            if len(some):
                yield some, one, other
