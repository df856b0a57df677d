"""Alerts: what the software tells a delegation when a word has arrived. Never a party's word.

Each is computed from a word that the delegation may read and names what it rests on: a finding with
its citation, or a pair with a red line. It says what is near and what runs; it judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from detente.desk import asked
from detente.desk.officers import Delegation, delegation_of
from detente.desk.picture import near_lines, owed, taken
from detente.desk.sitting import Sitting, written
from detente.desk.workbench import Workbench
from detente.errors import DetenteError
from detente.exchange import may_read, read_access
from detente.exchange.check.sealed import Statement, read_statement
from detente.exchange.taking import sealed_of
from detente.redlines import RedLine
from detente.store import Writing, append, change, table

__all__ = ["listed", "raise_alerts"]

TRIES = 5
"""How often it is tried to raise the alerts of a word before it is left to the node's keeper."""

Alert = dict[str, Any]


def listed(sitting: Sitting, wanted: asked.Recorded) -> list[dict[str, Any]]:
    """List the alerts of one's own delegation, the oldest first."""
    alerts = table("alerts")
    own = alerts.c.delegation == sitting.officer.delegation
    asking = select(alerts).where(own, alerts.c.number > wanted.after).order_by(alerts.c.number)
    return [
        {
            "number": row.number,
            "alert": row.id,
            "at": written(row.at),
            "kind": row.kind,
            "word": row.about,
            "told": json.loads(row.content),
        }
        for row in sitting.connection.execute(asking.limit(wanted.limit))
    ]


def raise_alerts(bench: Workbench) -> int:
    """Raise the alerts of all words that wait for it; answers how many words were looked at.

    It runs apart from the filing of a word, which is never held up by it. What is interrupted is
    done again, and no alert comes twice.
    """
    done = 0
    for errand, identity in _waiting(bench):
        try:
            found = _for_all(bench, identity)
        except DetenteError as error:
            _put_off(bench, errand, str(error))
            continue
        bench.store.write(partial(_raise, bench, errand, found))
        done += 1
    return done


def _waiting(bench: Workbench) -> list[tuple[str, str]]:
    """Give the errands that wait, with the words that they are about."""
    errands = table("outbox")
    due = (errands.c.topic == "alerts") & (errands.c.state == "waits")
    with bench.store.reading() as connection:
        rows = connection.execute(select(errands.c.id, errands.c.content).where(due))
        return [(row.id, row.content) for row in rows]


def _for_all(bench: Workbench, identity: str) -> list[tuple[str, Alert]]:
    """Work out who is told what of a word."""
    at = written(bench.clock.now())
    said, delegations = table("statements"), table("delegations")
    with bench.store.reading() as connection:
        sealed = connection.scalars(select(said.c.sealed).where(said.c.id == identity)).one()
        names = list(connection.scalars(select(delegations.c.id)))
        all_ = [delegation_of(connection, each) for each in names]
    statement = read_statement(sealed_of(bytes(sealed)).content())
    readers = [each for each in all_ if _reads(each, statement, at, all_)]
    return [(each.id, alert) for each in readers for alert in _alerts(bench, statement, each.id)]


def _reads(who: Delegation, statement: Statement, at: str, all_: list[Delegation]) -> bool:
    """Tell whether a delegation may read a word now."""
    members = {each.id for each in all_ if each.receives}
    access = read_access(statement.access)
    return who.receives and may_read(access, who.id, by=statement.by, at=at, participants=members)


def _alerts(bench: Workbench, statement: Statement, reader: str) -> Iterator[Alert]:
    """Give what a delegation is told of a word: that it came, what runs for it, what is near."""
    if statement.by != reader:
        told = {"by": statement.by, "of_kind": statement.kind, "marker": statement.marker}
        yield {"kind": "word", **told}
    read = taken(bench, statement.content.get("activity"), statement.id)
    if read is None:
        return
    for duty in owed(bench, read):
        if reader in (duty["obligor"], *duty["obligees"]) or not duty["obligees"]:
            yield {"kind": "duty", **duty}
    own: list[RedLine] = [line for line in bench.redlines if line.holder == reader]
    for pair in near_lines(bench, read, own):
        yield {"kind": "red line", **pair}


def _raise(bench: Workbench, errand: str, found: list[tuple[str, Alert]], writing: Writing) -> None:
    """Keep alerts, each once, and that the errand is done."""
    at = bench.clock.now().replace(microsecond=0)
    about = errand.removeprefix("alerts-")
    alerts = table("alerts")
    for delegation, alert in found:
        told = {name: value for name, value in alert.items() if name != "kind"}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True)
        identity = sha256(f"{about} {delegation} {alert['kind']} {text}".encode()).hexdigest()
        there = select(alerts.c.number).where(alerts.c.id == identity)
        if writing.connection.scalar(there) is None:
            row = {"delegation": delegation, "at": at, "kind": alert["kind"], "about": about}
            append(writing, "alerts", id=identity, content=text, **row)
    change(writing, "outbox", errand, state="done")


def _put_off(bench: Workbench, errand: str, why: str) -> None:
    """Keep why the alerts of a word could not be raised; given up after some tries."""
    outbox = table("outbox")
    tried = select(outbox.c.tries).where(outbox.c.id == errand)

    def keep(writing: Writing) -> None:
        tries = writing.connection.scalars(tried).one() + 1
        state = "waits" if tries < TRIES else "given up"
        change(writing, "outbox", errand, state=state, tries=tries, told=why)

    bench.store.write(keep)
