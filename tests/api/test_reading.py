"""What is read with `GET`: filtered, a page at a time, without gaps, by whom it concerns alone."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request

from detente.api import listening
from detente.api.guards import Gate
from detente.api.listening import _counted, events
from detente.exchange import Access, compose
from tests.api.conftest import Asking
from tests.desk.node import Node
from tests.desk.test_sessions import FIRST, given
from tests.exchange.simulator import LOG, key_of

PUBLIC = Access("public")


def said(node: Node, number: str, access: Access = PUBLIC, by: str = "FR", **told: Any) -> str:
    """A word in the log, made now; answers its id."""
    made = f"{node.clock.now().isoformat(timespec='seconds')}Z"
    told = {"kind": "notification", "marker": "real", **told}
    word = {"number": number, "format": "F25"}
    payload = compose(log=LOG, by=by, made=made, access=access, content={"word": word}, **told)
    sealed = json.loads(key_of(by).seal(payload).canonical())
    identity: str = node.act(f"{by.lower()}-keeper", "file_sealed", sealed=sealed)["word"]
    return identity


def get(asking: Asking, path: str, officer: str = "de-drafter", **query: Any) -> Any:
    """Read."""
    answer = asking.client.get(f"/v1/{path}", params=query, headers=asking.headers(officer))
    assert answer.status_code == 200, answer.text
    return answer


def ids(answer: Any) -> list[str]:
    """The words in an answer."""
    return [each["word"] for each in answer.json()["words"]]


def test_words_come_a_page_at_a_time_and_the_last_page_says_so(asking: Asking) -> None:
    all_ = [said(asking.node, f"N{n}") for n in range(5)]
    address, found = "/v1/words?limit=2&kinds=notification", []
    for last in (False, False, True):
        answer = asking.client.get(address, headers=asking.headers("de-drafter"))
        found += ids(answer)
        assert ("next" not in answer.links) is last
        address = answer.links["next"]["url"] if not last else ""
    assert found == all_
    assert get(asking, "words", cursor=answer.json()["next"]).json()["words"] == []


def test_a_word_that_is_released_later_is_not_skipped_by_who_went_on(asking: Asking) -> None:
    node = asking.node
    later = Access("nation", later=PUBLIC, at="2026-09-01T13:00:00Z")
    late = said(node, "late", later)
    node.clock.go(minutes=1)
    soon = said(node, "soon")
    first = get(asking, "words", kinds="notification")
    assert ids(first) == [soon]
    node.clock.go(minutes=58)
    assert ids(get(asking, "words", cursor=first.json()["next"])) == []
    node.clock.go(minutes=1)
    after = said(node, "after")
    assert ids(get(asking, "words", cursor=first.json()["next"])) == [late, after]
    assert ids(get(asking, "words", "fr-drafter", kinds="notification")) == [late, soon, after]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"parties": "PL"}, [2]),
        ({"parties": ["PL", "FR"], "marks": "participants"}, [1]),
        ({"kinds": "reply"}, [1]),
        ({"markers": "test"}, [2]),
        ({"formats": "F25"}, [0, 1, 2]),
        ({"formats": "F1"}, []),
        ({"number": "fr/26"}, [0, 1]),
        ({"since": "2026-09-01T12:01:00Z"}, [1, 2]),
        ({"until": "2026-09-01T12:01:00Z", "number": "CBM"}, [0]),
    ],
)
def test_words_are_filtered(asking: Asking, query: dict[str, Any], found: list[int]) -> None:
    node = asking.node
    words = [said(node, "CBM/FR/26/1")]
    node.clock.go(minutes=1)
    to_all = Access("participants")
    words.append(said(node, "CBM/FR/26/2", to_all, kind="reply", refers=[words[0]]))
    words.append(said(node, "CBM/PL/26/1", by="PL", marker="test"))
    assert [words.index(each) for each in ids(get(asking, "words", **query))] == found
    assert ids(get(asking, "words", refers_to=words[0])) == [words[1]]


def test_no_filter_shows_what_may_not_be_read(asking: Asking) -> None:
    word = said(asking.node, "hidden", Access("named", ("PL",)))
    for query in ({}, {"number": "hidden"}, {"parties": "FR"}, {"marks": "named"}):
        assert word not in ids(get(asking, "words", **query))
        assert word in ids(get(asking, "words", "pl-drafter", **query))


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 1025},
        {"cursor": "7"},
        {"cursor": "2026-13-01T00:00:00Z~1"},
        {"since": "yesterday"},
        {"until": "2026-02-30T00:00:00Z"},
        {"sort": "by"},
    ],
)
def test_a_query_that_is_none_is_refused(asking: Asking, query: dict[str, Any]) -> None:
    headers = asking.headers("de-drafter")
    answer = asking.client.get("/v1/words", params=query, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "input-refused")


@pytest.mark.parametrize("path", ["words", "acts", "alerts", "drafts", "checkpoint", "myself"])
def test_whoever_is_not_let_in_reads_nothing(asking: Asking, path: str) -> None:
    assert asking.client.get(f"/v1/{path}").status_code == 401


def test_the_record_is_filtered_and_goes_on_by_its_number(asking: Asking) -> None:
    for number in range(3):
        said(asking.node, f"N{number}")
        asking.node.clock.go(minutes=1)
    filed = get(asking, "acts", "fr-keeper", kinds="file_sealed", limit=2)
    assert [each["at"][14:16] for each in filed.json()] == ["00", "01"]
    headers = asking.headers("fr-keeper")
    rest = asking.client.get(filed.links["next"]["url"], headers=headers).json()
    assert [each["at"][14:16] for each in rest] == ["02"]
    until = get(asking, "acts", "fr-keeper", kinds="file_sealed", until="2026-09-01T12:01:00Z")
    assert len(until.json()) == 1
    assert get(asking, "acts", "de-keeper", kinds="file_sealed").json() == []


def test_an_answer_that_is_known_is_not_sent_again(asking: Asking) -> None:
    first = get(asking, "checkpoint")
    headers = {**asking.headers("de-drafter"), "If-None-Match": first.headers["etag"]}
    again = asking.client.get("/v1/checkpoint", headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    said(asking.node, "N1")
    assert asking.client.get("/v1/checkpoint", headers=headers).status_code == 200


async def heard(stream: AsyncIterator[str], count: int) -> list[str]:
    """The next events of a stream."""
    return [await anext(stream) for _ in range(count)]


def test_words_are_heard_each_once_and_after_a_break_from_where_it_was(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "EVERY", 0.0)
    words = [said(node, f"N{n}") for n in range(2)]

    async def listen() -> None:
        stream = events(node.bench, "de-drafter", "", lambda: True)
        head, *keys = await heard(stream, 5)
        assert head == "retry: 2000\n\n"
        assert all('"kind": "keys"' in each for each in keys)
        (first,) = await heard(stream, 1)
        assert words[0] in first
        cursor = first.partition("\n")[0].removeprefix("id: ")
        again = events(node.bench, "de-drafter", cursor, lambda: True)
        _, second, quiet = await heard(again, 3)
        assert words[1] in second
        assert second.partition("\n")[2].startswith("event: word\ndata: {")
        assert quiet == ": nothing new\n\n"
        node.clock.go(minutes=1)
        hidden = said(node, "hidden", Access("named", ("PL",)))
        third = said(node, "N3")
        (came,) = await heard(again, 1)
        assert third in came
        assert hidden not in came

    asyncio.run(listen())


def gate_of(node: Node) -> Gate:
    """The gate of a node at which nobody waits."""
    return Gate(node.bench, often="1000/second", strangers="1000/second", wrong="1000/second")


def asked(**headers: str) -> Request:
    """A request with some headers, from this machine."""
    listed = [(name.encode(), value.encode()) for name, value in headers.items()]
    place = {"scheme": "http", "server": ("127.0.0.1", 8642), "path": "/", "query_string": b""}
    return Request({"type": "http", "method": "GET", "headers": listed, **place})


def test_a_stream_ends_with_the_key_by_which_one_was_let_in(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "EVERY", 0.0)
    given = asking.done("fr-keeper", "give_api_key", officer="fr-drafter", label="other")
    node = asking.node

    async def listen() -> None:
        let_in = asked(authorization=f"Bearer {given['secret']}")
        counts = gate_of(node).counts
        stream = events(node.bench, "fr-drafter", "", lambda: counts(let_in))
        await heard(stream, 2)
        node.act("fr-keeper", "withdraw_api_key", api_key=given["api_key"])
        assert [each async for each in stream] == []

    asyncio.run(listen())


def test_a_stream_that_an_officer_lets_go_makes_room_for_another(node: Node) -> None:
    async def listen() -> Counter[str]:
        open_: Counter[str] = Counter()
        stream = _counted(events(node.bench, "de-drafter", "", lambda: True), open_, "de-drafter")
        await anext(stream)
        assert open_["de-drafter"] == 1
        await stream.aclose()
        return open_

    assert asyncio.run(listen())["de-drafter"] == 0


def test_an_open_stream_does_not_keep_a_session_alive(node: Node) -> None:
    given(node, "fr-drafter")
    secret = node.act("fr-drafter", "open_session", passphrase=FIRST)["secret"]
    counts, let_in = gate_of(node).counts, asked(cookie=f"detente={secret}")
    node.clock.go(minutes=29)
    assert counts(let_in)
    node.clock.go(minutes=1)
    assert not counts(let_in)
    assert not counts(asked(cookie="detente=another"))
