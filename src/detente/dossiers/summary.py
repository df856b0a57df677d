"""The summary: each activity against each instrument, in signs and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.dossiers import words
from detente.dossiers.entries import Block
from detente.dossiers.words import Word
from detente.instruments.library import Text


@dataclass(frozen=True)
class Tally:
    """How many provisions get one answer, and whether accounts differ on any of them."""

    word: Word
    number: int


@dataclass(frozen=True)
class Cell:
    """What one instrument says of one activity; no tally: it does not address the activity."""

    text: Text
    tallies: tuple[Tally, ...]


def cells(texts: Sequence[Text], blocks: Iterable[Block]) -> tuple[Cell, ...]:
    """Give one row of the summary: a cell for each instrument.

    A provision counts once, under the answer that asks most of the reader of all that the
    accounts give.
    """
    by_path = {block.text.path: block for block in blocks}
    return tuple(Cell(text, _tallies(by_path.get(text.path))) for text in texts)


def _tallies(block: Block | None) -> tuple[Tally, ...]:
    """Count the provisions of one instrument by their answer."""
    if block is None:
        return ()
    numbers = Counter(entry.word for entry in block.entries)
    return tuple(Tally(word, numbers[word]) for word in words.ANSWERS.values() if numbers[word])


def bearing(texts: Iterable[Text], rows: Iterable[Sequence[Block]]) -> tuple[Text, ...]:
    """Give the instruments that address at least one activity, in the library's order."""
    met = {block.text.path for blocks in rows for block in blocks}
    return tuple(text for text in texts if text.path in met)
