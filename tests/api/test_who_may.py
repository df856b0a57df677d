"""Who may do what over HTTP: every act, for every role of both sides; and what no answer shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.api import application
from detente.api.reading import READS
from detente.desk import ACTS
from detente.desk.officers import ROLES
from detente.exchange import Access
from tests.api.conftest import Asking
from tests.desk.node import Node
from tests.desk.test_who_may import ASKED, MARKS, MAY, all_roles, said
from tests.exchange.simulator import LOG

__all__ = ["all_roles"]

ROUTES = [act for act in ACTS if not ACTS[act].enters]
"""Every act that has a route of its own; a new one is tried by being in the table."""


@pytest.fixture(scope="module")
def doors(all_roles: Node) -> Iterator[tuple[TestClient, dict[str, dict[str, str]]]]:
    """The node behind its API, and what each officer's program sends."""
    officers = [f"host-{role}" for role in ROLES]
    officers += [f"fr-{role}" for role in ROLES if role != "admin"]
    keys = {}
    for officer in officers:
        given = all_roles.act("host", "give_host_api_key", officer=officer, label="t")
        keys[officer] = {"Authorization": f"Bearer {given['secret']}"}
    with TestClient(
        application(all_roles.bench, often="9999/second", strangers="9999/second")
    ) as client:
        yield client, keys


@pytest.mark.parametrize("act", ROUTES)
def test_a_route_is_open_to_its_role_and_to_no_other(
    doors: tuple[TestClient, dict[str, dict[str, str]]], act: str
) -> None:
    client, keys = doors
    needed, whose = MAY[act]
    for officer, headers in keys.items():
        side, _, role = officer.partition("-")
        may = role == needed and whose in ("any", {"fr": "delegation", "host": "host"}[side])
        answer = client.post(f"/v1/{act}", json=ASKED.get(act, {}), headers=headers)
        problem = answer.json() if answer.status_code == 403 else {"detail": "", "code": ""}
        shut = problem["code"] == "not-permitted"
        assert (shut and problem["detail"].startswith(f"{act} is for ")) is not may, officer
    assert client.post(f"/v1/{act}", json=ASKED.get(act, {})).status_code == 401


@pytest.mark.parametrize("act", ROUTES)
def test_strangers_are_turned_away_before_they_are_told_what_is_wrong(
    doors: tuple[TestClient, dict[str, dict[str, str]]], act: str
) -> None:
    client, _ = doors
    assert client.post(f"/v1/{act}", json={"no such": "field"}).status_code == 401
    assert client.post(f"/v1/{act}", content=b"{").status_code == 401


@pytest.mark.parametrize("path", [path for path, _, _ in READS])
def test_strangers_read_nothing(
    doors: tuple[TestClient, dict[str, dict[str, str]]], path: str
) -> None:
    client, _ = doors
    for query in ("", "?no_such=field"):
        assert client.get(f"/v1/{path}{query}").status_code == 401


SIGN = "Made up."
"""What the word says that some may not read."""


def asked_of(act: str, word: str) -> dict[str, Any]:
    """A request of an act about a word, where the act lets one be named."""
    named = {"word": word} if "word" in ACTS[act].asks.model_fields else {}
    return {**ASKED.get(act, {}), **named}


@pytest.mark.parametrize("mark", MARKS)
def test_no_answer_shows_a_word_to_whom_it_is_not_for(asking: Asking, mark: str) -> None:
    """Every act that there is, asked about the word, by whoever may not read it and by all."""
    access, readers = MARKS[mark]
    word = said(asking.node, access)
    shown = set()
    for officer in asking.secrets:
        who = LOG if officer == "host" else officer[:2].upper()
        for act in ROUTES:
            text = asking.post(officer, act, **asked_of(act, word)).text
            tells = any(sign in text for sign in (SIGN, json.dumps(word)[1:-1], _payload(asking)))
            asks = word in json.dumps(asked_of(act, word)) and '"status":404' in text
            if tells and not asks:
                shown.add((who, act))
    assert {who for who, _ in shown} == readers
    assert {act for _, act in shown} >= {"list_words", "read_word", "receipt_of_word"}


def _payload(asking: Asking) -> str:
    """The sealed bytes of the word as they stand in the store."""
    from detente.store.proofs import kept

    with asking.node.store.reading() as connection:
        return kept(connection, 4).opening.sealed.payload


def test_a_word_for_later_is_in_no_answer_before_its_time(asking: Asking) -> None:
    later = Access("named", ("DE",), Access("participants"), "2026-09-02T00:00:00Z")
    word = said(asking.node, later)
    for hours, may in ((0, False), (11, False), (1, True)):
        asking.node.clock.go(hours=hours)
        told = [asking.post("pl-drafter", act, **asked_of(act, word)).text for act in ROUTES]
        seen = [act for act, text in zip(ROUTES, told, strict=True) if _payload(asking) in text]
        assert bool(seen) is may, (hours, seen)
