"""The conditions of a provision, each as one named three-valued expression over a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, ge, gt, le, lt, or_

import narwhals as nw

from detente.instruments.provisions import Duration, Except, FactIs, Level, Operator, Season
from detente.obligations.seen import Seen


@dataclass(frozen=True)
class Clause:
    """One condition.

    Attributes:
        name: the fact or measure that would settle it, as `missing` and `reached` name it.
        answer: the three-valued expression.
        parts: the conditions it is made of, where there are several.
        joined: how the parts are joined, ``any`` or ``all``.
        measure: whether `name` is a measure whose level is reached when the answer is yes.
        words: the condition in words, for an explanation.
        negated: whether the answer is that the joined parts do not hold.
        opens: what would settle it, each with the condition under which it would; empty: `name`.
        named: whether `reached` names the measure; a ceiling beside other levels is not named.
        column: the column in which the answer was laid down; empty: in none.
    """

    name: str
    answer: nw.Expr
    parts: tuple[Clause, ...] = ()
    joined: str = "all"
    measure: bool = False
    words: str = ""
    negated: bool = False
    opens: tuple[tuple[str, nw.Expr], ...] = ()
    named: bool = True
    column: str = ""


_COMPARED: dict[Operator, Callable[[nw.Expr, int], nw.Expr]] = {
    "at_least": ge,
    "more_than": gt,
    "at_most": le,
    "less_than": lt,
}


def every(clauses: Iterable[Clause]) -> nw.Expr:
    """Join conditions, one or more, that must all hold."""
    return reduce(and_, [clause.answer for clause in clauses])


def group(name: str, joined: str, clauses: Sequence[Clause]) -> Clause:
    """Join conditions into one clause, of which all or any must hold."""
    if len(clauses) == 1:
        return clauses[0]
    join = or_ if joined == "any" else and_
    answer = reduce(join, [clause.answer for clause in clauses])
    return Clause(name, answer, tuple(clauses), joined)


def fact(seen: Seen, condition: FactIs) -> Clause:
    """A stated fact is so, or a choice is among those named."""
    name = condition.fact
    if name not in seen.columns:
        return Clause(name, seen.unknown, words=_asked(condition))
    if condition.in_:
        answer = seen.col(name).is_in(list(condition.in_))
    else:
        answer = seen.col(name) if condition.is_ else ~seen.col(name)
    return Clause(name, answer, words=_asked(condition))


def _asked(condition: FactIs) -> str:
    """Put into words what is asked of a fact."""
    if condition.in_:
        return f"{condition.fact} is {' or '.join(condition.in_)}"
    return f"{condition.fact} is {'yes' if condition.is_ else 'no'}"


def reaches(seen: Seen, measure: str, operator: Operator, value: int) -> nw.Expr:
    """A count compared with a number; a range answers only where all of it agrees."""
    exact = seen.number(measure)
    if exact is not None:
        return _COMPARED[operator](exact, value)
    low, high = seen.number(f"{measure}_low"), seen.number(f"{measure}_high")
    if operator == "at_least":
        return seen.settled(_if(low, lambda c: c >= value), _if(high, lambda c: c < value))
    if operator == "more_than":
        return seen.settled(_if(low, lambda c: c > value), _if(high, lambda c: c <= value))
    if operator == "at_most":
        return seen.settled(_if(high, lambda c: c <= value), _if(low, lambda c: c > value))
    return seen.settled(_if(high, lambda c: c < value), _if(low, lambda c: c >= value))


def level(seen: Seen, one: Level) -> Clause:
    """One level, with the facts that it alone depends on."""
    answer = reaches(seen, one.measure, one.operator, one.value)
    words = f"{one.measure} {one.operator.replace('_', ' ')} {one.value:,}"
    reached = Clause(one.measure, answer, measure=True, words=words)
    return group(one.measure, "all", [reached, *(fact(seen, f) for f in one.facts)])


def lasting(seen: Seen, duration: Duration) -> Clause:
    """How long the activity lasts, from the last instant it can start to the first it can end."""
    shortest = seen.first("ends") - seen.last("starts")
    longest = seen.last("ends") - seen.first("starts")
    length = seen.lit(duration.length)
    if duration.operator == "more_than":
        answer = seen.settled(shortest > length, longest <= length)
    else:
        answer = seen.settled(longest <= length, shortest > length)
    hours = int(duration.length.total_seconds()) // 3600
    words = f"lasts {duration.operator.replace('_', ' ')} {hours} hours"
    return Clause("ends", answer, words=words, opens=_inexact(seen))


def season(seen: Seen, part: Season) -> Clause:
    """Whether the activity touches a part of the year, both days included.

    It does when the shortest activity that the statement allows touches it, or when its start or
    its end surely lies in it; it does not when not even the longest touches it.
    """
    first, started = seen.first("starts"), seen.last("starts")
    ends, last = seen.first("ends"), seen.last("ends")
    yes = _touches(seen, part, started, ends)
    yes = _surely_in(seen, part, first, started) | _surely_in(seen, part, ends, last) | yes
    answer = seen.settled(yes, ~_touches(seen, part, first, last))
    words = f"touches the days {part.from_} to {part.to}"
    return Clause("ends", answer, words=words, opens=_inexact(seen))


def _inexact(seen: Seen) -> tuple[tuple[str, nw.Expr], ...]:
    """Name the start and the end, each where it is not stated to the instant."""
    return tuple(
        (name, seen.first(name).is_null() | (seen.last(name) > seen.first(name)))
        for name in ("starts", "ends")
    )


def _touches(seen: Seen, part: Season, start: nw.Expr, end: nw.Expr) -> nw.Expr:
    """Whether a span of time touches a part of some year."""
    opens, closes = _month_day(part.from_), _month_day(part.to)
    begins, finishes = _day_of_year(seen, start), _day_of_year(seen, end)
    years = end.dt.year() - start.dt.year()
    same_year = (begins <= closes) & (finishes >= opens)
    next_year = (begins <= closes) | (finishes >= opens)
    return ((years == 0) & same_year) | ((years == 1) & next_year) | (years > 1)


def _surely_in(seen: Seen, part: Season, earliest: nw.Expr, latest: nw.Expr) -> nw.Expr:
    """Whether a moment lies in the part of the year wherever it lies between two instants."""
    same_year = earliest.dt.year() == latest.dt.year()
    opens = _day_of_year(seen, earliest) >= _month_day(part.from_)
    return same_year & opens & (_day_of_year(seen, latest) <= _month_day(part.to))


def exception(seen: Seen, entry: Except) -> Clause:
    """An exception, as the condition that it does not hold."""
    parts = [fact(seen, condition) for condition in entry.facts]
    if entry.lasting:
        parts.append(lasting(seen, entry.lasting))
    answer = reduce(and_, [part.answer for part in parts])
    holds = Clause(entry.id, answer, tuple(parts))
    words = "not excepted: " + "; ".join(part.words for part in parts)
    return replace(holds, name=entry.id, answer=~holds.answer, words=words, negated=True)


def _if(column: nw.Expr | None, ask: Callable[[nw.Expr], nw.Expr]) -> nw.Expr | None:
    """Ask of a column, where the frame has it."""
    return None if column is None else ask(column)


def _month_day(text: str) -> int:
    """Write a day of the year as month times 100 plus day."""
    month, day = text.split("-")
    return int(month) * 100 + int(day)


def _day_of_year(seen: Seen, moment: nw.Expr) -> nw.Expr:
    """Write the day of a moment as month times 100 plus day."""
    whole = seen.ask.Int64()  # engines give a month as a byte, which 12 * 100 overflows
    return moment.dt.month().cast(whole) * 100 + moment.dt.day().cast(whole)


def laid_down(
    seen: Seen, clauses: Iterable[Clause], prefix: str
) -> tuple[list[Clause], dict[str, nw.Expr]]:
    """Give each leaf a column of its own, so that nothing is worked out twice.

    Returns:
        The clauses over those columns, and the columns to add.
    """
    columns: dict[str, nw.Expr] = {}
    return [_laid_down(seen, clause, prefix, columns) for clause in clauses], columns


def _laid_down(seen: Seen, clause: Clause, prefix: str, columns: dict[str, nw.Expr]) -> Clause:
    """Give the leaves of one clause columns."""
    if not clause.parts:
        name = f"{prefix}{len(columns)}"
        columns[name] = clause.answer
        return replace(clause, answer=seen.col(name), column=name)
    parts = tuple(_laid_down(seen, part, prefix, columns) for part in clause.parts)
    joined = reduce(or_ if clause.joined == "any" else and_, [part.answer for part in parts])
    return replace(clause, answer=~joined if clause.negated else joined, parts=parts)


def unsettled(clause: Clause) -> list[tuple[str, nw.Expr]]:
    """Name what would settle a clause: each leaf that cannot be told and that still matters."""
    open_ = clause.answer.is_null()
    if clause.opens:
        return [(name, open_ & condition) for name, condition in clause.opens]
    if not clause.parts:
        return [(clause.name, open_)]
    return [
        (name, open_ & part_open) for part in clause.parts for name, part_open in unsettled(part)
    ]


def levels_reached(clauses: Iterable[Clause]) -> list[tuple[str, nw.Expr]]:
    """Name the measures whose level is surely reached, with the facts that the level needs."""
    found = []
    for clause in clauses:
        if not clause.named:
            continue
        if clause.measure or (clause.joined == "all" and clause.parts and clause.parts[0].measure):
            found.append((clause.name, clause.answer))
        else:
            found.extend(levels_reached(clause.parts))
    return found
