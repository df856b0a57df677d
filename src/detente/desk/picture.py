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
from detente.desk.declared import declared, reader_of
from detente.desk.drafts import draft_of, earlier, word_in
from detente.desk.sitting import Sitting, written
from detente.desk.workbench import Workbench
from detente.notifications import burden, check, missing, words_owed
from detente.notifications.blank import blank
from detente.redlines import RedLine

__all__ = ["near_lines", "near_many", "owed", "picture", "taken"]


def picture(sitting: Sitting, wanted: asked.ADraft) -> dict[str, Any]:
    """Show what a draft touches as it stands: nothing is kept, and nothing is decided.

    `duties` are three-valued findings of agreed texts, each with when the word is due; `near` are
    pairs with red lines, each with what is not known; `beside` are pairs with the activities that
    the node was given, None where it was given none or the draft tells of none; `lacks` is what the
    format asks for and the draft does not state, but for the time, which it gets when it is sealed;
    `faults` is what is wrong in it; `work` counts its fields, those filled beforehand, and the
    minutes spent.
    """
    draft = draft_of(sitting, wanted.draft)
    word = word_in(sitting, draft)
    form = blank(sitting.bench.library, word.format)
    read = taken(sitting.bench, draft.body["activity"], draft.id)
    faults = check(word, form, [other for _, other in earlier(sitting, draft)])
    lines = [*sitting.bench.redlines, *_declared(sitting, word.marker)]
    return {
        "draft": draft.id,
        "version": draft.version,
        "at": written(sitting.at),
        "lacks": [asdict(each) for each in missing(word, form) if each.field != "made"],
        "faults": [str(each) for each in faults],
        "work": asdict(burden(word, form)),
        "duties": owed(sitting.bench, read) if read else None,
        "near": near_lines(sitting.bench, read, lines) if read else None,
        "beside": _beside(sitting.bench, read) if read else None,
    }


def _declared(sitting: Sitting, marker: str) -> list[RedLine]:
    """Give the declared lines that the officer's delegation may read, its own among them."""
    found = declared(sitting.bench, reader_of(sitting), marker)
    return [each.line for each in found if each.line]


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
    return near_many(bench, {"": read}, lines)[""]


def near_many(
    bench: Workbench, reads: Mapping[str, ReadResult], lines: Sequence[RedLine]
) -> dict[str, list[dict[str, Any]]]:
    """Give the red lines that each of several activities comes near to, under the same names."""
    from detente.obligations.zoning import by_area
    from detente.screening import members_of, screen

    near: dict[str, list[dict[str, Any]]] = {name: [] for name in reads}
    if not lines or not reads:
        return near
    called = {name: str(read.frame["activity"][0]) for name, read in reads.items()}
    frames = [read.frame.with_columns(activity=pl.lit(name)) for name, read in reads.items()]
    found = screen(
        by_area(pl.concat(frames, how="diagonal"), bench.library),
        lines,
        within_m=bench.within_km * 1000,
        members=members_of(bench.library.groups),
    )
    stated = {line.id: line for line in lines}
    for pair in _pairs(found, stated):
        name = pair["activity"]
        near[name].append({**pair, "activity": called[name]})
    return near


def _beside(bench: Workbench, read: ReadResult) -> list[dict[str, Any]] | None:
    """Give the activities of the node that go on near a draft's, or of which it cannot be told."""
    from detente.screening import encounters

    if bench.planned is None:
        return None
    # A draft is told apart from whatever the node was given, by a name that nothing else has.
    own, called = read.frame.with_columns(activity=pl.lit("")), str(read.frame["activity"][0])
    given = bench.planned.frame.filter(pl.col("activity") != called)
    both = pl.concat([own, given], how="diagonal_relaxed")
    found = encounters(both, within_m=bench.within_km * 1000)
    return [
        _plain({**row, "activity": called})
        for row in found.filter(pl.col("activity") == "").iter_rows(named=True)
    ]


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
