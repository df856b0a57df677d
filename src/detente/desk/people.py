"""Delegations are taken in, officers are given their roles."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from detente.desk import api_keys, asked, feed_tokens, logins, sessions
from detente.desk.finding import of_record
from detente.desk.officers import Officer, delegation_of
from detente.desk.sitting import Sitting, written
from detente.errors import NotPermitted, OutOfOrder
from detente.exchange import Access, compose
from detente.exchange.check.sealed import Sealed
from detente.exchange.keys import admitting, revoking
from detente.store import Writing, change, file, table

__all__ = ["add_officer", "admit", "admit_key", "end_key", "myself", "open_log", "record", "roll"]


def open_log(writing: Writing, sitting: Sitting, name: str) -> dict[str, Any]:
    """Open the log with the key of the host, and make the first officer of the host.

    Args:
        writing: the transaction.
        sitting: of that officer, who is not kept yet.
        name: how the host is called.
    """
    log = sitting.bench.log
    _keep_delegation(writing, log, name, four_eyes=False, receives=False)
    _keep_officer(writing, sitting.officer, 0)
    host = sitting.bench.store.host
    assert host is not None
    found = file(writing, _about_keys(sitting, admitting(log, host)), at=sitting.at)
    return {"log": log, "index": found.index, "key": host.verifier()}


def _about_keys(sitting: Sitting, content: dict[str, Any]) -> Sealed:
    """Say something of keys as the host, sealed."""
    host = sitting.bench.store.host
    assert host is not None
    log = sitting.bench.log
    payload = compose(
        log=log,
        by=log,
        made=written(sitting.at),
        kind="keys",
        marker="exercise" if sitting.bench.exercise else "real",
        access=Access("public"),
        content=content,
    )
    return host.seal(payload)


def admit(sitting: Sitting, wanted: asked.Admission) -> dict[str, Any]:
    """Take a delegation in: the host says in the log whose key it is that its officer brought.

    Raises:
        ProofError: nothing shows that whoever brought the key holds its private half.
        OutOfOrder: the key that was brought is another delegation's.
    """
    if wanted.keys.get("delegation") != wanted.delegation or wanted.keys.get("act") != "admit":
        raise OutOfOrder(f"the key is not brought as one of {wanted.delegation}")
    sealed = _about_keys(sitting, dict(wanted.keys))
    settings = {"four_eyes": wanted.four_eyes, "receives": True}
    _keep_delegation(sitting.keeps, wanted.delegation, wanted.name, **settings)
    found = file(sitting.keeps, sealed, at=sitting.at)
    return {"delegation": wanted.delegation, "word": found.id, "index": found.index}


def admit_key(sitting: Sitting, wanted: asked.BroughtKey) -> dict[str, Any]:
    """Say as the host that a further key is a delegation's; everybody sees that the host did.

    Raises:
        OutOfOrder: the key that was brought is another delegation's.
        ProofError: nothing shows that whoever brought the key holds its private half.
    """
    delegation_of(sitting.connection, wanted.delegation)
    if wanted.keys.get("delegation") != wanted.delegation or wanted.keys.get("act") != "admit":
        raise OutOfOrder(f"the key is not brought as one of {wanted.delegation}")
    found = file(sitting.keeps, _about_keys(sitting, dict(wanted.keys)), at=sitting.at)
    return {"delegation": wanted.delegation, "word": found.id, "index": found.index}


def end_key(sitting: Sitting, wanted: asked.EndedKey) -> dict[str, Any]:
    """End a key of a delegation as the host, such as one that was lost; everybody sees who did.

    Raises:
        ProofError: it is no key of that delegation that counts.
    """
    said = _about_keys(sitting, revoking(wanted.delegation, wanted.ends, wanted.reason))
    found = file(sitting.keeps, said, at=sitting.at)
    return {"ended": wanted.ends, "word": found.id, "index": found.index}


def myself(sitting: Sitting, _wanted: asked.Nothing) -> dict[str, Any]:
    """Tell an officer for whom and as what the officer acts, in which log, and what time it is."""
    who, bench = sitting.officer, sitting.bench
    told = {"officer": who.id, "name": who.name, "delegation": who.delegation}
    there = {"log": bench.log, "exercise": bench.exercise, "at": written(sitting.at)}
    return {**told, "roles": sorted(who.roles), **there}


def add_officer(sitting: Sitting, wanted: asked.NewOfficer) -> dict[str, Any]:
    """Add an officer, or give one other roles: the host for all, a keyholder for the own ones.

    Raises:
        NotPermitted: the officer is, or would be, of a delegation that is not one's own, or a
            delegation would have an admin, which only the host has.
    """
    mine, host = sitting.officer.delegation, sitting.bench.log
    whose = wanted.delegation or mine
    if mine not in (whose, host):
        raise NotPermitted(f"officers of {whose} are named by its keyholder, or by the host")
    if "admin" in wanted.roles and whose != host:
        raise NotPermitted("only the host has an admin")
    delegation_of(sitting.connection, whose)
    officers = table("officers")
    asking = select(officers).where(officers.c.id == wanted.officer)
    stands = sitting.connection.execute(asking).first()
    if stands is not None and stands.delegation != whose:
        raise NotPermitted(f"{wanted.officer} is no officer of {whose}")
    officer = Officer(wanted.officer, whose, wanted.name, frozenset(wanted.roles))
    _keep_officer(sitting.keeps, officer, stands.version if stands else 0)
    return {"officer": officer.id, "delegation": whose, "roles": sorted(officer.roles)}


def roll(sitting: Sitting, _wanted: asked.Nothing) -> list[dict[str, Any]]:
    """List the delegations that take part."""
    delegations = table("delegations")
    found = sitting.connection.scalars(select(delegations.c.id).order_by(delegations.c.id))
    told = [delegation_of(sitting.connection, each) for each in list(found)]
    return [
        {"delegation": each.id, "name": each.name, "host": each.id == sitting.bench.log}
        for each in told
    ]


def record(sitting: Sitting, wanted: asked.Recorded) -> list[dict[str, Any]]:
    """List the acts of one's own delegation's officers, refused ones too."""
    acts = table("acts")
    own = acts.c.delegation == sitting.officer.delegation
    asking = of_record(acts, wanted, acts.c.act).where(own)
    return [
        {
            "number": row.number,
            "at": written(row.at),
            "officer": row.officer,
            "act": row.act,
            "outcome": json.loads(row.outcome),
        }
        for row in sitting.connection.execute(asking)
    ]


def _keep_delegation(writing: Writing, identity: str, name: str, **settings: bool) -> None:
    """Keep a delegation; one that is there is not written over.

    Raises:
        Outdated: it is there.
    """
    change(writing, "delegations", identity, 0, name=name, settings=json.dumps(settings))


def _keep_officer(writing: Writing, officer: Officer, seen: int) -> None:
    """Keep an officer; without roles the officer no longer acts."""
    told: dict[str, Any] = {"delegation": officer.delegation, "name": officer.name}
    state = "open" if officer.roles else "closed"
    roles = json.dumps(sorted(officer.roles))
    if not officer.roles:  # whoever bears the name later begins anew
        told["password"] = None
        sessions.end_all(writing, officer.id)
        api_keys.withdraw_all(writing, officer.id)
        feed_tokens.withdraw_all(writing, officer.id)
        logins.remove_all(writing, officer.id)
    change(writing, "officers", officer.id, seen, roles=roles, state=state, **told)
