"""The reader of files of contacts and channels: TOML in, a directory out, every fault at its line.

::

    [[source]]
    id = "list"
    title = "List of points of contact"
    standing = "official"

    [[contact]]
    id = "se-duty"
    party = "SE"
    role = "Duty officer"
    stated_by = ["SE"]
    source = "list"

    [[contact.ping]]
    at = 2031-03-01T09:00:00Z
    result = "answered"
    stated_by = ["DK"]
    source = "list"
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from detente.errors import ContactFileError
from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.toml_document import Document, tables_of
from detente.invocations.contacts import Contact, Directory, OwnChannel
from detente.invocations.reading import Paths, plain, tables_in, taken
from detente.parties.channels import Trial
from detente.sources.notes import SourceNote, sources_of, together

_TOP = ("source", "channel", "contact")
T = TypeVar("T", Contact, OwnChannel)
Placed = tuple[T, str, Document, Faults]
"""A record, where it stands, its file, and where to report about it."""


def read_contacts(paths: Paths, *, channels: Iterable[str] = ()) -> Directory:
    """Read contacts and channels of one file or of several, and put them together.

    Args:
        paths: TOML files.
        channels: ids of further channels that contacts may name, such as those of the library.

    Raises:
        ContactFileError: the files have faults, all of them listed. The sender must act.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    contacts: list[Placed[Contact]] = []
    own: list[Placed[OwnChannel]] = []
    told: list[tuple[Mapping[str, SourceNote], Faults]] = []
    for path in (os.fspath(each) for each in given):
        faults = Faults(path)
        read = tables_in(path, _TOP, faults)
        sources = sources_of(read, faults)[0] if read else {}
        told.append((sources, faults))
        if read:
            contacts += _records(Contact, "contact", read, sources, faults)
            own += _records(OwnChannel, "channel", read, sources, faults)
    sources = together(told)
    by_id, by_channel = _by_id("contact", contacts), _by_id("channel", own)
    library = set(channels)
    _shadowing(own, library)
    _named(contacts, by_id, {*by_channel, *library})
    found = tuple(fault for _, each in told for fault in each.listed())
    if found:
        raise ContactFileError(found)
    return Directory(contacts=by_id, channels=by_channel, sources=sources)


def _records(
    model: type[T], key: str, read: Document, sources: Mapping[str, SourceNote], faults: Faults
) -> Iterator[Placed[T]]:
    """Read the tables of one kind; report all that is wrong with each."""
    for place, table in tables_of(read.tables, key, "", read.lines, faults):
        record = taken(model, plain(table), place, read, faults)
        if record is not None:
            _declared(record, place, read, sources, faults)
            yield record, place, read, faults


def _declared(
    record: Contact | OwnChannel,
    place: str,
    read: Document,
    sources: Mapping[str, SourceNote],
    faults: Faults,
) -> None:
    """Report sources that a record names and the file does not declare."""
    for where, id_ in (("", record.source), *_sources(record)):
        if id_ not in sources:
            full = f"{place}{where}.source"
            remedy = word_hint(id_, sources) or "Declare it with [[source]]."
            line = read.lines.of(full) or read.lines.of(f"{place}{where}")
            faults.about(full, id_, "no such source is declared", remedy, line=line)


def _sources(record: Contact | OwnChannel) -> Iterator[tuple[str, str]]:
    """Go through the sources that the tries of a record name: where, and which."""
    for key, tries in tries_of(record).items():
        yield from ((f".{key}[{index}]", each.source) for index, each in enumerate(tries))


def tries_of(record: Contact | OwnChannel) -> dict[str, tuple[Trial, ...]]:
    """Give the tries of a contact or channel, each kind under the key that it has in the file."""
    if isinstance(record, Contact):
        return {"ping": record.pings, "call": record.calls}
    return {"test": record.tests, "use": record.uses}


def _by_id(kind: str, placed: Iterable[Placed[T]]) -> dict[str, T]:
    """Index records; report an id that stands twice."""
    index: dict[str, T] = {}
    for record, place, read, faults in placed:
        if index.setdefault(record.id, record) is not record:
            full = f"{place}.id"
            problem = f"another {kind} has this id"
            faults.about(full, record.id, problem, "Rename one.", line=read.lines.of(full))
    return index


def _shadowing(own: Iterable[Placed[OwnChannel]], library: set[str]) -> None:
    """Report a channel that bears the name of one of the library."""
    for record, place, read, faults in own:
        if record.id in library:
            full = f"{place}.id"
            remedy = "Rename yours; both are then shown side by side."
            line = read.lines.of(full)
            faults.about(full, record.id, "the library has a channel of this id", remedy, line=line)


def _named(
    placed: Iterable[Placed[Contact]], contacts: Mapping[str, Contact], channels: set[str]
) -> None:
    """Report deputies and channels that do not exist, and a deputy of another party."""
    for record, place, read, faults in placed:
        names = [("channel", "channels", name, channels) for name in record.channels]
        if record.deputy:
            names.append(("contact", "deputy", record.deputy, set(contacts)))
        for kind, key, name, known in names:
            if name not in known:
                full = f"{place}.{key}"
                remedy = word_hint(name, sorted(known))
                line = read.lines.of(full)
                faults.about(full, name, f"no {kind} has this id", remedy, line=line)
        deputy = contacts.get(record.deputy)
        if deputy and (deputy is record or deputy.party != record.party):
            full = f"{place}.deputy"
            problem = "a deputy is another contact of the same party"
            faults.about(full, record.deputy, problem, "Name one.", line=read.lines.of(full))
