"""Files of red lines read together: the lines, and every fault of every file at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente.errors import Fault, RedLineFileError
from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.opening import opened
from detente.files.records import Record
from detente.redlines.line import RedLine
from detente.redlines.records import interpret
from detente.redlines.tables import read_csv, read_geojson
from detente.redlines.toml_file import Told, read_toml
from detente.redlines.words import NamedArea, Words
from detente.sources.notes import SourceNote, together

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

AREAS = "areas.toml"
"""The file of named areas that is read when it lies beside a file of red lines."""

_TABLES: dict[str, Callable[[bytes, Faults], list[Record]]] = {
    ".csv": read_csv,
    ".geojson": read_geojson,
}
_FORMATS = (*_TABLES, ".toml")


@dataclass(frozen=True)
class RedLines:
    """What was read.

    Attributes:
        lines: the red lines, in file order.
        faults: what was found wrong; empty unless good lines were kept beside bad ones.
        sources: the sources that TOML files declare, in order.
        areas: the named areas that the lines may use: those of the library and of the files.
    """

    lines: tuple[RedLine, ...]
    faults: tuple[Fault, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    areas: dict[str, NamedArea] = field(default_factory=dict)


@dataclass
class _Part:
    """One file while the files are read together."""

    faults: Faults
    records: list[Record] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    lines: dict[int, RedLine] = field(default_factory=dict)
    opened: bool = True


def read_redlines(paths: Paths, words: Words, *, keep_good: bool = False) -> RedLines:
    """Read one file of red lines or several together, by their endings.

    Args:
        paths: ``.toml``, ``.csv`` or ``.geojson``. A file ``areas.toml`` beside one of them is
            read too.
        words: what the files may say.
        keep_good: keep the lines without fault and report the others, instead of raising.

    Raises:
        RedLineFileError: anything is wrong and `keep_good` is not set, or a file cannot be opened;
            it lists all faults of all files. The sender acts.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    parts = [_read(os.fspath(path)) for path in given]
    beside = [_read_areas(path) for path in _beside(given)]
    areas = _areas([*parts, *beside], words)
    _interpret(parts, beside, replace(words, areas=areas))
    _check_sources([*parts, *beside])
    _check_doubles(parts)
    faults = tuple(fault for part in (*parts, *beside) for fault in part.faults.listed())
    if faults and not (keep_good and all(part.opened for part in parts)):
        raise RedLineFileError(faults)
    sources = {id_: note for part in (*parts, *beside) for id_, note in part.told.sources.items()}
    return RedLines(
        tuple(line for part in parts for row, line in part.lines.items() if _good(part, row)),
        faults,
        tuple(sources.values()),
        areas,
    )


def _good(part: _Part, row: int) -> bool:
    """Tell whether a line has no fault."""
    return row not in part.faults.spoilt


def _read(path: str) -> _Part:
    """Read one file as records."""
    part = _Part(Faults(path))
    ending = Path(path).suffix.lower()
    data = opened(path, _FORMATS, part.faults)
    part.opened = data is not None
    if data is not None and ending == ".toml":
        part.records, part.told = read_toml(data, part.faults)
    elif data is not None:
        part.records = _TABLES[ending](data, part.faults)
    return part


def _beside(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Give the files of areas that lie beside files of red lines."""
    files = dict.fromkeys(Path(path).with_name(AREAS) for path in paths if Path(path).name)
    return [os.fspath(file) for file in files if file.is_file()]


def _read_areas(path: str) -> _Part:
    """Read a file of named areas."""
    part = _Part(Faults(path))
    data = opened(path, (".toml",), part.faults)
    part.opened = data is not None
    if data is not None:
        _, part.told = read_toml(data, part.faults, top=("source", "area"))
    return part


def _areas(parts: Sequence[_Part], words: Words) -> dict[str, NamedArea]:
    """Put the named areas of the library and the files together; report a name used twice.

    Which of the two is meant cannot be told, so lines in it are left out.
    """
    areas = dict(words.areas)
    for part in parts:
        for id_, area in part.told.areas.items():
            if areas.setdefault(id_, area) != area:
                problem = "another area has this id"
                part.faults.about("area.id", id_, problem, "Rename one, or make them equal.")
                part.told.refused.add(id_)
    return areas


def _interpret(parts: Sequence[_Part], beside: Sequence[_Part], words: Words) -> None:
    """Make lines of the records of each file."""
    refused = {id_ for part in (*parts, *beside) for id_ in part.told.refused}
    for part in parts:
        part.lines = interpret(part.records, words, part.faults, refused)


def _check_sources(parts: Sequence[_Part]) -> None:
    """Report labels of sources that no file declares, and sources declared in two ways."""
    declared = together((part.told.sources, part.faults) for part in parts)
    known = {*declared, *(id_ for part in parts for id_ in part.told.refused)}
    for part in parts:
        if part.told.sources:
            _check_labels(part, known)


def _check_labels(part: _Part, known: Collection[str]) -> None:
    """Report the labels in one file that no file declares."""

    def hint(label: str) -> str:
        return word_hint(label, known) or "Declare it with [[source]]."

    for row, line in part.lines.items():
        labels = [("source", line.source), *(("events", event.source) for event in line.events)]
        for key, label in labels:
            if label and label not in known:
                part.faults.at(row, key, label, "no such source is declared", hint(label))
    for area in part.told.areas.values():
        if area.source and area.source not in known:
            problem = "no such source is declared"
            part.faults.about("area.source", area.source, problem, hint(area.source))


def _check_doubles(parts: Sequence[_Part]) -> None:
    """Report lines whose id another good line before them bears, in the same file or another."""
    seen: dict[str, str] = {}
    for part in parts:
        for row, line in part.lines.items():
            if not _good(part, row):
                continue
            number, path = part.faults.place(row, "")
            where = f"{part.faults.file}:{number}" if number else f"{part.faults.file}: {path}"
            first = seen.setdefault(line.id, where)
            if first != where:
                remedy = "Give each line an id of its own."
                part.faults.at(row, "id", line.id, f"the same id as {first}", remedy)
