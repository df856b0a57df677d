"""A clock that jumps under a node: no word before the one before it, and a clear answer."""

from __future__ import annotations

from typing import Any

import pytest

from detente.desk import raise_alerts
from detente.errors import ClockBehind, UnknownName
from detente.notifications.word import Access, Later
from detente.store import check
from tests.api.conftest import Asking, asking
from tests.desk.conftest import library, node
from tests.desk.node import NOON, Node, body, seen
from tests.notifications.words import notification

__all__ = ["asking", "library", "node"]


def received(node: Node) -> list[str]:
    """When the words in the log were received, in its order."""
    return [each["received"] for each in node.act("fr-drafter", "list_words", limit=1024)]


def test_a_clock_that_goes_back_a_little_is_helped_over_and_a_long_way_is_told(
    asking: Asking,
) -> None:
    node = asking.node
    first = node.released()["word"]
    node.clock.go(seconds=-90)
    listed = node.act("de-drafter", "list_words", kinds=["notification"])
    assert [each["word"] for each in listed] == [first], "what was shown does not vanish"
    held = node.released(number="CBM/FR/26/0008/F25/O")
    assert (held["held_seconds"], held["received"]) == (90, "2026-09-01T12:00:00Z")
    node.clock.go(hours=-3)
    cleared = node.cleared(number="CBM/FR/26/0009/F25/O")
    sealed = node.sealed(cleared)
    answer = asking.post("fr-second", "release_word", "k", **seen(cleared), sealed=sealed)
    assert (answer.status_code, answer.json()["code"]) == (503, "clock-behind")
    assert "the last entry was received 2026-09-01T12:00:00Z. Nothing was filed" in answer.text
    assert asking.done("fr-drafter", "see_draft", draft=cleared["draft"])["state"] == "cleared"
    node.clock.go(hours=3)
    told = asking.done("fr-second", "release_word", "k", **seen(cleared), sealed=sealed)
    assert told["index"] == 6
    node.clock.go(seconds=90)
    node.released(number="CBM/FR/26/0010/F25/O")
    assert received(node) == sorted(received(node))
    check(node.store)


def test_a_clock_that_went_ahead_stops_words_until_it_is_caught_up_and_nothing_else(
    asking: Asking,
) -> None:
    node = asking.node
    node.clock.go(days=30)
    ahead = node.released()
    node.clock.at = NOON
    cleared = node.cleared(number="CBM/FR/26/0008/F25/O")
    told: dict[str, Any] = {**seen(cleared), "sealed": node.sealed(cleared)}
    with pytest.raises(ClockBehind, match="Set the clock right; what stands in the log stays"):
        node.act("fr-second", "release_word", **told)
    with pytest.raises(ClockBehind):
        node.act("fr-keeper", "open_pouch", outgoing=[node.sealed(cleared)])
    assert asking.done("de-drafter", "read_word", word=ahead["word"])["by"] == "FR"
    assert "receipt" in asking.done("de-drafter", "receipt_of_word", word=ahead["word"])
    asking.done("fr-drafter", "draft_word", body=body())
    node.clock.go(days=30)
    assert node.act("fr-second", "release_word", **told)["held_seconds"] == 0
    assert received(node) == sorted(received(node))
    check(node.store)


def test_a_release_comes_by_the_clock_and_goes_with_it(node: Node) -> None:
    """Nobody reads before the instant, whatever was shown while the clock stood wrong."""
    later = Later("participants", "2026-09-10T06:00Z")
    word = node.released(word=notification(made="", access=Access("named", ("DE",), later)))["word"]
    raise_alerts(node.bench)

    def reads() -> bool:
        try:
            return bool(node.act("pl-drafter", "receipt_of_word", word=word))
        except UnknownName:
            return False

    def told() -> int:
        raise_alerts(node.bench)
        alerts = node.act("pl-drafter", "list_alerts")
        return sum(each["word"] == word and each["kind"] == "word" for each in alerts)

    assert (reads(), told()) == (False, 0)
    node.clock.at = NOON.replace(day=10, hour=5, minute=59, second=59)
    assert reads() is False
    node.clock.go(seconds=1)
    assert reads() is True
    node.clock.go(days=-5)
    assert reads() is False
    assert node.act("de-drafter", "read_word", word=word)["by"] == "FR"


def test_alerts_come_once_however_the_clock_goes(node: Node) -> None:
    word = node.released()["word"]

    def told() -> list[Any]:
        raise_alerts(node.bench)
        alerts = node.act("de-drafter", "list_alerts", limit=1024)
        return [each["told"] for each in alerts if (each["word"], each["kind"]) == (word, "word")]

    assert len(told()) == 1
    for jump in (-10, 25, -3, 400, -400):
        node.clock.go(days=jump)
        assert len(told()) == 1, jump
    check(node.store)
