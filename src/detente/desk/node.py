"""A node is started: its log is opened, and its first officer named."""

from __future__ import annotations

from typing import Any

from detente.desk.officers import Officer
from detente.desk.people import open_log
from detente.desk.sitting import Sitting
from detente.desk.workbench import Workbench
from detente.errors import OutOfOrder
from detente.store import Writing

__all__ = ["start_node"]


def start_node(bench: Workbench, *, officer: str, name: str) -> dict[str, Any]:
    """Open the log of a new node, with the key of its host.

    Args:
        bench: its workbench; the store is empty.
        officer: the id of the host's first officer, who is its admin.
        name: how the host is called.

    Returns:
        The name of the log, and the key of the host as it is given out to members.

    Raises:
        OutOfOrder: the log is open already.
    """

    def act(writing: Writing) -> dict[str, Any]:
        if writing.head.size:
            raise OutOfOrder("the log of this node is open already")
        at = bench.clock.now().replace(microsecond=0)
        first = Officer(officer, bench.log, officer, frozenset(["admin", "reader"]))
        return open_log(writing, Sitting(bench, first, at, writing.connection, writing), name)

    return bench.store.write(act)
