"""The workbench of a node: its clock, its store, its library, and what it was given to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from detente.store import Store

if TYPE_CHECKING:
    from detente.activities import ReadResult, Vocabulary
    from detente.desk.oidc import Issuer
    from detente.instruments import Library
    from detente.redlines import RedLine

__all__ = ["Clock", "SystemClock", "Workbench"]


class Clock(Protocol):
    """Tells what time it is: the only one in the house."""

    def now(self) -> dt.datetime:
        """Give the present instant, naive in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """Give the present instant, naive in UTC."""
        return dt.datetime.now(dt.UTC).replace(tzinfo=None)


@dataclass(frozen=True, eq=False)
class Workbench:
    """All that an act of the desk may use.

    No delegation's private key lies here: officers seal on machines of their own.

    Attributes:
        store: what the node keeps; it holds the key of the host, which signs checkpoints and
            admits delegations.
        library: the agreed texts and the formats.
        clock: what time it is.
        redlines: red lines and concerns that the node was given to screen drafts against, each
            with its source. They are nobody's word in the log.
        planned: activities that the node was given, each as its source describes it, so that a
            draft tells what else goes on near it; None: it was given none.
        within_km: how near to the area of a line a draft is still told, in kilometres, for lines
            that do not say it themselves; and how near to other activities.
        exercise: whether the node refuses words that are marked real.
        deadline_days: how many days before a deadline it is told; each is told once.
        unacknowledged_hours: after how many hours it is told that a word addressed to parties by
            name is not acknowledged; 0: never.
        consultation_hours: how many hours before a clock of a consultation runs out its parties are
            told; each is told once.
        issuer: by which officers may enter; None: the node names none.
    """

    store: Store
    library: Library
    clock: Clock = field(default_factory=SystemClock)
    redlines: Sequence[RedLine] = ()
    planned: ReadResult | None = None
    within_km: float = 50.0
    exercise: bool = False
    deadline_days: Sequence[int] = (14, 3)
    unacknowledged_hours: int = 24
    consultation_hours: Sequence[int] = (24, 6)
    issuer: Issuer | None = None

    @property
    def log(self) -> str:
        """The name of the log, which is also that of its host.

        Raises:
            ValueError: the store was opened without the key of the host.
        """
        if self.store.host is None:
            raise ValueError("a workbench needs the store with the key of its host")
        return self.store.host.owner

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that activities may use."""
        from detente.obligations.words import vocabulary

        return vocabulary(self.library)
