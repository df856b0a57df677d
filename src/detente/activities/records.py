"""Records of JSON and TOML files, each with its place, made into a table of texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from detente.activities.columns import REQUIRED, writable
from detente.activities.values import cell
from detente.activities.vocabulary import Vocabulary
from detente.files.excerpts import is_whole
from detente.files.faults import Faults
from detente.files.headers import OWN, unknown_hint
from detente.files.records import Record

_HINTED = 128


def tabulate(records: Sequence[Record], vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame:
    """Make a table of texts, one row for each record, with the columns that any record has.

    Args:
        records: what the file holds.
        vocabulary: what it may say.
        faults: where to report; its places are set to those of the records.
    """
    faults.place = lambda row, column: records[row].place(column)
    known = set(writable(vocabulary))
    names = dict.fromkeys(REQUIRED) | dict.fromkeys(n for r in records for n in r.fields)
    kept = [name for name in names if _is_column(name, known)]
    _report_unknown(records, known, faults)
    data = {name: _texts(name, records, vocabulary, faults) for name in kept}
    return pl.DataFrame(data, schema=dict.fromkeys(kept, pl.String()))


def _report_unknown(records: Sequence[Record], known: set[str], faults: Faults) -> None:
    """Report each unknown key once, where it first stands."""
    holding: dict[str, list[int]] = {}
    for row, record in enumerate(records):
        for name in record.fields:
            if not _is_column(name, known):
                holding.setdefault(name, []).append(row)
    for number, (name, rows) in enumerate(holding.items()):
        line, path = records[rows[0]].place(name)
        more = f" (in {len(rows)} records)" if len(rows) > 1 else ""
        hint = unknown_hint(name if number < _HINTED else "", known)
        faults.about(path, "", f"unknown key{more}", hint, line=line)


def _is_column(name: str, known: Collection[str]) -> bool:
    """Tell whether a key is a column."""
    return name in known or (name.startswith(OWN) and is_whole(name))


def _texts(
    name: str, records: Sequence[Record], vocabulary: Vocabulary, faults: Faults
) -> list[str | None]:
    """Give the texts of one column; report the values that no cell can hold."""
    out: list[str | None] = []
    for row, record in enumerate(records):
        value = record.fields.get(name)
        try:
            text = cell(name, value, vocabulary)
            if text is not None and not is_whole(text):
                raise ValueError("the text holds half a character; write it whole")
            out.append(text)
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            faults.at(row, name, str(value), problem, f"{remedy[:1].upper()}{remedy[1:]}.")
            out.append(None)
    return out
