"""Where a statement comes from, how it is known, and when its draft mark is lifted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from detente.sources import Record, Source

DAY = dt.date(2026, 9, 14)
ONE, OTHER = {"by": "A. Reader", "on": DAY}, {"by": "B. Reader", "on": DAY}


def record(**given: Any) -> Record:
    whole = {"source": {"document": "A text"}, "basis": "text", "checked": ()}
    return Record.model_validate(whole | given)


@pytest.mark.parametrize(
    ("checked", "draft"),
    [
        ((), True),
        ((ONE,), True),
        ((ONE, ONE), True),
        ((ONE, {**ONE, "on": DAY + dt.timedelta(days=1)}), True),
        ((ONE, OTHER), False),
        ((ONE, ONE, OTHER), False),
    ],
    ids=["nobody", "one", "one twice", "one on two days", "two", "two and one again"],
)
def test_two_different_readers_lift_the_draft_mark(checked: tuple[Any, ...], draft: bool) -> None:
    assert record(checked=checked).draft is draft


@pytest.mark.parametrize(
    ("basis", "confidence"),
    [("recalled", ""), ("text", "high"), ("excerpt", "low"), ("secondary", "medium")],
)
def test_confidence_goes_with_recalled_and_only_with_it(basis: str, confidence: str) -> None:
    with pytest.raises(ValidationError, match="`confidence` goes with basis"):
        record(basis=basis, confidence=confidence)


def test_a_recalled_entry_says_how_sure_it_is() -> None:
    assert record(basis="recalled", confidence="medium").draft


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "rumour"},
        {"source": {"document": ""}},
        {"source": {"document": "A text", "page": "5"}},
        {"checked": ({"by": "A. Reader"},)},
        {"checked": ({"by": "AR", "on": DAY},)},
        {"seen_in": "one address"},
        {"unforeseen": 1},
    ],
)
def test_what_is_not_foreseen_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        record(**wrong)


def test_a_record_stays_as_it_was_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Record.__setattr__(record(), "basis", "secondary")


def test_a_source_is_cited_in_one_line() -> None:
    assert str(Source(document="A text", paragraph="Article 3")) == "A text, Article 3"
    assert str(Source(document="A text")) == "A text"
