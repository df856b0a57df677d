"""When a duty falls due, when it was done, and whether that was in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import narwhals as nw

from detente.instruments.library import Text
from detente.instruments.provisions import Annual, Clock
from detente.obligations.clauses import every, fact
from detente.obligations.seen import INSTANT, UNKNOWN, Seen

_NEVER = nw.lit(None, dtype=INSTANT)
_A_DAY = dt.timedelta(days=1)
_TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Timing:
    """The clock of a provision as expressions.

    Attributes:
        due: when the duty falls due; for a clock of days, the midnight that opens the last day.
        done: when it was done, as far as known at the time asked.
        timing: ``met``, ``late``, ``running``, ``lapsed``, or null when it cannot be told.
    """

    due: nw.Expr
    done: nw.Expr
    timing: nw.Expr


@dataclass(frozen=True)
class _Due:
    """The earliest and latest that the due moment can be, and the first instants after them."""

    earliest: nw.Expr
    latest: nw.Expr
    closes: nw.Expr
    closes_at_latest: nw.Expr


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
        return Timing(_NEVER, _NEVER, nw.lit(None, dtype=nw.String()))
    due = _due(seen, text, clock)
    if clock.done in ("", "in_calendar"):
        return Timing(due.earliest, _NEVER, _listed(seen, clock, due, as_of))
    done, last = seen.first(clock.done), seen.last(clock.done)
    stated_none = ~seen.yes_no(clock.done.removesuffix("_at"))
    if as_of is not None:
        later = done > nw.lit(as_of)
        stated_none = later | stated_none
        done, last = (nw.when(~later).then(moment) for moment in (done, last))
    result = nw.coalesce(
        nw.when(last < due.closes).then(nw.lit("met")),
        nw.when(done >= due.closes_at_latest).then(nw.lit("late")),
        nw.when(done.is_null()).then(_not_done(due, stated_none, as_of)),
    )
    return Timing(due.earliest, done, result)


def _not_done(due: _Due, stated_none: nw.Expr, as_of: dt.datetime | None) -> nw.Expr:
    """Tell a clock that still runs from one that ran out with nothing done."""
    if as_of is None:
        return nw.when(stated_none & ~due.earliest.is_null()).then(nw.lit("lapsed"))
    now = nw.lit(as_of)
    return nw.coalesce(
        nw.when(now < due.closes).then(nw.lit("running")),
        nw.when(stated_none & (now >= due.closes_at_latest)).then(nw.lit("lapsed")),
    )


def _listed(seen: Seen, clock: Clock, due: _Due, as_of: dt.datetime | None) -> nw.Expr:
    """Tell whether what has no date of its own was done: an entry in a calendar, or nothing."""
    listed = seen.yes_no(clock.done) if clock.done else UNKNOWN
    return nw.coalesce(
        nw.when(listed).then(nw.lit("met")),
        _not_done(due, ~listed, as_of),
    )


def _due(seen: Seen, text: Text, clock: Clock) -> _Due:
    """Give the due moment, with the clock that may run instead."""
    own = _plain(seen, clock)
    if not clock.unless:
        return own
    other = text.clocks[clock.unless]
    instead = _plain(seen, other)
    holds = every(fact(seen, condition) for condition in other.facts)
    return _Due(
        _either(holds, instead.earliest, own.earliest, first=True),
        _either(holds, instead.latest, own.latest, first=False),
        _either(holds, instead.closes, own.closes, first=True),
        _either(holds, instead.closes_at_latest, own.closes_at_latest, first=False),
    )


def _either(holds: nw.Expr, one: nw.Expr, other: nw.Expr, *, first: bool) -> nw.Expr:
    """Choose by an answer; where it cannot be told, take the earlier (or later) of the two."""
    open_ = nw.min_horizontal(one, other) if first else nw.max_horizontal(one, other)
    return nw.when(holds).then(one).otherwise(nw.when(~holds).then(other).otherwise(open_))


def _plain(seen: Seen, clock: Clock) -> _Due:
    """Give the due moment of one clock for itself."""
    early, late = seen.first(clock.of), seen.last(clock.of)
    if clock.annual:
        early, late = _annual(early, clock.annual), _annual(late, clock.annual)
    elif clock.counted_in_days:
        early, late = (_days(moment, clock) for moment in (early, late))
    else:
        notice = clock.before or clock.after
        hours = (notice.hours or 0) if notice else 0
        shift = nw.lit(dt.timedelta(hours=-hours if clock.before else hours))
        early, late = early + shift, late + shift
        return _Due(early, late, early + nw.lit(_TICK), late + nw.lit(_TICK))
    return _Due(early, late, early + nw.lit(_A_DAY), late + nw.lit(_A_DAY))


def _days(moment: nw.Expr, clock: Clock) -> nw.Expr:
    """Count calendar days in UTC from the day of a moment."""
    notice = clock.before or clock.after
    days = (notice.days or 0) if notice else 0
    shift = dt.timedelta(days=-days if clock.before else days)
    return moment.dt.truncate("1d") + nw.lit(shift)


def _annual(moment: nw.Expr, annual: Annual) -> nw.Expr:
    """Give the day of the year, so many years before the year of a moment."""
    month, day = (int(part) for part in annual.day.split("-"))
    months = month - 1 - 12 * annual.years_before
    shifted = moment.dt.truncate("1y").dt.offset_by(f"{months}mo")
    return shifted + nw.lit(dt.timedelta(days=day - 1))
