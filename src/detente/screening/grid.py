"""The globe in cells, dealt out in shares: where a pair is judged, and that it is judged once.

A figure falls on every cell that its box meets, so two figures that may lie near to one another
fall on a cell together. What has no figure may be anywhere and falls on every share. Of the shares
that both of a pair fall on, the first is the one that judges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely

from detente.screening.aspects import Pairs
from detente.screening.members import in_ranges

COLUMNS = ("_share", "_home", "_falls")
"""Columns of rows that are dealt out; see `Dealt`."""

DEGREES = 4.0
"""How high a cell is, and how wide at the equator; nearer the poles as wide in metres, about."""

_ROWS = round(180 / DEGREES)
_SOUTH = -90 + DEGREES * np.arange(_ROWS)
_LOW = np.where(_SOUTH >= 0, _SOUTH, np.maximum(0, -_SOUTH - DEGREES))
_COLUMNS = np.ceil(360 / DEGREES * np.cos(np.radians(_LOW))).astype(np.int64)
_FIRST = np.cumsum(_COLUMNS) - _COLUMNS
_MIX = np.uint64(0x9E3779B97F4A7C15)


def covered(boxes: Any) -> tuple[Any, Any]:
    """Give the cells that boxes meet.

    Args:
        boxes: west, south, east and north in degrees, shape (n, 4).

    Returns:
        Numbers of cells, and for each the place of its box; shape (k,) each.
    """
    west, south, east, north = boxes.T
    first, last = (_clipped((y + 90) / DEGREES, _ROWS) for y in (south, north))
    row, box = in_ranges(first, last - first + 1)
    columns = _COLUMNS[row]
    begin, end = (_clipped((x[box] + 180) / 360 * columns, columns) for x in (west, east))
    cell, at = in_ranges(_FIRST[row] + begin, end - begin + 1)
    return cell, box[at]


def _clipped(places: Any, count: Any) -> Any:
    """Give whole numbers from 0 and below a count."""
    return np.clip(np.floor(places), 0, count - 1).astype(np.int64)


def shares(figures: Any, count: int) -> Any:
    """Tell on which shares figures fall: booleans, shape (n, count).

    Args:
        figures: laid out on the map, None where there is none, shape (n,).
        count: how many shares there are.
    """
    there = ~(shapely.is_missing(figures) | shapely.is_empty(figures))
    result = np.repeat(~there[:, None], count, axis=1)
    parts, owner = shapely.get_parts(figures[there], return_index=True)
    cell, part = covered(shapely.bounds(parts))
    mixed = (cell.astype(np.uint64) * _MIX) >> np.uint64(32)
    result[np.flatnonzero(there)[owner[part]], (mixed % np.uint64(count)).astype(np.int64)] = True
    return result


@dataclass(frozen=True)
class Dealt:
    """Rows as they were dealt out, each once for every share on which it falls.

    Attributes:
        share: the share in which each lies, shape (n,).
        home: for those that fall on every share, a share of their own; else -1, shape (n,).
        falls: bits of all shares on which it falls, shape (n, bytes).
        count: how many shares there are.
    """

    share: Any
    home: Any
    falls: Any
    count: int

    @classmethod
    def of(cls, falls: Any) -> tuple[Any, Dealt]:
        """Deal rows out.

        Args:
            falls: on which shares each row falls, as `shares` tells it, shape (n, count).

        Returns:
            Places of the rows as they come, and how they lie.
        """
        count = falls.shape[1]
        place, share = np.nonzero(falls)
        home = np.where(falls.all(axis=1), np.arange(len(falls)) % count, -1)
        return place, cls(share, home[place], np.packbits(falls, axis=1)[place], count)

    @classmethod
    def read(cls, rows: pl.DataFrame, count: int) -> Dealt:
        """Take what the columns `COLUMNS` tell."""
        share, home, falls = (rows[name] for name in COLUMNS)
        bits = np.frombuffer(b"".join(falls.to_list()), dtype=np.uint8)
        return cls(share.to_numpy(), home.to_numpy(), bits.reshape(rows.height, -1), count)


def judged_here(pairs: Pairs, ours: Dealt, theirs: Dealt) -> Pairs:
    """Keep the pairs that the share judges in which they lie.

    That is the first on which both fall; of two that fall on every share, one that is their own.
    """
    together = ours.share[pairs.activity] == theirs.share[pairs.line]
    pairs = pairs.at(np.flatnonzero(together))
    share = ours.share[pairs.activity]
    homes = ours.home[pairs.activity], theirs.home[pairs.line]
    kept = (homes[0] + homes[1]) % ours.count == share
    some = np.flatnonzero(np.minimum(*homes) < 0)
    kept[some] = _first(pairs.at(some), share[some], ours, theirs)
    return pairs.at(np.flatnonzero(kept))


def _first(pairs: Pairs, share: Any, ours: Dealt, theirs: Dealt) -> Any:
    """Tell which pairs lie in the first share on which both fall."""
    result = np.zeros(len(pairs), dtype=bool)
    for one in np.unique(share):
        some = np.flatnonzero(share == one)
        both = ours.falls[pairs.activity[some]] & theirs.falls[pairs.line[some]]
        before = np.packbits(np.arange(8 * both.shape[1]) < one)
        result[some] = ~(both & before).any(axis=1)
    return result
