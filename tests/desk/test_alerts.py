"""What time brings: each alert once, to those concerned, never to who may not read the word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente import read_redlines
from detente.desk import raise_alerts
from detente.errors import DetenteError
from detente.notifications import blank, drafting
from detente.notifications.word import Access, Later, Word
from tests.desk.node import ACTIVITY, NOON, Node, body
from tests.notifications.words import notification

TO_ALL, TO_GERMANY = Access("participants"), Access("named", ("DE",))
INVITATION = ("osce/vd-2011", "47.4")


def alerts(node: Node, who: str, *kinds: str) -> list[dict[str, Any]]:
    """What a delegation was told, of some kinds."""
    told = node.act(f"{who}-drafter", "list_alerts", limit=1024)
    return [each for each in told if each["kind"] in kinds or not kinds]


def deadlines(node: Node, who: str, of: tuple[str, str] = INVITATION) -> list[tuple[str, str]]:
    """What a delegation was told of one deadline: how far it was, and when that was said."""
    return [
        (each["told"]["stage"], each["at"][:10])
        for each in alerts(node, who, "deadline")
        if (each["told"].get("instrument"), each["told"].get("provision")) == of
    ]


def days_go_by(node: Node, days: int) -> None:
    """Look once a day, at noon, as a task that is run by the hour would."""
    for _ in range(days):
        node.clock.go(days=1)
        raise_alerts(node.bench)


def test_a_deadline_is_told_ahead_as_the_node_is_set_and_once_it_has_passed(node: Node) -> None:
    said = node.released()
    raise_alerts(node.bench)
    for who in ("fr", "de", "pl"):
        assert deadlines(node, who) == [("within 14 days", "2026-09-01")]
    days_go_by(node, 9)
    told = [
        ("within 14 days", "2026-09-01"),
        ("within 3 days", "2026-09-05"),
        ("passed", "2026-09-09"),  # the 8th was the last day that was in time
    ]
    for who in ("fr", "de", "pl"):
        assert deadlines(node, who) == told
    assert {each["word"] for each in alerts(node, "de")} == {said["word"]}
    assert {each["told"]["marker"] for each in alerts(node, "de")} == {"real"}
    node.clock.at = NOON
    assert raise_alerts(node.bench) == 0


def test_a_day_is_in_time_until_it_has_ended(node: Node) -> None:
    node.released()
    node.clock.at = dt.datetime(2026, 9, 8, 23, 59, 59)
    raise_alerts(node.bench)
    assert [stage for stage, _ in deadlines(node, "de")] == ["within 3 days"]
    node.clock.go(seconds=1)
    raise_alerts(node.bench)
    assert [stage for stage, _ in deadlines(node, "de")] == ["within 3 days", "passed"]


def test_other_lead_times_hold_for_words_that_are_there_already(node: Node) -> None:
    node.bench = replace(node.bench, deadline_days=())
    node.released()
    raise_alerts(node.bench)
    assert deadlines(node, "de") == []
    node.bench = replace(node.bench, deadline_days=(7,))
    days_go_by(node, 2)
    assert deadlines(node, "de") == [("within 7 days", "2026-09-02")]


def test_what_a_word_does_by_itself_is_not_expected_any_more(node: Node) -> None:
    node.released()
    days_go_by(node, 60)
    assert deadlines(node, "de", ("osce/vd-2011", "40.1.1")) == []


def invitation(node: Node, access: Access, **changed: Any) -> Word:
    """France's invitation of observers to its exercise."""
    form = blank(node.bench.library, "osce/vd-2011/observation-invitation")
    word = drafting.draft_word(
        {"activity": "northern-star-26", "host": "FR", "obligor": "FR"},
        form,
        by="FR",
        marker="real",
    )
    told = {"number": "CBM/FR/26/0008/OBSERVATION-INVITATION/O", "access": access}
    return replace(word, **{**told, "refers": ("CBM/FR/26/0007/F25/O",), **changed})


def invited(node: Node, about: str, access: Access = TO_ALL, **changed: Any) -> str:
    """That invitation in the log."""
    draft = node.act(
        "fr-drafter",
        "draft_word",
        body=body(invitation(node, access, **changed), None, (about,)),
    )
    asked = {"draft": draft["draft"], "version": 1, "incomplete": True}
    handed_in = node.act("fr-drafter", "submit_draft", **asked)
    cleared = node.act("fr-second", "clear_draft", draft=draft["draft"], version=2)
    assert handed_in["state"] == "submitted"
    sealed = node.sealed(cleared)
    told = {"draft": draft["draft"], "version": 3, "sealed": sealed}
    word: str = node.act("fr-second", "release_word", **told)["word"]
    return word


