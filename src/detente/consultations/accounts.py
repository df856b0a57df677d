"""What happened by each account, as far as it is known at an instant; accounts are never merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from detente.consultations.counting import Span
from detente.invocations.consultation import Act, Consultation
from detente.invocations.stated import Occurrence
from detente.times.moments import Moment


@dataclass(frozen=True)
class Happening:
    """One thing that happened, or is said not to have.

    Attributes:
        id: id of the event or meeting.
        step: the step that it is; empty: it is an act on a clock.
        by: who did it.
        at: when, as precisely as it is known.
        received, notified: when it arrived, and was notified; None: not stated.
        answers: id of the event that it answers; empty: whatever is open.
        after: id of what it surely followed; empty: the times tell.
        clock, act: the clock it stops or sets going again, and which of the two.
        happened: false: those who state it say that it did not happen.
        contested: whether only some accounts have it.
        refuses: whether it refuses that the mechanism applies.
        in_time: whether it came in time, as stated.
        stated_by: who states it.
        known_from: the first instant at which it may have been stated.
    """

    id: str
    step: str
    by: str
    at: Span
    received: Span | None = None
    notified: Span | None = None
    answers: str = ""
    after: str = ""
    clock: str = ""
    act: Act | None = None
    happened: bool = True
    contested: bool = False
    refuses: bool = False
    in_time: bool | None = None
    stated_by: tuple[str, ...] = ()
    known_from: dt.datetime = dt.datetime(1, 1, 1)


def happenings(consultation: Consultation) -> tuple[Happening, ...]:
    """Give all that the file tells: events in its order, then the meetings that were held."""
    told = [
        Happening(
            id=event.id,
            step=event.step,
            by=event.by,
            at=Span.of(event.at),
            received=_span(event.received_at),
            notified=_span(event.notified_at),
            answers=event.answers,
            after=event.after,
            clock=event.clock,
            act=event.act,
            happened=event.happened,
            contested=event.contested,
            refuses=event.refuses,
            in_time=event.in_time,
            stated_by=event.stated_by,
            known_from=_known_from(event),
        )
        for event in consultation.events
    ]
    told += [
        Happening(
            id=meeting.id,
            step=meeting.step,
            by=meeting.chair or consultation.chair,
            at=Span.of(meeting.at),
            after=meeting.after,
            contested=meeting.contested,
            stated_by=meeting.stated_by,
            known_from=_known_from(meeting),
        )
        for meeting in consultation.meetings
        if meeting.held
    ]
    return tuple(told)


def _known_from(each: Occurrence) -> dt.datetime:
    """Give the first instant at which it may have been stated."""
    return (each.stated_at or each.at).earliest


def _span(moment: Moment | None) -> Span | None:
    """Give a moment as a span, if it is stated."""
    return Span.of(moment) if moment else None


def known(told: Iterable[Happening], at: dt.datetime) -> tuple[Happening, ...]:
    """Give what may have happened, and may have been stated, by an instant."""
    return tuple(each for each in told if max(each.at.first, each.known_from) <= at)


def by_account(told: Sequence[Happening]) -> Iterator[tuple[tuple[str, ...], list[Happening]]]:
    """Go through the accounts: who holds it, and what happened by it, one after the other.

    Those who say the same hold one account together. Where nothing is contested there is one, and
    nobody is named; where one account alone has what is contested, that of all others stands first.
    """
    contested = [each for each in told if each.contested]
    tellers = list(dict.fromkeys(name for each in contested for name in each.stated_by))
    together: dict[tuple[str, ...], list[str]] = {}
    for teller in tellers:
        own = tuple(each.id for each in contested if teller in each.stated_by)
        together.setdefault(own, []).append(teller)
    if not together or (len(together) == 1 and any(each.happened for each in contested)):
        yield (), in_order(each for each in told if not each.contested)
    for own, names in together.items():
        held = [each for each in told if not each.contested or each.id in own]
        yield tuple(names), in_order(_without_denied(held))


def _without_denied(told: Sequence[Happening]) -> Iterator[Happening]:
    """Leave out what this account says did not happen; that it says so stays."""
    denied = {(each.step, each.by) for each in told if not each.happened}
    yield from (each for each in told if not (each.happened and (each.step, each.by) in denied))


def in_order(told: Iterable[Happening]) -> list[Happening]:
    """Put what happened in order; where times and `after` do not tell it, that of the file."""
    left, ordered = list(told), list[Happening]()
    while left:
        free = (each for each in left if not any(_before(other, each) for other in left))
        each = next(free, left[0])  # nothing is free where `after` contradicts the times
        left.remove(each)
        ordered.append(each)
    return ordered


def _before(one: Happening, other: Happening) -> bool:
    """Tell whether one thing surely happened before the other."""
    last = one.at.last or one.at.first
    return one is not other and (last < other.at.first or one.id == other.after)


def perhaps(told: Sequence[Happening], at: dt.datetime) -> Iterator[list[Happening]]:
    """Go through what can have happened by an instant.

    Of what is known only to the day it cannot be told, on that day, whether it has happened yet. Of
    several with the same days the later one of the file does not come before the earlier.
    """
    open_: dict[tuple[dt.datetime, dt.datetime | None], list[Happening]] = {}
    for each in told:
        if each.at.last is None or each.at.last > at:
            open_.setdefault((each.at.first, each.at.last), []).append(each)
    groups = list(open_.values())
    for many in product(*(range(len(group) + 1) for group in groups)):
        left = {one.id for group, n in zip(groups, many, strict=True) for one in group[n:]}
        if not any(each.after in left and each.id not in left for each in told):
            yield [each for each in told if each.id not in left]
