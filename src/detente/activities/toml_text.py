"""Activities as TOML text: sources, and activities with one account for each source."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import polars as pl

from detente.activities.columns import heads
from detente.activities.notes import NAMES, SourceNote
from detente.activities.vocabulary import Vocabulary
from detente.activities.wording import worded
from detente.errors import SenderError

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?")
_MINUTES = re.compile(r"(T\d\d:\d\d)Z$")

Row = dict[str, object]


def toml_text(
    frame: pl.DataFrame,
    vocabulary: Vocabulary,
    sources: Sequence[SourceNote],
    names: Mapping[str, str],
    notes: Mapping[tuple[str, str], str],
) -> str:
    """Give the TOML text of a typed frame; what all accounts of an activity share stands once.

    Args:
        frame: a frame that :func:`detente.activities.conform` gave.
        vocabulary: what it may say.
        sources: the sources to declare; none, or every one that the frame names.
        names: names of activities, by id.
        notes: remarks, by activity and source.

    Raises:
        SenderError: some sources are declared and others that the frame names are not.
    """
    _require_all(frame, sources)
    tables = [_table("source", _source(note)) for note in sources]
    rows = worded(frame, vocabulary).iter_rows(named=True)
    lead = heads(vocabulary)
    for id_, group in groupby(rows, key=lambda row: row["activity"]):
        accounts = [_stated(row) for row in group]
        tables += _activity(id_, accounts, lead, names, notes)
    return "\n".join(tables) if frame.height else "\n".join([*tables, "activity = []\n"])


def _require_all(frame: pl.DataFrame, sources: Sequence[SourceNote]) -> None:
    """Refuse to declare some sources and not others."""
    declared = {note.id for note in sources}
    lacking = sorted(set(frame["source"]) - declared) if declared else []
    if lacking:
        raise SenderError(
            f"no source is declared for: {', '.join(lacking)}. Declare every source, or none."
        )


def _source(note: SourceNote) -> Row:
    """Give the keys of a source that are stated."""
    return {name: getattr(note, name) for name in NAMES if getattr(note, name) not in (None, "")}


def _stated(row: Row) -> Row:
    """Give what a row states."""
    return {name: value for name, value in row.items() if value is not None}


def _activity(
    id_: str,
    accounts: list[Row],
    lead: Mapping[str, str],
    names: Mapping[str, str],
    notes: Mapping[tuple[str, str], str],
) -> Iterator[str]:
    """Give the tables of one activity and its accounts."""
    shared = _shared(accounts, lead)
    told = {"name": names.get(id_), "note": notes.get((id_, ""))}
    yield _table("activity", {"id": id_, **_stated(told), **shared})
    for account in accounts:
        note = _stated({"note": notes.get((id_, str(account["source"])))})
        own = {key: value for key, value in account.items() if key not in shared}
        own.pop("activity")
        yield _table("activity.account", own | note)


def _shared(accounts: list[Row], lead: Mapping[str, str]) -> Row:
    """Give what every account of an activity states alike, whole families only."""
    first = accounts[0]
    families: dict[str, list[str]] = {}
    for account in accounts:
        for key in account:
            members = families.setdefault(lead.get(key, key), [])
            members += [key] if key not in members else []
    alike = [
        key
        for head, members in families.items()
        if head not in ("activity", "source")
        and all(a.get(key) == first.get(key) for a in accounts for key in members)
        for key in members
    ]
    return {key: first[key] for key in first if key in alike}


def _table(header: str, keys: Row) -> str:
    """Give one table in double brackets; accounts are indented below their activity."""
    indent = "  " if "." in header else ""
    lines = [f"{indent}[[{header}]]", *(f"{indent}{_key(k)} = {_value(k, v)}" for k, v in keys.items())]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """Give a key, in quotation marks where it needs them."""
    return name if _BARE.fullmatch(name) else _text(name)


def _value(name: str, value: object) -> str:
    """Give a value: moments and whole numbers bare, other texts in quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value)
    if name in _TEXTS or name.startswith("x_"):
        return _text(text)
    if _MOMENT.fullmatch(text):
        return _MINUTES.sub(r"\1:00Z", text)
    return text if re.fullmatch(r"0|[1-9]\d{0,18}", text) else _text(text)


_TEXTS = ("id", "name", "note", "title", "activity", "source", "by", "url")


def _text(text: str) -> str:
    """Give a basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
