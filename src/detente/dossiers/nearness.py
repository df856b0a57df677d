"""How what a screening finds is put in order for a reader: by place first, then by the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.dossiers.words import Word

if TYPE_CHECKING:
    import polars as pl

MEETS = Word("meets", "meets every word", "●", 0)
INSIDE = Word("inside", "in the area", "◆", 1)
NEAR = Word("near", "near the area", "◇", 2)
OPEN = Word("open", "place cannot be told", "?", 3)
UNNAMED = Word("unnamed", "no line surely means it", "·", 4)
ORDER = (MEETS, INSIDE, NEAR, OPEN, UNNAMED)
"""How near a pair is to one another, the nearest first."""

ANSWERS: dict[bool | None, str] = {True: "meets", None: "cannot be told", False: "does not meet"}
"""What `verdict` says of a pair."""

_UNSAID = {"kind", "obligor", "kinds of the line", "obligors of the line"}


@dataclass(frozen=True)
class Pair:
    """One activity beside one line: what the accounts that agree find.

    Attributes:
        activity, redline: their ids.
        nearness: one of `ORDER`.
        sources: the accounts that give it, in order.
        found: the finding of the first of them; the others differ in their source only.
    """

    activity: str
    redline: str
    nearness: Word
    sources: tuple[str, ...]
    found: Mapping[str, Any]

    @property
    def missing(self) -> tuple[str, ...]:
        """What would settle it."""
        return names(self.found["missing"])

    @property
    def reached(self) -> tuple[str, ...]:
        """The measures whose level is reached."""
        return names(self.found["reached"])


def names(joined: str | None) -> tuple[str, ...]:
    """Part names that are joined by commas."""
    return tuple(joined.split(", ")) if joined else ()


def nearness(found: Mapping[str, Any]) -> Word:
    """Say how near an activity is to a line by what was found.

    A pair whose place cannot be told counts as open where the line surely speaks of this kind of
    activity by this State, and as unnamed where that too cannot be told.
    """
    if found["verdict"]:
        return MEETS
    if found["relation"] == "overlaps":
        return INSIDE
    if found["relation"] == "near":
        return NEAR
    return UNNAMED if _UNSAID & set(names(found["missing"])) else OPEN


def pairs(screened: pl.DataFrame) -> tuple[Pair, ...]:
    """Bring together the accounts that find the same, activity by activity, the nearest first.

    Args:
        screened: what `detente.screening.screen` gave; activities keep its order.
    """
    order: dict[str, int] = {}
    together: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for found in screened.rows(named=True):
        order.setdefault(found["activity"], len(order))
        same = tuple(value for name, value in found.items() if name != "source")
        together.setdefault(same, []).append(found)
    made = [_pair(each) for each in together.values()]
    made.sort(key=lambda pair: (order[pair.activity], pair.nearness.rank, len(pair.missing)))
    return tuple(made)


def _pair(found: list[Mapping[str, Any]]) -> Pair:
    """Make one pair of what the accounts find that agree."""
    first = found[0]
    sources = tuple(each["source"] for each in found)
    return Pair(first["activity"], first["redline"], nearness(first), sources, first)


def of_activities(given: Iterable[Pair]) -> Iterator[tuple[str, tuple[Pair, ...]]]:
    """Go through pairs activity by activity."""
    together: dict[str, list[Pair]] = {}
    for pair in given:
        together.setdefault(pair.activity, []).append(pair)
    yield from ((activity, tuple(each)) for activity, each in together.items())
