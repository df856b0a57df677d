"""A sealed word goes into the log, from a draft or as it comes from elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from detente.desk import asked
from detente.desk.errands import errand
from detente.desk.outside import at_odds
from detente.desk.sitting import Sitting, written
from detente.errors import NotPermitted, OutOfOrder, ProofError
from detente.exchange.check.sealed import Sealed, read_sealed, read_statement
from detente.store import file
from detente.times import parse_moment

__all__ = ["file_sealed", "filed"]

SLACK = dt.timedelta(minutes=2)
"""How far a word may be made after the clock of the node."""


def file_sealed(sitting: Sitting, wanted: asked.ToFile) -> dict[str, Any]:
    """Put a statement into the log that was sealed elsewhere, such as one about one's own keys.

    Raises:
        NotPermitted: it is another delegation's, or about keys and the officer keeps none.
        ProofError: its seal does not hold, or its key does not count.
    """
    sealed = read_sealed(wanted.sealed)
    statement = read_statement(sealed.content())
    if statement.by != sitting.officer.delegation:
        raise NotPermitted(f"this speaks for {statement.by}; only its own officers file it")
    if statement.kind == "keys" and "keyholder" not in sitting.officer.roles:
        raise NotPermitted("a statement about keys is filed by a keyholder")
    return filed(sitting, sealed)


def filed(sitting: Sitting, sealed: Sealed) -> dict[str, Any]:
    """File a sealed word, and see that its alerts are raised; answers where it stands.

    Raises:
        ProofError: the word in it says something else than it says itself on the outside.
        OutOfOrder: it says that it was made later than now, or is real where only exercises are.
    """
    said = read_statement(sealed.content())
    outside = {name: getattr(said, name) for name in ("by", "kind", "marker", "made")}
    if odds := at_odds({**outside, "mark": said.access["mark"]}, said.content):
        raise ProofError(f"nobody could tell what this says: {'; '.join(odds)}")
    if sitting.bench.exercise and said.marker == "real":
        raise OutOfOrder("this node is for exercises and tests; it takes no word marked real")
    if said.made > written(sitting.at + SLACK):
        now = written(sitting.at)
        raise OutOfOrder(f"it says it was made at {said.made}, and it is {now} here")
    found = file(sitting.keeps, sealed, at=sitting.at)
    if not found.again:
        errand(sitting.keeps, f"alerts-{found.id}", "alerts", sitting.at, found.id)
        released = said.access.get("later", {}).get("at")
        if released:
            at = parse_moment(released).earliest
            errand(sitting.keeps, f"release-{found.id}", "alerts", at, found.id)
    told = {"word": found.id, "index": found.index, "received": written(found.received)}
    return {**told, "again": found.again, "held_seconds": int(found.held.total_seconds())}
