"""Drafts: begun, changed, looked at, given up. They are nobody's word yet."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select

from detente.desk import asked
from detente.desk.sitting import Sitting, written
from detente.errors import Outdated, OutOfOrder, UnknownName, WordFileError
from detente.exchange.check.sealed import Statement, read_statement
from detente.exchange.taking import sealed_of
from detente.notifications import Word, content
from detente.notifications.content import from_content
from detente.store import append, change, table
from detente.store.words import readable

__all__ = ["Draft", "discard", "draft_of", "keep", "look", "lying", "make", "rewrite", "word_in"]

OPEN, SUBMITTED, CLEARED = "drafted", "submitted", "cleared"


@dataclass(frozen=True)
class Draft:
    """A draft as it stands.

    Attributes:
        id: its id.
        version: its version, from 1; it grows with whatever happens to the draft.
        state: ``drafted``, ``submitted``, ``cleared``, ``released`` or ``discarded``.
        changed: when that was, as text in UTC.
        officer: who did it.
        body: what it says, as `detente.desk.asked.Body` has it.
        writers: the officers who have written it.
    """

    id: str
    version: int
    state: str
    changed: str
    officer: str
    body: Mapping[str, Any]
    writers: tuple[str, ...]


def make(sitting: Sitting, wanted: asked.NewDraft) -> dict[str, Any]:
    """Begin a draft; what it says need not be whole."""
    identity = f"d-{secrets.token_hex(8)}"
    return keep(sitting, identity, 0, "drafted", _checked(sitting, wanted.body), OPEN)


def rewrite(sitting: Sitting, wanted: asked.ChangedDraft) -> dict[str, Any]:
    """Say something else in a draft; a clearance that was given is void."""
    draft = standing(sitting, wanted, OPEN, SUBMITTED, CLEARED)
    return keep(sitting, draft.id, draft.version, "changed", _checked(sitting, wanted.body), OPEN)


def discard(sitting: Sitting, wanted: asked.SeenDraft) -> dict[str, Any]:
    """Give a draft up; what it said stays in the record."""
    draft = standing(sitting, wanted, OPEN, SUBMITTED, CLEARED)
    return keep(sitting, draft.id, draft.version, "discarded", draft.body, "discarded")


def look(sitting: Sitting, wanted: asked.ADraft) -> dict[str, Any]:
    """Look at a draft of one's own delegation."""
    return asdict(draft_of(sitting, wanted.draft))


def lying(sitting: Sitting, _wanted: asked.Nothing) -> list[dict[str, Any]]:
    """List the drafts of one's own delegation that are neither released nor given up."""
    drafts = table("drafts")
    here = drafts.c.delegation == sitting.officer.delegation
    asking = select(drafts.c.id).where(here, drafts.c.state.in_((OPEN, SUBMITTED, CLEARED)))
    found = list(sitting.connection.scalars(asking.order_by(drafts.c.changed, drafts.c.id)))
    return [asdict(draft_of(sitting, each)) for each in found]


def draft_of(sitting: Sitting, identity: str) -> Draft:
    """Find a draft of the officer's own delegation.

    Raises:
        UnknownName: it has none with this id. Of another delegation's drafts nothing is told.
    """
    drafts = table("drafts")
    own = drafts.c.delegation == sitting.officer.delegation
    row = sitting.connection.execute(select(drafts).where(drafts.c.id == identity, own)).first()
    if row is None:
        raise UnknownName("draft", identity, [], "List the drafts of your delegation.")
    return Draft(
        row.id,
        row.version,
        row.state,
        written(row.changed),
        row.officer,
        json.loads(row.content),
        tuple(dict.fromkeys(_writers(sitting.connection, identity))),
    )


def _writers(connection: Connection, identity: str) -> Iterator[str]:
    """Go through the officers who have written a draft, in their order."""
    events = table("draft_events")
    wrote = events.c.event.in_(("drafted", "changed"))
    asking = select(events.c.officer).where(events.c.draft == identity, wrote)
    yield from connection.scalars(asking.order_by(events.c.number))


def standing(sitting: Sitting, wanted: asked.SeenDraft, *states: str) -> Draft:
    """Find a draft to act upon, in the version that the officer has seen.

    Raises:
        Outdated: another version stands.
        OutOfOrder: it stands in another state than those in which this can be done.
    """
    draft = draft_of(sitting, wanted.draft)
    if draft.version != wanted.version:
        what = f"draft {draft.id}, {draft.state} by {draft.officer} at {draft.changed}"
        raise Outdated(what, wanted.version, draft.version)
    if draft.state not in states:
        raise OutOfOrder(f"draft {draft.id} is {draft.state}; this asks for {' or '.join(states)}")
    return draft


def keep(
    sitting: Sitting, identity: str, seen: int, event: str, body: Mapping[str, Any], state: str
) -> dict[str, Any]:
    """Keep what a draft says now, and that it came about."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    officer, at = sitting.officer.id, sitting.at
    told = {"state": state, "changed": at, "officer": officer, "content": text}
    version = change(
        sitting.keeps, "drafts", identity, seen, delegation=sitting.officer.delegation, **told
    )
    happened = {"draft": identity, "version": version, "at": at, "officer": officer}
    append(sitting.keeps, "draft_events", **happened, event=event, content=text)
    return {"draft": identity, "version": version, "state": state}


def _checked(sitting: Sitting, body: asked.Body) -> dict[str, Any]:
    """Take what a draft says, with who speaks filled in; it must be a word, if not a whole one.

    Raises:
        WordFileError: it is none, or its marker is one that this node refuses.
    """
    given = {**body.word, "by": sitting.officer.delegation}
    word = from_content(given, sitting.bench.library, "draft").sure()
    if sitting.bench.exercise and word.marker == "real":
        raise OutOfOrder("this node is for exercises and tests; mark the word accordingly")
    return {
        "word": content(word),
        "activity": body.activity,
        "refers_to": sorted(set(body.refers_to)),
    }


def word_in(sitting: Sitting, draft: Draft) -> Word:
    """Give the word that a draft is to become."""
    return from_content(draft.body["word"], sitting.bench.library, f"draft {draft.id}").sure()


def earlier(sitting: Sitting, draft: Draft) -> list[tuple[Statement, Word]]:
    """Give the words that a draft refers to, as far as its delegation may read them.

    Raises:
        UnknownName: one of them is not there for it.
    """
    found = []
    for identity in draft.body["refers_to"]:
        statement = shown(sitting, identity)
        try:
            word = from_content(statement.content.get("word"), sitting.bench.library, identity)
            found.append((statement, word.sure()))
        except WordFileError:
            raise OutOfOrder(f"{identity} is no word that a draft can be about") from None
    return found


def shown(sitting: Sitting, identity: str) -> Statement:
    """Give a statement that the officer's delegation may read.

    Raises:
        UnknownName: there is none for it; whether there is one for others is not told.
    """
    said = table("statements")
    may = readable(
        sitting.officer.delegation, participant=sitting.delegation.receives, at=sitting.at
    )
    asking = select(said.c.sealed).where(said.c.id == identity, may)
    sealed = sitting.connection.scalar(asking)
    if sealed is None:
        raise UnknownName("word", identity, [], "List the words that your delegation may read.")
    return read_statement(sealed_of(bytes(sealed)).content())
