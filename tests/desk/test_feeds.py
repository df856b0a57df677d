"""Words on a map and in a calendar, read with the parsers of others."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import icalendar
import pytest
import shapely

from detente.desk import finding, raise_alerts
from detente.desk.calendars import calendar
from detente.exchange import Access, compose
from detente.notifications import drafting
from tests.desk.node import ACTIVITY, Node
from tests.exchange.simulator import LOG, key_of
from tests.notifications.words import notification

NUMBER = "CBM/FR/26/0007/F25/O"
OVER = {
    **ACTIVITY,
    "area": "POLYGON ((170 60, 190 60, 190 65, 170 65, 170 60))",
    "edges": "geodesic",
    "starts": "2026-10-20T06:00Z",
    "ends": "2026-10-20T18:30Z",
    "altitude_low": 0,
    "altitude_high": "open",
    "altitude_unit": "FL",
    "altitude_reference": "standard",
}


def on_map(node: Node, who: str = "de", **asked: Any) -> list[dict[str, Any]]:
    """The features of a map."""
    told = node.act(f"{who}-drafter", "map_of_words", **asked)
    assert told["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = json.loads(json.dumps(told))["features"]
    return found


def entries(node: Node, who: str = "de", **asked: Any) -> dict[str, list[Any]]:
    """The events of a calendar, as a calendar program reads them, by their category."""
    told = node.act(f"{who}-drafter", "calendar_of_words", **asked)
    found: dict[str, list[Any]] = {"ACTIVITY": [], "EXPECTED": []}
    events: list[Any] = icalendar.Calendar.from_ical(calendar(told, LOG)).walk("VEVENT")
    for event in events:
        marker, kind = event["CATEGORIES"].cats
        assert marker.lower() == event["X-DETENTE-MARKER"]
        found[kind].append(event)
    return found


def corrected(node: Node, first: str, **changed: Any) -> str:
    """A correction of a word, released."""
    parts = {"kind": "correction", "number": "CBM/FR/26/0008/F25/C", "refers": (NUMBER,)}
    word = notification(made="", **{**parts, **changed.pop("word", {})})
    said: str = node.released(word=word, refers_to=(first,), **changed)["word"]
    return said


def cancelled(node: Node, word: str, number: str = NUMBER) -> str:
    """The cancellation of a word, released."""
    end = replace(drafting.cancel(notification(made="")), number="CBM/FR/26/0009/F25/X")
    end = replace(end, refers=(number,))
    said: str = node.released(word=end, activity=None, refers_to=(word,))["word"]
    return said


def sealed(node: Node, content: dict[str, Any], access: Access, **told: Any) -> str:
    """A word of France that was sealed elsewhere; answers its id."""
    made = f"{node.clock.now().isoformat(timespec='seconds')}Z"
    head = {"kind": "notification", "marker": "real", **told}
    payload = compose(log=LOG, by="FR", made=made, access=access, content=content, **head)
    given = json.loads(key_of("FR").seal(payload).canonical())
    word: str = node.act("fr-keeper", "file_sealed", sealed=given)["word"]
    return word


def test_an_area_is_on_the_map_with_all_that_its_word_says_of_it(node: Node) -> None:
    said = node.released(activity=OVER)
    (feature,) = on_map(node)
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert (shape.geom_type, shape.bounds[0], shape.bounds[2]) == ("MultiPolygon", -180, 180)
    told = feature["properties"]
    names = ("word", "number", "kind", "marker", "author", "status", "part", "activity", "edges")
    assert [told[name] for name in names] == [
        said["word"], NUMBER, "notification", "real", "FR", "current", "account",
        "northern-star-26", "geodesic",
    ]  # fmt: skip
    assert (told["starts"], told["ends"]) == ("2026-10-20T06:00Z", "2026-10-20T18:30Z")
    bounds = {"low": 0, "high": "open", "unit": "FL", "reference": "standard"}
    assert told["altitude"] == bounds


def test_where_no_area_is_stated_there_is_a_feature_and_no_geometry(node: Node) -> None:
    node.released(activity={k: v for k, v in ACTIVITY.items() if k != "area"})
    (feature,) = on_map(node)
    assert (feature["geometry"], feature["properties"]["drawn"]) == (None, None)
    assert feature["properties"]["starts"] == "2026-10-20"


def test_an_area_in_the_fields_stands_beside_another_one_in_the_account(node: Node) -> None:
    elsewhere = "POLYGON ((6 48, 7 48, 7 49, 6 48))"
    node.released(word=notification(made="", fields={"area": elsewhere}))
    account, own = on_map(node)
    assert [each["properties"]["part"] for each in (account, own)] == ["account", "fields"]
    assert shapely.geometry.shape(own["geometry"]).equals(shapely.from_wkt(elsewhere))
    assert own["id"] == f"{account['id']}#fields"
    assert len(entries(node)["ACTIVITY"]) == 1


@pytest.mark.parametrize("marker", ["exercise", "test"])
def test_a_marker_is_never_lost(node: Node, marker: str) -> None:
    node.released(word=notification(made="", marker=marker))
    assert [each["properties"]["marker"] for each in on_map(node)] == [marker]
    (event,) = entries(node)["ACTIVITY"]
    assert event["SUMMARY"].startswith(f"[{marker.upper()}] ")
    assert on_map(node, markers=["real"]) == []
    assert entries(node, markers=["real"]) == {"ACTIVITY": [], "EXPECTED": []}


def test_an_account_that_cannot_be_read_is_told_and_hides_no_other(node: Node) -> None:
    node.released()
    for bad in ({"activity": "x"}, "none", {**ACTIVITY, "area": "POLYGON ((0 0, 1 1))"}):
        sealed(node, {"activity": bad}, Access("public"))
    first, *rest = on_map(node)
    assert first["properties"]["not_read"] is None
    assert [each["geometry"] for each in rest] == [None, None, None]
    assert all(each["properties"]["not_read"] for each in rest)
    told = node.act("de-drafter", "calendar_of_words")
    assert len(told["undated"]) == len(rest)


def test_a_correction_and_a_cancellation_are_seen_on_the_word_that_they_are_about(
    node: Node,
) -> None:
    first = node.released()["word"]
    second = corrected(node, first, word={"fields": {"troops": 15_000}})
    assert [(each["id"], each["properties"]["status"]) for each in on_map(node)] == [
        (first, "corrected"),
        (second, "current"),
    ]
    end = cancelled(node, second, "CBM/FR/26/0008/F25/C")
    assert {each["properties"]["status"] for each in on_map(node)} == {"cancelled"}
    assert end not in {each["id"] for each in on_map(node)}


def test_nobody_but_its_author_corrects_or_cancels_a_word(node: Node) -> None:
    first = node.released()["word"]
    for kind in ("correction", "cancellation"):
        told = {"kind": kind, "made": "2026-09-01T12:00:00Z", "marker": "real"}
        content = {"text": "Made up."}
        payload = compose(
            log=LOG, by="PL", access=Access("public"), refers=[first], content=content, **told
        )
        given = json.loads(key_of("PL").seal(payload).canonical())
        node.act("pl-keeper", "file_sealed", sealed=given)
    assert [each["properties"]["status"] for each in on_map(node)] == ["current"]
    (event,) = entries(node)["ACTIVITY"]
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")


def test_what_one_may_not_read_is_in_no_feed_and_changes_nothing_in_it(node: Node) -> None:
    first = node.released()["word"]
    hidden = sealed(
        node,
        {"activity": ACTIVITY},
        Access("named", ("PL",)),
        kind="correction",
        refers=[first],
    )
    assert [each["properties"]["status"] for each in on_map(node)] == ["current"]
    assert hidden not in json.dumps(node.act("de-drafter", "calendar_of_words"))
    assert [each["properties"]["status"] for each in on_map(node, "pl")] == ["corrected", "current"]
    assert [each["SEQUENCE"] for each in entries(node, "pl")["ACTIVITY"]] == [1]


def test_an_activity_keeps_its_entry_through_corrections_until_it_is_cancelled(node: Node) -> None:
    first = node.released()["word"]
    (event,) = entries(node)["ACTIVITY"]
    assert event["UID"] == f"{first}@forum.example.log"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        dt.date(2026, 10, 20),
        dt.date(2026, 10, 31),
    )
    node.clock.go(hours=1)
    moved = {"fields": {"starts": "2026-10-21", "ends": "2026-10-30"}}
    second = corrected(node, first, word=moved, activity=None)
    (event,) = entries(node)["ACTIVITY"]
    assert (event["UID"], event["SEQUENCE"]) == (f"{first}@forum.example.log", 1)
    assert event.decoded("DTSTART") == dt.date(2026, 10, 21)
    assert event.decoded("DTSTAMP") == dt.datetime(2026, 9, 1, 13, tzinfo=dt.UTC)
    cancelled(node, second, "CBM/FR/26/0008/F25/C")
    (event,) = entries(node, kinds=["correction"])["ACTIVITY"]
    assert (event["SEQUENCE"], event["STATUS"]) == (2, "CANCELLED")


@pytest.mark.parametrize(
    ("starts", "ends", "span"),
    [
        ("2026-10-20T06:00Z", "2026-10-20T18:30Z", ("20T06:00:00", "20T18:30:00")),
        ("2026-10-20T06:00+02:00", None, ("20T04:00:00", None)),
        ("2026-10-20", None, ("20", "21")),
        ("2026-10-20T06:00Z", "2026-10-21", ("20", "22")),
        ("2026-10-20", "2026-10-21T06:00Z", ("20", "22")),
        ("2026-10-20", "2026-10-22T00:00Z", ("20", "22")),
        ("9999-12-30", "9999-12-31T06:00Z", ("30", "31")),
    ],
)
def test_what_is_known_to_the_day_is_a_day_and_what_is_an_instant_is_in_utc(
    node: Node, starts: str, ends: str | None, span: tuple[str, str | None]
) -> None:
    sealed(node, {"activity": {**ACTIVITY, "starts": starts, "ends": ends}}, Access("public"))
    (event,) = entries(node)["ACTIVITY"]
    shown = [event.decoded(name) if name in event else None for name in ("DTSTART", "DTEND")]
    assert [each and each.isoformat()[8:19] for each in shown] == list(span)
    instants = [each for each in shown if isinstance(each, dt.datetime)]
    assert all(each.utcoffset() == dt.timedelta(0) for each in instants)


def test_a_deadline_is_in_the_calendar_until_it_is_met_or_over(node: Node) -> None:
    node.released()
    (due,) = [each for each in entries(node)["EXPECTED"] if "47.4" in each["DESCRIPTION"]]
    raise_alerts(node.bench)
    assert due.decoded("DTSTART") == dt.date(2026, 9, 8)
    assert (due["STATUS"], due["SEQUENCE"]) == ("TENTATIVE", 0)
    assert "no party's word" in due["DESCRIPTION"]
    again = [each["UID"] for each in entries(node)["EXPECTED"]]
    assert due["UID"] in again
    node.clock.go(days=7)
    raise_alerts(node.bench)
    assert due["UID"] in [each["UID"] for each in entries(node)["EXPECTED"]]
    node.clock.go(days=1)
    assert due["UID"] not in [each["UID"] for each in entries(node)["EXPECTED"]]


def test_nothing_is_due_for_a_word_that_is_cancelled(node: Node) -> None:
    first = node.released()["word"]
    assert entries(node)["EXPECTED"]
    cancelled(node, first)
    assert entries(node)["EXPECTED"] == []


def test_the_last_words_come_first_and_older_ones_are_said_to_be_left_out(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [
        sealed(node, {"activity": {**ACTIVITY, "activity": f"a-{n}"}}, Access("public"))
        for n in range(4)
    ]
    told = node.act("de-drafter", "map_of_words", limit=2)
    assert [each["id"] for each in told["features"]] == words[2:]
    assert (told["earlier"], told["more"]) == (True, False)
    written = calendar(node.act("de-drafter", "calendar_of_words", limit=2), LOG)
    assert "Older words are left out" in str(icalendar.Calendar.from_ical(written)["X-WR-CALDESC"])
    all_ = node.act("de-drafter", "map_of_words")
    assert (len(all_["features"]), all_["earlier"]) == (4, False)
    new = sealed(node, {"activity": ACTIVITY}, Access("public"))
    since = node.act("de-drafter", "map_of_words", cursor=told["next"])
    assert [each["id"] for each in since["features"]] == [new]
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    some = node.act("de-drafter", "map_of_words", parties=["FR"])
    assert [each["id"] for each in some["features"]] == [words[3], new]


def test_an_entry_of_a_yearly_calendar_is_an_entry(node: Node) -> None:
    years = {
        "word": {
            "format": "osce/vd-2011/calendar", "kind": "original", "marker": "real", "by": "FR",
            "access": {"mark": "public"}, "fields": {"calendar_year": 2027},
            "entries": [
                {"designation": "One", "kind": "exercise", "host": "FR", "starts": "2027-03-01"},
                {"designation": "Two", "kind": "exercise", "host": "FR", "starts": "2027-05-01",
                 "ends": "2027-05-09"},
            ],
        }
    }  # fmt: skip
    word = sealed(node, years, Access("public"))
    one, two = entries(node)["ACTIVITY"]
    assert one["UID"].startswith(f"{word}-entry-1@")
    assert (two.decoded("DTSTART"), two.decoded("DTEND")) == (
        dt.date(2027, 5, 1),
        dt.date(2027, 5, 10),
    )
    assert [each["properties"]["part"] for each in on_map(node)] == ["entry 1", "entry 2"]
