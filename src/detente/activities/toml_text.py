"""Activities as TOML text: sources, and activities with one account for each source."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import polars as pl

from detente.activities.columns import HEIGHTS, MOMENTS, heads
from detente.activities.vocabulary import Vocabulary
from detente.activities.wording import worded
from detente.errors import SenderError
from detente.places.words import OPEN
from detente.sources.notes import NAMES, SourceNote

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?")
_MINUTES = re.compile(r"(T\d\d:\d\d)Z$")

Row = dict[str, object]


class _Bare(str):
    """A value that stands without quotation marks."""

    __slots__ = ()


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
    issued = {note.id: note.date.isoformat() for note in sources if note.date}
    lead = heads(vocabulary)
    rows = worded(frame, vocabulary).iter_rows(named=True)
    for id_, group in groupby(rows, key=lambda row: str(row["activity"])):
        accounts = [_native(_dated(row, issued), lead) for row in group]
        tables += _activity(id_, accounts, lead, names, notes)
    return "\n".join(tables if frame.height else [*tables, "activity = []\n"])


def _dated(row: Row, issued: Mapping[str, str]) -> Row:
    """Leave out when it was said where the date of the source tells; unsay it where it differs."""
    day = issued.get(str(row["source"]))
    if day is None:
        return row
    said = row.get("stated_at")
    return {**row, "stated_at": "" if said is None else None if said == day else said}


def _native(row: Row, lead: Mapping[str, str]) -> Row:
    """Give what a row states; moments and exact counts as TOML has them."""
    out: Row = {}
    for name, value in row.items():
        if value is None:
            continue
        text = str(value)
        if lead.get(name) in (*MOMENTS, "stated_at") and _MOMENT.fullmatch(text):
            out[name] = _Bare(_MINUTES.sub(r"\1:00Z", text))
        elif (f"{name}_low" in lead and text.isdigit()) or (name in HEIGHTS and text != OPEN):
            out[name] = _Bare(text)
        else:
            out[name] = value
    return out


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
    yield _table("activity", {"id": id_, **told, **shared})
    for account in accounts:
        own = {key: value for key, value in account.items() if key not in shared}
        own["note"] = notes.get((id_, str(own["source"])))
        yield _table("activity.account", {k: v for k, v in own.items() if k != "activity"})


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
    stated = {key: value for key, value in keys.items() if value is not None}
    lines = [f"[[{header}]]", *(f"{_key(key)} = {_value(v)}" for key, v in stated.items())]
    return "".join(f"{indent}{line}\n" for line in lines)


def _key(name: str) -> str:
    """Give a key, in quotation marks where it needs them."""
    return name if _PLAIN.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    """Give a value: true or false, a day, what is bare already; else a text in quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, _Bare) else _text(str(value))


def _text(text: str) -> str:
    """Give a basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
