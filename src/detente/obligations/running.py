"""Which clock runs by one account, and whether the moment at which it runs out is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.instruments.library import Text
from detente.instruments.provisions import Clock, FactIs
from detente.measures.answers import Answer, all_of
from detente.obligations.seen import TICK

Account = Mapping[str, Any]
"""One row of an activity frame; an absent column is "not stated"."""


def may_run(text: Text, clock: Clock, account: Account) -> tuple[Clock, ...]:
    """Give the clock that runs; both where it cannot be told which of two does.

    Args:
        text: the instrument.
        clock: the provision's own clock, first where both are given.
        account: what one source states.
    """
    if not clock.unless:
        return (clock,)
    other = text.clocks[clock.unless]
    runs = all_of(_holds(condition, account) for condition in other.facts)
    if runs is None:
        return clock, other
    return (other,) if runs else (clock,)


def at_the_earliest(text: Text, clock: Clock, account: Account) -> bool:
    """Whether a due moment is only the earliest of those that the account allows."""
    running = may_run(text, clock, account)
    return len(running) > 1 or _vague(running[0], account)


def _holds(condition: FactIs, account: Account) -> Answer:
    """Whether a stated fact is so; None where it is not stated."""
    stated = account.get(condition.fact)
    if stated is None:
        return None
    return stated in condition.in_ if condition.in_ else bool(stated) is condition.is_


def _vague(clock: Clock, account: Account) -> bool:
    """Whether the moment that sets a clock is stated too roughly to tell when it runs out."""
    first, latest = account.get(clock.of), account.get(f"{clock.of}_latest")
    if first is None or latest is None:
        return False
    last = latest - TICK
    if clock.annual:
        return bool(first.year != last.year)
    return bool(first.date() != last.date()) if clock.counted_in_days else bool(first != last)
