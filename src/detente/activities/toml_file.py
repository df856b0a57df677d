"""The reader of TOML files: sources, and activities with one account for each source.

::

    [[source]]
    id = "by-declared"
    title = "Statement of the ministry"
    standing = "official"

    [[activity]]
    id = "zapad-2017"
    kind = "exercise"
    obligor = "BY"

        [[activity.account]]
        source = "by-declared"
        troops = 12700

An account inherits what its activity states; what it states itself comes before. An empty text in
an account unsays what the activity states.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from detente.activities.columns import heads
from detente.activities.records import tabulate
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.headers import OWN, unknown_hint
from detente.files.hints import word_hint
from detente.files.records import Record, Where
from detente.files.toml_document import document, tables_of
from detente.files.toml_lines import Lines
from detente.sources.notes import SourceNote, sources_of

_TOP = ("source", "activity")
_ELSEWHERE = {"source": "Each account states it.", "activity": "The activity's id states it."}

Notes = dict[tuple[str, str], str]
"""Remarks, by activity and source; the source is empty when the activity as a whole is meant."""


@dataclass
class Told:
    """What a TOML file says beside the table.

    Attributes:
        sources: the sources it declares, by id, in file order.
        refused: ids of sources that have a fault.
        names: names of activities, by id.
        notes: remarks on activities and accounts.
    """

    sources: dict[str, SourceNote] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    """A file while it is read."""

    lines: Lines
    vocabulary: Vocabulary
    faults: Faults
    told: Told

    @cached_property
    def lead(self) -> dict[str, str]:
        """The leader of each column's family."""
        return heads(self.vocabulary)

    def refuse(self, path: str, value: object, problem: str, remedy: str) -> None:
        """Report what is wrong at a path."""
        shown = "" if value is None else str(value)[:40]
        self.faults.about(path, shown, problem, remedy, line=self.lines.of(path))

    def tables(
        self, holder: Mapping[str, object], key: str, path: str = ""
    ) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Give the tables of a list and their paths."""
        return tables_of(holder, key, path, self.lines, self.faults)

    def where(self, path: str) -> Where:
        """Give the place of a path."""
        return self.lines.of(path), path


def read_toml(
    data: bytes, vocabulary: Vocabulary, faults: Faults
) -> tuple[pl.DataFrame | None, Told]:
    """Read a TOML file into a table of texts, and what it says beside.

    Args:
        data: the whole file.
        vocabulary: what it may say.
        faults: where to report; its places are set to the lines and key paths of this file.

    Returns:
        One row for each account, None when there is nothing to read; sources, names and notes.
    """
    told = Told()
    read = document(data, "activity", faults)
    if read is None:
        return None, told
    told.sources, told.refused = sources_of(read, faults)
    return _read(read.tables, _File(read.lines, vocabulary, faults, told)), told


def _read(tables: Mapping[str, object], file: _File) -> pl.DataFrame:
    """Read a whole document."""
    for key in tables:
        if key not in _TOP:
            file.refuse(key, None, "unknown key", word_hint(key, _TOP))
    activities = file.tables(tables, "activity")
    records = [record for path, table in activities for record in _activity(table, path, file)]
    return tabulate(records, file.vocabulary, file.faults)


def _activity(table: Mapping[str, object], path: str, file: _File) -> Iterator[Record]:
    """Read one activity: a record for each of its accounts."""
    shared = _known(table, path, ("id", "name", "note", "account"), ("activity", "source"), file)
    id_ = table.get("id")
    if id_ is None:
        file.refuse(f"{path}.id", None, "the key is missing", "Every activity has an id.")
        return
    places = {"activity": file.where(f"{path}.id")}
    places |= {key: file.where(f"{path}.{key}") for key in shared}
    _tell(table, path, (str(id_).strip(), ""), file)
    if not table.get("account"):
        remedy = "Add [[activity.account]] with its source."
        file.refuse(f"{path}.account", None, "no account of it is given", remedy)
    for place, account in file.tables(table, "account", path):
        own = _known(account, place, ("note",), ("activity",), file)
        _tell(account, place, (str(id_).strip(), str(own.get("source", "")).strip()), file)
        record = _inherited({"activity": id_, **shared}, own, file)
        kept = {key: where for key, where in places.items() if key not in own}
        yield Record(record, file.where(place), kept | _own_places(own, place, file))


def _own_places(own: Mapping[str, object], path: str, file: _File) -> dict[str, Where]:
    """Give the places of what an account states itself."""
    return {key: file.where(f"{path}.{key}") for key in own}


def _known(
    table: Mapping[str, object],
    path: str,
    more: tuple[str, ...],
    less: tuple[str, ...],
    file: _File,
) -> dict[str, object]:
    """Give the columns that a table states; report its unknown keys.

    Args:
        table: the table.
        path: where it stands.
        more: keys that are allowed beside columns.
        less: columns that are not allowed here.
        file: the file.
    """
    out = {}
    for key, value in table.items():
        if (key in file.lead and key not in less) or key.startswith(OWN):
            out[key] = value
        elif key not in more:
            allowed = [name for name in file.lead if name not in less]
            hint = _ELSEWHERE.get(key) or unknown_hint(key, [*more, *allowed])
            file.refuse(f"{path}.{key}", None, "unknown key", hint)
    return out


def _tell(table: Mapping[str, object], path: str, about: tuple[str, str], file: _File) -> None:
    """Keep the name and the note of an activity or account."""
    for key in ("name", "note"):
        value = table.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            file.refuse(f"{path}.{key}", value, "not a text", "Write a text in quotation marks.")
        elif key == "note":
            file.told.notes[about] = value
        else:
            file.told.names[about[0]] = value


def _inherited(
    shared: Mapping[str, object], own: Mapping[str, object], file: _File
) -> dict[str, object]:
    """Lay what an account states over what its activity states, family by family.

    When nobody states when it was said, the date of the source tells.
    """
    lead = file.lead
    stated = {lead.get(key, key) for key in own}
    record = {key: value for key, value in shared.items() if lead.get(key, key) not in stated}
    record |= own
    note = file.told.sources.get(str(own.get("source", "")).strip())
    day: dt.date | None = note.date if note else None
    return record if day is None else {"stated_at": day, **record}
