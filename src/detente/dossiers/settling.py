"""What would settle an answer on a line, in words, and who could say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from detente.dossiers import words
from detente.instruments.library import Library

_ACTIVITY = {
    "area": "where the activity takes place",
    "starts": "when it starts",
    "ends": "its last day",
    "kind": "what kind of activity it is",
    "obligor": "which State conducts it",
    "altitude": "at which heights it takes place",
    "edges": "how the edges of the area run",
    "accounts": "which of its accounts holds",
}
_LINE = {
    "area of the line": "where it bears",
    "level of the line": "from which figure on it bears",
    "kinds of the line": "which kinds of activity it means",
    "obligors of the line": "whose activities it means",
    "altitude of the line": "at which heights it bears",
    "time of the line": "from when until when it bears",
    "status of the line": "whether it still stands",
    "object in words": "what exactly its words cover",
    "condition": "whether its condition holds",
}


_SIZES = ("km", "tonnes", "per cent")
"""Units of what is measured and not counted."""


@dataclass(frozen=True)
class Settling:
    """What would settle an answer.

    Attributes:
        activity: what those could say who know the activity.
        line: what those could say whose line it is.
    """

    activity: tuple[str, ...]
    line: tuple[str, ...]


def settling(missing: Iterable[str], library: Library) -> Settling:
    """Say what would settle an answer, in words, parted by who could say it.

    Args:
        missing: names as a screening gives them.
        library: names the measures.
    """
    given = tuple(missing)
    return Settling(
        tuple(word(each, library) for each in given if each not in _LINE),
        tuple(_LINE[each] for each in given if each in _LINE),
    )


def word(name: str, library: Library) -> str:
    """Say one thing that would settle an answer."""
    if name in _LINE or name in _ACTIVITY:
        return _LINE.get(name) or _ACTIVITY[name]
    measure = library.measures.get(name)
    asked = "the" if measure and measure.unit in _SIZES else "how many"
    return f"{asked} {words.label(name, library)}"


def days(first: dt.datetime | None, last: dt.datetime | None) -> str:
    """Write the time that two sides can have in common, such as "13 to 19 Feb 2022"."""
    if first is None and last is None:
        return "days not stated"
    if last is None:
        return f"from {_day(first)}, end not stated"
    if first is None:
        return f"until {_day(last)}, beginning not stated"
    if first.date() == last.date():
        return _day(first)
    begin = _day(first)
    end = _day(last)
    for part in (f" {end.split(' ', 1)[1]}", f" {end.rsplit(' ', 1)[1]}"):
        if begin.endswith(part):
            return f"{begin.removesuffix(part)} to {end}"
    return f"{begin} to {end}"


def _day(instant: dt.datetime | None) -> str:
    """Write the day of an instant."""
    return words.day(instant.date().isoformat()) if instant else ""


def distance(metres: float) -> str:
    """Write a distance for a reader, at its least."""
    return f"{metres / 1000:,.0f} km" if metres >= 10_000 else f"{metres / 1000:,.1f} km"


def margins(told: str | None) -> tuple[str, ...]:
    """Write how far figures lie from their levels, such as "troops: 200 below to 1,000 above"."""
    return tuple(_margin(each) for each in told.split("; ")) if told else ()


def _margin(told: str) -> str:
    """Write one margin; one with an open end says so."""
    measure, _, value = told.partition(" ")
    low, dots, high = value.partition("..")
    name = measure.replace("_", " ")
    if not dots:
        return f"{name}: {_beside(low)} the level"
    if not high:
        far = "at least" if int(low) >= 0 else "not more than"
        return f"{name}: {far} {_beside(low)} the level"
    if not low:
        far = "at most" if int(high) >= 0 else "at least"
        return f"{name}: {far} {_beside(high)} the level"
    return f"{name}: {_between(int(low), int(high))} the level"


def _between(low: int, high: int) -> str:
    """Say between which sides of a level a figure lies, and how far."""
    if low >= 0:
        return f"{low:,} to {high:,} above"
    if high <= 0:
        return f"{-low:,} to {-high:,} below"
    return f"{-low:,} below to {high:,} above"


def _beside(number: str) -> str:
    """Say on which side of a level a figure lies, and how far."""
    value = int(number)
    if value == 0:
        return "at"
    return f"{abs(value):,} {'above' if value > 0 else 'below'}"
