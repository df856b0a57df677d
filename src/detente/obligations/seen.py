"""What a frame lets us see: columns as expressions, an absent column as "not stated"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

import narwhals as nw

Plan = nw.LazyFrame[Any]
"""What is asked of a frame, not yet carried out."""

TICK = dt.timedelta(microseconds=1)
"""The least that two instants can lie apart."""

COUNTERPART = "counterpart"
"""The column that names the other State concerned."""

_LISTED = 8
"""How many names are joined by choosing from all their joinings, 256 of them."""


@dataclass(frozen=True)
class Seen:
    """The columns that a frame has, and the words in which to ask of them.

    Attributes:
        columns: their names.
        ask: the namespace that expressions are written in: narwhals, whose expressions run on every
            engine; or Polars itself, from which narwhals takes its names, so that the same code
            asks a Polars frame without translation.
    """

    columns: frozenset[str]
    ask: Any = nw

    @classmethod
    def of(cls, columns: Collection[str], ask: Any = nw) -> Seen:
        """Take note of a frame's columns."""
        return cls(frozenset(columns), ask)

    @property
    def unknown(self) -> nw.Expr:
        """The answer that cannot be told."""
        return self.nothing(self.ask.Boolean())

    @property
    def no_instant(self) -> nw.Expr:
        """An instant that is not stated."""
        return self.nothing(self.instant)

    @property
    def instant(self) -> Any:
        """The type of an instant: naive, and in UTC."""
        return self.ask.Datetime("us")

    def nothing(self, kind: Any) -> nw.Expr:
        """A value of some type that is not stated."""
        expression: nw.Expr = self.ask.lit(None, dtype=kind)
        return expression

    def col(self, name: str) -> nw.Expr:
        """A column that the frame surely has."""
        column: nw.Expr = self.ask.col(name)
        return column

    def lit(self, value: object) -> nw.Expr:
        """A value that is the same for every row."""
        constant: nw.Expr = self.ask.lit(value)
        return constant

    def yes_no(self, name: str) -> nw.Expr:
        """A yes-or-no column; null where it is not stated."""
        return self.col(name) if name in self.columns else self.unknown

    def text(self, name: str) -> nw.Expr:
        """A column of words or codes; null where it is not stated."""
        return self.col(name) if name in self.columns else self.nothing(self.ask.String())

    def number(self, name: str) -> nw.Expr | None:
        """A column of whole numbers; None where the frame has none."""
        return self.col(name) if name in self.columns else None

    def first(self, moment: str) -> nw.Expr:
        """The earliest instant at which a moment can lie; null where it is not stated."""
        return self.col(moment) if moment in self.columns else self.no_instant

    def last(self, moment: str) -> nw.Expr:
        """The latest instant at which a moment can lie; its earliest where it is exact."""
        latest = f"{moment}_latest"
        if latest not in self.columns:
            return self.first(moment)
        before = self.col(latest) - self.lit(TICK)
        either: nw.Expr = self.ask.coalesce(before, self.first(moment))
        return either

    def vague(self, moment: str) -> bool:
        """Whether the frame can state this moment less precisely than to the instant."""
        return f"{moment}_latest" in self.columns

    def settled(self, yes: nw.Expr | None, no: nw.Expr | None) -> nw.Expr:
        """Join "surely yes" and "surely no" into one three-valued answer.

        Args:
            yes: true where the answer is surely yes; null or false settles nothing. None: never.
            no: true where the answer is surely no; null or false settles nothing. None: never.
        """
        told = [(yes, True)] if yes is not None else []
        if no is not None:
            told.append((no, False))
        return self.when(*told) if told else self.unknown

    def names(self, found: Mapping[str, nw.Expr]) -> nw.Expr:
        """Join the names of the conditions that are yes, in order; empty where none is.

        Args:
            found: names, one or more, each with its condition.
        """
        if self.ask is nw or len(found) > _LISTED:
            told = [self.when((answer, name)) for name, answer in found.items()]
            joined: nw.Expr = self.ask.concat_str(told, separator=", ", ignore_nulls=True)
            return joined
        return self._listed(found)

    def _listed(self, found: Mapping[str, Any]) -> nw.Expr:
        """Join names in Polars, where it is quicker to write every joining once and choose."""
        import polars as pl

        names = list(found)
        joinings = [
            ", ".join(name for place, name in enumerate(names) if number >> place & 1)
            for number in range(1 << len(names))
        ]
        number = pl.lit(0, pl.UInt16)
        for place, answer in enumerate(found.values()):
            number += answer.fill_null(value=False).cast(pl.UInt16) * pl.lit(1 << place, pl.UInt16)
        chosen: Any = pl.lit(pl.Series(joinings, dtype=pl.String)).gather(number)
        return cast("nw.Expr", chosen)

    def when(self, *cases: tuple[nw.Expr, nw.Expr | str | bool | int]) -> nw.Expr:
        """Take the value of the first condition that is yes; null where none is.

        Args:
            cases: conditions, each with the value or the expression to take.
        """
        chain = self.ask
        for condition, value in cases:
            constant = isinstance(value, str | bool | int)
            chain = chain.when(condition).then(self.lit(value) if constant else value)
        found: nw.Expr = chain
        return found
