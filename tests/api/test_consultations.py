"""An unanswered request leads a delegation to its next step: over HTTP, by a moved clock."""

from __future__ import annotations

from typing import Any

from detente.desk import raise_alerts
from detente.exchange.check.reading import bytes_of
from detente.notifications import content
from tests.api.conftest import Asking
from tests.desk.test_consulted import ASKED, QUESTIONS, REQUEST, word
from tests.exchange.simulator import key_of


def opened(asking: Asking) -> str:
    """France asks Germany: drafted, cleared by a second officer, sealed, released, all by HTTP."""
    made = word(asking.node, "request", REQUEST, to=["DE"], fields=ASKED, entries=QUESTIONS)
    body: dict[str, Any] = {"word": content(made), "activity": None, "refers_to": []}
    draft = asking.done("fr-drafter", "draft_word", body=body)
    draft = asking.done("fr-drafter", "submit_draft", **seen(draft))
    refused = asking.post("fr-drafter", "clear_draft", **seen(draft))
    assert refused.status_code == 403
    draft = asking.done("fr-second", "clear_draft", **seen(draft))
    given = asking.done("fr-second", "bytes_to_seal", **seen(draft))
    seal = key_of("FR").seal(bytes_of(given["payload"], "payload"))
    told = {"payload": seal.payload, "protected": seal.protected, "signature": seal.signature}
    said: str = asking.done("fr-second", "release_word", **seen(draft), sealed=told)["word"]
    return said


def seen(draft: dict[str, Any]) -> dict[str, Any]:
    """What names a draft in the version that was answered."""
    return {"draft": draft["draft"], "version": draft["version"]}


def led_to(asking: Asking, who: str) -> list[str]:
    """The steps that alerts tell a delegation to be its own, by our own reading."""
    told = asking.done(f"{who}-drafter", "list_alerts", kinds=["consultation"])
    mine = [each["told"] for each in told if each["told"]["of"] == "step"]
    ours = [each for each in mine if each["reading"] == "transmission"]
    return [step["step"] for each in ours for step in each["steps"]]


def test_nobody_need_remember_the_next_step(asking: Asking) -> None:
    first = opened(asking)
    raise_alerts(asking.node.bench)
    assert led_to(asking, "de") == ["reply"]
    assert led_to(asking, "fr") == []
    (now,) = asking.done("fr-drafter", "list_consultations")
    assert now["stands"] == [{"accounts": [], "stages": ["awaiting-reply"], "turn": ["DE"]}]
    asking.node.clock.go(hours=48, seconds=1)
    raise_alerts(asking.node.bench)
    assert led_to(asking, "fr") == ["request-meeting"]
    told = asking.done("fr-drafter", "show_consultation", word=first)
    ours = [each for each in told["next"] if each["reading"] == "transmission"]
    assert {each["step"]: each["permitted"] for each in ours} == {
        "reply": True,
        "request-meeting": True,
    }
    (late,) = [each for each in ours if each["step"] == "reply"]
    assert late["deadline"]["from"] == "2026-09-03T12:00Z"
    (meeting,) = [each for each in ours if each["step"] == "request-meeting"]
    assert meeting["starts"][0].startswith("The meeting with the State concerned: 48 elapsed")


def test_a_consultation_that_is_not_there_is_told_like_one_that_may_not_be_read(
    asking: Asking,
) -> None:
    answer = asking.post("fr-drafter", "show_consultation", word="0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (404, "name-unknown")
