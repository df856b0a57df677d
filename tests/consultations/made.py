"""Consultations made for tests, under the mechanism of a small accord or of the library."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import detente
from detente.instruments.mechanisms import Mechanism
from detente.invocations import Consultation, Event
from detente.sources.notes import SourceNote
from detente.times.moments import Moment

MECHANISM = "osce/vd-2011/unusual-activities"
NOON = dt.datetime(2031, 3, 4, 12)


@cache
def mechanism() -> Mechanism:
    """The mechanism of the library."""
    return detente.library().mechanism(MECHANISM)[1]


def hours(number: float) -> dt.datetime:
    """So many hours after noon of the first day."""
    return NOON + dt.timedelta(hours=number)


def moment(at: float | dt.date | dt.datetime) -> Moment:
    """A moment: hours after noon, a naive UTC instant, or a day."""
    if isinstance(at, int | float):
        return Moment(hours(at))
    return Moment(at) if isinstance(at, dt.datetime) else Moment.of(at)


def event(id_: str, step: str, at: float | dt.date | dt.datetime, **more: Any) -> Event:
    """An event; a reply by DK, anything else by DE."""
    for key in ("received_at", "notified_at", "stated_at"):
        if key in more:
            more[key] = moment(more[key])
    plain = {"by": "DK" if step in ("reply", "decline-meeting") else "DE", "stated_by": ("DE",)}
    told = {"id": id_, "step": step, "at": moment(at), "source": "letter", **plain, **more}
    return Event.model_validate(told)


def consultation(*events: Event, **more: Any) -> Consultation:
    """A consultation of Germany with Denmark."""
    note = SourceNote("letter", "A letter", "official")
    return Consultation.model_validate(
        {
            "id": "spring",
            "title": "Spring",
            "mechanism": MECHANISM,
            "requesting": ("DE",),
            "addressed": ("DK",),
            "event": events,
            "sources": {"letter": note},
            **more,
        }
    )
