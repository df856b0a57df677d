"""Numbers of words at the node: no delegation says two words under one running number."""

from __future__ import annotations

from detente.desk.reading import reader_of
from detente.desk.sitting import Sitting
from detente.errors import OutOfOrder, SenderError
from detente.exchange.check.sealed import read_statement
from detente.exchange.taking import sealed_of
from detente.notifications.numbers import parse_number
from detente.store.words import Sought, spoken

__all__ = ["see_that_free"]


def see_that_free(sitting: Sitting, number: str, statement: bytes = b"") -> None:
    """See that no other word of one's own delegation bears the running number of a draft.

    Two drafts may have been given one number before either was released. What comes sealed, by
    `file_sealed` or in a pouch, is a formal word already: it is kept, whatever its number.

    Args:
        sitting: of the officer who hands in or releases the draft.
        number: the number of the draft; what is no number is told elsewhere.
        statement: what the draft became; the same word, said again, takes no number from itself.

    Raises:
        OutOfOrder: another word bears it.
    """
    run = _run(number)
    if run is None:
        return
    # a few bytes tell most words apart, before they are read
    network, state, year, serial = run
    part = f"{network}/{state}/{year % 100:02}/{serial:04}/".encode()
    own = Sought(authors=(sitting.officer.delegation,), limit=None, newest=True)
    for identity, kept in spoken(sitting.connection, own, **reader_of(sitting), at=sitting.at):
        content = sealed_of(kept).content()
        if part in content and content != statement and _run(_number(content)) == run:
            raise OutOfOrder(
                f"the running number of {number} is that of your word {identity} already; take "
                "the next one (a cleared draft is sent back for that)"
            )


def _number(content: bytes) -> str:
    """Give the number that a statement bears; empty where it bears none."""
    word = read_statement(content).content.get("word")
    told = word.get("number") if isinstance(word, dict) else None
    return told if isinstance(told, str) else ""


def _run(number: str) -> tuple[str, str, int, int] | None:
    """Give what no two words may have in common; None where it is no number."""
    try:
        read = parse_number(number)
    except SenderError:
        return None
    return read.network, read.state, read.year, read.serial
