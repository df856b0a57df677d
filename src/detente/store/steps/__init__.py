"""The numbered steps by which the schema came to be what it is.

A step that has been released never changes; what comes later is a step of its own. Each module
``s0001_…`` has

* ``draw(metadata)``: change the picture of the tables, on which the code relies;
* ``take(connection)``: change the database in the same way, so that taking it twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData

from detente.store.steps import s0001_first, s0002_appearing, s0003_feeds, s0004_logins

__all__ = ["STEPS", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema.

    Attributes:
        number: from 1, without gaps.
        name: what it is for, in a few words.
        draw: changes the picture of the tables.
        take: changes the database.
    """

    number: int
    name: str
    draw: Callable[[MetaData], None]
    take: Callable[[Connection], None]


STEPS = (
    Step(1, "the first tables", s0001_first.draw, s0001_first.take),
    Step(2, "words as they appear", s0002_appearing.draw, s0002_appearing.take),
    Step(3, "tokens for feeds", s0003_feeds.draw, s0003_feeds.take),
    Step(4, "logins of an issuer", s0004_logins.draw, s0004_logins.take),
)
"""All steps, in order."""
