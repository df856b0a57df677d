"""A provision compiled to expressions over a frame: whom it addresses, and what it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

import narwhals as nw

from detente.instruments.library import Library, Text, kept_with_library
from detente.instruments.provisions import Provision
from detente.obligations import standing
from detente.obligations.clauses import (
    Clause,
    every,
    exception,
    fact,
    group,
    laid_down,
    lasting,
    level,
    levels_reached,
    season,
    unsettled,
)
from detente.obligations.clocks import DUE, DUE_LAST, Timing, due, timing
from detente.obligations.counterpart import PARTIES, Other
from detente.obligations.seen import Seen
from detente.obligations.spells import Bound, binding
from detente.obligations.standing import Exemption, On

FINDINGS = (
    "activity",
    "source",
    "instrument",
    "provision",
    "obligor",
    "obligee",
    "verdict",
    "reached",
    "missing",
    "due",
    "done",
    "timing",
    "citation",
    "draft",
)
"""The columns of a frame of findings, in order."""

VERDICT, ADDRESSED, ANSWER = "_verdict", "_addressed", "_answer"
"""Columns that findings are worked out in: the verdict, whether addressed, and single answers."""


@dataclass(frozen=True)
class Bench:
    """What is the same for every rule of one evaluation.

    Attributes:
        library: the library.
        seen: the frame's columns.
        as_of: the instant asked for; None: the whole record.
        complete: whether the frame holds every activity of its States in its years, so that a
            counter may answer no.
    """

    library: Library
    seen: Seen
    as_of: dt.datetime | None = None
    complete: bool = False


@dataclass(frozen=True)
class Rule:
    """One provision over one frame.

    Attributes:
        bench, text, provision: where it comes from.
        addressing: whether the provision addresses the activity: kind, party, time.
        clauses: what the provision asks, condition by condition, over the columns `answers`.
        answers: columns to add before `clauses` can be asked: one for each single condition.
        timing: its clock.
    """

    bench: Bench
    text: Text
    provision: Provision
    addressing: tuple[Clause, ...]
    clauses: tuple[Clause, ...]
    answers: dict[str, nw.Expr]
    timing: Timing

    @property
    def bearer(self) -> str:
        """The column that names the State which bears the duty."""
        return self.provision.bearer

    def addressed(self) -> nw.Expr:
        """Answer whether the provision addresses the activity at all."""
        return every(self.addressing)

    def verdict(self) -> nw.Expr:
        """Answer whether the provision applies to an activity that may be `ADDRESSED`."""
        return every([Clause("", self.bench.seen.col(ADDRESSED)), *self.clauses])

    def missing(self, counted: Sequence[Clause] = ()) -> nw.Expr:
        """Name what would settle a verdict that cannot be told."""
        seen = self.bench.seen
        open_ = seen.col(VERDICT).is_null()
        asked = [*self.addressing, *self.clauses, *counted]
        pairs = (pair for clause in asked for pair in unsettled(clause))
        return _names(seen, ((name, open_ & answer) for name, answer in pairs))

    def reached(self) -> nw.Expr:
        """Name the measures whose level is reached."""
        return _names(self.bench.seen, levels_reached(self.clauses))


def compile_rule(bench: Bench, text: Text, paragraph: str) -> Rule:
    """Turn a provision into expressions over the frame that a bench describes.

    The expressions hold for every frame with the same columns, so they are kept.
    """
    return _compiled(bench.library, bench, text, paragraph)


@kept_with_library
def _compiled(library: Library, bench: Bench, text: Text, paragraph: str) -> Rule:
    """Turn a provision into expressions; `bench` is one of `library`."""
    provision = text.provisions[paragraph]
    exempt = standing.exemptions(library, text)
    other = _other(bench, text, provision)
    asked = (other.left_open(one) for one in _clauses(bench, text, provision, exempt))
    clauses, answers = laid_down(bench.seen, asked, ANSWER)
    return Rule(
        bench,
        text,
        provision,
        address(bench, text, provision),
        tuple(clauses),
        answers,
        _timing(bench, text, provision),
    )


def _timing(bench: Bench, text: Text, provision: Provision) -> Timing:
    """Set a provision's clock, and ask whether the bearer was bound when it was due."""
    told = timing(bench.seen, text, text.clock_of(provision), bench.as_of)
    if not told.moments:
        return told
    return replace(told, bound=_bound_when_due(bench, text, provision))


