"""Words as they arrive, as server-sent events (HTML Living Standard, section 9.2)."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from detente.api import problems
from detente.api.guards import Gate
from detente.desk import Workbench, perform
from detente.desk.asked import CURSOR
from detente.desk.officers import Officer
from detente.errors import DetenteError

__all__ = ["events", "install"]

EVERY = 1.0
"""Seconds between two looks for new words."""

QUIET = 15
"""Looks that find nothing, after which a sign of life is given: proxies close what is silent."""

AT_MOST = 8
"""Streams that one officer may hold open."""


def install(app: FastAPI, bench: Workbench, gate: Gate) -> None:
    """Let programs listen for words as they arrive."""
    open_: Counter[str] = Counter()

    @app.get(
        "/v1/words/stream",
        summary="Listen for words that one's delegation may read, as server-sent events.",
        description="Each word comes once, in the order in which it could first be read. After a "
        "break go on with `Last-Event-ID`, or with `cursor`. It ends when the key or session does.",
        response_class=StreamingResponse,
        responses=problems.PROBLEMS,
    )
    def stream(
        request: Request,
        officer: Annotated[Officer, Depends(gate)],
        cursor: Annotated[str, Query(pattern=CURSOR)] = "",
        last: Annotated[str, Header(alias="Last-Event-ID", pattern=CURSOR)] = "",
    ) -> StreamingResponse:
        if open_[officer.id] >= AT_MOST:
            told = f"{officer.id} listens {AT_MOST} times already."
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, told)
        heard = events(bench, officer.id, last or cursor, lambda: gate.counts(request))
        counted = _counted(heard, open_, officer.id)
        return StreamingResponse(counted, media_type="text/event-stream")


async def _counted(
    heard: AsyncIterator[str], open_: Counter[str], officer: str
) -> AsyncGenerator[str, None]:
    """Count a stream for as long as somebody listens to it."""
    open_[officer] += 1
    try:
        async for event in heard:
            yield event
    finally:
        open_[officer] -= 1


async def events(
    bench: Workbench, officer: str, cursor: str, counts: Callable[[], bool]
) -> AsyncIterator[str]:
    """Give the words that come, each once, and a sign of life in between.

    Args:
        bench: the workbench of the node.
        officer: who listens.
        cursor: where an earlier stream ended; empty to begin with the first word.
        counts: whether that by which the officer was let in still counts.
    """
    yield "retry: 2000\n\n"
    quiet = 0
    while await run_in_threadpool(counts):
        request = {"cursor": cursor, "limit": 1}
        try:
            found = await run_in_threadpool(perform, bench, officer, "find_words", request)
        except DetenteError:
            return  # whoever listens asks again, and is told why
        for word in found["words"]:
            cursor = found["next"]
            yield f"id: {cursor}\nevent: word\ndata: {json.dumps(word, ensure_ascii=False)}\n\n"
        if not found["words"]:
            quiet = quiet % QUIET + 1
            if quiet == QUIET:
                yield ": nothing new\n\n"
            await asyncio.sleep(EVERY)
