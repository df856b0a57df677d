"""The least value over moves that gain their makers, for all states of a cube at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.stability.game import Levels

_FAR = np.iinfo(np.int32).max
_BLOCK = 1 << 16
_BYTE = 256

Fibres = tuple[NDArray[np.intp], NDArray[np.intp]]


class Gains:
    """The gainful moves of one maker.

    The states that differ only in the maker's own options lie along one axis of the cube, its
    fibre. Where all moves can be undone, a fibre is sorted by what the maker prefers, and the least
    over all better states is a running minimum; else every change of options is tried in turn.

    Args:
        level: how much the maker prefers each place of the cube; below 0 where there is no state.
        first: the maker's first option.
        ways: in which direction each of its options can change.
    """

    def __init__(self, level: Levels, first: int, ways: Sequence[str]) -> None:
        """Sort the fibres where that is worth it."""
        self.shape = level.size >> (first + len(ways)), 1 << len(ways), 1 << first
        self.level = level.reshape(self.shape)
        self.ways = ways
        self.order: NDArray[np.unsignedinteger] | None = None
        self.ties = False
        self.place: NDArray[np.intp] | None = None
        if set(ways) == {"both"}:
            self.order = self._sorted()
            if level.size <= _BLOCK:
                self.place = _flat(self.order)

    def lower(self, value: Levels, changed: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Lower each place to the least over it and where a gainful move leads; tell which fell.

        Args:
            value: the values, which are changed.
            changed: places that changed since this was last done; None: all.
        """
        given = value.reshape(self.shape)
        fell = np.zeros(self.shape, dtype=np.bool_)
        fibres = None if changed is None else _fibres(changed.reshape(self.shape))
        if fibres is None:
            for block in _blocks(self.shape):
                found = self._lowered(given[block], block)
                np.less(found, given[block], out=fell[block])
                given[block] = found
            return fell.reshape(value.shape)
        for start in range(0, len(fibres[0]), (step := max(1, _BLOCK // self.shape[1]))):
            at = fibres[0][start : start + step], slice(None), fibres[1][start : start + step]
            before = given[at][..., None]
            found = self._lowered(before, at)
            fell[at] = (found < before)[..., 0]
            given[at] = found[..., 0]
        return fell.reshape(value.shape)

    def least(self, value: Levels) -> Levels:
        """Give for each place the least over it and where a gainful move leads."""
        found = value.copy()
        self.lower(found)
        return found

    def _lowered(self, given: Levels, at: tuple[Any, ...]) -> Levels:
        """Lower some whole fibres."""
        level = self._of(self.level, at)
        if self.order is None:
            return self._each(given, level)
        whole = self.place is not None and given.shape == self.shape
        place = self.place if whole else _flat(self._of(self.order, at))
        ranked = given.ravel()[place]
        below = np.full_like(ranked, _FAR)
        below[:, :-1] = np.minimum.accumulate(ranked[:, :0:-1], axis=1)[:, ::-1]
        if self.ties:
            below = _above_ties(level.ravel()[place], below)
        found = np.empty_like(given)
        found.ravel()[place] = np.minimum(ranked, below)
        return found

    def _of(self, held: NDArray[Any], at: tuple[Any, ...]) -> NDArray[Any]:
        """Give some whole fibres, always on three axes."""
        found: NDArray[Any] = held[at]
        return found if found.ndim > 2 else found[..., None]

    def _each(self, given: Levels, level: Levels) -> Levels:
        """Try every change of the maker's options in turn."""
        found = given.copy()
        here = np.arange(self.shape[1])
        up = sum(1 << bit for bit, way in enumerate(self.ways) if way == "forward")
        down = sum(1 << bit for bit, way in enumerate(self.ways) if way == "back")
        for change in range(1, self.shape[1]):
            there = here ^ change
            start = here[((here & change & up) == 0) & ((there & change & down) == 0)]
            end = start ^ change
            gain = level[:, end] > level[:, start]
            kept = np.where(gain, given[:, end], np.int32(_FAR))
            found[:, start] = np.minimum(found[:, start], kept)
        return found

    def _sorted(self) -> NDArray[np.unsignedinteger]:
        """Sort every fibre by what the maker prefers, the least preferred first."""
        kind = np.uint8 if self.shape[1] <= _BYTE else np.uint32
        order = np.empty(self.shape, dtype=kind)
        for block in _blocks(self.shape):
            found = np.argsort(self.level[block], axis=1, kind="stable")
            order[block] = found
            ranked = np.take_along_axis(self.level[block], found, axis=1)
            self.ties = self.ties or bool((ranked[:, 1:] == ranked[:, :-1]).any())
        return order


def settle(value: Levels, every: Sequence[Gains]) -> Levels:
    """Give the least over what sequences of gainful moves lead to, by whichever of the makers.

    Args:
        value: what is taken the least of.
        every: the gainful moves of each maker.
    """
    found = value.copy()
    pending: list[NDArray[np.bool_] | None] = [None] * len(every)
    while True:
        moved = False
        for mover, gains in enumerate(every):
            due = pending[mover]
            if due is not None and not due.any():
                continue
            fell = gains.lower(found, due)
            moved = moved or bool(fell.any())
            for other, waiting in enumerate(pending):
                if other == mover:
                    pending[other] = np.zeros_like(fell)
                elif waiting is not None:
                    np.logical_or(waiting, fell, out=waiting)
        if not moved:
            return found


def _fibres(changed: NDArray[np.bool_]) -> Fibres | None:
    """Give the fibres in which something changed; None where that is most of them."""
    touched = changed.any(axis=1)
    if 4 * int(np.count_nonzero(touched)) > touched.size:
        return None
    high, low = np.nonzero(touched)
    return high, low


def _flat(order: NDArray[Any]) -> NDArray[np.intp]:
    """Give the places of sorted fibres in a block that is laid out flat."""
    high, wide, low = order.shape
    place = order.astype(np.intp)
    place *= low
    place += (np.arange(high) * wide * low)[:, None, None] + np.arange(low)
    return place


def _above_ties(levels: Levels, below: Levels) -> Levels:
    """Let equals share what lies above all of them."""
    wide = levels.shape[1]
    last = np.full(levels.shape, wide - 1, dtype=np.intp)
    for at in range(wide - 2, -1, -1):
        same = levels[:, at] == levels[:, at + 1]
        last[:, at] = np.where(same, last[:, at + 1], at)
    found: Levels = np.take_along_axis(below, last, axis=1)
    return found


def _blocks(shape: tuple[int, int, int]) -> Iterator[tuple[slice, slice, slice]]:
    """Cut a cube into blocks of whole fibres that fit a processor's own memory."""
    high, wide, low = shape
    across = max(1, min(low, _BLOCK // wide))
    along = max(1, _BLOCK // (wide * across))
    for start in range(0, high, along):
        for left in range(0, low, across):
            yield slice(start, start + along), slice(None), slice(left, left + across)
