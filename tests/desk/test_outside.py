"""A sealed word says one thing, inside and outside; and it was not made later than now."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from detente.desk import raise_alerts
from detente.desk.filing import SLACK
from detente.desk.outside import at_odds
from detente.errors import OutOfOrder, ProofError
from detente.exchange import Access, compose
from tests.desk.node import Node, body
from tests.exchange.simulator import LOG, key_of

OUTSIDE: dict[str, Any] = {
    "by": "FR",
    "kind": "notification",
    "marker": "exercise",
    "made": "2026-09-01T12:00:00Z",
    "mark": "participants",
}


def word(**changed: Any) -> dict[str, Any]:
    """A word that says what its seal says, but for what is changed."""
    access = {"mark": OUTSIDE["mark"]}
    return {**body()["word"], **OUTSIDE, "kind": "original", "access": access, **changed}


def sealed(inside: Any, activity: Any = None, **changed: Any) -> dict[str, str]:
    """A word, sealed by France."""
    said = {**OUTSIDE, **changed}
    access = Access(said.pop("mark"))
    content = {"word": inside} | ({} if activity is None else {"activity": activity})
    payload = compose(log=LOG, access=access, content=content, **said)
    found: dict[str, str] = json.loads(key_of("FR").seal(payload).canonical())
    return found


ODD: dict[str, dict[str, Any]] = {
    "by": {"by": "DE"},
    "marker": {"marker": "real"},
    "kind": {"kind": "cancellation"},
    "made": {"made": "2026-08-01T12:00:00Z"},
    "mark": {"access": {"mark": "nation"}},
    "by ": {"by": ["FR"]},
    "mark ": {"access": "public"},
    "kind ": {"kind": ["original"]},
}


@pytest.mark.parametrize("name", ODD)
def test_a_word_that_says_two_things_is_taken_on_no_way(node: Node, name: str) -> None:
    seal = sealed(word(**ODD[name]))
    with pytest.raises(ProofError, match=f"the seal says {name.strip()} '"):
        node.act("fr-keeper", "file_sealed", sealed=seal)
    came = node.act("fr-keeper", "open_pouch", outgoing=[seal, sealed(word())])
    assert [(each["nth"], each["code"]) for each in came["refused"]] == [(0, "proof-fails")]
    assert len(came["taken"]) == 1


def test_an_exercise_node_takes_no_word_that_calls_itself_real_inside(node: Node) -> None:
    node.bench = replace(node.bench, exercise=True)
    with pytest.raises(ProofError, match="the seal says marker 'exercise'"):
        node.act("fr-keeper", "file_sealed", sealed=sealed(word(marker="real")))


def test_a_word_that_agrees_with_its_seal_is_at_odds_with_nothing() -> None:
    assert at_odds(OUTSIDE, {"word": word()}) == []
    assert at_odds(OUTSIDE, {"word": {}}) == at_odds(OUTSIDE, {"text": "Made up."}) == []
    assert at_odds(OUTSIDE, {"word": ["FR"]}) == []
    assert len(at_odds(OUTSIDE, {"word": word(by="DE", marker="test")})) == 2


def test_what_was_sealed_elsewhere_was_not_made_later_than_now(node: Node) -> None:
    node.clock.at -= SLACK * 2
    with pytest.raises(OutOfOrder, match="it says it was made at 2026-09-01T12:00:00Z"):
        node.act("fr-keeper", "file_sealed", sealed=sealed(word()))
    came = node.act("fr-keeper", "open_pouch", outgoing=[sealed(word())])
    assert [each["code"] for each in came["refused"]] == ["out-of-order"]
    node.clock.at += SLACK
    assert node.act("fr-keeper", "file_sealed", sealed=sealed(word()))["index"] == 4


@pytest.mark.parametrize("activity", [7, "text", ["x"], {"activity": 7}, {"kind": "nonsense"}])
def test_a_word_whose_activity_cannot_be_read_is_told_of_all_the_same(
    node: Node, activity: Any
) -> None:
    said = node.act("fr-keeper", "file_sealed", sealed=sealed(word(), activity))
    assert raise_alerts(node.bench)
    (told,) = node.act("de-drafter", "list_alerts")
    assert (told["word"], told["kind"]) == (said["word"], "word")
    assert "fault" in told["told"]["activity_not_read"]
    node.clock.go(days=40)
    raise_alerts(node.bench)
    kinds = [each["kind"] for each in node.act("de-drafter", "list_alerts")]
    assert kinds.count("word") == 1
