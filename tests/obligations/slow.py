"""The rules once more, row by row in plain Python, for the engine to be held against.

Written from what the shape of an agreed text says of itself; the conditions are in
`slow_conditions`, clocks and counts in `slow_numbers`. Nothing here knows a frame, and nothing is
shared with the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente.instruments.library import Library, Text
from detente.instruments.provisions import Provision, Status
from detente.measures import Answer, all_of, any_of, negation
from tests.obligations import slow_conditions as ask
from tests.obligations import slow_numbers, slow_others
from tests.obligations.slow_conditions import Node, Row, Span, both, span, sure, within

Found = dict[str, Any]


@dataclass
class Slow:
    """One provision, asked of activities one by one."""

    library: Library
    text: Text
    provision: Provision
    as_of: dt.datetime | None = None
    complete: bool = False

    def findings(self, rows: Sequence[Row]) -> Iterator[Found]:
        """Every finding of the provision; what is stated after `as_of` is not yet known."""
        known = [row for row in rows if not self.later(row.get("stated_at"))]
        judged = [(row, both(self.addressed(row), self.asks(row))) for row in known]
        judged = [(row, asked) for row, asked in judged if asked.parts[0].answer is not False]
        answers = [(row, asked.answer) for row, asked in judged]
        for row, asked in judged:
            if counter := self.provision.counter:
                above = slow_numbers.above(row, answers, counter, self.complete)
                yield from self.towards_each(row, both(asked, Node("other activities", above)))
            else:
                yield from self.towards_each(row, asked)

    def later(self, instant: dt.datetime | None) -> bool:
        return bool(self.as_of and instant and instant > self.as_of)

    def when(self, row: Row) -> Span:
        """When standing is judged: at the start; of a duty of a year, on its due day."""
        clock = self.text.clock_of(self.provision)
        if clock and self.provision.kinds == ("calendar_year",):
            return slow_numbers.either(row, self.text, clock)
        return span(row, "starts")

    def addressed(self, row: Row) -> Node:
        """Whether the provision speaks to it at all: kind, party, time."""
        p, kind, when = self.provision, row.get("kind"), self.when(row)
        valid = within(when, (p.valid_from, p.valid_to), self.library)
        times = [Node("starts", valid)] if p.valid_from or p.valid_to else []
        named = Node("kind", None if kind is None else kind in p.kinds)
        party = ask.party(row, when, self.library, self.text, p)
        return both(named, party, *times, self.other_state(row))

    def other_state(self, row: Row) -> Node:
        """Whether the other State is the one meant, for all that is about a certain one."""
        hangs, kind = slow_others.hangs(self.library, self.provision), row.get("kind")
        free = [k for k in self.provision.kinds if k not in self.library.kinds_of_counterpart]
        if not hangs and len(free) == len(self.provision.kinds):
            return Node("", True)
        meant, is_free = self.meant(row), None if kind is None else kind in free
        return Node("", any_of([meant.answer, False if hangs else is_free]), (meant,))

    def meant(self, row: Row) -> Node:
        """Whether the other State stated is the other party, or among many another one."""
        stated, bearer, when = row.get("counterpart"), self.provision.bearer, self.when(row)
        if stated is None:
            return Node("counterpart", None)
        if not self.sides():
            everyone = self.provision.model_copy(update={"obligors": (), "spared": ()})
            party = ask.bound("counterpart", stated, when, self.library, self.text, everyone)
            return both(party, Node(bearer, row.get(bearer) and row[bearer] != stated))
        towards = self.other_side(row)
        if towards != "*":
            return Node("", towards == stated)
        vague = row.get(bearer) and not self.library.status_day and (not when or when[0] < when[1])
        return Node("starts" if vague else "", None)

    def speaks(self, row: Row) -> ask.Speaks:
        """Leave open what is stated of another State than the one meant."""
        hangs = slow_others.hangs(self.library, self.provision)
        named = row.get("counterpart") is not None
        meant = named if hangs else self.meant(row).answer

        def of(node: Node) -> Node:
            if node.name not in slow_others.marked(self.library):
                return node
            other = Node("" if meant else "counterpart", None)
            return Node("", node.answer if meant else None, (node, other))

        return of

    def asks(self, row: Row) -> Node:
        """Whether everything holds that it asks of an activity."""
        p, of = self.provision, self.speaks(row)
        known = row.get(p.bearer) is not None and row.get("starts") is not None
        to_all = [negation(self.ended(row, s)) for s in self.departures(row) if self.to_all(s)]
        conditions = [Node("status" if known else "", performs) for performs in to_all]
        conditions += [ask.zone(row, self.library, p.zone)] if p.zone else []
        conditions += [ask.fact(row, each, of) for each in p.facts]
        levels = tuple(ask.level(row, each, of) for each in p.any_of)
        conditions += [Node("", any_of(each.answer for each in levels), levels)] if levels else []
        conditions += [ask.level(row, each, of) for each in p.all_of]
        conditions += [ask.lasting(row, p.lasting)] if p.lasting else []
        conditions += [ask.season(row, p.season)] if p.season else []
        conditions += [ask.excepted(row, self.text.exceptions[e], of) for e in p.unless]
        return both(*conditions)

    def departures(self, row: Row) -> list[Status]:
        """The status entries that concern the provision and the bearer, or that may."""
        kinds, bearer = ("suspended", "withdrawn", "refused"), row.get(self.provision.bearer)
        return [
            status
            for status in self.text.status
            if status.kind in kinds
            and self.provision.id in (status.provisions or (self.provision.id,))
            if bearer in (None, *self.states(status.obligor, status))
        ]

    def states(self, name: str, status: Status) -> frozenset[str]:
        group = self.library.groups.get(name)
        return group.on(status.from_) if group else frozenset([name])

    def ended(self, row: Row, status: Status) -> Answer:
        """Whether performance has ended under a status entry; a disputed one leaves it open."""
        runs = within(self.when(row), (status.from_, status.to), self.library)
        if status.from_latest:
            surely = within(self.when(row), (status.from_latest, status.to), self.library)
            runs = sure(surely, negation(runs))
        told = None if status.disputed_by or status.claimed_by else True
        return all_of([runs, told, None if row.get(self.provision.bearer) is None else True])

    def towards_each(self, row: Row, asked: Node) -> Iterator[Found]:
        """The finding towards all, and those towards the States that performance ended for."""
        yield self.finding(row, self.other_side(row), asked)
        pairs: dict[str, list[Answer]] = {}
        for status in self.departures(row) if row.get(self.provision.bearer) else ():
            ended = self.ended(row, status)
            towards = set().union(*(self.states(each, status) for each in status.obligees))
            for other in () if self.to_all(status) or ended is False else towards:
                pairs.setdefault(other, []).append(ended)
        for other, answers in pairs.items():
            if other != row[self.provision.bearer]:
                performs = Node("status", negation(any_of(answers)))
                yield self.finding(row, other, both(asked, performs))

    def sides(self) -> dict[str, str]:
        """Which of two sides each State is on; empty where there are not two."""
        bound, former = ask.spells(self.library, self.text), self.library.former
        side = {s: former[s].continued_by or s if s in former else s for s in bound}
        groups = any(party.group for party in self.text.instrument.parties)
        return {} if groups or len(set(side.values())) != 2 else side

    def to_all(self, status: Status) -> bool:
        """Whether an entry is towards all; between two, the other one is all."""
        return "*" in status.obligees or bool(self.sides())

    def other_side(self, row: Row) -> str:
        """The State to which it is owed: the other of two sides, or all (``*``)."""
        side, bearer = self.sides(), row.get(self.provision.bearer)
        for other, spells in ask.spells(self.library, self.text).items() if bearer in side else ():
            when = self.when(row)
            there = any(within(when, (begun, end), self.library) for _, begun, end in spells)
            if there and side[other] != side[str(bearer)]:
                return other
        return "*"

    def finding(self, row: Row, towards: str, asked: Node) -> Found:
        p, clock, of = self.provision, self.text.clock_of(self.provision), self.speaks(row)
        named = [*p.any_of, *(a for a in p.all_of if a.operator in ("at_least", "more_than"))]
        due, done, timing = None, None, None
        if clock and asked.answer is not False:
            due, done, timing = slow_numbers.clock(row, self.text, clock, self.as_of)
            day, bearer = slow_numbers.either(row, self.text, clock), row.get(p.bearer)
            if not ask.bound_when(day, bearer, self.library, self.text, p):
                timing = None
        return {
            "activity": row["activity"],
            "source": row["source"],
            "provision": p.id,
            "obligor": row.get(p.bearer),
            "obligee": towards,
            "verdict": asked.answer,
            "reached": {each.measure for each in named if ask.level(row, each, of).answer},
            "missing": asked.open(),
            "due": due,
            "done": done,
            "timing": timing,
        }
