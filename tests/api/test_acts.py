"""The acts over HTTP: who is let in, what is answered, what is refused and how."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.api import application
from detente.api.guards import LARGEST
from detente.desk import ACTS
from detente.exchange.check.reading import bytes_of
from detente.exchange.check.receipt import check_receipt, read_receipt
from tests.api.conftest import Asking
from tests.desk.node import Node, body, seen
from tests.exchange.simulator import key_of


def test_two_delegations_file_clear_release_receive_and_prove(asking: Asking) -> None:
    draft = asking.done("fr-drafter", "draft_word", body=body())
    handed_in = asking.done("fr-drafter", "submit_draft", **seen(draft))
    cleared = asking.done("fr-second", "clear_draft", **seen(handed_in))
    given = asking.done("fr-second", "bytes_to_seal", **seen(cleared))
    sealed = json.loads(key_of("FR").seal(bytes_of(given["payload"], "payload")).canonical())
    told: dict[str, Any] = {**seen(cleared), "sealed": sealed}
    said = asking.done("fr-second", "release_word", "r-1", **told)
    assert asking.done("fr-second", "release_word", "r-1", **told) == said
    (listed,) = asking.done("de-drafter", "list_words", kinds=["notification"])
    assert listed["word"] == said["word"]
    read = asking.done("de-drafter", "read_word", word=said["word"])
    assert read["content"]["word"]["number"] == "CBM/FR/26/0007/F25/O"
    assert (
        asking.done("fr-drafter", "deliveries_of_word", word=said["word"])[0]["delegation"] == "DE"
    )
    receipt = asking.done("de-drafter", "receipt_of_word", word=said["word"])["receipt"]
    shown = check_receipt(read_receipt(receipt.encode())).statement
    assert shown
    assert shown.id == said["word"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic d3Jvbmc="])
def test_whoever_shows_no_key_that_counts_is_not_let_in(asking: Asking, header: str) -> None:
    answer = asking.client.post("/v1/checkpoint", json={}, headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_that_is_withdrawn_and_one_of_an_officer_who_left_open_nothing(
    asking: Asking,
) -> None:
    given = asking.done("fr-keeper", "give_api_key", officer="fr-drafter", label="other")
    asking.secrets["other"] = given["secret"]
    assert asking.post("other", "checkpoint").status_code == 200
    asking.done("fr-keeper", "withdraw_api_key", api_key=given["api_key"])
    assert asking.post("other", "checkpoint").status_code == 401
    asking.done("fr-keeper", "set_own_officer", officer="fr-drafter", name="Gone", roles=[])
    assert asking.post("fr-drafter", "checkpoint").status_code == 401


def test_the_secret_of_a_key_is_kept_nowhere(asking: Asking) -> None:
    given = asking.done("fr-keeper", "give_api_key", "k-1", officer="fr-drafter", label="other")
    again = asking.done("fr-keeper", "give_api_key", "k-1", officer="fr-drafter", label="other")
    assert "secret" not in again
    path = asking.node.store.engine.url.database
    assert path
    for ending in ("", "-wal"):
        with open(path + ending, "rb") as file:
            assert given["secret"].encode() not in file.read()


def test_a_keyholder_gives_no_key_to_another_delegations_officer(asking: Asking) -> None:
    answer = asking.post("fr-keeper", "give_api_key", officer="de-drafter", label="other")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


@pytest.mark.parametrize(
    ("officer", "act", "request_", "status", "code"),
    [
        ("fr-second", "draft_word", {"body": body()}, 403, "not-permitted"),
        ("fr-drafter", "see_draft", {"draft": "d-none"}, 404, "name-unknown"),
        ("fr-drafter", "see_draft", {"draft": 7}, 422, "input-refused"),
        ("fr-drafter", "see_draft", {"draft": "d", "more": 1}, 422, "input-refused"),
        ("fr-drafter", "draft_word", {"body": {"word": {}}}, 422, "word-invalid"),
        ("fr-second", "file_sealed", {"sealed": {"payload": "x"}}, 422, "record-refused"),
    ],
)
def test_what_is_refused_is_told_with_its_code(
    asking: Asking, officer: str, act: str, request_: dict[str, Any], status: int, code: str
) -> None:
    answer = asking.post(officer, act, **request_)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"]


def test_a_stale_draft_is_refused_with_what_stands(asking: Asking) -> None:
    draft = asking.done("fr-drafter", "draft_word", body=body())
    asking.done("fr-drafter", "change_draft", **seen(draft), body=body())
    answer = asking.post("fr-drafter", "change_draft", **seen(draft), body=body())
    assert (answer.status_code, answer.json()["code"]) == (409, "outdated")
    assert "version 2 stands" in answer.json()["detail"]


def test_a_request_that_is_too_large_is_refused_whatever_it_says_of_its_size(
    asking: Asking,
) -> None:
    headers = asking.headers("fr-drafter")
    parts = (b"x" * 65536 for _ in range(LARGEST // 65536 + 1))
    answer = asking.client.post("/v1/checkpoint", content=parts, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request-too-large")


def test_an_officer_and_a_stranger_ask_only_so_often(node: Node) -> None:
    secret = node.act("host", "give_host_api_key", officer="host", label="t")["secret"]
    client = TestClient(application(node.bench, often="3/minute", strangers="2/minute"))
    known = {"Authorization": f"Bearer {secret}"}
    tried = [client.post("/v1/checkpoint", json={}, headers=known) for _ in range(4)]
    assert [each.status_code for each in tried] == [200, 200, 200, 429]
    tried = [client.post("/v1/checkpoint", json={}) for _ in range(3)]
    assert [each.status_code for each in tried] == [401, 401, 429]
    assert tried[-1].headers["retry-after"] == "1"


def test_strangers_shut_no_officer_out_who_comes_from_the_same_address(node: Node) -> None:
    secret = node.act("host", "give_host_api_key", officer="host", label="t")["secret"]
    client = TestClient(application(node.bench, strangers="2/minute"))
    wrong = {"Authorization": "Bearer of nobody"}
    tried = [client.post("/v1/checkpoint", json={}, headers=wrong) for _ in range(4)]
    assert [each.status_code for each in tried] == [401, 401, 429, 429]
    known = {"Authorization": f"Bearer {secret}"}
    assert client.post("/v1/checkpoint", json={}, headers=known).status_code == 200


def test_every_act_has_its_route_and_every_route_its_act(asking: Asking) -> None:
    drawn = asking.client.get("/v1/openapi.json").json()
    assert drawn["openapi"].startswith("3.1")
    routes = {path.removeprefix("/v1/") for path, ways in drawn["paths"].items() if "post" in ways}
    assert routes == {name for name, act in ACTS.items() if not act.enters} | {"session"}
    for path, ways in drawn["paths"].items():
        for route in ways.values():
            assert {"401", "403", "409", "422", "429"} <= set(route["responses"]), path
            assert route["summary"].endswith("."), path


def test_answers_are_kept_by_nobody_and_framed_by_nobody(asking: Asking) -> None:
    headers = asking.post("host", "checkpoint").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
