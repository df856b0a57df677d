"""Words in a calendar: activities that they tell of, and further words that are still expected.

What is known to the day alone is a day. A clock is the software's reading of an agreed text, as an
alert tells it, and no party's word.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from detente.desk.chains import Chain, chains
from detente.desk.declared import reader_of
from detente.desk.expected import Expected, given
from detente.desk.fed import Fed
from detente.desk.finding import Page, page
from detente.desk.mapped import moment_text
from detente.desk.sitting import Sitting, written
from detente.desk.spoken import Reader, plain_word
from detente.desk.told import Told, told_in
from detente.desk.warning import asked_for
from detente.desk.workbench import Workbench
from detente.exchange.check.sealed import Statement
from detente.store import table
from detente.store.words import Sought
from detente.times.moments import Moment

__all__ = ["dated"]

Plain = dict[str, Any]


def dated(sitting: Sitting, wanted: Fed) -> Plain:
    """Give entries of a calendar: activities told of in words one may read, and words expected.

    An activity keeps its entry through all corrections of its word. A word that is still expected
    stands on the day, or at the instant, on which it falls due. Without a cursor the last words
    come; `earlier` tells that older ones are left out. Words whose activity has no stated beginning
    are in `undated`.

    Raises:
        SenderError: what is meant as an instant is none.
    """
    seen = page(sitting, wanted, newest=True)
    reader = _Remembering.of(reader_of(sitting))
    matters = chains(reader, [statement for _, statement in seen.words])
    told = told_in(sitting.bench, [each for matter in _once(matters) for each in matter.statements])
    entries: list[Plain] = []
    undated: list[str] = []
    for matter in _once(matters):
        stated = _standing(matter, told)
        entries += [_activity(sitting, matter, each) for each in stated if each.starts]
        undated += [matter.last.id for each in stated if not each.starts]
    entries += _due(sitting, reader, seen, matters)
    pages = {"next": seen.next, "more": seen.more, "earlier": seen.earlier}
    return {"entries": entries, "undated": undated, **pages}


def _once(matters: Mapping[str, Chain]) -> list[Chain]:
    """Give each matter once."""
    return list({matter.first.id: matter for matter in matters.values()}.values())


def _standing(matter: Chain, told: Mapping[str, list[Told]]) -> list[Told]:
    """Give what the last word of a matter tells that tells of an activity at all.

    An area beside the account is for a map alone.
    """
    last = next((told[each.id] for each in reversed(matter.statements) if each.id in told), [])
    account = any(each.part == "account" for each in last)
    return [each for each in last if not (account and each.part == "fields")]


def _activity(sitting: Sitting, matter: Chain, told: Told) -> Plain:
    """Give the entry of an activity."""
    said, last = plain_word(matter.last), matter.last
    numbers = [plain_word(each).get("number") for each in matter.statements]
    assert told.starts is not None
    changed = matter.cancelled_by[-1] if matter.cancelled_by else last.id
    part = "" if told.part in ("account", "fields") else f"-{told.part.replace(' ', '-')}"
    return {
        "uid": f"{matter.first.id}{part}@{sitting.bench.log.replace('/', '.')}",
        "of": "activity",
        "sequence": matter.changes,
        "status": "CANCELLED" if matter.cancelled_by else "CONFIRMED",
        "marker": last.marker,
        "word": last.id,
        "by": last.by,
        "numbers": [str(each) for each in numbers if each],
        "kind": last.kind,
        "format": said.get("format"),
        "activity": told.activity or None,
        "activity_kind": told.kind or None,
        "obligor": told.obligor or None,
        "host": told.host or None,
        "starts": moment_text(told.starts),
        "ends": moment_text(told.ends),
        "changed": _received(sitting.connection, changed),
        **_span(told.starts, told.ends),
    }


def _span(starts: Moment, ends: Moment | None) -> Plain:
    """Give from when to when an entry stands: in days where either end is not an instant.

    `until` is the first day, or the instant, after it; None: no end is stated.
    """
    exact = starts.latest is None and (ends is None or ends.latest is None)
    if exact:
        until = written(ends.earliest) if ends and ends.earliest > starts.earliest else None
        return {"from": written(starts.earliest), "until": until}
    end = ends or starts
    after = end.latest or end.earliest
    whole = after == after.replace(hour=0, minute=0, second=0, microsecond=0)
    day, last = starts.earliest.date(), after.date() if whole else _next(after.date())
    return {"from": f"{day}", "until": f"{last}" if last > day else None}


def _next(day: dt.date) -> dt.date:
    """Give the day after; the last one that there is has none, and stays."""
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def _received(connection: Connection, identity: str) -> str:
    """Tell when a word was received."""
    said, entries = table("statements"), table("entries")
    here = said.c.leaf_index == entries.c.leaf_index
    asking = select(entries.c.received).join_from(said, entries, here).where(said.c.id == identity)
    return written(connection.scalars(asking).one().replace(microsecond=0))


@dataclass(frozen=True)
class _Remembering(Reader):
    """A delegation that looks at the log for one answer, and asks nothing twice."""

    known: dict[Any, list[Statement]] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader) -> _Remembering:
        """Give a delegation that looks so."""
        return cls(reader.id, reader.participant, reader.at, reader.connection)

    def statements(self, sought: Sought) -> Iterator[Statement]:
        """Go through the statements that it may read, in the order of the log."""
        name = repr(sought)
        if name not in self.known:
            self.known[name] = list(super().statements(sought))
        return iter(self.known[name])


def _due(
    sitting: Sitting, reader: Reader, seen: Page, matters: Mapping[str, Chain]
) -> Iterator[Plain]:
    """Give what is still expected because of some words, as far as it concerns the reader."""
    here = {statement.id for _, statement in seen.words}
    for identity in sorted(here & _pending(sitting.connection)):
        matter = matters.get(identity)
        if matter is None or matter.cancelled_by:
            continue
        statement, all_ = _worked_out(sitting.bench, identity)
        for each in all_:
            ahead = each.ahead and each.passes > sitting.at
            if ahead and each.concerns(reader.id) and not given(each, statement, reader):
                yield _expected(sitting, statement, each, matter)


def _pending(connection: Connection) -> set[str]:
    """Give the ids of words that let further ones be expected, or were not looked at for that."""
    outbox = table("outbox")
    asking = select(outbox.c.topic, outbox.c.content).where(
        outbox.c.topic.in_(("alerts", "deadlines")), outbox.c.state == "waits"
    )
    return {
        row.content if row.topic == "alerts" else json.loads(row.content)["word"]
        for row in connection.execute(asking)
    }


@lru_cache(maxsize=4096)
def _worked_out(bench: Workbench, identity: str) -> tuple[Statement, list[Expected]]:
    """Give a word with all that it lets be expected; neither word nor library ever changes."""
    return asked_for(bench, identity)


def _expected(sitting: Sitting, statement: Statement, each: Expected, matter: Chain) -> Plain:
    """Give the entry of a word that is expected."""
    about: Plain = {"by": each.by, "to": each.of, "formats": each.formats}
    about |= {name: each.told.get(name) for name in ("of", "instrument", "provision")}
    seed = json.dumps([statement.id, about], sort_keys=True)
    host = sitting.bench.log.replace("/", ".")
    corrected = statement.id != matter.last.id
    until = f"{_next(each.due.date())}" if each.of_days else None
    unsure = corrected or (each.told.get("of") == "duty" and each.told.get("verdict") is None)
    told = {name: each.told.get(name) for name in ("of", "title", "citation", "verdict", "draft")}
    return {
        **told,
        "uid": f"{sha256(seed.encode()).hexdigest()}@{host}",
        "sequence": int(corrected),
        "status": "TENTATIVE" if unsure else "CONFIRMED",
        "marker": statement.marker,
        "word": statement.id,
        "by": each.by,
        "numbers": [str(plain_word(statement).get("number") or "")],
        "formats": list(each.formats),
        "provision": each.told.get("provision"),
        "instrument": each.told.get("instrument"),
        "corrected": corrected,
        "changed": _received(sitting.connection, matter.last.id if corrected else statement.id),
        "from": f"{each.due.date()}" if each.of_days else written(each.due),
        "until": until,
    }
