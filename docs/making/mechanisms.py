"""The page of mechanisms: stages, steps and clocks of each, and the readings of its clauses."""

from __future__ import annotations

from collections.abc import Iterator

import detente
from detente.dossiers import words
from detente.instruments.library import Text
from detente.instruments.mechanisms import ClockReading, Mechanism, Step, StepClock
from detente.sources.source import Record
from docs.making.markdown import anchor, generated_from, table

HEAD = """# Mechanisms of consultation

Who may ask whom, what may be done next, and which clock runs meanwhile, as data. [Follow a
consultation](../how-to/follow-a-consultation.md) shows how they are used; [competing
readings](../explanation/competing-readings.md) tells why one clause may stand here in two ways.

Every entry is a **draft** until two named persons have compared it with the authentic text ([what
that means](../explanation/draft-marks-and-sources.md)). `detente library check` proves of each that
every stage is reached, every clock ends somewhere, and no stage is a dead end.
"""

ROLES = {
    "requesting": "the party that asks",
    "addressed": "the party that is asked",
    "chair": "who presides",
    "body": "the body that meets",
    "any": "any party",
}


def page() -> str:
    """Give the page."""
    found = list(detente.library().mechanisms())
    rows = [
        (
            f"[`{name}`](#{anchor(name)})",
            each.title,
            str(len(each.stages)),
            str(len(each.steps)),
            str(len(each.clocks)),
            "yes" if each.draft else "",
        )
        for name, _, each in found
    ]
    head = ("Name", "What it is", "Stages", "Steps", "Clocks", "Draft")
    parts = [generated_from("library/"), HEAD, table(head, rows)]
    return "\n".join([*parts, *("\n".join(_mechanism(*each)) for each in found)])


def _mechanism(name: str, text: Text, one: Mechanism) -> Iterator[str]:
    """Give one mechanism."""
    yield f"## {name}\n"
    yield f"**{one.title}**, of the {text.instrument.title}. {one.gist}\n"
    yield f"* invoked by: {one.invoked_by}"
    yield from (f"* ground: {ground}" for ground in one.grounds)
    yield from ([f"* body: {one.body}"] if one.body else [])
    yield from ([f"* provisions: {', '.join(one.provisions)}"] if one.provisions else [])
    yield from _origin(one)
    rows = ((s.id, s.title, ", ".join(ROLES[r] for r in s.turn), s.end) for s in one.stages)
    yield "\n**Stages**\n\n" + table(("Stage", "What it is", "Turn", "How it ends here"), rows)
    yield "**Steps**\n"
    for step in one.steps:
        yield from _step(step)
    if one.clocks:
        yield "\n**Clocks**\n"
    for clock in one.clocks:
        yield from _clock(clock)
    if one.readings:
        yield "\n**Clauses that are read in more than one way**\n"
        readings = (
            (r.clause, r.gist, "; ".join(r.held_by) or "nobody is known to", r.consequence)
            for r in one.readings
        )
        yield table(("Clause", "Reading", "Held by", "What follows from it"), readings)
    if one.uses:
        yield "\n**Uses known only in outline**\n"
        uses = ((f"{u.from_} to {u.to}", u.times, u.gist, u.stated_by) for u in one.uses)
        yield table(("When", "How often", "What is stated", "By"), uses)
    yield ""


def _step(step: Step) -> Iterator[str]:
    """Give one step."""
    start = ["opens a consultation"] if step.opens else []
    start += [f"in {', '.join(step.in_)}"] if step.in_ else []
    yield f"* **{step.title}** (`{step.id}`). {step.gist}"
    facts = (
        ("by", ", ".join(ROLES[role] for role in step.by)),
        ("when", "; ".join(start)),
        ("leads to", step.to or "the stage stays"),
        ("to", step.addressees),
        ("channel", step.channel),
        ("chair", step.chair),
        ("attendance", step.attendance),
        ("output", step.output),
    )
    yield from (f"  * {what}: {told}" for what, told in facts if told)
    yield from (f"  {line}" for line in _origin(step))


def _clock(clock: StepClock) -> Iterator[str]:
    """Give one clock."""
    yield f"* **{clock.title}** (`{clock.id}`)"
    yield f"  * started by {', '.join(clock.starts_with)}, met by {', '.join(clock.met_by)}"
    yield f"  * when it runs out: {clock.lapses_to or 'it never does'}"
    yield from (f"  * read as `{each.id}`: {_reading(each)}" for each in clock.readings)
    yield from (f"  {line}" for line in _origin(clock))


def _reading(one: ClockReading) -> str:
    """Give one reading of a clock."""
    held = f"held by {', '.join(one.held_by)}" if one.held_by else ""
    rule = "as a rule, no hard limit" if one.as_a_rule else ""
    return "; ".join(each for each in (one.gist, rule, held) if each)


def _origin(record: Record) -> Iterator[str]:
    """Give the source of an entry, how it is known, and what is open about it."""
    sure = f", {record.confidence} confidence" if record.confidence else ""
    draft = "; draft" if record.draft else ""
    yield f"* source: {record.source} ({words.BASES[record.basis]}{sure}){draft}"
    yield from (f"* open: {question}" for question in record.open_questions)
