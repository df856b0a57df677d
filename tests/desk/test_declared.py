"""Red lines in the log: from draft to word, screened by whom they concern, told to no other."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from detente.desk import raise_alerts
from detente.desk.declared import line_of
from detente.errors import RedLineFileError, WordFileError
from detente.exchange import Access as ExchangeAccess
from detente.exchange import compose
from detente.notifications import content, drafting
from detente.notifications.content import from_content
from detente.notifications.word import Access, Later, Word
from detente.redlines import Level, Levels
from detente.times import parse_moment
from tests.desk.node import Node
from tests.desk.test_alerts import alerts
from tests.exchange.simulator import LOG, key_of
from tests.notifications.words import notification

TO_ALL, TO_FRANCE = Access("participants"), Access("named", ("FR",))
FIELDS: dict[str, Any] = {
    "called": "red_line",
    "line_name": "Border",
    "line_words": {"lang": "de", "text": "Keine Manöver nahe der Grenze."},
    "any_obligor": True,
    "troops": 9000,
    "area": "POLYGON ((5.3 48, 6 48, 6 49, 5.3 49, 5.3 48))",
    "edges": "geodesic",
    "no_beginning": True,
    "no_end": True,
    "any_height": True,
}


def line(node: Node, access: Access = TO_ALL, **changed: Any) -> Word:
    """A red line of Germany, as a word."""
    fields = {name: value for name, value in {**FIELDS, **changed}.items() if value is not None}
    head = {"format": "declarations/red-line", "kind": "original", "marker": "real", "by": "DE"}
    head["number"] = "RL/DE/26/0001/LINE/O"
    entries = [{"kind_meant": "exercise"}]
    plain = {**head, "fields": fields, "entries": entries}
    return replace(from_content(plain, node.bench.library).sure(), access=access)


def declared(node: Node, access: Access = TO_ALL, **changed: Any) -> str:
    """That line in the log; answers its id."""
    word: str = node.released("de", word=line(node, access, **changed), activity=None)["word"]
    return word


def modified(node: Node, before: str, access: Access = TO_ALL, **changed: Any) -> str:
    """A correction of it in the log."""
    new = dict(line(node, **changed).fields)
    word = drafting.correct(line(node), new)
    word = replace(word, number="RL/DE/26/0002/LINE/C", access=access)
    said: str = node.released("de", word=word, activity=None, refers_to=(before,))["word"]
    return said


def near(node: Node, who: str, draft: str) -> list[str]:
    """The lines that a draft comes near to, as its writer sees them."""
    return [
        each["redline"]
        for each in node.act(f"{who}-drafter", "picture_of_draft", draft=draft)["near"]
    ]


def test_a_word_becomes_the_line_that_it_states(node: Node) -> None:
    made = line_of(node.bench, replace(line(node), made="2026-09-01T12:00:00Z"))
    assert (made.id, made.holder, made.stance, made.called) == (
        "RL/DE/26/0001/LINE/O",
        "DE",
        "declared",
        "red line",
    )
    assert (made.words, made.language) == ("Keine Manöver nahe der Grenze.", "de")
    assert made.levels == Levels("any", (Level("troops", "at_least", 9000),))
    assert (made.kinds, made.obligors) == (("exercise",), ("*",))
    assert (made.from_, made.until) == ("open", "open")
    assert made.on == parse_moment("2026-09-01T12:00:00Z")
    assert made.area
    assert made.area.edges == "geodesic"
    both = line_of(node.bench, line(node, battle_tanks=100, levels_join="all_levels"))
    assert both.levels
    assert (both.levels.join, len(both.levels.of)) == ("all", 2)


def test_what_it_does_not_state_stays_open(node: Node) -> None:
    left_out: dict[str, Any] = dict.fromkeys(
        ["any_obligor", "troops", "area", "edges", "no_end", "any_height"]
    )
    made = line_of(node.bench, line(node, **left_out))
    assert (made.obligors, made.levels, made.area, made.until, made.altitude) == (
        (),
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"area": None, "edges": None, "within_km": 5}, "fields.within_km: it does not say"),
        ({"troops": "8000..12000"}, "levels"),
    ],
)
def test_a_word_that_can_be_no_line_does_not_go_out(
    node: Node, changed: dict[str, Any], told: str
) -> None:
    with pytest.raises(RedLineFileError, match=told):
        declared(node, **changed)


def test_a_draft_is_screened_against_the_lines_that_its_writer_may_read(node: Node) -> None:
    declared(node, TO_FRANCE)
    assert near(node, "fr", node.drafted()["draft"]) == ["RL/DE/26/0001/LINE/O"]
    assert near(node, "de", node.drafted("de", by="DE")["draft"]) == ["RL/DE/26/0001/LINE/O"]
    assert near(node, "pl", node.drafted("pl", by="PL")["draft"]) == []


def test_a_line_for_the_own_nation_alone_is_kept_from_all_others(node: Node) -> None:
    word = replace(line(node, Access("nation")), number="")
    draft = node.act(
        "de-drafter",
        "draft_word",
        body={"word": content(word), "activity": None, "refers_to": []},
    )
    assert near(node, "fr", node.drafted()["draft"]) == []
    assert draft["state"] == "drafted"


def test_a_line_is_modified_by_a_correction_and_withdrawn_by_a_cancellation(node: Node) -> None:
    first = declared(node)
    status = [(each["status"], each["number"]) for each in node.act("fr-drafter", "list_redlines")]
    assert status == [("current", "RL/DE/26/0001/LINE/O")]
    far = "POLYGON ((15.3 48, 16 48, 16 49, 15.3 49, 15.3 48))"
    modified(node, first, area=far)
    (told,) = node.act("fr-drafter", "list_redlines")
    assert (told["status"], told["declared_as"]) == ("modified", "RL/DE/26/0001/LINE/O")
    assert told["fields"]["area"] == far
    assert near(node, "fr", node.drafted()["draft"]) == []
    gone = replace(drafting.cancel(line(node)), number="RL/DE/26/0003/LINE/X")
    node.released("de", word=gone, activity=None, refers_to=(first,))
    (told,) = node.act("fr-drafter", "list_redlines")
    assert told["status"] == "withdrawn"


def test_whoever_may_read_a_line_but_not_its_change_sees_it_as_it_was_told(node: Node) -> None:
    first = declared(node)
    far = "POLYGON ((15.3 48, 16 48, 16 49, 15.3 49, 15.3 48))"
    modified(node, first, TO_FRANCE, area=far)
    assert near(node, "fr", node.drafted()["draft"]) == []
    assert near(node, "pl", node.drafted("pl", by="PL")["draft"]) == ["RL/DE/26/0001/LINE/O"]
    assert [each["status"] for each in node.act("pl-drafter", "list_redlines")] == ["current"]


def test_a_new_line_is_told_to_its_holder_and_to_whoever_speaks_of_what_is_near(
    node: Node,
) -> None:
    said = node.released()
    raise_alerts(node.bench)
    declared(node)
    raise_alerts(node.bench)
    for who in ("de", "fr"):
        (told,) = alerts(node, who, "red line")
        assert (told["word"], told["told"]["relation"]) == (said["word"], "near")
    assert alerts(node, "pl", "red line") == []
    assert raise_alerts(node.bench) == 0


def test_a_line_that_is_changed_is_looked_at_anew(node: Node) -> None:
    node.released()
    far = "POLYGON ((15.3 48, 16 48, 16 49, 15.3 49, 15.3 48))"
    first = declared(node, area=far)
    raise_alerts(node.bench)
    assert alerts(node, "de", "red line") == []
    modified(node, first)
    raise_alerts(node.bench)
    assert len(alerts(node, "de", "red line")) == len(alerts(node, "fr", "red line")) == 1


def test_no_alert_tells_of_a_line_or_of_an_activity_to_who_may_not_read_it(node: Node) -> None:
    node.released()
    declared(node, Access("named", ("PL",)))
    raise_alerts(node.bench)
    assert len(alerts(node, "de", "red line")) == 1
    assert alerts(node, "fr", "red line") == alerts(node, "pl", "red line") == []
    assert "LINE" not in str(alerts(node, "fr"))
    hidden = notification(made="", number="CBM/FR/26/0008/F25/O", access=Access("named", ("PL",)))
    node.released(word=hidden)
    raise_alerts(node.bench)
    assert len(alerts(node, "de", "red line")) == 1


def test_a_line_that_is_released_later_is_told_then(node: Node) -> None:
    node.released()
    declared(node, Access("named", ("PL",), Later("participants", "2026-09-10T00:00:00Z")))
    raise_alerts(node.bench)
    assert alerts(node, "fr", "red line") == []
    assert near(node, "fr", node.drafted()["draft"]) == []
    node.clock.at = dt.datetime(2026, 9, 10)
    raise_alerts(node.bench)
    assert len(alerts(node, "fr", "red line")) == 1
    assert near(node, "fr", node.drafted()["draft"]) == ["RL/DE/26/0001/LINE/O"]


def test_a_line_of_an_exercise_is_laid_beside_what_is_part_of_it_alone(node: Node) -> None:
    node.released()
    word = replace(line(node), marker="exercise")
    node.released("de", word=word, activity=None)
    raise_alerts(node.bench)
    assert alerts(node, "de", "red line") == []
    assert near(node, "fr", node.drafted()["draft"]) == []
    staged = notification(made="", marker="exercise", number="CBM/FR/26/0008/F25/O")
    assert near(node, "fr", node.drafted(word=staged)["draft"]) == ["RL/DE/26/0001/LINE/O"]


def test_another_delegation_changes_and_withdraws_no_line(node: Node) -> None:
    first = declared(node)
    gone = replace(drafting.cancel(line(node)), number="RL/FR/26/0001/LINE/X", by="FR")
    with pytest.raises(WordFileError, match="only DE may change it"):
        node.released("fr", word=gone, activity=None, refers_to=(first,))
    payload = compose(
        log=LOG,
        by="FR",
        made="2026-09-01T12:00:00Z",
        kind="cancellation",
        marker="real",
        access=ExchangeAccess("participants"),
        content={"word": content(gone)},
        refers=[first],
    )
    sealed = json.loads(key_of("FR").seal(payload).canonical())
    node.act("fr-keeper", "file_sealed", sealed=sealed)  # whatever is sealed elsewhere
    (told,) = node.act("fr-drafter", "list_redlines")
    assert told["status"] == "current"
