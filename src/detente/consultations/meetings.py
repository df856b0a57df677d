"""Meetings and what was undertaken at them, as they stand at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.consultations.counting import Span
from detente.consultations.picture import came_of
from detente.instruments.mechanisms import Outcome
from detente.invocations.consultation import Consultation
from detente.invocations.meetings import Meeting, Undertaking

Kept = Literal["open", "done", "overdue", "unknown"]
"""How an undertaking stands: its day is not past; it is done; its day is past; not to be told."""


@dataclass(frozen=True)
class Taken:
    """An undertaking and how it stands.

    Attributes:
        undertaking: what somebody took on.
        stands: how it stands.
    """

    undertaking: Undertaking
    stands: Kept


@dataclass(frozen=True)
class Met:
    """A meeting and how it stands.

    Attributes:
        meeting: the meeting.
        held: whether it was held by then; False: it is called; None: whether it has begun cannot be
            told to the hour.
        outcome: what came of it; None: it was not surely held.
        undertakings: what was undertaken.
    """

    meeting: Meeting
    held: bool | None
    outcome: Outcome | None
    undertakings: tuple[Taken, ...]


def meetings(consultation: Consultation, at: dt.datetime) -> tuple[Met, ...]:
    """Give the meetings that are known at an instant, each as it stands."""
    return tuple(_meetings(consultation, at))


def _meetings(consultation: Consultation, at: dt.datetime) -> Iterator[Met]:
    """Go through the meetings."""
    for each in consultation.meetings:
        when = Span.of(each.at)
        known_from = (each.called_at or each.stated_at or each.at).earliest
        if known_from > at:
            continue
        held = _held(each, when, at)
        taken = tuple(
            Taken(one, _stands(one, at)) for one in each.undertakings if held is not False
        )
        yield Met(each, held, came_of(consultation, each.id) if held else None, taken)


def _held(meeting: Meeting, when: Span, at: dt.datetime) -> bool | None:
    """Tell whether a meeting was held by then."""
    if not meeting.held or at < when.first:
        return False
    return True if when.last is not None and at >= when.last else None


def _stands(undertaking: Undertaking, at: dt.datetime) -> Kept:
    """Tell how an undertaking stands."""
    if undertaking.done and undertaking.done.earliest <= at:
        done = Span.of(undertaking.done)
        return "done" if done.last is not None and done.last <= at else "unknown"
    if undertaking.due is None:
        return "open"
    due = Span.of(undertaking.due)
    return "overdue" if due.last is not None and at > due.last else "open"
