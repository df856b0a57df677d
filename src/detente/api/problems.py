"""What is refused, as problem details (RFC 9457) with the stable codes of the house's errors."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from detente.errors import (
    ActRefused,
    DetenteError,
    KeeperError,
    NotPermitted,
    SenderError,
    StoreBusy,
    UnknownName,
)

__all__ = ["PROBLEMS", "Problem", "answer", "install"]

MEDIA = "application/problem+json"

_STATUS: tuple[tuple[type[DetenteError], HTTPStatus], ...] = (
    (UnknownName, HTTPStatus.NOT_FOUND),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (ActRefused, HTTPStatus.CONFLICT),
    (SenderError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (KeeperError, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""The first that fits; what else is refused on purpose is content that does not hold."""


class Problem(BaseModel):
    """Why something was refused, and what to do.

    Attributes:
        type: an URI that names the kind of problem.
        title: the kind in words.
        status: the HTTP status.
        code: the stable code; the page on errors has a section for each.
        detail: what is wrong and the way out.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    int(status): {"model": Problem, "content": {MEDIA: {}}, "description": status.phrase}
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
}
"""What any route may answer beside what it is asked for."""


def answer(status: HTTPStatus, code: str, detail: str, **headers: str) -> JSONResponse:
    """Make the answer to something that is refused."""
    told = Problem(
        type=f"urn:detente:error:{code}",
        title=status.phrase,
        status=status,
        code=code,
        detail=detail,
    )
    return JSONResponse(told.model_dump(), status, headers or None, MEDIA)


def install(app: FastAPI) -> None:
    """Have all that is refused told in this way."""
    app.add_exception_handler(DetenteError, _refused)
    app.add_exception_handler(RequestValidationError, _not_in_form)
    app.add_exception_handler(HTTPException, _of_http)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    """Tell an error of the house."""
    assert isinstance(error, DetenteError)
    fits = (status for kind, status in _STATUS if isinstance(error, kind))
    status = next(fits, HTTPStatus.UNPROCESSABLE_ENTITY)
    again = {"Retry-After": "1"} if isinstance(error, StoreBusy) else {}
    return answer(status, error.code, str(error), **again)


async def _not_in_form(_request: Request, error: Exception) -> JSONResponse:
    """Tell what in a request is not in its form, each with its place."""
    assert isinstance(error, RequestValidationError)
    told = [_fault(each) for each in error.errors()]
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, SenderError.code, "; ".join(told))


def _fault(each: Mapping[str, Any]) -> str:
    """Tell one thing that is not in its form; of a body that is no JSON, why it is none."""
    if each["type"] == "json_invalid":
        return f"body: {each['ctx']['error']}"
    return f"{'.'.join(map(str, each['loc']))}: {each['msg']}"


async def _of_http(_request: Request, error: Exception) -> JSONResponse:
    """Tell what was refused before any act was asked."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    code = status.name.lower().replace("_", "-")
    return answer(status, code, error.detail, **(error.headers or {}))
