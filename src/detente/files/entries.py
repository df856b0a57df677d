"""The tables of a TOML file, key by key: what is needed, what is known, what kind it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.toml_document import Document, tables_of

Kinds = Mapping[str, type | tuple[type, ...]]
"""The keys that a table may have, and what each holds."""

_REMEDIES: Mapping[object, str] = {
    str: "Write a text in quotation marks.",
    list: "Write a list in square brackets.",
    bool: "Write true or false.",
    dt.date: "Write a date, such as 2022-01-26, without quotation marks.",
    (int, str): "Write a number, or a text in quotation marks.",
}


@dataclass(frozen=True)
class Entry:
    """One table of the file that holds what it should.

    Attributes:
        path: where it stands, such as ``option[2]``.
        fields: its keys.
        sheet: the file.
    """

    path: str
    fields: Mapping[str, object]
    sheet: Sheet

    def text(self, key: str) -> str:
        """Give a text; empty where it is not stated."""
        return str(self.fields.get(key, ""))

    def listed(self, key: str) -> list[object]:
        """Give a list; empty where it is not stated."""
        found = self.fields.get(key, [])
        return list(found) if isinstance(found, list) else []

    def fault(self, key: str, value: object, problem: str, remedy: str = "") -> None:
        """Report what is wrong with one key."""
        self.sheet.fault(f"{self.path}.{key}".rstrip("."), value, problem, remedy)


class Sheet:
    """A TOML file whose tables are read one kind after the other.

    Args:
        document: the file.
        faults: where to report.
    """

    def __init__(self, document: Document, faults: Faults) -> None:
        """Keep both."""
        self.document, self.faults = document, faults

    def fault(self, path: str, value: object, problem: str, remedy: str = "") -> None:
        """Report what is wrong at a place of the file."""
        line = self.document.lines.of(path)
        self.faults.about(path, "" if value is None else str(value), problem, remedy, line=line)

    def entries(self, key: str, kinds: Kinds, needed: tuple[str, ...] = ()) -> Iterator[Entry]:
        """Go through the tables under a key; those with a fault are reported and left out."""
        lines = self.document.lines
        for path, table in tables_of(self.document.tables, key, "", lines, self.faults):
            entry = Entry(path, table, self)
            if self._sound(entry, kinds, needed):
                yield entry

    def text(self, key: str) -> str:
        """Give a text at the head of the file; empty where it is not stated."""
        value = self.document.tables.get(key, "")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            self.fault(key, value, "not a text", _REMEDIES[str])
            return ""
        return value

    def top(self, known: tuple[str, ...]) -> None:
        """Report the keys at the head of the file that are not known."""
        for key in self.document.tables:
            if key not in known:
                self.fault(key, None, "unknown key", word_hint(key, known))

    def _sound(self, entry: Entry, kinds: Kinds, needed: tuple[str, ...]) -> bool:
        """Tell whether a table has what it needs, and nothing that is not known."""
        sound = True
        for key in needed:
            if entry.fields.get(key) in (None, ""):
                entry.fault(key, None, "it is not stated", f"Each [[{_head(entry)}]] states it.")
                sound = False
        for key, value in entry.fields.items():
            if key not in kinds:
                entry.fault(key, None, "unknown key", word_hint(key, kinds))
                sound = False
            elif not isinstance(value, kinds[key]):
                entry.fault(key, value, "not of the right kind", _REMEDIES[kinds[key]])
                sound = False
        return sound


def named(value: object) -> str:
    """Give a name as it is written: a number or a text; empty where it is neither."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole or isinstance(value, str) else ""


def _head(entry: Entry) -> str:
    """Give the name of the table without its number."""
    return entry.path.partition("[")[0]
