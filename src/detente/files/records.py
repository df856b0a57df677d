"""One record of a file, with the place of everything it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Where = tuple[int, str]
"""A line (0: not known) and a path such as ``activities[3].troops``."""


@dataclass(frozen=True)
class Record:
    """One record: what one object of a file states.

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
