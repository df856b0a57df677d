"""What the clock brings in consultations: whose turn it is, what runs, which step may be taken now.

A party of a consultation is told when a clock starts, when its end is near, when it has passed, and
when a step is its own to take: by every account and every reading of the text, each apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from detente.consultations.picture import View, picture
from detente.consultations.running import Run
from detente.consultations.stages import Next
from detente.consultations.written import plain
from detente.desk.consulted import Consulted, consulted_in
from detente.desk.errands import Errand
from detente.desk.spoken import readers, statement_of
from detente.desk.workbench import Workbench
from detente.store import Writing, change

__all__ = ["CONSULTATIONS", "look_again", "turns"]

CONSULTATIONS = "consultations"
Alert = dict[str, Any]
_SECOND = dt.timedelta(seconds=1)


def look_again(writing: Writing, identity: str, at: dt.datetime) -> None:
    """Keep that a consultation is to be looked at, from an instant on.

    Args:
        writing: the transaction.
        identity: the statement that opened it.
        at: the instant; that it was to be looked at later is forgotten.
    """
    told: dict[str, Any] = {"state": "waits", "due": at, "content": identity, "tries": 0}
    change(writing, "outbox", f"consultation-{identity}", topic=CONSULTATIONS, **told)


def turns(
    bench: Workbench, each: Errand, now: dt.datetime
) -> tuple[list[tuple[str, str, Alert]], dt.datetime | None]:
    """Work out who is told what of a consultation, and when to look again; None: never by itself.

    Args:
        bench: the workbench.
        each: the errand; it is about the statement that opened the consultation.
        now: the instant.
    """
    found: list[tuple[str, str, Alert]] = []
    later: set[dt.datetime] = set()
    with bench.store.reading() as connection:
        first, _ = statement_of(connection, each.content)
        for reader in readers(connection, first.id, now):
            seen = consulted_in(bench, reader, first, now)
            if seen is None or seen.withdrawn:
                continue
            views = picture(seen.told, seen.mechanism, now).views
            later |= {end for view in views for end in _instants(bench, view) if end > now}
            found += [
                (first.id, reader.id, alert)
                for view in views
                for alert in _alerts(bench, seen, view, reader.id, now)
            ]
    return found, min(later, default=None)


def _instants(bench: Workbench, view: View) -> Iterator[dt.datetime]:
    """Go through the instants at which there may be something to tell."""
    for run in view.clocks:
        if run.due is None or run.met_by:
            continue
        yield run.due.first + _SECOND
        if run.due.last:
            yield run.due.last.replace(microsecond=0) + _SECOND
        yield from (run.due.first - dt.timedelta(hours=n) for n in bench.consultation_hours)


def _alerts(
    bench: Workbench, seen: Consulted, view: View, party: str, now: dt.datetime
) -> Iterator[Alert]:
    """Go through what a party of a consultation is told, by one account and one reading."""
    told = seen.told
    if party not in (*told.requesting, *told.addressed, told.chair):
        return
    head: Alert = {
        "kind": "consultation",
        "marker": seen.first.marker,
        "consultation": seen.number,
        "mechanism": told.mechanism,
        "accounts": list(view.accounts),
        "reading": view.reading,
        "stages": list(view.stages),
    }
    yield from ({**head, **_clock(bench, seen, view, run, party, now)} for run in _open(view))
    mine = [step for step in view.steps if party in step.by and step.permitted is not False]
    if mine and party in view.turn:
        yield {**head, "of": "step", "steps": [_step(each) for each in mine]}


def _open(view: View) -> Iterator[Run]:
    """Go through the clocks of which there is something to tell."""
    yield from (run for run in view.clocks if run.state in ("running", "lapsed", "unknown"))


def _clock(
    bench: Workbench, seen: Consulted, view: View, run: Run, party: str, now: dt.datetime
) -> Alert:
    """Tell of a clock: who is asked by it, until when, and which step of one's own then opens."""
    clock = next(each for each in seen.mechanism.clocks if each.id == run.clock)
    roles = [role for step in clock.met_by for role in seen.mechanism.step(step).by]
    named = (seen.told.parties_in(role) or (f"({role})",) for role in roles)
    return {
        "of": "clock",
        "clock": run.clock,
        "title": run.title,
        "gist": run.gist,
        "started_by": run.started_by,
        "by": list(dict.fromkeys(name for names in named for name in names)),
        "state": run.state,
        "stage": _stage(bench, run, now),
        "due": plain(run.due),
        "missing": list(run.missing),
        "then": [
            {**_step(each), "opens": plain(each.after[1])}
            for each in view.steps
            if each.after and each.after[0] == run.title and party in each.by
        ],
        "draft": clock.draft,
    }


def _stage(bench: Workbench, run: Run, now: dt.datetime) -> str:
    """Tell how far a clock is."""
    if run.state == "lapsed":
        return "passed"
    ends = run.due.first if run.due and run.state == "running" else None
    hours = [n for n in bench.consultation_hours if ends and ends - dt.timedelta(hours=n) <= now]
    return f"within {min(hours)} hours" if hours else "runs"


def _step(each: Next) -> Alert:
    """Tell of a step that may be taken, until when, and which clock it starts."""
    return {
        "step": each.step,
        "title": each.title,
        "permitted": each.permitted,
        "deadline": plain(each.deadline),
        "overdue": each.overdue,
        "starts": list(each.starts),
        "paragraph": each.paragraph,
        "draft": each.draft,
    }
