"""A store with something in each of its tables, as a node has after a while."""

from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from detente.exchange import Access
from detente.store import Store, Writing, append, change, remove
from detente.store.schema import picture
from tests.store.speaking import Speakers
from tests.store.test_rows import AT, a_draft, an_act


def fill(store: Store, rounds: int = 3) -> None:
    """Do what officers do, some rounds of it."""
    store.write(people)
    for number in range(rounds):
        store.write(partial(a_round, number=number))
    spoken(store)


def spoken(store: Store) -> Speakers:
    """Two delegations speak: to all, to each other with a later release, and with a slow clock."""
    speakers = Speakers(store, "AT", "BE")
    first = speakers.say("AT", "an exercise in May")
    later = Access("participants")
    hidden = Access("named", ("AT",), later=later, at="2031-06-01T00:00:00Z")
    speakers.say("BE", "seen", access=hidden, refers=[first.id], kind="reply")
    speakers.at -= timedelta(minutes=2)
    assert speakers.say("AT", "and no other", access=Access("nation")).held
    return speakers


def people(writing: Writing) -> None:
    """One delegation with an officer who has a key, a session and an address to call."""
    change(writing, "delegations", "AT", 0, name="Österreich", settings="{}")
    change(writing, "officers", "o", 0, delegation="AT", name="Żółć", roles="[]", state="open")
    key: dict[str, Any] = {"officer": "o", "secret": "h", "label": "l", "made": AT, "state": "open"}
    change(writing, "api_keys", "k", 0, **key)
    change(writing, "feed_tokens", "f", 0, **key)
    change(writing, "logins", "l", 0, officer="o", issuer="https://i.example", value="v", made=AT)


def a_round(writing: Writing, number: int) -> None:
    """One draft with its events, what is sent about it, a session that comes and goes."""
    at = AT + timedelta(minutes=number)
    draft = f"d-{number}"
    a_draft(writing, 0, '{"text": "Übung\\u0000 \U0001f54a"}', key=draft)
    event = {"draft": draft, "version": 1, "at": at, "officer": "o", "event": "drafted"}
    append(writing, "draft_events", **event, content="{}")
    cleared = {"draft": draft, "version": 1, "at": at, "officer": "p", "decision": "cleared"}
    append(writing, "clearances", **cleared, remark="")
    an_act(writing, key=f"key-{number}", at=at)
    append(writing, "deliveries", statement=draft, delegation="AT", how="read", at=at)
    append(writing, "cosignatures", size=number, witness="w", line="— w x", at=at)
    told = {"delegation": "AT", "at": at, "kind": "clock", "about": draft, "content": "{}"}
    append(writing, "alerts", id=f"a-{number}", **told)
    change(writing, "alert_marks", (f"a-{number}", "o"), read=at)
    sent = {"state": "waits", "due": at, "topic": "word", "content": "{}", "tries": 0}
    change(writing, "outbox", f"x-{number}", 0, **sent)
    started = {"officer": "o", "secret": f"s-{number}", "started": at, "ends": at}
    change(writing, "sessions", f"s-{number}", 0, **started)
    remove(writing, "sessions", f"s-{number - 1}")


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with store.reading() as connection:
        return {
            name: [
                tuple(row)
                for row in connection.execute(sa.select(where).order_by(*where.primary_key))
            ]
            for name, where in picture().tables.items()
        }
