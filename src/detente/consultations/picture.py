"""How a consultation stands at an instant: by each account, and by each reading of its clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.consultations.accounts import Happening, by_account, happenings, known, perhaps
from detente.consultations.running import Run, runs
from detente.consultations.stages import Next, Walked, next_steps, walk
from detente.errors import SenderError, near_miss
from detente.instruments.library import Library
from detente.instruments.mechanisms import Mechanism, Outcome
from detente.invocations.consultation import Consultation
from detente.times import asked_at


@dataclass(frozen=True)
class View:
    """How it stands by one account and one reading.

    Attributes:
        accounts: who holds this account; empty: nothing is contested so far.
        reading: the way in which the clocks are read.
        stages: the stages it can be at; several: which one cannot be told.
        turn: whose turn it is, by name where a name is known, else by role in brackets.
        clocks: every run of every clock.
        steps: what may be done next.
        outcomes: what has come of it so far, in order.
        unforeseen: ids of events that the mechanism does not foresee where they happened.
        doubtful: ids of events of which it cannot be told whether they have happened yet.
    """

    accounts: tuple[str, ...]
    reading: str
    stages: tuple[str, ...]
    turn: tuple[str, ...]
    clocks: tuple[Run, ...]
    steps: tuple[Next, ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    unforeseen: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A consultation at an instant.

    Attributes:
        consultation: its id.
        mechanism: full name of the mechanism.
        at: the instant, naive and in UTC.
        views: by each account and reading; the first is by our own reading.
    """

    consultation: str
    mechanism: str
    at: dt.datetime
    views: tuple[View, ...]


def picture(consultation: Consultation, mechanism: Mechanism, at: dt.datetime) -> Picture:
    """Tell how a consultation stands at an instant; what happens later changes nothing in it.

    Args:
        consultation: the consultation.
        mechanism: the mechanism that it is under.
        at: the instant, naive and in UTC.

    Raises:
        SenderError: the consultation names a step or clock that the mechanism does not have. The
            sender must act.
    """
    fitting(consultation, mechanism)
    told = known(happenings(consultation), at)
    views = [
        _view(consultation, mechanism, names, happened, reading, at)
        for names, happened in by_account(told)
        for reading in mechanism.reading_names()
    ]
    return Picture(consultation.id, consultation.mechanism, at, tuple(views))


def asked(consultation: Consultation, at: object, library: Library) -> Picture:
    """Tell how a consultation stands: stage, turn, clocks, next steps, by each account and reading.

    Args:
        consultation: one that `detente.read_consultations` gave.
        at: instant, in UTC where it has no zone, or a date, which means the end of that day; what
            happens later changes nothing.
        library: holds its mechanism.

    Raises:
        SenderError: `at` is neither, or the mechanism has no such step. The sender must act.
        UnknownName: the library has no such mechanism. The sender must act.
    """
    now = asked_at(at)
    if now is None:
        raise SenderError("at is None; give a datetime.date or a datetime.datetime")
    _, mechanism = library.mechanism(consultation.mechanism)
    return picture(consultation, mechanism, now)


def fitting(consultation: Consultation, mechanism: Mechanism) -> None:
    """Refuse a consultation that speaks of steps or clocks that its mechanism does not have.

    Raises:
        SenderError: it does. The sender must act.
    """
    steps, clocks = [s.id for s in mechanism.steps], [clock.id for clock in mechanism.clocks]
    used = [(each.id, "step", each.step, steps) for each in consultation.events if each.step]
    used += [(each.id, "clock", each.clock, clocks) for each in consultation.events if each.clock]
    used += [(each.id, "step", each.step, steps) for each in consultation.meetings]
    for id_, kind, name, there in used:
        if name not in there:
            where = f"{consultation.file}: " if consultation.file else ""
            problem = f"{where}{consultation.id}, {id_}: {consultation.mechanism} has no {kind}"
            hint = near_miss(name, there) or f" It has: {', '.join(there)}."
            raise SenderError(f"{problem} called {name!r}.{hint}")


