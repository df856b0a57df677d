"""Tokens in the address of a feed: what they open, for whom, until when, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from detente.desk.api_keys import whose
from detente.desk.feed_tokens import whose_feed
from detente.desk.sessions import entered
from detente.errors import NotPermitted, OutOfOrder, UnknownName
from tests.desk.node import Node


def given(node: Node, officer: str = "fr-drafter", **told: str) -> dict[str, Any]:
    """Make a token."""
    made: dict[str, Any] = node.act(officer, "give_feed_token", label="calendar", **told)
    return made


def opens(node: Node, token: dict[str, Any]) -> str:
    """Whose feeds a token opens; empty for nobody's."""
    officer = whose_feed(node.bench, token["secret"])
    return officer.id if officer else ""


def test_a_token_opens_the_feeds_of_its_officer_and_nothing_else(node: Node) -> None:
    token = given(node)
    assert opens(node, token) == "fr-drafter"
    assert whose(node.bench, token["secret"]) is None
    assert entered(node.bench, token["secret"]) is None
    key = node.act("fr-keeper", "give_api_key", officer="fr-drafter", label="t")
    assert opens(node, key) == ""


def test_what_is_kept_opens_nothing(node: Node) -> None:
    token = given(node)
    path = node.store.engine.url.database
    assert path
    for ending in ("", "-wal"):
        with open(path + ending, "rb") as file:
            assert token["secret"].encode() not in file.read()
    kept = node.act("fr-drafter", "list_acts", kinds=["give_feed_token"])
    assert [each["outcome"] for each in kept] == [{"feed_token": token["feed_token"]}]


def test_a_token_ends_when_it_is_said_to(node: Node) -> None:
    token = given(node, ends="2026-09-01T13:00:00Z")
    node.clock.go(minutes=59)
    assert opens(node, token) == "fr-drafter"
    assert len(node.act("fr-drafter", "list_feed_tokens")) == 1
    node.clock.go(minutes=1)
    assert opens(node, token) == ""
    assert node.act("fr-drafter", "list_feed_tokens") == []
    with pytest.raises(OutOfOrder, match="would have ended"):
        given(node, ends="2026-09-01T13:00:00Z")


@pytest.mark.parametrize("officer", ["fr-drafter", "fr-keeper", "host"])
def test_a_token_is_withdrawn_by_its_officer_a_keyholder_or_the_host(
    node: Node, officer: str
) -> None:
    token, other = given(node), given(node)
    node.act(officer, "withdraw_feed_token", feed_token=token["feed_token"])
    assert (opens(node, token), opens(node, other)) == ("", "fr-drafter")
    (left,) = node.act("fr-drafter", "list_feed_tokens")
    assert left["feed_token"] == other["feed_token"]


@pytest.mark.parametrize("officer", ["fr-second", "de-keeper"])
def test_nobody_else_withdraws_or_sees_a_token(node: Node, officer: str) -> None:
    token = given(node)
    with pytest.raises(NotPermitted, match="another officer's"):
        node.act(officer, "withdraw_feed_token", feed_token=token["feed_token"])
    with pytest.raises(UnknownName, match="token for feeds"):
        node.act(officer, "withdraw_feed_token", feed_token="f-0")
    assert node.act(officer, "list_feed_tokens") == []
    assert len(node.act("fr-keeper", "list_feed_tokens")) == 1


def test_tokens_end_with_their_officer_also_where_the_name_is_given_again(node: Node) -> None:
    token = given(node)
    told: dict[str, Any] = {"officer": "fr-drafter", "name": "Gone"}
    node.act("fr-keeper", "set_own_officer", **told, roles=[])
    assert opens(node, token) == ""
    node.act("fr-keeper", "set_own_officer", **told, roles=["reader"])
    assert opens(node, token) == ""
