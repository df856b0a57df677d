"""Entering by an issuer: the good way, and each way in which it is refused."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from starlette.testclient import TestClient

from detente.api import application
from detente.desk.calling import ask
from detente.desk.node import Settings, make_node, open_node
from detente.desk.oidc import Issuer, Oidc
from detente.errors import NotPermitted, OutOfOrder, SenderError
from detente.instruments import Library
from tests.api.issuing import (
    Claims,
    SmallIssuer,
    bare,
    carried,
    cut,
    foreign,
    other_algorithm,
    shared,
    unknown,
)
from tests.desk.node import Node
from tests.exchange.simulator import LOG

PASSPHRASE = "of the tests"
HERE = "http://localhost:8642"
RETURN = f"{HERE}/v1/session/oidc/return"


@pytest.fixture(scope="module")
def one_issuer() -> Iterator[SmallIssuer]:
    """An issuer, at work."""
    made = SmallIssuer()
    yield made
    made.close()


@pytest.fixture
def issuer(one_issuer: SmallIssuer, node: Node) -> SmallIssuer:
    """The issuer, honest again."""
    fresh = SmallIssuer.__dataclass_fields__
    for name in ("subject", "lies", "seals", "says", "moved"):
        setattr(one_issuer, name, fresh[name].default)
    one_issuer.asked.clear()
    one_issuer.codes.clear()
    one_issuer.at = calendar.timegm(node.clock.at.timetuple())
    return one_issuer


@pytest.fixture
def known(node: Node, issuer: SmallIssuer) -> Issuer:
    """The issuer as the node knows it."""
    settings = Oidc(issuer=issuer.name, client_id="detente", redirect=RETURN)
    known = Issuer(settings, issuer.secret, ask)
    node.bench = replace(node.bench, issuer=known)
    return known


@pytest.fixture
def browser(node: Node, known: Issuer) -> Iterator[TestClient]:
    """A browser before the node; Anna's login is linked with an officer of France."""
    node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna-at-home")
    made = application(node.bench, often="1000/second", strangers="99/minute", wrong="99/minute")
    with TestClient(made, base_url=HERE, follow_redirects=False) as client:
        yield client


def begun(browser: TestClient) -> tuple[str, str]:
    """Begin; answers where the browser is sent, and the state."""
    answer = browser.get("/v1/session/oidc")
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    return address, parse_qs(urlsplit(address).query)["state"][0]


def entering(browser: TestClient, issuer: SmallIssuer, **changed: str) -> Any:
    """Go to the issuer and come back."""
    address, state = begun(browser)
    given = {"state": state, "code": issuer.visit(address), **changed}
    return browser.get("/v1/session/oidc/return", params=given)


def refused(answer: Any, why: str) -> None:
    """Nobody was let in."""
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert why in answer.json()["detail"]
    assert "detente=" not in answer.headers.get("set-cookie", "")


def test_an_officer_enters_and_has_the_same_session_as_with_a_passphrase(
    browser: TestClient, issuer: SmallIssuer, node: Node
) -> None:
    answer = entering(browser, issuer)
    assert answer.status_code == 200, answer.text
    session = answer.json()
    assert (session["officer"], session["ends"]) == ("fr-drafter", "2026-09-01T12:30:00Z")
    assert browser.get("/v1/session").json() == session
    assert browser.post("/v1/list_words", json={}).status_code == 403
    headers = {"X-CSRF-Token": session["csrf"]}
    assert browser.post("/v1/list_words", json={}, headers=headers).status_code == 200
    record = node.act("fr-drafter", "list_acts", kinds=["open_session_by_issuer"])
    assert [each["outcome"]["session"] for each in record] == [session["session"]]
    node.act("fr-keeper", "end_sessions", officer="fr-drafter")
    assert browser.get("/v1/session").status_code == 401


