"""A source, how the library knows it, and who has compared the entry with it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Basis = Literal["text", "excerpt", "secondary", "recalled"]
"""How a fact is known: read in the authentic text; in an excerpt of it; in a secondary account; or
recalled and not yet seen in any source."""

READERS_NEEDED = 2
"""How many named readers must compare an entry with its text before its `draft` mark is lifted."""


class Strict(BaseModel):
    """A record of a library file: fixed once read, with no key that is not foreseen."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Strict):
    """A document and the place in it.

    Attributes:
        document: title or number of the document, such as ``FSC.DOC/1/11``.
        paragraph: paragraph, article or section; empty when the whole document is meant.
        url: where the authentic text lies; empty when no public address is known.
    """

    document: str = Field(min_length=2)
    paragraph: str = ""
    url: str = ""

    def __str__(self) -> str:
        """Cite it in one line."""
        return f"{self.document}, {self.paragraph}" if self.paragraph else self.document


class Checked(Strict):
    """One named reader who compared the entry with the authentic text, and the day."""

    by: str = Field(min_length=3)
    on: dt.date


class Record(Strict):
    """What every entry of the library carries about its origin.

    Attributes:
        source: the document that the entry states.
        basis: how the entry is known.
        confidence: how sure a recalled entry is; only with ``basis = "recalled"``.
        seen_in: addresses of the pages in which it was seen.
        checked: readers who compared it with the text; two different ones lift the draft mark.
        open_questions: what is not settled about it, in words.
    """

    source: Source
    basis: Basis
    confidence: Literal["", "high", "medium", "low"] = ""
    seen_in: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()
    open_questions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _confidence_fits(self) -> Record:
        """Ask for a confidence where the entry is recalled, and only there."""
        if (self.basis == "recalled") != bool(self.confidence):
            raise ValueError('`confidence` goes with basis = "recalled", and only with it')
        return self

    @property
    def draft(self) -> bool:
        """Whether fewer than two different readers have compared the entry with its text."""
        return len({reader.by for reader in self.checked}) < READERS_NEEDED
