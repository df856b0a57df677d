"""The conditions of `slow`, each asked of one row in plain Python: True, False or None.

Written from what the shape of an agreed text says of itself; nothing knows a frame.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from detente.instruments.library import Library, Text
from detente.instruments.provisions import Duration, Except, FactIs, Level, Provision, Season
from detente.measures import Answer, Count, all_of, any_of, negation

Row = Mapping[str, Any]
Span = tuple[dt.datetime, dt.datetime] | None
Spell = tuple[dt.date | None, dt.date | None]
Rough = tuple[dt.date | None, dt.date | None, dt.date | None]
Spells = Mapping[str, list[tuple[dt.date, dt.date, dt.date]]]
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


def within(when: Span, spell: Spell, library: Library) -> Answer:
    """Whether a moment lies from the first day on, and before the last."""
    start, end = spell[0] or dt.date.min, spell[1] or dt.date.max
    if library.status_day:
        return start <= library.status_day < end
    if when is None:
        return None
    since = [sure(when[0] >= midnight(d), when[1] < midnight(d)) for d in (start, end)]
    return all_of([since[0], negation(since[1])])


def spells(library: Library, text: Text) -> Spells:
    """When each State may be bound: a party, a member, and the text in force, all at once.

    The first day on which it can be, the first on which it surely is, and the one when it ends.
    """
    found = defaultdict(list)
    for party, time in product(text.instrument.parties, text.instrument.in_force):
        members = library.groups[party.group].members if party.group else ()
        memberships: list[tuple[str, Rough]] = [
            (m.state, (m.from_, m.from_latest, m.to)) for m in members
        ]
        for state, member in memberships or [(party.state, existence(library, party.state))]:
            at_once: list[Rough] = [member, (party.from_, None, party.to)]
            at_once.append((time.from_, time.from_latest, time.to))
            start = max(spell[0] or dt.date.min for spell in at_once)
            begun = max(spell[1] or spell[0] or dt.date.min for spell in at_once)
            end = min(spell[2] or dt.date.max for spell in at_once)
            if start < end:
                found[state].append((start, begun, end))
    return found


def existence(library: Library, state: str) -> Rough:
    """When a State existed, as far as the library says when."""
    former = library.former.get(state)
    return (former.from_, None, former.to) if former else (None, None, None)


Speaks = Callable[[Node], Node]
"""What becomes of a condition on a fact or measure that may speak of another State."""


def as_it_is(node: Node) -> Node:
    return node


def fact(row: Row, asked: FactIs, of: Speaks = as_it_is) -> Node:
    stated = row.get(asked.fact)
    told = stated in asked.in_ if asked.in_ else stated == asked.is_
    return of(Node(asked.fact, None if stated is None else told))


def level(row: Row, one: Level, of: Speaks = as_it_is) -> Node:
    count, value = Count(*(row.get(f"{one.measure}_{end}") for end in ("low", "high"))), one.value
    answers = {"at_least": count.at_least(value), "more_than": count.more_than(value)}
    answers["less_than"] = negation(answers["at_least"])
    answers["at_most"] = negation(answers["more_than"])
    measured = of(Node(one.measure, answers[one.operator]))
    return both(measured, *(fact(row, each, of) for each in one.facts))


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


def excepted(row: Row, asked: Except, of: Speaks = as_it_is) -> Node:
    parts = [fact(row, each, of) for each in asked.facts]
    held = both(*parts, *([lasting(row, asked.lasting)] if asked.lasting else []))
    return Node("", negation(held.answer), (held,))


@dataclass
class Standing:
    """Of one State at one time: whether it is bound for sure, and whether it may be."""

    surely: Answer
    possibly: Answer

    @property
    def answer(self) -> Answer:
        return True if self.surely else False if self.possibly is False else None


def standing(state: str, when: Span, library: Library, text: Text, asked: Provision) -> Standing:
    """Whether a State bears a provision at a time."""
    if (asked.obligors and state not in asked.obligors) or state in asked.spared:
        return Standing(False, False)
    if may_be_unnamed(state, library, text):
        some = any_of(within(when, spell, library) for spell in unnamed(library, text))
        return Standing(False, some)
    mine = spells(library, text).get(state, [])
    certain = any_of(within(when, (begun, end), library) for _, begun, end in mine)
    possible = any_of(within(when, (start, end), library) for start, _, end in mine)
    return Standing(certain, possible)


def strangers(library: Library, text: Text, asked: Provision) -> list[Spell]:
    """When a provision may bind a State that stands on no list; one named alone may be such."""
    alone = asked.obligors
    may = not alone or any(may_be_unnamed(state, library, text) for state in alone)
    return unnamed(library, text) if may else []


def unnamed(library: Library, text: Text) -> list[Spell]:
    """When States that stand on no list may be bound, because a list is not complete."""
    parties = [p for p in text.instrument.parties if p.group]
    open_ = [party for party in parties if not library.groups[party.group].complete]
    found = [
        (max(day for day in (party.from_, time.from_) if day), earlier(party.to, time.to))
        for party, time in product(open_, text.instrument.in_force)
    ]
    return [(start, end) for start, end in found if end is None or start < end]


def earlier(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day), default=None)


def may_be_unnamed(state: str, library: Library, text: Text) -> bool:
    """Whether a State stands on no list of the text's parties, and may stand on one."""
    parties = text.instrument.parties
    groups = [library.groups[p.group] for p in parties if p.group]
    listed = {p.state for p in parties} | {m.state for g in groups for m in g.members}
    outside = {each for g in groups for each in g.outside}
    return state not in listed | outside | {g.code for g in library.groups.values()}


