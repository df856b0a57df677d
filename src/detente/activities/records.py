"""Records of JSON and TOML files, each with its place, made into a table of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from detente.activities.columns import OWN, REQUIRED, writable
from detente.activities.faults import Faults
from detente.activities.headers import unknown_hint
from detente.activities.values import cell
from detente.activities.vocabulary import Vocabulary

Where = tuple[int, str]
"""A line (0: not known) and a path such as ``activities[3].troops``."""


@dataclass(frozen=True)
class Record:
    """One record: what it states about one activity by one source.

    Attributes:
        fields: column and value, as the file holds it.
        where: the place of the record as a whole.
        places: places of single fields that stand elsewhere than directly in the record.
    """

    fields: Mapping[str, object]
    where: Where
    places: Mapping[str, Where] = field(default_factory=dict)

    def place(self, column: str) -> Where:
        """Give the place of one field; with an empty column that of the record."""
        line, path = self.where
        return self.places.get(column, (line, f"{path}.{column}".strip(".") if column else path))


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