def test_what_was_done_in_time_is_not_told_as_passed(node: Node) -> None:
    said = node.released()
    raise_alerts(node.bench)
    invited(node, said["word"])
    days_go_by(node, 9)
    assert deadlines(node, "de") == [("within 14 days", "2026-09-01")]


def test_only_what_a_delegation_may_read_counts_for_it(node: Node) -> None:
    said = node.released()
    invited(node, said["word"], TO_GERMANY)
    days_go_by(node, 9)
    assert deadlines(node, "de") == []
    assert deadlines(node, "fr") == []
    assert [stage for stage, _ in deadlines(node, "pl")][-1] == "passed"


def test_a_word_of_an_exercise_does_nothing_for_a_real_one(node: Node) -> None:
    node.released()
    fields = {**dict(notification().fields)}
    staged = notification(made="", number="CBM/FR/26/0009/F25/O", marker="exercise", fields=fields)
    other = node.released(word=staged)
    invited(node, other["word"], marker="exercise", refers=("CBM/FR/26/0009/F25/O",))
    days_go_by(node, 9)
    passed = [each for each in alerts(node, "de", "deadline") if each["told"]["stage"] == "passed"]
    invitations = [each for each in passed if each["told"].get("provision") == "47.4"]
    assert {each["told"]["marker"] for each in invitations} == {"real"}


def test_nothing_is_expected_of_a_word_that_is_cancelled(node: Node) -> None:
    said = node.released()
    word = drafting.cancel(notification(made=""))
    node.released(
        word=replace(word, number="CBM/FR/26/0008/F25/X"),
        activity=None,
        refers_to=(said["word"],),
    )
    days_go_by(node, 9)
    assert alerts(node, "de", "deadline") == []


def test_a_timed_release_is_told_when_it_has_come_and_to_nobody_twice(node: Node) -> None:
    release = Later("participants", "2026-09-10T06:00:00Z")
    discreet = replace(TO_GERMANY, later=release)
    said = node.released(word=notification(made="", access=discreet))
    raise_alerts(node.bench)
    assert [each["told"].get("released") for each in alerts(node, "de", "word")] == [None]
    node.clock.at = dt.datetime(2026, 9, 10, 5, 59, 59)
    raise_alerts(node.bench)
    assert alerts(node, "pl") == []
    node.clock.go(seconds=1)
    raise_alerts(node.bench)
    raise_alerts(node.bench)
    (told,) = alerts(node, "pl", "word")
    assert (told["word"], told["told"]["released"]) == (said["word"], release.at)
    assert told["at"] == release.at
    assert "duty" in {each["kind"] for each in alerts(node, "pl")}
    assert len(alerts(node, "de", "word")) == 1


def test_a_word_to_somebody_that_is_not_acknowledged_is_told_to_both_and_to_them_alone(
    node: Node,
) -> None:
    said = node.released(word=notification(made="", access=Access("participants"), to=("DE",)))
    silent = [
        {"stage": "passed", "by": "DE", "of": "acknowledgement", "due": "2026-09-02T12:00:00Z"}
    ]
    node.clock.go(hours=24, seconds=-1)
    raise_alerts(node.bench)
    assert unanswered(node, "fr") == unanswered(node, "de") == []
    node.clock.go(seconds=1)
    raise_alerts(node.bench)
    assert unanswered(node, "fr") == unanswered(node, "de") == silent
    assert unanswered(node, "pl") == []
    assert said["word"]


def unanswered(node: Node, who: str) -> list[dict[str, Any]]:
    """What a delegation was told of acknowledgements."""
    told = [each["told"] for each in alerts(node, who, "deadline")]
    names = ("stage", "by", "of", "due")
    return [{n: each[n] for n in names} for each in told if each["of"] == "acknowledgement"]


def test_what_was_acknowledged_in_time_or_need_not_be_is_not_told(node: Node) -> None:
    word = notification(made="", access=Access("participants"), to=("DE",))
    said = node.released(word=word)
    heard = replace(drafting.acknowledge(word, by="DE"), number="CBM/DE/26/0001/F25/A")
    node.released("de", word=heard, activity=None, refers_to=(said["word"],))
    days_go_by(node, 2)
    assert unanswered(node, "fr") == unanswered(node, "de") == []


