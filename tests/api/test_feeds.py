"""Feeds over HTTP: as GeoJSON and iCalendar, for whom it concerns, with cursors and marks."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
import shapely
from starlette.testclient import TestClient

from detente.api import application
from detente.exchange import Access
from tests.api.conftest import Asking
from tests.desk.node import ACTIVITY
from tests.desk.test_feeds import sealed

FEEDS = ["words.geojson", "words.ics"]


def get(asking: Asking, path: str, officer: str = "de-drafter", **query: Any) -> Any:
    """Read."""
    return asking.client.get(f"/v1/{path}", params=query, headers=asking.headers(officer))


def test_a_map_is_geojson_for_any_program(asking: Asking) -> None:
    asking.node.released()
    answer = get(asking, "words.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    (shape,) = shapely.get_parts(shapely.from_geojson(answer.text))
    assert shape.equals(shapely.from_wkt(str(ACTIVITY["area"])))
    assert get(asking, "words.geojson", markers="test").json()["features"] == []


def test_a_calendar_is_icalendar_for_any_program(asking: Asking) -> None:
    asking.node.released()
    answer = get(asking, "words.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    whole = icalendar.Calendar.from_ical(answer.text)
    assert whole["X-WR-CALNAME"] == "forum.example/log"
    assert len(whole.walk("VEVENT")) > 1


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_shows_only_what_one_may_read_and_only_to_whom_is_let_in(
    asking: Asking, path: str
) -> None:
    word = sealed(asking.node, {"activity": ACTIVITY}, Access("named", ("PL",)))
    assert word not in get(asking, path).text.replace("\r\n ", "")
    assert word in get(asking, path, "pl-drafter").text.replace("\r\n ", "")
    assert asking.client.get(f"/v1/{path}").status_code == 401


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_is_known_is_not_sent_again(asking: Asking, path: str) -> None:
    asking.node.released()
    mark = get(asking, path).headers["etag"]
    asking.node.clock.go(minutes=1)
    headers = {**asking.headers("de-drafter"), "If-None-Match": mark}
    assert asking.client.get(f"/v1/{path}", headers=headers).status_code == 304
    sealed(asking.node, {"activity": ACTIVITY}, Access("public"))
    assert asking.client.get(f"/v1/{path}", headers=headers).status_code == 200


def test_pages_lead_on_from_a_cursor(asking: Asking) -> None:
    told = [{"activity": {**ACTIVITY, "activity": f"a-{n}"}} for n in range(3)]
    words = [sealed(asking.node, each, Access("public")) for each in told]
    found: list[str] = []
    address = "/v1/words.geojson?limit=2&kinds=notification&cursor=0001-01-01T00:00:00Z~0"
    while address:
        answer = asking.client.get(address, headers=asking.headers("de-drafter"))
        found += [each["id"] for each in answer.json()["features"]]
        address = answer.links.get("next", {}).get("url", "")
    assert found == words


@pytest.mark.parametrize("query", [{"limit": 0}, {"cursor": "7"}, {"sort": "by"}, {"since": "x"}])
@pytest.mark.parametrize("path", FEEDS)
def test_a_query_that_is_none_is_refused(asking: Asking, path: str, query: dict[str, Any]) -> None:
    answer = get(asking, path, **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "input-refused")


def test_a_token_in_the_address_reads_feeds_and_nothing_else(asking: Asking) -> None:
    hidden = sealed(asking.node, {"activity": ACTIVITY}, Access("named", ("PL",)))
    seen = asking.node.released()["word"]
    token = asking.done("de-drafter", "give_feed_token", label="calendar")["secret"]
    for path in FEEDS:
        text = asking.client.get(f"/v1/{path}?token={token}").text.replace("\r\n ", "")
        assert (seen in text, hidden in text, token in text) == (True, False, False)
    for path in ("words", "alerts", "myself", "drafts", "words/stream"):
        assert asking.client.get(f"/v1/{path}?token={token}").status_code == 401
    for act in ("list_words", "give_feed_token"):
        assert asking.client.post(f"/v1/{act}?token={token}", json={}).status_code == 401
    bearer = {"Authorization": f"Bearer {token}"}
    assert asking.client.get("/v1/words", headers=bearer).status_code == 401
    assert asking.client.get("/v1/words.ics", headers=bearer).status_code == 401


def test_a_token_that_opens_nothing_is_not_helped_by_a_key_beside_it(asking: Asking) -> None:
    given = asking.done("de-drafter", "give_feed_token", label="calendar")
    asking.done("de-drafter", "withdraw_feed_token", feed_token=given["feed_token"])
    for token in (given["secret"], "wrong"):
        answer = get(asking, "words.ics", token=token)
        assert (answer.status_code, token in answer.text) == (401, False)
    key = asking.secrets["de-drafter"]
    assert asking.client.get(f"/v1/words.ics?token={key}").status_code == 401


def test_tokens_that_open_nothing_are_not_tried_without_end(asking: Asking) -> None:
    with TestClient(application(asking.node.bench, strangers="3/minute")) as client:
        codes = [client.get(f"/v1/words.ics?token=t{n}").status_code for n in range(5)]
    assert codes == [401, 401, 401, 429, 429]


def test_the_next_page_of_a_feed_is_read_with_the_same_token(asking: Asking) -> None:
    for n in range(3):
        sealed(asking.node, {"activity": {**ACTIVITY, "activity": f"a-{n}"}}, Access("public"))
    token = asking.done("de-drafter", "give_feed_token", label="map")["secret"]
    begin = "/v1/words.geojson?limit=1&kinds=notification&cursor=0001-01-01T00:00:00Z~0"
    answer = asking.client.get(f"{begin}&token={token}")
    assert len(asking.client.get(answer.links["next"]["url"]).json()["features"]) == 1
