"""A connection of pg8000 that waits once for each statement, or once for several of them.

pg8000 waits for the server three times in each statement that has parameters: once it is parsed,
once it is described, once it is done. The protocol lets all of that travel together (PostgreSQL
documentation, 55.2.3 Extended Query, and 55.2.4 Pipelining), and a commit along with it.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence
from typing import Any

import pg8000
from pg8000.converters import make_params
from pg8000.core import NULL_BYTE, SYNC_MSG, Context, _flush, _write

__all__ = ["OneTrip"]


class OneTrip(pg8000.Connection):  # type: ignore[misc]  # pg8000 tells no types
    """A connection whose statements each travel to the server and back once."""

    _ahead = False

    def __init__(self, *told: Any, **named: Any) -> None:
        """Connect; what is sent waits for nothing.

        Else the end of what is longer than one buffer is held back until the server has said that
        it has the beginning, which it says 40 ms later, as it waits for the end (RFC 1122,
        4.2.3.2 and 4.2.3.4).
        """
        super().__init__(*told, **named)
        if self._usock.family != getattr(socket, "AF_UNIX", None):
            self._usock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def execute_unnamed(
        self, statement: str, vals: Any = (), oids: Sequence[int] = (), stream: Any = None
    ) -> Context:
        """Send a statement, all of it at once, and wait until it is done; the driver calls it."""
        if stream is not None:
            return super().execute_unnamed(statement, vals, oids, stream)
        params = make_params(self.py_types, vals)
        self.send_PARSE(NULL_BYTE, statement, oids)
        if not self._ahead:
            self.send_DESCRIBE_STATEMENT(NULL_BYTE)
        self.send_BIND(NULL_BYTE, params)
        self.send_EXECUTE()
        context = Context(statement)
        if not self._ahead:
            self._wait(context)
        return context

    def commit(self) -> None:
        """Commit, and meet what was sent ahead of it: one refusal undoes it all."""
        ahead, self._ahead = self._ahead, False
        super().commit()
        self._ahead = ahead

    @contextlib.contextmanager
    def pipeline(self) -> Iterator[None]:
        """Send what follows without waiting; the commit waits for all of it.

        What is sent meanwhile tells nothing back, and goes in a transaction that stands already.
        """
        self._ahead = True
        try:
            yield
        finally:
            self._ahead = False

    def close(self) -> None:
        """Close; where the server did so first, what it said before that is what counts."""
        with contextlib.suppress(pg8000.InterfaceError):
            super().close()

    def _wait(self, context: Context) -> None:
        """Wait for what was sent to be done."""
        _write(self._sock, SYNC_MSG)
        _flush(self._sock)
        self.handle_messages(context)
