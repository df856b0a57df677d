"""Navigational warnings of the seas: worldwide, regional and coastal, in English and Russian.

Source of the form: Joint IMO/IHO/WMO Manual on Maritime Safety Information (IMO MSC.1/Circ.1310);
the Russian coastal warnings (ПРИП) as broadcast.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import pairwise

from detente.notices import altitudes
from detente.notices.areas import Found, Where, where
from detente.notices.cancelling import Cancelling, cancelling
from detente.notices.classes import of_warning
from detente.notices.named import names
from detente.notices.notam import lacking
from detente.notices.reading import Area, Reading, Span, Window
from detente.notices.time_words import CENTURY, clock, words
from detente.notices.timetable import Rule, rules
from detente.notices.windows import Frame, windows

_IDENT = re.compile(
    r"(?P<series>HYDRO(?:LANT|PAC|ARC)|NAVAREA?\s+[IVX]+(?=[\s\d])(?:\s+(?:COASTAL|"
    r"[NSEW](?=\s*\d)))?|НАВАРЕА\s+\w+|"
    r"[A-Z]+(?:\s+SEA)?\s+NAV(?:IGATIONAL)?\.?\s*WARN(?:ING)?S?|COASTAL\s+WARNING\s+[A-Z]+|"
    r"(?:PRIP|ПРИП)\s+[A-ZА-Я]+|AVURNAV\s+[A-Z]+|(?:[A-Z]+\s+)?NAVTEX\s+[A-Z]+|GUNFACTS|SUBFACTS|"
    r"WZ)"
    r"[\s.:]*(?:NR\.?|NO\.?|№)?\s*(?P<number>\d{1,4})(?:/(?P<year>\d{4}|"
    r"\d{2})(?!\d))?(?:\s?\([^)\n]{1,20}\))?"
)
_ISSUED = re.compile(
    r"(?<![\dA-Z])(\d{6})\s?(?:Z|UTC)?\s+(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?"
    r"(?:\s+(\d{4}|\d{2})(?![\d:]))?[. ]*(?=\n|$|NAV|HYDRO)"
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_STAMPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("", re.compile(r"^\s*\d{6}\s?(?:Z|UTC)?\s+[A-Z]{3,9}(?:\s+\d{2,4})?\.?\s*$", re.MULTILINE)),
    ("МСК", re.compile(r"\d{6}\s*МСК[^\n]*")),
    ("[", re.compile(r"^\[[^\]\n]*\]")),
    ("ZCZC", re.compile(r"ZCZC\s+\w+")),
    ("NNNN", re.compile("NNNN")),
    ("НННН", re.compile("НННН")),
    ("ПЕРЕДАВАТЬ", re.compile(r"ПЕРЕДАВАТЬ\s+\d+\s+СУТОК")),
    ("МУРМАНСК", re.compile(r"^[А-Я]+\s+\d+\s+\d\d/\d\d\s+\d{4}=?", re.MULTILINE)),
    *((word, re.compile(rf"{word}S?Ы?\s*(?:RUS\s*)?\d[\d\s,.-]*?(?=[.\n]|\s\d\.|\s[A-ZА-Я])"))
      for word in ("CHART", "DNC", "КАРТА", "КАРТ")),
)  # fmt: skip
_NUMBERED = re.compile(
    r"\d(?<![^\s.].)\d?\s?\.(?=\s?(?!JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-ZА-Я]|\s\d)"
)
_SERIES = ("HYDRO", "NAVARE", "НАВАРЕА", "WARN", "PRIP", "ПРИП", "AVURNAV", "NAVTEX", "FACTS", "WZ")
_FIRST = 220
_HEAD = 40
_YEAR_MIDDLE = dt.timedelta(days=75)
_TIMED = re.compile(r"\d|UNTIL|TILL|UFN")
_BLANK = re.compile(r"\S")


@dataclass(slots=True)
class _Piece:
    """A part of the text, and the areas its times hold for."""

    start: int
    end: int
    areas: list[int] = field(default_factory=list)
    head: bool = False


def is_warning(text: str) -> bool:
    """Tell whether a text looks like a navigational warning.

    Args:
        text: in capitals.
    """
    stamped = any(word in text and stamp.search(text[:_FIRST]) for word, stamp in _STAMPS)
    return stamped or bool(_ident(text)) or "CANCEL THIS MSG" in text


def read_warning(
    text: str, id_: str = "", issued: dt.datetime | None = None, ends: dt.datetime | None = None
) -> Reading:
    """Read a navigational warning.

    Args:
        text: in capitals, as broadcast.
        id_: as the feed gives it; empty: it is sought in the text.
        issued: as the feed gives it, in UTC; None: it is sought in the text.
        ends: when it was cancelled, as the feed gives it; the text comes first.
    """
    out = Reading(id_, "warning", text, issued=issued)
    _identify(text, out)
    frame = _frame(out)
    ended = cancelling(text, out.issuer, frame)
    _take_ends(out, ended, ends)
    frame.closes = out.cancelled_at
    body = _body(text, out, ended)
    found = where(body)
    for each in _once(found.areas):
        out.areas.append(Area(each.label, each.figure, each.span))
    out.places = found.places
    out.remarks += [remark for remark in found.remarks if remark not in out.remarks]
    _take_levels(out, body)
    _take_windows(out, body, found, frame)
    _classify(out, body, ended)
    if not out.areas and out.kind not in ("list_in_force", "cancellation", "aid_to_navigation"):
        for name, start, end in names(body, 0):
            out.areas.append(Area(name, None, Span(start, end)))
            out.named.append(name)
    return out


def _identify(text: str, out: Reading) -> None:
    """Read series, number, year and when it was issued."""
    match = _ident(text)
    if match:
        out.spans["id"] = Span(match.start(), match.end())
        out.header["series"] = " ".join(match["series"].replace("NAVARE ", "NAVAREA ").split())
        out.header["number"] = match["number"]
        if match["year"]:
            out.header["year"] = match["year"][-2:]
        if not out.id:
            year = f"/{match['year'][-2:]}" if match["year"] else ""
            out.id = f"{out.header['series']} {match['number']}{year}"
    elif out.id and (given := re.fullmatch(r"(.+?)\s+(\d+)(?:/(\d\d(?:\d\d)?))?", out.id)):
        out.header |= {"series": given[1], "number": given[2]}
        if given[3]:
            out.header["year"] = given[3][-2:]
    elif not out.id:
        out.remark("id", "it bears no series and number")
    out.issuer = out.header.get("series", "")
    lines = text.lstrip().partition("\n")[0]
    stop = match.end() + _HEAD if match else len(text) - len(text.lstrip()) + len(lines) + 1
    head = _ISSUED.search(text, 0, stop)
    if head:
        out.spans["issued"] = Span(head.start(), head.end())
        out.issued = out.issued or _stamped(head, out)


def _ident(text: str) -> re.Match[str] | None:
    """Find series and number at the head, before anything that is cancelled."""
    head = text[:_FIRST]
    stop = head.find("CANCEL")
    head = head if stop < 0 else head[:stop]
    return _IDENT.search(head) if any(word in head for word in _SERIES) else None


def _stamped(match: re.Match[str], out: Reading) -> dt.datetime | None:
    """Give the instant of a date-time group at the head."""
    year = match[3] or out.header.get("year", "")
    minutes = clock(match[1][2:])
    if not year or minutes is None:
        return None
    try:
        day = dt.datetime(CENTURY + int(year[-2:]), _MONTHS.index(match[2]) + 1, int(match[1][:2]))
    except ValueError:
        return None
    return day + dt.timedelta(minutes=minutes)


def _frame(out: Reading) -> Frame:
    """Give what bounds the windows: the year is told by the day of issue, else by the number."""
    frame = Frame(out.issued)
    if out.issued is None and "year" in out.header:
        frame.issued = dt.datetime(CENTURY + int(out.header["year"]), 1, 1) + _YEAR_MIDDLE
        frame.opens = frame.issued
        said = f"its day of issue is not stated; days are taken in 20{out.header['year']}"
        out.remark("issued", said, None, True)
    return frame


def _take_ends(out: Reading, ended: Cancelling, ends: dt.datetime | None) -> None:
    """Put in what the warning cancels, and when it ends."""
    out.refers = [each for each in ended.refers if each != out.id]
    out.cancelled_at = ended.at or ends
    if ended.spans:
        out.spans["cancel"] = ended.spans[-1]
    if out.refers:
        out.action = "replace"


def _body(text: str, out: Reading, ended: Cancelling) -> str:
    """Blank out heads, stamps and cancellations: the letters that are left keep their places."""
    spans = [*ended.spans]
    for name in ("id", "issued"):
        if name in out.spans:
            spans.append(out.spans[name])
    for word, stamp in _STAMPS:
        if word in text:
            spans += [Span(match.start(), match.end()) for match in stamp.finditer(text)]
    if "id" in out.spans:
        spans += [Span(match.start(), match.end()) for match in _IDENT.finditer(text, 0, _FIRST)]
    return blanked(text, spans)


def blanked(text: str, spans: list[Span]) -> str:
    """Put blanks for the letters of some parts; lines stay.

    Args:
        text: any.
        spans: the parts, in any order.
    """
    if not spans:
        return text
    parts, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        begin = max(start, at)
        parts += [text[at:begin], _BLANK.sub(" ", text[begin:end])]
        at = end
    return "".join([*parts, text[at:]])


def _once(found: list[Found]) -> list[Found]:
    """Leave out areas that are told twice, as where a text stands in two languages."""
    kept: list[Found] = []
    for each in found:
        if not any(
            each.figure == other.figure and (each.label == other.label or _foreign(each, other))
            for other in kept
        ):
            kept.append(each)
    return kept


def _foreign(one: Found, other: Found) -> bool:
    """Tell whether the labels of two are of two alphabets, or one has none."""
    labels = one.label, other.label
    return not all(labels) or labels[0].isascii() != labels[1].isascii()


def _take_levels(out: Reading, body: str) -> None:
    """Read bounds of altitude, which a warning seldom states."""
    if "FT" in body or "FEET" in body or "FL" in body:
        found = altitudes.pair(body)
        if found:
            out.spans["levels"] = Span(found[2], found[3])
            for area in out.areas:
                area.low, area.high = found[0], found[1]


def _take_windows(out: Reading, body: str, found: Where, frame: Frame) -> None:
    """Lay out the times of each paragraph for the areas they hold for."""
    spans = [Span(start, end) for start, end in found.marks]
    spans += [Span(match.start(), match.end()) for match in _NUMBERED.finditer(body)]
    text = blanked(body, spans)
    timed: set[int] = set()
    rest: list[tuple[_Piece, list[Window]]] = []
    for piece in _pieces(body, out.areas):
        told = _told(text[piece.start : piece.end], out, frame)
        if not told:
            continue
        if piece.areas and not piece.head:
            out.windows += [w._replace(areas=tuple(piece.areas)) for w in told]
            timed |= set(piece.areas)
        else:
            rest.append((piece, told))
    everything = set(range(len(out.areas)))
    for piece, told in rest:
        mine = (set(piece.areas) or everything) - timed
        areas = () if mine == everything else tuple(sorted(mine))
        if mine or not out.areas:
            out.windows += [window._replace(areas=areas) for window in told]
    _settle(out, frame, timed, everything)


def _settle(out: Reading, frame: Frame, timed: set[int], everything: set[int]) -> None:
    """Let windows hold for all areas where only the last area was told apart, and sum up."""
    out.windows = list(dict.fromkeys(out.windows))
    if timed and timed == {max(everything)} and len(everything) > 1:
        covered = {area for window in out.windows for area in window.areas}
        if covered == timed:
            out.windows = [window._replace(areas=()) for window in out.windows]
    out.recurring = len({window[:2] for window in out.windows}) > 1
    out.permanent = any(w.ends is None for w in out.windows) and out.cancelled_at is None
    lacking(out, frame)


def _pieces(body: str, areas: list[Area]) -> list[_Piece]:
    """Part the text by numbered paragraphs and, in them, by lettered areas."""
    marks = [0]
    expected = 1
    for match in _NUMBERED.finditer(body):
        number = int(match[0].rstrip(" .\n"))
        if number in (expected, 1) and not any(
            area.span.start <= match.start() < area.span.end for area in areas
        ):
            marks.append(match.start())
            expected = number + 1
    marks.append(len(body))
    pieces: list[_Piece] = []
    for start, end in pairwise(marks):
        mine = [i for i, area in enumerate(areas) if start <= area.span.start < end]
        pieces += _lettered(body, start, end, areas, mine)
    return pieces


def _lettered(body: str, start: int, end: int, areas: list[Area], mine: list[int]) -> list[_Piece]:
    """Part a paragraph by its lettered areas."""
    cuts: list[tuple[int, int]] = []
    at = start
    for number in mine:
        label = areas[number].label
        if len(label) == 1:
            place = re.compile(rf"(?<![A-ZА-Я\d]){re.escape(label)}\s?[.)]").search(
                body, at, areas[number].span.start
            )
            if place:
                cuts.append((place.start(), number))
                at = areas[number].span.end
    if not cuts:
        return [_Piece(start, end, mine, head=True)]
    head = _Piece(start, cuts[0][0], mine, head=True)
    pieces = [head]
    for (begin, number), (stop, _) in zip(cuts, [*cuts[1:], (end, -1)], strict=True):
        inside = [i for i in mine if begin <= areas[i].span.start < stop]
        pieces.append(_Piece(begin, stop, inside or [number]))
    return pieces


def _told(text: str, out: Reading, frame: Frame) -> list[Window]:
    """Read the windows of one piece."""
    if not _TIMED.search(text):
        return []
    found = words(text)
    letters = found.letters
    if not any(letter in letters for letter in "gitmcUFh"):
        return []
    told = [rule for rule in rules(found) if _holds(rule, letters)]
    if not told:
        return []
    if "L" in letters and any(rule.hours or rule.spans for rule in told):
        out.remark("local-time", "its hours are local; only the days are laid out")
        for rule in told:
            rule.hours = []
        told = [rule for rule in told if rule.days and not rule.spans]
    elif not found.stated and any(
        rule.hours or any(any(pair) for pair in rule.spans) for rule in told
    ):
        said = "its hours name no zone and are read as UTC, as such series give them"
        out.remark("utc", said, None, True)
    return windows(told, frame)


def _holds(rule: Rule, letters: str) -> bool:
    """Tell whether a rule says when; numbers that are no days are dropped from it."""
    rule.days = [
        pair for pair in rule.days if all(day is None or day.month is not None for day in pair)
    ]
    if rule.spans or rule.days or rule.week_span:
        return True
    return bool((rule.hours or rule.week) and "D" in letters)


def _classify(out: Reading, body: str, ended: Cancelling) -> None:
    """Give class and cue."""
    out.kind, out.cue = of_warning(body)
    if out.kind in ("distress", "danger_found"):
        out.windows = []  # its times say when something was seen
    silent = not out.areas and not out.windows and not out.places
    if ended.spans and silent and (ended.now or out.refers) and out.kind != "list_in_force":
        out.kind = "cancellation"
        out.action = "cancel"
