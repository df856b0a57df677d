"""Officers: whose they are and what each may do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, select

from detente.errors import NotPermitted, UnknownName
from detente.store import table

Role = Literal["reader", "drafter", "clearer", "releaser", "keyholder", "witness", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What an officer may be; one may be several."""


@dataclass(frozen=True)
class Officer:
    """A person who acts for a delegation, or for the host.

    Attributes:
        id: the name by which the node knows the officer.
        delegation: the delegation; the name of the log where it is the host.
        name: as it is shown.
        roles: what the officer may be.
    """

    id: str
    delegation: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Delegation:
    """A delegation as the node keeps it.

    Attributes:
        id: the code of the party.
        name: as it is shown.
        four_eyes: whether a draft is cleared by another officer than those who wrote it.
        receives: whether the log has admitted it, so that it is one of the participants.
    """

    id: str
    name: str
    four_eyes: bool
    receives: bool


def officer_of(connection: Connection, identity: str) -> Officer:
    """Find an officer.

    Raises:
        UnknownName: there is none, or no longer.
    """
    officers = table("officers")
    row = connection.execute(select(officers).where(officers.c.id == identity)).first()
    if row is None or row.state != "open":
        raise UnknownName("officer", identity, [], "Ask the one who keeps the node.")
    return Officer(row.id, row.delegation, row.name, frozenset(json.loads(row.roles)))


def own_or_host(connection: Connection, who: Officer, identity: str, log: str) -> Officer:
    """Find an officer whom another may act upon: one of the own delegation; the host, any.

    Raises:
        NotPermitted: the officer is another delegation's.
        UnknownName: there is none, or no longer.
    """
    found = officer_of(connection, identity)
    if who.delegation not in (found.delegation, log):
        raise NotPermitted(f"{identity} is no officer of {who.delegation}")
    return found


def delegation_of(connection: Connection, identity: str) -> Delegation:
    """Find a delegation.

    Raises:
        UnknownName: there is none.
    """
    delegations = table("delegations")
    row = connection.execute(select(delegations).where(delegations.c.id == identity)).first()
    if row is None:
        known = connection.scalars(select(delegations.c.id))
        raise UnknownName("delegation", identity, known)
    told: dict[str, Any] = json.loads(row.settings)
    return Delegation(row.id, row.name, told["four_eyes"], told["receives"])