def address(bench: Bench, text: Text, provision: Provision) -> tuple[Clause, ...]:
    """Give the conditions under which a provision addresses an activity at all."""
    seen, bearer, on = bench.seen, provision.bearer, judged_on(bench, text, provision)
    who = binding(bench.library, text).of(provision)
    day = "due day" if provision.yearly else "day"
    parts = [
        Clause(
            "kind",
            seen.text("kind").is_in(list(provision.kinds)),
            words=f"kind is {' or '.join(provision.kinds)}",
        ),
        Clause(
            bearer,
            standing.bound(seen, bearer, who, on),
            words=f"the {bearer} is bound by {text.instrument.short} on the {day}",
            opens=tuple(_unbound(seen, bearer, who, on)),
        ),
        *(
            Clause("starts", answer, words=f"the provision holds on the {day}")
            for answer in standing.in_time_of(seen, provision, on)
        ),
        *_other(bench, text, provision).concerned(),
    ]
    return tuple(parts)


def judged_on(bench: Bench, text: Text, provision: Provision) -> On:
    """Give the time at which standing is judged: the start, or the due day of a yearly duty."""
    clock, day = text.clock_of(provision), bench.library.status_day
    if clock is None or not provision.yearly:
        return On.start(bench.seen, day)
    return On(*due(bench.seen, text, clock), bench.seen.vague(clock.of), day)


def _unbound(seen: Seen, bearer: str, who: Bound, on: On) -> Iterator[tuple[str, nw.Expr]]:
    """Name what would settle whether the bearer is bound, each with where it would."""
    nobody, undated = seen.text(bearer).is_null(), seen.lit(on.day is None) & on.first.is_null()
    yield bearer, nobody
    yield "starts", (nobody & undated) | (~nobody & standing.open_day(seen, bearer, who, on))
    parties = standing.open_parties(seen, bearer, who, on)
    if parties is not None:
        yield PARTIES, ~nobody & parties


def _bound_when_due(bench: Bench, text: Text, provision: Provision) -> nw.Expr:
    """Answer whether the bearer is surely bound, and the provision holds, on the due day."""
    seen, day = bench.seen, bench.library.status_day
    on = On(seen.col(DUE), seen.col(DUE_LAST), vague=True, day=day)
    who = binding(bench.library, text).of(provision)
    bound = standing.bound_throughout(seen, provision.bearer, who, on)
    return reduce(and_, [bound, *standing.in_time_of(seen, provision, on)])


def _clauses(
    bench: Bench, text: Text, provision: Provision, exempt: Iterable[Exemption]
) -> Iterable[Clause]:
    """Go through what a provision asks, in the order in which one would read it."""
    seen, on = bench.seen, judged_on(bench, text, provision)
    performs = standing.performs(seen, provision.bearer, exempt, provision, on)
    known = ~(seen.text(provision.bearer).is_null() | seen.first("starts").is_null())
    words = f"the {provision.bearer} performs towards all parties"
    yield from (
        Clause("status", answer, words=words, opens=(("status", known),)) for answer in performs
    )
    if provision.zone:
        zone = bench.library.zones[provision.zone]
        yield Clause(zone.column, seen.yes_no(zone.column), words=f"lies in the {zone.name}")
    yield from (fact(seen, condition) for condition in provision.facts)
    if provision.any_of:
        yield group("levels", "any", [level(seen, one) for one in provision.any_of])
    for one in provision.all_of:
        floor = one.operator in ("at_least", "more_than")
        yield replace(level(seen, one), named=floor)
    if provision.lasting:
        yield lasting(seen, provision.lasting)
    if provision.season:
        yield season(seen, provision.season)
    yield from (exception(seen, text.exceptions[name]) for name in provision.unless)


def _names(seen: Seen, named: Iterable[tuple[str, nw.Expr]]) -> nw.Expr:
    """Join the names whose expression is true, each once, in order."""
    by_name: dict[str, list[nw.Expr]] = {}
    for name, answer in named:
        by_name.setdefault(name, []).append(answer)
    found = {name: _any(answers) for name, answers in by_name.items()}
    return seen.names(found) if found else seen.lit("")


def _any(answers: Sequence[nw.Expr]) -> nw.Expr:
    """Answer whether any is true."""
    result = answers[0]
    for answer in answers[1:]:
        result = result | answer
    return result


def _other(bench: Bench, text: Text, provision: Provision) -> Other:
    """Give the other State that a row names, beside a provision."""
    towards, on = obligee(bench, text, provision), judged_on(bench, text, provision)
    return Other(bench.seen, bench.library, text, provision, towards, on)


def obligee(bench: Bench, text: Text, provision: Provision) -> nw.Expr:
    """Name the State to which a duty is owed: the other side of a bilateral text, else ``*``."""
    seen, on = bench.seen, judged_on(bench, text, provision)
    bearer = seen.text(provision.bearer)
    named = [
        ((bearer == state) & standing.within(seen, spell, on), other)
        for state, other, spell in standing.pairs(bench.library, text)
    ]
    every_other = seen.lit("*")
    return seen.when(*named, (seen.lit(value=True), every_other)) if named else every_other
