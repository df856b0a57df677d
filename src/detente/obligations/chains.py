"""What is asked of one row to explain a finding: its conditions one by one, in a few lots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from detente.instruments.library import Library, Text, kept_with_library
from detente.obligations.checking import any_broken
from detente.obligations.clauses import Clause, every, laid_down, reaches
from detente.obligations.counterpart import where_named
from detente.obligations.fitting import WORDS, Columns, changes
from detente.obligations.rules import ADDRESSED, VERDICT, Bench, Rule, compile_rule
from detente.obligations.seen import Seen
from detente.obligations.zoning import zone_columns

BROKEN, BOUND, TIMING = "_broken", "_bound", "_timing"
"""Columns of a row: whether it breaks a rule, whether the bearer was bound, and the timing."""


@dataclass(frozen=True, eq=False)
class Chain:
    """What is asked of a row to explain one provision.

    Attributes:
        rule: the provision, compiled.
        leaves: conditions and their parts, with their depth; the answer of each single one is a
            column.
        lots: columns to add, one lot after the other.
    """

    rule: Rule
    leaves: tuple[tuple[Clause, int], ...]
    lots: tuple[tuple[nw.Expr, ...], ...]


@kept_with_library
def chain(
    library: Library,
    columns: Columns,
    ask: Any,
    as_of: dt.datetime | None,
    text: Text,
    paragraph: str,
) -> Chain:
    """Put together what is asked of a row; it holds for every row with the same columns."""
    changed = changes(library, columns, ask)
    seen = Seen.of([*dict(columns), *changed], ask)
    zone = text.provisions[paragraph].zone
    zoned = zone_columns([library.zones[zone]] if zone else [], seen)
    given = seen.columns - {name for name in WORDS if name not in dict(columns)}
    broken = {BROKEN: any_broken(library, given, ask)}
    bench = Bench(library, Seen.of([*seen.columns, *zoned], ask), as_of)
    rule = compile_rule(bench, text, paragraph)
    addressing, addressed = laid_down(bench.seen, rule.addressing, "_addressing")
    leaves = (leaf for clause in (*addressing, *rule.clauses) for leaf in _parts(clause, 0))
    lots: tuple[dict[str, nw.Expr], ...] = (
        changed,
        {**zoned, **broken},
        {**addressed, **rule.answers, **rule.timing.begun},
        {ADDRESSED: every(addressing), **rule.timing.moments, **_readings(rule)},
        {VERDICT: rule.verdict(), TIMING: rule.timing.timing, **_bound(rule)},
    )
    named = (tuple(each.alias(name) for name, each in lot.items()) for lot in lots)
    return Chain(rule, tuple(leaves), tuple(lot for lot in named if lot))


def _bound(rule: Rule) -> dict[str, nw.Expr]:
    """Answer whether the bearer was bound on the due day, where there is one."""
    return {} if rule.timing.bound is None else {BOUND: rule.timing.bound}


def _parts(clause: Clause, depth: int) -> Iterator[tuple[Clause, int]]:
    """Go through a condition and the parts that it is made of."""
    yield clause, depth
    for part in clause.parts:
        yield from _parts(part, depth + 1)


def _readings(rule: Rule) -> dict[str, nw.Expr]:
    """Answer every other reading of every level."""
    seen, library = rule.bench.seen, rule.bench.library
    return {
        f"_r{i}_{j}": where_named(
            seen, library, level.measure, reaches(seen, level.measure, other.operator, other.value)
        )
        for i, level in enumerate(rule.provision.levels)
        for j, other in enumerate(level.other_readings)
    }
