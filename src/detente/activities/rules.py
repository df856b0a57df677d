"""What must hold in a typed frame: known words, counts and moments in order, sound areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from detente.activities.columns import MOMENTS, REQUIRED, STATES
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.hints import state_hint, word_hint

_ALL = "detente schema activities lists all of them."


@dataclass(frozen=True)
class Rule:
    """Something that must not be in any row.

    Attributes:
        column: the column of the frame that is reported.
        bad: true in the rows that break it; null counts as false.
        problem: what is wrong there.
        remedy: what to write instead, given the text found.
    """

    column: str
    bad: pl.Expr
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
    rules = list(_rules(frame.columns, vocabulary))
    marks = frame.select(rule.bad.fill_null(False).alias(str(i)) for i, rule in enumerate(rules))
    for rule, mark in zip(rules, marks, strict=True):
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


def _rules(names: list[str], vocabulary: Vocabulary) -> Iterator[Rule]:
    """Give the rules for the columns that are there."""
    for name in REQUIRED:
        if name in names:
            yield Rule(name, pl.col(name).is_null(), "it is not stated", _fill(name))
    yield from _word_rules(names, vocabulary)
    for measure in vocabulary.measures:
        if f"{measure}_low" in names:
            yield from _count_rules(measure)
    for moment in MOMENTS:
        if moment in names:
            yield from _moment_rules(moment)
    if "starts" in names and "ends" in names:
        yield _order()


def _fill(name: str) -> Callable[[str], str]:
    """Say that a cell must be filled."""
    return lambda _: f"Every row states its {name}."


def _always(words: str) -> Callable[[str], str]:
    """Give the same way out whatever was found."""
    return lambda _: words


def _word_rules(names: list[str], vocabulary: Vocabulary) -> Iterator[Rule]:
    """Give the rules for columns that hold one of a list of words."""
    if "kind" in names:
        yield _one_of("kind", vocabulary.kinds, "unknown kind of activity")
    for name in STATES:
        if name in names:
            bad = ~pl.col(name).is_in(list(vocabulary.states))
            yield Rule(name, bad, "unknown State", lambda v: state_hint(v, vocabulary.states))
    for name, fact in vocabulary.facts.items():
        if name in names and fact.type == "choice":
            yield _one_of(name, fact.choices, "not one of the words foreseen")


def _one_of(name: str, words: Mapping[str, str] | tuple[str, ...], problem: str) -> Rule:
    """Give the rule that a column holds one of these words."""
    bad = ~pl.col(name).is_in(list(words))
    return Rule(name, bad, problem, lambda value: word_hint(value, words) or _ALL)


def _count_rules(measure: str) -> Iterator[Rule]:
    """Give the rules for the two ends of a count."""
    low, high = pl.col(f"{measure}_low"), pl.col(f"{measure}_high")
    nil = _always("Write 0 for nil, or leave it empty when it is not stated.")
    for end in (low, high):
        yield Rule(end.meta.output_name(), end < 0, "a count cannot be negative", nil)
    problem = "the range ends below its start"
    yield Rule(f"{measure}_low", low > high, problem, _always("Write the lower number first."))


def _moment_rules(moment: str) -> Iterator[Rule]:
    """Give the rules for the two ends of a moment, and for whether it came."""
    earliest, latest = pl.col(moment), pl.col(f"{moment}_latest")
    name = f"{moment}_latest"
    yield Rule(
        name,
        latest.is_not_null() & earliest.is_null(),
        f"it bounds {moment}, which is empty",
        _always(f"State {moment}, the first instant possible, too."),
    )
    yield Rule(
        name,
        latest <= earliest,
        f"it is not after {moment}",
        _always("Write the first instant that is too late, or leave it empty."),
    )
    years = pl.any_horizontal(~each.dt.year().is_between(1, 9999) for each in (earliest, latest))
    yield Rule(moment, years, "no calendar reaches this far", _always("Use the years 1 to 9999."))


def _order() -> Rule:
    """Give the rule that an activity does not end before it starts, on any reading of the two."""
    day_over = pl.col("ends_latest") <= pl.col("starts")
    over = pl.when(pl.col("ends_latest").is_null()).then(pl.col("ends") < pl.col("starts"))
    problem = "it ends before it starts"
    return Rule("ends", over.otherwise(day_over), problem, _always("Check both dates."))


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
