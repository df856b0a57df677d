"""Which words answer a word, and by when: the clock that a word itself starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from detente.instruments.library import Library, Text
from detente.instruments.provisions import Clock
from detente.notifications.blank import Blank, blank
from detente.notifications.word import Word
from detente.times.moments import parse_moment


@dataclass(frozen=True)
class Answer:
    """A word that answers another, and its clock.

    Attributes:
        format: full name of its format.
        provision: the provision that asks for it; empty where none has a clock.
        due: until when, naive in UTC; of a clock of days the midnight that opens the last day that
            is in time. None: no time limit is held, or the word that is answered has no time yet.
        of_days: whether `due` is a day.
        gist: the rule in our own words; empty where there is none.
        draft: whether the rule is not yet checked by two readers.
    """

    format: str
    provision: str
    due: dt.datetime | None
    of_days: bool = False
    gist: str = ""
    draft: bool = True


def answers_to(word: Word, library: Library) -> tuple[Answer, ...]:
    """Say which words answer a word, and by when.

    Args:
        word: the word; a cancellation or an acknowledgement is answered by none.
        library: the library that has the formats and the clocks.

    Returns:
        One for each format whose words the addressee gives to it, in the order of the library.
    """
    if word.kind in ("cancellation", "acknowledgement"):
        return ()
    made = parse_moment(word.made).earliest if word.made else None
    names = [name for name, _, _ in library.formats()]
    return tuple(
        _answer(form, made) for form in (blank(library, name) for name in names)
        if word.format in _answered(form)
    )  # fmt: skip


def _answered(form: Blank) -> Iterator[str]:
    """Go through the formats whose words the addressee answers in this one."""
    for rule in form.format.refers:
        if rule.by_addressee and not rule.optional:
            yield from (form.reference(name) for name in rule.formats)


def _answer(form: Blank, made: dt.datetime | None) -> Answer:
    """Tell the clock of an answer."""
    provision, clock = _clock(form.text, form.format.provisions)
    if clock is None or clock.after is None:
        return Answer(form.name, provision, None, draft=form.format.draft)
    return Answer(
        form.name,
        provision,
        None if made is None else _due(made, clock),
        clock.counted_in_days,
        clock.gist,
        clock.draft,
    )


def _clock(text: Text, provisions: tuple[str, ...]) -> tuple[str, Clock | None]:
    """Find the first provision of a format that has a clock which runs after a moment."""
    for name in provisions:
        clock = text.clock_of(text.provisions[name])
        if clock and clock.after:
            return name, clock
    return "", None


def _due(made: dt.datetime, clock: Clock) -> dt.datetime | None:
    """Count hours from the instant, and days from the day; months are not counted here."""
    assert clock.after is not None
    if clock.after.hours is not None:
        return made + dt.timedelta(hours=clock.after.hours)
    if clock.after.days is None:
        return None
    opens = made.replace(hour=0, minute=0, second=0, microsecond=0)
    return opens + dt.timedelta(days=clock.after.days)
