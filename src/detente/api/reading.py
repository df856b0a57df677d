"""What can be read with `GET`: by a browser, a feed reader, a program that asks now and then."""

import hashlib
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import FastAPI, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from detente.api import problems
from detente.api.guards import Gate
from detente.desk import ACTS, Workbench, perform
from detente.desk.asked import Found, Nothing, Recorded
from detente.desk.officers import Officer

__all__ = ["Tag", "install", "linked", "unless_known"]


class Words(Found):
    """The query for words: as the act asks, written in an address."""

    model_config = ConfigDict(strict=False)


class Records(Recorded):
    """The query for acts and alerts: as these acts ask, written in an address."""

    model_config = ConfigDict(strict=False)


Tag = Annotated[str, Header(alias="If-None-Match", max_length=1024)]

READS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("words", "find_words", Words),
    ("alerts", "list_alerts", Records),
    ("acts", "list_acts", Records),
    ("drafts", "list_drafts", Nothing),
    ("delegations", "list_delegations", Nothing),
    ("sessions", "list_sessions", Nothing),
    ("checkpoint", "checkpoint", Nothing),
    ("myself", "see_myself", Nothing),
)
"""Paths, and the acts that they ask for: those keep nothing, so that a `GET` changes nothing."""


def install(app: FastAPI, bench: Workbench, gate: Gate) -> None:
    """Give each of these reads its route."""
    for path, act, query in READS:
        _route(app, bench, gate, path, act, query)


def _route(
    app: FastAPI, bench: Workbench, gate: Gate, path: str, act: str, query: type[BaseModel]
) -> None:
    """Give a read its route."""

    async def read(wanted: Any, request: Request, known: str = "") -> Response:
        form = ACTS[act].asks.model_validate(wanted.model_dump(exclude_unset=True))

        def does(officer: Officer) -> Response:
            told = perform(bench, officer.id, act, form)
            answer = JSONResponse(told)
            linked(answer, request, _following(told, form))
            return unless_known(answer, known)

        return await gate.let_in(request, does)

    endpoint: Callable[..., Coroutine[Any, Any, Response]] = read
    endpoint.__annotations__ |= {"wanted": Annotated[query, Query()], "known": Tag}
    gate.behind.add(f"/v1/{path}")
    app.get(
        f"/v1/{path}",
        name=f"get_{path}",
        operation_id=f"get_{path}",
        summary=ACTS[act].says,
        description=f"For a {ACTS[act].role}. As `POST /v1/{act}`.",
        response_model=None,
        responses={**problems.PROBLEMS, 304: {"description": "As it was (`ETag`)."}},
    )(endpoint)


def linked(answer: Response, request: Request, following: dict[str, Any]) -> None:
    """Tell in an answer where the next page is.

    Args:
        answer: the answer.
        request: what was asked.
        following: what the next page is asked with beside that; nothing where there is none.
    """
    if following:
        asked = request.query_params.multi_items()
        kept = [(name, value) for name, value in asked if name not in following]
        address = f"{request.url.path}?{urlencode([*kept, *following.items()])}"
        answer.headers["Link"] = f'<{address}>; rel="next"'


def unless_known(answer: Response, known: str) -> Response:
    """Answer that nothing has changed, where whoever asks shows the mark of just this answer."""
    mark = f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    shown = {each.strip().removeprefix("W/") for each in known.split(",")}
    if mark in shown:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": mark})
    answer.headers["ETag"] = mark
    return answer


def _following(told: Any, form: BaseModel) -> dict[str, Any]:
    """Give what the next page is asked with; nothing where there is none."""
    if isinstance(form, Found):
        return {"cursor": told["next"]} if told["more"] else {}
    if isinstance(form, Recorded) and len(told) == form.limit:
        return {"after": told[-1]["number"]}
    return {}
