"""A word as plain data, as JSON and as TOML: the content of a statement, and a file to edit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from json import JSONDecodeError
from typing import Any

from detente.errors import UnknownName
from detente.files.faults import Faults
from detente.files.texts import decoded, unfit
from detente.files.toml_document import document
from detente.instruments.formats import FormField
from detente.instruments.library import Library
from detente.notifications.blank import Blank, blank
from detente.notifications.heads import Lines, WordRead, assembled, told
from detente.notifications.values import taken
from detente.notifications.word import Access, Fields, FreeText, Value, Word

Plain = dict[str, Any]
_BODY = ("fields", "entries", "prefilled")
_NOT_STATED: tuple[object, ...] = (None, "", (), {}, [])


def content(word: Word) -> Plain:
    """Give a word as plain data, which canonical JSON can hold; what is not stated is left out.

    Args:
        word: the word.
    """
    parts: Plain = {
        "format": word.format,
        "kind": word.kind,
        "marker": word.marker,
        "by": word.by,
        "number": word.number,
        "made": word.made,
        "to": list(word.to),
        "refers": list(word.refers),
        "said": word.said,
        "activity": word.activity,
        "minutes": word.minutes,
        "prefilled": list(word.prefilled),
        "remarks": _plain(word.remarks) if word.remarks else None,
        "access": _access(word.access),
        "fields": _fields(word.fields),
        "entries": [_fields(entry) for entry in word.entries],
    }
    return {key: value for key, value in parts.items() if value not in _NOT_STATED}


def _access(access: Access) -> Plain:
    """Give who may read."""
    circle: Plain = {"mark": access.mark}
    if access.to:
        circle["to"] = list(access.to)
    if access.later:
        circle["later"] = {"mark": access.later.mark, "at": access.later.at}
        if access.later.to:
            circle["later"]["to"] = list(access.later.to)
    return circle


def _fields(fields: Fields) -> Plain:
    """Give fields as plain data."""
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Value) -> Any:
    """Give one value as plain data."""
    if isinstance(value, FreeText):
        return {"lang": value.language, "text": value.text}
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def from_content(
    given: object, library: Library, file: str = "word", lines: Lines = lambda _: 0
) -> WordRead:
    """Take a word from plain data.

    Args:
        given: what `content` gave, or what JSON or TOML holds.
        library: the library that has its format.
        file: what the faults are said to be of.
        lines: where its keys stand.
    """
    faults = Faults(file)
    if not isinstance(given, Mapping):
        faults.whole("not a word", "Write the keys format, kind, marker, by and fields.")
        return WordRead(None, faults.listed())
    form = _form(given.get("format"), library, lines, faults)
    if form is None:
        return WordRead(None, faults.listed())
    own = [field for field in form.format.field if not field.of_entry]
    fields = _taken(form, own, given.get("fields", {}), "fields", (lines, faults))
    entries = list(_entries(form, given.get("entries", ()), (lines, faults)))
    body = {
        "fields": fields,
        "entries": tuple(entries),
        "prefilled": _prefilled(form, given.get("prefilled", ()), (lines, faults)),
    }
    head = {key: value for key, value in given.items() if key not in _BODY}
    word = assembled(head, body, form, lines, faults)
    return WordRead(word, faults.listed(), fields)


def _form(name: object, library: Library, lines: Lines, faults: Faults) -> Blank | None:
    """Take the form that a word names."""
    try:
        return blank(library, name if isinstance(name, str) else "")
    except UnknownName as error:
        problem = str(error) if name else "the format is missing"
        known = ", ".join(full for full, _, _ in library.formats())
        faults.about("format", "", problem.rstrip("."), f"There are {known}.", line=lines("format"))
        return None


def _taken(
    form: Blank,
    fields: Sequence[FormField],
    given: object,
    path: str,
    report: tuple[Lines, Faults],
) -> dict[str, Value]:
    """Take fields, each by itself: a bad one is reported and loses no other."""
    lines, faults = report
    if not isinstance(given, Mapping):
        faults.about(path, "", "not a table of fields", line=lines(path))
        return {}
    known = {field.id: field for field in fields}
    good: dict[str, Value] = {}
    for name, value in given.items():
        place = f"{path}.{name}"
        if name not in known:
            remedy = f"{form.name} has {', '.join(known)}." if known else "It has none here."
            faults.about(place, "", "unknown field", remedy, line=lines(place))
            continue
        try:
            good[name] = taken(form, known[name], value)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            faults.about(place, str(value), problem, told(remedy), line=lines(place))
    return {field.id: good[field.id] for field in fields if field.id in good}


def _entries(
    form: Blank, given: object, report: tuple[Lines, Faults]
) -> Iterator[Mapping[str, Value]]:
    """Take the entries of the list."""
    lines, faults = report
    if not isinstance(given, list | tuple):
        faults.about("entries", "", "not a list of entries", line=lines("entries"))
        return
    fields = [field for field in form.format.field if field.of_entry]
    for index, entry in enumerate(given):
        yield _taken(form, fields, entry, f"entries[{index}]", report)


def _prefilled(form: Blank, given: object, report: tuple[Lines, Faults]) -> tuple[str, ...]:
    """Take the ids of fields that were filled from elsewhere."""
    lines, faults = report
    names = [str(each) for each in given] if isinstance(given, list | tuple) else [str(given)]
    unknown = [name for name in names if name not in form.fields]
    if unknown:
        problem = f"{', '.join(unknown)} is no field of {form.name}"
        faults.about("prefilled", "", problem, "Leave it out.", line=lines("prefilled"))
    return tuple(dict.fromkeys(name for name in names if name in form.fields))


def write_json(word: Word) -> str:
    """Give a word as JSON text for a file."""
    return json.dumps(content(word), ensure_ascii=False, indent=2) + "\n"


def read_json(data: bytes, library: Library, file: str = "word.json") -> WordRead:
    """Read a word from a JSON file.

    Args:
        data: the whole file.
        library: the library that has its format.
        file: the file's name as the user gave it.
    """
    faults = Faults(file)
    text = decoded(data, "word", faults)
    if text is None:
        return WordRead(None, faults.listed())
    try:
        given = json.loads(text, parse_constant=_no_number)
    except (JSONDecodeError, RecursionError, ValueError) as error:
        line = error.lineno if isinstance(error, JSONDecodeError) else 0
        faults.whole(f"not JSON ({error})", "Mend it there.", line=line)
        return WordRead(None, faults.listed())
    problem, remedy = unfit(given)
    if problem:
        faults.whole(problem, remedy)
        return WordRead(None, faults.listed())
    return from_content(given, library, file)


def _no_number(name: str) -> object:
    """Refuse NaN and the infinities, which JSON does not know."""
    raise ValueError(f"{name} is no number of JSON")


def write_toml(word: Word) -> str:
    """Give a word as TOML text, which an officer can edit."""
    parts = content(word)
    fields, entries = parts.pop("fields", {}), parts.pop("entries", [])
    lines = [f"{key} = {_toml(value)}" for key, value in parts.items()]
    lines += ["", "[fields]", *(f"{key} = {_toml(value)}" for key, value in fields.items())]
    for entry in entries:
        lines += ["", "[[entries]]", *(f"{key} = {_toml(value)}" for key, value in entry.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """Write one value: a text as JSON has it, which TOML reads the same."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_toml(data: bytes, library: Library, file: str = "word.toml") -> WordRead:
    """Read a word from a TOML file.

    Args:
        data: the whole file.
        library: the library that has its format.
        file: the file's name as the user gave it.
    """
    faults = Faults(file)
    opened = document(data, "word", faults)
    if opened is None:
        return WordRead(None, faults.listed())
    return from_content(_texted(opened.tables), library, file, opened.lines.of)


def _texted(value: Any) -> Any:
    """Write the instants and days of a head as texts; fields take them as they are."""
    if not isinstance(value, Mapping):
        return value
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in value.items()}
