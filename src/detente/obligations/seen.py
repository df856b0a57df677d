"""What a frame lets us see: columns as expressions, an absent column as "not stated"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import narwhals as nw

UNKNOWN = nw.lit(None, dtype=nw.Boolean())
"""The answer that cannot be told."""

INSTANT = nw.Datetime("us")
"""Naive, and in UTC."""

_TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Seen:
    """The columns that a frame has.

    Attributes:
        columns: their names.
    """

    columns: frozenset[str]

    @classmethod
    def of(cls, columns: Collection[str]) -> Seen:
        """Take note of a frame's columns."""
        return cls(frozenset(columns))

    def yes_no(self, name: str) -> nw.Expr:
        """A yes-or-no column; null where it is not stated."""
        return nw.col(name) if name in self.columns else UNKNOWN

    def text(self, name: str) -> nw.Expr:
        """A column of words or codes; null where it is not stated."""
        return nw.col(name) if name in self.columns else nw.lit(None, dtype=nw.String())

    def number(self, name: str) -> nw.Expr | None:
        """A column of whole numbers; None where the frame has none."""
        return nw.col(name) if name in self.columns else None

    def first(self, moment: str) -> nw.Expr:
        """The earliest instant at which a moment can lie; null where it is not stated."""
        return nw.col(moment) if moment in self.columns else nw.lit(None, dtype=INSTANT)

    def last(self, moment: str) -> nw.Expr:
        """The latest instant at which a moment can lie; its earliest where it is exact."""
        latest = f"{moment}_latest"
        if latest not in self.columns:
            return self.first(moment)
        return nw.coalesce(nw.col(latest) - nw.lit(_TICK), self.first(moment))

    def vague(self, moment: str) -> bool:
        """Whether the frame can state this moment less precisely than to the instant."""
        return f"{moment}_latest" in self.columns


def settled(yes: nw.Expr | None, no: nw.Expr | None) -> nw.Expr:
    """Join "surely yes" and "surely no" into one three-valued answer.

    Args:
        yes: true where the answer is surely yes; null or false settles nothing.
        no: true where the answer is surely no; never true together with `yes`.
    """
    answer = UNKNOWN if yes is None else yes | UNKNOWN
    return answer if no is None else answer & ~no
