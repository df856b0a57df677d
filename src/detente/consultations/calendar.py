"""A consultation as a calendar (iCalendar, RFC 5545): meetings, ends of clocks, what is undertaken.

What is known only to the day is an event of the whole day. An entry says of itself what it is; who
imports it decides what to make of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from icalendar import Calendar, Event

from detente.consultations.counting import TICK, Span
from detente.consultations.meetings import Met, meetings
from detente.consultations.picture import picture
from detente.instruments.mechanisms import Mechanism
from detente.invocations.consultation import Consultation

_DAY = dt.timedelta(days=1)


def calendar(told: Iterable[tuple[Consultation, Mechanism]], at: dt.datetime) -> str:
    """Give the calendar of some consultations, as they stand at an instant.

    Args:
        told: consultations, each with its mechanism.
        at: the instant, naive and in UTC; it is also the stamp of every entry.
    """
    whole = Calendar()
    whole.add("prodid", "-//Detente//consultations//EN")
    whole.add("version", "2.0")
    for consultation, mechanism in told:
        for entry in _entries(consultation, mechanism, at):
            entry.add("dtstamp", at.replace(tzinfo=dt.UTC))
            whole.add_component(entry)
    written: bytes = whole.to_ical()
    return written.decode("utf-8")


def _entries(consultation: Consultation, mechanism: Mechanism, at: dt.datetime) -> Iterator[Event]:
    """Go through what has a time: meetings, clocks that run, undertakings that are open."""
    for each in meetings(consultation, at):
        yield from _meeting(consultation, each)
    first = picture(consultation, mechanism, at).views[0]
    for run in first.clocks:
        if run.due and run.state in ("running", "unknown") and not run.met_by:
            summary = f"{run.title}: the clock runs out ({consultation.title})"
            name = f"{run.clock}-{run.started_by}"
            yield _entry(consultation, name, summary, _ends(run.due), run.gist)


def _meeting(consultation: Consultation, met: Met) -> Iterator[Event]:
    """Give a meeting, the next one, and what was undertaken at it."""
    one = met.meeting
    title = one.title or f"Meeting: {consultation.title}"
    agenda = "\n".join(f"{number}. {point}" for number, point in enumerate(one.agenda, 1))
    entry = _entry(consultation, one.id, title, Span.of(one.at), agenda)
    if one.place:
        entry.add("location", one.place)
    entry.add("status", "CONFIRMED" if met.held else "TENTATIVE")
    yield entry
    if one.next:
        yield _entry(consultation, f"{one.id}-next", f"Next: {title}", Span.of(one.next), "")
    for number, taken in enumerate(met.undertakings, 1):
        due = taken.undertaking.due
        if due and taken.stands in ("open", "overdue"):
            summary = f"{taken.undertaking.owner}: {taken.undertaking.what}"
            yield _entry(consultation, f"{one.id}-{number}", summary, Span.of(due), title)


def _ends(due: Span) -> Span:
    """Give when a clock may run out first: nobody should count on the last possible instant."""
    whole = due.last is not None and due.last - due.first + TICK >= _DAY
    return due if whole else Span(due.first, due.first)


def _entry(
    consultation: Consultation, name: str, summary: str, when: Span, description: str
) -> Event:
    """Give one entry: an instant where it is known, else the days in which it lies."""
    entry = Event()
    entry.add("uid", f"{consultation.id}.{name}@consultations.detente")
    entry.add("summary", summary)
    if when.last is None or when.first == when.last:
        entry.add("dtstart", when.first.replace(tzinfo=dt.UTC))
    else:
        entry.add("dtstart", when.first.date())
        entry.add("dtend", when.last.date() + _DAY)
    if description:
        entry.add("description", description)
    return entry
