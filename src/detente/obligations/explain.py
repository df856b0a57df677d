"""The reading chain of one finding in words, built when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from detente.errors import UnknownName
from detente.instruments.library import Library
from detente.instruments.provisions import Clock
from detente.measures.answers import Answer, all_of, any_of, negation
from detente.obligations import standing
from detente.obligations.chains import BOUND, BROKEN, TIMING, chain
from detente.obligations.clauses import Clause
from detente.obligations.clocks import DONE, DUE, DUE_LAST
from detente.obligations.engines import engine_of
from detente.obligations.evaluate import draft
from detente.obligations.rules import ADDRESSED, VERDICT, Rule
from detente.obligations.running import may_run
from detente.obligations.seen import TICK
from detente.obligations.spells import binding
from detente.obligations.stated import ANSWERS, stated
from detente.sources import Record
from detente.times import asked_at
from detente.times.moments import text_of

VERDICTS = {True: "applies", False: "does not apply", None: "cannot be told"}
DATA = "is kept as data, not evaluated on activities"


@dataclass(frozen=True)
class Step:
    """One link of a reading chain.

    Attributes:
        asks: the condition in words.
        stated: what the source states about it; empty when it states nothing.
        answer: yes, no, or None for cannot be told.
        depth: 0 for a condition of its own, 1 and more for a part of the one before.
    """

    asks: str
    stated: str
    answer: bool | None
    depth: int = 0

    def __str__(self) -> str:
        """Give the step as one line."""
        stated = f" ({self.stated})" if self.stated else ""
        return f"{'  ' * self.depth}{self.asks}{stated}: {ANSWERS[self.answer]}"


@dataclass(frozen=True)
class Explanation:
    """Why a finding says what it says.

    Attributes:
        activity, source: the row.
        name: full name of the provision.
        citation: document and paragraph.
        gist: the rule in our own words.
        verdict: the answer; of a limit on numbers, which one row cannot settle, never yes.
        steps: the chain of conditions; empty where the provision is not evaluated.
        clock: due, done and timing in one sentence, with the time limit that runs; empty when there
            is none.
        notes: other readings, departures that bear, open questions, the draft mark.
        evaluated: whether the provision is evaluated on activities at all; one that is kept as data
            has no verdict.
    """

    activity: str
    source: str
    name: str
    citation: str
    gist: str
    verdict: bool | None
    steps: tuple[Step, ...]
    clock: str
    notes: tuple[str, ...]
    evaluated: bool = True

    @property
    def answer(self) -> str:
        """The verdict in words."""
        return VERDICTS[self.verdict] if self.evaluated else DATA

    def __str__(self) -> str:
        """Give the whole chain as text."""
        head = f"{self.activity}, as stated by {self.source}: {self.name} {self.answer}"
        lines = [head, f"  {self.citation}: {self.gist}", *(f"  - {step}" for step in self.steps)]
        lines += [f"  {line}" for line in (self.clock, *self.notes) if line]
        return "\n".join(lines)


def explain(
    frame: Any,
    name: str,
    *,
    library: Library,
    activity: object,
    source: object = None,
    as_of: dt.date | dt.datetime | None = None,
) -> Explanation:
    """Explain the finding of one provision on one activity.

    Args:
        frame: activities, as `evaluate` takes them.
        name: full name of the provision, such as ``osce/vd-2011/40.1.1``.
        library: the agreed texts.
        activity: the activity's id.
        source: whose account; None: the first.
        as_of: naive UTC instant; what is later is not yet known.

    Raises:
        UnknownName: no such provision, activity or source. The sender must act.
    """
    text, provision = library.provision(name)
    engine = engine_of(frame)
    picked = engine.pick(frame, activity, source)
    row, columns = engine.lay(picked)
    asked = chain(library, columns, engine.ask, asked_at(as_of), text, provision.id)
    for lot in asked.lots:
        row = engine.add(row, lot)
    found = engine.row(row)
    if found is None:
        raise UnknownName("activity", f"{activity} ({source})" if source else str(activity), ())
    if found[BROKEN]:
        engine.checked(engine.plan(picked, library)[0], library)
    return _told(asked.rule, name, found, asked.leaves)


def _told(
    rule: Rule, name: str, row: dict[str, Any], leaves: Iterable[tuple[Clause, int]]
) -> Explanation:
    """Put the answers of one row into words."""
    addressed, verdict = row[ADDRESSED], row[VERDICT]
    evaluated = bool(rule.provision.kinds)
    if not evaluated or (rule.provision.counter and verdict):
        verdict = None  # a limit on numbers counts it; one row cannot tell whether there are more
    bears = evaluated and verdict is not False and addressed is not False
    return Explanation(
        activity=str(row["activity"]),
        source=str(row["source"]),
        name=name,
        citation=str(rule.provision.source),
        gist=rule.provision.gist,
        verdict=verdict,
        steps=_steps(rule, row, leaves) if evaluated else (),
        clock=_clock(rule, row) if bears else "",
        notes=tuple(_notes(rule, row)),
        evaluated=evaluated,
    )


def _steps(
    rule: Rule, row: dict[str, Any], leaves: Iterable[tuple[Clause, int]]
) -> tuple[Step, ...]:
    """Answer the conditions one by one; those that ask the same in the same words are one."""
    found: dict[object, Step] = {}
    for i, (clause, depth) in enumerate(leaves):
        step = Step(_asks(clause), stated(rule, row, clause), _answer(row, clause), depth)
        key = i if depth or clause.parts else step.asks
        met = found.get(key)
        found[key] = replace(step, answer=all_of([met.answer, step.answer])) if met else step
    return tuple(found.values())


def _answer(row: dict[str, Any], clause: Clause) -> Answer:
    """Give the answer to a condition, which its parts make where it has several."""
    if clause.column:
        found: Answer = row[clause.column]
        return found
    join = any_of if clause.joined == "any" else all_of
    joined = join(_answer(row, part) for part in clause.parts)
    return negation(joined) if clause.negated else joined


def _asks(clause: Clause) -> str:
    """Name a condition; one that is made of parts says how they are joined."""
    if clause.words:
        return clause.words
    return "any one of these is enough" if clause.joined == "any" else "all of these hold"


def _clock(rule: Rule, row: dict[str, Any]) -> str:
    """Say when the duty falls due, when it was done, whether in time, and by which time limit."""
    clock = rule.text.clock_of(rule.provision)
    if clock is None:
        return ""
    running = may_run(rule.text, clock, row)
    given = row.get(DONE)
    done = text_of(given, day=given.time() == dt.time()) if given else ""
    parts = [_due(running, row), f"done {done}" if done else _undone(clock, row)]
    if row[DUE] is not None:
        bound = "" if row[BOUND] else f"the {rule.bearer} was not surely bound on that day, so "
        timing = row[TIMING] if row[BOUND] else None
        parts.append(timing or f"{bound}whether in time cannot be told")
    limits = " Or: ".join(f"{each.source}: {each.gist}" for each in running)
    if len(running) > 1:
        facts = ", ".join(condition.fact for condition in running[1].facts)
        limits = f"One of two time limits runs, which {facts} would settle: {limits}"
    return "; ".join(part for part in parts if part) + f". {limits}"


def _due(running: tuple[Clock, ...], row: dict[str, Any]) -> str:
    """Say when the duty falls due, by the clocks of which one runs."""
    due = row[DUE]
    if due is None:
        return f"when it falls due cannot be told ({running[0].of} is not stated)"
    days = running[0].counted_in_days
    told = f"due {'on or before' if days else 'by'} {text_of(due, day=days)}"
    if row[DUE_LAST] != due:
        told += " at the earliest"
    if all(clock.as_a_rule for clock in running):
        told += " (as a rule, not a hard limit)"
    return told


def _undone(clock: Clock, row: dict[str, Any]) -> str:
    """Say what the source states where it gives no moment at which the duty was done."""
    if not clock.done:
        return ""
    stated = row.get(clock.done.removesuffix("_at"))
    if stated is None:
        return "whether it was done is not stated"
    return "done, when is not stated" if stated else "stated as not done"


def _notes(rule: Rule, row: dict[str, Any]) -> Iterator[str]:
    """Go through other readings, departures, open questions and the draft mark."""
    if not rule.provision.kinds:
        yield "It names no kind of activity, so no activity is compared with it."
    stated, as_of = row.get("stated_at"), rule.bench.as_of
    if stated is not None and as_of is not None and stated > as_of:
        yield "The account was given after the moment asked; no finding goes by it as of then."
    yield from _unlisted(rule, row)
    yield from _other_readings(rule, row)
    if rule.provision.counter:
        yield "The limit on numbers is counted over the whole frame and is not part of this chain."
    departures = list(_departures(rule, row))
    for departure in departures:
        yield _departed(departure)
    questions = list(dict.fromkeys(_questions(rule, row, departures)))
    for question in questions:
        yield f"Open question: {question}"
    for question in rule.text.instrument.open_questions:
        if question not in questions:
            yield f"Open question on {rule.text.instrument.short} as a whole: {question}"
    if draft(rule):
        yield "Draft: not yet compared with the authentic text by two readers."


def _unlisted(rule: Rule, row: dict[str, Any]) -> Iterator[str]:
    """Say where the bearer stands on no list of parties, and the list is not complete."""
    who, bearer = binding(rule.bench.library, rule.text).of(rule.provision), row.get(rule.bearer)
    if bearer and bearer not in who.spells and who.may_bind([bearer]):
        short = rule.text.instrument.short
        yield f"The list of parties to {short} is not complete; {bearer} is not named on it."


def _other_readings(rule: Rule, row: dict[str, Any]) -> Iterator[str]:
    """Go through what others hold a level to be, each with its answer."""
    for i, level in enumerate(rule.provision.levels):
        for j, other in enumerate(level.other_readings):
            words = f"{level.measure} {other.operator.replace('_', ' ')} {other.value:,}"
            answer = ANSWERS[row[f"_r{i}_{j}"]]
            yield f"Another reading, held by {other.held_by}: {words}: {answer}."


def _departures(rule: Rule, row: dict[str, Any]) -> Iterator[standing.Exemption]:
    """Go through the departures of the bearer that run, or may run, when the activity starts."""
    library = rule.bench.library
    bearer, first = row.get(rule.bearer), row.get("starts")
    latest = row.get("starts_latest")
    last = latest - TICK if latest else first
    if rule.provision.yearly:
        first, last = row[DUE], row[DUE_LAST]
    if library.status_day:
        first = last = dt.datetime.combine(library.status_day, dt.time())
    for entry in standing.exemptions(library, rule.text):
        from_, to = entry.status.from_, entry.status.to
        running = last is None or from_ <= last.date()
        over = first is not None and to is not None and to <= first.date()
        if (
            bearer in entry.obligors
            and standing.concerns(entry, rule.provision)
            and running
            and not over
        ):
            yield entry


def _departed(entry: standing.Exemption) -> str:
    """Tell one departure: towards whom, since when, on what ground, and who disputes it."""
    status = entry.status
    towards = ", ".join(status.obligees) if entry.obligees else "all other parties"
    until = f" to before {status.to}" if status.to else ""
    told = [f"Towards {towards}: {status.kind} from {status.from_}{until}"]
    if status.disputed_by:
        told.append(f"disputed by {', '.join(status.disputed_by)}")
    if status.claimed_by:
        told.append(f"so stated by {', '.join(status.claimed_by)}, not by the party itself")
    return f"{'; '.join(told)}. {status.ground} ({status.source})"


def _questions(
    rule: Rule, row: dict[str, Any], departures: Iterable[standing.Exemption]
) -> Iterator[str]:
    """Go through what is not settled about a provision and about what it rests on."""
    text, provision = rule.text, rule.provision
    clock = text.clock_of(provision)
    used: list[Record] = [
        provision,
        *(may_run(text, clock, row) if clock else ()),
        *(text.exceptions[name] for name in provision.unless),
        *(departure.status for departure in departures),
    ]
    for record in used:
        yield from record.open_questions
