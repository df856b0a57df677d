"""The dossier on paper: a PDF that a screen reader can read too (PDF/UA)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from detente.activities import ReadResult
from detente.dossiers import nearness, words
from detente.dossiers.beside import Beside
from detente.dossiers.contents import Asked, Contents, contents
from detente.dossiers.filling import environment, file
from detente.dossiers.story import Activity, Story
from detente.dossiers.unknowns import Unknown
from detente.instruments.library import Library
from detente.redlines import RedLines

if TYPE_CHECKING:
    import polars as pl

_STANDARD: Final = "ua-1"
_ON_MAPS = "as drawn on the maps"
_SEVERAL = "see below"
_FEW = 2


def dossier_pdf(
    screened: pl.DataFrame,
    read: ReadResult,
    lines: RedLines,
    library: Library,
    asked: Asked | None = None,
    *,
    together: pl.DataFrame | None = None,
    encounters: pl.DataFrame | None = None,
) -> bytes:
    """Write a dossier as a PDF, the same for the same input.

    Args:
        screened: what a screening of all activities against all lines found.
        read: the activities, with what their files say of sources.
        lines: the red lines, likewise.
        library: names States, kinds and measures.
        asked: the question; None: which lines the activities come near to, by the whole record.
        together: what `detente.screening.simultaneous` found; None: it is not told.
        encounters: what `detente.screening.encounters` found; None: it is not told.
    """
    import typst

    told = contents(screened, read, lines, library, asked or Asked(), together, encounters)
    made: bytes = typst.compile(
        file("paper.typ").encode(),
        sys_inputs={"told": json.dumps(_told(told))},
        pdf_standards=_STANDARD,
        ignore_system_fonts=True,
        timestamp=0,
    )
    return made


def _told(given: Contents) -> dict[str, Any]:
    """Give everything that stands on paper, as plain data."""
    story, atlas, facts = given.story, given.atlas, given.facts
    return {
        **{name: facts[name] for name in ("question", "version", "fingerprint", "faults")},
        "asked": _asked(given),
        "running": f"Détente dossier. As of: {facts['as_of'] or 'the whole record'}",
        "short": list(_short(story)),
        "months": [
            {
                "title": month.title,
                "activities": [_in_month(each) for each in month.activities],
                "going_on": [each.told.name for each in month.going_on],
            }
            for month in story.months
        ],
        "maps": [asdict(each) for each in atlas.maps],
        "credits": atlas.credits,
        "areas": [asdict(each) for each in atlas.areas],
        "ticks": [asdict(each) for each in story.axis.ticks] if story.axis else [],
        "activity_bars": [
            (f"{each.number}. {each.told.name}", f"activity-{each.number}", _bars(each.bars))
            for each in story.activities
            if each.bars
        ],
        "line_bars": [
            (f"{line.holder}: {line.brief}", f"line-{line.id}", _bars((line.bars,)))
            for line in story.lines
            if line.bars
        ],
        "sums": _sums(story),
        "meetings": _meetings(story),
        "of_activities": [_unknown_activity(each, story) for each in story.of_activities],
        "of_lines": [_unknown_line(each, story) for each in story.of_lines],
        "dissent": [_dissent(each) for each in story.activities if each.dissent],
        "attributed": [line.id for line in story.lines if line.attributed],
        "briefs": {line.id: f"{line.holder}: {line.brief}" for line in story.lines},
        "activities": [_activity(each) for each in story.activities],
        "lines": [asdict(line) for line in story.lines],
        "sources": list(_sources(story)),
        "inputs": [asdict(each) for each in given.asked.inputs],
    }


def _asked(given: Contents) -> str:
    """Say what was asked, of what, and as of when."""
    story, facts = given.story, given.facts
    near = f", within {given.asked.within_km:g} km" if given.asked.within_km else ""
    counted = f"{len(story.activities)} activities by {facts['accounts']} accounts"
    as_of = facts["as_of"] or "the whole record"
    return f"{counted}, beside {len(story.lines)} red lines and concerns{near}. As of: {as_of}."


def _short(story: Story) -> Iterator[dict[str, Any]]:
    """Go through the nearest things, each with its activities."""
    title = environment().get_template("beside.html").module.title  # type: ignore[attr-defined]  # a macro
    for near in nearness.ORDER[:-1]:
        those = story.numbered(near.key)
        if those or near.key in ("meets", "inside"):
            yield {
                "key": near.key,
                "sign": near.sign,
                "title": str(title(near.key)),
                "activities": [{"number": each.number, "name": _dated(each)} for each in those],
            }


def _dated(each: Activity) -> str:
    """Name an activity with the day on which it begins."""
    if each.begins is None:
        return each.told.name
    return f"{each.told.name} ({words.day(each.begins.date().isoformat())})"


def _in_month(each: Activity) -> dict[str, Any]:
    """Give one activity of the summary, with a row for each line, those without a place in one."""
    rows = [{**asdict(one), "lines": [one.redline]} for one in each.named]
    if each.open:
        rows.append(_open(each))
    return {"number": each.number, "name": each.told.name, "gist": each.told.gist, "rows": rows}


def _open(each: Activity) -> dict[str, Any]:
    """Bring together the lines whose place cannot be told."""
    times = list(dict.fromkeys(one.when for one in each.open))
    return {
        **asdict(each.open[0]),
        "where": "place not settled",
        "margins": [],
        "when": "; ".join(times) if len(times) <= _FEW else _SEVERAL,
        "lines": list(dict.fromkeys(one.redline for one in each.open)),
        "open_activity": each.lacking,
        "open_line": list(dict.fromkeys(fact for one in each.open for fact in one.open_line)),
    }


def _bars(rows: Sequence[Sequence[Any]]) -> list[list[dict[str, Any]]]:
    """Give bars as plain data."""
    return [[asdict(bar) for bar in row] for row in rows]


def _sums(story: Story) -> list[dict[str, Any]] | None:
    """Give what activities add up to; members by name."""
    if story.sums is None:
        return None
    return [
        {**asdict(each), "members": [story.activity(id_).told.name for id_ in each.members]}
        for each in story.sums
    ]


def _meetings(story: Story) -> list[dict[str, Any]] | None:
    """Give which activities lie near one another, by name."""
    if story.meetings is None:
        return None
    return [
        {
            **asdict(each),
            "activity": story.activity(each.activity).told.name,
            "other": story.activity(each.other).told.name,
        }
        for each in story.meetings
    ]


def _unknown_activity(given: Unknown, story: Story) -> dict[str, Any]:
    """Give what is open in an activity."""
    activity = story.activity(given.id)
    target = f"activity-{activity.number}"
    facts = [{"fact": fact.fact, "beside": ", ".join(fact.beside)} for fact in given.facts]
    return {"name": activity.told.name, "target": target, "facts": facts}


def _unknown_line(given: Unknown, story: Story) -> dict[str, Any]:
    """Give what is open in a line; activities by number."""
    line = story.line(given.id)
    facts = []
    for fact in given.facts:
        numbers = sorted(story.activity(id_).number for id_ in fact.beside)
        several = "activity" if len(numbers) == 1 else "activities"
        facts.append({"fact": fact.fact, "beside": f"{several} {', '.join(map(str, numbers))}"})
    return {"name": f"{line.holder}: {line.brief}", "target": f"line-{line.id}", "facts": facts}


def _dissent(each: Activity) -> dict[str, Any]:
    """Give what accounts of an activity state differently."""
    rows = [
        {"source": account.source, "cells": [row.cells[place] for row in each.dissent]}
        for place, account in enumerate(each.told.accounts)
    ]
    labels = [row.label for row in each.dissent]
    return {"name": each.told.name, "labels": labels, "rows": rows}


def _activity(each: Activity) -> dict[str, Any]:
    """Give one activity in full."""
    accounts = [
        {
            "source": account.source,
            "standing": account.details.standing if account.details else "",
            "note": account.note,
            "cells": [
                (row.label, _ON_MAPS if row.column == "area" else row.cells[place])
                for row in each.told.rows
                if row.cells[place]
            ],
        }
        for place, account in enumerate(each.told.accounts)
    ]
    told: Mapping[str, Any] = {
        "number": each.number,
        "name": each.told.name,
        "gist": each.told.gist,
        "note": each.told.note,
    }
    beside: Sequence[Beside] = each.beside
    return {
        **told,
        "accounts": accounts,
        "beside": [asdict(one) for one in beside],
        "unnamed": each.unnamed,
    }


def _sources(story: Story) -> Iterator[dict[str, str]]:
    """Go through the sources, their days in words."""
    for note in story.sources:
        day = words.day(note.date.isoformat()) if note.date else ""
        yield {**asdict(note), "date": day}
