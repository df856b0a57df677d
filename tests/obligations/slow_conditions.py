"""The conditions of `slow`, each asked of one row in plain Python: True, False or None.

Written from what the shape of an agreed text says of itself; nothing knows a frame.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from detente.instruments.library import Library, Text
from detente.instruments.provisions import Duration, Except, FactIs, Level, Provision, Season
from detente.measures import Answer, Count, all_of, any_of, negation

Row = Mapping[str, Any]
Span = tuple[dt.datetime, dt.datetime] | None
Spell = tuple[dt.date | None, dt.date | None]
Spells = Mapping[str, list[tuple[dt.date, dt.date]]]
DAY, TICK = dt.timedelta(days=1), dt.timedelta(microseconds=1)


@dataclass
class Node:
    """A condition: what it is called, its answer, and the conditions that it joins."""

    name: str
    answer: Answer
    parts: tuple[Node, ...] = ()

    def open(self) -> set[str]:
        if self.answer is not None:
            return set()
        return (
            set().union(*(part.open() for part in self.parts)) if self.parts else {self.name} - {""}
        )


def both(*parts: Node) -> Node:
    return Node("", all_of(part.answer for part in parts), parts)


def sure(yes: Answer, no: Answer) -> Answer:
    return True if yes else False if no else None


def span(row: Row, moment: str) -> Span:
    """The first and the last instant that a statement allows."""
    first, before = row.get(moment), row.get(f"{moment}_latest")
    return None if first is None else (first, before - TICK if before else first)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def within(row: Row, spell: Spell, library: Library) -> Answer:
    """Whether it starts from the first day on, and before the last."""
    start, end = spell[0] or dt.date.min, spell[1] or dt.date.max
    if library.status_day:
        return start <= library.status_day < end
    starts = span(row, "starts")
    if starts is None:
        return None
    since = [sure(starts[0] >= midnight(d), starts[1] < midnight(d)) for d in (start, end)]
    return all_of([since[0], negation(since[1])])


def spells(library: Library, text: Text) -> Spells:
    """When each State is bound: a party, a member, and the text in force, all at once."""
    found = defaultdict(list)
    for party, time in product(text.instrument.parties, text.instrument.in_force):
        members = library.groups[party.group].members if party.group else ()
        memberships: list[tuple[str, Spell]] = [(m.state, (m.from_, m.to)) for m in members]
        for state, member in memberships or [(party.state, (None, None))]:
            at_once: list[Spell] = [member, (party.from_, party.to), (time.from_, time.to)]
            start = max(spell[0] or dt.date.min for spell in at_once)
            end = min(spell[1] or dt.date.max for spell in at_once)
            if start < end:
                found[state].append((start, end))
    return found


def fact(row: Row, asked: FactIs) -> Node:
    stated = row.get(asked.fact)
    told = stated in asked.in_ if asked.in_ else stated == asked.is_
    return Node(asked.fact, None if stated is None else told)


def level(row: Row, one: Level) -> Node:
    count, value = Count(*(row.get(f"{one.measure}_{end}") for end in ("low", "high"))), one.value
    answers = {"at_least": count.at_least(value), "more_than": count.more_than(value)}
    answers["less_than"] = negation(answers["at_least"])
    answers["at_most"] = negation(answers["more_than"])
    measured = Node(one.measure, answers[one.operator])
    return both(measured, *(fact(row, each) for each in one.facts))


def timed(row: Row, answer: Answer) -> Node:
    """A condition on start and end; whichever is not exact may settle it."""
    spans = {moment: span(row, moment) for moment in ("starts", "ends")}
    exact = {moment: each and each[0] == each[1] for moment, each in spans.items()}
    parts = (Node(moment, True if known else None) for moment, known in exact.items())
    return Node("", answer, tuple(parts))


def lasting(row: Row, asked: Duration) -> Node:
    starts, ends = span(row, "starts"), span(row, "ends")
    if starts is None or ends is None:
        return timed(row, None)
    shortest, longest = ends[0] - starts[1], ends[1] - starts[0]
    longer = sure(shortest > asked.length, longest <= asked.length)
    return timed(row, longer if asked.operator == "more_than" else negation(longer))


def season(row: Row, asked: Season) -> Node:
    """Every first and last day that the statement allows is tried; one not stated may lie far."""
    starts, ends, far = span(row, "starts"), span(row, "ends"), dt.timedelta(days=400)
    tried: Iterable[tuple[dt.date, dt.date]] = []
    if starts and ends:
        tried = product(days(*starts), days(*ends))
    elif starts:
        tried = [(day, day + away) for day in days(*starts) for away in (0 * far, far)]
    elif ends:
        tried = [(day - away, day) for day in days(*ends) for away in (0 * far, far)]
    answers = {
        any(asked.from_ <= f"{day:%m-%d}" <= asked.to for day in days(first, last))
        for first, last in tried
        if first <= last
    }
    return timed(row, answers.pop() if len(answers) == 1 else None)


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    first, last = (dt.date(day.year, day.month, day.day) for day in (first, last))
    return (first + DAY * n for n in range((last - first).days + 1))


def excepted(row: Row, asked: Except) -> Node:
    parts = [fact(row, each) for each in asked.facts]
    held = both(*parts, *([lasting(row, asked.lasting)] if asked.lasting else []))
    return Node("", negation(held.answer), (held,))


def party(row: Row, library: Library, text: Text, asked: Provision) -> Node:
    """Whether the bearer is one of the States bound, and bound when the activity starts."""
    bearer = row.get(asked.bearer)
    bound = {
        state: any_of(within(row, spell, library) for spell in each)
        for state, each in spells(library, text).items()
        if not asked.obligors or state in asked.obligors
    }
    when = any_of(bound.values()) if bearer is None else bound.get(bearer, False)
    vague = bearer is None and row.get("starts") is not None
    name = Node(asked.bearer, None if bearer is None else bearer in bound)
    return both(name, Node("" if vague else "starts", when))


def zone(row: Row, library: Library, name: str) -> Node:
    """Whether it lies in the zone: as stated, else by the host."""
    asked = library.zones[name]
    stated, host = row.get(asked.column), row.get("host")
    by_host = sure(host in asked.whole, host in asked.outside) if host else None
    return Node(asked.column, by_host if stated is None else stated)
