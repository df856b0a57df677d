"""What a decision maker prefers, as a file states it: by ranking, by statements, or by pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.files.entries import Entry, Kinds, named
from detente.files.hints import word_hint
from detente.stability.game import Levels, Order, Ranking, Relation, members, relation
from detente.stability.statements import Unreadable, truth

WAYS = ("ranking", "statements", "prefers")
KEYS: Kinds = {
    "ranking": list,
    "statements": list,
    "prefers": list,
    "equal": list,
    "unknown": list,
    "transitive": bool,
}
MOST = 1_024
"""The most states of which pairs are stated one by one."""

_AT_ONCE = 30


@dataclass(frozen=True)
class Ground:
    """What a preference speaks of.

    Attributes:
        places: the number of each state, by name.
        options: the bit of each option, by id; empty where there are none.
        codes: which options are taken in each state; None where there are none.
    """

    places: Mapping[str, int]
    options: Mapping[str, int]
    codes: NDArray[np.int64] | None


def order_of(entry: Entry, ground: Ground) -> Order | None:
    """Read a preference; report what is wrong and give None then."""
    ways = [way for way in WAYS if way in entry.fields]
    if len(ways) != 1:
        problem = "nothing says what is preferred" if not ways else "it is said in two ways"
        entry.fault(ways[-1] if ways else "", None, problem, f"Write one of: {', '.join(WAYS)}.")
        return None
    if ways[0] == "statements":
        levels = _by_statements(entry, ground)
        return None if levels is None else _doubted(entry, ground, Ranking(levels))
    if ways[0] == "ranking":
        return _by_ranking(entry, ground)
    return _by_pairs(entry, ground)


def prioritised(truths: Collection[NDArray[np.bool_]], size: int) -> Levels:
    """Give levels by statements, the most important first.

    Of two states the one is preferred in which the first statement that tells them apart is true.

    Args:
        truths: of each statement, in which states it is true.
        size: how many states there are.
    """
    levels = np.zeros(size, dtype=np.int64)
    for at, true in enumerate(truths, start=1):
        levels = 2 * levels + true
        if at % _AT_ONCE == 0:
            levels = _dense(levels)
    return _dense(levels).astype(np.int32)


def _dense(levels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number levels without gaps."""
    return np.unique(levels, return_inverse=True)[1].astype(np.int64)


def _by_statements(entry: Entry, ground: Ground) -> Levels | None:
    """Read statements."""
    if ground.codes is None:
        remedy = "Write a ranking: this file states no options."
        entry.fault("statements", None, "a statement speaks of options", remedy)
        return None
    truths = []
    for each in entry.listed("statements"):
        if not isinstance(each, str):
            entry.fault("statements", each, "not a text", "Write each in quotation marks.")
            return None
        try:
            truths.append(truth(each, ground.options, ground.codes))
        except Unreadable as error:
            problem, _, remedy = str(error).partition("; ")
            entry.fault("statements", each, problem, remedy)
            return None
    return prioritised(truths, len(ground.codes))


def _by_ranking(entry: Entry, ground: Ground) -> Order | None:
    """Read a ranking, the best first; states that are left out are unknown beside all others."""
    size = len(ground.places)
    levels = np.full(size, -1, dtype=np.int32)
    ranks = entry.listed("ranking")
    for at, rank in enumerate(ranks):
        for each in rank if isinstance(rank, list) else [rank]:
            place = _place(entry, "ranking", each, ground)
            if place is None:
                return None
            if levels[place] >= 0:
                entry.fault("ranking", each, "a state stands twice", "Leave one of them out.")
                return None
            levels[place] = len(ranks) - at
    absent = np.flatnonzero(levels < 0).tolist()
    return _doubted(entry, ground, Ranking(levels), absent)


def _doubted(
    entry: Entry, ground: Ground, ranked: Ranking, absent: Collection[int] = ()
) -> Order | None:
    """Take out of a ranking what is not known."""
    pairs = list(_pairs(entry, "unknown", ground))
    if None in pairs:
        return None
    if not absent and not pairs:
        return ranked
    if not _few(entry, ground):
        return None
    known = relation(ranked.levels)
    surely, maybe = list(known.surely), list(known.maybe)
    everything = [(a, b) for a in absent for b in range(len(surely)) if a != b]
    for a, b in [*everything, *(pair for pair in pairs if pair)]:
        for one, other in ((a, b), (b, a)):
            surely[one] &= ~(1 << other)
            maybe[one] |= 1 << other
    return Relation(tuple(surely), tuple(maybe))


