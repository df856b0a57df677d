"""Red lines that delegations have declared in the log, each as one delegation may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.desk import asked
from detente.desk.outside import DECLARATION, OF_LINES
from detente.desk.sitting import Sitting
from detente.desk.spoken import Reader, plain_word
from detente.desk.workbench import Workbench
from detente.errors import DetenteError, RedLineFileError
from detente.exchange.check.sealed import Statement
from detente.files.faults import Faults
from detente.files.records import Record
from detente.notifications import Word
from detente.notifications.content import from_content
from detente.notifications.word import FreeText
from detente.redlines import RedLine
from detente.redlines.records import interpret
from detente.store.words import Sought

__all__ = ["Declared", "declared", "is_line", "line_of", "listed", "reader_of"]

Plain = dict[str, Any]


@dataclass(frozen=True)
class Declared:
    """A red line or a concern that a delegation has declared.

    Attributes:
        first: the statement in which it was declared.
        last: the one in which its words stand now; the last correction that the reader may read.
        line: the line; None where it is withdrawn.
    """

    first: Statement
    last: Statement
    line: RedLine | None


def is_line(said: Mapping[str, Any]) -> bool:
    """Tell whether a word, as it is written, states a red line."""
    return said.get("format") == OF_LINES and said.get("kind") != "cancellation"


def declared(bench: Workbench, reader: Reader, marker: str = "") -> Iterator[Declared]:
    """Go through the red lines that a delegation may read, its own among them.

    Args:
        bench: the workbench.
        reader: who looks, and when.
        marker: only those so marked; empty: all.
    """
    for first in reader.statements(Sought(kinds=(DECLARATION,), limit=None)):
        if marker not in ("", first.marker):
            continue
        last, stands = _chain(reader, first)
        try:
            line = line_of(bench, _word(bench, last), f"{plain_word(first).get('number', '')}")
        except DetenteError:
            continue  # sealed elsewhere, and not in the form
        yield Declared(first, last, line if stands else None)


def _chain(reader: Reader, first: Statement) -> tuple[Statement, bool]:
    """Follow the corrections of a declaration; answers the last, and whether it still stands."""
    last = first
    while not reader.cancelled(last):
        after = [each for each in reader.later(last, "correction") if is_line(plain_word(each))]
        if not after:
            return last, True
        last = after[-1]
    return last, False


def _word(bench: Workbench, statement: Statement) -> Word:
    """Read the word of a statement."""
    return from_content(plain_word(statement), bench.library, statement.id).sure()


def line_of(bench: Workbench, word: Word, name: str = "") -> RedLine:
    """Make a red line of the word that states it.

    Args:
        bench: the workbench.
        word: the word, in the form for red lines.
        name: what the line is called; empty: by the number of the word, or what it calls itself.

    Raises:
        RedLineFileError: it can be no line; all that is wrong is told. Its author acts.
    """
    from detente.obligations.words import redline_words

    called = name or word.number or str(word.fields.get("line_name", "")) or "draft"
    faults = Faults(called)
    record = Record(_record(word, called), (0, "fields"))
    faults.place = lambda _, key: record.place(key)
    lines = interpret([record], redline_words(bench.library), faults)
    if found := faults.listed():
        raise RedLineFileError(found)
    return lines[0]


def _record(word: Word, name: str) -> Plain:
    """Write a word as a record of a file of red lines."""
    said: Plain = {key: value.text if isinstance(value, FreeText) else value for key, value in
            word.fields.items()}  # fmt: skip
    words = word.fields.get("line_words")
    any_kind, any_state = said.get("any_kind"), said.get("any_obligor")
    heights = "open" if said.get("any_height") else None
    return {
        "id": name,
        "holder": word.by,
        "stance": "declared",
        "called": str(said.get("called", "")).replace("_", " "),
        "words": said.get("line_words"),
        "language": words.language if isinstance(words, FreeText) else None,
        "on": word.made or None,
        "kinds": ["*"] if any_kind else [str(each["kind_meant"]) for each in word.entries],
        "obligors": ["*"] if any_state else list(said.get("obligors", ())),
        "levels": _levels(said),
        "object_words": said.get("object_words"),
        "area": "anywhere" if said.get("anywhere") else said.get("area"),
        "from": "open" if said.get("no_beginning") else said.get("starts"),
        "until": "open" if said.get("no_end") else said.get("ends"),
        "altitude_low": heights,
        "altitude_high": heights,
        "source": name,
        **{key: said.get(key) for key in _AS_THEY_ARE},
    }


_AS_THEY_ARE = ("edges", "within_km", "condition", "consequence", "near_km")
_MEASURES = (
    "troops",
    "battle_tanks",
    "armoured_combat_vehicles",
    "artillery_pieces",
    "combat_aircraft",
    "attack_helicopters",
)


def _levels(said: Plain) -> Plain | None:
    """Give the figures from which on the words bear; None where they state none."""
    stated = [{"measure": name, "at_least": said[name]} for name in _MEASURES if name in said]
    join = "all_of" if said.get("levels_join") == "all_levels" else "any_of"
    return {join: stated} if stated else None


def reader_of(sitting: Sitting) -> Reader:
    """Give the officer's delegation as it looks at the log now."""
    who = sitting.delegation
    return Reader(who.id, who.receives, sitting.at, sitting.connection)


def listed(sitting: Sitting, _wanted: asked.Nothing) -> list[Plain]:
    """List the red lines and concerns that delegations have declared and one's own may read."""
    return [
        {
            "word": each.last.id,
            "number": plain_word(each.last).get("number", ""),
            "declared_as": plain_word(each.first).get("number", ""),
            "holder": each.first.by,
            "marker": each.first.marker,
            "mark": each.last.access["mark"],
            "status": _status(each),
            "since": each.last.made,
            "fields": plain_word(each.last).get("fields", {}),
        }
        for each in declared(sitting.bench, reader_of(sitting))
    ]


def _status(each: Declared) -> str:
    """Tell how a line stands."""
    if each.line is None:
        return "withdrawn"
    return "current" if each.last is each.first else "modified"