def test_what_is_asked_of_the_issuer_is_what_the_standard_asks(
    browser: TestClient, issuer: SmallIssuer
) -> None:
    address, _ = begun(browser)
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{issuer.name}/authorization_endpoint?")
    assert (query["response_type"], query["scope"]) == ("code", "openid")
    assert (query["redirect_uri"], query["client_id"]) == (RETURN, "detente")
    other, _ = begun(browser)
    again = {name: values[0] for name, values in parse_qs(urlsplit(other).query).items()}
    for name in ("state", "nonce", "code_challenge"):
        assert query[name] != again[name]


@pytest.mark.parametrize(
    "seals", [shared, bare, foreign, unknown, carried, other_algorithm, cut, lambda *_: "a.b.c"]
)
def test_a_token_without_a_seal_of_the_issuer_lets_nobody_in(
    browser: TestClient, issuer: SmallIssuer, seals: Callable[[SmallIssuer, Claims], str]
) -> None:
    issuer.seals = seals
    refused(entering(browser, issuer), "bears no seal of the issuer")
    issuer.seals = lambda it, claims: it.sealed(claims, "e", "ES256")
    assert entering(browser, issuer).status_code == 200


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iss": "http://127.0.0.1:1/realm"}, "another issuer made it"),
        ({"iss": None}, "another issuer made it"),
        ({"aud": "another"}, "meant for another client"),
        ({"aud": ["detente", "another"]}, "for which of several"),
        ({"aud": ["detente", "another"], "azp": "another"}, "meant for another client"),
        ({"azp": "another"}, "meant for another client"),
        ({"nonce": "another"}, "answers another question"),
        ({"nonce": None}, "answers another question"),
        ({"exp": -60}, "has expired"),
        ({"exp": None}, "has expired"),
        ({"iat": 61}, "time has not come"),
        ({"iat": None}, "time has not come"),
        ({"nbf": 61}, "time has not come"),
        ({"sub": None}, "does not say 'sub'"),
        ({"sub": ["anna-at-home"]}, "does not say 'sub'"),
        ({"sub": "nobody"}, "no officer is linked with it"),
    ],
)
def test_a_token_that_does_not_fit_lets_nobody_in(
    browser: TestClient, issuer: SmallIssuer, changed: Claims, why: str
) -> None:
    at = issuer.at

    def lies(claims: Claims) -> Claims:
        moved = {n: at + v if isinstance(v, int) else v for n, v in changed.items()}
        return {**claims, **moved}

    issuer.lies = lies
    refused(entering(browser, issuer), why)


@pytest.mark.parametrize("moved", [{"exp": -59}, {"iat": 60}, {"aud": ["detente"]}])
def test_clocks_may_be_a_minute_apart(
    browser: TestClient, issuer: SmallIssuer, moved: Claims
) -> None:
    at = issuer.at
    given = {n: at + v if isinstance(v, int) else v for n, v in moved.items()}
    issuer.lies = lambda claims: {**claims, **given}
    assert entering(browser, issuer).status_code == 200


def test_an_entry_counts_once_and_in_the_browser_in_which_it_was_begun(
    browser: TestClient, issuer: SmallIssuer, node: Node
) -> None:
    address, state = begun(browser)
    query = {"state": state, "code": issuer.visit(address)}
    cookie = dict(browser.cookies)
    assert browser.get("/v1/session/oidc/return", params=query).status_code == 200
    browser.cookies.update(cookie)
    query["code"] = issuer.visit(address)
    refused(browser.get("/v1/session/oidc/return", params=query), "or was used")
    for wrong in ("", "another"):
        refused(entering(browser, issuer, state=wrong), "not begun here")
    address, state = begun(browser)
    browser.cookies.clear()
    query = {"state": state, "code": issuer.visit(address)}
    refused(browser.get("/v1/session/oidc/return", params=query), "another browser")


def test_an_entry_is_over_after_a_while(
    browser: TestClient, issuer: SmallIssuer, node: Node
) -> None:
    address, state = begun(browser)
    node.clock.go(minutes=10)
    query = {"state": state, "code": issuer.visit(address)}
    refused(browser.get("/v1/session/oidc/return", params=query), "is over")


