"""Who says so: the sources that a TOML file of activities declares."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from detente.files.faults import Faults
from detente.files.toml_document import Document, tables_of
from detente.files.toml_lines import Lines

STANDINGS = ("official", "unofficial", "leak")
"""How official a source is. An estimate is none of these: what counts is who makes it."""

_NEEDED = ("id", "title", "standing")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class SourceNote:
    """A source of statements about activities.

    Attributes:
        id: the label that accounts name it by.
        title: title of the document, page or statement.
        standing: ``official``, ``unofficial`` or ``leak``.
        date: the day it was issued; None when not known.
        language: language tag (BCP 47), such as ``en``; empty when not stated.
        url: where it can be read; empty when nowhere public.
        by: whose word it is: a State's code, an organisation, a person; empty when not stated.
        note: what a reader must know about it; empty when nothing.
    """

    id: str
    title: str
    standing: str
    date: dt.date | None = None
    language: str = ""
    url: str = ""
    by: str = ""
    note: str = ""


NAMES = tuple(each.name for each in fields(SourceNote))
"""The keys of a source."""


def sources_of(document: Document, faults: Faults) -> tuple[dict[str, SourceNote], set[str]]:
    """Read the ``[[source]]`` tables of a TOML file.

    Args:
        document: the file.
        faults: where to report.

    Returns:
        The sources by id, in file order; the ids of those that have a fault.
    """
    notes: dict[str, SourceNote] = {}
    refused: set[str] = set()
    for path, table in tables_of(document.tables, "source", "", document.lines, faults):
        note = note_of(table, path, document.lines, faults)
        if note is None:
            refused.add(str(table.get("id")))
        elif note.id in notes:
            line = document.lines.of(f"{path}.id")
            problem = "two sources have this id"
            faults.about(f"{path}.id", note.id, problem, "Rename one.", line=line)
        else:
            notes[note.id] = note
    return notes, refused


def together(told: Iterable[tuple[Mapping[str, SourceNote], Faults]]) -> dict[str, SourceNote]:
    """Put the sources of several files together; report one that two files declare differently.

    Args:
        told: for each file the sources that it declares, by id, and where to report about it.

    Returns:
        The sources by id, in order; of those declared in two ways the first.
    """
    declared: dict[str, SourceNote] = {}
    for sources, faults in told:
        for id_, note in sources.items():
            if declared.setdefault(id_, note) != note:
                problem = "another file declares this source differently"
                faults.about("source.id", id_, problem, "Rename one, or make them equal.")
    return declared


def note_of(
    table: Mapping[str, object], path: str, lines: Lines, faults: Faults
) -> SourceNote | None:
    """Read one ``[[source]]`` table; report all that is wrong with it and give None then.

    Args:
        table: the table.
        path: where it stands, such as ``source[0]``.
        lines: the lines of the file.
        faults: where to report.
    """
    problems = [*_lacks(table), *(p for key, value in table.items() for p in _wrong(key, value))]
    for key, problem, remedy in problems:
        place = f"{path}.{key}"
        value = str(table.get(key, ""))
        faults.about(place, value, problem, remedy, line=lines.of(place))
    if problems:
        return None
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    day = table.get("date")
    return SourceNote(**texts, date=day if isinstance(day, dt.date) else None)


def _lacks(table: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Give the keys that are needed and absent."""
    return [
        (key, "the key is missing", "Every source states its id, title and standing.")
        for key in _NEEDED
        if key not in table
    ]


def _wrong(key: str, value: object) -> list[tuple[str, str, str]]:
    """Give what is wrong with one key of a source: key, problem, remedy."""
    if key not in NAMES:
        return [(key, "unknown key", f"A source has: {', '.join(NAMES)}.")]
    if key == "date":
        day = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
        return [] if day else [(key, "not a day", "Write it without quotes: date = 2017-08-01.")]
    if not isinstance(value, str) or (key in _NEEDED and not value.strip()):
        return [(key, "not a text", "Write a text in quotation marks.")]
    return _wrong_text(key, value)


def _wrong_text(key: str, value: str) -> list[tuple[str, str, str]]:
    """Give what is wrong with a text of a source."""
    if key == "standing" and value not in STANDINGS:
        return [(key, "unknown standing", f"Write one of: {', '.join(STANDINGS)}.")]
    if key == "language" and not _LANGUAGE.fullmatch(value):
        return [(key, "not a language tag", "Write a tag such as en or be-tarask.")]
    if key == "url" and not value.startswith(("http://", "https://")):
        return [(key, "not an address", "Begin it with https://.")]
    return []
