"""Faults planted in a copy of the node: the test named with each must see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import Fault, copied, planted, suite

FAULTS = (
    Fault(
        "a request is done as often as it is sent",
        "desk/acts.py",
        "        if known is not None:\n            return known\n",
        "",
        "tests/node/test_full_disk.py"
        "::test_a_disk_that_takes_no_more_is_told_and_nothing_is_half_kept",
    ),
    Fault(
        "a word says two things",
        "desk/filing.py",
        "    if odds := at_odds(",
        "    if False and at_odds(",
        "tests/desk/test_outside.py::test_an_exercise_node_takes_no_word_that_calls_itself_real_inside",
    ),
    Fault(
        "a name stands twice in a body",
        "api/application.py",
        "    app.router.route_class = Route\n",
        "",
        "tests/api/test_bodies.py"
        "::test_a_body_that_can_be_read_in_two_ways_is_refused[a name twice]",
    ),
    Fault(
        "what was shown vanishes when the clock goes back",
        "store/words.py",
        "since = or_(may.c.from_at <= at, at_once)",
        "since = or_(may.c.from_at <= at, at_once & (may.c.from_at <= at))",
        "tests/node/test_clock.py"
        "::test_a_clock_that_goes_back_a_little_is_helped_over_and_a_long_way_is_told",
    ),
    Fault(
        "a lying host is believed by the node",
        "desk/logs.py",
        "one = root_at(sitting.connection, given.size) == given.root",
        "one = given.size <= size",
        "tests/node/test_split_views.py"
        "::test_a_checkpoint_that_another_member_witnessed_shows_it_by_the_api",
    ),
)


def test_each_test_stays_green_where_nothing_is_planted(tmp_path: Path) -> None:
    run = suite(copied(tmp_path), *sorted({fault.seen_by for fault in FAULTS}))
    assert run.returncode == 0, run.stdout[-2000:]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(fault: Fault, tmp_path: Path) -> None:
    run = suite(planted(fault, tmp_path), fault.seen_by)
    assert run.returncode == 1, run.stdout[-2000:]
    assert "1 failed" in run.stdout