def test_a_code_is_worth_nothing_twice_or_with_another_verifier(
    browser: TestClient, issuer: SmallIssuer
) -> None:
    first, _ = begun(browser)
    code = issuer.visit(first)
    of_another = entering(browser, issuer, code=code)  # whose verifier does not fit
    refused(of_another, "does not say who it is")
    refused(entering(browser, issuer, code=code), "does not say who it is")


@pytest.mark.parametrize("given", [{"error": "access_denied"}, {"code": ""}, {"iss": "http://x"}])
def test_a_browser_that_was_let_in_by_nobody_is_not_let_in(
    browser: TestClient, issuer: SmallIssuer, given: dict[str, str]
) -> None:
    answer = entering(browser, issuer, **given)
    refused(answer, "another issuer" if "iss" in given else "let nobody in")
    assert "token" not in issuer.asked


def test_an_officer_who_left_or_whose_login_was_parted_does_not_enter(
    browser: TestClient, issuer: SmallIssuer, node: Node
) -> None:
    (login,) = node.act("fr-drafter", "list_logins")
    node.act("fr-keeper", "withdraw_login", login=login["login"])
    refused(entering(browser, issuer), "no officer is linked")
    node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna-at-home")
    told: dict[str, Any] = {"officer": "fr-drafter", "name": "Gone"}
    node.act("fr-keeper", "set_own_officer", **told, roles=[])
    refused(entering(browser, issuer), "no officer is linked")
    node.act("fr-keeper", "set_own_officer", **told, roles=["reader"])
    refused(entering(browser, issuer), "no officer is linked")


def test_a_login_belongs_to_one_officer_and_is_linked_by_whom_it_may_be(
    node: Node, known: Issuer
) -> None:
    node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna")
    with pytest.raises(OutOfOrder, match="linked with an officer already"):
        node.act("de-keeper", "give_login", officer="de-drafter", value="anna")
    with pytest.raises(NotPermitted, match="no officer of DE"):
        node.act("de-keeper", "give_login", officer="fr-drafter", value="other")
    (login,) = node.act("fr-keeper", "list_logins")
    with pytest.raises(NotPermitted, match="no officer of DE"):
        node.act("de-keeper", "withdraw_login", login=login["login"])
    assert node.act("de-keeper", "list_logins") == node.act("fr-second", "list_logins") == []
    assert node.act("host", "list_logins") == [login]
    node.act("host", "withdraw_host_login", login=login["login"])
    node.act("host", "give_host_login", officer="de-drafter", value="anna")


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_addresses_elsewhere_than_at_the_issuer_are_never_asked(
    browser: TestClient, issuer: SmallIssuer, name: str
) -> None:
    issuer.says = lambda told: {**told, name: "http://127.0.0.1:1/elsewhere"}
    answer = browser.get("/v1/session/oidc")
    assert (answer.status_code, answer.json()["code"]) == (502, "bad-gateway")
    assert name in answer.json()["detail"]


def test_an_issuer_that_calls_itself_otherwise_or_sends_elsewhere_is_not_followed(
    browser: TestClient, issuer: SmallIssuer
) -> None:
    issuer.says = lambda told: {**told, "issuer": "http://127.0.0.1:1"}
    assert "calls itself otherwise" in browser.get("/v1/session/oidc").json()["detail"]
    issuer.moved = f"{issuer.name}/other/.well-known/openid-configuration"
    assert browser.get("/v1/session/oidc").status_code == 502
    assert len(issuer.asked) == 2


@pytest.mark.parametrize("path", ["", "/return"])
def test_no_query_or_host_sends_a_browser_elsewhere(
    browser: TestClient, issuer: SmallIssuer, path: str
) -> None:
    elsewhere = {"redirect_uri": "http://evil.example", "next": "http://evil.example"}
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = browser.get(f"/v1/session/oidc{path}", params=elsewhere, headers=headers)
    assert "evil" not in answer.text + answer.headers.get("location", "")


