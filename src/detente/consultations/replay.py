"""A consultation told again from its beginning: every instant at which something changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from detente.consultations.accounts import happenings
from detente.consultations.counting import TICK
from detente.consultations.picture import Picture, picture
from detente.instruments.mechanisms import Mechanism
from detente.invocations.consultation import Consultation


def replay(
    consultation: Consultation,
    mechanism: Mechanism,
    *,
    every: dt.timedelta | None = None,
    until: dt.datetime | None = None,
) -> tuple[Picture, ...]:
    """Give the picture at each instant at which it changes, or at a fixed step of time.

    Args:
        consultation: the consultation.
        mechanism: the mechanism that it is under.
        every: the step of time; None: only where something changes.
        until: the last instant; None: the end of the record.
    """
    last = until or end_of_record(consultation)
    if every:
        return tuple(_steadily(consultation, mechanism, every, last))
    return tuple(_changes(consultation, mechanism, last))


def end_of_record(consultation: Consultation) -> dt.datetime:
    """Give the last instant of which the record of a consultation speaks."""
    told = happenings(consultation)
    later = [meeting.at.earliest for meeting in consultation.meetings]
    later += [each.at.last or each.at.first for each in told]
    later += [each.known_from for each in told]
    later += [grading.at.earliest for grading in consultation.gradings]
    return max(later, default=dt.datetime(1, 1, 1))


def _steadily(
    consultation: Consultation, mechanism: Mechanism, every: dt.timedelta, last: dt.datetime
) -> Iterator[Picture]:
    """Go from the first event on in equal steps."""
    now = min((each.at.first for each in happenings(consultation)), default=last)
    while now <= last:
        yield picture(consultation, mechanism, now)
        now += every


def _changes(
    consultation: Consultation, mechanism: Mechanism, last: dt.datetime
) -> Iterator[Picture]:
    """Go through the instants at which something may change, and give those where it does."""
    before: object = None
    for now in sorted(_instants(consultation, mechanism, last)):
        found = picture(consultation, mechanism, now)
        after = _gist(found)
        if now <= last and after != before:
            before = after
            yield found


def _instants(
    consultation: Consultation, mechanism: Mechanism, last: dt.datetime
) -> set[dt.datetime]:
    """Give the instants at which something may change: events, and the ends of clocks."""
    instants: set[dt.datetime] = set()
    for each in happenings(consultation):
        instants |= {each.at.first, each.known_from}
        instants |= {each.at.last} if each.at.last else set()
    for now in [*instants, last]:
        for view in picture(consultation, mechanism, now).views:
            ends = (end for run in view.clocks if run.due for end in (run.due.first, run.due.last))
            instants |= {end + TICK for end in ends if end}
    return instants


def _gist(found: Picture) -> object:
    """Give what counts as a change."""
    return [
        (
            view.accounts,
            view.reading,
            view.stages,
            view.doubtful,
            view.outcomes,
            [(run.clock, run.started_by, run.state, run.met_by) for run in view.clocks],
            [(step.step, step.permitted) for step in view.steps],
        )
        for view in found.views
    ]
