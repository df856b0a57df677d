"""The end of a warning: when it cancels itself, and which others it cancels."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from detente.notices.reading import Span
from detente.notices.time_words import words
from detente.notices.timetable import Day, pair_of
from detente.notices.windows import Frame, settled

_BEGINS = re.compile(
    r"(?:C(?<![A-ZА-Я]C)(?:ANCEL(?:S|ED)?|NL|AN(?=\s+THIS))|О(?<![A-ZА-Я]О)ТМ(?:ЕНИТЬ)?)"
    r"(?![A-ZА-Я])"  # the letter first: to look for one of two letters is quick
)
_ENDS = re.compile(
    r"\n\s*\d{1,2}\s?\.\s|\s\d\.\s*(?:CANCEL|ОТМ)|=|NNNN|НННН|\n\s*\n|(?<=\d)\.?\s*$"
)
_OWN = re.compile(
    r"THIS\s+(?:MSG|MESSAGE|MESS|WARNING|NOTICE|PARA\w*)|ЭТОТ\s+(?:НР|ПУНКТ)|(?<=CANCEL)\s+MSG"
)
_SERIES = (
    r"(?:HYDRO?(?:LANT|PAC|ARC)S?|HYRDO(?:LANT|ARC)S?|NAVAREA\s+[IVX]+|[A-Z]+\s+NAV\s?WARN|НАВАРЕА\s+\w+|"
    r"(?:NAV(?:IGATIONAL)?\s+)?WARNINGS?(?:\s+NO\.?)?)"
)
_NUMBER = re.compile(rf"({_SERIES})?\s*(?:NR\.?\s*)?(?<![\d-])(\d{{1,4}}/\d{{2,4}})(?!\d)")
_WHEN = re.compile(r"gm?y?|cdmy?|dmyc?|dmc|dm|i")
_NUMBERED = re.compile(r"(?<!\d)(?<!\d\.)\d{1,2}\s?\.\s*$")
_LONGEST = 390

_Parts = tuple[int | None, int | None, int | None]
"""Day, month and year; None: not stated."""


@dataclass(slots=True)
class Cancelling:
    """What a warning says of ends.

    Attributes:
        at: when it cancels itself; None: not stated.
        refers: ids of others that it cancels.
        now: whether it cancels itself at once.
        spans: the parts of the text that say so.
    """

    at: dt.datetime | None = None
    refers: list[str] = field(default_factory=list)
    now: bool = False
    spans: list[Span] = field(default_factory=list)


def cancelling(text: str, series: str, frame: Frame) -> Cancelling:
    """Read what a warning cancels.

    Args:
        text: in capitals.
        series: of the warning; numbers without one are of it.
        frame: tells the year of days without one.
    """
    out = Cancelling()
    at = 0
    while match := _BEGINS.search(text, at):
        limit = min(len(text), match.end() + _LONGEST)
        end = _ENDS.search(text, match.end(), limit)
        stop = end.start() if end else limit
        part = text[match.start() : stop]
        own = _OWN.search(part)
        before = part[: own.start()] if own else part
        named = series
        for number in _NUMBER.finditer(before):
            named = _series(number[1]) if number[1] else named
            out.refers.append(f"{named} {number[2]}".strip())
        ends = _when(part[own.end() if own else match.end() - match.start() :], frame)
        if ends:
            out.at = ends
        elif own:
            out.now = True
        if not own and not out.refers and not ends:
            at = match.end()
            continue
        low = max(0, match.start() - 8)
        numbered = _NUMBERED.search(text[low : match.start()])
        begin = low + numbered.start() if numbered else match.start()
        out.spans.append(Span(begin, stop))
        at = stop + 1
    out.refers = list(dict.fromkeys(out.refers))
    return out


def _series(name: str) -> str:
    """Give the name of a series in one spelling."""
    name = " ".join(name.replace("HYRDO", "HYDRO").split())
    return name.removesuffix("S") if name.startswith("HYDRO") else name


def _when(text: str, frame: Frame) -> dt.datetime | None:
    """Read the instant at which a warning cancels itself."""
    found = words(text)
    match = _WHEN.search(found.letters)
    if not match:
        return None
    number: int | None = None
    month: int | None = None
    year: int | None = None
    minutes = 0
    for at in range(match.start(), match.end()):
        letter, value = found.letters[at], found.values[at]
        if letter == "g":
            number, minutes = pair_of(value)
        elif letter == "c":
            minutes = int(str(value))
        elif letter == "i":
            number, month, year = _parts(str(value))
        else:
            number, month, year = _put(letter, int(str(value)), (number, month, year))
    if number is None:
        return None
    after = frame.issued.date() if frame.issued else None
    if year is None and month is not None and frame.opens:  # only the year is known
        after = None
    date = settled(Day(number, month, year), frame, after if year is None else None)
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes) if date else None


def _put(letter: str, value: int, parts: _Parts) -> _Parts:
    """Put a day, month or year where it belongs."""
    number, month, year = parts
    return {"d": (value, month, year), "m": (number, value, year), "y": (number, month, value)}[
        letter
    ]


def _parts(text: str) -> tuple[int, int, int]:
    """Part a date in digits."""
    if text[4] == "-":
        return int(text[8:]), int(text[5:7]), int(text[:4])
    day, month, year = text.split(".")
    return int(day), int(month), int(year)
