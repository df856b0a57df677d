"""Numbered plain text read: each bad line told with its number and field, no good field lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.errors import UnknownName
from detente.files.faults import Faults
from detente.files.texts import decoded
from detente.instruments.formats import FormField
from detente.instruments.library import Library
from detente.notifications.blank import Blank, blank
from detente.notifications.heads import WordRead, assembled, told
from detente.notifications.numbered import ALL, AT, END, HEAD, NONE, NUMBERED, STARS
from detente.notifications.values import read
from detente.notifications.word import MARKERS, Value

_ITEM = re.compile(r"([1-9]|[A-Z]{1,2})\.\s[^:\n]*:[ \t]*(.*)", re.DOTALL)
_KEY = re.compile(r"([A-Z]{2,12}):[ \t]*(.*)", re.DOTALL)
_ENTRY = re.compile(r"ENTRY\s+(\d{1,6})\b.*")
_CONTINUED = re.compile(r"\s*\|\s?(.*)")
_REFERENCE = next(number for number, key in NUMBERED.items() if key == "format")


@dataclass
class _Line:
    """One line with those that continue it.

    Attributes:
        at: its number, the first is 1.
        text: the text, further lines parted by LF.
    """

    at: int
    text: str


@dataclass
class _Sheet:
    """What has been read so far.

    Attributes:
        form: the form.
        faults: where to report.
        head: the head as plain data.
        places: lines of what the head states.
        parts: fields of the word, and then those of each entry.
        ended: whether the line of the end was read, and the number that it holds.
    """

    form: Blank
    faults: Faults
    head: dict[str, Any] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    parts: list[dict[str, Value]] = field(default_factory=lambda: [{}])
    prefilled: tuple[str, ...] = ()
    ended: str | None = None


def read_text(data: bytes | str, library: Library, file: str = "word.txt") -> WordRead:
    """Read a word from numbered plain text.

    Args:
        data: the whole file, or its text.
        library: the library that has its format.
        file: the file's name as the user gave it.

    Returns:
        The word as far as it is sound, and every fault with its line and field.
    """
    faults = Faults(file)
    text = decoded(
        data.encode("utf-8", "replace") if isinstance(data, str) else data, "word", faults
    )
    if text is None:
        return WordRead(None, faults.listed())
    lines = list(_joined(text))
    form = _form(lines, library, faults)
    if form is None:
        return WordRead(None, faults.listed())
    sheet = _Sheet(form, faults)
    banners = [_take(line, sheet) for line in lines]
    _agree([each for each in banners if each], sheet)
    _whole(sheet, lines[-1].at)
    body = {
        "fields": sheet.parts[0],
        "entries": tuple(sheet.parts[1:]),
        "prefilled": sheet.prefilled,
    }
    word = assembled(sheet.head, body, form, lambda key: sheet.places.get(key, 0), faults)
    return WordRead(word, faults.listed(), sheet.parts[0])


def _joined(text: str) -> Iterator[_Line]:
    """Go through the lines, those that continue another joined to it; blank ones left out."""
    begun, parts = 0, list[str]()
    for at, raw in enumerate(text.split("\n"), start=1):
        bare = raw.rstrip()
        more = _CONTINUED.fullmatch(bare)
        if more and parts:
            parts.append(more[1])
        elif bare:
            if parts:
                yield _Line(begun, "\n".join(parts))
            begun, parts = at, [bare.strip()]
    if parts:
        yield _Line(begun, "\n".join(parts))


def _form(lines: list[_Line], library: Library, faults: Faults) -> Blank | None:
    """Find the line of the reference, and take the form that it names."""
    for line in lines:
        match = _ITEM.fullmatch(line.text)
        if match and match[1] == _REFERENCE:
            try:
                return blank(library, match[2].strip())
            except UnknownName as error:
                faults.whole(str(error).rstrip("."), line=line.at)
                return None
    known = ", ".join(full for full, _, _ in library.formats())
    problem = f"line {_REFERENCE}, which names the format, is missing"
    faults.whole(problem, f"Write one of {known}.")
    return None


def _take(line: _Line, sheet: _Sheet) -> tuple[int, str] | None:
    """Take one line; give its number and marker where it is a banner."""
    if line.text.startswith(STARS):
        return line.at, line.text.strip("* ").partition(" ")[0].lower()
    entry, item, key = (form.fullmatch(line.text) for form in (_ENTRY, _ITEM, _KEY))
    if entry:
        _open_entry(line, entry[1], sheet)
    elif item and item[1].isdigit():
        _numbered(line, item[1], item[2].strip(), sheet)
    elif item:
        _item(line, item[1], item[2], sheet)
    elif key:
        _head(line, key[1], key[2].strip(), sheet)
    else:
        remedy = (
            "Begin it with a letter or number and a label; begin a further line of text with |."
        )
        sheet.faults.about("", line.text, "this line is no item", remedy, line=line.at)
    return None


def _open_entry(line: _Line, number: str, sheet: _Sheet) -> None:
    """Begin the next entry of the list."""
    if not sheet.form.format.entry:
        problem = f"{sheet.form.name} holds no list"
        sheet.faults.about("ENTRY", number, problem, "Take the entry out.", line=line.at)
    elif int(number) != len(sheet.parts):
        problem = "the entries are not numbered one after the other"
        remedy = f"This is entry {len(sheet.parts)}; see that none is lost."
        sheet.faults.about("ENTRY", number, problem, remedy, line=line.at)
    sheet.parts.append({})


def _item(line: _Line, letters: str, text: str, sheet: _Sheet) -> None:
    """Take one item of the content."""
    found = sheet.form.items.get(letters)
    if found is None:
        known = ", ".join(sheet.form.items)
        problem = f"{sheet.form.name} has no item {letters}"
        sheet.faults.about(letters, text, problem, f"It has {known}.", line=line.at)
        return
    place = f"{letters}. {sheet.form.labels.of(found.named, 'en')}"
    part = _part(line, found, sheet, place)
    if found.id in part:
        remedy = "The first is kept; take one out."
        sheet.faults.about(place, text, "this item stands twice", remedy, line=line.at)
        return
    try:
        part[found.id] = read(sheet.form, found, text)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        sheet.faults.about(place, text, problem, told(remedy), line=line.at)


def _part(line: _Line, found: FormField, sheet: _Sheet, place: str) -> dict[str, Value]:
    """Give what an item belongs to: the word itself, or the entry that was begun last."""
    if not found.of_entry:
        return sheet.parts[0]
    if len(sheet.parts) == 1:
        remedy = "Write ENTRY 1: before the first."
        sheet.faults.about(place, "", "this item belongs to an entry", remedy, line=line.at)
        sheet.parts.append({})
    return sheet.parts[-1]


def _numbered(line: _Line, number: str, text: str, sheet: _Sheet) -> None:
    """Take one of the numbered lines after the head."""
    if number == END:
        sheet.ended = text
        return
    key = NUMBERED.get(number, "")
    if not key or key in sheet.places:
        problem = f"line {number} stands twice" if key else f"there is no line {number}"
        sheet.faults.about(number, text, problem, "Take it out.", line=line.at)
        return
    sheet.places[key] = line.at
    if text == NONE:
        return
    sheet.head[key] = [part.strip() for part in text.split(",")] if key == "refers" else text


def _head(line: _Line, key: str, text: str, sheet: _Sheet) -> None:
    """Take one line of the head."""
    name = HEAD.get(key)
    if key == "SUBJECT":
        return
    if name is None or name in sheet.places:
        known = ", ".join(HEAD)
        problem = "this line stands twice" if name else "unknown key"
        sheet.faults.about(key, text, problem, f"The head has {known}.", line=line.at)
        return
    sheet.places[name] = line.at
    if name == "to":
        sheet.head["to"] = [] if text == ALL else _listed(text)
    elif name == "access":
        sheet.head.setdefault("access", {}).update(_circle(text))
    elif name == "later":
        circle, _, at = text.rpartition(AT)
        sheet.head.setdefault("access", {})["later"] = {**_circle(circle), "at": at.strip()}
    elif name == "prefilled":
        sheet.prefilled = tuple(_ids(line, text, sheet))
    else:
        sheet.head[name] = text


def _ids(line: _Line, text: str, sheet: _Sheet) -> Iterator[str]:
    """Give the fields of items that were filled from elsewhere."""
    for letters in _listed(text):
        if letters in sheet.form.items:
            yield sheet.form.items[letters].id
        else:
            problem = f"{sheet.form.name} has no item {letters}"
            sheet.faults.about("PREFILLED", letters, problem, "Take it out.", line=line.at)


def _listed(text: str) -> list[str]:
    """Give what stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _circle(text: str) -> dict[str, object]:
    """Give a circle of readers: a mark, and the addressees where it names them."""
    mark, _, names = text.strip().partition(" ")
    circle: dict[str, object] = {"mark": mark}
    return {**circle, "to": _listed(names)} if names.strip() else circle


def _agree(banners: list[tuple[int, str]], sheet: _Sheet) -> None:
    """See that the marker stands at head and foot and in the head, and is one and the same."""
    said = str(sheet.head.get("marker", "")).strip().lower()
    for at, marker in banners:
        if said in MARKERS and marker != said:
            problem = f"the line says {marker}, and the head says {said}"
            remedy = "Ask the sender which; the word is not taken until they agree."
            sheet.faults.about("MARKER", marker, problem, remedy, line=at)
            sheet.head.pop("marker", None)
    if len(banners) < 2 and said:
        problem = "the marker is missing on the first or the last line"
        remedy = f"Write {STARS} {said.upper()} {STARS} there."
        sheet.faults.about("MARKER", "", problem, remedy)


def _whole(sheet: _Sheet, last: int) -> None:
    """See that the message has its end, and that it is the end of this message."""
    number = sheet.head.get("number", NONE)
    if sheet.ended is None:
        problem = "the end is missing, so that the message may be cut off"
        sheet.faults.about(END, "", problem, "Ask for it again.", line=last)
    elif sheet.ended != number:
        problem = f"the message ends as {sheet.ended}, and begins as {number}"
        sheet.faults.about(END, sheet.ended, problem, "Two may be mixed up; ask for it again.")
