"""Alerts: what the software tells a delegation, when a word has come or a time. No party's word.

Each is computed from words that the delegation may read and names what it rests on: a finding with
its citation, a pair with a red line, a word that is expected. It says what is near and what runs;
it judges nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from detente.activities import ReadResult
from detente.desk import asked
from detente.desk.consulted import roots
from detente.desk.declared import declared
from detente.desk.errands import Errand, done, errand, put_off, waiting
from detente.desk.expected import Expected, expected, given
from detente.desk.finding import of_record
from detente.desk.lines import of_file, of_word, unseen
from detente.desk.picture import near_lines, owed, taken
from detente.desk.sitting import Sitting, written
from detente.desk.spoken import Reader, readers, statement_of
from detente.desk.turns import CONSULTATIONS, look_again, turns
from detente.desk.workbench import Workbench
from detente.errors import DetenteError
from detente.exchange.check.sealed import Statement
from detente.store import Writing, append, table
from detente.times import parse_moment

__all__ = ["asked_for", "listed", "raise_alerts"]

DEADLINES, PASSED = "deadlines", "passed"
Alert = dict[str, Any]
Found = list[tuple[str, str, Alert]]
"""Alerts, each with the word that it is about and the delegation that is told."""


def listed(sitting: Sitting, wanted: asked.Recorded) -> list[dict[str, Any]]:
    """List the alerts of one's own delegation, the oldest first."""
    alerts = table("alerts")
    own = alerts.c.delegation == sitting.officer.delegation
    asking = of_record(alerts, wanted, alerts.c.kind).where(own)
    return [
        {
            "number": row.number,
            "alert": row.id,
            "at": written(row.at),
            "kind": row.kind,
            "word": row.about,
            "told": json.loads(row.content),
        }
        for row in sitting.connection.execute(asking)
    ]


def raise_alerts(bench: Workbench) -> int:
    """Raise all alerts that are due by the clock; answers how many there were.

    Of words that came or were released, of deadlines, of clocks and turns in consultations, and of
    red lines that the node was given since it last looked. It runs apart from the filing of a
    word, which is never held up by it. What is interrupted is done again, and no alert comes twice.
    """
    now = bench.clock.now().replace(microsecond=0)
    words = waiting(bench, "alerts", now)
    count = sum(_try(bench, each, partial(_word, bench, each, now)) for each in words)
    for each in waiting(bench, CONSULTATIONS, now):
        count += _try(bench, each, partial(_turns, bench, each, now))
    ahead = now + dt.timedelta(days=max(bench.deadline_days, default=0))
    known = lru_cache(partial(asked_for, bench))
    for each in waiting(bench, DEADLINES, ahead):
        if stage := _stage(bench, each, now):
            count += _try(bench, each, partial(_deadline, bench, each, stage, now, known))
    if (changed := unseen(bench, now)) is not None:
        count += _try(bench, changed, partial(_lines, bench, changed, now))
    return count


def _try(bench: Workbench, each: Errand, does: Callable[[], Callable[[Writing], int]]) -> int:
    """Do an errand, worked out first and then kept; answers how many alerts came of it."""
    try:
        keep = does()
    except DetenteError as error:
        put_off(bench, each, str(error))
        return 0
    return bench.store.write(keep)


def _word(bench: Workbench, each: Errand, now: dt.datetime) -> Callable[[Writing], int]:
    """Work out who is told what of a word, and until when it lets further words be expected."""
    with bench.store.reading() as connection:
        statement, received = statement_of(connection, each.content)
        read, unread = _account(bench, statement)
        duties = owed(bench, read) if read else []
        looking = readers(connection, statement.id, now)
        told = [
            (statement.id, reader.id, {**alert, "marker": statement.marker})
            for reader in looking
            for alert in (
                *_came(statement, reader, received, unread),
                *_runs(duties, reader.id),
                *_near(bench, read, reader, statement.marker),
            )
        ]
        told += of_word(bench, statement, looking)
        opened = [root.id for root in roots(connection, statement)]
    due = [other for other in expected(bench, statement, duties) if other.passes > now]

    def keep(writing: Writing) -> int:
        for other in due:
            name = f"{DEADLINES}-{written(other.due)}{'-day' * other.of_days}-{statement.id}"
            about = {"word": statement.id, "passes": written(other.passes), "told": []}
            errand(writing, name, DEADLINES, other.due, json.dumps(about))
        for root in opened:
            look_again(writing, root, now)
        done(writing, each)
        return _raise(writing, told, now)

    return keep


def _turns(bench: Workbench, each: Errand, now: dt.datetime) -> Callable[[Writing], int]:
    """Work out what the parties of a consultation are told, and when to look at it again."""
    found, later = turns(bench, each, now)

    def keep(writing: Writing) -> int:
        if later is None:
            done(writing, each)
        else:
            look_again(writing, each.content, later)
        return _raise(writing, found, now)

    return keep