def _by_pairs(entry: Entry, ground: Ground) -> Order | None:
    """Read pairs, the preferred state first; what follows from them is drawn unless barred."""
    better, equal = list(_pairs(entry, "prefers", ground)), list(_pairs(entry, "equal", ground))
    unknown = list(_pairs(entry, "unknown", ground))
    if None in [*better, *equal, *unknown] or not _few(entry, ground):
        return None
    size = len(ground.places)
    likes = [(a, b) for pair in better if pair for a, b in [pair]]
    same = [1 << each for each in range(size)]
    for pair in equal:
        if pair:
            _join(same, *pair) if entry.fields.get("transitive", True) else _mark(same, *pair)
    above = [0] * size
    for preferred, other in likes:
        above[other] |= 1 << preferred
    if entry.fields.get("transitive", True):
        above = _closed(above, same)
    round_ = next((s for s in range(size) if (above[s] & same[s]) or _both_ways(above, s)), None)
    if round_ is not None:
        state = list(ground.places)[round_]
        remedy = "Mend it; where a circle is meant, write transitive = false and no pair both ways."
        entry.fault("prefers", state, "a state is preferred to itself, or both ways", remedy)
        return None
    return _stated(above, same, [pair for pair in unknown if pair])


def _stated(above: list[int], same: list[int], unknown: list[tuple[int, int]]) -> Relation:
    """Make a preference of what is surely preferred and what is equal; the rest is unknown."""
    whole = (1 << len(above)) - 1
    below = [0] * len(above)
    for state, states in enumerate(above):
        for each in members(states):
            below[each] |= 1 << state
    surely = list(above)
    maybe = [whole & ~same[s] & ~below[s] for s in range(len(above))]
    for a, b in [*unknown, *((b, a) for a, b in unknown)]:
        surely[a] &= ~(1 << b)
        maybe[a] |= 1 << b
    return Relation(tuple(surely), tuple(maybe))


def _join(same: list[int], one: int, other: int) -> None:
    """Make two classes of equals one."""
    joined = same[one] | same[other]
    for each in members(joined):
        same[each] = joined


def _mark(same: list[int], one: int, other: int) -> None:
    """Note that two states are equal, and nothing more."""
    same[one] |= 1 << other
    same[other] |= 1 << one


def _closed(above: list[int], same: list[int]) -> list[int]:
    """Draw what follows: what is preferred to the preferred, and to what is equal."""
    size = len(above)
    shared = [_union(above[each] for each in members(same[s])) for s in range(size)]
    found = [_union(same[each] for each in members(states)) for states in shared]
    for k in range(size):
        for s in range(size):
            if found[s] >> k & 1:
                found[s] |= found[k]
    return found


def _union(sets: Iterator[int]) -> int:
    """Put sets together."""
    found = 0
    for each in sets:
        found |= each
    return found


def _both_ways(above: list[int], state: int) -> bool:
    """Tell whether some state is preferred to this one and this one to it."""
    return any(above[each] >> state & 1 for each in members(above[state]))


def _pairs(entry: Entry, key: str, ground: Ground) -> Iterator[tuple[int, int] | None]:
    """Go through pairs of states; None stands for one with a fault."""
    for each in entry.listed(key):
        if not isinstance(each, list) or len(each) != 2:
            entry.fault(key, each, "not a pair", 'Write two states in brackets: ["1", "4"].')
            yield None
            continue
        one, other = (_place(entry, key, name, ground) for name in each)
        if one is None or other is None or one == other:
            if one is not None and one == other:
                entry.fault(key, each, "a state beside itself", "Name two states.")
            yield None
        else:
            yield one, other


def _place(entry: Entry, key: str, name: object, ground: Ground) -> int | None:
    """Give the number of a state; report where there is none."""
    place = ground.places.get(named(name))
    if place is None:
        few = list(ground.places) if len(ground.places) <= MOST else []
        entry.fault(key, name, "no state is called so", word_hint(str(name), few))
    return place


def _few(entry: Entry, ground: Ground) -> bool:
    """Tell whether pairs can be kept one by one; report where not."""
    few = len(ground.places) <= MOST
    if not few:
        problem = f"{len(ground.places):,} states are too many for preferences that are partial"
        entry.fault("", None, problem, f"Rank all states, or make them at most {MOST:,}.")
    return few
