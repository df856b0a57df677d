"""A party's formal word, as plain data: what becomes the content of a sealed statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from detente.errors import SenderError
from detente.instruments.formats import Kind

Marker = Literal["real", "exercise", "test"]
MARKERS: tuple[Marker, ...] = get_args(Marker)
"""Whether a word is meant: real, part of an exercise of the staffs, or a test of the channel."""

Mark = Literal["public", "participants", "named", "nation"]
MARKS: tuple[Mark, ...] = get_args(Mark)
"""Who may read, the widest circle first."""

Said = Literal["", "nil", "no_change"]


@dataclass(frozen=True)
class FreeText:
    """A text as its author wrote it; it is shown in its own language, never translated.

    Attributes:
        language: its language tag (BCP 47), such as ``uk``.
        text: the text; its lines are parted by LF, without blanks at their ends.
    """

    language: str
    text: str


Value = bool | str | int | tuple[str, ...] | Mapping[str, int | str] | FreeText
"""What a field holds: yes or no; a code, State, day, instant, area or name as text; a year; a count
as a whole number or as a range such as ``8000..12000``; States; a count for each State; a free
text."""

Fields = Mapping[str, Value]


@dataclass(frozen=True)
class Later:
    """A wider circle of readers from an instant on.

    Attributes:
        mark: who may read then.
        at: the instant in UTC, to the second, such as ``2026-09-14T06:00:00Z``.
        to: the addressees, where `mark` is ``named``.
    """

    mark: Mark
    at: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Access:
    """Who may read a word; the most restrictive unless more is given.

    Attributes:
        mark: ``public``, ``participants``, the ``named`` addressees, or the own ``nation`` alone.
        to: the addressees, where `mark` is ``named``.
        later: a wider circle from an instant on; None: never.
    """

    mark: Mark = "nation"
    to: tuple[str, ...] = ()
    later: Later | None = None


@dataclass(frozen=True)
class Word:
    """One formal word of a party, or the draft of one.

    Attributes:
        format: full name of its format, such as ``osce/vd-2011/F25``.
        kind: original, correction, cancellation, reply or acknowledgement.
        marker: real, exercise or test; there is no word without it.
        by: code of the party whose word it is.
        number: its number; empty while it has none.
        made: when it was made, in UTC and to the second, such as ``2026-09-14T06:00:00Z``; empty
            while it is a draft.
        to: parties to whom it is addressed; empty: all parties.
        refers: numbers of earlier words that it refers to.
        fields: what it states, by the id of the field. A field that is absent is not stated.
        entries: the entries of its list, each as `fields`.
        remarks: a free text beside the fields; None: none.
        said: ``nil`` for a nil return, ``no_change`` where nothing has changed since the word it
            refers to; else empty.
        activity: id of the activity of which it tells; empty: none.
        minutes: minutes that officers spent on it; None: not counted.
        prefilled: ids of fields that were filled from elsewhere and not yet changed by hand.
        access: who may read it.

    Raises:
        SenderError: the marker is missing or not one of the three. The sender must act.
    """

    format: str
    kind: Kind
    marker: Marker
    by: str
    number: str = ""
    made: str = ""
    to: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    fields: Fields = field(default_factory=lambda: MappingProxyType({}))
    entries: tuple[Fields, ...] = ()
    remarks: FreeText | None = None
    said: Said = ""
    activity: str = ""
    minutes: int | None = None
    prefilled: tuple[str, ...] = ()
    access: Access = Access()

    def __post_init__(self) -> None:
        """Refuse a word without its marker, and keep what it holds from being changed."""
        if self.marker not in MARKERS:
            problem = f"a word without its marker is refused (found {self.marker!r})"
            raise SenderError(f"{problem}; write one of {', '.join(MARKERS)}")
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        entries = tuple(MappingProxyType(dict(entry)) for entry in self.entries)
        object.__setattr__(self, "entries", entries)
