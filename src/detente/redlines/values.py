"""What each key of a red line may hold, in every format: from a text or a native value to data.

Each reader takes a value that is stated and gives data, or raises ValueError with a sentence "what
is wrong; what to write".
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar, get_args

from detente.places.words import EDGES, REFERENCES, UNITS, Edges, Reference
from detente.redlines.line import (
    Called,
    Event,
    Level,
    Levels,
    Open,
    Operator,
    Stance,
    Status,
)
from detente.times.moments import Moment, meant, parse_moment

_Word = TypeVar("_Word")

SEPARATOR = "|"
"""What parts the items of a list in one cell."""

OPEN: Open = "open"
_WAY_OUT = "write 2021-12-17, 2021-12, 2021, 2021-12-15..2021-12-17 or 2021-12-17T09:00Z"
_VAGUE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_LEVEL = re.compile(r"([A-Za-z]\w*)\s*(>=|>)\s*([0-9]{1,18})")
_SIGNS: dict[str, Operator] = {">=": "at_least", ">": "more_than"}
_LEVELS = 'write "troops >= 9000", joined by "or" or by "and"; ">= 1" means: none at all'
_MOST = 2**63 - 1
_HALF_ROUND_KM = 20_004  # from pole to pole and a little more: no two places are farther apart
_EVENT = re.compile(r"(\S+)\s+([a-z]+)(?:\s+\(([^()]*)\))?(?:\s*:\s*(.*))?", re.DOTALL)
_EVENTS = "write 2022-02-17 withdrawn (source): what was said"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_YES = {"true": True, "yes": True, "false": False, "no": False}


def text(value: object) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise ValueError("not a text; write a text in quotation marks")
    return value.strip()


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts, or one cell whose items are parted by ``|``."""
    items = value.split(SEPARATOR) if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError(f"not a list of texts; part the items with {SEPARATOR}, or write a list")
    return tuple(dict.fromkeys(item for item in map(text, items) if item))


def yes_no(value: object) -> bool:
    """Read true or false, yes or no."""
    answer = _YES.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(answer, bool):
        raise ValueError("neither yes nor no; write true or false")
    return answer


