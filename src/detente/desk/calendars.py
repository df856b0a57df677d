"""A calendar of words written down: iCalendar (RFC 5545), all times in UTC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["calendar"]

Plain = Mapping[str, Any]
_LEFT_OUT = "Older words are left out; ask for them with a cursor."


def calendar(told: Plain, name: str) -> bytes:
    """Write what the act `calendar_of_words` answers as an iCalendar file.

    An entry takes up nobody's time (`TRANSP:TRANSPARENT`), bears its marker as a category and as
    `X-DETENTE-MARKER`, and in its summary where it is not real.

    Args:
        told: the answer; of several pages, all entries together.
        name: what the calendar is called.
    """
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", "-//Detente//words//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", name)
    left = [_LEFT_OUT] if told["earlier"] else []
    if told["undated"]:
        left.append(f"{len(told['undated'])} without a stated beginning are left out.")
    if left:
        whole.add("x-wr-caldesc", " ".join(left))
    for each in told["entries"]:
        whole.add_component(_entry(each))
    written: bytes = whole.to_ical()
    return written


def _entry(each: Plain) -> Any:
    """Give one entry."""
    from icalendar import Event

    from detente.dossiers.harmless import harmless

    entry = Event()
    entry.add("uid", each["uid"])
    entry.add("dtstamp", _when(each["changed"]))
    entry.add("last-modified", _when(each["changed"]))
    entry.add("sequence", each["sequence"])
    entry.add("status", each["status"])
    entry.add("transp", "TRANSPARENT")
    entry.add("dtstart", _when(each["from"]))
    if each["until"]:
        entry.add("dtend", _when(each["until"]))
    marked = "" if each["marker"] == "real" else f"[{each['marker'].upper()}] "
    activity = each["of"] == "activity"
    summary, lines = (_of_activity if activity else _of_expected)(each)
    entry.add("summary", harmless(marked + summary))
    entry.add("description", harmless("\n".join(lines), lines=True))
    entry.add("categories", [each["marker"].upper(), "ACTIVITY" if activity else "EXPECTED"])
    entry.add("x-detente-marker", each["marker"])
    entry.add("x-detente-word", each["word"])
    return entry


def _when(text: str) -> dt.date | dt.datetime:
    """Read a day or an instant."""
    day = len(text) == len("2026-09-14")
    return dt.date.fromisoformat(text) if day else dt.datetime.fromisoformat(text)


def _of_activity(each: Plain) -> tuple[str, list[str]]:
    """Give summary and description of an activity."""
    kind = str(each["activity_kind"] or "activity").replace("_", " ")
    name = (each["numbers"] or [each["activity"] or each["word"][:12]])[-1]
    return f"{name}: {kind} told by {each['by']}", list(_lines(each))


def _lines(each: Plain) -> Iterator[str]:
    """Give what is told of an activity; what is not stated is said to be so."""
    yield f"Marked: {each['marker']}."
    if each["numbers"]:
        yield f"Words: {', '.join(each['numbers'])}."
    for label, name in (
        ("Activity", "activity"),
        ("Conducted by", "obligor"),
        ("In", "host"),
        ("Starts", "starts"),
        ("Ends", "ends"),
    ):
        yield f"{label}: {each[name] or 'not stated'}."
    yield f"By the word of {each['by']}, {each['word']}."


def _of_expected(each: Plain) -> tuple[str, list[str]]:
    """Give summary and description of a word that is expected."""
    unsure = each["of"] == "duty" and each["verdict"] is None
    what = _titled(each)
    summary = f"{each['by']}: {what} {'may be due' if unsure else 'is due'}"
    lines = [f"Marked: {each['marker']}."]
    if each["citation"]:
        lines.append(f"By {each['citation']}.")
    if unsure:
        lines.append("It cannot be told whether this applies: facts are not stated.")
    if each["draft"]:
        lines.append("The entry of the library is not yet checked by two readers.")
    if each["corrected"]:
        lines.append("The word that it rests on was corrected since.")
    about = next(filter(None, each["numbers"]), each["word"])
    lines.append(f"It rests on {about}. The software's reading, and no party's word.")
    return summary, lines


def _titled(each: Plain) -> str:
    """Tell which word is expected."""
    formats: Sequence[str] = each["formats"]
    return str(each["title"] or ", ".join(formats) or each["of"])
