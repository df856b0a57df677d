"""Consultations as a person reads them on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from detente.cli.findings_table import DRAFT, DRAFT_NOTE, frame
from detente.consultations import Next, Picture, Run, View, picture
from detente.consultations.answers import questions
from detente.consultations.counting import TICK, Span
from detente.consultations.meetings import meetings
from detente.consultations.written import span_of
from detente.dossiers.harmless import harmless
from detente.times.moments import text_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.consultations.ledger import Count, Line
    from detente.instruments.library import Text
    from detente.instruments.mechanisms import ClockReading, Mechanism
    from detente.invocations import Consultation

STATES = {
    "running": "runs",
    "met": "met in time",
    "late": "met late",
    "lapsed": "ran out",
    "suspended": "stands still",
    "unknown": "cannot be told",
}
TIMINGS = {
    "on_time": "on time",
    "late": "late",
    "never": "never",
    "running": "runs",
    "suspended": "stands still",
    "cannot_be_told": "cannot be told",
    "accounts_differ": "accounts differ",
}
_STYLES = {"running": "bold blue", "lapsed": "yellow", "late": "yellow", "unknown": "dim"}
_PERMITTED = {True: "now", None: "now, or not: the stage cannot be told", False: "not yet"}
_NOT_SAID = "Whether a party acted as it should is not said."


def whole(
    consultation: Consultation, mechanism: Mechanism, at: dt.datetime
) -> Iterator[RenderableType]:
    """Tell all of one consultation."""
    found = picture(consultation, mechanism, at)
    yield from _head(consultation, mechanism, at)
    if consultation.uncertain:
        yield f"Not sure that the mechanism was invoked: {harmless(consultation.uncertain)}"
    for view in _ours(found):
        yield from _view(view, mechanism, several=len(_ours(found)) > 1)
    yield from _otherwise(found, mechanism)
    yield from _questions(consultation, at)
    yield from _meetings(consultation, at)
    yield from _clauses(mechanism)
    yield from _foot(mechanism)


def steps(
    consultation: Consultation, mechanism: Mechanism, at: dt.datetime
) -> Iterator[RenderableType]:
    """Tell what may be done next in one consultation."""
    yield from _head(consultation, mechanism, at)
    views = _ours(picture(consultation, mechanism, at))
    for view in views:
        if len(views) > 1:
            yield _account(view)
        yield _stage(view, mechanism)
        yield from _steps(view)
    yield from _foot(mechanism)


def told_again(
    consultation: Consultation, mechanism: Mechanism, pictures: Sequence[Picture]
) -> Iterator[RenderableType]:
    """Tell a consultation instant by instant, by our own reading of its clocks."""
    from rich.text import Text as Styled

    yield Styled(f"{harmless(consultation.title)} ({harmless(consultation.id)})", style="bold")
    table = frame(("As of (UTC)", 23), ("Account", 10), ("Stage", 34), ("Clocks", 34))
    before: object = None
    for found in pictures:
        rows = [_row(view, mechanism) for view in _ours(found)]
        if rows == before:
            continue
        before = rows
        for number, row in enumerate(rows):
            table.add_row("" if number else _moment(found.at), *row)
    yield table
    yield from _foot(mechanism)


def lines_and_counts(
    lines: Sequence[Line], found: Sequence[Count], mechanisms: Sequence[Mechanism], at: dt.datetime
) -> Iterator[RenderableType]:
    """Tell the ledger: each clock that ran, then how often each came out how."""
    from rich.text import Text as Styled

    yield Styled(f"Clocks that ran, as of {_minute(at)}", style="bold")
    table = frame(("Consultation", 24), ("Who asks whom", 18), ("Clock", 24), ("Came out", 34))
    for line in lines:
        asked = f"{', '.join(line.requesting)} → {', '.join(line.addressed)}"
        mark = " (not sure)" if line.uncertain else ""
        table.add_row(harmless(line.consultation) + mark, asked, line.clock, _came_out(line))
    yield table
    yield Styled("How often, of the runs that are told", style="bold")
    table = frame(("Mechanism", 32), ("Clock", 32), ("Came out", 30), ("Runs", 6))
    for each in found:
        many = "\n".join(f"{TIMINGS[t]}: {n} of {each.runs}" for t, n in each.counts.items())
        table.add_row(each.mechanism, each.clock, many, str(each.runs))
    yield table
    yield from _uses(mechanisms)
    yield "Counted are clocks of mechanisms, by our own reading; no State is ranked."
    yield "A use that is not surely one of the mechanism is shown, and not counted."


def listed(found: Iterable[tuple[str, Text, Mechanism]]) -> Iterator[RenderableType]:
    """List mechanisms."""
    table = frame(("Mechanism", 0), ("What it is", 44), ("Steps", 5), ("Clocks", 6))
    for name, _, each in found:
        mark = f" {DRAFT}" if each.draft else ""
        table.add_row(f"{name}{mark}", each.title, str(len(each.steps)), str(len(each.clocks)))
    yield table
    yield f"{DRAFT_NOTE}."


def mechanism_told(name: str, text: Text, mechanism: Mechanism) -> Iterator[RenderableType]:
    """Tell one mechanism: who may invoke it, its steps, its clocks with their readings."""
    from rich.text import Text as Styled

    mark = f" {DRAFT}" if mechanism.draft else ""
    yield Styled(f"{name}{mark} {mechanism.title}", style="bold")
    yield Styled(f"{text.instrument.title}: {mechanism.source}", style="dim")
    yield mechanism.gist
    yield f"Invoked by: {mechanism.invoked_by}. Grounds: {'; '.join(mechanism.grounds)}."
    table = frame(("Step", 34), ("By", 22), ("From", 26), ("To", 22))
    for step in mechanism.steps:
        start = ["(opens it)"] if step.opens else []
        table.add_row(
            step.title, ", ".join(step.by), "\n".join([*start, *step.in_]), step.to or "(stays)"
        )
    yield table
    table = frame(("Clock", 26), ("Reading", 14), ("It says", 40), ("Runs out to", 22))
    for clock in mechanism.clocks:
        for reading in clock.readings:
            table.add_row(clock.title, reading.id, _length(reading), clock.lapses_to or "(never)")
    yield table
    yield from _clauses(mechanism)
    yield from (f"Open: {question}" for question in mechanism.open_questions)
    yield from _foot(mechanism)


def _length(reading: ClockReading) -> str:
    """Tell a reading, and who holds it."""
    held = f" ({', '.join(reading.held_by)})" if reading.held_by else ""
    return f"{reading.gist}{held}"


def _head(
    consultation: Consultation, mechanism: Mechanism, at: dt.datetime
) -> Iterator[RenderableType]:
    """Say which consultation it is, and as of when."""
    from rich.text import Text as Styled

    mark = f" {DRAFT}" if mechanism.draft else ""
    asked = f"{', '.join(consultation.requesting)} → {', '.join(consultation.addressed)}"
    yield Styled(f"{harmless(consultation.title)} ({harmless(consultation.id)})", style="bold")
    yield Styled(
        f"{consultation.mechanism}{mark} · {harmless(asked)} · as of {_minute(at)}", style="dim"
    )


def _foot(mechanism: Mechanism) -> Iterator[RenderableType]:
    """Say what holds for all that was told."""
    if mechanism.draft:
        yield f"{DRAFT_NOTE}."
    yield f"Moments are in UTC. {_NOT_SAID}"
    yield ""


def _ours(found: Picture) -> list[View]:
    """Give the accounts by our own reading."""
    return [view for view in found.views if view.reading == found.views[0].reading]


def _account(view: View) -> RenderableType:
    """Say by whose account."""
    from rich.text import Text as Styled

    names = harmless(", ".join(view.accounts)) or "all others"
    return Styled(f"By the account of {names}", style="bold cyan")


def _view(view: View, mechanism: Mechanism, *, several: bool) -> Iterator[RenderableType]:
    """Tell one account."""
    if several:
        yield _account(view)
    yield _stage(view, mechanism)
    if view.turn:
        yield f"Turn: {harmless(', '.join(view.turn))}"
    if view.outcomes:
        yield f"Came of it: {'; '.join(outcome.replace('_', ' ') for _, outcome in view.outcomes)}"
    if view.unforeseen:
        yield f"Not foreseen where it happened: {harmless(', '.join(view.unforeseen))}"
    if view.clocks:
        table = frame(("Clock", 30), ("Stands", 34), ("Until", 36))
        for run in view.clocks:
            table.add_row(run.title, _stands(run), _until(run))
        yield table
    yield from _steps(view)


def _stage(view: View, mechanism: Mechanism) -> str:
    """Tell the stage, or those it can be at."""
    titles = [mechanism.stage(each).title if each else "Not opened yet" for each in view.stages]
    if len(titles) == 1:
        return f"Stage: {titles[0]}"
    return "Stage: cannot be told; one of these:\n" + "\n".join(f"  · {each}" for each in titles)


def _stands(run: Run) -> RenderableType:
    """Tell how a clock stands."""
    from rich.text import Text as Styled

    told = STATES[run.state]
    if run.state == "unknown" and run.met_by:
        told = f"met by {harmless(run.met_by)}; in time or not cannot be told"
    if run.as_stated:
        told += ", as its source says"
    if run.missing:
        told += f"; settled by: {harmless(', '.join(dict.fromkeys(run.missing)))}"
    return Styled(told, style=_STYLES.get(run.state, ""))


def _until(run: Run) -> str:
    """Tell until when a clock runs."""
    if run.due is None:
        return "no end while it stands still" if run.state == "suspended" else run.gist
    rule = " (as a rule)" if run.as_a_rule else ""
    return f"{span_of(run.due)}{rule}"


def _steps(view: View) -> Iterator[RenderableType]:
    """Tell what may be done next."""
    if not view.steps:
        yield "Nothing more is foreseen."
        return
    table = frame(("May be done next", 34), ("By", 14), ("When", 50))
    for step in view.steps:
        table.add_row(step.title, harmless(", ".join(step.by)), "\n".join(_when(step)))
    yield table


def _when(step: Next) -> Iterator[str]:
    """Tell when a step may be taken, until when it is asked for, and what it starts."""
    if step.after:
        clock, span = step.after
        yield f"once the clock of “{clock}” runs out: {span_of(span)}"
    else:
        yield _PERMITTED[step.permitted]
    if step.deadline:
        ran_out = "; that has passed" if step.overdue else ""
        yield f"until {span_of(step.deadline)}{ran_out}"
    yield from (f"then: {told}" for told in step.starts)


def _row(view: View, mechanism: Mechanism) -> tuple[str, str, str]:
    """Give the cells of one account at one instant."""
    titles = [mechanism.stage(each).title if each else "Not opened yet" for each in view.stages]
    stage = titles[0] if len(titles) == 1 else "cannot be told: " + "; or: ".join(titles)
    clocks = "\n".join(f"{run.title}: {STATES[run.state]}" for run in view.clocks)
    return harmless(", ".join(view.accounts)), stage, clocks


def _otherwise(found: Picture, mechanism: Mechanism) -> Iterator[RenderableType]:
    """Tell what other readings of the clocks come to."""
    from rich.text import Text as Styled

    others = [view for view in found.views if view.reading != found.views[0].reading]
    if not any(view.clocks for view in others):
        return
    yield Styled("The clocks read otherwise", style="bold")
    for view in others:
        names = f" ({harmless(', '.join(view.accounts))})" if view.accounts else ""
        yield f"{view.reading}{names}"
        for run in view.clocks:
            yield f"  · {run.title}: {_stands(run)} · {_until(run)}"
        titles = [mechanism.stage(each).title for each in view.stages if each]
        yield f"  · stage: {'; or: '.join(titles)}"


def _questions(consultation: Consultation, at: dt.datetime) -> Iterator[RenderableType]:
    """Tell the questions, and how each grader sees the answers."""
    found = questions(consultation, at)
    if not found:
        return
    table = frame(("Question", 44), ("Waits", 14), ("Answers, and how they are graded", 42))
    waits = {True: "yes", False: "no", None: "not graded"}
    for each in found:
        graded = [f"{who}: {grade.replace('_', ' ')}" for who, grade in each.grades.items()]
        said = [f"“{harmless(part)}”" for part in each.said]
        told = "\n".join([*said, *graded]) or "nothing is told"
        text = f"{harmless(each.question)}. {harmless(each.text)}"
        table.add_row(text, waits[each.open], told)
    yield table


def _meetings(consultation: Consultation, at: dt.datetime) -> Iterator[RenderableType]:
    """Tell the meetings."""
    found = meetings(consultation, at)
    if not found:
        return
    table = frame(("Meeting", 34), ("When", 22), ("Who came, who did not, what was undertaken", 46))
    for each in found:
        one = each.meeting
        told = [
            f"{there.party}: {'came' if there.came else 'did not come'}"
            + (f"; without prejudice: {there.without_prejudice}" if there.without_prejudice else "")
            + (f"; {there.reason}" if there.reason else "")
            for there in one.attendance
            if each.held is not False
        ]
        told += [
            f"{t.undertaking.owner}: {t.undertaking.what} ({t.stands})" for t in each.undertakings
        ]
        told += [f"next: {span_of(Span.of(one.next))}"] if one.next else []
        when = span_of(Span.of(one.at)) + ("" if each.held else " (called)")
        table.add_row(harmless(one.title or one.id), when, harmless("\n".join(told), lines=True))
    yield table


def _clauses(mechanism: Mechanism) -> Iterator[RenderableType]:
    """Tell the readings of clauses that are read in more than one way."""
    from rich.text import Text as Styled

    if not mechanism.readings:
        return
    yield Styled("Clauses that are read in more than one way", style="bold")
    table = frame(("Clause", 18), ("Reading", 32), ("Held by", 18), ("What follows from it", 32))
    for each in mechanism.readings:
        table.add_row(each.clause, each.gist, "\n".join(each.held_by), each.consequence)
    yield table


def _uses(mechanisms: Sequence[Mechanism]) -> Iterator[RenderableType]:
    """Tell the uses of which only a year and a number are known."""
    from rich.text import Text as Styled

    uses = [use for each in {each.id: each for each in mechanisms}.values() for use in each.uses]
    if not uses:
        return
    yield Styled("Uses known only in outline, and counted in no line above", style="bold")
    table = frame(("When", 24), ("How often", 10), ("What is stated", 50), ("By", 8))
    for use in uses:
        table.add_row(f"{use.from_} to {use.to}", use.times, use.gist, use.stated_by)
    yield table


def _came_out(line: Line) -> str:
    """Tell how a clock came out, by each account where they differ."""
    told = TIMINGS[line.timing]
    if line.timing == "accounts_differ":
        told += ": " + "; ".join(f"{who}: {TIMINGS[t]}" for who, t in line.by_account.items())
    return told


def _minute(instant: dt.datetime) -> str:
    """Write an instant to the minute."""
    return text_of(instant.replace(second=0, microsecond=0), day=False)


def _moment(instant: dt.datetime) -> str:
    """Write an instant at which something changes: a day ends, or a clock has just run out."""
    past = instant.microsecond == 1
    ended = instant + TICK if (instant + TICK).microsecond == 0 else instant
    return f"after {_minute(instant)}" if past else _minute(ended)