def number(value: object) -> float:
    """Read a finite number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("not a number; write it in digits")
    try:
        read = float(value)
    except (ValueError, OverflowError):
        raise ValueError("not a number; write it in digits, with a point for fractions") from None
    if not math.isfinite(read) or (isinstance(value, str) and "_" in value):
        raise ValueError("not a number; leave it out when it is not stated")
    return read


def distance(value: object) -> float:
    """Read a distance in kilometres, 0 or more, and not beyond the other side of the globe."""
    read = number(value)
    if read < 0:
        raise ValueError("a distance cannot be negative; write kilometres, such as 50")
    if read > _HALF_ROUND_KM:
        raise ValueError(
            f"no two places are farther apart than {_HALF_ROUND_KM:,} km;"
            " write kilometres, or anywhere as the area"
        )
    return read


def height(value: object) -> float | Open:
    """Read a bound of altitude: a number, or ``open``."""
    return OPEN if value == OPEN else number(value)


def area(value: object) -> str:
    """Read where: ``anywhere``, the key of a named area, WKT, or a GeoJSON geometry as its text."""
    if not isinstance(value, Mapping):
        return text(value)
    try:
        return json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        way_out = "write a geometry of RFC 7946, longitude first"
        raise ValueError(f"not a GeoJSON geometry; {way_out}") from None


def language(value: object) -> str:
    """Read a language tag."""
    tag = text(value)
    if tag and not _LANGUAGE.fullmatch(tag):
        raise ValueError("not a language tag; write a tag such as en or be-tarask")
    return tag


def stance(value: object) -> Stance:
    """Read whether a line is declared or attributed."""
    word: Stance = _one_of(value, get_args(Stance))
    return word


def called(value: object) -> Called:
    """Read what a line is called."""
    word: Called = _one_of(value, get_args(Called))
    return word


def edges(value: object) -> Edges:
    """Read how edges run."""
    word: Edges = _one_of(value, EDGES)
    return word


def unit(value: object) -> str:
    """Read a unit of altitude."""
    return _one_of(value, UNITS)


def reference(value: object) -> Reference:
    """Read what altitude is measured from."""
    word: Reference = _one_of(value, REFERENCES)
    return word


def _one_of(value: object, known: tuple[_Word, ...]) -> _Word:
    """Read one of a few words."""
    word = text(value)
    for each in known:
        if each == word:
            return each
    listed = ", ".join(map(str, known))
    raise ValueError(f"not one of the words foreseen; write one of: {listed}")


def moment(value: object) -> Moment:
    """Read when something was: an instant, a day, a month, a year, or a range of these."""
    if isinstance(value, dt.date):  # an instant is a date too
        return Moment.of(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"not a date; {_WAY_OUT}")
    return _span(str(value).strip())


def bound(value: object) -> Moment | Open:
    """Read when something begins or ends: a moment, or ``open``."""
    return OPEN if value == OPEN else moment(value)


@lru_cache(maxsize=4096)
def _span(words: str) -> Moment:
    """Read a moment or a range of moments."""
    first, dots, last = words.partition("..")
    if not dots:
        return _moment(words)
    opens, closes = _moment(first.strip()), _moment(last.strip())
    if opens.latest is None or closes.latest is None:
        raise ValueError("a range runs from day to day; write 2021-12-15..2021-12-17")
    if closes.latest <= opens.earliest:
        raise ValueError("the range ends before it starts; write the earlier day first")
    return Moment(opens.earliest, closes.latest)


def _moment(words: str) -> Moment:
    """Read one instant, day, month or year."""
    vague = _VAGUE.fullmatch(words)
    try:
        if not vague:
            return parse_moment(words)
        year, month = int(vague[1]), int(vague[2] or 1)
        after = (year + 1, 1) if vague[2] is None or month == 12 else (year, month + 1)
        return Moment(dt.datetime(year, month, 1), dt.datetime(*after, 1))
    except ValueError as error:
        told = str(error) if ";" in str(error) and "not a date" not in str(error) else ""
        day = meant(words)
        way_out = f"write {day}" if day else _WAY_OUT
        raise ValueError(told or f"not a date; {way_out}") from None


def levels(value: object) -> Levels:
    """Read levels: ``troops >= 9000 or battle_tanks > 250``, or a table as the library has it."""
    return _written(value) if isinstance(value, str) else _listed(value)


def _written(words: str) -> Levels:
    """Read levels from one text."""
    either, each = re.split(r"\s+or\s+", words.strip()), re.split(r"\s+and\s+", words.strip())
    if len(either) > 1 and len(each) > 1:
        raise ValueError(f'"and" and "or" are mixed; {_LEVELS}')
    found = [_LEVEL.fullmatch(part.strip()) for part in (each if len(each) > 1 else either)]
    read = [Level(part[1], _SIGNS[part[2]], int(part[3])) for part in found if part]
    if len(read) < len(found):
        raise ValueError(f"not a level; {_LEVELS}")
    return _bearing(Levels("all" if len(each) > 1 else "any", tuple(read)))


def _listed(value: object) -> Levels:
    """Read levels from a table: ``any_of`` or ``all_of``, each a list of levels."""
    way_out = 'write { any_of = [{ measure = "troops", at_least = 9000 }] }, or all_of'
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ValueError(f"not levels; {way_out}")
    ((join, items),) = value.items()
    if join not in ("any_of", "all_of") or not isinstance(items, list) or not items:
        raise ValueError(f"not levels; {way_out}")
    read = [level for item in items for level in _level(item)]
    if len(read) < len(items):
        raise ValueError(f"not a level; {way_out}")
    return _bearing(Levels("any" if join == "any_of" else "all", tuple(read)))


def _level(item: object) -> Iterable[Level]:
    """Read one level of a table; nothing when it is none."""
    if not isinstance(item, Mapping) or len(item) != 2:
        return
    for operator in get_args(Operator):
        measure, value = item.get("measure"), item.get(operator)
        if isinstance(measure, str) and type(value) is int:
            yield Level(measure, operator, value)


def _bearing(read: Levels) -> Levels:
    """Refuse a level that every activity reaches."""
    if any(each.value < (each.operator == "at_least") for each in read.of):
        raise ValueError("every activity reaches this level; write at least 1")
    if any(each.value > _MOST for each in read.of):
        raise ValueError("the number is too large; write at most 18 digits")
    return read


def events(value: object) -> tuple[Event, ...]:
    """Read events: a list of tables, or one cell whose items are parted by ``|``."""
    items = value.split(SEPARATOR) if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError(f"not a list of events; {_EVENTS}")
    return tuple(_event(item) for item in items if item != "")


def _event(item: object) -> Event:
    """Read one event."""
    if isinstance(item, str):
        match = _EVENT.fullmatch(item.strip())
        if match is None:
            raise ValueError(f"not an event; {_EVENTS}")
        item = dict(zip(("on", "status", "source", "note"), match.groups(""), strict=True))
    if not isinstance(item, Mapping) or not {"on", "status"} <= set(item):
        raise ValueError("not an event; an event states on and status")
    if extra := set(item) - {"on", "status", "source", "note"}:
        raise ValueError(f"an event has no {min(extra)}; it has on, status, source and note")
    status: Status = _one_of(item["status"], get_args(Status))
    return Event(
        moment(item["on"]), status, text(item.get("source", "")), text(item.get("note", ""))
    )
