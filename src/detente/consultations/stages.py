"""Which stage a consultation is at, and what may be done next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.consultations.accounts import Happening
from detente.consultations.counting import Span
from detente.consultations.running import Run, running_out, runs
from detente.instruments.mechanisms import Mechanism, Step, StepClock
from detente.invocations.consultation import Consultation
from detente.measures.answers import Answer


@dataclass(frozen=True)
class Next:
    """A step that may be taken now, or once a clock has run out.

    Attributes:
        step: id of the step.
        title: it in a few words.
        by: the parties that may take it; where nobody is named, the role.
        permitted: yes, no (not yet), or cannot be told.
        after: where it is not permitted yet: the clock that must run out first, and when it does.
        deadline: until when it is asked for by a clock that runs; None: no clock asks for it.
        overdue: whether that has passed; the step may be taken late all the same.
        starts: the clocks that it starts, in words.
        paragraph: where the text says so.
        draft: whether two readers have not yet compared it with the text.
    """

    step: str
    title: str
    by: tuple[str, ...]
    permitted: Answer
    after: tuple[str, Span] | None = None
    deadline: Span | None = None
    overdue: bool = False
    starts: tuple[str, ...] = ()
    paragraph: str = ""
    draft: bool = True


@dataclass(frozen=True)
class Walked:
    """Where the events have led.

    Attributes:
        stages: the stages that it can be at; the empty name: not opened yet.
        unforeseen: ids of events that the mechanism does not foresee where they happened.
    """

    stages: tuple[str, ...]
    unforeseen: tuple[str, ...]


def walk(
    mechanism: Mechanism,
    consultation: Consultation,
    told: Sequence[Happening],
    reading: str,
    at: dt.datetime,
) -> Walked:
    """Follow the steps from stage to stage.

    Args:
        mechanism: the mechanism.
        consultation: the consultation, for its working days and parties.
        told: what has happened, in order, by one account.
        reading: the way in which the clocks are read.
        at: the instant.
    """
    stages: tuple[str, ...] = ("",)
    if not consultation.from_the_beginning:
        stages = ("", *(stage.id for stage in mechanism.stages if not stage.end))
    unforeseen: list[str] = []
    for index, each in enumerate(told):
        if not each.step or not each.happened:
            continue
        times = [each.at.first, each.at.last or each.at.first]
        before = _expanded(mechanism, consultation, told[:index], reading, stages, times)
        step = mechanism.step(each.step)
        if not any(_foreseen(mechanism, step, stage) for stage in before) or not _may(
            consultation, step, each.by
        ):
            unforeseen.append(each.id)
        stages = (step.to,) if step.to else before
    stages = _expanded(mechanism, consultation, told, reading, stages, [at])
    return Walked(stages, tuple(unforeseen))


def _foreseen(mechanism: Mechanism, step: Step, stage: str) -> bool:
    """Tell whether a step is foreseen in a stage; one that opens may follow an end."""
    if step.opens and (not stage or mechanism.stage(stage).end):
        return True
    return stage in step.in_


def _may(consultation: Consultation, step: Step, by: str) -> bool:
    """Tell whether somebody may take a step, as far as its roles are somebody's by name."""
    named = [consultation.parties_in(role) for role in step.by]
    return not by or not all(named) or any(by in parties for parties in named)


def _expanded(
    mechanism: Mechanism,
    consultation: Consultation,
    told: Sequence[Happening],
    reading: str,
    stages: Sequence[str],
    times: Iterable[dt.datetime],
) -> tuple[str, ...]:
    """Give the stages that can be reached by a clock that has run out by then."""
    here = [clock for clock in mechanism.clocks if clock.in_ in stages and clock.lapses_to]
    if not here:
        return tuple(stages)
    possible: dict[str, None] = {}
    for time in dict.fromkeys(times):
        found = runs(here, told, reading, time, consultation.working_days)
        for stage in stages:
            possible |= dict.fromkeys(_lapsed(here, found, stage))
    return tuple(possible)


def _lapsed(clocks: Sequence[StepClock], found: Sequence[Run], stage: str) -> Iterator[str]:
    """Give the stage itself, the one that follows when its clock runs out, or both."""
    onward = [run for run in running_out(clocks, found, stage) if not run.met_by]
    states = {run.state for run in onward}
    if "lapsed" not in states:
        yield stage
    for run in onward:
        if run.state in ("lapsed", "unknown"):
            yield next(clock.lapses_to for clock in clocks if clock.id == run.clock)


def next_steps(
    mechanism: Mechanism,
    consultation: Consultation,
    stages: Sequence[str],
    found: Sequence[Run],
    reading: str,
) -> tuple[Next, ...]:
    """Give what may be done now, then what may be done once a clock has run out."""

    def told(step: Step, permitted: Answer, after: tuple[str, Span] | None = None) -> Next:
        return _next(consultation, mechanism, found, reading, step, permitted, after)

    now = [
        told(step, _permitted(mechanism, step, stages))
        for step in mechanism.steps
        if any(_foreseen(mechanism, step, stage) and not _over(step, stage) for stage in stages)
    ]
    listed = {each.step for each in now}
    later = [
        told(step, False, (run.title, run.due))
        for stage in stages
        for run in running_out(mechanism.clocks, found, stage)
        for step in mechanism.steps
        if run.state in ("running", "unknown") and run.due and step.id not in listed
        if any(c.id == run.clock and c.lapses_to in step.in_ for c in mechanism.clocks)
    ]
    return (*now, *later)


def _over(step: Step, stage: str) -> bool:
    """Tell whether a step would open a consultation anew after an end; it is not told as next."""
    return bool(stage) and stage not in step.in_


def _permitted(mechanism: Mechanism, step: Step, stages: Sequence[str]) -> Answer:
    """Tell whether a step is foreseen in every stage that it can be at."""
    return True if all(_foreseen(mechanism, step, stage) for stage in stages) else None


def _next(
    consultation: Consultation,
    mechanism: Mechanism,
    found: Sequence[Run],
    reading: str,
    step: Step,
    permitted: Answer,
    after: tuple[str, Span] | None,
) -> Next:
    """Tell of one step."""
    clocks = {clock.id: clock for clock in mechanism.clocks}
    asked = [r for r in found if step.id in clocks[r.clock].met_by and not r.met_by and r.due]
    return Next(
        step=step.id,
        title=step.title,
        by=tuple(
            name for role in step.by for name in (consultation.parties_in(role) or (f"({role})",))
        ),
        permitted=permitted,
        after=after,
        deadline=asked[-1].due if asked else None,
        overdue=bool(asked) and asked[-1].state == "lapsed",
        starts=tuple(
            f"{clock.title}: {clock.read_as(reading).gist}"
            for clock in mechanism.clocks
            if step.id in clock.starts_with
        ),
        paragraph=step.source.paragraph,
        draft=step.draft,
    )
