"""Records of JSON and TOML files, each with its place, made into a table of texts."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from detente.activities.columns import REQUIRED, writable
from detente.activities.values import cell
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.headers import OWN, unknown_hint
from detente.files.records import Record


def tabulate(records: Sequence[Record], vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame:
    """Make a table of texts, one row for each record, with the columns that any record has.

    Args:
        records: what the file holds.
        vocabulary: what it may say.
        faults: where to report; its places are set to those of the records.
    """
    faults.place = lambda row, column: records[row].place(column)
    names = dict.fromkeys(REQUIRED) | dict.fromkeys(n for r in records for n in r.fields)
    known = set(writable(vocabulary))
    kept = [name for name in names if name in known or name.startswith(OWN)]
    for name in names:
        if name not in kept:
            _report_unknown(name, records, known, faults)
    data = {name: _texts(name, records, vocabulary, faults) for name in kept}
    return pl.DataFrame(data, schema=dict.fromkeys(kept, pl.String()))


def _report_unknown(name: str, records: Sequence[Record], known: set[str], faults: Faults) -> None:
    """Report an unknown key once, where it first stands."""
    holding = [record for record in records if name in record.fields]
    line, path = holding[0].place(name)
    more = f" (in {len(holding)} records)" if len(holding) > 1 else ""
    faults.about(path, "", f"unknown key{more}", unknown_hint(name, known), line=line)


def _texts(
    name: str, records: Sequence[Record], vocabulary: Vocabulary, faults: Faults
) -> list[str | None]:
    """Give the texts of one column; report the values that no cell can hold."""
    out: list[str | None] = []
    for row, record in enumerate(records):
        value = record.fields.get(name)
        try:
            out.append(cell(name, value, vocabulary))
        except ValueError as error:
            problem, _, remedy = str(error).partition("; ")
            faults.at(row, name, str(value), problem, f"{remedy[:1].upper()}{remedy[1:]}.")
            out.append(None)
    return out
