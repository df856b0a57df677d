"""Keys with which programs act for an officer over the network: given once, kept as a hash."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from detente.desk import asked
from detente.desk.drawn_secrets import drawn, end_all_of, hashed, officer_by
from detente.desk.officers import Officer, own_or_host
from detente.desk.sitting import Sitting
from detente.desk.workbench import Workbench
from detente.errors import UnknownName
from detente.store import Writing, change, table

__all__ = ["give", "whose", "withdraw", "withdraw_all"]

KEPT_IN = "api_keys"


def give(sitting: Sitting, wanted: asked.NewApiKey) -> dict[str, Any]:
    """Give an officer of one's own delegation a key for programs; its secret is shown this once.

    The host gives one to any officer, so that those far away can begin; it seals nothing by that.

    Raises:
        NotPermitted: the officer is another delegation's.
    """
    own_or_host(sitting.connection, sitting.officer, wanted.officer, sitting.bench.log)
    identity, secret = drawn("k")
    told = {"officer": wanted.officer, "label": wanted.label, "made": sitting.at, "ends": None}
    change(sitting.keeps, KEPT_IN, identity, 0, secret=hashed(secret), state="open", **told)
    return {"api_key": identity, "secret": secret}


def withdraw(sitting: Sitting, wanted: asked.AnApiKey) -> dict[str, Any]:
    """End a key for programs of an officer of one's own delegation.

    Raises:
        UnknownName: there is no such key.
        NotPermitted: the officer is another delegation's.
    """
    keys = table(KEPT_IN)
    asking = select(keys.c.officer).where(keys.c.id == wanted.api_key)
    officer = sitting.connection.scalar(asking)
    if officer is None:
        raise UnknownName("key for programs", wanted.api_key, [])
    own_or_host(sitting.connection, sitting.officer, officer, sitting.bench.log)
    change(sitting.keeps, KEPT_IN, wanted.api_key, state="withdrawn")
    return {"api_key": wanted.api_key, "state": "withdrawn"}


def withdraw_all(writing: Writing, officer: str) -> None:
    """End all keys of an officer."""
    end_all_of(writing, KEPT_IN, officer)


def whose(bench: Workbench, secret: str) -> Officer | None:
    """Tell whose key a secret is; None where it is nobody's, or has ended."""
    with bench.store.reading() as connection:
        return officer_by(connection, KEPT_IN, secret, bench.clock.now())
