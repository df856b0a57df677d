"""When a duty falls due, when it was done, and whether that was in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import narwhals as nw

from detente.instruments.library import Text
from detente.instruments.provisions import Annual, Clock
from detente.obligations.clauses import every, fact
from detente.obligations.seen import TICK, Seen

_A_DAY = dt.timedelta(days=1)
_FIRST = dt.datetime(1, 1, 1)
_LAST = dt.datetime.combine(dt.date.max, dt.time.max)


DUE, DUE_LAST, DONE, DONE_LAST = "_due", "_due_last", "_done", "_done_last"
"""Columns that the clock is worked out in, before it is told."""

_OWN, _INSTEAD = "_own", "_instead"
"""Columns for the due moment by a clock, and by the one that may run instead."""


@dataclass(frozen=True)
class Timing:
    """The clock of a provision, worked out in steps over a frame.

    Attributes:
        begun: columns to add first: the due moment by each of two clocks of which one runs.
        moments: columns to add then: when the duty falls due and when it was done, each at the
            earliest and at the latest.
        due: when the duty falls due; for a clock of days, the midnight that opens the last day.
        done: when it was done, as far as known at the time asked.
        timing: ``met``, ``late``, ``running``, ``lapsed``, or null when it cannot be told; it
            holds where the bearer was bound on the due day.
        bound: whether the bearer is surely bound on the due day; None: not asked yet.
    """

    begun: dict[str, nw.Expr]
    moments: dict[str, nw.Expr]
    due: nw.Expr
    done: nw.Expr
    timing: nw.Expr
    bound: nw.Expr | None = None


Due = tuple[nw.Expr, nw.Expr]
"""When a duty falls due, at the earliest and at the latest."""


def timing(seen: Seen, text: Text, clock: Clock | None, as_of: dt.datetime | None) -> Timing:
    """Set a provision's clock against a frame.

    Args:
        seen: the frame's columns.
        text: the instrument, for a clock that another one replaces.
        clock: the clock; None: no time limit.
        as_of: what is later is not yet known; None: the record is complete, and a duty that a
            source states as not done has lapsed.
    """
    if clock is None:
        return Timing({}, {}, seen.no_instant, seen.no_instant, seen.nothing(seen.ask.String()))
    begun, (earliest, latest) = _begun(seen, text, clock)
    moments = {DUE: earliest, DUE_LAST: latest}
    closes, closes_last = (seen.col(name) + seen.lit(_grace(clock)) for name in (DUE, DUE_LAST))
    if clock.done in ("", "in_calendar"):
        listed = seen.yes_no(clock.done) if clock.done else seen.unknown
        told = seen.when((listed, "met"), *_not_done(seen, closes, closes_last, ~listed, as_of))
        return Timing(begun, moments, seen.col(DUE), seen.no_instant, told)
    none_given = ~seen.yes_no(clock.done.removesuffix("_at"))
    done, last = seen.first(clock.done), seen.last(clock.done)
    if as_of is not None:
        later = done > seen.lit(as_of)
        none_given = later | none_given
        done, last = (seen.when((~later, moment)) for moment in (done, last))
    moments |= {DONE: done, DONE_LAST: last}
    given = ~seen.col(DONE).is_null()
    known = given if as_of is None else seen.col(DONE_LAST) <= seen.lit(as_of)
    when_done: list[tuple[nw.Expr, nw.Expr | str]] = [
        (known & (seen.col(DONE_LAST) < closes), "met"),
        (known & (seen.col(DONE) >= closes_last), "late"),
        (given, seen.nothing(seen.ask.String())),
    ]
    told = seen.when(
        *(when_done if clock.done in seen.columns else []),
        *_not_done(seen, closes, closes_last, none_given, as_of),
    )
    return Timing(begun, moments, seen.col(DUE), seen.col(DONE), told)


def _grace(clock: Clock) -> dt.timedelta:
    """Give what lies between the due moment and the first instant that is too late."""
    return _A_DAY if clock.counted_in_days else TICK


def _not_done(
    seen: Seen,
    closes: nw.Expr,
    closes_last: nw.Expr,
    none_given: nw.Expr,
    as_of: dt.datetime | None,
) -> list[tuple[nw.Expr, str]]:
    """Tell a clock that still runs from one that ran out with nothing done."""
    if as_of is None:
        return [(none_given & ~closes.is_null(), "lapsed")]
    now = seen.lit(as_of)
    return [(now < closes, "running"), (none_given & (now >= closes_last), "lapsed")]


def due(seen: Seen, text: Text, clock: Clock) -> Due:
    """Give the due moment, with the clock that may run instead.

    The clock that runs instead is counted in the same unit; `soundness.check` sees to it.
    """
    own = _plain(seen, clock)
    if not clock.unless:
        return own
    return _one_of(seen, text.clocks[clock.unless], own, _plain(seen, text.clocks[clock.unless]))


def _begun(seen: Seen, text: Text, clock: Clock) -> tuple[dict[str, nw.Expr], Due]:
    """Give the due moment over columns that are added before, one for each of two clocks."""
    if not clock.unless:
        return {}, _plain(seen, clock)
    instead = text.clocks[clock.unless]
    columns: dict[str, nw.Expr] = {}
    laid: list[Due] = []
    for name, each in ((_OWN, clock), (_INSTEAD, instead)):
        last = f"{name}_last" if seen.vague(each.of) else name
        columns |= dict(zip((last, name), reversed(_plain(seen, each)), strict=True))
        laid.append((seen.col(name), seen.col(last)))
    return columns, _one_of(seen, instead, *laid)


def _one_of(seen: Seen, instead: Clock, own: Due, other: Due) -> Due:
    """Choose between two clocks by the facts under which the other one runs instead."""
    stated = any(condition.fact in seen.columns for condition in instead.facts)
    holds = every(fact(seen, condition) for condition in instead.facts) if stated else None
    return (
        _either(seen, holds, other[0], own[0], first=True),
        _either(seen, holds, other[1], own[1], first=False),
    )


def _either(
    seen: Seen, holds: nw.Expr | None, one: nw.Expr, other: nw.Expr, *, first: bool
) -> nw.Expr:
    """Choose by an answer; where it cannot be told, take the earlier (or later) of the two.

    No answer at all (`holds` is None) means that it cannot be told of any row.
    """
    earlier, later = (one, other) if first else (other, one)
    answered = [] if holds is None else [(holds, one), (~holds, other)]
    return seen.when(*answered, (earlier <= later, one), (earlier > later, other))


def _plain(seen: Seen, clock: Clock) -> Due:
    """Give the due moment of one clock for itself."""
    early, late = seen.first(clock.of), seen.last(clock.of)
    first, last = (_written(seen, _shifted(seen, each, clock), clock) for each in (early, late))
    return first, last


def _written(seen: Seen, due: nw.Expr, clock: Clock) -> nw.Expr:
    """Leave out a due moment that no calendar reaches: before the year 1, or after 9999."""
    if clock.after:
        return seen.when((due <= seen.lit(_LAST), due))
    if not clock.before and not clock.annual:
        return due
    return seen.when((due >= seen.lit(_FIRST), due))


def _shifted(seen: Seen, moment: nw.Expr, clock: Clock) -> nw.Expr:
    """Move a moment of the activity to where the clock runs out."""
    if clock.annual:
        return _annual(seen, moment, clock.annual)
    notice = clock.before or clock.after
    days, hours = (notice.days or 0, notice.hours or 0) if notice else (0, 0)
    length = dt.timedelta(days=days, hours=hours)
    whole = moment.dt.truncate("1d") if clock.counted_in_days else moment
    if notice and notice.months:
        return whole.dt.offset_by(f"{-notice.months if clock.before else notice.months}mo")
    if not length:
        return whole
    return whole + seen.lit(-length if clock.before else length)


def _annual(seen: Seen, moment: nw.Expr, annual: Annual) -> nw.Expr:
    """Give the day of the year, so many years before the year of a moment."""
    month, day = (int(part) for part in annual.day.split("-"))
    months = month - 1 - 12 * annual.years_before
    shifted = moment.dt.truncate("1y").dt.offset_by(f"{months}mo")
    return shifted + seen.lit(dt.timedelta(days=day - 1))
