"""A word from its first draft to the receipt that others check."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.desk import raise_alerts
from detente.errors import (
    NotPermitted,
    Outdated,
    OutOfOrder,
    ProofError,
    SenderError,
    UnknownName,
    WordFileError,
)
from detente.exchange import Access, compose
from detente.exchange.check.receipt import check_receipt, read_receipt
from detente.exchange.keys import rotating
from detente.notifications.word import Access as WordAccess
from detente.store import check
from tests.desk.node import ACTIVITY, Node, body, seen
from tests.exchange.simulator import LOG, key_of
from tests.notifications.words import notification, text


def test_a_word_is_drafted_cleared_sealed_released_received_and_proven(node: Node) -> None:
    said = node.released()
    assert (said["index"], said["again"], said["received"]) == (4, False, "2026-09-01T12:00:00Z")

    listed = node.act("de-drafter", "list_words", kinds=["notification"])
    assert [(each["word"], each["by"]) for each in listed] == [(said["word"], "FR")]
    assert node.act("fr-drafter", "deliveries_of_word", word=said["word"]) == []
    node.clock.go(hours=1)
    read = node.act("de-drafter", "read_word", word=said["word"])
    assert read["content"]["word"]["fields"]["troops"] == 12_500
    assert read["content"]["activity"] == ACTIVITY
    node.act("de-second", "read_word", word=said["word"])
    delivered = node.act("fr-drafter", "deliveries_of_word", word=said["word"])
    at = "2026-09-01T13:00:00Z"
    assert delivered == [{"delegation": "DE", "how": "read at the desk", "at": at}]

    receipt = node.act("de-drafter", "receipt_of_word", word=said["word"])["receipt"]
    shown = check_receipt(read_receipt(receipt.encode()))
    assert shown.statement
    assert shown.statement.id == said["word"]
    with pytest.raises(ProofError):
        check_receipt(read_receipt(receipt.replace("12:00:00Z", "11:00:00Z").encode()))
    check(node.store)


def test_a_draft_is_changed_only_by_whoever_has_seen_how_it_stands(node: Node) -> None:
    draft = node.drafted()
    changed = node.act("fr-drafter", "change_draft", **seen(draft), body=body())
    assert changed["version"] == 2
    with pytest.raises(Outdated, match=r"draft d-.* drafted by fr-drafter .* version 2 stands"):
        node.act("fr-drafter", "change_draft", **seen(draft), body=body())
    with pytest.raises(Outdated):
        node.act("fr-drafter", "submit_draft", **seen(draft))
    assert [each["id"] for each in node.act("fr-drafter", "list_drafts")] == [draft["draft"]]
    node.act("fr-drafter", "discard_draft", **seen(changed))
    assert node.act("fr-drafter", "list_drafts") == []


def test_another_delegation_is_not_even_told_that_there_is_a_draft(node: Node) -> None:
    draft = node.drafted()
    for act in ("see_draft", "picture_of_draft"):
        with pytest.raises(UnknownName, match="no draft is called"):
            node.act("de-drafter", act, draft=draft["draft"])
    assert node.act("de-drafter", "list_drafts") == []


def test_whoever_wrote_any_version_does_not_clear_it(node: Node) -> None:
    told = {"officer": "fr-both", "delegation": "FR", "name": "Both"}
    node.act("host", "set_officer", **told, roles=["reader", "drafter", "clearer"])
    draft = node.act("fr-both", "draft_word", body=body())
    draft = node.act("fr-drafter", "change_draft", **seen(draft), body=body())
    handed_in = node.act("fr-drafter", "submit_draft", **seen(draft))
    with pytest.raises(NotPermitted, match="fr-both has written draft"):
        node.act("fr-both", "clear_draft", **seen(handed_in))
    assert node.act("fr-second", "clear_draft", **seen(handed_in))["state"] == "cleared"


def test_a_draft_that_is_changed_after_its_clearance_is_cleared_anew(node: Node) -> None:
    cleared = node.cleared()
    sealed = node.sealed(cleared)
    other = notification(made="", fields={"troops": 14_000})
    changed = node.act("fr-drafter", "change_draft", **seen(cleared), body=body(other))
    assert changed["state"] == "drafted"
    with pytest.raises(OutOfOrder, match="this asks for cleared"):
        node.act("fr-second", "release_word", **seen(changed), sealed=sealed)
    handed_in = node.act("fr-drafter", "submit_draft", **seen(changed))
    again = node.act("fr-second", "clear_draft", **seen(handed_in))
    with pytest.raises(ProofError, match="what was sealed is not draft"):
        node.act("fr-second", "release_word", **seen(again), sealed=sealed)


def test_a_draft_is_sent_back_with_the_reason_only(node: Node) -> None:
    handed_in = node.act("fr-drafter", "submit_draft", **seen(node.drafted()))
    with pytest.raises(OutOfOrder, match="say in the remark"):
        node.act("fr-second", "send_back_draft", **seen(handed_in))
    back = node.act("fr-second", "send_back_draft", **seen(handed_in), remark="The area?")
    assert back["state"] == "drafted"


def test_what_is_wrong_or_missing_is_told_before_clearance(node: Node) -> None:
    late = notification(made="", fields={"starts": "2026-11-20"})
    draft = node.act("fr-drafter", "draft_word", body=body(late))
    with pytest.raises(WordFileError, match="ends"):
        node.act("fr-drafter", "submit_draft", **seen(draft))
    word = body()["word"]
    del word["fields"]["troops"]
    draft = node.act("fr-drafter", "draft_word", body={"word": word})
    with pytest.raises(OutOfOrder, match=r"lacks: Troops, in total\. Fill it in"):
        node.act("fr-drafter", "submit_draft", **seen(draft))
    gone = node.act("fr-drafter", "submit_draft", **seen(draft), incomplete=True)
    assert gone["state"] == "submitted"


def test_where_the_nation_asks_for_no_second_person_a_draft_is_cleared_by_handing_it_in(
    node: Node,
) -> None:
    word = notification(made="", by="PL", number="CBM/PL/26/0001/F25/O")
    assert node.cleared("pl", word=word)["state"] == "cleared"


def test_a_request_with_a_key_is_done_once(node: Node) -> None:
    first = node.act("fr-drafter", "draft_word", key="k-1", body=body())
    assert node.act("fr-drafter", "draft_word", key="k-1", body=body()) == first
    assert len(node.act("fr-drafter", "list_drafts")) == 1
    with pytest.raises(OutOfOrder, match="belongs to another request"):
        node.act("fr-drafter", "discard_draft", key="k-1", **seen(first))


def test_a_word_sent_twice_stands_once(node: Node) -> None:
    cleared = node.cleared()
    sealed = node.sealed(cleared)
    said = node.act("fr-second", "release_word", **seen(cleared), sealed=sealed)
    again = node.act("fr-keeper", "file_sealed", sealed=sealed)
    assert (again["index"], again["again"]) == (said["index"], True)


def test_no_two_words_bear_one_running_number(node: Node) -> None:
    both = [node.cleared(fields={"purpose": text(told)}) for told in ("One.", "Another.")]
    first, second = ({**seen(each), "sealed": node.sealed(each)} for each in both)
    said = node.act("fr-second", "release_word", **first)
    with pytest.raises(OutOfOrder, match=f"is that of your word {said['word']} already"):
        node.act("fr-second", "release_word", **second)
    third = node.drafted(fields={"purpose": text("A third.")})
    with pytest.raises(OutOfOrder, match="take the next one"):
        node.act("fr-drafter", "submit_draft", **seen(third))
    node.released("de", by="DE", number="CBM/DE/26/0007/F25/O")
    assert node.act("fr-second", "file_sealed", sealed=second["sealed"])["again"] is False


def test_a_number_that_a_word_only_speaks_of_is_free(node: Node) -> None:
    number = "CBM/FR/26/0008/F25/O"
    node.released(fields={"purpose": text(f"Goes on in {number}.")})
    assert node.released(number=number)["again"] is False
    with pytest.raises(OutOfOrder, match="take the next one"):
        node.released(number="CBM/FR/26/0008/F25/O", fields={"purpose": text("Another.")})


def test_one_word_drafted_twice_takes_no_number_from_itself(node: Node) -> None:
    both = [node.cleared() for _ in range(2)]
    first, second = ({**seen(each), "sealed": node.sealed(each)} for each in both)
    assert node.act("fr-second", "release_word", **first)["again"] is False
    assert node.act("fr-second", "release_word", **second)["again"] is True


def test_only_the_own_delegation_files_its_sealed_word(node: Node) -> None:
    sealed = node.sealed(node.cleared())
    with pytest.raises(NotPermitted, match="this speaks for FR"):
        node.act("de-second", "file_sealed", sealed=sealed)


def test_a_word_for_some_is_not_there_for_others_until_it_is_released(node: Node) -> None:
    later = {"mark": "participants", "at": "2026-09-10T00:00:00Z"}
    word = body(notification(made="", access=WordAccess("named", ("DE",))))
    word["word"]["access"]["later"] = later
    draft = node.act("fr-drafter", "draft_word", body=word)
    handed_in = node.act("fr-drafter", "submit_draft", **seen(draft))
    cleared = node.act("fr-second", "clear_draft", **seen(handed_in))
    said = node.act("fr-second", "release_word", **seen(cleared), sealed=node.sealed(cleared))
    assert node.act("de-drafter", "read_word", word=said["word"])["mark"] == "named"
    for act in ("read_word", "receipt_of_word", "deliveries_of_word"):
        for officer in ("pl-drafter", "host"):
            with pytest.raises((UnknownName, NotPermitted)):
                node.act(officer, act, word=said["word"])
    assert node.act("pl-drafter", "list_words", kinds=["notification"]) == []
    node.clock.go(days=9)
    assert node.act("pl-drafter", "read_word", word=said["word"])["word"] == said["word"]
    with pytest.raises(UnknownName):
        node.act("host", "read_word", word=said["word"])


def test_a_correction_refers_to_the_word_that_it_corrects(node: Node) -> None:
    said = node.released()
    fields = {**dict(notification().fields), "troops": 13_500}
    parts = {"kind": "correction", "number": "CBM/FR/26/0008/F25/C", "fields": fields}
    correction = notification(made="", refers=("CBM/FR/26/0007/F25/O",), **parts)
    with pytest.raises(WordFileError):
        node.released(word=correction)
    again = node.released(word=correction, refers_to=(said["word"],))
    about = node.act("de-drafter", "list_words", refers_to=said["word"])
    assert [(each["word"], each["kind"]) for each in about] == [(again["word"], "correction")]


def test_a_key_is_rotated_by_a_sealed_word_and_the_old_one_seals_no_more(node: Node) -> None:
    new = key_of("FR", 1)
    payload = compose(
        log=LOG,
        by="FR",
        made="2026-09-01T12:00:00Z",
        kind="keys",
        marker="real",
        access=Access("public"),
        content=rotating(LOG, key_of("FR").id, new),
    )
    sealed = json.loads(key_of("FR").seal(payload).canonical())
    with pytest.raises(NotPermitted, match="filed by a keyholder"):
        node.act("fr-second", "file_sealed", sealed=sealed)
    node.act("fr-keeper", "file_sealed", sealed=sealed)
    with pytest.raises(ProofError, match="did not count there"):
        node.released()


def test_the_picture_of_a_draft_names_duties_with_their_time_and_what_is_lacking(
    node: Node,
) -> None:
    draft = node.drafted(fields={"troops": 12_500})
    seen_now = node.act("fr-drafter", "picture_of_draft", draft=draft["draft"])
    duties = {(each["instrument"], each["provision"]): each for each in seen_now["duties"]}
    notify = next(each for (text, _), each in duties.items() if text == "osce/vd-2011")
    assert notify["due"]
    assert notify["citation"]
    assert seen_now["lacks"] == []  # when it is made is told as it is sealed
    assert seen_now["work"]["minutes"] is None
    assert seen_now["beside"] is None  # the node was given no activities
    assert seen_now["faults"] == []
    assert seen_now["near"] == []


def test_every_act_is_kept_and_so_is_what_was_refused(node: Node) -> None:
    draft = node.drafted()
    with pytest.raises(NotPermitted):
        node.act("fr-second", "discard_draft", **seen(draft))
    kept = node.act("fr-drafter", "list_acts")
    told = [(each["officer"], each["act"], each["outcome"].get("refused")) for each in kept]
    assert told == [
        ("fr-drafter", "draft_word", None),
        ("fr-second", "discard_draft", "not-permitted"),
    ]
    assert node.act("de-drafter", "list_acts") == []


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({}, "draft: Field required"),
        ({"draft": "d", "version": "1"}, "version: Input should be a valid integer"),
        ({"draft": "d", "version": 1, "more": 1}, "more: Extra inputs"),
        ({"draft": "d", "version": float("nan")}, "cannot be written as JSON"),
    ],
)
def test_a_request_in_another_form_is_refused_with_the_place(
    node: Node, request_: dict[str, Any], told: str
) -> None:
    with pytest.raises(SenderError, match=told):
        node.act("fr-drafter", "discard_draft", **request_)


def test_alerts_name_what_they_rest_on_and_come_once(node: Node, tmp_path: Path) -> None:
    lines = tmp_path / "lines.toml"
    lines.write_text(_LINES)
    from detente import read_redlines

    object.__setattr__(node.bench, "redlines", read_redlines(lines).lines)
    said = node.released()
    assert node.act("de-drafter", "list_alerts") == []
    assert raise_alerts(node.bench) > 0
    assert raise_alerts(node.bench) == 0
    alerts = node.act("de-drafter", "list_alerts")
    kinds = [each["kind"] for each in alerts]
    assert kinds.count("word") == 1
    assert "duty" in kinds
    near = [each["told"] for each in alerts if each["kind"] == "red line"]
    assert [(each["redline"], each["relation"]) for each in near] == [("border", "near")]
    assert {each["word"] for each in alerts} == {said["word"]}
    own = node.act("fr-drafter", "list_alerts")
    assert "word" not in [each["kind"] for each in own]
    assert "red line" not in [each["kind"] for each in own]


def test_the_picture_tells_what_goes_on_near(node: Node, tmp_path: Path) -> None:
    planned = tmp_path / "planned.csv"
    box = '"POLYGON (({0} 48, {1} 48, {1} 49, {0} 49, {0} 48))"'
    rows = {
        "there": ("2026-10-25", box.format(4.5, 5)),
        "near": ("2026-10-25", box.format(5.1, 5.2)),
        "far": ("2026-10-25", box.format(9, 9.5)),
        "later": ("2026-11-25", box.format(4.5, 5)),
        "somewhere": ("2026-10-25", ""),
        "northern-star-26": ("2026-10-25", box.format(4.5, 5)),
    }
    head = "activity,source,kind,obligor,starts,ends,area\n"
    told = (f"{name},press,exercise,DE,{day},{day},{area}" for name, (day, area) in rows.items())
    planned.write_text(head + "\n".join(told), encoding="utf-8")
    from detente import read_activities

    object.__setattr__(node.bench, "planned", read_activities(planned))
    draft = node.drafted()
    beside = node.act("fr-drafter", "picture_of_draft", draft=draft["draft"])["beside"]
    assert {(each["activity"], each["other"], each["relation"]) for each in beside} == {
        ("northern-star-26", "there", "overlaps"),
        ("northern-star-26", "near", "near"),
        ("northern-star-26", "somewhere", "not stated"),
    }


_LINES = """
[[source]]
id = "minister"
title = "Made for this test"
standing = "official"
date = 2026-01-10
language = "de"

[[redline]]
id = "border"
holder = "DE"
stance = "declared"
called = "red line"
words = "Keine Manöver nahe der Grenze."
source = "minister"
on = 2026-01-10
from = 2026-01-10
until = "open"
kinds = "*"
obligors = "*"
area = "POLYGON ((5.3 48, 6 48, 6 49, 5.3 49, 5.3 48))"
edges = "geodesic"
"""
