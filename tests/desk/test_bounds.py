"""What a word may not say of its time and marker, and whom alerts must not reach."""

from dataclasses import replace

import pytest

from detente.desk import raise_alerts
from detente.desk.filing import SLACK
from detente.errors import OutOfOrder
from detente.exchange.keys import admitting
from detente.exchange.notes import cosign
from detente.notifications.word import Access
from tests.desk.node import Node, body, seen
from tests.exchange.simulator import LOG, key_of
from tests.notifications.words import notification


def test_a_word_made_later_than_now_is_refused(node: Node) -> None:
    cleared = node.cleared()
    node.clock.at += SLACK * 2
    sealed = node.sealed(cleared)
    node.clock.at -= SLACK * 2
    with pytest.raises(OutOfOrder, match="it says it was made at"):
        node.act("fr-second", "release_word", **seen(cleared), sealed=sealed)
    node.clock.at += SLACK
    node.act("fr-second", "release_word", **seen(cleared), sealed=sealed)


def test_a_node_for_exercises_takes_no_real_word_on_any_way(node: Node) -> None:
    sealed = node.sealed(node.cleared())
    node.bench = replace(node.bench, exercise=True)
    with pytest.raises(OutOfOrder, match="for exercises and tests"):
        node.act("fr-drafter", "draft_word", body=body())
    with pytest.raises(OutOfOrder, match="takes no word marked real"):
        node.act("fr-keeper", "file_sealed", sealed=sealed)


def test_no_alert_tells_of_a_word_that_one_may_not_read(node: Node) -> None:
    node.released(word=notification(made="", access=Access("named", ("DE",))))
    assert raise_alerts(node.bench) > 0
    assert node.act("de-drafter", "list_alerts") != []
    assert node.act("pl-drafter", "list_alerts") == []


def test_a_witness_signs_a_checkpoint_once(node: Node) -> None:
    key = key_of("FR", 7)
    node.act("host", "admit_key", delegation="FR", keys=admitting(LOG, key, use="witness"))
    note = node.act("fr-drafter", "checkpoint")["checkpoint"]
    host = key_of(LOG).public
    first, later = (cosign(note, host=host, key=key, at=at, seen=None, path=()) for at in (1, 2))
    assert node.act("fr-keeper", "cosign_checkpoint", note=first) == {"size": 5, "witness": "FR"}
    for again in (first, later):
        with pytest.raises(OutOfOrder, match="FR has signed the checkpoint of size 5 already"):
            node.act("fr-keeper", "cosign_checkpoint", note=again)
    assert node.act("fr-drafter", "checkpoint")["checkpoint"] == first
