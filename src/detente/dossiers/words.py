"""The words in which findings are told to a reader: answers, clocks, duties, names of columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from detente.instruments.library import Library
from detente.instruments.provisions import Duration, FactIs, Level, Provision
from detente.parties.states import name_of
from detente.times.moments import text_of

EVERYBODY = "*"
"""The obligee that stands for all other parties."""

EVERYBODY_ELSE = "all other parties"
"""How it is written for a reader."""

EARLIEST = "at the earliest"
EARLIEST_NOTE = (
    f"{EARLIEST}: a later moment may count, since the start is known to the day or month only, or"
    " another time limit may run instead"
)
"""What is said of a due moment that may be a later one, and why it may."""

NOT_STATED = "not stated"

ON_MAPS = "as drawn on the maps"
"""What stands for an area where maps are beside it."""


@dataclass(frozen=True)
class Word:
    """One answer as a page or table shows it.

    Attributes:
        key: its name in class names and in order.
        text: the words.
        sign: a sign that is told apart without colour.
        rank: place in order; the answer that asks most of the reader comes first.
    """

    key: str
    text: str
    sign: str
    rank: int


APPLIES = Word("applies", "applies", "●", 0)
OPEN = Word("open", "cannot be told", "?", 1)
NOT = Word("not", "does not apply", "○", 2)
ANSWERS: dict[bool | None, Word] = {True: APPLIES, None: OPEN, False: NOT}

TIMINGS = {
    "met": "in time",
    "late": "late",
    "running": "still running",
    "lapsed": "ran out",
}
"""What `timing` says, in words; null is "cannot be told", or nothing where there is no clock."""

DUTIES = {
    "notify": "Notice",
    "notify-voluntarily": "Voluntary notice",
    "invite": "Invitation of observers",
    "inform": "Prompt information",
    "report": "Return or report",
    "forecast": "Annual calendar",
    "limit": "Limit",
    "avoid": "Keeping away",
    "conduct": "Rule of conduct",
    "consult": "Consultation",
    "verify": "Verification",
}
"""What a provision asks, as a label."""

BASES = {
    "text": "read in the authentic text",
    "excerpt": "read in an excerpt of the text",
    "secondary": "taken from a secondary account",
    "recalled": "recalled, not yet seen in a source",
}
"""How an entry of the library is known."""

FORCES = {
    "political": "politically binding",
    "legal": "legally binding",
    "voluntary": "voluntary",
}

OPERATORS = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
}

COLUMNS = {
    "kind": "Kind of activity",
    "obligor": "State that conducts the activity",
    "host": "State on whose territory it takes place",
    "counterpart": "Other State concerned",
    "starts": "When the activity starts",
    "ends": "When the activity ends",
    "status": "Whether the State performs towards this party, which is claimed or disputed",
    "parties": "Whether the State is a party, and since when, which the library does not know",
    "other activities": "The other activities of the same State in the years that count",
    "notified_at": "When formal notice was given",
    "observers_invited_at": "When observers were invited",
    "stated_at": "When the source said so",
    "area": "Where it takes place",
}
"""Columns that are neither a measure nor a fact of the library, and what they state."""

NO_COLUMN = {
    "status": "whether performance has ended, which is claimed or disputed",
    "other activities": "the other activities of those years (--complete: the files hold all)",
}
"""What settles a question where no column of a file does."""

_SETTLED = "As the account states it, or as its host State and area settle it."

_ACRONYM = 4
"""The most letters that an id's first word may have to be read as an acronym."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def label(column: str, library: Library) -> str:
    """Name a column as a reader would: ``battle_tanks`` is "battle tanks"."""
    for zone in library.zones.values():
        if zone.column == column:
            return f"inside: {zone_name(zone.id)}"
    return column.replace("_", " ").replace(" km", " in km")


def to_fill(column: str, library: Library) -> str:
    """Say what to write in a file so that a question is settled: the column, or what else does."""
    if column in NO_COLUMN:
        return NO_COLUMN[column]
    zones = {zone.column for zone in library.zones.values()}
    return f"{column} or area" if column in zones else column


def zone_name(zone: str) -> str:
    """Name a zone shortly by its id: ``osce-zone`` is "OSCE zone"."""
    first, *rest = zone.split("-")
    return " ".join([first.upper() if len(first) <= _ACRONYM else first.capitalize(), *rest])


def meaning(column: str, library: Library) -> str:
    """Say what a column states, in the library's own definition; empty where there is none."""
    if column in library.measures:
        measure = library.measures[column]
        return f"{measure.definition}, in {measure.unit}"
    if column in library.facts:
        return library.facts[column].definition
    for zone in library.zones.values():
        if zone.column == column:
            return f"{zone.name}: {zone.gist} {_SETTLED}"
    return COLUMNS.get(column, "")


def state(code: str, library: Library) -> str:
    """Name a State, a State of the past, or an organisation; the code itself where none fits."""
    if code == EVERYBODY:
        return EVERYBODY_ELSE
    if code.lower() in library.groups:
        return library.groups[code.lower()].name
    return library.former[code].name if code in library.former else name_of(code)


def day(iso: str) -> str:
    """Write ``2017-08-03`` as "3 Aug 2017"."""
    year, month, number = iso.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def moment(iso: str) -> str:
    """Write a date, or an instant such as ``2017-08-03T06:00Z``, for a reader."""
    date, _, time = iso.partition("T")
    return f"{day(date)}, {time.removesuffix('Z')} UTC" if time else day(date)


def instant(asked: dt.datetime) -> str:
    """Write a naive UTC instant that was asked for; the last one of a day as its end."""
    if asked.time() == dt.time.max:
        return f"the end of {day(asked.date().isoformat())}, in UTC"
    return moment(text_of(asked, day=False))


def fact(condition: FactIs, library: Library) -> str:
    """Put a condition on a fact into words."""
    name = label(condition.fact, library)
    if condition.in_:
        return f"{name}: {any_of(word.replace('_', ' ') for word in condition.in_)}"
    return f"{name}: {'yes' if condition.is_ else 'no'}"


def level(one: Level, library: Library) -> str:
    """Put a level into words, with the facts that it alone depends on."""
    measure = library.measures.get(one.measure)
    unit = f" {measure.unit}" if measure and measure.unit not in ("pieces", one.measure) else ""
    words = f"{label(one.measure, library)}: {OPERATORS[one.operator]} {one.value:,}{unit}"
    if one.facts:
        words += f" (only with {', '.join(fact(each, library) for each in one.facts)})"
    return words


def lasting(duration: Duration) -> str:
    """Put a condition on the length of an activity into words."""
    length = f"{duration.days} days" if duration.days else f"{duration.hours} hours"
    return f"lasts {OPERATORS[duration.operator]} {length}"


def levels(provision: Provision, library: Library) -> str:
    """Put all levels of a provision into one line; empty when it has none."""
    any_ = "; or ".join(level(one, library) for one in provision.any_of)
    all_ = "; and ".join(level(one, library) for one in provision.all_of)
    return "; and ".join(part for part in (any_, all_) if part)


def any_of(words: Iterable[str]) -> str:
    """Join words with "or"."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} or {last}" if most else last
