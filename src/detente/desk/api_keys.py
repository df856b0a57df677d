"""Keys with which programs act for an officer over the network: given once, kept as a hash."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from detente.desk import asked
from detente.desk.officers import Officer, officer_of, own_or_host
from detente.desk.sitting import Sitting
from detente.desk.workbench import Workbench
from detente.errors import UnknownName
from detente.store import Writing, change, table

__all__ = ["give", "whose", "withdraw", "withdraw_all"]


def give(sitting: Sitting, wanted: asked.NewApiKey) -> dict[str, Any]:
    """Give an officer of one's own delegation a key for programs; its secret is shown this once.

    The host gives one to any officer, so that those far away can begin; it seals nothing by that.

    Raises:
        NotPermitted: the officer is another delegation's.
    """
    own_or_host(sitting.connection, sitting.officer, wanted.officer, sitting.bench.log)
    identity, secret = f"k-{secrets.token_hex(8)}", secrets.token_urlsafe(32)
    told = {"officer": wanted.officer, "label": wanted.label, "made": sitting.at, "ends": None}
    hashed = _hashed(secret)
    change(sitting.keeps, "api_keys", identity, 0, secret=hashed, state="open", **told)
    return {"api_key": identity, "secret": secret}


def withdraw(sitting: Sitting, wanted: asked.AnApiKey) -> dict[str, Any]:
    """End a key for programs of an officer of one's own delegation.

    Raises:
        UnknownName: there is no such key.
        NotPermitted: the officer is another delegation's.
    """
    keys = table("api_keys")
    asking = select(keys.c.officer).where(keys.c.id == wanted.api_key)
    officer = sitting.connection.scalar(asking)
    if officer is None:
        raise UnknownName("key for programs", wanted.api_key, [])
    own_or_host(sitting.connection, sitting.officer, officer, sitting.bench.log)
    change(sitting.keeps, "api_keys", wanted.api_key, state="withdrawn")
    return {"api_key": wanted.api_key, "state": "withdrawn"}


def withdraw_all(writing: Writing, officer: str) -> None:
    """End all keys of an officer."""
    keys = table("api_keys")
    open_ = (keys.c.officer == officer) & (keys.c.state == "open")
    for identity in list(writing.connection.scalars(select(keys.c.id).where(open_))):
        change(writing, "api_keys", identity, state="withdrawn")


def whose(bench: Workbench, secret: str) -> Officer | None:
    """Tell whose key a secret is; None where it is nobody's, or has ended.

    Only a hash of it is compared, so that what the node keeps opens nothing.
    """
    keys = table("api_keys")
    here = (keys.c.secret == _hashed(secret)) & (keys.c.state == "open")
    with bench.store.reading() as connection:
        row = connection.execute(select(keys.c.officer, keys.c.ends).where(here)).first()
        if row is None or (row.ends is not None and row.ends <= bench.clock.now()):
            return None
        try:
            return officer_of(connection, row.officer)
        except UnknownName:
            return None


def _hashed(secret: str) -> str:
    """Give what is kept of a secret: it is drawn by chance, so one hash is enough."""
    return sha256(secret.encode()).hexdigest()
