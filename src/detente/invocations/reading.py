"""The reader of files of consultations: TOML in, consultations out, every fault with its line.

::

    [[source]]
    id = "statement"
    title = "Statement of a delegation"
    standing = "official"

    [[consultation]]
    id = "spring"
    title = "Birch about Cedar's exercise"
    mechanism = "osce/vd-2011/unusual-activities"
    requesting = ["DE"]
    addressed = ["DK"]

    [[consultation.event]]
    id = "request"
    step = "request"
    by = "DE"
    at = 2031-03-04T09:00:00Z
    stated_by = ["DE"]
    source = "statement"
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from detente.errors import ConsultationFileError
from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.opening import opened
from detente.files.toml_document import Document, document, tables_of
from detente.invocations.consultation import Consultation
from detente.invocations.stated import Occurrence
from detente.sources.notes import SourceNote, sources_of

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
M = TypeVar("M", bound=BaseModel)

_TOP = ("source", "consultation")
_WAYS = {
    "missing": "Write this key.",
    "extra_forbidden": "Take it out, or see whether it is spelt otherwise.",
    "string_type": 'Write a text in quotation marks, such as "3".',
    "bool_type": "Write true or false.",
    "tuple_type": 'Write a list, such as ["DE", "FR"].',
    "too_short": "Name at least one.",
}


def read_consultations(paths: Paths) -> tuple[Consultation, ...]:
    """Read the consultations of one file or of several.

    Args:
        paths: TOML files.

    Raises:
        ConsultationFileError: the files have faults, all of them listed. The sender must act.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    told: list[Consultation] = []
    faults: list[Faults] = []
    for path in (os.fspath(each) for each in given):
        faults.append(Faults(path))
        told += _file(path, faults[-1])
    _alike(told, faults)
    found = tuple(fault for each in faults for fault in each.listed())
    if found:
        raise ConsultationFileError(found)
    return tuple(told)


def _alike(told: list[Consultation], faults: list[Faults]) -> None:
    """Report consultations that bear one id."""
    seen: dict[str, str] = {}
    for each in told:
        first = seen.setdefault(each.id, each.file)
        if sum(other.id == each.id for other in told) > 1:
            where = next(one for one in faults if one.file == each.file)
            problem = "another consultation has this id"
            where.about("consultation.id", each.id, problem, f"Rename one; see also {first}.")


def _file(path: str, faults: Faults) -> list[Consultation]:
    """Read one file."""
    read = tables_in(path, _TOP, faults)
    if read is None:
        return []
    sources, _ = sources_of(read, faults)
    tables = tables_of(read.tables, "consultation", "", read.lines, faults)
    found = (_consultation(table, place, read, sources, faults) for place, table in tables)
    return [each for each in found if each is not None]


def tables_in(path: str, top: Sequence[str], faults: Faults) -> Document | None:
    """Open a file of tables; report why it cannot be read, and tables that are not foreseen.

    Args:
        path: a TOML file.
        top: the tables that it may hold; the last is what it is for.
        faults: where to report.
    """
    data = opened(path, (".toml",), faults)
    read = document(data, top[-1], faults) if data is not None else None
    for key in read.tables if read else ():
        if read and key not in top:
            line = read.lines.of(key) or read.lines.of(f"{key}[0]")
            faults.about(key, "", "unknown key", word_hint(key, top), line=line)
    return read


def _consultation(
    table: Mapping[str, object],
    place: str,
    read: Document,
    sources: Mapping[str, SourceNote],
    faults: Faults,
) -> Consultation | None:
    """Read one consultation; report all that is wrong with it and give None then."""
    content = {**plain(table), "file": faults.file, "sources": sources}
    told = taken(Consultation, content, place, read, faults)
    if told is not None:
        for where, value, problem, remedy in _loose(told):
            full = f"{place}.{where}"
            faults.about(full, value, problem, remedy, line=read.lines.of(full))
    return told


