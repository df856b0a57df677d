"""The report: one self-contained page about activities and what agreed texts ask of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import detente
from detente import errors
from detente.activities import ReadResult
from detente.dossiers import annex, summary, words
from detente.dossiers.accounts import Accounts, gather, known_at, undated
from detente.dossiers.entries import Block, blocks
from detente.dossiers.filling import dressed, environment
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
from detente.dossiers.written import arranged, written
from detente.instruments.library import Library

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Input:
    """A file that a report rests on.

    Attributes:
        name: its name as the reader of the report should see it; a bare name, not a path.
        sha256: the SHA-256 of its bytes, in hexadecimal.
    """

    name: str
    sha256: str


@dataclass(frozen=True)
class _Section:
    """One activity of the report, numbered from 1."""

    number: int
    told: Accounts
    blocks: tuple[Block, ...]
    lines: tuple[summary.Line, ...]


def report(
    findings: pl.DataFrame,
    read: ReadResult,
    library: Library,
    *,
    title: str,
    as_of: dt.datetime | None = None,
    inputs: Sequence[Input] = (),
    assumptions: Sequence[str] = (),
    asked: Sequence[str] = (),
) -> str:
    """Write a report as one HTML page that needs nothing else, the same for the same input.

    Args:
        findings: every finding on the activities, those that do not apply included.
        read: the activities, with what their files say of sources.
        library: the agreed texts that were asked.
        title: the title of the page.
        as_of: naive UTC instant that was asked for; None: the whole record.
        inputs: the files that were read.
        assumptions: what was supposed besides, each a sentence (a what-if).
        asked: the instruments that were asked; empty: all.
    """
    read = known_at(read, as_of)
    each = _blocks(findings, read, library)
    read = harmless_read(read)
    told = tuple(gather(read, library))
    rows = [each[accounts.activity] for accounts in told]
    sections = tuple(
        _Section(number, accounts, row, summary.lines(row))
        for number, (accounts, row) in enumerate(zip(told, rows, strict=True), start=1)
    )
    page = {
        "title": harmless(title),
        "as_of": words.instant(as_of) if as_of else "",
        "undated": undated(read),
        "inputs": inputs,
        "assumptions": assumptions,
        "asked": asked,
        "version": detente.__version__,
        "fingerprint": fingerprint(library),
        "library": library,
        "sections": sections,
        "accounts": read.frame.height,
        "sources": _sources(read),
        "faults": [harmless(line) for line in errors.told(read.faults)],
        "faulty": len(read.faults),
        "chapters": tuple(annex.chapters(rows, library)),
        "terms": annex.terms(told, rows, library),
        "kinds": annex.kinds(read, library),
        "draft": bool(findings["draft"].any()),
    }
    return _render(page, library)


def _blocks(
    findings: pl.DataFrame, read: ReadResult, library: Library
) -> dict[str, tuple[Block, ...]]:
    """Gather the findings of each activity; one that nothing addresses has none."""
    found: dict[str, list[dict[str, Any]]] = {}
    in_order = arranged(findings, read.frame, library)
    for finding in harmless_frame(written(in_order, read.frame, library)).rows(named=True):
        found.setdefault(finding["activity"], []).append(finding)
    rows: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in harmless_frame(read.frame).rows(named=True):
        rows.setdefault(row["activity"], {})[row["source"]] = row
    return {name: blocks(found.get(name, []), rows[name], library) for name in rows}


def _sources(read: ReadResult) -> tuple[Any, ...]:
    """Give the sources that speak in the frame, in the order of the files."""
    speaking = set(read.frame["source"].to_list())
    return tuple(note for note in read.sources if note.id in speaking)


def fingerprint(library: Library) -> str:
    """Give the SHA-256 of all that a library says, so that two reports can be told apart.

    A what-if gives another one. Cases and the order of files do not count.
    """
    texts = {
        path: (text.instrument, *_parts(text.provisions, text.clocks, text.exceptions), text.status)
        for path, text in library.texts.items()
    }
    words_ = (library.groups, library.zones, library.former, library.measures, library.facts)
    kinds = (library.kinds, sorted(library.kinds_of_counterpart))
    everything = (texts, words_, kinds, library.status_day)
    plain = json.dumps(everything, sort_keys=True, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _parts(*indexes: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Give the entries of an instrument by id."""
    return tuple(dict(index) for index in indexes)


def _plain(value: Any) -> Any:
    """Write a record of the library, or a date, for the fingerprint."""
    return value.isoformat() if isinstance(value, dt.date) else value.model_dump(mode="json")


def _render(page: Mapping[str, object], library: Library) -> str:
    """Fill the template; the page's own style and script are named by hash to the browser."""
    own = dressed(("report.css",), ("report.js",))
    return (
        environment()
        .get_template("report.html")
        .render(**page, **own, words=words, named=_namer(library))
    )


def _namer(library: Library) -> Callable[[str], dict[str, str]]:
    """Give the function by which the template names a column and says what it means."""

    def named(column: str) -> dict[str, str]:
        term = annex.Term(column, words.label(column, library), words.meaning(column, library))
        return asdict(term)

    return named