def _account(bench: Workbench, statement: Statement) -> tuple[ReadResult | None, str]:
    """Read the account of an activity that a word carries, or say why it cannot be read.

    What was sealed elsewhere may carry anything; that it has come is told all the same.
    """
    try:
        return taken(bench, statement.content.get("activity"), statement.id), ""
    except DetenteError as error:
        return None, str(error)


def _came(
    statement: Statement, reader: Reader, received: dt.datetime, unread: str
) -> Iterator[Alert]:
    """Tell a delegation that another's word has come, or that its release has."""
    if statement.by != reader.id:
        told = {"kind": "word", "by": statement.by, "of_kind": statement.kind}
        if not reader.then(received).may_read(statement.id):
            told["released"] = statement.access["later"]["at"]
        if unread:
            told["activity_not_read"] = unread
        yield told


def _runs(duties: list[Alert], reader: str) -> Iterator[Alert]:
    """Tell a delegation what agreed texts ask of it, or of others towards it."""
    for duty in duties:
        if reader in (duty["obligor"], *duty["obligees"]) or not duty["obligees"]:
            yield {"kind": "duty", **duty}


def _near(
    bench: Workbench, read: ReadResult | None, reader: Reader, marker: str
) -> Iterator[Alert]:
    """Tell a delegation which red lines of its own are near."""
    if read is None:
        return
    own = [line for line in bench.redlines if line.holder == reader.id]
    said = (each.line for each in declared(bench, reader, marker) if each.first.by == reader.id)
    for pair in near_lines(bench, read, [*own, *(line for line in said if line)]):
        yield {"kind": "red line", **pair}


def _stage(bench: Workbench, each: Errand, now: dt.datetime) -> str:
    """Tell how far a deadline is; empty where that was told, or it is too far to be told."""
    about = json.loads(each.content)
    if parse_moment(about["passes"]).earliest <= now:
        return PASSED
    days = [day for day in bench.deadline_days if each.due - dt.timedelta(days=day) <= now]
    stage = f"within {min(days)} days" if days else ""
    return "" if stage in about["told"] else stage


def _deadline(
    bench: Workbench,
    each: Errand,
    stage: str,
    now: dt.datetime,
    known: Callable[[str], tuple[Statement, list[Expected]]],
) -> Callable[[Writing], int]:
    """Work out who is told that a word is still expected, or is not there in time."""
    about = json.loads(each.content)
    statement, all_ = known(about["word"])
    with bench.store.reading() as connection:
        due = [
            other
            for other in all_
            if (other.due, written(other.passes)) == (each.due, about["passes"])
            and (other.ahead or stage == PASSED)
        ]
        told = [
            (statement.id, reader.id, _still(other, statement, reader, stage))
            for reader in readers(connection, statement.id, now)
            if due and not reader.cancelled(statement)
            for other in due
            if other.concerns(reader.id) and not given(other, statement, reader)
        ]

    def keep(writing: Writing) -> int:
        on = json.dumps({**about, "told": [*about["told"], stage]})
        done(writing, each, "" if stage == PASSED else on)
        return _raise(writing, told, now)

    return keep


def asked_for(bench: Workbench, identity: str) -> tuple[Statement, list[Expected]]:
    """Give a word with all that it lets its readers expect."""
    with bench.store.reading() as connection:
        statement, _ = statement_of(connection, identity)
    read, _ = _account(bench, statement)
    return statement, list(expected(bench, statement, owed(bench, read) if read else []))


def _still(each: Expected, statement: Statement, reader: Reader, stage: str) -> Alert:
    """Say that a word is still expected, as far as the reader may see; and what was corrected."""
    told: Alert = {"kind": "deadline", "stage": stage, "by": each.by, "marker": statement.marker}
    told |= {"due": written(each.due), "of_days": each.of_days, "formats": list(each.formats)}
    if corrected := [other.id for other in reader.later(statement, "correction")]:
        told["corrected"] = corrected
    return {**told, **each.told}


def _lines(bench: Workbench, each: Errand, now: dt.datetime) -> Callable[[Writing], int]:
    """Work out which activities that were told of come near to red lines that are new here."""
    with bench.store.reading() as connection:
        found = of_file(bench, connection, now)

    def keep(writing: Writing) -> int:
        done(writing, each)
        return _raise(writing, found, now)

    return keep


def _raise(writing: Writing, found: Found, now: dt.datetime) -> int:
    """Keep alerts, each once; answers how many were not there yet."""
    alerts, new = table("alerts"), 0
    for about, delegation, alert in found:
        told = {name: value for name, value in alert.items() if name != "kind"}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        identity = sha256(f"{about} {delegation} {alert['kind']} {text}".encode()).hexdigest()
        there = select(alerts.c.number).where(alerts.c.id == identity)
        if writing.connection.scalar(there) is None:
            row = {"delegation": delegation, "at": now, "kind": alert["kind"], "about": about}
            append(writing, "alerts", id=identity, content=text, **row)
            new += 1
    return new
