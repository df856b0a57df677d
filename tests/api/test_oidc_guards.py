"""What guards the entering by an issuer: its cookie, how often it is tried, which login it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from detente.api import application
from detente.desk.logins import officer_known
from detente.desk.oidc import MOST, Issuer, Oidc, _seals
from detente.errors import NotPermitted
from tests.api.issuing import SmallIssuer
from tests.api.test_oidc import browser, issuer, known, one_issuer
from tests.desk.node import Node

__all__ = ["browser", "issuer", "known", "one_issuer"]


def test_the_cookie_of_an_entry_is_shown_to_no_script_and_taken_back_at_the_return(
    browser: TestClient, issuer: SmallIssuer
) -> None:
    sent = browser.get("/v1/session/oidc")
    cookie = sent.headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    parts = {part.strip() for part in rest.split(";")[1:]}
    assert name == "detente-oidc"
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"} <= parts
    address = sent.headers["location"]
    state = parse_qs(urlsplit(address).query)["state"][0]
    given = {"state": state, "code": issuer.visit(address)}
    answer = browser.get("/v1/session/oidc/return", params=given)
    assert answer.status_code == 200, answer.text
    assert set(browser.cookies) == {"detente"}


@pytest.mark.parametrize("path", ["", "/return"])
def test_an_entry_by_the_issuer_is_tried_only_so_often(
    node: Node, known: Issuer, path: str
) -> None:
    often: Any = {"often": "99/minute", "strangers": "99/minute", "wrong": "3/minute"}
    with TestClient(application(node.bench, **often), follow_redirects=False) as browser:
        tried = [browser.get(f"/v1/session/oidc{path}").status_code for _ in range(4)]
    assert tried[3] == 429
    assert 429 not in tried[:3]


def test_what_does_not_come_back_well_counts_against_the_address(node: Node, known: Issuer) -> None:
    often: Any = {"often": "99/minute", "strangers": "2/minute", "wrong": "99/minute"}
    with TestClient(application(node.bench, **often), follow_redirects=False) as browser:
        path = "/v1/session/oidc/return?state=x&code=y"
        assert [browser.get(path).status_code for _ in range(3)] == [401, 401, 429]
        assert browser.get("/v1/session/oidc").status_code == 429


def test_a_login_that_is_parted_at_this_moment_opens_no_session(node: Node, known: Issuer) -> None:
    told = node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna-at-home")
    assert officer_known(node.bench, "anna-at-home") == "fr-drafter"
    node.act("fr-keeper", "withdraw_login", login=told["login"])
    with pytest.raises(NotPermitted, match="not linked with this officer"):
        node.act("fr-drafter", "open_session_by_issuer", value="anna-at-home")
    node.act("fr-keeper", "give_login", officer="fr-second", value="anna-at-home")
    with pytest.raises(NotPermitted, match="not linked with this officer"):
        node.act("fr-drafter", "open_session_by_issuer", value="anna-at-home")
    assert node.act("fr-drafter", "list_sessions") == []


def test_a_login_by_one_claim_is_none_by_another(node: Node, known: Issuer) -> None:
    node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna@example.org")
    known.settings = Oidc(**{**known.settings.model_dump(), "claim": "email"})
    with pytest.raises(NotPermitted, match="no officer is linked with it"):
        officer_known(node.bench, "anna@example.org")


def test_entries_beyond_the_most_push_the_oldest_out(node: Node, known: Issuer) -> None:
    now = node.clock.now()
    states = []
    for _ in range(MOST + 2):
        states.append(parse_qs(urlsplit(known.begin(now).address).query)["state"][0])
    assert len(known._begun) == MOST
    assert list(known._begun) == states[2:]


def test_what_the_issuer_says_of_itself_is_asked_for_again_after_an_hour(
    node: Node, known: Issuer, issuer: SmallIssuer
) -> None:
    issuer.asked.clear()
    for minutes in (0, 59, 1):
        node.clock.go(minutes=minutes)
        known.begin(node.clock.now())
    assert [path[-20:] for path in issuer.asked] == ["openid-configuration"] * 2


@pytest.mark.parametrize(
    ("key", "seals"),
    [
        ({"kty": "RSA", "n": "x", "e": "AQAB"}, True),
        ({"kty": "EC", "use": "sig"}, True),
        ({"kty": "RSA", "use": "enc"}, False),
        ({"kty": "RSA", "d": "x"}, False),
        ({"kty": "oct", "k": "x"}, False),
        ({}, False),
        ("RSA", False),
    ],
)
def test_only_public_keys_that_may_seal_are_kept(key: Any, seals: bool) -> None:
    assert _seals(key) is seals
