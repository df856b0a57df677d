"""Faults planted in a copy of the room: the tests must see each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import Fault, planted, suite

SLOW = "tests/stability/test_against_slow.py"
LAWS = "tests/stability/test_laws.py"
FAULTS = (
    Fault(
        "a state as good as this one is taken for a better one",
        "stability/cube.py",
        "found = self._own(kept, maker, most=True) <= level",
        "found = self._own(kept, maker, most=True) < level",
        f"{SLOW}::test_moves_by_options[0-sequence]",
    ),
    Fault(
        "moves that cannot be undone are undone",
        "stability/game.py",
        "whole & ~(1 << state) & ~gathered(barred)",
        "whole & ~(1 << state)",
        f"{SLOW}::test_moves_by_options[0-single]",
    ),
    Fault(
        "a maker moves twice in a row",
        "stability/reach.py",
        "if mover != last:",
        "if mover >= 0:",
        f"{SLOW}::test_moves_and_preferences_that_are_not_transitive[0-sequence]",
    ),
    Fault(
        "those who answer move once at most",
        "stability/reach.py",
        "    return _sequence(steps, state)",
        "    return _once(steps, state, (1 << len(steps)) - 1, {})",
        f"{SLOW}::test_moves_and_preferences_that_are_not_transitive[1-sequence]",
    ),
    Fault(
        "what is not known counts as no gain",
        "stability/pairs.py",
        "return (self.maybe if hard else self.surely)[maker][state]",
        "return self.surely[maker][state]",
        f"{LAWS}::test_learning_more_reverses_no_answer",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(fault: Fault, tmp_path: Path) -> None:
    done = suite(planted(fault, tmp_path), fault.seen_by)
    assert done.returncode == 1, done.stdout[-2000:]
    assert "1 failed" in done.stdout
