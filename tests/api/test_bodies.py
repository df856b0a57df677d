"""Bodies of requests that two readers might take for two things, or that are meant to break one."""

import json
from typing import Any

import pytest

from tests.api.conftest import Asking
from tests.desk.node import body

DRAFT = json.dumps({"body": body()})

BODIES: dict[str, tuple[bytes, str]] = {
    "a name twice": (b'{"after": 5, "after": -1}', "a name stands twice"),
    "a marker twice": (
        DRAFT.replace('"marker": "real"', '"marker": "exercise", "marker": "real"').encode(),
        "a name stands twice",
    ),
    "not a number": (DRAFT.replace("12500", "NaN").encode(), "NaN is no finite number"),
    "infinite": (DRAFT.replace("12500", "-Infinity").encode(), "no finite number"),
    "too large": (DRAFT.replace("12500", "1e999").encode(), "no finite number"),
    "too exact": (DRAFT.replace("12500", str(2**53)).encode(), "2^53"),
    "many digits": (DRAFT.replace("12500", "9" * 9000).encode(), "2^53"),
    "half a letter": (DRAFT.replace("northern", "\\ud800").encode(), "surrogates not allowed"),
    "half a letter as a name": (b'{"\\udfff": 1}', "surrogates not allowed"),
    "deep": (DRAFT.replace("12500", "[" * 40 + "]" * 40).encode(), "nested more than 32 deep"),
    "very deep": (b'{"body": ' + b"[" * 500_000, "nested too deeply"),
    "no UTF-8": (b'{"kinds": ["\xff"]}', "codec can't decode"),
    "UTF-16": ("{}".encode("utf-16"), "codec can't decode"),
    "a mark of order": (b"\xef\xbb\xbf{}", "BOM"),
    "cut off": (DRAFT[:-3].encode(), "not JSON"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_can_be_read_in_two_ways_is_refused(asking: Asking, name: str) -> None:
    data, told = BODIES[name]
    headers = {**asking.headers("fr-drafter"), "Content-Type": "application/json"}
    for act in ("draft_word", "list_words"):
        answer = asking.client.post(f"/v1/{act}", content=data, headers=headers)
        problem: dict[str, Any] = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "input-refused"), problem
        assert told in problem["detail"]
    assert asking.done("fr-drafter", "list_drafts") == []


def test_a_body_that_is_read_in_one_way_is_taken(asking: Asking) -> None:
    headers = {**asking.headers("fr-drafter"), "Content-Type": "application/json"}
    data = DRAFT.replace("northern", "n\\u00f6rdlich \\ud83d\\ude00").encode()
    answer = asking.client.post("/v1/draft_word", content=data, headers=headers)
    assert answer.status_code == 200, answer.text
