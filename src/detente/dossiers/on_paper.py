"""The dossier on paper: a PDF that a screen reader can read too (PDF/UA)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from detente.dossiers import nearness, words
from detente.dossiers.atlas import Atlas
from detente.dossiers.contents import Contents
from detente.dossiers.filling import environment, file
from detente.dossiers.story import Activity, Story
from detente.dossiers.unknowns import Unknown

_STANDARD: Final = "ua-1"


def dossier_pdf(told: Contents) -> bytes:
    """Write a dossier as a PDF, the same for the same input.

    Args:
        told: what it shows.
    """
    import typst

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
                "key": month.key,
                "title": month.title,
                "counts": [month.count(near.key) for near in nearness.ORDER],
                "activities": [_in_month(each) for each in month.activities],
                "going_on": [each.told.name for each in month.going_on],
            }
            for month in story.months
        ],
        "nearness": [f"{near.sign} {near.text}" for near in nearness.ORDER],
        "maps": [asdict(each) for each in atlas.maps],
        "placed": [(e.number, e.told.name) for e in story.activities if _placed(e, atlas)],
        "unplaced": sum(not _placed(each, atlas) for each in story.activities),
        "credits": atlas.credits,
        "areas": [asdict(each) for each in atlas.areas],
        "ticks": [asdict(each) for each in story.axis.ticks] if story.axis else [],
        "activity_bars": [
            (f"{each.number}. {each.told.name}", f"activity-{each.number}", _bars(each.bars))
            for each in story.activities
            if each.bars
        ],
        "line_bars": [
            (line.name, f"line-{line.id}", _bars((line.bars,))) for line in story.lines if line.bars
        ],
        "sums": _sums(story),
        "meetings": _meetings(story),
        "of_activities": [_unknown_activity(each, story) for each in story.of_activities],
        "of_lines": [_unknown_line(each, story) for each in story.of_lines],
        "dissent": [_dissent(each) for each in story.activities if each.dissent],
        "attributed": [(line.id, line.called) for line in story.lines if line.attributed],
        "names": {line.id: line.name for line in story.lines},
        "activities": [_activity(each) for each in story.activities],
        "lines": [asdict(line) for line in story.lines],
        "sources": list(_sources(story)),
        "inputs": [asdict(each) for each in given.asked.inputs],
    }


def _placed(each: Activity, atlas: Atlas) -> bool:
    """Whether an activity is drawn on the maps."""
    return each.told.activity in atlas.placed


def _asked(given: Contents) -> str:
    """Say what was asked, of what, and as of when."""
    about = {**given.facts, "asked": given.asked, "story": given.story}
    asked = _said("question", about=about)
    return f"{asked} As of: {_said('known', page='parts.html', about=about)}"


def _short(story: Story) -> Iterator[dict[str, Any]]:
    """Go through the nearest things, each with its activities."""
    for near in nearness.ORDER:
        those = story.named(near.key)
        if those or near.key in ("meets", "inside"):
            yield {
                "key": near.key,
                "sign": near.sign,
                "title": _said("title", near.key),
                "activities": [
                    {
                        "number": each.number,
                        "name": _dated(each),
                        "lines": [asdict(one) for one in each.nearest],
                    }
                    for each in those
                ],
            }


def _said(
    macro: str, *given: Any, page: str = "beside.html", about: dict[str, Any] | None = None
) -> str:
    """Give what the page on a screen says in the same place."""
    return str(getattr(environment().get_template(page).make_module(about), macro)(*given))


def _dated(each: Activity) -> str:
    """Name an activity with the day on which it begins."""
    if each.begins is None:
        return each.told.name
    return f"{each.told.name}, {words.day(each.begins.date().isoformat())}"


def _in_month(each: Activity) -> dict[str, Any]:
    """Give one activity of the summary, with a row for each line, those without a place in one."""
    return {
        "number": each.number,
        "name": each.told.name,
        "gist": each.told.gist,
        "rows": [asdict(one) for one in each.named],
        "unsettled": asdict(each.unsettled) if each.unsettled else None,
        "nothing": "" if each.beside else _said("nothing", each),
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
    rows = [("; ".join(one.facts), story.counted(one.beside)) for one in given.open]
    return {"name": activity.told.name, "target": f"activity-{activity.number}", "rows": rows}


def _unknown_line(given: Unknown, story: Story) -> dict[str, Any]:
    """Give what is open in a line; activities by number."""
    rows = []
    for one in given.open:
        numbers = sorted(story.activity(id_).number for id_ in one.beside)
        several = "activity" if len(numbers) == 1 else "activities"
        rows.append(("; ".join(one.facts), f"{several} {', '.join(map(str, numbers))}"))
    return {"name": story.line(given.id).name, "target": f"line-{given.id}", "rows": rows}


def _dissent(each: Activity) -> dict[str, Any]:
    """Give what accounts of an activity state differently."""
    rows = [
        {
            "who": account.who,
            "source": account.source,
            "cells": [row.cells[place] for row in each.dissent],
        }
        for place, account in enumerate(each.told.accounts)
    ]
    labels = [row.label for row in each.dissent]
    return {"name": each.told.name, "labels": labels, "rows": rows}


def _activity(each: Activity) -> dict[str, Any]:
    """Give one activity in full."""
    accounts = [
        {
            "who": account.who,
            "source": account.source,
            "standing": account.details.standing if account.details else "",
            "note": account.note,
            "cells": [
                (row.label, words.ON_MAPS if row.column == "area" else row.cells[place])
                for row in each.told.rows
                if row.cells[place]
            ],
        }
        for place, account in enumerate(each.told.accounts)
    ]
    return {
        "number": each.number,
        "name": each.told.name,
        "gist": each.told.gist,
        "note": each.told.note,
        "accounts": accounts,
        "beside": [asdict(one) for one in each.beside],
        "unnamed": each.unnamed,
        "perhaps": _said("perhaps", each),
    }


def _sources(story: Story) -> Iterator[dict[str, str]]:
    """Go through the sources, their days in words."""
    for note in story.sources:
        day = words.day(note.date.isoformat()) if note.date else ""
        yield {**asdict(note), "date": day}
