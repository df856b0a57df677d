"""Sums of simultaneous activities: as the plainest way finds them, and lawful."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import FrameError
from detente.screening import TOGETHER, simultaneous
from tests.screening.slow_sums import sums
from tests.screening.worlds import Account, Line, Time, accounts, frame, hour, lines, redline

KEYS = ("peak_low", "peak_high", "alone", "verdict")


def ask(told: list[Account], *asked: Line) -> list[dict[str, Any]]:
    """What is told of the sums."""
    found = simultaneous(frame(told), [redline(line) for line in asked])
    assert found.columns == list(TOGETHER)
    return found.to_dicts()


def one(activity: str, first: int, last: int, low: int, **other: Any) -> Account:
    """An account that states everything, but for what is changed."""
    stated = Account(activity, "x", Time(first), Time(last), low, low, "BB", inside=True)
    return replace(stated, **other)


LINE = Line("l", None, None, 10)


@settings(max_examples=80, deadline=None)
@given(accounts(), lines())
def test_as_the_plainest_way_finds_them(told: list[Account], line: Line) -> None:
    found = ask(told, line)
    expected = sums(told, line)
    assert {row["source"] for row in found} == expected.keys()
    for source, each in expected.items():
        rows = [row for row in found if row["source"] == source]
        assert [{key: row[key] for key in KEYS} for row in rows] == list(each.told())


@settings(max_examples=30, deadline=None)
@given(accounts(), lines())
def test_members_are_there_together(told: list[Account], line: Line) -> None:
    """At the beginning of the interval of a peak, its members and nobody else may be there."""
    for row in ask(told, line):
        each = sums(told, line)[row["source"]]
        at = row["from"] or each.instants()[0]
        for name in each.members:
            if row["verdict"] is True and not each.lone(name):
                assert (name in row["members"]) >= (each.least(name, at) > 0)
            elif row["verdict"] is not True and not line.condition:
                may = any(a for a in each.members[name] if _may(each, a, at))
                assert (name in row["members"]) == may


def _may(each: Any, account: Account, at: Any) -> bool:
    from tests.screening.slow_sums import _stay, _within

    return _within(at, _stay(account, each.line))


@settings(max_examples=80, deadline=None)
@given(accounts(), lines(), st.randoms(use_true_random=False))
def test_what_is_settled_holds_however_it_was(
    told: list[Account], line: Line, chance: random.Random
) -> None:
    """Whatever the vague moments, ranges and differing accounts turn out to be."""
    rows = ask(told, line)
    for source, each in sums(told, line).items():
        mine = [row for row in rows if row["source"] == source]
        peak = _happened(each, told, chance)
        highs = [row["peak_high"] for row in mine]
        assert max(row["peak_low"] for row in mine) <= peak
        assert None in highs or peak <= max(highs)
        if any(row["verdict"] for row in mine):
            assert peak >= each.level
        if all(row["verdict"] is False for row in mine):
            assert peak < each.level


def _happened(each: Any, told: list[Account], chance: random.Random) -> int:
    """The greatest sum in one course of events that the accounts allow."""
    line: Line = each.line
    begins, until = _stretch(line.begins, line.ends, chance)
    stays = []
    for name, accounts_of in each.members.items():
        right = list(accounts_of)
        if name in each.others:
            right += [a for a in told if a.activity == name and a not in right]
        account = chance.choice(right)
        if account.obligor == "CC" or not account.inside:
            continue
        if account.obligor is None and chance.random() < 0.5:
            continue
        first, last = _stretch(account.starts, account.ends, chance)
        first, last = max(first, begins), min(last, until)
        low = account.low or 0
        count = chance.randint(low, low + 20 if account.high is None else account.high)
        if first <= last:
            stays.append((first, last, count))
    return max((sum(c for a, b, c in stays if a <= at <= b) for at, _, _ in stays), default=0)


def _stretch(starts: Time | None, ends: Time | None, chance: random.Random) -> tuple[float, float]:
    """Hours at which something may begin and end; nothing ends before it begins."""
    while True:
        first = -5.0 if starts is None else _drawn(starts, chance)
        last = 15.0 if ends is None else _drawn(ends, chance)
        if first <= last:
            return first, last


def _drawn(time: Time, chance: random.Random) -> float:
    """An hour that a moment may be."""
    if time.first is None:
        return chance.uniform(-1, 9)
    return time.first if time.latest is None else chance.uniform(time.first, time.latest - 0.001)


@settings(max_examples=30, deadline=None)
@given(accounts(), lines(), st.integers(1, 6))
def test_another_activity_never_lowers_a_peak(told: list[Account], line: Line, low: int) -> None:
    """Nor the least of it, where the level may be reached already: else other times are told."""
    before, after = _by_sum(ask(told, line)), _by_sum(ask([*told, one("new", 2, 4, low)], line))
    for source, rows in before.items():
        assert max(map(_high, after[source])) >= max(map(_high, rows))
        if _high(rows[0]) >= line.level + line.more_than:
            least = max(row["peak_low"] for row in rows)
            assert max(row["peak_low"] for row in after[source]) >= least


def _by_sum(rows: list[dict[str, Any]]) -> dict[str | None, list[dict[str, Any]]]:
    """Rows by source."""
    return {row["source"]: [r for r in rows if r["source"] == row["source"]] for row in rows}


def _high(row: dict[str, Any]) -> float:
    """The most that a peak can be."""
    return float("inf") if row["peak_high"] is None else float(row["peak_high"])


@settings(max_examples=20, deadline=None)
@given(accounts(), lines(), st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(
    told: list[Account], line: Line, chance: random.Random
) -> None:
    mixed = chance.sample(told, len(told))
    other = replace(line, id="other", level=line.level + 1)
    assert ask(told, line, other) == ask(mixed, line, other)


@settings(max_examples=10, deadline=None)
@given(accounts(), lines())
def test_blocks_mean_nothing(told: list[Account], line: Line) -> None:
    from detente.screening import sets

    asked = [replace(line, id=f"l{i}", level=i + 1) for i in range(4)]
    whole = ask(told, *asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "BLOCK", 1)
        assert ask(told, *asked) == whole


def test_two_that_are_enough_together() -> None:
    (row,) = ask([one("a", 0, 4, 6), one("b", 3, 9, 5)], LINE)
    assert (row["verdict"], row["alone"], row["members"]) == (True, False, ["a", "b"])
    assert (row["from"], row["to"]) == (hour(3), hour(4))
    assert (row["peak_low"], row["peak_high"], row["margin"]) == (11, 11, "troops 1")
    assert row["source"] == "x"


def test_at_the_level_and_one_below() -> None:
    assert ask([one("a", 0, 4, 5), one("b", 4, 9, 5)], LINE)[0]["verdict"] is True
    assert ask([one("a", 0, 4, 5), one("b", 4, 9, 4)], LINE)[0]["verdict"] is False
    more = replace(LINE, more_than=True)
    assert ask([one("a", 0, 4, 5), one("b", 4, 9, 5)], more)[0]["verdict"] is False


def test_one_after_the_other_is_not_together() -> None:
    (row,) = ask([one("a", 0, 3, 6), one("b", 4, 9, 7)], LINE)
    assert (row["verdict"], row["peak_low"], row["members"]) == (False, 7, ["b"])


def test_a_count_that_is_not_stated_is_never_nil() -> None:
    silent = replace(one("b", 3, 9, 0), low=None, high=None)
    (row,) = ask([one("a", 0, 4, 6), silent], LINE)
    assert (row["verdict"], row["peak_low"], row["peak_high"]) == (None, 6, None)
    assert (row["missing"], row["margin"]) == ("troops", "troops -4..")


def test_ranges_stay_ranges() -> None:
    (row,) = ask([one("a", 0, 4, 3, high=5), one("b", 3, 9, 4, high=6)], LINE)
    assert (row["peak_low"], row["peak_high"], row["verdict"]) == (7, 11, None)
    assert row["missing"] == "troops"


def test_accounts_of_one_activity_are_never_added() -> None:
    other = one("a", 0, 4, 8, source="y")
    assert ask([one("a", 0, 4, 6), other], LINE) == []
    rows = ask([one("a", 0, 4, 6), other, one("b", 0, 4, 1)], LINE)
    assert [(row["source"], row["peak_low"], row["peak_high"]) for row in rows] == [
        (None, 7, 9),
        ("x", 7, 7),
    ]


def test_accounts_that_differ_settle_what_they_agree_on() -> None:
    told = [one("a", 0, 4, 6), one("a", 0, 4, 9, source="y"), one("b", 0, 4, 3)]
    by_all = ask(told, LINE)[0]
    assert (by_all["source"], by_all["verdict"], by_all["missing"]) == (None, None, "accounts")
    low = replace(LINE, level=9)
    assert [row["verdict"] for row in ask(told, low)] == [True, True]


def test_an_account_of_another_place_leaves_it_open() -> None:
    away = one("a", 0, 4, 6, source="y", inside=False)
    rows = ask([one("a", 0, 4, 6), away, one("b", 0, 4, 5)], LINE)
    told = [(row["source"], row["verdict"], row["missing"]) for row in rows]
    assert told == [(None, None, "accounts"), ("x", True, "")]


def test_of_one_day_within_another() -> None:
    """Nobody knows at which hour the one is; the other is there all day."""
    day = one("b", 0, 0, 5, starts=Time(2, 4), ends=Time(2, 4))
    (row,) = ask([one("a", 0, 9, 6), day], LINE)
    assert (row["verdict"], row["peak_low"], row["members"]) == (True, 11, ["a", "b"])
    assert (row["from"], row["to"].hour) == (hour(2), 3)
    (row,) = ask([one("a", 3, 9, 6), day], LINE)
    assert (row["verdict"], row["missing"]) == (None, "starts, ends")


def test_two_stretches_of_one_line() -> None:
    told = [one("a", 0, 1, 6), one("b", 1, 2, 6), one("c", 4, 5, 7), one("d", 5, 6, 7)]
    rows = ask(told, LINE)
    assert [(row["members"], row["peak_low"]) for row in rows] == [
        (["a", "b"], 12),
        (["c", "d"], 14),
    ]


def test_what_is_open_about_the_line_is_named_and_the_sum_still_told() -> None:
    waits = replace(LINE, condition="if nothing is agreed")
    (row,) = ask([one("a", 0, 4, 6), one("b", 3, 9, 5)], waits)
    assert (row["verdict"], row["peak_low"], row["missing"]) == (None, 11, "condition")


def test_an_account_that_stands_twice_is_refused() -> None:
    with pytest.raises(FrameError, match="activity 'a' stands twice for source 'x'"):
        ask([one("a", 0, 4, 6), one("a", 0, 4, 6)], LINE)


def test_no_line_has_a_level() -> None:
    told = frame([one("a", 0, 4, 6), one("b", 0, 4, 6)])
    found = simultaneous(told, [replace(redline(LINE), levels=None)])
    assert found.is_empty()
    assert found.columns == list(TOGETHER)
    assert found.schema["members"] == pl.List(pl.String)
