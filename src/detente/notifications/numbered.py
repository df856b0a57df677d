"""A word as numbered plain text: what a network of telegrams carries, and a person can read.

The order follows the message formats that the Open Skies Consultative Commission agreed in 1992: a
head (from, to, subject), the number, date and time, the treaty reference, the reference to earlier
messages, the content by letters, remarks, and the end with the number once more. The marker stands
on the first and the last line and in the head. Labels may be in any of the languages; a reader goes
by numbers and letters, and values are codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.instruments.formats import FormField
from detente.notifications.blank import Blank
from detente.notifications.values import written
from detente.notifications.word import Access, Fields, FreeText, Value, Word

NONE = "NONE"
ALL = "ALL"
AT = " AT "
STARS = "***"
CONTINUED = "   | "
HEAD = {
    "FROM": "by",
    "TO": "to",
    "MARKER": "marker",
    "KIND": "kind",
    "ACCESS": "access",
    "LATER": "later",
    "ACTIVITY": "activity",
    "MINUTES": "minutes",
    "PREFILLED": "prefilled",
}
"""Keys of the head that do not depend on the language, and what they state."""

NUMBERED = {"1": "number", "2": "made", "3": "format", "4": "refers", "5": "said", "6": "remarks"}
"""Numbers of the lines after the head, and what they state."""

END = "7"


def write_text(word: Word, blank: Blank, language: str = "en") -> str:
    """Give a word as numbered plain text; `read_text` gives the same word back.

    Args:
        word: the word.
        blank: its form.
        language: the language of the labels.
    """
    return "\n".join(_lines(word, blank, language)) + "\n"


def banner(word: Word, blank: Blank, language: str) -> str:
    """Give the line that says whether a word is real, an exercise or a test.

    Args:
        word: the word.
        blank: its form.
        language: the language in which it is said beside the code.
    """
    said = blank.labels.of(f"marker_{word.marker}", language)
    code = word.marker.upper()
    shown = code if said == code else f"{code} / {said}"
    return f"{STARS} {shown} {STARS} {shown} {STARS}"


def _lines(word: Word, blank: Blank, language: str) -> Iterator[str]:
    """Go through the lines."""
    labels = blank.labels
    yield banner(word, blank, language)
    yield f"FROM: {word.by}"
    yield f"TO: {', '.join(word.to) or ALL}"
    yield f"SUBJECT: {labels.of(blank.format.title, language)}"
    yield f"MARKER: {word.marker}"
    yield f"KIND: {word.kind}"
    yield from _access(word.access)
    if word.activity:
        yield f"ACTIVITY: {word.activity}"
    if word.minutes is not None:
        yield f"MINUTES: {word.minutes}"
    if word.prefilled:
        items = [blank.fields[name].item for name in word.prefilled if name in blank.fields]
        yield f"PREFILLED: {', '.join(items)}"
    yield f"1. {labels.of('number', language)}: {word.number or NONE}"
    yield f"2. {labels.of('made', language)}: {word.made or NONE}"
    yield f"3. {labels.of('reference', language)}: {blank.name}"
    yield f"4. {labels.of('refers_to', language)}: {', '.join(word.refers) or NONE}"
    yield f"5. {labels.of('content', language)}: {word.said}".rstrip()
    yield from _fields(blank, word.fields, language, of_entry=False)
    for index, entry in enumerate(word.entries, start=1):
        yield f"ENTRY {index}: {labels.of(blank.format.entry, language)}"
        yield from _fields(blank, entry, language, of_entry=True)
    if word.remarks:
        yield from _value(f"6. {labels.of('remarks', language)}", word.remarks)
    yield f"{END}. {labels.of('end', language)}: {word.number or NONE}"
    yield banner(word, blank, language)


def _access(access: Access) -> Iterator[str]:
    """Say who may read, now and later."""
    yield f"ACCESS: {' '.join([access.mark, ', '.join(access.to)])}".rstrip()
    if access.later:
        later = access.later
        yield f"LATER: {' '.join([later.mark, ', '.join(later.to)]).rstrip()}{AT}{later.at}"


def _fields(blank: Blank, fields: Fields, language: str, *, of_entry: bool) -> Iterator[str]:
    """Go through the items of the word or of one entry."""
    for field in blank.own(of_entry=of_entry):
        if field.id in fields:
            yield from _value(_label(blank, field, language), fields[field.id])


def _label(blank: Blank, field: FormField, language: str) -> str:
    """Give an item's letter and label."""
    return f"{field.item}. {blank.labels.of(field.named, language)}"


def _value(label: str, value: Value) -> Iterator[str]:
    """Write one item; further lines of a text are marked as such."""
    first, *further = written(value).split("\n")
    yield f"{label}: {first}"
    if isinstance(value, FreeText):
        yield from (f"{CONTINUED}{line}".rstrip() for line in further)
