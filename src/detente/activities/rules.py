"""What must hold in a typed frame: known words, counts and moments in order, sound areas.

One list of rules serves files and frames. It is written in the words that Polars and narwhals
share, so that a frame is checked where it lies.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from detente.activities.columns import HEIGHTS, MOMENTS, NOTICES, PLACED, REQUIRED, STATES
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.hints import state_hint, word_hint

_ALL = "detente schema activities lists all of them."
_CALENDAR = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999)


@dataclass(frozen=True)
class Rule:
    """Something that must not be in any row.

    Attributes:
        column: the column of the frame that is reported.
        bad: an expression, true in the rows that break it; null counts as false.
        problem: what is wrong there.
        remedy: what to write instead, given the text found.
    """

    column: str
    bad: Any
    problem: str
    remedy: Callable[[str], str]


def check(
    frame: pl.DataFrame,
    found: pl.DataFrame,
    labels: Mapping[str, str],
    vocabulary: Vocabulary,
    faults: Faults,
) -> pl.DataFrame:
    """Report every row of a typed frame that breaks a rule; give areas in one spelling.

    Args:
        frame: the typed frame.
        found: the table it was read from, row for row, to show what was written.
        labels: for each column of the frame the column of `found` that states it.
        vocabulary: what the frame may say.
        faults: where to report.
    """
    broken = list(rules(frame.columns, vocabulary))
    marks = frame.select(rule.bad.fill_null(False).alias(str(i)) for i, rule in enumerate(broken))
    for rule, mark in zip(broken, marks, strict=True):
        label = labels.get(rule.column, rule.column)
        unread = faults.rows(label.removesuffix("_latest"))  # what it says cannot be compared
        rows = [row for row in mark.arg_true() if row not in unread] if mark.any() else []
        faults.each(rows, label, _shown(found, label, rows), rule.problem, rule.remedy)
    return _check_areas(frame, faults) if "area" in frame.columns else frame


def _shown(found: pl.DataFrame, label: str, rows: list[int]) -> list[str]:
    """Give what was written in the cells of a column; empty where nothing was."""
    if label not in found.columns:
        return [""] * len(rows)
    return ["" if value is None else str(value) for value in found[label].gather(rows)]


def rules(names: Collection[str], vocabulary: Vocabulary, ask: Any = pl) -> Iterator[Rule]:
    """Give the rules for the columns that are there.

    Args:
        names: the columns of the frame; a measure is a pair of them, or one that is exact.
        vocabulary: what the frame may say.
        ask: the namespace that the expressions are written in: Polars or narwhals.
    """
    for name in REQUIRED:
        if name in names:
            yield Rule(name, ask.col(name).is_null(), "it is not stated", _fill(name))
    yield from _word_rules(names, vocabulary, ask)
    for measure in vocabulary.measures:
        yield from _count_rules(measure, names, ask)
    for moment in MOMENTS:
        yield from _moment_rules(moment, names, ask)
    yield from _year_rules(names, ask)
    yield from _height_rules(names, ask)
    for moment, given in NOTICES.items():
        if moment in names and given in names:
            denied = ~ask.col(moment).is_null() & ~ask.col(given)
            problem = f"{moment} in the same row says otherwise"
            yield Rule(given, denied, problem, _always("Keep one of them."))
    if "starts" in names and "ends" in names:
        yield _order(ask, vague="ends_latest" in names)


def _fill(name: str) -> Callable[[str], str]:
    """Say that a cell must be filled."""
    return lambda _: f"Every row states its {name}."


def _always(words: str) -> Callable[[str], str]:
    """Give the same way out whatever was found."""
    return lambda _: words


def _word_rules(names: Collection[str], vocabulary: Vocabulary, ask: Any) -> Iterator[Rule]:
    """Give the rules for columns that hold one of a list of words."""
    if "kind" in names:
        yield _one_of(ask.col("kind"), "kind", vocabulary.kinds, "unknown kind of activity")
    for name in STATES:
        if name in names:
            bad = ~ask.col(name).is_in(list(vocabulary.states))
            yield Rule(name, bad, "unknown State", lambda v: state_hint(v, vocabulary.states))
    for name, fact in vocabulary.facts.items():
        if name in names and fact.type == "choice":
            yield _one_of(ask.col(name), name, fact.choices, "not one of the words foreseen")
    for name, words in PLACED.items():
        if name in names:
            yield _one_of(ask.col(name), name, words, "not one of the words foreseen")


def _one_of(column: Any, name: str, words: Mapping[str, str] | Sequence[str], problem: str) -> Rule:
    """Give the rule that a column holds one of these words."""
    bad = ~column.is_in(list(words))
    return Rule(name, bad, problem, lambda value: word_hint(value, words) or _ALL)


def _count_rules(measure: str, names: Collection[str], ask: Any) -> Iterator[Rule]:
    """Give the rules for a count and its two ends."""
    ends = f"{measure}_low", f"{measure}_high"
    nil = _always("Write 0 for nil, or leave it empty when it is not stated.")
    for name in (measure, *ends):
        if name in names:
            yield Rule(name, ask.col(name) < 0, "a count cannot be negative", nil)
    if all(name in names for name in ends):
        low, high = (ask.col(name) for name in ends)
        problem = "the range ends below its start"
        yield Rule(ends[0], low > high, problem, _always("Write the lower number first."))


def _moment_rules(moment: str, names: Collection[str], ask: Any) -> Iterator[Rule]:
    """Give the rules for the bound of a moment."""
    name = f"{moment}_latest"
    if name not in names:
        return
    latest = ask.col(name)
    alone = ~latest.is_null()
    if moment in names:
        alone = alone & ask.col(moment).is_null()
        yield Rule(
            name,
            latest <= ask.col(moment),
            f"it is not after {moment}",
            _always("Write the first instant that is too late, or leave it empty."),
        )
    first = _always(f"State {moment}, the first instant possible, too.")
    yield Rule(name, alone, f"it bounds {moment}, which is empty", first)


def _year_rules(names: Collection[str], ask: Any) -> Iterator[Rule]:
    """Give the rule that every instant can be written, for the engines reckon further than that."""
    families = {moment: (moment, f"{moment}_latest") for moment in MOMENTS}
    first, last = (ask.lit(each) for each in _CALENDAR)
    for head, family in (families | {"stated_at": ("stated_at",)}).items():
        for name in family:
            if name in names:
                bad = (ask.col(name) < first) | (ask.col(name) > last)
                label = head if head in names else name
                remedy = _always("Use the years 1 to 9999.")
                yield Rule(label, bad, "no calendar reaches this far", remedy)


def _height_rules(names: Collection[str], ask: Any) -> Iterator[Rule]:
    """Give the rules for the bounds of altitude and what they are measured in and from."""
    there = [name for name in HEIGHTS if name in names]
    bounds = {name: ask.col(name).cast(ask.Float64()) for name in there}
    for name, bound in bounds.items():
        silent = ask.lit(value=True)
        if "altitude_unit" in names:
            silent = ask.col("altitude_unit").is_null()
        unitless = silent & bound.is_finite()
        remedy = "Write m, ft or FL as altitude_unit."
        yield Rule(name, unitless, "its unit is not stated", _always(remedy))
    for name, beyond, way in zip(HEIGHTS, (math.inf, -math.inf), ("high", "low"), strict=True):
        if name in bounds:
            remedy = f"Write a number; where the source sets no bound it is {-beyond}."
            bad = bounds[name] == beyond
            yield Rule(name, bad, f"no altitude is that {way}", _always(remedy))
    if len(there) > 1:
        low, high = bounds.values()
        problem = "it lies above altitude_high"
        yield Rule(there[0], low > high, problem, _always("Write the lower bound first."))
    if {"altitude_unit", "altitude_reference"} <= set(names):
        levels = (ask.col("altitude_unit") == "FL") & (ask.col("altitude_reference") != "standard")
        problem = "flight levels are measured from the standard pressure level"
        remedy = "Write standard, or leave it empty."
        yield Rule("altitude_reference", levels, problem, _always(remedy))


def _order(ask: Any, *, vague: bool) -> Rule:
    """Give the rule that an activity does not end before it starts, on any reading of the two."""
    over = ask.col("ends") < ask.col("starts")
    if vague:
        latest = ask.col("ends_latest")
        over = (latest.is_null() & over) | (latest <= ask.col("starts"))
    return Rule("ends", over, "it ends before it starts", _always("Check both dates."))


def _check_areas(frame: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    """Report areas that cannot be read; give the others in one spelling."""
    from detente.places.written import settle

    texts = frame["area"]
    settled, refused = settle(texts.drop_nulls().unique().to_list())
    if refused:
        rows = texts.is_in(list(refused)).fill_null(False).arg_true()
        for row, text in zip(rows, texts.gather(rows), strict=True):
            problem, remedy = refused[text]
            faults.at(row, "area", text, problem, remedy)
    spelt = texts.replace_strict(settled, default=None, return_dtype=pl.String)
    return frame.with_columns(spelt.alias("area"))
