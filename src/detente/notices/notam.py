"""NOTAM as they are really distributed: padded Q lines, one line, missing items, odd spellings.

Source of the form: ICAO Annex 15, Appendix "NOTAM format"; Doc 8126, chapter 6.
"""

from __future__ import annotations

import datetime as dt
import re

from detente.notices import altitudes
from detente.notices.areas import Found, where
from detente.notices.classes import of_notam
from detente.notices.coordinates import Place, written
from detente.notices.named import lists, names
from detente.notices.reading import Area, Level, Reading, Span, Window
from detente.notices.time_words import CENTURY, words
from detente.notices.timetable import rules
from detente.notices.windows import Frame, windows
from detente.notices.within import within

_IDENT = re.compile(
    r"(?<![A-Z\d])([A-Z]{1,2}\s?\d{1,5}/\d{2})(?:_\w+)?[\s.:,]*(?:NOTAM\s?([NRC])?(?![A-Z])"
    r"(?:\s*([A-Z]{1,2}\s?\d{1,5}/\d{2}))?)?"
)
_Q = re.compile(
    r"(?:(?<![A-Z])Q\s?\)|"
    r"Q LINE:?)\s*([A-Z]{4})?[A-Z]*\s*/\s*Q?\s?([A-Z]{4})?\s*/\s*([IVK ]*)/\s*([NBOMK ]*)/"
    r"\s*([AEWK ]*)/\s*(\d{1,3})?\s*/\s*(\d{1,3})?\s*/?"
    r"\s*(\d{4}\s?[NS]\s?\d{5}\s?[EW])?\s*(\d{1,3})?"
)
_A = re.compile(
    r"(?<![A-Z\d])A\s?\)\s*((?:[A-Z]{4}[\s,/]*)+|.{0,40}?)(?=\s*(?<![A-Z])[BCDE]\s?\)|\n|$)"
)
_B = re.compile(r"(?<![A-Z\d])B\s?\)\s*(?:FROM:?\s*)?(\d{2}\s?\d{2}\s?\d{2}\s?\d{4}|WIE)")
_C = re.compile(
    r"(?<![A-Z\d])C\s?\)\s*(?:TO:?\s*)?(\d{2}\s?\d{2}\s?\d{2}\s?\d{4}|PERM(?:ANENT)?|UFN)\s*(EST)?"
)
_D = re.compile(r"(?<![A-Z\d])D\s?\)\s*")
_E = re.compile(r"(?<![A-Z\d])E\s?\)\s*")
_F = re.compile(r"(?<![A-Z\d])F\s?\)\s*([^\n)]{1,40}?)\s*(?=(?<![A-Z])G\s?\)|[\n)]|$)")
_G = re.compile(r"(?<![A-Z\d])G\s?\)\s*([^\n)]{1,40}?)\s*(?=[\n)]|$)")
_SIGN = re.compile(
    r"NOTAM[NRC](?![A-Z])|[A-Z]\d{1,4}/\d\d\s+NOTAM|(?<![A-Z])Q\s?\)\s*(?:[A-Z]{4}\s*)?/|"
    r"(?<![A-Z])B\s?\)\s*(?:FROM:?\s*)?\d{6,10}"
)
_ACTIONS = {"N": "new", "R": "replace", "C": "cancel"}
_HEAD, _FIRST = 640, 190  # letters in which the head and the number stand
_SLACK_M = 3704.0  # two nautical miles: the Q line gives whole minutes and whole miles
_NM = 1852.0

Items = dict[str, str]
"""Items of a NOTAM by letter or name; what is not stated is absent."""


def is_notam(text: str) -> bool:
    """Tell whether a text looks like a NOTAM.

    Args:
        text: in capitals.
    """
    head = text[:_HEAD]
    return ("NOTAM" in head or ")" in head) and bool(_SIGN.search(head))


def read_notam(text: str) -> Reading:
    """Read a raw NOTAM.

    Args:
        text: in capitals, as distributed.
    """
    out = Reading("", "notam", text)
    _identify(text, out)
    after = _q_line(text, out)
    after = _take_dates(text, after, out)
    low, high = _body(text, after, out)
    _levels(text, high, out)
    finish(out, low, high)
    return out


def _identify(text: str, out: Reading) -> None:
    """Read number, type and what it replaces."""
    match = _IDENT.search(text[:_FIRST])
    if not match:
        out.remark("id", "it bears no number")
        return
    out.id = match[1].replace(" ", "")
    out.spans["id"] = Span(match.start(1), match.end(1))
    out.header["series"] = re.sub(r"[\d/]", "", out.id)
    if match[2]:
        out.action = _ACTIONS[match[2]]
    if match[3]:
        out.refers.append(match[3].replace(" ", ""))
    if out.action != "new" and not out.refers:
        out.remark("refers", f"it is to {out.action} another, and does not say which")


