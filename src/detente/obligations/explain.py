"""The reading chain of one finding in words, built when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import narwhals as nw

from detente.errors import UnknownName
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Clock, Provision
from detente.measures import Count
from detente.obligations.clauses import Clause, reaches
from detente.obligations.clocks import DONE, DUE
from detente.obligations.engines import engine_of
from detente.obligations.evaluate import draft, in_utc, settle_zones
from detente.obligations.rules import ADDRESSED, VERDICT, Bench, Rule, compile_rule
from detente.times.moments import text_of

ANSWERS = {True: "yes", False: "no", None: "cannot be told"}
VERDICTS = {True: "applies", False: "does not apply", None: "cannot be told"}


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
        steps: the chain of conditions.
        clock: due, done and timing in one sentence; empty when there is no clock.
        notes: other readings, open questions, the draft mark.
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

    def __str__(self) -> str:
        """Give the whole chain as text."""
        head = f"{self.activity}, as stated by {self.source}: {self.name} {VERDICTS[self.verdict]}"
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
    row, seen = engine.plan(engine.pick(frame, activity, source), library)
    zones = {provision.zone: library.zones[provision.zone]} if provision.zone else {}
    bench, row = settle_zones(Bench(library, seen, in_utc(as_of)), row, zones.values())
    chain = _chain(bench, text, provision.id)
    for columns in chain.columns:
        row = row.with_columns(*columns)
    found = engine.row(row)
    if found is None:
        raise UnknownName("activity", f"{activity} ({source})" if source else str(activity), ())
    return _told(chain.rule, name, found, chain.leaves)


@dataclass(frozen=True, eq=False)
class _Chain:
    """What is asked of a row to explain one provision.

    Attributes:
        rule: the provision, compiled.
        leaves: conditions and their parts, with their depth; the answer of each is a column.
        columns: columns to add, one lot after the other.
    """

    rule: Rule
    leaves: tuple[tuple[Clause, int], ...]
    columns: tuple[tuple[nw.Expr, ...], ...]


@lru_cache(maxsize=1024)
def _chain(bench: Bench, text: Text, paragraph: str) -> _Chain:
    """Put together what is asked of a row; it holds for every row with the same columns."""
    rule = compile_rule(bench, text, paragraph)
    leaves = tuple(_leaves(rule))
    answers = [leaf.answer.alias(f"_{i}") for i, (leaf, _) in enumerate(leaves)]
    return _Chain(
        rule,
        leaves,
        (
            (rule.addressed().alias(ADDRESSED), *rule.answers),
            (rule.verdict().alias(VERDICT), *answers, *rule.timing.moments, *_readings(rule)),
            (rule.timing.timing.alias("_timing"),),
        ),
    )


def _leaves(rule: Rule) -> Iterator[tuple[Clause, int]]:
    """Go through the conditions of a rule and their parts, with their depth."""
    for clause in (*rule.addressing, *rule.clauses):
        yield from _parts(clause, 0)


def _parts(clause: Clause, depth: int) -> Iterator[tuple[Clause, int]]:
    """Go through a condition and the parts that it is made of."""
    yield clause, depth
    for part in clause.parts:
        yield from _parts(part, depth + 1)


def _readings(rule: Rule) -> list[nw.Expr]:
    """Answer every other reading of every level."""
    return [
        reaches(rule.bench.seen, level.measure, other.operator, other.value).alias(f"_r{i}_{j}")
        for i, level in enumerate(rule.provision.levels)
        for j, other in enumerate(level.other_readings)
    ]


def _told(
    rule: Rule, name: str, row: dict[str, Any], leaves: Iterable[tuple[Clause, int]]
) -> Explanation:
    """Put the answers of one row into words."""
    steps = tuple(
        Step(_asks(clause), _stated(row, clause), row[f"_{i}"], depth)
        for i, (clause, depth) in enumerate(leaves)
    )
    addressed = row[ADDRESSED]
    verdict = row[VERDICT]
    if rule.provision.counter and verdict:
        verdict = None  # it counts towards the limit; one row cannot tell whether there are more
    return Explanation(
        activity=str(row["activity"]),
        source=str(row["source"]),
        name=name,
        citation=str(rule.provision.source),
        gist=rule.provision.gist,
        verdict=verdict,
        steps=steps,
        clock="" if verdict is False or addressed is False else _clock(rule, row),
        notes=tuple(_notes(rule, row)),
    )


def _asks(clause: Clause) -> str:
    """Name a condition; one that is made of parts says how they are joined."""
    if clause.words:
        return clause.words
    return "any one of these is enough" if clause.joined == "any" else "all of these hold"


def _stated(row: dict[str, Any], clause: Clause) -> str:
    """Give what the source states about a condition."""
    name = clause.name
    if clause.measure:
        exact = row.get(name)
        count = Count(row.get(f"{name}_low", exact), row.get(f"{name}_high", exact))
        return f"stated: {count}" if str(count) else "not stated"
    if clause.parts or name in ("status", "ends", "starts"):
        return ""
    value = row.get(name)
    if value is None:
        return "not stated"
    return f"stated: {ANSWERS[value]}" if isinstance(value, bool) else f"stated: {value}"


def _clock(rule: Rule, row: dict[str, Any]) -> str:
    """Say when the duty falls due, when it was done, and whether in time."""
    clock = rule.text.clock_of(rule.provision)
    if clock is None or row[DUE] is None:
        return ""
    days, given = clock.counted_in_days, row.get(DONE)
    done = text_of(given, day=given.time() == dt.time()) if given else ""
    parts = [f"due {'on or before' if days else 'by'} {text_of(row[DUE], day=days)}"]
    if clock.as_a_rule:
        parts[0] += " (as a rule, not a hard limit)"
    parts.append(f"done {done}" if done else _undone(clock, row))
    parts.append(row["_timing"] or "whether in time cannot be told")
    citation = f"{clock.source}: {clock.gist}"
    return "; ".join(part for part in parts if part) + f". {citation}"


def _undone(clock: Clock, row: dict[str, Any]) -> str:
    """Say what the source states where it gives no moment at which the duty was done."""
    if not clock.done:
        return ""
    stated = row.get(clock.done.removesuffix("_at"))
    if stated is None:
        return "whether it was done is not stated"
    return "done, when is not stated" if stated else "stated as not done"


def _notes(rule: Rule, row: dict[str, Any]) -> Iterator[str]:
    """Go through other readings, open questions and the draft mark."""
    for i, level in enumerate(rule.provision.levels):
        for j, other in enumerate(level.other_readings):
            words = f"{level.measure} {other.operator.replace('_', ' ')} {other.value:,}"
            answer = ANSWERS[row[f"_r{i}_{j}"]]
            yield f"Another reading, held by {other.held_by}: {words}: {answer}."
    if rule.provision.counter:
        yield "The limit on numbers is counted over the whole frame and is not part of this chain."
    for question in _questions(rule.text, rule.provision):
        yield f"Open question: {question}"
    if draft(rule):
        yield "Draft: not yet compared with the authentic text by two readers."


def _questions(text: Text, provision: Provision) -> Iterator[str]:
    """Go through what is not settled about a provision and its clock."""
    yield from provision.open_questions
    clock = text.clock_of(provision)
    if clock:
        yield from clock.open_questions