def test_a_node_can_be_set_to_expect_no_acknowledgement(node: Node) -> None:
    node.bench = replace(node.bench, unacknowledged_hours=0)
    node.released(word=notification(made="", access=TO_GERMANY))
    days_go_by(node, 2)
    assert unanswered(node, "fr") == []


def test_a_red_line_that_is_declared_later_than_the_word_is_told_to_its_holder(
    node: Node, tmp_path: Path
) -> None:
    said = node.released()
    raise_alerts(node.bench)
    assert alerts(node, "de", "red line") == []
    lines(node, tmp_path, 5.3)
    assert raise_alerts(node.bench) == 1
    (near,) = alerts(node, "de", "red line")
    assert (near["word"], near["told"]["relation"]) == (said["word"], "near")
    assert near["told"]["marker"] == "real"
    assert alerts(node, "fr", "red line") == alerts(node, "pl", "red line") == []
    assert raise_alerts(node.bench) == 0
    lines(node, tmp_path, 4.5)
    assert raise_alerts(node.bench) == 1
    told = [each["told"]["relation"] for each in alerts(node, "de", "red line")]
    assert told == ["near", "overlaps"]


def test_a_line_that_was_there_before_the_word_is_not_told_of_it_again(
    node: Node, tmp_path: Path
) -> None:
    lines(node, tmp_path, 5.3)
    node.released()
    raise_alerts(node.bench)
    lines(node, tmp_path, 5.3, beside=True)
    assert raise_alerts(node.bench) == 0
    assert len(alerts(node, "de", "red line")) == 1


def test_a_new_line_is_not_laid_beside_what_its_holder_may_not_read_or_what_is_over(
    node: Node, tmp_path: Path
) -> None:
    node.released(word=notification(made="", access=Access("named", ("PL",))))
    over = {**ACTIVITY, "activity": "last-year", "starts": "2025-10-20", "ends": "2026-08-31"}
    node.released(word=notification(made="", number="CBM/FR/26/0008/F25/O"), activity=over)
    raise_alerts(node.bench)
    lines(node, tmp_path, 5.3)
    assert raise_alerts(node.bench) == 0


@pytest.mark.parametrize("mark", ["named", "later", "public"])
def test_whatever_time_brings_nobody_is_told_of_a_word_before_it_may_read_it(
    node: Node, tmp_path: Path, mark: str
) -> None:
    lines(node, tmp_path, 5.3)
    later = replace(TO_GERMANY, later=Later("participants", "2026-09-20T00:00:00Z"))
    circles = {"named": TO_GERMANY, "later": later}
    node.released(word=notification(made="", access=circles.get(mark, Access("public"))))
    seen: dict[str, int] = {}
    for _ in range(6):
        raise_alerts(node.bench)
        for who in ("fr", "de", "pl"):
            for each in alerts(node, who)[seen.get(who, 0) :]:
                try:
                    node.act(f"{who}-drafter", "read_word", word=each["word"])
                except DetenteError as error:  # pragma: no cover  # none may be refused
                    pytest.fail(f"{who} was told of what it may not read: {error}")
            seen[who] = len(alerts(node, who))
        node.clock.go(days=5)
    told = {who for who, count in seen.items() if count}
    assert told == ({"fr", "de"} if mark == "named" else {"fr", "de", "pl"})


def lines(node: Node, folder: Path, west: float, *, beside: bool = False) -> None:
    """Give the node a red line of Germany whose area begins at a longitude, or one more beside."""
    path = folder / "lines.toml"
    more = _LINE.format(id="elsewhere", west=50, east=51, holder="PL") if beside else ""
    path.write_text(_SOURCE + _LINE.format(id="border", west=west, east=6, holder="DE") + more)
    node.bench = replace(node.bench, redlines=read_redlines(path).lines)


_SOURCE = """
[[source]]
id = "minister"
title = "Made for this test"
standing = "official"
date = 2026-01-10
language = "de"
"""

_LINE = """
[[redline]]
id = "{id}"
holder = "{holder}"
stance = "declared"
called = "red line"
words = "Keine Manöver nahe der Grenze."
source = "minister"
on = 2026-01-10
from = 2026-01-10
until = "open"
kinds = "*"
obligors = "*"
area = "POLYGON (({west} 48, {east} 48, {east} 49, {west} 49, {west} 48))"
edges = "geodesic"
"""