def _view(
    consultation: Consultation,
    mechanism: Mechanism,
    accounts: tuple[str, ...],
    told: Sequence[Happening],
    reading: str,
    at: dt.datetime,
) -> View:
    """Look at one account by one reading, at all that can have happened by now."""
    cases = [(walk(mechanism, consultation, case, reading, at), case) for case in perhaps(told, at)]
    days = consultation.working_days
    clocks = _alike([runs(mechanism.clocks, case, reading, at, days) for _, case in cases])
    stages = tuple(dict.fromkeys(stage for walked, _ in cases for stage in walked.stages))
    sure = set.intersection(*({each.id for each in case} for _, case in cases))
    return View(
        accounts=accounts,
        reading=reading,
        stages=stages,
        turn=_turn(consultation, mechanism, stages),
        clocks=clocks,
        steps=next_steps(mechanism, consultation, stages, clocks, reading),
        outcomes=tuple(_outcomes(consultation, mechanism, told, sure, clocks)),
        unforeseen=_everywhere([walked for walked, _ in cases]),
        doubtful=tuple(each.id for each in told if each.id not in sure),
    )


def _alike(cases: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    """Put the clocks of all cases together; how one stands cannot be told where they differ."""
    found: dict[tuple[str, str], list[Run]] = {}
    for case in cases:
        for run in case:
            found.setdefault((run.clock, run.started_by), []).append(run)
    return tuple(_one(same, len(same) == len(cases)) for same in found.values())


def _one(same: list[Run], everywhere: bool) -> Run:
    """Give one clock for those of several cases."""
    if everywhere and len({(run.state, run.met_by) for run in same}) == 1:
        return same[0]
    met = dict.fromkeys(run.met_by for run in same if run.met_by)
    open_ = [f"whether {id_} had come by then" for id_ in met]
    open_ += [] if everywhere else [f"whether {same[0].started_by} had come by then"]
    one = next((run for run in same if run.state != "met"), same[0])
    return replace(one, state="unknown", met_by="", missing=(*one.missing, *open_))


def _turn(
    consultation: Consultation, mechanism: Mechanism, stages: Sequence[str]
) -> tuple[str, ...]:
    """Say whose turn it is."""
    roles = [role for stage in stages if stage for role in mechanism.stage(stage).turn]
    named = (consultation.parties_in(role) or (f"({role})",) for role in roles)
    return tuple(dict.fromkeys(name for names in named for name in names))


def _everywhere(walked: Sequence[Walked]) -> tuple[str, ...]:
    """Give the events that are not foreseen whatever has happened by now."""
    first, *others = walked
    return tuple(
        id_ for id_ in first.unforeseen if all(id_ in other.unforeseen for other in others)
    )


def _outcomes(
    consultation: Consultation,
    mechanism: Mechanism,
    told: Sequence[Happening],
    sure: set[str],
    clocks: Sequence[Run],
) -> Iterator[tuple[str, Outcome]]:
    """Go through what has surely come of it, in order: the event or the clock, and the outcome."""
    came = [*_done(consultation, mechanism, told, sure), *_lapsed(mechanism, clocks)]
    yield from ((id_, outcome) for _, id_, outcome in sorted(came, key=lambda each: each[0]))


def _done(
    consultation: Consultation, mechanism: Mechanism, told: Sequence[Happening], sure: set[str]
) -> Iterator[tuple[dt.datetime, str, Outcome]]:
    """Go through what has come of events."""
    meetings = {meeting.id for meeting in consultation.meetings}
    for each in told:
        if each.id not in sure or not each.happened or not each.step:
            continue
        if each.id in meetings:
            yield each.at.first, each.id, came_of(consultation, each.id)
            continue
        outcome = mechanism.step(each.step).outcome
        if outcome and not (each.refuses and outcome == "replied"):
            yield each.at.first, each.id, outcome
        if each.refuses:
            yield each.at.first, each.id, "replied_refusing_applicability"


def _lapsed(
    mechanism: Mechanism, clocks: Sequence[Run]
) -> Iterator[tuple[dt.datetime, str, Outcome]]:
    """Go through what has come of clocks that ran out."""
    unmet = {clock.id: clock.unmet for clock in mechanism.clocks}
    for run in clocks:
        outcome = unmet[run.clock]
        if run.state == "lapsed" and run.due and outcome:
            yield run.due.first, run.started_by, outcome


def came_of(consultation: Consultation, meeting: str) -> Outcome:
    """Say what came of a meeting: whether the party that was asked came, and with what proviso."""
    held = next(each for each in consultation.meetings if each.id == meeting)
    asked = [each for each in held.attendance if each.party in consultation.addressed]
    if len(asked) < len(consultation.addressed) or len({each.came for each in asked}) != 1:
        return "meeting_held"
    if not asked[0].came:
        return "meeting_held_addressee_absent"
    proviso = any(each.without_prejudice for each in asked)
    return "attended_without_prejudice" if proviso else "meeting_held_with_addressee"
