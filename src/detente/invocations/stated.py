"""What every statement of a consultation carries, and how a moment is written in its file."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from detente.sources.source import Strict
from detente.times.moments import Moment, parse_moment

_BETWEEN = ".."


def moment(value: object) -> Moment:
    """Read a day, an instant, or a span of days such as ``2022-02-11..2022-02-15``.

    Raises:
        ValueError: it is none of them; the sentence says what to write. The sender acts.
    """
    if isinstance(value, Moment):
        return value
    if isinstance(value, dt.date):
        return Moment.of(value)
    if not isinstance(value, str):
        raise ValueError("not a moment; write 2022-02-11, or an instant such as 2022-02-11T09:30Z")
    first, between, last = value.partition(_BETWEEN)
    if not between:
        return parse_moment(value)
    opens, closes = parse_moment(first), parse_moment(last)
    if not (opens.is_day and closes.is_day) or closes.earliest < opens.earliest:
        raise ValueError("not a span of days; write the earlier first: 2022-02-11..2022-02-15")
    return Moment(opens.earliest, closes.latest)


When = Annotated[Moment, BeforeValidator(moment)]
"""A moment as its source knows it: an instant, a day, or a span of days in which it lies."""


class Stated(Strict):
    """What every statement carries: who states it, and where that is read.

    Attributes:
        stated_by: those who state it: States by their codes, others by name.
        source: id of a source of the file.
        paragraph: the place in it; empty: the whole.
        note: what a reader must know about it; empty: nothing.
    """

    stated_by: tuple[str, ...] = Field(min_length=1)
    source: str
    paragraph: str = ""
    note: str = ""


class Occurrence(Stated):
    """Something that takes place: an event, or a meeting.

    Attributes:
        id: its name within the consultation.
        at: when; where it is a word, when it was sent.
        after: id of what it surely followed, where the times do not tell; empty: they do.
        contested: whether another account says otherwise; then it is theirs alone who state it.
        stated_at: when it was stated, where that was later; before, it is not known.
    """

    id: str
    at: When
    after: str = ""
    contested: bool = False
    stated_at: When | None = None
