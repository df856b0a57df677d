"""Files of activities read together: one frame, and every fault of every file at once."""

from __future__ import annotations

import os
import sys
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from detente.activities.columns import REQUIRED, header, ordered
from detente.activities.doubles import ONE_ROW, doubles
from detente.activities.json_file import read_geojson, read_json
from detente.activities.parquet_file import read_parquet
from detente.activities.table import interpret
from detente.activities.toml_file import Notes, Told, read_toml
from detente.activities.vocabulary import Vocabulary
from detente.errors import ActivityFileError, Fault
from detente.files.csv_file import read_csv
from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.opening import opened
from detente.sources.notes import SourceNote, together

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

STANDARD_INPUT = "-"
"""The path that means: read CSV from standard input."""

_TABLES: dict[str, Callable[[bytes, Vocabulary, Faults], pl.DataFrame | None]] = {
    ".parquet": read_parquet,
    ".json": read_json,
    ".geojson": read_geojson,
}
_FORMATS = (".csv", *_TABLES, ".toml")
_NOTHING = pl.DataFrame(schema=dict.fromkeys(REQUIRED, pl.String()))


@dataclass(frozen=True)
class ReadResult:
    """What was read.

    Attributes:
        frame: the typed frame, rows in file order.
        faults: what was found wrong; empty unless good rows were kept beside bad ones.
        sources: the sources that TOML files declare, in order.
        names: names of activities that TOML files give, by id.
        notes: remarks in TOML files, by activity and source; the source is empty when the activity
            as a whole is meant.
        stated_zones: what each account (``activity``, ``source``) states itself about zones of
            application, where `frame` has them settled by host and area; None: nothing is settled.
    """

    frame: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)
    stated_zones: pl.DataFrame | None = None


@dataclass
class _Part:
    """One file while the files are read together."""

    faults: Faults
    frame: pl.DataFrame
    told: Told = field(default_factory=Told)
    opened: bool = True


def read_activities(paths: Paths, vocabulary: Vocabulary, *, keep_good: bool = False) -> ReadResult:
    """Read one file of activities or several together, by their endings.

    Args:
        paths: ``.csv``, ``.parquet``, ``.json``, ``.geojson`` or ``.toml``; ``-`` is CSV on
            standard input. Files may state different columns: what is absent is not stated.
        vocabulary: what the files may say.
        keep_good: keep the rows without fault and report the others, instead of raising. Columns
            that are not known are passed over then.

    Returns:
        The frame with the columns that any file states, families of columns made whole.

    Raises:
        ActivityFileError: anything is wrong and `keep_good` is not set, or a file cannot be
            opened; it lists all faults of all files. The sender acts.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    parts = [_read(os.fspath(path), vocabulary) for path in given]
    return _result(parts, vocabulary, keep_good=keep_good)


def read_given(data: bytes, vocabulary: Vocabulary, *, name: str) -> ReadResult:
    """Read activities from bytes at hand as from a file of a name, whose ending tells the format.

    Args:
        data: what such a file would hold.
        vocabulary: what it may say.
        name: the name that messages give it, such as ``draft.json``.

    Raises:
        ActivityFileError: anything is wrong; it lists all faults. The sender acts.
    """
    part = _taken(data, Path(name).suffix.lower(), vocabulary, Faults(name))
    return _result([part], vocabulary, keep_good=False)


def _result(parts: list[_Part], vocabulary: Vocabulary, *, keep_good: bool) -> ReadResult:
    """Put what was read together, or refuse it."""
    _check_sources(parts)
    _check_doubles(parts)
    faults = tuple(fault for part in parts for fault in part.faults.listed())
    if faults and not (keep_good and all(part.opened for part in parts)):
        raise ActivityFileError(faults)
    return ReadResult(
        _together(parts, vocabulary),
        faults,
        tuple({n: note for part in parts for n, note in part.told.sources.items()}.values()),
        {id_: name for part in parts for id_, name in part.told.names.items()},
        {about: note for part in parts for about, note in part.told.notes.items()},
    )


def _read(path: str, vocabulary: Vocabulary) -> _Part:
    """Read one file."""
    faults = Faults(path)
    ending = ".csv" if path == STANDARD_INPUT else Path(path).suffix.lower()
    piped = path == STANDARD_INPUT
    data = sys.stdin.buffer.read() if piped else opened(path, _FORMATS, faults)
    if data is None:
        return _Part(faults, _NOTHING, opened=False)
    return _taken(data, ending, vocabulary, faults)


def _taken(data: bytes, ending: str, vocabulary: Vocabulary, faults: Faults) -> _Part:
    """Take what a file holds, by its ending."""
    told = Told()
    if ending == ".toml":
        table, told = read_toml(data, vocabulary, faults)
    elif ending == ".csv":
        table = read_csv(data, header(vocabulary), faults)
    else:
        table = _TABLES[ending](data, vocabulary, faults)
    if table is None:
        return _Part(faults, _NOTHING, told)
    frame = interpret(table, vocabulary, faults)
    if not set(REQUIRED) <= set(frame.columns):  # reported; no row can stand
        faults.spoilt.clear()
        frame = _NOTHING
    return _Part(faults, frame, told)


def _check_sources(parts: list[_Part]) -> None:
    """Report accounts by sources that no file declares, and sources declared in two ways."""
    declared = together((part.told.sources, part.faults) for part in parts)
    known_ids = {*declared, *(id_ for part in parts for id_ in part.told.refused)}
    for part in parts:
        if part.told.sources:
            known = part.frame["source"].is_in(list(known_ids)).fill_null(True)
            rows = (~known).arg_true()
            values = part.frame["source"].gather(rows)
            problem = "no such source is declared"
            part.faults.each(rows, "source", values, problem, partial(_declare, declared))


def _declare(declared: Collection[str], source: str) -> str:
    """Say what to do about a source that is not declared."""
    return word_hint(source, declared) or "Declare it with [[source]]."


def _check_doubles(parts: list[_Part]) -> None:
    """Report rows whose activity and source stand twice, in one file or in two."""
    keys = [_NOTHING, *(part.frame for part in parts)]
    keys = [frame.select("activity", "source") for frame in keys]
    starts = [sum(part.frame.height for part in parts[:i]) for i in range(len(parts))]
    spoilt = {start + row for i, start in enumerate(starts) for row in parts[i].faults.spoilt}

    def home(row: int) -> tuple[_Part, int]:
        index = bisect_right(starts, row) - 1
        return parts[index], row - starts[index]

    for row, first in doubles(pl.concat(keys), spoilt).items():
        part, here = home(row)
        other, there = home(first)
        line, column = other.faults.place(there, "")
        where = f"{other.faults.file}:{line}" if line else f"{other.faults.file}: {column}"
        part.faults.at(here, "", "", f"the same activity and source as {where}", ONE_ROW)


def _together(parts: list[_Part], vocabulary: Vocabulary) -> pl.DataFrame:
    """Put the good rows of all files below one another."""
    good = [_NOTHING]
    for part in parts:
        keep = pl.repeat(True, part.frame.height, eager=True)
        keep = keep.scatter(sorted(part.faults.spoilt), False) if part.faults.spoilt else keep
        good.append(part.frame.filter(keep))
    frame = pl.concat(good, how="diagonal")
    return frame.select(ordered(frame.columns, vocabulary))
