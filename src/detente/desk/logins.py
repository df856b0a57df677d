"""Logins of an issuer, each linked with an officer by an act: to be known there lets nobody in."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from pydantic import Field
from sqlalchemy import select

from detente.desk import asked
from detente.desk.asked import LINE, MOST, NAME
from detente.desk.officers import own_or_host
from detente.desk.sitting import Sitting, written
from detente.desk.workbench import Workbench
from detente.errors import NotPermitted, OutOfOrder, UnknownName
from detente.sources.source import Strict
from detente.store import Writing, change, remove, table

__all__ = [
    "ALogin",
    "Known",
    "NewLogin",
    "give",
    "listed",
    "officer_known",
    "remove_all",
    "stands",
    "withdraw",
]


class NewLogin(Strict):
    """A login to link with an officer.

    Attributes:
        officer: the id.
        value: what the issuer says in the claim that the node is set to, such as its `sub`.
    """

    officer: str = Field(pattern=NAME)
    value: str = Field(min_length=1, max_length=MOST, pattern=LINE)


class ALogin(Strict):
    """A login that is linked.

    Attributes:
        login: its id.
    """

    login: str = Field(pattern=NAME)


class Known(Strict):
    """Who an issuer says that somebody is; it was checked before.

    Attributes:
        value: what it says in the claim.
    """

    value: str = Field(min_length=1, max_length=MOST, pattern=LINE)


def give(sitting: Sitting, wanted: NewLogin) -> dict[str, Any]:
    """Link a login of the issuer with an officer: a keyholder the own ones, the host any.

    Raises:
        NotPermitted: the officer is another delegation's.
        OutOfOrder: the node has no issuer, or the login is linked already.
    """
    officer = own_or_host(sitting.connection, sitting.officer, wanted.officer, sitting.bench.log)
    identity, issuer = _identity(sitting.bench, wanted.value)
    logins = table("logins")
    there = select(logins.c.id).where(logins.c.id == identity)
    if sitting.connection.scalar(there) is not None:
        raise OutOfOrder("the login is linked with an officer already; withdraw that first")
    told = {"issuer": issuer, "value": wanted.value, "officer": officer.id, "made": sitting.at}
    change(sitting.keeps, "logins", identity, 0, **told)
    return {"login": identity, "officer": officer.id}


def withdraw(sitting: Sitting, wanted: ALogin) -> dict[str, Any]:
    """Part a login from its officer: a keyholder the own ones, the host any. Sessions end apart.

    Raises:
        UnknownName: there is no such login.
        NotPermitted: the officer is another delegation's.
    """
    logins = table("logins")
    officer = sitting.connection.scalar(select(logins.c.officer).where(logins.c.id == wanted.login))
    if officer is None:
        raise UnknownName("login", wanted.login, [], "List the logins.")
    own_or_host(sitting.connection, sitting.officer, officer, sitting.bench.log)
    remove(sitting.keeps, "logins", wanted.login)
    return {"login": wanted.login, "officer": officer}


def listed(sitting: Sitting, _wanted: asked.Nothing) -> list[dict[str, Any]]:
    """List logins that are linked: one's own; a keyholder, the delegation's; an admin, all."""
    logins, officers = table("logins"), table("officers")
    asking = select(logins).join_from(logins, officers, logins.c.officer == officers.c.id)
    who = sitting.officer
    if "keyholder" in who.roles:
        asking = asking.where(officers.c.delegation == who.delegation)
    elif "admin" not in who.roles:
        asking = asking.where(logins.c.officer == who.id)
    names = ("issuer", "value", "officer")
    return [
        {"login": row.id, **{n: getattr(row, n) for n in names}, "made": written(row.made)}
        for row in sitting.connection.execute(asking.order_by(logins.c.made, logins.c.id))
    ]


def remove_all(writing: Writing, officer: str) -> None:
    """Part all logins from an officer."""
    logins = table("logins")
    for identity in list(
        writing.connection.scalars(select(logins.c.id).where(logins.c.officer == officer))
    ):
        remove(writing, "logins", identity)


def officer_known(bench: Workbench, value: str) -> str:
    """Find the officer with whom a login is linked.

    Raises:
        NotPermitted: it is linked with none.
    """
    identity, _ = _identity(bench, value)
    logins = table("logins")
    with bench.store.reading() as connection:
        officer = connection.scalar(select(logins.c.officer).where(logins.c.id == identity))
    if officer is None:
        told = f"the issuer knows this login as {value}, and no officer is linked with it"
        raise NotPermitted(f"{told}; a keyholder of your delegation, or the host, links one")
    return str(officer)


def stands(sitting: Sitting, value: str) -> None:
    """Make sure that a login is linked with the officer at this moment.

    Raises:
        NotPermitted: it is not.
    """
    identity, _ = _identity(sitting.bench, value)
    logins = table("logins")
    asking = select(logins.c.officer).where(logins.c.id == identity)
    if sitting.connection.scalar(asking) != sitting.officer.id:
        raise NotPermitted("the login is not linked with this officer")


def _identity(bench: Workbench, value: str) -> tuple[str, str]:
    """Give the id of a login, and its issuer.

    Raises:
        OutOfOrder: the node has no issuer.
    """
    if bench.issuer is None:
        raise OutOfOrder("this node has no issuer; write [oidc] into its node.toml")
    issuer = bench.issuer.settings.issuer
    claim = bench.issuer.settings.claim
    digest = sha256(f"{issuer}\n{claim}\n{value}".encode()).hexdigest()
    return f"l-{digest[:32]}", issuer
