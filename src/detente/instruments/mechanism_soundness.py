"""Whether a mechanism holds together: stages that are reached, clocks and stages that end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import available_timezones

from detente.errors import LibraryError, near_miss
from detente.instruments.library import Text
from detente.instruments.mechanisms import Mechanism, StepClock
from detente.sources.source import Record


def mechanisms(text: Text) -> Iterator[LibraryError]:
    """Check every mechanism of an instrument."""
    for mechanism in text.mechanisms.values():
        for where, problem in _faults(text, mechanism):
            place = f"mechanism {mechanism.id}" + (f", {where}" if where else "")
            yield LibraryError(text.path, place, problem)


def _faults(text: Text, mechanism: Mechanism) -> Iterator[tuple[str, str]]:
    """Go through what does not hold in one mechanism: where, and what."""
    yield from _seen(mechanism)
    for id_ in mechanism.provisions:
        yield from _known("", "provision", [id_], text.provisions)
    names = list(_names(mechanism))
    yield from names
    if not names:  # a way through the stages can be looked for only where their names are right
        yield from _ways(mechanism)


def _seen(mechanism: Mechanism) -> Iterator[tuple[str, str]]:
    """Check that what is known from a secondary account says from which."""
    parts: list[tuple[str, Record]] = [("", mechanism)]
    parts += [(f"step {step.id}", step) for step in mechanism.steps]
    parts += [(f"clock {clock.id}", clock) for clock in mechanism.clocks]
    for where, record in parts:
        if record.basis == "secondary" and not record.seen_in:
            yield where, 'basis is "secondary", so list in `seen_in` where it was seen'


def _names(mechanism: Mechanism) -> Iterator[tuple[str, str]]:
    """Check that names stand once, and that what they name exists."""
    stages = [stage.id for stage in mechanism.stages]
    steps = [step.id for step in mechanism.steps]
    clocks = [clock.id for clock in mechanism.clocks]
    for what, ids in (("stage", stages), ("step", steps), ("clock", clocks)):
        for id_, times in Counter(ids).items():
            if times > 1:
                yield f"{what} {id_}", "this id stands twice; give each its own"
    for step in mechanism.steps:
        yield from _known(f"step {step.id}", "stage", step.in_, stages)
        yield from _known(f"step {step.id}", "stage", [step.to] if step.to else [], stages)
        if not (step.opens or step.in_):
            yield f"step {step.id}", "it is foreseen in no stage; write `in`, or `opens = true`"
        if step.opens and not step.to:
            yield f"step {step.id}", "it opens a consultation, so `to` must name a stage"
    for clock in mechanism.clocks:
        where = f"clock {clock.id}"
        yield from _known(where, "step", [*clock.starts_with, *clock.met_by], steps)
        yield from _known(where, "stage", [clock.in_], stages)
        yield from _known(where, "stage", [clock.lapses_to] if clock.lapses_to else [], stages)
        yield from _readings(where, clock)


def _readings(where: str, clock: StepClock) -> Iterator[tuple[str, str]]:
    """Check the readings of one clock."""
    for id_, times in Counter(reading.id for reading in clock.readings).items():
        if times > 1:
            yield where, f"reading {id_} stands twice; give each its own name"
    for reading in clock.readings:
        if reading.without_number is None and reading.length < 1:
            yield where, f"reading {reading.id} has no length; write 1 or more"
        if reading.time_zone and reading.time_zone not in available_timezones():
            problem = f"no time zone is called {reading.time_zone!r}"
            yield where, f"{problem}; write its IANA name, such as Europe/Vienna"


def _ways(mechanism: Mechanism) -> Iterator[tuple[str, str]]:
    """Check that every stage is reached, every clock ends somewhere, and no stage is a dead end."""
    ways = list(mechanism.leading())
    reached = _from([""], ways)
    ends = [stage.id for stage in mechanism.stages if stage.end]
    ending = _from(ends, [(to, from_) for from_, to in ways])
    if not any(step.opens for step in mechanism.steps):
        yield "", "no step opens a consultation; write `opens = true` in one"
    for stage in mechanism.stages:
        where = f"stage {stage.id}"
        if stage.id not in reached:
            yield where, "no step and no clock leads here; write one that does, or leave it out"
        if stage.id not in ending:
            yield where, "no stated end can be reached from here; write a way out, or an `end`"
        if not stage.turn and not stage.end:
            yield where, "it is nobody's turn here; write `turn`, or an `end`"
    for clock in mechanism.clocks:
        yield from _clock(mechanism, clock, ways)


def _clock(
    mechanism: Mechanism, clock: StepClock, ways: list[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Check that a clock can be met, and what follows when it is not."""
    where = f"clock {clock.id}"
    numbered = any(reading.without_number is None for reading in clock.readings)
    if not clock.starts_with or not clock.met_by:
        yield where, "say in `starts_with` and `met_by` which steps start it and which meet it"
    for id_ in clock.starts_with:
        leads = mechanism.step(id_).to
        if leads and leads != clock.in_:
            yield where, f"step {id_} starts it and leads to {leads}, not to {clock.in_} (`in`)"
    if not any(clock.in_ in mechanism.step(id_).in_ for id_ in clock.met_by):
        yield where, f"no step that meets it is foreseen in stage {clock.in_}, in which it runs"
    if numbered and not clock.lapses_to:
        yield where, "it ends nowhere; write in `lapses_to` which stage follows when it runs out"
    if clock.lapses_to == clock.in_:
        yield where, "it runs out into the stage in which it runs; name another in `lapses_to`"
    others = [way for way in ways if way[0] == clock.in_ and way[1] != clock.in_]
    met = {mechanism.step(id_).to for id_ in clock.met_by}
    if not numbered and not clock.lapses_to and all(to in met for _, to in others):
        problem = "no number is set, so it never runs out: another step must lead out of stage"
        if not mechanism.stage(clock.in_).end:
            yield where, f"{problem} {clock.in_}, or the stage must have an `end`"


def _from(start: Iterable[str], ways: list[tuple[str, str]]) -> set[str]:
    """Give what can be reached by some ways."""
    reached = set(start)
    fresh = set(reached)
    while fresh:
        fresh = {to for from_, to in ways if from_ in fresh} - reached
        reached |= fresh
    return reached


def _known(
    where: str, kind: str, names: Iterable[str], known: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Name what is used and does not exist."""
    there = list(known)
    for name in names:
        if name not in there:
            yield where, f"no {kind} is called {name!r}.{near_miss(name, there)}"