def test_keys_of_the_issuer_are_asked_for_anew_but_not_at_every_unknown_one(
    browser: TestClient, issuer: SmallIssuer, node: Node
) -> None:
    assert entering(browser, issuer).status_code == 200
    issuer.seals = unknown
    for _ in range(3):
        entering(browser, issuer)
    assert [path[-8:] for path in issuer.asked].count("jwks_uri") == 1
    old = issuer.keys.pop("r")
    try:
        node.clock.go(minutes=59)
        issuer.at += 59 * 60
        issuer.seals = lambda it, claims: jwt.encode({"alg": "RS256", "kid": "r"}, claims, old)
        assert entering(browser, issuer).status_code == 200
        node.clock.go(minutes=1)
        issuer.at += 60
        refused(entering(browser, issuer), "no seal of the issuer")
    finally:
        issuer.keys["r"] = old


def test_entries_are_not_begun_without_end(node: Node, known: Issuer) -> None:
    made = application(node.bench, wrong="2/minute")
    with TestClient(made, base_url=HERE, follow_redirects=False) as client:
        codes = [client.get("/v1/session/oidc").status_code for _ in range(3)]
    assert codes == [303, 303, 429]


def test_a_node_that_names_no_issuer_has_no_such_route_and_calls_nobody(node: Node) -> None:
    with TestClient(application(node.bench), base_url=HERE) as client:
        assert client.get("/v1/session/oidc").status_code == 404
    with pytest.raises(OutOfOrder, match="no issuer"):
        node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna")


def adding(told: Claims, claims: Claims) -> Claims:
    """Claim something more."""
    return {**claims, **told}


def test_an_address_that_is_verified_counts_and_no_other(
    browser: TestClient, issuer: SmallIssuer, node: Node, known: Issuer
) -> None:
    known.settings = Oidc(**{**known.settings.model_dump(), "claim": "email"})
    node.act("fr-keeper", "give_login", officer="fr-drafter", value="anna@example.org")
    for verified, code in ((None, 401), ("true", 401), (True, 200)):
        told = {"email": "anna@example.org", "email_verified": verified}
        issuer.lies = partial(adding, told)
        assert entering(browser, issuer).status_code == code


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "http://login.example"},
        {"redirect": "http://node.example/v1/session/oidc/return"},
    ],
)
def test_nothing_travels_in_the_clear(changed: dict[str, str]) -> None:
    good = {
        "issuer": "https://login.example",
        "client_id": "detente",
        "redirect": "https://node.example/v1/session/oidc/return",
    }
    Oidc.model_validate(good).checked()
    with pytest.raises(SenderError, match="in the clear"):
        Oidc.model_validate({**good, **changed}).checked()


def test_a_node_takes_its_issuer_from_its_settings(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "node"
    make_node(folder, Settings(log=LOG, name="Forum"), PASSPHRASE, officer="host")
    told = """
    [oidc]
    issuer = "https://login.example"
    client_id = "detente"
    client_secret_file = "oidc.secret"
    redirect = "https://node.example/v1/session/oidc/return"
    """
    with (folder / "node.toml").open("a") as file:
        file.write(told)
    with pytest.raises(SenderError, match=r"oidc\.secret cannot be read"):
        open_node(folder, PASSPHRASE, library=library)
    (folder / "oidc.secret").write_text("secret\n", "ascii")
    bench = open_node(folder, PASSPHRASE, library=library)
    bench.store.close()
    assert bench.issuer is not None
    assert (bench.issuer.secret, bench.issuer.settings.claim) == ("secret", "sub")
    monkeypatch.setattr("detente.api.oidc.find_spec", lambda _: None)
    with pytest.raises(SenderError, match=r"not installed; install detente\[oidc\], or"):
        application(bench)
