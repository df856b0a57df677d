"""The draft of a word: from an activity, from last year's word, or as an answer to an earlier one.

Nothing here looks at a clock; who drafts says when a word is made and what its number is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from detente.errors import SenderError
from detente.instruments.formats import FormField
from detente.measures.count import Count
from detente.notifications.blank import Blank
from detente.notifications.values import taken
from detente.notifications.word import Fields, Marker, Value, Word
from detente.times.moments import Moment, text_of

_NAME = "designation"


def draft_word(
    row: Mapping[str, Any],
    blank: Blank,
    *,
    by: str,
    marker: Marker,
    name: str = "",
) -> Word:
    """Draft a word from one account of an activity.

    What the account states goes into the fields that ask for it, and counts as filled beforehand.
    In a format with a list the activity becomes one entry.

    Args:
        row: one row of an activity frame, by column; absent or None: not stated.
        blank: the form.
        by: the party whose word it is to be.
        marker: real, exercise or test.
        name: what the activity is called; empty: nothing is filled in for its name.

    Raises:
        SenderError: the marker is none of the three, or the activity has no id. The sender must
            act.
    """
    activity = str(row.get("activity") or "")
    if not activity:
        raise SenderError("the activity has no id; give its row of an activity frame")
    stated: dict[str, Value] = {}
    for field in blank.format.field:
        value = _stated(row, blank, field)
        if value is not None:
            stated[field.id] = value
    if name and _NAME in blank.fields:
        stated[_NAME] = taken(blank, blank.fields[_NAME], name)
    own = {f.id: stated[f.id] for f in blank.own(of_entry=False) if f.id in stated}
    entry = {f.id: stated[f.id] for f in blank.own(of_entry=True) if f.id in stated}
    return Word(
        blank.name,
        blank.format.kinds[0],
        marker,
        by,
        fields=own,
        entries=(entry,) if entry else (),
        activity=activity,
        prefilled=tuple(field.id for field in blank.format.field if field.id in stated),
    )


def _stated(row: Mapping[str, Any], blank: Blank, field: FormField) -> Value | None:
    """Take what an account states for a field; None where it states nothing that fits."""
    if not field.column or field.type == "shares":
        return None
    if field.type == "count":
        low, high = row.get(f"{field.column}_low"), row.get(f"{field.column}_high")
        return None if low is None and high is None else _count(low, high)
    given = row.get(field.column)
    if given is None:
        return None
    if field.type == "moment":
        return _moment(given, row.get(f"{field.column}_latest"))
    try:
        return taken(blank, field, given)
    except ValueError:  # a kind of activity, or a choice, that this format does not know
        return None


def _count(low: int | None, high: int | None) -> int | str:
    """Give a count as a field holds it."""
    return low if low is not None and low == high else str(Count(low, high))


def _moment(earliest: dt.datetime, latest: dt.datetime | None) -> str | None:
    """Give a moment as a field holds it: a day or an instant; None where it is less exact."""
    day = Moment(earliest, latest).is_day
    return text_of(earliest, day=day) if day or latest is None else None


def prefilled(earlier: Word, blank: Blank, *, marker: Marker) -> Word:
    """Draft this year's word from an earlier one of the same format.

    Only fields that carry over are taken: not dates, and nothing that belongs to one year alone.

    Args:
        earlier: the earlier word, as it stands.
        blank: the form of both.
        marker: real, exercise or test; it is asked for anew, since last year's may have been
            another.
    """
    own = _carried(earlier.fields, blank)
    entries = tuple(entry for each in earlier.entries if (entry := _carried(each, blank)))
    names = {*own, *(name for entry in entries for name in entry)}
    return Word(
        blank.name,
        blank.format.kinds[0],
        marker,
        earlier.by,
        to=earlier.to,
        fields=own,
        entries=entries,
        prefilled=tuple(field.id for field in blank.format.field if field.id in names),
        access=earlier.access,
    )


def _carried(fields: Fields, blank: Blank) -> dict[str, Value]:
    """Give the fields that a later word may be filled from."""
    return {name: value for name, value in fields.items() if blank.fields[name].carries}


def nil(blank: Blank, *, by: str, marker: Marker) -> Word:
    """Draft a nil return: there is nothing to state.

    Args:
        blank: the form.
        by: the party whose word it is to be.
        marker: real, exercise or test.

    Raises:
        SenderError: the format knows no nil return. The sender must act.
    """
    if not blank.format.nil:
        raise SenderError(f"{blank.name} knows no nil return; fill in its fields")
    return Word(blank.name, "original", marker, by, said="nil")


def no_change(earlier: Word, blank: Blank, *, marker: Marker) -> Word:
    """Draft the word that nothing has changed since an earlier one.

    Args:
        earlier: the earlier word, which must have a number.
        blank: the form of both.
        marker: real, exercise or test.

    Raises:
        SenderError: the format is no yearly one, or the earlier word has no number. The sender
            must act.
    """
    if not blank.format.periodic:
        raise SenderError(f"{blank.name} does not come every year; fill in its fields")
    return replace(
        prefilled(earlier, blank, marker=marker),
        fields={},
        entries=(),
        prefilled=(),
        said="no_change",
        refers=(_numbered(earlier),),
    )


def correct(earlier: Word, fields: Fields) -> Word:
    """Draft a correction: the whole word again, with what has changed.

    Args:
        earlier: the word to correct, as it stands.
        fields: the fields that change, with what they now state.

    Raises:
        SenderError: the earlier word has no number. The sender must act.
    """
    return _follows(earlier, kind="correction", fields={**earlier.fields, **fields})


def cancel(earlier: Word) -> Word:
    """Draft a cancellation; it holds no fields.

    Args:
        earlier: the word to cancel.

    Raises:
        SenderError: the earlier word has no number. The sender must act.
    """
    return _follows(earlier, kind="cancellation", fields={}, entries=(), said="", prefilled=())


def acknowledge(earlier: Word, *, by: str) -> Word:
    """Draft the word that an earlier one has arrived.

    Args:
        earlier: the word that has arrived.
        by: the party that acknowledges it.

    Raises:
        SenderError: the earlier word has no number. The sender must act.
    """
    made = _follows(earlier, kind="acknowledgement", fields={}, entries=(), said="")
    return replace(made, by=by, to=(earlier.by,), prefilled=(), activity="")


def reply(earlier: Word, blank: Blank, *, by: str) -> Word:
    """Draft a reply to an earlier word, in the format that answers it.

    Args:
        earlier: the word to answer.
        blank: the form of the reply.
        by: the party that replies.

    Raises:
        SenderError: the form answers no such word, or the earlier word has no number. The sender
            must act.
    """
    answered = {blank.reference(name) for rule in blank.format.refers for name in rule.formats}
    if earlier.format not in answered:
        answers = ", ".join(sorted(answered)) or "nothing"
        raise SenderError(f"{blank.name} answers {answers}, and not {earlier.format}")
    refers = (_numbered(earlier),)
    kind = blank.format.kinds[0]
    return Word(blank.name, kind, earlier.marker, by, to=(earlier.by,), refers=refers)


def _follows(earlier: Word, **changed: Any) -> Word:
    """Make a word that follows an earlier one; the marker is that one's, whatever comes."""
    return replace(
        earlier, number="", made="", minutes=None, refers=(_numbered(earlier),), **changed
    )


def _numbered(earlier: Word) -> str:
    """Give the number of a word that is referred to."""
    if not earlier.number:
        raise SenderError("the earlier word has no number to refer to; give it one first")
    return earlier.number
