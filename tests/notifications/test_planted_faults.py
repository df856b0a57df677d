"""Faults planted in a copy of the room of words: the test named with each must see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import Fault, copied, planted, suite

CHECKING = "tests/notifications/test_checking.py"

FAULTS = (
    Fault(
        "what follows a word is always real",
        "notifications/drafting.py",
        'earlier, number="", made=""',
        'earlier, marker="real", number="", made=""',
        "test_whatever_follows_a_word_keeps_its_marker",
    ),
    Fault(
        "what was corrected and then cancelled still stands",
        "notifications/referring.py",
        "numbers.add(each.number)",
        "pass",
        "test_what_was_corrected_and_then_cancelled_does_not_stand",
    ),
    Fault(
        "an exercise may correct what is real",
        "notifications/referring.py",
        "if each.marker != word.marker:",
        "if False:",
        "test_a_marker_that_differs_from_that_of_the_original",
    ),
    Fault(
        "a word that was cancelled still stands",
        "notifications/referring.py",
        'if cancelled and word.kind != "acknowledgement":',
        "if False:",
        "test_a_word_that_was_cancelled_is_not_changed_again",
    ),
    Fault(
        "a correction may make it another activity",
        "notifications/referring.py",
        "if field.fixed and before is not None",
        "if False and before is not None",
        "test_a_correction_that_changes_the_wrong_thing",
    ),
    Fault(
        "whoever likes answers a request",
        "notifications/referring.py",
        "elif other.to and word.by not in other.to:",
        "elif False:",
        "test_a_reply_is_given_by_the_one_that_was_asked",
    ),
    Fault(
        "shares that just fill the whole are too many",
        "notifications/checking.py",
        "least > most:",
        "least >= most:",
        "test_shares_against_the_whole",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, tmp_path: Path) -> None:
    found = suite(planted(fault, tmp_path), f"{CHECKING}::{fault.seen_by}")
    assert found.returncode == 1, found.stdout[-2_000:]
    assert "AssertionError" in found.stdout, "it fails for another reason"


def test_the_copy_passes_when_nothing_is_planted(tmp_path: Path) -> None:
    found = suite(copied(tmp_path), CHECKING)
    assert found.returncode == 0, found.stdout[-2_000:]
