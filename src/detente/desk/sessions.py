"""Sessions: an officer who entered with a passphrase is known by a secret for some hours.

The secret is drawn by chance and kept as a hash, so that what the node keeps opens nothing.
"""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select

from detente.desk import asked, logins
from detente.desk.drawn_secrets import drawn, hashed
from detente.desk.officers import Officer, officer_of, own_or_host
from detente.desk.sitting import Sitting, written
from detente.desk.workbench import Workbench
from detente.errors import DetenteError, NotPermitted, UnknownName
from detente.store import Writing, change, remove, table

__all__ = [
    "Entered",
    "begin",
    "begin_by_issuer",
    "close",
    "close_all",
    "csrf_of",
    "end_all",
    "end_of",
    "entered",
    "listed",
]

IDLE = dt.timedelta(minutes=30)
"""A session that nothing was asked in for so long has ended (NIST SP 800-63B-4, section 2.2.3, asks
for at most one hour)."""

LONGEST = dt.timedelta(hours=12)
"""A session ends after so long, whatever was asked in it (the same section: at most a day)."""

SELDOM = dt.timedelta(minutes=1)
"""Until so much later it is not kept again that something was asked."""


@dataclass(frozen=True)
class Entered:
    """An officer who is known by a session.

    Attributes:
        officer: who.
        session: its id, which is not its secret.
        ends: when it ends if nothing more is asked, naive in UTC.
        csrf: what a page sends with each request that may change something, as a proof that it
            comes from this node.
    """

    officer: Officer
    session: str
    ends: dt.datetime
    csrf: str


def begin(sitting: Sitting, _wanted: asked.Entering) -> dict[str, Any]:
    """Enter with one's passphrase: begins a session, whose secret is told this once.

    Raises:
        NotPermitted: nobody enters with this name and passphrase.
    """
    officers = table("officers")
    kept = select(officers.c.password).where(officers.c.id == sitting.officer.id)
    if sitting.connection.scalar(kept) != sitting.ready:
        raise NotPermitted("the passphrase was replaced at this moment")
    return _begun(sitting)


def begin_by_issuer(sitting: Sitting, wanted: logins.Known) -> dict[str, Any]:
    """Enter by the issuer: begins a session, whose secret is told this once.

    Raises:
        NotPermitted: the login is not linked with this officer.
    """
    logins.stands(sitting, wanted.value)
    return _begun(sitting)


def _begun(sitting: Sitting) -> dict[str, Any]:
    """Begin a session of whoever has shown who it is."""
    _remove(sitting.keeps, table("sessions").c.ends <= sitting.at)
    identity, secret = drawn("s")
    ends = sitting.at + IDLE
    told = {"officer": sitting.officer.id, "started": sitting.at, "ends": ends}
    change(sitting.keeps, "sessions", identity, 0, secret=hashed(secret), **told)
    return {"session": identity, "ends": written(ends), "secret": secret}


def listed(sitting: Sitting, _wanted: asked.Nothing) -> list[dict[str, str]]:
    """List one's own sessions that have not ended."""
    sessions = table("sessions")
    own = (sessions.c.officer == sitting.officer.id) & (sessions.c.ends > sitting.at)
    rows = sitting.connection.execute(select(sessions).where(own).order_by(sessions.c.started))
    return [
        {"session": row.id, "started": written(row.started), "ends": written(row.ends)}
        for row in rows
    ]


def close(sitting: Sitting, wanted: asked.ASession) -> dict[str, str]:
    """Leave: end a session of one's own.

    Raises:
        UnknownName: one has none with this id.
    """
    sessions = table("sessions")
    own = (sessions.c.id == wanted.session) & (sessions.c.officer == sitting.officer.id)
    if sitting.connection.scalar(select(sessions.c.id).where(own)) is None:
        raise UnknownName("session", wanted.session, [], "List your sessions.")
    remove(sitting.keeps, "sessions", wanted.session)
    return {"session": wanted.session}


def close_all(sitting: Sitting, _wanted: asked.Nothing) -> dict[str, int]:
    """End all sessions of one's own, such as one that was left open elsewhere."""
    return {"ended": end_all(sitting.keeps, sitting.officer.id)}


def end_of(sitting: Sitting, wanted: asked.AnOfficer) -> dict[str, Any]:
    """End all sessions of an officer: a keyholder of the own ones, the host of any.

    Raises:
        NotPermitted: the officer is another delegation's.
    """
    officer = own_or_host(sitting.connection, sitting.officer, wanted.officer, sitting.bench.log)
    return {"officer": officer.id, "ended": end_all(sitting.keeps, officer.id)}


def end_all(writing: Writing, officer: str) -> int:
    """End all sessions of an officer; answers how many there were."""
    return _remove(writing, table("sessions").c.officer == officer)


def _remove(writing: Writing, which: ColumnElement[bool]) -> int:
    """Take some sessions out; answers how many there were."""
    gone = list(writing.connection.scalars(select(table("sessions").c.id).where(which)))
    return sum(remove(writing, "sessions", each) for each in gone)


def entered(bench: Workbench, secret: str, *, asks: bool = True) -> Entered | None:
    """Tell whose session a secret is; None where it is nobody's, or has ended.

    That something was asked in it puts its end off, up to the longest that a session may last.

    Args:
        bench: the workbench of the node.
        secret: what was shown.
        asks: whether something is asked in it by that.
    """
    sessions, now = table("sessions"), bench.clock.now().replace(microsecond=0)
    here = (sessions.c.secret == hashed(secret)) & (sessions.c.ends > now)
    with bench.store.reading() as connection:
        row = connection.execute(select(sessions).where(here)).mappings().first()
        if row is None:
            return None
        try:
            officer = officer_of(connection, row["officer"])
        except UnknownName:
            return None
    ends = _put_off(bench, row, now) if asks else row["ends"]
    return Entered(officer, row["id"], ends, csrf_of(secret))


def csrf_of(secret: str) -> str:
    """Give what a page of a session sends along; the secret cannot be worked out from it."""
    return hmac.digest(secret.encode(), b"csrf", "sha256").hex()


def _put_off(bench: Workbench, row: RowMapping, now: dt.datetime) -> dt.datetime:
    """Put the end of a session off; one that was ended meanwhile stays ended."""
    before: dt.datetime = row["ends"]
    ends: dt.datetime = min(now + IDLE, row["started"] + LONGEST)
    if ends < before + SELDOM:
        return before
    try:
        bench.store.write(lambda w: change(w, "sessions", row["id"], row["version"], ends=ends))
    except DetenteError:
        return before  # the store is busy or full, or the session changed: its end stands
    return ends
