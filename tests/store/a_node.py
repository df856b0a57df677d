"""A node that files words from many hands until it is killed, and says which it acknowledged.

Run as ``python -m tests.store.a_node WHERE SEED MOST``. Each line of what it prints is a word that
was acknowledged: its index, its id, the SHA-256 of its receipt. A line ``full`` says that the disk
took nothing more.
"""

from __future__ import annotations

import sys
import threading
from hashlib import sha256

from detente.errors import StoreFull
from detente.exchange.check.sealed import Sealed
from detente.store import Store, append, open_store
from detente.store.filing import file
from detente.store.proofs import receipt
from tests.exchange.simulator import Forum
from tests.store.conftest import HOST, SECRET
from tests.store.speaking import NOON, filing

HANDS = 6
SAYING = threading.Lock()


def say(text: str) -> None:
    """Print a line whole, and at once."""
    with SAYING:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def file_and_record(store: Store, sealed: Sealed, key: str) -> int:
    """File a word and record the act in one transaction, as the desk does."""

    def act(writing):  # type: ignore[no-untyped-def]  # an act of this test alone
        filed = file(writing, sealed, at=NOON)
        told = {"at": NOON, "officer": "o", "delegation": "AT", "act": "release_word", "key": key}
        append(writing, "acts", **told, request="", outcome=filed.id)
        return filed.index

    return int(store.write(act))


def hand(store: Store, forum: Forum, number: int, seed: str, most: int) -> None:
    """File words, one after another."""
    for count in range(most):
        name = f"{seed}-{number}-{count}"
        sealed = forum.sealed("AT", {"text": name * 20})
        try:
            index = file_and_record(store, sealed, name)
        except StoreFull:
            say("full")
            return
        with store.reading() as connection:
            data = receipt(connection, index, shown=True)
        say(f"{index} {sha256(sealed.content()).hexdigest()} {sha256(data).hexdigest()}")


def main(where: str, seed: str, most: str) -> None:
    """Open the store, and let all hands work."""
    store = open_store(where, secret=SECRET, host=HOST)
    forum = Forum("AT")
    for taken in forum.taken:
        store.write(filing(taken.opening.sealed, NOON))
    hands = [
        threading.Thread(target=hand, args=(store, forum, number, seed, int(most)))
        for number in range(HANDS)
    ]
    say("ready")
    for each in hands:
        each.start()
    for each in hands:
        each.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
