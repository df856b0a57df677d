"""The corners of figures that lie farthest out aslant: quick to compare before the figures are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

SLANT = 2.0
"""How much farther slanting lines run east than north, in degrees: on the ground, askew at 60°."""


@dataclass(frozen=True)
class Corners:
    """Of each figure the corner farthest to the south-west, north-west, south-east and north-east.

    Attributes:
        places: longitude and latitude of each, shape (4, n, 2); NaN where there is no figure.
    """

    places: Any

    @classmethod
    def of(cls, figures: Any) -> Corners:
        """Find them.

        Args:
            figures: shape (n,); None where there is none.
        """
        points, owner = shapely.get_coordinates(figures, return_index=True)
        result = np.full((4, len(figures), 2), np.nan)
        if len(owner):
            x, y = points[:, 0], SLANT * points[:, 1]
            first = np.flatnonzero(np.diff(owner, prepend=-1))
            sizes = np.diff(first, append=len(owner))
            for side, along in enumerate((-x - y, y - x, x - y, x + y)):
                most = np.repeat(np.maximum.reduceat(along, first), sizes)
                at = np.flatnonzero(along == most)
                result[side, owner[at]] = points[at]
        return cls(result)

    @cached_property
    def bounds(self) -> Any:
        """Give the least and the most of x + `SLANT` y, and of x - `SLANT` y, shape (4, n)."""
        (x, y) = self.places[..., 0], SLANT * self.places[..., 1]
        return np.stack([x[0] + y[0], x[3] + y[3], x[1] - y[1], x[2] - y[2]])

    @cached_property
    def middle(self) -> Any:
        """Give a place amid them, shape (2, n)."""
        return self.places.mean(axis=0).T.copy()

    def side(self, some: Any, others: Corners, of_others: Any) -> Any:
        """Tell which corner of some figures is the one towards others, pair by pair.

        Args:
            some: places of figures, shape (p,).
            others: corners of the others.
            of_others: places of the others, shape (p,).

        Returns:
            Places in `places`; 3 less that is the corner of the other that is towards the one.
        """
        east, north = (
            there[of_others] > here[some]
            for here, there in zip(self.middle, others.middle, strict=True)
        )
        return 2 * east.view(np.int8) + north.view(np.int8)
