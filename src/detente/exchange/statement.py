"""Statements: made in one canonical form (RFC 8785), and taken only in that form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rfc8785

from detente.exchange.access import Access, read_access
from detente.exchange.check.reading import LIMIT, json_of
from detente.exchange.check.refusal import RecordError
from detente.exchange.check.sealed import Statement, read_statement

__all__ = ["canonical", "compose", "understood"]


def canonical(value: Any) -> bytes:
    """Write a value as RFC 8785 (JSON Canonicalization Scheme) has it.

    Raises:
        RecordError: JSON cannot hold it, or not so that every reader reads the same.
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise RecordError(f"statement: cannot be written in canonical form: {error}") from None
    except RecursionError:
        raise RecordError("statement: nested too deeply") from None


def compose(
    *,
    log: str,
    by: str,
    made: str,
    kind: str,
    marker: str,
    access: Access,
    content: dict[str, Any],
    refers: Sequence[str] = (),
) -> bytes:
    """Give the bytes of a statement, ready to be sealed.

    Args:
        log: the name of the log it is meant for.
        by: the delegation that speaks; the name of the log where its host does.
        made: now, as text in UTC to the second.
        kind: what kind of word it is, such as ``notification``.
        marker: ``real``, ``exercise`` or ``test``.
        access: who may read it. There is no default.
        content: the word itself, as JSON has it.
        refers: ids of the statements it is about.

    Raises:
        RecordError: a part is not as it must be; the message names it. The author acts.
    """
    payload = canonical(
        {
            "statement": 1,
            "log": log,
            "by": by,
            "made": made,
            "kind": kind,
            "marker": marker,
            "access": access.plain(),
            "refers": list(refers),
            "content": content,
        }
    )
    understood(payload)
    return payload


def understood(payload: bytes) -> tuple[Statement, Access]:
    """Read the bytes of a statement as a host does before it takes them into the log.

    Stricter than the checker: the bytes must be in canonical form, and the access mark must hold
    together, so that nobody can later read them in another way.

    Raises:
        RecordError: it is no statement, or not in canonical form. Its author acts.
    """
    statement = read_statement(payload)
    if canonical(json_of(payload, "statement", LIMIT)) != payload:
        raise RecordError("statement: not in canonical form (RFC 8785); write it with `compose`")
    if statement.kind == "received" and len(statement.refers) != 1:
        raise RecordError("statement: received refers to the one statement that was received")
    return statement, read_access(statement.access)