def taken(
    model: type[M], content: Mapping[str, object], place: str, read: Document, faults: Faults
) -> M | None:
    """Make a record of a table; report every fault at its line and give None then.

    Args:
        model: what the record is.
        content: the table.
        place: where it stands, such as ``consultation[0]``.
        read: the file.
        faults: where to report.
    """
    try:
        return model.model_validate(dict(content))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            full = f"{place}.{_path(fault['loc'])}".rstrip(".")
            why = str(fault["ctx"]["error"]) if "error" in fault.get("ctx", {}) else fault["msg"]
            problem, _, remedy = why.partition("; ")
            way = f"{remedy[:1].upper()}{remedy[1:]}." if remedy else _WAYS.get(fault["type"], "")
            shown = "" if isinstance(fault["input"], dict | tuple) else str(fault["input"])
            faults.about(full, shown, problem, way, line=read.lines.of(full))
        return None


def _path(parts: tuple[int | str, ...]) -> str:
    """Write where a fault stands as a path of the file."""
    written = (f"[{each}]" if isinstance(each, int) else f".{each}" for each in parts)
    return "".join(written).strip(".")


def plain(value: Any) -> Any:
    """Turn lists into tuples, so that what is read stays as it is."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return tuple(map(plain, value)) if isinstance(value, list) else value


def _loose(told: Consultation) -> Iterator[tuple[str, str, str, str]]:
    """Go through names that are used and not given: where, which, what is wrong, the way out."""
    events = {event.id for event in told.events} | {meeting.id for meeting in told.meetings}
    questions = {question.id for question in told.questions}
    placed: list[tuple[str, Occurrence]] = []
    placed += [(f"event[{index}]", event) for index, event in enumerate(told.events)]
    placed += [(f"meeting[{index}]", meeting) for index, meeting in enumerate(told.meetings)]
    for place, each in placed:
        yield from _source(told, place, each.source)
        yield from _name(f"{place}.after", "event", filter(None, [each.after]), events)
    for index, grading in enumerate(told.gradings):
        yield from _source(told, f"grading[{index}]", grading.source)
        yield from _name(f"grading[{index}].question", "question", [grading.question], questions)
    for index, event in enumerate(told.events):
        if bool(event.step) == bool(event.act and event.clock):
            problem = "it is neither a step nor an act on a clock, or both"
            yield f"event[{index}]", event.id, problem, "Write `step`; or `clock` and `act`."
        answered = [event.answers] if event.answers else []
        yield from _name(f"event[{index}].answers", "event", answered, events)
    for index, question in enumerate(told.questions):
        yield from _name(f"question[{index}].asked_in", "event", [question.asked_in], events)
    for index, segment in enumerate(told.segments):
        yield from _name(f"segment[{index}].said_in", "event", [segment.said_in], events)
        yield from _name(f"segment[{index}].to", "question", segment.to, questions)
    yield from _twice(told)


def _source(told: Consultation, place: str, id_: str) -> Iterator[tuple[str, str, str, str]]:
    """Report a source that the file does not declare."""
    if id_ not in told.sources:
        remedy = word_hint(id_, told.sources) or "Declare it with [[source]]."
        yield f"{place}.source", id_, "no such source is declared", remedy


def _name(
    place: str, kind: str, names: Iterable[str], known: Iterable[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Report names that nothing bears."""
    there = sorted(known)
    for name in names:
        if name not in there:
            yield place, name, f"no {kind} has this id", word_hint(name, there)


def _twice(told: Consultation) -> Iterator[tuple[str, str, str, str]]:
    """Report ids that stand twice."""
    seen: set[str] = set()
    ids = [(f"event[{n}].id", each.id) for n, each in enumerate(told.events)]
    ids += [(f"meeting[{n}].id", each.id) for n, each in enumerate(told.meetings)]
    ids += [(f"question[{n}].id", f"question {q.id}") for n, q in enumerate(told.questions)]
    for place, id_ in ids:
        if id_ in seen:
            yield place, id_, "this id stands twice", "Give each its own."
        seen.add(id_)
