"""Entering over HTTP: the cookie, what a page must show, how often it may be tried."""

from __future__ import annotations

import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.api import application
from tests.api.conftest import Asking
from tests.desk.node import Node, body
from tests.desk.test_sessions import FIRST, OTHER, given

NEAR, FAR = "http://127.0.0.1:8642", "https://node.example"


def client(node: Node, base: str = NEAR, **limits: Any) -> TestClient:
    """A browser, more or less."""
    limits = {"held": 0.0, "often": "1000/second", **limits}
    return TestClient(application(node.bench, **limits), base_url=base)


def enter(browser: TestClient, officer: str = "fr-drafter", passphrase: str = FIRST) -> Any:
    """Try to enter."""
    return browser.post("/v1/session", json={"officer": officer, "passphrase": passphrase})


@pytest.mark.parametrize("base", [NEAR, FAR, "http://node.example"])
def test_the_cookie_is_shown_to_no_script_no_other_host_and_in_the_clear_to_this_machine_alone(
    node: Node, base: str
) -> None:
    given(node, "fr-drafter")
    with client(node, base) as browser:
        answer = enter(browser)
        assert answer.status_code == 200
        cookie = answer.headers["set-cookie"]
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
        assert ("Secure" in parts) is (base != NEAR)
        assert cookie.startswith("detente=" if base == NEAR else "__Host-detente=")
        assert cookie.partition("=")[2].partition(";")[0] not in answer.text


def test_a_page_reads_and_changes_and_leaves(node: Node) -> None:
    given(node, "fr-drafter")
    with client(node) as browser:
        told = enter(browser).json()
        assert browser.get("/v1/session").json() == told
        shown = {"X-CSRF-Token": told["csrf"]}
        once = {**shown, "Idempotency-Key": "one"}
        draft = browser.post("/v1/draft_word", json={"body": body()}, headers=once)
        assert draft.status_code == 200, draft.text
        me = browser.post("/v1/see_myself", json={}, headers=shown).json()
        assert me["officer"] == "fr-drafter"
        cookie = dict(browser.cookies)
        assert browser.delete("/v1/session", headers=shown).status_code == 204
        assert not browser.cookies
        browser.cookies.update(cookie)
        assert browser.get("/v1/session").status_code == 401


@pytest.mark.parametrize("shown", [None, "", "x", "of another session"])
def test_a_request_that_does_not_come_from_a_page_of_the_session_does_nothing(
    node: Node, shown: str | None
) -> None:
    given(node, "fr-drafter")
    with client(node) as browser:
        other = enter(browser).json()["csrf"]
        enter(browser)
        headers = {} if shown is None else {"X-CSRF-Token": shown}
        if shown == "of another session":
            headers = {"X-CSRF-Token": other}
        once = {**headers, "Idempotency-Key": "one"}
        for answer in (
            browser.post("/v1/draft_word", json={"body": body()}, headers=once),
            browser.post("/v1/see_myself", json={}, headers=headers),
            browser.delete("/v1/session", headers=headers),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert browser.get("/v1/session").status_code == 200
    assert node.act("fr-drafter", "list_drafts") == []


def test_a_session_that_has_ended_opens_nothing(node: Node) -> None:
    given(node, "fr-drafter")
    with client(node) as browser:
        shown = {"X-CSRF-Token": enter(browser).json()["csrf"]}
        node.clock.go(minutes=29)
        assert browser.post("/v1/see_myself", json={}, headers=shown).status_code == 200
        node.clock.go(minutes=30)
        assert browser.post("/v1/see_myself", json={}, headers=shown).status_code == 401
        assert browser.get("/v1/session").status_code == 401


def test_a_key_for_programs_is_no_session_and_a_session_no_key(asking: Asking) -> None:
    given(asking.node, "fr-drafter")
    key = asking.headers("fr-drafter")
    assert asking.client.get("/v1/session", headers=key).status_code == 401
    told = enter(asking.client, "fr-drafter")
    secret = told.headers["set-cookie"].partition("=")[2].partition(";")[0]
    asking.client.cookies.clear()
    bearer = {"Authorization": f"Bearer {secret}"}
    assert asking.client.post("/v1/see_myself", json={}, headers=bearer).status_code == 401


def test_whoever_may_not_enter_learns_nothing_of_why_neither_by_words_nor_by_the_clock(
    node: Node,
) -> None:
    given(node, "fr-drafter")
    with client(node, held=0.2) as browser:
        answers = []
        for officer, passphrase in [("fr-drafter", OTHER), ("fr-second", FIRST), ("nobody", FIRST)]:
            begun = time.monotonic()
            answers.append(enter(browser, officer, passphrase))
            assert time.monotonic() - begun >= 0.2
        assert {each.status_code for each in answers} == {401}
        assert len({each.text for each in answers}) == 1
        assert not browser.cookies


def test_it_may_be_tried_only_so_often_from_one_address_and_under_one_name(node: Node) -> None:
    given(node, "fr-drafter")
    with client(node, strangers="3/minute", wrong="100/minute") as browser:
        tried = [enter(browser, f"nobody-{n}", OTHER).status_code for n in range(4)]
        assert tried == [401, 401, 401, 429]
    with client(node, strangers="100/minute", wrong="3/minute") as browser:
        tried = [enter(browser, "fr-drafter", OTHER).status_code for _ in range(4)]
        assert tried == [401, 401, 401, 429]
        assert enter(browser).status_code == 429
        assert enter(browser, "fr-second", OTHER).status_code == 401
