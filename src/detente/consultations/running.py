"""The clocks of a consultation: started by what, met by what, and how they stand at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.consultations.accounts import Happening
from detente.consultations.counting import Pause, Span, due
from detente.instruments.mechanisms import ClockReading, StepClock
from detente.invocations.consultation import WorkingDays

State = Literal["running", "met", "late", "lapsed", "suspended", "unknown"]
"""How a clock stands: it runs; it was met in time, or late; it ran out; it stands still; it cannot
be told."""


@dataclass(frozen=True)
class Run:
    """One run of a clock, by one account and one reading.

    Attributes:
        clock: id of the clock.
        title: what it limits.
        reading: id of the reading.
        gist: the reading in words.
        started_by: id of the event that started it.
        starts: when it started; None: the moment from which this reading counts is not stated.
        due: the last instant at which it can be met, as precisely as it is known; None: no number
            is set, or it stands still.
        state: how it stands.
        met_by: id of the event that met it, in time or late; empty: none did.
        as_stated: whether in time or not is taken from a source, since the times do not tell it.
        missing: what would settle what cannot be told.
        as_a_rule: whether the text sets it only as a rule.
    """

    clock: str
    title: str
    reading: str
    gist: str
    started_by: str
    starts: Span | None
    due: Span | None
    state: State
    met_by: str = ""
    as_stated: bool = False
    missing: tuple[str, ...] = ()
    as_a_rule: bool = False


def runs(
    clocks: Iterable[StepClock],
    told: Sequence[Happening],
    reading: str,
    at: dt.datetime,
    days: WorkingDays,
) -> tuple[Run, ...]:
    """Give every run of some clocks.

    Args:
        clocks: the clocks.
        told: what has happened, in order, by one account.
        reading: the way in which the clocks are read.
        at: the instant.
        days: which days are no working days.
    """
    return tuple(
        _run(clock, clock.read_as(reading), index, told, at, days)
        for clock in clocks
        for index, each in enumerate(told)
        if each.happened and each.step in clock.starts_with
    )


def _run(
    clock: StepClock,
    reading: ClockReading,
    index: int,
    told: Sequence[Happening],
    at: dt.datetime,
    days: WorkingDays,
) -> Run:
    """Follow a clock from the event that started it."""
    begun = told[index]
    starts = _start(begun, reading)
    span = None
    if reading.without_number is None:
        span = _due(clock, reading, starts, begun.at, told, days)
    stop = next((each for each in told[index + 1 :] if _meets(each, clock, begun)), None)
    denied = next((each for each in told if _denies(each, clock, begun)), None)
    state, as_stated = _state(reading, span, stop, denied, at)
    missing: list[str] = []
    if state == "unknown":
        missing += [f"{reading.from_} of {begun.id}"] if starts is None else []
        missing += [f"hour of {begun.id}"] if starts and starts.first != starts.last else []
        missing += [f"hour of {stop.id}"] if stop and stop.at.first != stop.at.last else []
        missing += ["holidays"] if reading.unit == "working_days" and not days.complete else []
    return Run(
        clock=clock.id,
        title=clock.title,
        reading=reading.id,
        gist=reading.gist,
        started_by=begun.id,
        starts=starts,
        due=span,
        state=state,
        met_by=stop.id if stop else "",
        as_stated=as_stated,
        missing=tuple(missing),
        as_a_rule=reading.as_a_rule,
    )


def _start(begun: Happening, reading: ClockReading) -> Span | None:
    """Give the moment from which a reading counts; None where it is not stated."""
    stated = {"sending": begun.at, "receipt": begun.received, "notification": begun.notified}
    return stated[reading.from_]


def _meets(each: Happening, clock: StepClock, begun: Happening) -> bool:
    """Tell whether something meets this run."""
    right = each.happened and each.step in clock.met_by
    return right and each.answers in ("", begun.id)


def _denies(each: Happening, clock: StepClock, begun: Happening) -> bool:
    """Tell whether something says that this run was not met in time."""
    said = not each.happened and each.in_time is False and each.step in clock.met_by
    return said and each.answers in ("", begun.id)


def _due(
    clock: StepClock,
    reading: ClockReading,
    starts: Span | None,
    sent: Span,
    told: Sequence[Happening],
    days: WorkingDays,
) -> Span | None:
    """Give the earliest and the latest last instant of a run."""
    first = due(reading, (starts or sent).first, _pauses(clock, told, longest=False), days)
    if first is None:
        return None
    settled = days.complete or reading.unit != "working_days"
    if starts is None or starts.last is None or not settled:
        return Span(first, None)  # what is not stated could only make it later
    return Span(first, due(reading, starts.last, _pauses(clock, told, longest=True), days))


def _pauses(clock: StepClock, told: Sequence[Happening], *, longest: bool) -> list[Pause]:
    """Give when a clock stood still, at the shortest or at the longest."""
    found: list[Pause] = []
    begins: dt.datetime | None = None
    for each in told:
        if each.clock != clock.id or not each.happened:
            continue
        if each.act == "suspend" and begins is None:
            begins = each.at.first if longest else each.at.last or each.at.first
        elif each.act == "resume" and begins is not None:
            ends = (each.at.last or each.at.first) if longest else each.at.first
            found += [(begins, ends)] if ends > begins else []
            begins = None
    return found if begins is None else [*found, (begins, None)]


def _state(
    reading: ClockReading,
    span: Span | None,
    stop: Happening | None,
    denied: Happening | None,
    at: dt.datetime,
) -> tuple[State, bool]:
    """Tell how a run stands, and whether that is taken from a source."""
    if stop is not None:
        if reading.without_number is not None:
            return "met", False
        return _stopped(span, stop)
    if reading.without_number is not None:
        return "running", False
    if span is None:
        return "suspended", False
    if at <= span.first:
        return "running", False
    if span.last is not None and at > span.last:
        return "lapsed", False
    if denied is not None:
        return "lapsed", True
    return "unknown", False


def _stopped(span: Span | None, stop: Happening) -> tuple[State, bool]:
    """Tell whether a run was met in time."""
    if span is None:  # it stood still when it was met
        return "met", False
    last = stop.at.last or stop.at.first
    if last <= span.first:
        return "met", False
    if span.last is not None and stop.at.first > span.last:
        return "late", False
    if stop.in_time is None:
        return "unknown", False
    return ("met" if stop.in_time else "late"), True


def running_out(clocks: Iterable[StepClock], found: Sequence[Run], stage: str) -> Iterator[Run]:
    """Go through the latest run of each clock that leads out of a stage when it runs out."""
    for clock in clocks:
        mine = [run for run in found if run.clock == clock.id]
        if clock.in_ == stage and clock.lapses_to and mine:
            yield mine[-1]
