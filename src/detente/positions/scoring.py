"""The reader of a file of scores: one's own worth of the stances of each article.

::

    article,stance,upper,lower
    a-1,accepts,9,0
    a-1,counter-offer,5,5
    a-1,rejects on substance,red line,9
    no agreement,,4,2

Whole numbers; ``red line`` where the party could live with no package that holds the stance. The
row ``no agreement`` says what each has without one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import TalksFileError
from detente.files.csv_file import read_sheet, table_of
from detente.files.faults import Faults
from detente.files.headers import Header
from detente.files.opening import opened

__all__ = ["Scores", "read_scores"]

RED_LINE, NO_AGREEMENT = "red line", "no agreement"
_OWN = ("article", "stance")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_REMEDY = "Write a whole number of at most nine digits"


@dataclass(frozen=True)
class Scores:
    """Scores of stances, article by article.

    Attributes:
        parties: who scores, as the header names them.
        articles: their names, in the order of the file.
        stances: for each article the stances that are beyond nobody's red line.
        tables: for each article the scores of these stances, shape (stances, parties); empty where
            every stance is beyond somebody's red line.
        at_least: what each party has without an agreement; None: not stated.
        left_out: what is beyond a red line: the article, the stance, and whose line it is.
    """

    parties: tuple[str, ...]
    articles: tuple[str, ...]
    stances: tuple[tuple[str, ...], ...]
    tables: tuple[Any, ...]
    at_least: tuple[int, ...] | None
    left_out: tuple[tuple[str, str, str], ...]


def read_scores(path: str | Path) -> Scores:
    """Read scores from a CSV file.

    Args:
        path: the file, with the columns ``article``, ``stance`` and one for each party.

    Raises:
        TalksFileError: the file has faults, all of them listed. The sender must act.
    """
    faults = Faults(str(path))
    data = opened(str(path), (".csv",), faults)
    found = None if data is None else _scores_of(data, faults)
    told = faults.listed()
    if told or found is None:
        raise TalksFileError(told)
    return found


def _scores_of(data: bytes, faults: Faults) -> Scores | None:
    """Read scores from what a file holds; report what is wrong."""
    sheet = read_sheet(data, Header(_OWN, _OWN), faults)
    if sheet is None:
        return None
    named = [name.strip() for name in sheet.header]
    parties = tuple(name for name in named if name and name not in _OWN)
    if len(parties) < 2:
        problem = "scores of two parties at least"
        faults.about("", ",".join(named), problem, "Add a column for each party.", line=1)
        return None
    table = table_of(sheet, Header((*_OWN, *parties), (*_OWN, *parties)), faults)
    if faults.listed():
        return None
    return _Rows(parties, faults).taken(list(table.iter_rows(named=True)))


class _Rows:
    """The rows of a file of scores, taken one after the other."""

    def __init__(self, parties: tuple[str, ...], faults: Faults) -> None:
        """Start with none."""
        self.parties, self.faults = parties, faults
        self.scored: dict[str, dict[str, list[int]]] = {}
        self.left_out: list[tuple[str, str, str]] = []
        self.at_least: tuple[int, ...] | None = None

    def taken(self, rows: Sequence[dict[str, str | None]]) -> Scores:
        """Take all rows."""
        for nth, row in enumerate(rows):
            cells = {name: (cell or "").strip() for name, cell in row.items()}
            if cells["article"].lower() == NO_AGREEMENT:
                self._without(nth, cells)
            else:
                self._stance(nth, cells)
        if not self.scored and not self.faults.listed():
            self.faults.whole("no stance is scored", "Write a row for each stance of each article.")
        return Scores(
            parties=self.parties,
            articles=tuple(self.scored),
            stances=tuple(tuple(found) for found in self.scored.values()),
            tables=tuple(
                np.array(list(found.values()), dtype=np.int64).reshape(-1, len(self.parties))
                for found in self.scored.values()
            ),
            at_least=self.at_least,
            left_out=tuple(self.left_out),
        )

    def _without(self, nth: int, cells: dict[str, str]) -> None:
        """Take what each has without an agreement."""
        remedy = f"{_REMEDY}."
        found = [self._number(nth, party, cells[party], remedy) for party in self.parties]
        if self.at_least is not None:
            told = cells["article"], "is told twice", "Keep one of the rows."
            self.faults.at(nth, "article", *told)
        self.at_least = tuple(each or 0 for each in found)

    def _stance(self, nth: int, cells: dict[str, str]) -> None:
        """Take the scores of one stance."""
        article, stance = cells["article"], cells["stance"]
        for name in _OWN:
            if not cells[name]:
                self.faults.at(nth, name, "", "is empty", "Name the article, and the stance on it.")
        known = self.scored.setdefault(article, {})
        out = [party for party in self.parties if cells[party].lower() == RED_LINE]
        if stance in known or (article, stance) in {each[:2] for each in self.left_out}:
            self.faults.at(nth, "stance", stance, "is scored twice", "Keep one of the rows.")
        remedy, scored = f"{_REMEDY}, or {RED_LINE}.", [p for p in self.parties if p not in out]
        found = [self._number(nth, party, cells[party], remedy) for party in scored]
        if out:
            self.left_out += [(article, stance, party) for party in out]
        else:
            known[stance] = [each or 0 for each in found]

    def _number(self, nth: int, party: str, cell: str, remedy: str) -> int | None:
        """Read a score; None where it is none, which is reported."""
        if _WHOLE.fullmatch(cell):
            return int(cell)
        problem = "is no score" if cell else "nothing is scored"
        self.faults.at(nth, party, cell, problem, remedy)
        return None
