"""What a word still lacks before it can go out, in the words of an officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.notifications.blank import Blank
from detente.notifications.rendering import asked_in_full, needed
from detente.notifications.word import Word


@dataclass(frozen=True)
class Missing:
    """One thing that a word lacks.

    Attributes:
        field: id of the field, or the key of the head such as ``number``.
        item: letter of the item in the text; empty in the head.
        words: what is missing, in the language that was asked for.
    """

    field: str
    item: str
    words: str

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.item}. {self.words}" if self.item else self.words


def missing(word: Word, blank: Blank, language: str = "en") -> tuple[Missing, ...]:
    """Name what a word still lacks.

    Args:
        word: the word.
        blank: its form.
        language: in which of the six languages it is told.

    Returns:
        What is missing, in the order of the text; empty: the word is whole.
    """
    return (*_head(word, blank, language), *_fields(word, blank, language))


def _head(word: Word, blank: Blank, language: str) -> Iterator[Missing]:
    """Go through what the head lacks."""
    needed: Mapping[str, bool] = {
        "number": not word.number,
        "made": not word.made,
        "to": blank.format.addressees == "named" and not word.to,
        "refers": refers_needed(word, blank) and not word.refers,
    }
    names = {"refers": "refers_to"}
    for key, lacks in needed.items():
        if lacks:
            yield Missing(key, "", blank.labels.of(names.get(key, key), language))


def refers_needed(word: Word, blank: Blank) -> bool:
    """Say whether a word must refer to an earlier one.

    Args:
        word: the word.
        blank: its form.
    """
    if word.kind in ("correction", "cancellation", "acknowledgement", "reply"):
        return True
    if word.said == "no_change":
        return True
    return any(not rule.optional for rule in blank.format.refers)


def _fields(word: Word, blank: Blank, language: str) -> Iterator[Missing]:
    """Go through the fields that must be stated and are not."""
    if not asked_in_full(word) and not _own_acknowledgement(word, blank):
        return
    for field in blank.own(of_entry=False):
        if field.id not in word.fields and needed(field, word.fields):
            yield Missing(field.id, field.item, blank.labels.of(field.named, language))
    for group in blank.format.either:
        if not any(name in word.fields for name in group):
            among = [blank.fields[name] for name in group]
            told = " / ".join(blank.labels.of(field.named, language) for field in among)
            yield Missing(group[0], "/".join(field.item for field in among), told)
    entry = blank.labels.of(blank.format.entry, language)
    if blank.format.nil and blank.format.entry and not word.entries:
        yield Missing("entries", "", entry)
    for index, stated in enumerate(word.entries, start=1):
        for field in blank.own(of_entry=True):
            if field.id not in stated and needed(field, stated):
                label = blank.labels.of(field.named, language)
                yield Missing(field.id, field.item, f"{label} ({entry} {index})")


def _own_acknowledgement(word: Word, blank: Blank) -> bool:
    """Say whether an acknowledgement has a format of its own, with fields to fill."""
    return word.kind == "acknowledgement" and "acknowledgement" in blank.format.kinds
