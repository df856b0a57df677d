"""Where marks and names stand on a map, so that none covers another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Any

import shapely

_TURNS, _RINGS, _RING = 16, 9, 13.0
_GAP = 2.0


@dataclass(frozen=True)
class Mark:
    """A mark on a map: where it stands, and what it belongs to.

    Attributes:
        text: what it says.
        x, y: its middle, in units of the picture.
        at_x, at_y: the place it belongs to.
        wide, tall: its size.
    """

    text: str
    x: float
    y: float
    at_x: float
    at_y: float
    wide: float
    tall: float

    @property
    def led(self) -> bool:
        """Whether it stands so far off that a line must lead to its place."""
        return hypot(self.x - self.at_x, self.y - self.at_y) > self.tall * 0.6


class Sheet:
    """A picture on which marks are set one after the other; an earlier one keeps its place.

    Args:
        width, height: its size in units.
    """

    def __init__(self, width: float, height: float) -> None:
        """Begin with nothing set."""
        self._width, self._height = width, height
        self._taken: list[Any] = []

    def set(self, text: str, at: Any, size: tuple[float, float], *, move: bool) -> Mark | None:
        """Set a mark as near to its place as there is room.

        Args:
            text: what it says.
            at: the place it belongs to, a shapely point.
            size: how wide and tall it is.
            move: whether it may stand beside its place; if not, it is left out where that is taken.

        Returns:
            The mark; None where there is no room for it.
        """
        wide, tall = size
        for x, y in _places(at.x, at.y) if move else [(at.x, at.y)]:
            box = shapely.box(
                x - wide / 2 - _GAP, y - tall / 2 - _GAP, x + wide / 2 + _GAP, y + tall / 2 + _GAP
            )
            if self._inside(x, y, wide, tall) and not any(box.intersects(t) for t in self._taken):
                self._taken.append(box)
                return Mark(text, x, y, at.x, at.y, wide, tall)
        return None

    def _inside(self, x: float, y: float, wide: float, tall: float) -> bool:
        """Whether a mark lies in the picture."""
        across = wide / 2 < x < self._width - wide / 2
        return across and tall / 2 < y < self._height - tall / 2


def _places(x: float, y: float) -> Iterator[tuple[float, float]]:
    """Go through places around one, ring by ring."""
    yield x, y
    for ring in range(1, _RINGS + 1):
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS - pi / 2
            yield x + _RING * ring * cos(angle), y + _RING * ring * sin(angle)