def _q_line(text: str, out: Reading) -> int:
    """Read the Q line; give where the text goes on."""
    match = _Q.search(text)
    if not match:
        out.remark("q-line", "it has no Q line that can be read")
        return out.spans["id"].end if "id" in out.spans else 0
    names_ = ("fir", "code", "traffic", "purpose", "scope", "lower", "upper", "centre", "radius")
    for number, name in enumerate(names_, 1):
        if match[number] and match[number].strip():
            out.header[name] = match[number].replace(" ", "")
            out.spans[name] = Span(match.start(number), match.end(number))
    for name in ("fir", "code", "centre"):
        if name not in out.header:
            out.remark("q-line", f"its Q line states no {name}")
    out.issuer = out.header.get("fir", "")
    return match.end()


def _take_dates(text: str, after: int, out: Reading) -> int:
    """Read items A, B and C; give where the text goes on."""
    end = _E.search(text, after)
    limit = end.start() if end else len(text)
    found = _A.search(text, after, limit)
    if found:
        out.header["a"] = " ".join(found[1].replace(",", " ").split())
        out.spans["a"] = Span(found.start(1), found.end(1))
        after = found.end()
        if not out.issuer:
            out.issuer = out.header["a"][:4]
    else:
        out.remark("item-a", "it states no place in item A")
    for name, pattern in (("b", _B), ("c", _C)):
        match = pattern.search(text, after, limit)
        if match:
            out.header[name] = re.sub(r"\s", "", match[1])
            out.spans[name] = Span(match.start(1), match.end(1))
            after = match.end()
            if name == "c" and match[2]:
                out.estimated = True
    return after


def _body(text: str, after: int, out: Reading) -> tuple[int, int]:
    """Find items D and E; give where E begins and ends."""
    begins = _E.search(text, after)
    timed = _D.search(text, after, begins.start() if begins else len(text))
    if timed:
        until = begins.start() if begins else len(text)
        out.header["d"] = text[timed.end() : until].strip(" \n,.")
        out.spans["d"] = Span(timed.end(), until)
    if not begins:
        out.remark("item-e", "it has no item E")
        return (len(text), len(text))
    high = len(text)
    for match in _F.finditer(text, begins.end()):
        high = match.start()
        break
    else:
        top = _G.search(text, begins.end())
        high = top.start() if top else high
    out.spans["e"] = Span(begins.end(), high)
    return begins.end(), high


def _levels(text: str, after: int, out: Reading) -> None:
    """Read items F and G."""
    for name, pattern in (("f", _F), ("g", _G)):
        match = pattern.search(text, after)
        if match:
            out.header[name] = " ".join(match[1].split())
            out.spans[name] = Span(match.start(1), match.end(1))


def finish(out: Reading, low: int, high: int) -> None:
    """Read what the items say, once they are found.

    Args:
        out: with its header; areas, windows and class are put in.
        low: where item E begins in its text.
        high: where it ends.
    """
    body = out.text if high == len(out.text) else out.text[:high]
    centre = written(out.header["centre"]) if "centre" in out.header else None
    out.kind, out.cue = of_notam(body, out.header.get("code", ""), low, out.spans.get("code"))
    if out.action == "cancel":
        out.kind = "cancellation"
    found = where(body[low:])
    _take_areas(out, found.areas, low)
    out.places = found.places
    for code, said, span, assumed in found.remarks:
        out.remark(code, said, _moved(span, low), assumed)
    bounds = _bounds(out, body[low:], low)
    for area in out.areas:
        area.low, area.high = bounds
    frame = _take_windows(out, centre)
    _take_named(out, body, low, frame)
    out.consistent = _check(out, centre)


def _moved(span: Span | None, by: int) -> Span | None:
    """Move a place in item E to its place in the text."""
    return Span(span.start + by, span.end + by) if span else None


def _take_areas(out: Reading, found: list[Found], low: int) -> None:
    """Put in the areas found in item E, each once."""
    seen = []
    for each in found:
        key = each.figure
        if key in seen:
            continue
        seen.append(key)
        span = Span(each.span.start + low, each.span.end + low)
        out.areas.append(Area(each.label, each.figure, span))


def _bounds(out: Reading, body: str, low: int) -> tuple[Level | None, Level | None]:
    """Give the bounds of altitude: items F and G, else item E, else the Q line."""
    floor, top = (altitudes.level(out.header.get(name)) for name in "fg")
    for name, found in (("f", floor), ("g", top)):
        if name in out.header and found is None:
            said = f"the bound {out.header[name]!r} in item {name.upper()} was not understood"
            out.remark("level", said, out.spans.get(name))
    if "f" in out.header or "g" in out.header:
        return floor, top
    stated = altitudes.pair(body) if out.areas or "W" in out.header.get("scope", "") else None
    if stated:
        out.spans["levels"] = Span(stated[2] + low, stated[3] + low)
        return stated[0], stated[1]
    if out.areas and "lower" in out.header and "upper" in out.header:
        out.remark("level", "no item F or G; the bounds are those of the Q line", None, True)
        return (
            altitudes.q_level(out.header["lower"], upper=False),
            altitudes.q_level(out.header["upper"], upper=True),
        )
    return None, None


