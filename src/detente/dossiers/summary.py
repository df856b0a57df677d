"""The summary: what each instrument that addresses an activity says of it, in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.dossiers import words
from detente.dossiers.entries import Block, Entry
from detente.dossiers.words import Word
from detente.instruments.library import Text


@dataclass(frozen=True)
class Cell:
    """The provisions of one instrument that get one answer on one activity.

    Attributes:
        word: the answer.
        agreed: provisions on which all accounts give it.
        some: provisions on which some accounts give it and others give another.
    """

    word: Word
    agreed: tuple[Entry, ...]
    some: tuple[Entry, ...]


@dataclass(frozen=True)
class Line:
    """One activity and one instrument that addresses it: a cell for each of the three answers."""

    text: Text
    cells: tuple[Cell, ...]


def lines(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Sum up the findings of one activity, instrument by instrument.

    A provision stands once, under the answer that asks most of the reader of all that the
    accounts give.
    """
    return tuple(
        Line(block.text, tuple(_cell(block, word) for word in words.ANSWERS.values()))
        for block in blocks
    )


def _cell(block: Block, word: Word) -> Cell:
    """Gather the provisions of one instrument that get one answer."""
    entries = block.only(word)
    return Cell(
        word,
        tuple(entry for entry in entries if entry.agreed),
        tuple(entry for entry in entries if not entry.agreed),
    )
