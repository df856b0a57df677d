"""Faults planted in a copy of the engine, each of which its tests must see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import Fault, copied, planted, suite

LAWS = "tests/consultations/test_laws.py"
PICTURE = "tests/consultations/test_picture.py"
COUNTING = "tests/consultations/test_counting.py"
REACH = "tests/consultations/test_reach.py"
LADDER = "tests/consultations/test_ladder.py"

FAULTS = (
    Fault(
        "a reply at the last instant is late",
        "consultations/running.py",
        "    if last <= span.first:",
        "    if last < span.first:",
        LAWS,
    ),
    Fault(
        "what happens later is known already",
        "consultations/accounts.py",
        "if max(each.at.first, each.known_from) <= at)",
        "if each.at.first <= at)",
        LAWS,
    ),
    Fault(
        "a pause is counted",
        "consultations/counting.py",
        "        left -= runs\n",
        "        left -= ends - now\n",
        COUNTING,
    ),
    Fault(
        "accounts are merged",
        "consultations/accounts.py",
        "if not each.contested or each.id in own]",
        "if True]",
        PICTURE,
    ),
    Fault(
        "what is contested is taken as answered",
        "consultations/reach.py",
        ' == "answered" and not each.contested and',
        ' == "answered" and',
        REACH,
    ),
    Fault(
        "one climbs in the last minute in which an answer may come",
        "consultations/ladder.py",
        "    if at <= until.first:",
        "    if at < until.first:",
        LADDER,
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(fault: Fault, tmp_path: Path) -> None:
    done = suite(planted(fault, tmp_path), fault.seen_by)
    assert done.returncode == 1, done.stdout[-2000:]


def test_nothing_is_seen_where_nothing_is_planted(tmp_path: Path) -> None:
    done = suite(copied(tmp_path), PICTURE)
    assert done.returncode == 0, done.stdout[-2000:]
