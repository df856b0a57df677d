"""The reader of TOML files: sources, named areas, and red lines.

::

    [[source]]
    id = "draft-2021"
    title = "Draft treaty"
    standing = "official"

    [[redline]]
    id = "no-missiles"
    holder = "RU"
    stance = "declared"
    called = "red line"
    words = "No ground-launched missiles of such range outside the own territory"
    paraphrase = true
    source = "draft-2021"
    paragraph = "Article 6"
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.records import Record
from detente.files.toml_document import Document, document, tables_of
from detente.redlines.areas import areas_of
from detente.redlines.words import NamedArea
from detente.sources.notes import SourceNote, sources_of

_TOP = ("source", "area", "redline")


class Told:
    """What a TOML file says beside its lines.

    Attributes:
        sources: the sources it declares, by id, in file order.
        areas: the areas it names, by id.
        refused: ids of sources and of areas that have a fault.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self.sources: dict[str, SourceNote] = {}
        self.areas: dict[str, NamedArea] = {}
        self.refused: set[str] = set()


def read_toml(
    data: bytes, faults: Faults, *, top: tuple[str, ...] = _TOP
) -> tuple[list[Record], Told]:
    """Read a TOML file: its lines as records, and what it says beside.

    Args:
        data: the whole file.
        faults: where to report; its places are set to the lines and key paths of this file.
        top: the lists it may hold.
    """
    told = Told()
    read = document(data, top[-1], faults)
    if read is None:
        return [], told
    for key in read.tables:
        if key not in top:
            faults.about(key, "", "unknown key", word_hint(key, top), line=read.lines.of(key))
    told.sources, told.refused = sources_of(read, faults)
    told.areas, refused = areas_of(read, faults)
    told.refused |= refused
    records = [
        _record(path, table, read)
        for path, table in tables_of(read.tables, "redline", "", read.lines, faults)
        if "redline" in top
    ]
    faults.place = lambda row, column: records[row].place(column)
    return records, told


def _record(path: str, table: Mapping[str, object], read: Document) -> Record:
    """Give the record of one line, with the places of its keys."""
    places = {key: (read.lines.of(f"{path}.{key}"), f"{path}.{key}") for key in table}
    return Record(table, (read.lines.of(path), path), places)
