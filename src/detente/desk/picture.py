"""What a draft, or a word that arrived, touches: duties, red lines, and what is not stated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from detente.activities import ReadResult
from detente.activities.reading import read_given
from detente.desk import asked
from detente.desk.drafts import draft_of, earlier, word_in
from detente.desk.sitting import Sitting, written
from detente.desk.workbench import Workbench
from detente.notifications import check, missing, words_owed
from detente.notifications.blank import blank
from detente.redlines import RedLine

__all__ = ["near_lines", "owed", "picture", "taken"]


def picture(sitting: Sitting, wanted: asked.ADraft) -> dict[str, Any]:
    """Show what a draft touches as it stands: nothing is kept, and nothing is decided.

    `duties` are three-valued findings of agreed texts, each with when the word is due; `near` are
    pairs with red lines, each with what is not known; `lacks` is what the format asks for and the
    draft does not state; `faults` is what is wrong in it.
    """
    draft = draft_of(sitting, wanted.draft)
    word = word_in(sitting, draft)
    form = blank(sitting.bench.library, word.format)
    read = taken(sitting.bench, draft.body["activity"], draft.id)
    faults = check(word, form, [other for _, other in earlier(sitting, draft)])
    return {
        "draft": draft.id,
        "version": draft.version,
        "at": written(sitting.at),
        "lacks": [asdict(each) for each in missing(word, form)],
        "faults": [str(each) for each in faults],
        "duties": owed(sitting.bench, read) if read else None,
        "near": near_lines(sitting.bench, read, sitting.bench.redlines) if read else None,
    }


def taken(bench: Workbench, activity: Mapping[str, Any] | None, where: str) -> ReadResult | None:
    """Read the activity of a draft or word; None where it tells of none.

    Raises:
        ActivityFileError: the record has faults; all of them are told.
    """
    if activity is None:
        return None
    data = json.dumps([activity], ensure_ascii=False).encode()
    return read_given(data, bench.vocabulary, name=f"{where}.json")


def owed(bench: Workbench, read: ReadResult) -> list[dict[str, Any]]:
    """Give the words that agreed texts ask for on an activity, the earliest due first."""
    from detente.obligations.evaluate import evaluate
    from detente.obligations.zoning import by_area

    findings = evaluate(by_area(read.frame, bench.library), library=bench.library)
    return [_plain(asdict(each)) for each in words_owed(findings, bench.library)]


def near_lines(
    bench: Workbench, read: ReadResult, lines: Sequence[RedLine]
) -> list[dict[str, Any]]:
    """Give the red lines that an activity comes near to, or of which it cannot be told."""
    from detente.obligations.zoning import by_area
    from detente.screening import members_of, screen

    if not lines:
        return []
    found = screen(
        by_area(read.frame, bench.library),
        lines,
        within_m=bench.within_km * 1000,
        members=members_of(bench.library.groups),
    )
    stated = {line.id: line for line in lines}
    return list(_pairs(found, stated))


def _pairs(found: pl.DataFrame, lines: Mapping[str, RedLine]) -> Iterator[dict[str, Any]]:
    """Give pairs that are near, or whose answer is no settled no, with the words of the line."""
    for row in found.iter_rows(named=True):
        if row["verdict"] is not False or row["relation"] == "near":
            yield {**_plain(row), "words": lines[row["redline"]].words}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row as JSON has it: instants as text in UTC."""
    return {
        name: written(value) if hasattr(value, "isoformat") else value
        for name, value in row.items()
    }
