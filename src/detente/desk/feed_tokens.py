"""Tokens in the address of a feed: calendar programs can send nothing else.

Whoever has such an address reads what its officer may read on the map and in the calendar, and
nothing more. The token is drawn by chance and kept as a hash.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from detente.desk import asked
from detente.desk.drawn_secrets import drawn, end_all_of, hashed, officer_by
from detente.desk.fed import AFeedToken, NewFeedToken
from detente.desk.finding import instant_of
from detente.desk.officers import Officer, officer_of
from detente.desk.sitting import Sitting, written
from detente.desk.workbench import Workbench
from detente.errors import NotPermitted, OutOfOrder, UnknownName
from detente.store import Writing, change, table

__all__ = ["give", "listed", "whose_feed", "withdraw", "withdraw_all"]

KEPT_IN = "feed_tokens"


def give(sitting: Sitting, wanted: NewFeedToken) -> dict[str, Any]:
    """Make a token with which a program reads feeds for oneself; its secret is shown this once.

    Raises:
        OutOfOrder: it would have ended already.
        SenderError: what is meant as an instant is none.
    """
    ends = instant_of(wanted.ends)
    if ends is not None and ends <= sitting.at:
        raise OutOfOrder(f"it would have ended at {wanted.ends}; it is {written(sitting.at)} now")
    identity, secret = drawn("f")
    told = {"officer": sitting.officer.id, "label": wanted.label, "made": sitting.at, "ends": ends}
    change(sitting.keeps, KEPT_IN, identity, 0, secret=hashed(secret), state="open", **told)
    return {"feed_token": identity, "secret": secret}


def listed(sitting: Sitting, _wanted: asked.Nothing) -> list[dict[str, Any]]:
    """List tokens for feeds that still count: one's own; a keyholder, the delegation's."""
    tokens, officers = table(KEPT_IN), table("officers")
    mine = tokens.c.officer == sitting.officer.id
    if "keyholder" in sitting.officer.roles:
        mine = officers.c.delegation == sitting.officer.delegation
    here = tokens.c.officer == officers.c.id
    asking = select(tokens).join_from(tokens, officers, here).where(mine, tokens.c.state == "open")
    return [
        {
            "feed_token": row.id,
            "officer": row.officer,
            "label": row.label,
            "made": written(row.made),
            "ends": written(row.ends) if row.ends else None,
        }
        for row in sitting.connection.execute(asking.order_by(tokens.c.made, tokens.c.id))
        if row.ends is None or row.ends > sitting.at
    ]


def withdraw(sitting: Sitting, wanted: AFeedToken) -> dict[str, Any]:
    """End a token for feeds: one's own; a keyholder, one of the own delegation; an admin, any.

    Raises:
        UnknownName: there is no such token.
        NotPermitted: it is another officer's.
    """
    tokens = table(KEPT_IN)
    asking = select(tokens.c.officer).where(tokens.c.id == wanted.feed_token)
    whose = sitting.connection.scalar(asking)
    if whose is None:
        raise UnknownName("token for feeds", wanted.feed_token, [], "List your tokens.")
    who = sitting.officer
    if whose != who.id and "admin" not in who.roles:
        same = officer_of(sitting.connection, whose).delegation == who.delegation
        if "keyholder" not in who.roles or not same:
            raise NotPermitted(f"{wanted.feed_token} is another officer's")
    change(sitting.keeps, KEPT_IN, wanted.feed_token, state="withdrawn")
    return {"feed_token": wanted.feed_token, "state": "withdrawn"}


def withdraw_all(writing: Writing, officer: str) -> None:
    """End all tokens of an officer."""
    end_all_of(writing, KEPT_IN, officer)


def whose_feed(bench: Workbench, secret: str) -> Officer | None:
    """Tell whose feeds a secret opens; None where it opens none, or has ended."""
    with bench.store.reading() as connection:
        return officer_by(connection, KEPT_IN, secret, bench.clock.now())
