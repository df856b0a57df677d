"""What every statement of a consultation carries."""

from __future__ import annotations

from pydantic import Field

from detente.sources.source import Strict
from detente.times.stated import When


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
