"""Notices read together: from files, with areas by name, linked to one another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.errors import Fault, NoticeFileError, SenderError
from detente.files.faults import Faults
from detente.notices.feeds import files, given, raws
from detente.notices.gazetteer import plain_name, read_gazetteer
from detente.notices.linking import Link, link
from detente.notices.one import read_one
from detente.notices.reading import Reading

if TYPE_CHECKING:
    import polars as pl


@dataclass(slots=True)
class Notices:
    """Notices read together.

    Attributes:
        readings: in the order of files and texts.
        gazetteer: areas of the user's list, as shapely geometries by plain name.
        faults: what could not be opened or parsed, where others could.
        framing: how a frame of activities is made of them; None: not known.
    """

    readings: list[Reading]
    gazetteer: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    framing: Callable[[Notices], pl.DataFrame] | None = None

    @property
    def frame(self) -> pl.DataFrame:
        """The activities that the notices announce, as `detente.read_activities` would give them.

        A row for each area and each window, altitudes in metres; see `activity_frame`.

        Raises:
            SenderError: they were not read with `detente.read_notices`, which knows the library.
        """
        if self.framing is None:
            raise SenderError(
                "read them with detente.read_notices, which knows the words of a library"
            )
        return self.framing(self)

    def links(self) -> list[Link]:
        """Give which notice replaces or cancels which."""
        return link(self.readings)

    def area(self, name: str) -> Any:
        """Give the geometry of a named area; None where the list does not hold it."""
        return self.gazetteer.get(plain_name(name)) or self.gazetteer.get(_code(name))


def _code(name: str) -> str:
    """Give the last word of a name, which is its code where it has one."""
    return plain_name(name.rsplit(maxsplit=1)[-1]) if name.split() else ""


def read_notices(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    gazetteer: str | os.PathLike[str] | None = None,
    framing: Callable[[Notices], pl.DataFrame] | None = None,
) -> Notices:
    """Read NOTAM and navigational warnings from files and folders.

    Args:
        paths: files (``.txt``, ``.json``, ``.jsonl``, ``.geojson``, ``.xml``, each also ``.gz``)
            or folders of them; ``-`` is text on standard input.
        gazetteer: a list of named areas, TOML or GeoJSON; None: none.
        framing: how a frame of activities is made of them; `detente.read_notices` knows it.

    Returns:
        A reading of each notice: what is not understood is told in it, and is no error.

    Raises:
        NoticeFileError: no file could be read, or the list of areas has faults. The sender must
            act.
    """
    named = read_gazetteer(os.fspath(gazetteer)) if gazetteer is not None else {}
    faults: list[Fault] = []
    readings = list(_all(given(paths), faults))
    if faults and not readings:
        raise NoticeFileError(faults)
    out = Notices(readings, named, tuple(faults), framing)
    for reading in readings:
        _resolve(reading, out)
    return out


def _all(paths: list[str], faults: list[Fault]) -> Iterator[Reading]:
    """Read everything, file by file."""
    folders = Faults(", ".join(paths))
    for path in files(paths, folders):
        own = Faults(path)
        for place, raw in raws(path, own):
            reading = read_one(raw.text, raw.id, raw.issued, raw.ends)
            reading.file = place
            if raw.composed:
                said = "the feed gives its items apart; they were put together in the usual order"
                reading.remark("composed", said, None, assumed=True)
            yield reading
        faults += own.listed()
    faults += folders.listed()


def _resolve(reading: Reading, notices: Notices) -> None:
    """Find areas that are only named in the user's list; note those that it does not hold."""
    missing = []
    for area in reading.areas:
        if area.figure is None:
            if notices.area(area.label) is None:
                missing.append(area.label)
            else:
                area.origin = "gazetteer"
    reading.named = list(dict.fromkeys(missing))
    for name in reading.named:
        reading.remark("named-area", f"where {name} lies is not stated, and no list given holds it")
