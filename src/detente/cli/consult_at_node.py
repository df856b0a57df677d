"""Consultations of a node, as the commands on consultations take them."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from detente.cli.at_node import Where
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from detente.instruments.mechanisms import Mechanism
    from detente.invocations import Consultation


def told_at(
    where: Where, id_: str | None, at: dt.datetime | None
) -> list[tuple[Consultation, Mechanism, dt.datetime]]:
    """Give the consultations of a node that the officer's delegation may read.

    What is no real word, or is withdrawn, says so in its title.

    Args:
        where: the node, and who looks.
        id_: the number of the word that opened it, or the beginning of its id; None: all.
        at: as of when, naive in UTC; None: now.

    Raises:
        Refused: it is not said where, or nothing is called so.
    """
    from detente.invocations import Consultation
    from detente.times import parse_moment

    if where.node is None and not where.server:
        raise Refused("name a FILE; or say --node FOLDER --officer ID, or --server URL")
    asked = f"{at.isoformat(timespec='seconds')}Z" if at else ""
    found = []
    with where.sat_at() as seat:
        heads = [
            each
            for each in seat.act("list_consultations", at=asked)
            if id_ is None or id_ == each["number"] or each["word"].startswith(id_)
        ]
        if id_ is not None and not heads:
            raise Refused(f"no consultation that you may read is called {id_}")
        for each in heads:
            whole = seat.act("show_consultation", word=each["word"], at=asked)
            told = Consultation.model_validate_json(json.dumps(whole["record"]))
            marked = "" if each["marker"] == "real" else f"{each['marker'].upper()}: "
            gone = " (withdrawn)" if each["withdrawn"] else ""
            told = told.model_copy(update={"title": f"{marked}{told.title}{gone}"})
            _, mechanism = seat.library.mechanism(told.mechanism)
            found.append((told, mechanism, at or parse_moment(each["at"]).earliest))
    return found
