"""Three-valued answers, alone and beside the null logic of frames."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from detente.measures import Answer, all_of, any_of, negation

ANSWERS: list[Answer] = [True, False, None]


@pytest.mark.parametrize(
    ("answers", "expected_any", "expected_all"),
    [
        ([], False, True),
        ([True], True, True),
        ([False], False, False),
        ([None], None, None),
        ([True, None], True, None),
        ([False, None], None, False),
        ([True, False, None], True, False),
    ],
)
def test_one_yes_and_one_no_settle_it(
    answers: list[Answer], expected_any: Answer, expected_all: Answer
) -> None:
    assert any_of(answers) is expected_any
    assert all_of(answers) is expected_all


def test_answers_may_come_one_by_one() -> None:
    assert any_of(answer for answer in (None, True)) is True
    assert all_of(answer for answer in (None, False)) is False


@pytest.mark.parametrize(("answer", "turned"), [(True, False), (False, True), (None, None)])
def test_negation_keeps_what_cannot_be_told(answer: Answer, turned: Answer) -> None:
    assert negation(answer) is turned


def test_frames_keep_the_same_logic() -> None:
    pairs = list(product(ANSWERS, repeat=2))
    schema = {"a": pl.Boolean, "b": pl.Boolean}
    told = pl.DataFrame(pairs, schema=schema, orient="row").select(
        (pl.col("a") & pl.col("b")).alias("all"),
        (pl.col("a") | pl.col("b")).alias("any"),
        (~pl.col("a")).alias("not"),
    )
    assert told["all"].to_list() == [all_of(pair) for pair in pairs]
    assert told["any"].to_list() == [any_of(pair) for pair in pairs]
    assert told["not"].to_list() == [negation(a) for a, _ in pairs]
