"""Secrets that are drawn by chance: shown once, kept as a hash, ended with their officer."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

from sqlalchemy import Connection, select

from detente.desk.officers import Officer, officer_of
from detente.errors import UnknownName
from detente.store import Writing, change, table

__all__ = ["drawn", "end_all_of", "hashed", "officer_by"]


def drawn(letter: str) -> tuple[str, str]:
    """Draw a secret; answers its id, which begins with a letter and opens nothing, and itself."""
    return f"{letter}-{secrets.token_hex(8)}", secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Give what is kept of a secret: it is drawn by chance, so one hash is enough."""
    return sha256(secret.encode()).hexdigest()


def officer_by(
    connection: Connection, kept_in: str, secret: str, now: dt.datetime
) -> Officer | None:
    """Tell whose a secret is; None where it is nobody's, has ended, or its officer has.

    Only a hash of it is compared, so that what the node keeps opens nothing.

    Args:
        connection: in a transaction.
        kept_in: the table.
        secret: what somebody showed.
        now: naive in UTC.
    """
    rows = table(kept_in)
    here = (rows.c.secret == hashed(secret)) & (rows.c.state == "open")
    row = connection.execute(select(rows.c.officer, rows.c.ends).where(here)).first()
    if row is None or (row.ends is not None and row.ends <= now):
        return None
    try:
        return officer_of(connection, row.officer)
    except UnknownName:
        return None


def end_all_of(writing: Writing, kept_in: str, officer: str) -> None:
    """End all secrets of an officer that a table keeps."""
    rows = table(kept_in)
    open_ = (rows.c.officer == officer) & (rows.c.state == "open")
    for identity in list(writing.connection.scalars(select(rows.c.id).where(open_))):
        change(writing, kept_in, identity, state="withdrawn")
