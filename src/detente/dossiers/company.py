"""Activities together: those that add up on a line at one time, and those near one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.dossiers import words
from detente.dossiers.accounts import count
from detente.dossiers.nearness import names
from detente.dossiers.settling import Settling, days, distance, margins, settling
from detente.instruments.library import Library
from detente.measures import Count

if TYPE_CHECKING:
    import polars as pl

REACHED: dict[bool | None, tuple[str, str]] = {
    True: ("●", "reached together"),
    None: ("?", "cannot be told"),
    False: ("○", "not reached"),
}
"""What `verdict` says of a sum, with its sign."""

_ALL = "all sources"
_ANY_AT_ALL = 1
_TWO = 2


@dataclass(frozen=True)
class Sum:
    """The greatest sum of activities that bear on a line at one time.

    Attributes:
        redline: the line.
        sign, answer: whether its level is reached.
        level: the level, in words.
        peak: between which figures the sum lies.
        when: when it is so.
        members: the ids of the activities.
        source: whose accounts are added.
        margins: how far the sum lies from the level.
        settling: what would settle it.
    """

    redline: str
    sign: str
    answer: str
    level: str
    peak: str
    when: str
    members: tuple[str, ...]
    source: str
    margins: tuple[str, ...]
    settling: Settling


@dataclass(frozen=True)
class Meeting:
    """Two activities near one another.

    Attributes:
        activity, other: their ids.
        answer: whether they surely are, or it cannot be told.
        where, when: how near, and when both take place.
        sources: by which accounts, in pairs.
        settling: what would settle it.
    """

    activity: str
    other: str
    answer: str
    where: str
    when: str
    sources: tuple[str, ...]
    settling: Settling


def sums(together: pl.DataFrame | None, library: Library) -> tuple[Sum, ...]:
    """Tell the sums that a set can change: two activities or more, none of which is enough alone.

    A level of "any at all" is left out: one activity reaches it, or none does. What is surely
    reached comes first.

    Args:
        together: what `detente.screening.simultaneous` found; None: it was not asked.
        library: names measures.
    """
    if together is None:
        return ()
    rows = [row for row in together.rows(named=True) if _of_a_set(row)]
    rows.sort(key=lambda row: {True: 0, None: 1, False: 2}[row["verdict"]])
    return tuple(_sum(row, library) for row in rows)


def _of_a_set(row: Mapping[str, Any]) -> bool:
    """Whether it takes a set of activities to reach the level."""
    return len(row["members"]) >= _TWO and not row["alone"] and row["level"] > _ANY_AT_ALL


def _sum(row: Mapping[str, Any], library: Library) -> Sum:
    """Put one sum into words."""
    sign, answer = REACHED[row["verdict"]]
    measure = words.label(row["measure"], library)
    return Sum(
        row["redline"],
        sign,
        answer,
        f"{measure}: {row['level']:,} or more",
        _peak(row["peak_low"], row["peak_high"]),
        days(row["from"], row["to"]),
        tuple(row["members"]),
        row["source"] or _ALL,
        margins(row["margin"]),
        settling(names(row["missing"]), library),
    )


def _peak(low: int, high: int | None) -> str:
    """Say between which figures a sum lies; nothing known of it is not nil."""
    return words.NOT_STATED if low == 0 and high is None else count(Count(low, high))


def meetings(encounters: pl.DataFrame | None, library: Library) -> tuple[Meeting, ...]:
    """Tell which activities lie near one another at one time, accounts that agree together.

    Args:
        encounters: what `detente.screening.encounters` found; None: it was not asked.
        library: names measures.
    """
    if encounters is None:
        return ()
    together: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in encounters.rows(named=True):
        same = tuple(value for name, value in row.items() if "source" not in name)
        together.setdefault(same, []).append(row)
    found: dict[Meeting, Meeting] = {}
    for rows in together.values():
        told = _meeting(rows, library)
        alike = replace(told, sources=())
        sources = found[alike].sources if alike in found else ()
        found[alike] = replace(told, sources=(*sources, *told.sources))
    return tuple(sorted(found.values(), key=lambda each: each.answer != "yes"))


def _meeting(rows: list[Mapping[str, Any]], library: Library) -> Meeting:
    """Put one pair of activities into words."""
    row = rows[0]
    return Meeting(
        row["activity"],
        row["other"],
        "yes" if row["verdict"] else "cannot be told",
        _where(row),
        days(row["overlap_from"], row["overlap_to"]),
        tuple(f"{each['source']} and {each['other_source']}" for each in rows),
        settling(names(row["missing"]), library),
    )


def _where(row: Mapping[str, Any]) -> str:
    """Say how near two activities lie."""
    if row["relation"] == "overlaps":
        return "their areas meet"
    if row["relation"] == "near":
        return f"{distance(row['distance_m'])} apart"
    return "perhaps near" if row["relation"] is None else "place not stated"


def lines_of(given: Iterable[Sum]) -> Iterator[tuple[str, tuple[Sum, ...]]]:
    """Go through sums line by line."""
    together: dict[str, list[Sum]] = {}
    for each in given:
        together.setdefault(each.redline, []).append(each)
    yield from ((line, tuple(each)) for line, each in together.items())
