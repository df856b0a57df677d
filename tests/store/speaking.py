"""What delegations say in these tests, sealed as they seal it, and filed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from detente.exchange.check.sealed import Sealed
from detente.store import Store, Writing
from detente.store.filing import Filed, file
from tests.exchange.simulator import LOG, Forum

NOON = datetime(2031, 5, 1, 12)


class Speakers:
    """A forum whose words go into a store, one minute after another."""

    def __init__(self, store: Store, *delegations: str) -> None:
        """Open the log, and admit delegations."""
        self.store, self.at = store, NOON
        self.forum = Forum(*delegations)
        self.filed = [self.file(taken.opening.sealed) for taken in self.forum.taken]

    def sealed(self, by: str, text: str, **parts: Any) -> Sealed:
        """Seal a word."""
        return self.forum.sealed(by, {"text": text}, **parts)

    def file(self, sealed: Sealed) -> Filed:
        """File a sealed word, a minute after the last."""
        self.at += timedelta(minutes=1)
        at = self.at
        return self.store.write(lambda writing: file(writing, sealed, at=at))

    def say(self, by: str, text: str, **parts: Any) -> Filed:
        """Seal a word and file it."""
        return self.file(self.sealed(by, text, **parts))

    def say_keys(self, content: dict[str, Any]) -> Filed:
        """File what the host says of keys."""
        return self.file(self.forum.sealed(LOG, content, kind="keys"))


def filing(sealed: Sealed, at: datetime) -> Callable[[Writing], Filed]:
    """An act that files a word."""

    def act(writing: Writing) -> Filed:
        return file(writing, sealed, at=at)

    return act
