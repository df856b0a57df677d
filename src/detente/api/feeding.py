"""Feeds: words on a map (GeoJSON) and in a calendar (iCalendar), read with `GET`."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import ConfigDict, Field

from detente.api import problems
from detente.api.guards import Gate
from detente.api.reading import Tag, linked, unless_known
from detente.desk import ACTS, Workbench, perform
from detente.desk.calendars import calendar
from detente.desk.fed import Fed
from detente.desk.officers import Officer

__all__ = ["FEEDS", "install"]

GEOJSON, ICALENDAR = "application/geo+json", "text/calendar"
FEEDS = ("words.geojson", "words.ics")
"""Their paths: a map, and a calendar."""


class Feed(Fed):
    """The query of a feed: as the act asks, written in an address.

    Attributes:
        token: a token for feeds, for programs that can send nothing but an address. Whoever has
            the address reads.
    """

    model_config = ConfigDict(strict=False)

    token: str = Field(default="", max_length=128, pattern=r"^[A-Za-z0-9_-]*$")


def install(app: FastAPI, bench: Workbench, gate: Gate) -> None:
    """Give each feed its route."""

    def as_map(told: Any) -> Response:
        return Response(json.dumps(told, ensure_ascii=False), media_type=GEOJSON)

    def as_calendar(told: Any) -> Response:
        return Response(calendar(told, bench.log), media_type=ICALENDAR)

    _route(app, bench, gate, (FEEDS[0], "map_of_words", GEOJSON, as_map))
    _route(app, bench, gate, (FEEDS[1], "calendar_of_words", ICALENDAR, as_calendar))


def _route(
    app: FastAPI,
    bench: Workbench,
    gate: Gate,
    feed: tuple[str, str, str, Callable[[Any], Response]],
) -> None:
    """Give a feed its route."""
    path, act, media, written = feed

    def read(
        wanted: Annotated[Feed, Query()],
        officer: Annotated[Officer, Depends(gate.feed)],
        request: Request,
        known: Tag = "",
    ) -> Response:
        asked = Fed.model_validate(wanted.model_dump(exclude_unset=True, exclude={"token"}))
        told = perform(bench, officer.id, act, asked)
        answer = written(told)
        linked(answer, request, {"cursor": told["next"]} if told["more"] else {})
        return unless_known(answer, known)

    app.get(
        f"/v1/{path}",
        name=act,
        operation_id=f"get_{act}",
        summary=ACTS[act].says,
        description=f"For a {ACTS[act].role}. Filters as for `GET /v1/words`; without `cursor` the "
        "last words come, at most `limit`. A header `Link` leads on from a cursor. A program that "
        "can send nothing but an address shows a token for feeds in it (act `give_feed_token`).",
        response_class=Response,
        responses={
            **problems.PROBLEMS,
            int(HTTPStatus.OK): {"content": {media: {}}, "description": "The feed."},
            int(HTTPStatus.NOT_MODIFIED): {"description": "As it was (`ETag`)."},
        },
    )(read)