def party(row: Row, when: Span, library: Library, text: Text, asked: Provision) -> Node:
    """Whether the bearer is one of the States bound, and bound at the time."""
    bearer = row.get(asked.bearer)
    return bound(asked.bearer, bearer, when, library, text, asked)


def bound(
    column: str, bearer: str | None, when: Span, library: Library, text: Text, asked: Provision
) -> Node:
    """Whether a State that a column names is bound at the time."""
    if bearer is None:
        everyone = [standing(s, when, library, text, asked) for s in spells(library, text)]
        time = "starts" if when is None and not library.status_day else ""
        others = [within(when, spell, library) for spell in strangers(library, text, asked)]
        answers = [*(each.answer for each in everyone), *others]
        may = any(answer is not False for answer in answers)
        open_ = Node("", None, (Node(column, None), Node(time, None)))
        return open_ if may else Node("", False)
    it = standing(bearer, when, library, text, asked)
    rough = may_be_unnamed(bearer, library, text) or any(
        start < begun for start, begun, _ in spells(library, text).get(bearer, [])
    )
    undated = None in (it.surely, it.possibly)
    parts = Node("starts" if undated else "", None), Node("parties" if rough else "", None)
    return Node("", it.answer, parts)


def bound_when(due: Span, bearer: str | None, library: Library, text: Text, p: Provision) -> bool:
    """Whether a bearer is surely bound on a due day; one that is not stated, whoever it is."""
    if due is None and not library.status_day:
        return False
    times = [(p.valid_from, p.valid_to)] if p.valid_from or p.valid_to else []
    if not all(within(due, time, library) for time in times):
        return False
    if bearer is not None:
        return standing(bearer, due, library, text, p).surely is True
    bound = [s for s in spells(library, text) if not p.obligors or s in p.obligors]
    each = [standing(s, due, library, text, p).surely for s in bound if s not in p.spared]
    return all(each) and not strangers(library, text, p)


def zone(row: Row, library: Library, name: str) -> Node:
    """Whether it lies in the zone: as stated, else by the host."""
    asked = library.zones[name]
    stated, host = row.get(asked.column), row.get("host")
    by_host = sure(host in asked.whole, host in asked.outside) if host else None
    return Node(asked.column, by_host if stated is None else stated)