def instant(digits: str) -> dt.datetime | None:
    """Read ten digits, year to minute; None where they are no instant.

    Args:
        digits: such as ``2208041552``.
    """
    try:
        day = dt.datetime(CENTURY + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
        return day + dt.timedelta(minutes=int(digits[6:8]) * 60 + int(digits[8:10]))
    except ValueError:
        return None


def _take_windows(out: Reading, centre: Place | None) -> Frame:
    """Read items B, C and D."""
    opens = _instant_of(out, "b")
    closes = _instant_of(out, "c")
    stated = out.header.get("c", "")
    out.permanent = stated.startswith("PERM")
    if not stated and out.action != "cancel":
        out.remark("item-c", "it states no end")
    frame = Frame(opens, opens, closes, centre, exact=True)
    if opens and closes and closes < opens:
        out.remark("order", "it ends before it starts", out.spans.get("c"))
        return frame
    if "d" in out.header:
        _take_schedule(out, frame)
    if not out.windows and (opens or closes):
        out.windows = [Window(opens, closes)]
    return frame


def _instant_of(out: Reading, name: str) -> dt.datetime | None:
    """Give the instant of item B or C."""
    stated = out.header.get(name, "")
    if not stated.isdigit():
        return None
    found = instant(stated)
    if found is None:
        out.remark("date", f"{stated} in item {name.upper()} is no date", out.spans.get(name))
    return found


def _take_schedule(out: Reading, frame: Frame) -> None:
    """Read item D."""
    schedule = words(out.header["d"].replace("\n", " "))
    told = rules(schedule, near=True)
    if frame.closes is None and frame.opens:
        frame.closes = frame.opens + dt.timedelta(days=366)
        out.remark(
            "open-end", "item D is laid out for one year, since no end is stated", None, True
        )
    out.windows = windows(told, frame)
    out.recurring = len(out.windows) > 1
    if "." in schedule.letters or not out.windows:
        said = "item D was not understood" if not out.windows else "item D was understood in part"
        out.remark("item-d", f"{said}: {out.header['d'][:80]!r}", out.spans.get("d"))
    lacking(out, frame)


_LACKS = {
    "year": ("the year cannot be told", False),
    "calendar": ("it names a day that no calendar has", False),
    "holidays": ("holidays are left out, and which days these are is not known here", False),
    "sun": ("sunrise and sunset need a place", False),
    "no-sun": ("on some days the sun does not rise or set there", False),
    "order": ("a window ends before it starts", False),
    "days": ("on which days is not stated", False),
    "too-many": ("only the first thousand windows are laid out", False),
}


def lacking(out: Reading, frame: Frame) -> None:
    """Note what was not known when windows were laid out.

    Args:
        out: where it is noted.
        frame: what bounded the windows.
    """
    for code in frame.lacks:
        said, assumed = _LACKS[code]
        out.remark(code, said, out.spans.get("d"), assumed)
    if any(window.by_sun for window in out.windows):
        said = "sunrise and sunset are computed for the centre of the Q line"
        out.remark("by-sun", said, out.spans.get("d"), True)


def _take_named(out: Reading, body: str, low: int, frame: Frame) -> None:
    """Note areas that are named without positions, with hours and bounds of their own."""
    if out.areas or out.header.get("code", "W")[:1] not in ("R", "W", "X", "G"):
        return
    listed = lists(body, low)
    numbers: dict[object, int] = {}
    for name, start, end, hours, bounds in listed:
        number = numbers.setdefault((name, bounds), len(out.areas))
        if number == len(out.areas):
            out.areas.append(Area(name, None, Span(start, end), bounds[0], bounds[1]))
        own = windows(rules(words(hours), near=True), frame)
        out.windows += [window._replace(areas=(number,)) for window in own]
    if listed:
        out.windows = [window for window in out.windows if window.areas]
        out.recurring = out.recurring or len(out.windows) > 1
    else:
        bounds_all = _bounds(out, body[low:], low)
        for name, start, end in names(body, low):
            out.areas.append(Area(name, None, Span(start, end), *bounds_all))
    out.named = list(dict.fromkeys(area.label for area in out.areas if area.figure is None))


def _check(out: Reading, centre: Place | None) -> bool | None:
    """Ask whether all areas lie within the circle of the Q line."""
    drawn = [area.figure for area in out.areas if area.figure and area.figure.areal]
    radius = out.header.get("radius", "")
    if centre is None or not radius.isdigit() or not drawn:
        return None
    reach = int(radius) * _NM + _SLACK_M
    inside = all(within(figure, centre, reach) for figure in drawn)
    if not inside:
        out.remark("q-circle", "an area reaches beyond the circle of the Q line", None, True)
    return inside
