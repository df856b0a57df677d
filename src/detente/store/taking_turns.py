"""Writers take turns: whoever waits while one act is made durable is written with the next ones.

The first to come leads: it takes everybody who waits, and one commit makes all of their acts
durable. Then it wakes the first of those who came meanwhile, who leads in turn. So the acts of many
officers cost one wait for the disk, and nobody waits longer than for two commits.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from detente.errors import StoreBusy

__all__ = ["Errand", "Turns"]

T = TypeVar("T")
MOST_AT_ONCE = 256
"""Acts under one commit at most."""


class Errand(Generic[T]):
    """One act that waits to be done, and what came of it.

    Attributes:
        act: what to do in the transaction.
        durable: whether what it did has been committed.
        ended: whether it is durable, or has failed.
    """

    def __init__(self, act: Callable[[Any], T]) -> None:
        """Wait to be done."""
        self.act, self.ended, self.durable = act, False, False
        self.answer: list[T] = []
        self.failure: Exception | None = None
        self.wake = threading.Event()

    def fail(self, failure: Exception) -> None:
        """Keep why the act did not come about."""
        self.failure = failure

    def settle(self) -> None:
        """Forget what came of it, unless that is durable or a failure beside others that are."""
        if not self.durable:
            self.answer.clear()
            self.failure = None

    def end(self) -> None:
        """Tell whoever waits that it has ended, well or not."""
        self.ended = True
        self.wake.set()

    def result(self) -> T:
        """Give the answer of the act, or raise why there is none."""
        if self.failure is not None:
            raise self.failure
        return self.answer[0]


class Turns:
    """The queue of those who wait to write, in this process."""

    def __init__(self, together: Callable[[Sequence[Errand[Any]]], None]) -> None:
        """Have errands done by `together`, which ends none of them by itself."""
        self._together = together
        self._guard = threading.Lock()
        self._waiting: deque[Errand[Any]] = deque()
        self._led = False

    def take(self, act: Callable[[Any], T]) -> T:
        """Have an act done, with others who wait; answers once it is durable."""
        errand = Errand(act)
        if not self._first(errand):
            errand.wake.wait()
        if not errand.ended:
            self._lead()
        return errand.result()

    def _first(self, errand: Errand[Any]) -> bool:
        """Stand in the queue; tell whether nobody leads yet, so that this one does."""
        with self._guard:
            self._waiting.append(errand)
            leads, self._led = not self._led, True
        return leads

    def _lead(self) -> None:
        """Do everything that waits, and hand the lead on."""
        with self._guard:
            count = min(len(self._waiting), MOST_AT_ONCE)
            batch = [self._waiting.popleft() for _ in range(count)]
        try:
            self._together(batch)
        finally:
            for each in batch:
                if not each.durable and each.failure is None:  # whoever led was interrupted
                    each.fail(StoreBusy("the act was given up before it was done. Act again."))
                each.end()
            self._hand_on()

    def _hand_on(self) -> None:
        """Wake the first of those who wait, to lead in turn."""
        with self._guard:
            if self._waiting:
                self._waiting[0].wake.set()
            else:
                self._led = False
