"""Consultations in the log: opened and carried on by sealed words, each as one delegation reads it.

Every word is its author's account. A step of another party, and a step that somebody says was not
taken, stand beside what others say; nothing is merged. A word counts from when the log received it,
which its receipt proves, unless its author says that it happened at another time.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, select

from detente.consultations.picture import fitting
from detente.desk.outside import CONSULTATION, OF_CONSULTATIONS
from detente.desk.recorded import REQUEST, Said, record_of
from detente.desk.sitting import written
from detente.desk.spoken import Reader, plain_word, statement_of
from detente.desk.workbench import Workbench
from detente.errors import DetenteError, SenderError
from detente.exchange.check.sealed import Statement
from detente.instruments.mechanisms import Mechanism
from detente.invocations import Consultation
from detente.notifications.content import from_content
from detente.store import table
from detente.store.words import Sought

__all__ = ["Consulted", "consulted", "consulted_in", "of_consultation", "roots", "sound_step"]

Plain = dict[str, Any]


@dataclass(frozen=True)
class Consulted:
    """A consultation as the words tell it that one delegation may read.

    Attributes:
        first: the statement that opened it.
        number: the number of that word.
        withdrawn: whether its author has cancelled it.
        record: it as a file of consultations tells it, from the words.
        told: the same, read.
        mechanism: the mechanism that it is under.
        words: ids of the statements that it rests on, in the order of the log.
        unread: ids of those that are about it and not in the form.
    """

    first: Statement
    number: str
    withdrawn: bool
    record: Plain
    told: Consultation
    mechanism: Mechanism
    words: tuple[str, ...]
    unread: tuple[str, ...] = ()


def of_consultation(said: Mapping[str, Any]) -> bool:
    """Tell whether a word, as it is written, is one of a consultation."""
    return str(said.get("format", "")).startswith(OF_CONSULTATIONS)


def consulted(bench: Workbench, reader: Reader, at: dt.datetime) -> Iterator[Consulted]:
    """Go through the consultations that a delegation may read, the oldest first.

    Args:
        bench: the workbench.
        reader: who looks, and when: it reads what it may read then, whatever `at` is.
        at: as of when; what the log received later is left out.
    """
    for first in reader.statements(Sought(kinds=(CONSULTATION,), limit=None)):
        if plain_word(first).get("format") == REQUEST:
            found = consulted_in(bench, reader, first, at)
            if found is not None:
                yield found


def consulted_in(
    bench: Workbench, reader: Reader, first: Statement, at: dt.datetime
) -> Consulted | None:
    """Put a consultation together; None where its word was not there yet, or is in no known form.

    Args:
        bench: the workbench.
        reader: who looks, and when.
        first: the statement that opened it, which the reader may read.
        at: as of when.
    """
    if plain_word(first).get("format") != REQUEST or first.kind != CONSULTATION:
        return None
    opened = _standing(reader, first, at)
    if opened is None:
        return None
    request, withdrawn = opened
    about = Sought(kinds=(CONSULTATION,), refers_to=first.id, limit=None)
    others = (each for each in reader.statements(about) if each.marker == first.marker)
    later = [_standing(reader, each, at) for each in others]
    said = [word for word, gone in filter(None, later) if not gone]
    if _made_of(bench, request, [], first) is None:
        return None
    fit = [each for each in said if _made_of(bench, request, [each], first) is not None]
    made = _made_of(bench, request, fit, first)
    if made is None:
        return None
    record, told, mechanism = made
    unread = tuple(each.id for each in said if each not in fit)
    words = (request.id, *(each.id for each in fit))
    return Consulted(first, request.name, withdrawn, record, told, mechanism, words, unread)


def _made_of(
    bench: Workbench, request: Said, said: list[Said], first: Statement
) -> tuple[Plain, Consultation, Mechanism] | None:
    """Make a consultation of some words; None where one of them is not in the form.

    What was sealed elsewhere may hold anything; it hides no other word.
    """
    try:
        for each in (request, *said):
            from_content(each.word, bench.library, each.name).sure()
        _, mechanism = bench.library.mechanism(str(request.fields.get("mechanism", "")))
        record = record_of(request, said, mechanism, first)
        told = Consultation.model_validate_json(json.dumps(record))
        fitting(told, mechanism)
    except (DetenteError, ValidationError, KeyError):
        return None
    return record, told, mechanism


def _standing(reader: Reader, first: Statement, at: dt.datetime) -> tuple[Said, bool] | None:
    """Follow the corrections of a word; answers how it stood then, and whether it was cancelled."""
    _, received = statement_of(reader.connection, first.id)
    if received > at:
        return None
    last, gone = first, False
    while True:
        gone = any(_by_then(reader, reader.later(last, "cancellation"), at))
        after = [] if gone else list(_by_then(reader, reader.later(last, "correction"), at))
        after = [each for each in after if of_consultation(plain_word(each))]
        if not after:
            break
        last = after[-1]
    name = str(plain_word(first).get("number") or first.id[:12])
    when = written(received)
    return Said(first.id, name, first.by, when, first.refers, plain_word(last)), gone


def _by_then(
    reader: Reader, statements: Iterable[Statement], at: dt.datetime
) -> Iterator[Statement]:
    """Pass over what the log received later."""
    for each in statements:
        if statement_of(reader.connection, each.id)[1] <= at:
            yield each


def sound_step(bench: Workbench, said: Plain, earlier: Iterable[Plain]) -> None:
    """Refuse a word of a consultation that names what its mechanism does not have.

    Args:
        bench: the workbench.
        said: the word, as it is written.
        earlier: the words that it refers to, as they are written.

    Raises:
        SenderError: it does. Its author acts.
        UnknownName: the library has no such mechanism. Its author acts.
    """
    fields = dict(said.get("fields", {}))
    request = next((each for each in (said, *earlier) if each.get("format") == REQUEST), None)
    if request is None:
        return
    _, mechanism = bench.library.mechanism(str(request.get("fields", {}).get("mechanism", "")))
    opens = said is request
    steps = [each.id for each in mechanism.steps if each.opens or not opens]
    clocks = [each.id for each in mechanism.clocks]
    for name, there in (("step_taken", steps), ("clock_meant", clocks)):
        if name in fields and fields[name] not in there:
            problem = f"fields.{name}: {mechanism.id} has none called {fields[name]!r}"
            raise SenderError(f"{problem}; it has: {', '.join(there)}")
    asked = [str(each["question_number"]) for each in request.get("entries", ())]
    for entry in () if opens else said.get("entries", ()):
        number = entry.get("question_number")
        if number is not None and str(number) not in asked:
            problem = f"entries: no question {number} was put"
            raise SenderError(f"{problem}; there are: {', '.join(asked) or 'none'}")


def roots(connection: Connection, statement: Statement) -> list[Statement]:
    """Give the statements that opened the consultations of which a word speaks."""
    left, seen, found = [statement], set[str](), list[Statement]()
    while left:
        each = left.pop()
        if each.id in seen:
            continue
        seen.add(each.id)
        if each.kind == CONSULTATION and plain_word(each).get("format") == REQUEST:
            found.append(each)
        elif of_consultation(plain_word(each)):
            left += [statement_of(connection, one)[0] for one in _there(connection, each.refers)]
    return found


def _there(connection: Connection, identities: Iterable[str]) -> list[str]:
    """Give those of some statements that the log has; what was sealed elsewhere may name any."""
    said = table("statements")
    return list(connection.scalars(select(said.c.id).where(said.c.id.in_(list(identities)))))
