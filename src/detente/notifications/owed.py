"""The words that agreed texts ask for on one activity, each with its own clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from detente.errors import FrameError
from detente.instruments.library import Library
from detente.instruments.provisions import Duty

TOLD: frozenset[Duty] = frozenset(
    ["notify", "notify-voluntarily", "invite", "inform", "report", "forecast"]
)
"""Duties that are done by a word."""

_KEYS = ("activity", "source", "instrument", "provision", "obligor")
_NEEDED = (*_KEYS, "obligee", "verdict", "due", "done", "timing", "citation", "draft")


@dataclass(frozen=True)
class Owed:
    """A word that a provision asks for on an activity, by one account of it.

    Attributes:
        activity, source: the activity, and whose account the answer goes by.
        instrument, provision, title: what asks for it.
        obligor: the party that owes it; empty: not stated.
        obligees: parties to whom it is owed; empty: all others.
        formats: full names of the formats of such a word; empty: the library has none.
        verdict: True where the provision applies; None where that cannot be told.
        due: when it falls due, naive in UTC; None: no time limit, or it cannot be told.
        done: when it was done, as far as stated.
        timing: ``met``, ``late``, ``running``, ``lapsed``, or empty.
        citation: document and paragraph.
        draft: whether what it rests on is not yet checked by two readers.
    """

    activity: str
    source: str
    instrument: str
    provision: str
    title: str
    obligor: str
    obligees: tuple[str, ...]
    formats: tuple[str, ...]
    verdict: bool | None
    due: dt.datetime | None
    done: dt.datetime | None
    timing: str
    citation: str
    draft: bool


def words_owed(findings: Any, library: Library, *, activity: str = "") -> tuple[Owed, ...]:
    """Give every word that is asked for, or may be, one for each provision and obligor.

    Args:
        findings: a Polars frame of findings, as ``detente.obligations`` gives it; provisions that
            do not apply are passed over.
        library: the library that the findings were made with.
        activity: only of this activity; empty: of all.

    Returns:
        What is owed by each account, the earliest due first; what has no date comes last.

    Raises:
        FrameError: a column of findings is absent. The sender must act.
    """
    lacking = [name for name in _NEEDED if name not in findings.columns]
    if lacking:
        raise FrameError(f"findings lack {', '.join(lacking)}; give what detente.obligations gave")
    rows = [
        row
        for row in findings.iter_rows(named=True)
        if row["verdict"] is not False and activity in ("", row["activity"])
    ]
    rows.sort(key=_key)
    owed = (_owed(list(group), library) for _, group in groupby(rows, key=_key))
    told = [each for each in owed if each]
    return tuple(sorted(told, key=_when))


def _when(owed: Owed) -> tuple[bool, str, str]:
    """Put the earliest first, and last what has no date."""
    due = owed.due.isoformat() if owed.due else ""
    return owed.due is None, due, owed.instrument


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what findings of one word have in common."""
    return tuple(str(row[name] or "") for name in _KEYS)


def _owed(rows: list[Mapping[str, Any]], library: Library) -> Owed | None:
    """Make one of the findings towards several obligees; None where no word does the duty."""
    first = next((row for row in rows if row["verdict"]), rows[0])
    text = library.text(str(first["instrument"]))
    provision = text.provisions[str(first["provision"])]
    if provision.duty not in TOLD:
        return None
    towards = sorted({str(row["obligee"]) for row in rows if row["obligee"] is not None})
    return Owed(
        activity=str(first["activity"]),
        source=str(first["source"]),
        instrument=text.path,
        provision=provision.id,
        title=provision.title,
        obligor=str(first["obligor"] or ""),
        obligees=() if "*" in towards else tuple(towards),
        formats=tuple(_formats(library, text.path, provision.id)),
        verdict=first["verdict"],
        due=first["due"],
        done=first["done"],
        timing=str(first["timing"] or ""),
        citation=str(first["citation"]),
        draft=bool(first["draft"]),
    )


def _formats(library: Library, path: str, provision: str) -> Iterator[str]:
    """Go through the formats that answer to a provision."""
    for name, text, form in library.formats():
        if text.path == path and provision in form.provisions:
            yield name
