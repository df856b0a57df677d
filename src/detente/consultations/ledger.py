"""The ledger: how each clock came out, and how often; it counts clocks, and ranks no State."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from detente.consultations.picture import Picture, View, picture
from detente.consultations.running import Run
from detente.instruments.mechanisms import Mechanism, Outcome
from detente.invocations.consultation import Consultation

Timing = Literal[
    "on_time", "late", "never", "running", "suspended", "cannot_be_told", "accounts_differ"
]
TIMINGS: tuple[Timing, ...] = (
    "on_time",
    "late",
    "never",
    "running",
    "suspended",
    "cannot_be_told",
    "accounts_differ",
)
"""How a clock came out: met in time, met late, not met, still running, standing still; not to be
told; or told otherwise by one account than by another."""

_TIMING: dict[str, Timing] = {
    "met": "on_time",
    "late": "late",
    "lapsed": "never",
    "running": "running",
    "suspended": "suspended",
    "unknown": "cannot_be_told",
}


@dataclass(frozen=True)
class Line:
    """One run of one clock.

    Attributes:
        consultation, title: which.
        mechanism: full name of the mechanism.
        requesting, addressed: the parties.
        clock: what it limits.
        started_by: id of the event that started it.
        timing: how it came out.
        by_account: how it came out by each account; empty: there is one.
        outcomes: what came of the consultation, by the same accounts.
        sources: where all that is read: addresses, or titles where there is none.
        uncertain: why it is not sure that the mechanism was invoked; empty: it is.
    """

    consultation: str
    title: str
    mechanism: str
    requesting: tuple[str, ...]
    addressed: tuple[str, ...]
    clock: str
    started_by: str
    timing: Timing
    by_account: Mapping[str, Timing]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    sources: tuple[str, ...]
    uncertain: str


@dataclass(frozen=True)
class Count:
    """How often a clock of a mechanism came out how.

    Attributes:
        mechanism: full name of the mechanism.
        clock: what it limits.
        runs: how many runs are counted.
        counts: how many of them came out how.
    """

    mechanism: str
    clock: str
    runs: int
    counts: Mapping[Timing, int]


def ledger(told: Iterable[tuple[Consultation, Mechanism]], at: dt.datetime) -> tuple[Line, ...]:
    """Give a line for every clock that ran, by our own reading of it.

    Args:
        told: consultations, each with its mechanism.
        at: the instant as of which it is told, naive and in UTC.
    """
    return tuple(
        line
        for consultation, mechanism in told
        for line in _lines(consultation, picture(consultation, mechanism, at))
    )


def counts(lines: Iterable[Line]) -> tuple[Count, ...]:
    """Count the lines by mechanism and clock, but those that are not surely of the mechanism."""
    found: dict[tuple[str, str], Counter[Timing]] = {}
    for line in lines:
        if not line.uncertain:
            found.setdefault((line.mechanism, line.clock), Counter())[line.timing] += 1
    return tuple(
        Count(mechanism, clock, many.total(), {each: many[each] for each in TIMINGS if many[each]})
        for (mechanism, clock), many in found.items()
    )


def _lines(consultation: Consultation, found: Picture) -> Iterator[Line]:
    """Go through the runs of one consultation."""
    ours = [view for view in found.views if view.reading == found.views[0].reading]
    names = {id(view): ", ".join(view.accounts) or "all others" for view in ours}
    together: dict[tuple[str, str], list[tuple[View, Run]]] = {}
    for view in ours:
        for run in view.clocks:
            together.setdefault((run.clock, run.started_by), []).append((view, run))
    for runs in together.values():
        timings = {names[id(view)]: _TIMING[run.state] for view, run in runs}
        alike = len(set(timings.values())) == 1 and len(runs) == len(ours)
        yield Line(
            consultation=consultation.id,
            title=consultation.title,
            mechanism=consultation.mechanism,
            requesting=consultation.requesting,
            addressed=consultation.addressed,
            clock=runs[0][1].title,
            started_by=runs[0][1].started_by,
            timing=next(iter(timings.values())) if alike else "accounts_differ",
            by_account=timings if len(ours) > 1 else {},
            outcomes={names[id(view)]: tuple(each for _, each in view.outcomes) for view in ours},
            sources=tuple(note.url or note.title for note in consultation.sources.values()),
            uncertain=consultation.uncertain,
        )
