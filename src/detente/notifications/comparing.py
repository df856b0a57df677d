"""What is different between two words, and how much work a word has been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.instruments.formats import FormField
from detente.notifications.blank import Blank
from detente.notifications.word import Fields, Value, Word


@dataclass(frozen=True)
class Change:
    """One difference between a word and an earlier one.

    Attributes:
        field, item: the field, and its letter in the text.
        entry: what the entry of the list is known by, or its place; empty: no entry is meant.
        before, after: what each states; None: it does not state it.
        by: for an exact count in both, by how much it has grown; None: it cannot be told.
    """

    field: str
    item: str
    entry: str
    before: Value | None
    after: Value | None
    by: int | None = None


def compare(word: Word, earlier: Word, blank: Blank) -> tuple[Change, ...]:
    """Give every difference between a word and an earlier one of the same format.

    Entries of a list are matched by their first field where every entry of a word states another;
    else by their place.

    Args:
        word: the later word.
        earlier: the earlier word.
        blank: the form of both.
    """
    found = list(_changes(blank, word.fields, earlier.fields, "", of_entry=False))
    now, then = _by_key(word, earlier, blank)
    for key in dict.fromkeys([*then, *now]):
        found += _changes(blank, now.get(key, {}), then.get(key, {}), key, of_entry=True)
    return tuple(found)


def _changes(
    blank: Blank, now: Fields, then: Fields, entry: str, *, of_entry: bool
) -> Iterator[Change]:
    """Go through the fields that differ."""
    for field in blank.own(of_entry=of_entry):
        before, after = then.get(field.id), now.get(field.id)
        if before != after:
            yield Change(field.id, field.item, entry, before, after, _grown(field, before, after))


def _grown(field: FormField, before: Value | None, after: Value | None) -> int | None:
    """Say by how much a count has grown; None where one of the two is no exact count."""
    if field.type != "count" or not isinstance(before, int) or not isinstance(after, int):
        return None
    return after - before


def _by_key(word: Word, earlier: Word, blank: Blank) -> tuple[dict[str, Fields], dict[str, Fields]]:
    """Give the entries of both words by what they are known by."""
    first = next((field.id for field in blank.own(of_entry=True)), "")
    named = [[_key(entry.get(first)) for entry in each.entries] for each in (word, earlier)]
    known = all(all(keys) and len(set(keys)) == len(keys) for keys in named)
    both = []
    for each, keys in zip((word, earlier), named, strict=True):
        places = keys if known else [str(place) for place in range(1, len(keys) + 1)]
        both.append(dict(zip(places, each.entries, strict=True)))
    return both[0], both[1]


def _key(value: Value | None) -> str:
    """Give what an entry is known by."""
    return "" if value is None else str(getattr(value, "text", value))


@dataclass(frozen=True)
class Burden:
    """How much work a word has been.

    Attributes:
        asked: fields that the format has, those of each entry counted again.
        filled: fields that are stated.
        prefilled: of these, fields that were filled from elsewhere.
        minutes: minutes that officers spent on it; None: not counted.
    """

    asked: int
    filled: int
    prefilled: int
    minutes: int | None


def burden(word: Word, blank: Blank) -> Burden:
    """Count the fields of a word, and tell the minutes spent on it.

    Args:
        word: the word.
        blank: its form.
    """
    own, each = (sum(1 for _ in blank.own(of_entry=of)) for of in (False, True))
    stated = [*word.fields, *(name for entry in word.entries for name in entry)]
    return Burden(
        asked=own + each * len(word.entries),
        filled=len(stated),
        prefilled=sum(name in word.prefilled for name in stated),
        minutes=word.minutes,
    )
