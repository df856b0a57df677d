"""What a frame holds, checked where it lies by the rules that files are checked by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import reduce
from operator import or_
from typing import Any

from detente.activities.rules import Rule, rules
from detente.errors import Fault, FrameError
from detente.errors.faults import SHOWN
from detente.files.excerpts import excerpt, visible
from detente.instruments.library import Library, kept_with_library
from detente.obligations.fitting import GIVEN
from detente.obligations.seen import Plan
from detente.obligations.words import vocabulary

_COUNT = "Write 9000, or leave it empty when it is not stated."

Row = Callable[[Plan], dict[str, Any] | None]


def checked(activities: Plan, library: Library, ask: Any, row: Row) -> Plan:
    """Refuse a frame in which a row breaks a rule; give it without the counts as they came.

    Areas are not looked at, nor whether an activity and source stand twice.

    Args:
        activities: a frame to which `detente.obligations.fitting.changes` were made.
        library: the agreed texts, whose words the rows may use.
        ask: the namespace in which the frame is asked: narwhals, or Polars itself.
        row: carries out a plan that gives one row.

    Raises:
        FrameError: the rows that break a rule, as many as are shown of a file. The sender must act.
    """
    names = activities.collect_schema().names()
    asked = _rules(library, frozenset(names), ask)
    sums = (rule.bad.sum().alias(str(i)) for i, rule in enumerate(asked))
    counts = row(activities.select(*sums)) or {}
    broken = [int(count or 0) for count in counts.values()]
    if any(broken):
        faults: list[Fault] = []
        for rule, count in zip(asked, broken, strict=True):
            left = SHOWN - len(faults)
            if count and left > 0:
                faults += _faults(activities.filter(rule.bad).head(left), rule, ask)
        raise _refusal(faults, sum(broken))
    aside = [name for name in names if name.startswith(GIVEN)]
    return activities.drop(aside) if aside else activities


@kept_with_library
def any_broken(library: Library, names: Collection[str], ask: Any) -> Any:
    """Answer of each row of a frame with these columns whether it breaks a rule; null: it does not.

    Args:
        library: the agreed texts.
        names: the columns of a frame that was fitted, as a frozen set.
        ask: the namespace in which the frame is asked.
    """
    bad = [rule.bad for rule in _rules(library, names, ask)]
    return reduce(or_, bad) if bad else ask.lit(value=False)


@kept_with_library
def _rules(library: Library, names: Collection[str], ask: Any) -> tuple[Rule, ...]:
    """Give the rules for a frame with these columns."""
    return (*rules(names, vocabulary(library), ask), *_whole(names, ask))


def _whole(names: Collection[str], ask: Any) -> Iterator[Rule]:
    """Give the rules that counts are whole numbers; what is not, fitting could not take."""
    for given in names:
        if given.startswith(GIVEN):
            name = given.removeprefix(GIVEN)
            bad = ~ask.col(given).is_null() & ask.col(name).is_null()
            yield Rule(name, bad, "no whole number that a count can be", lambda _: _COUNT)


def _faults(bad: Plan, rule: Rule, ask: Any) -> list[Fault]:
    """Name the rows that break one rule, each with what it holds."""
    names = bad.collect_schema().names()
    shown = GIVEN + rule.column if GIVEN + rule.column in names else rule.column
    cells = (ask.col(each).cast(ask.String()) for each in ("activity", "source", shown))
    named = zip(("activity", "source", "shown"), cells, strict=True)
    rows = bad.select(*(cell.alias(name) for name, cell in named)).collect().rows()
    return [
        Fault(
            "frame",
            0,
            visible(f"{rule.column} of activity {activity!r}, source {source!r}"),
            excerpt(value or ""),
            rule.problem,
            rule.remedy(value or ""),
        )
        for activity, source, value in rows
    ]


def _refusal(faults: list[Fault], total: int) -> FrameError:
    """Make the error that refuses a frame, of whose faults some are shown."""
    lines = [f"{total:,} fault{'s' if total > 1 else ''} found", *(f"  {each}" for each in faults)]
    if total > len(faults):
        lines.append(f"  … and {total - len(faults):,} more")
    return FrameError("\n".join(lines))
