"""Findings as tables for a person: activity by activity, account by account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.dossiers import words
from detente.dossiers.accounts import Accounts, gather
from detente.dossiers.entries import Answer, Block, blocks
from detente.dossiers.written import written

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType
    from rich.table import Table

    from detente.activities import ReadResult
    from detente.instruments import Library

DRAFT = "†"
DRAFT_NOTE = (
    "† draft: the library's entry, or one it builds on, has not yet been compared with the"
    " authentic text by two readers"
)
STYLES = {"applies": "bold blue", "open": "yellow", "not": "dim"}
_WIDTHS = (1, 16, 20, 22)
"""Columns of the indent, the answer, the account and the dates; the rest is for the why."""

_MOST = 1000
"""The most answers that tables show; more are for a file."""


def tables(
    findings: pl.DataFrame, hidden: str, result: ReadResult, library: Library
) -> Iterator[RenderableType]:
    """Go through the tables of findings, one for each activity, and the notes below them.

    Args:
        findings: the findings to show, in the order of the accounts.
        hidden: what is left out, as a sentence; empty when nothing is.
        result: the activities as read.
        library: the agreed texts that were asked.
    """
    if findings.height:
        yield from _activities(findings, result, library)
    else:
        yield "No finding to show."
    yield from _notes(findings, hidden)


def _activities(
    findings: pl.DataFrame, result: ReadResult, library: Library
) -> Iterator[RenderableType]:
    """Go through activities, as many as a person can read."""
    readable = findings.head(_MOST)["activity"].unique().to_list()
    here = findings.filter(findings["activity"].is_in(readable))
    few = replace(result, frame=result.frame.filter(result.frame["activity"].is_in(readable)))
    found: dict[str, list[Mapping[str, Any]]] = {}
    for finding in written(here, few.frame, library).rows(named=True):
        found.setdefault(finding["activity"], []).append(finding)
    rows: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in few.frame.rows(named=True):
        rows.setdefault(row["activity"], {})[row["source"]] = row
    for told in gather(few, library, {}):
        if told.activity in found:
            yield from _activity(
                told, blocks(found[told.activity], rows[told.activity], library), library
            )
    if here.height < findings.height:
        more = findings.height - here.height
        yield f"{more:,} more findings; write them to a file: -o findings.csv"


def _activity(told: Accounts, found: Iterable[Block], library: Library) -> Iterator[RenderableType]:
    """Give one activity: who and when, then its findings, provision by provision."""
    from rich.text import Text

    name = told.name if told.name == told.activity else f"{told.name} ({told.activity})"
    yield Text(name, style="bold")
    if told.gist:
        yield Text(told.gist, style="dim")
    yield _rows([("Answer", "Account", "Due, given", "Why, or what would settle it")], "underline")
    for block in found:
        for entry in block.entries:
            mark = f" {DRAFT}" if entry.draft else ""
            yield Text(f"{entry.name}{mark} {entry.provision.title}", style="italic")
            yield _rows(_cells(answer, library) for answer in entry.answers)
    yield ""


def _rows(rows: Iterable[tuple[RenderableType, ...]], style: str = "") -> Table:
    """Put rows under one another, in the same columns everywhere."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in _WIDTHS:
        table.add_column(width=width, overflow="fold", style=style)
    table.add_column(ratio=1, overflow="fold", style=style)
    for row in rows:
        table.add_row("", *row)
    return table


def _cells(answer: Answer, library: Library) -> tuple[RenderableType, ...]:
    """Give the cells of one answer."""
    from rich.text import Text

    towards = [f"towards {', '.join(answer.towards)}"] if answer.towards else []
    return (
        Text(f"{answer.word.sign} {answer.word.text}", style=STYLES[answer.word.key]),
        ", ".join(answer.sources),
        clock(answer),
        "\n".join([*towards, *_why(answer, library)]),
    )


def _why(answer: Answer, library: Library) -> Iterator[str]:
    """Say what would settle an answer, and which levels are reached."""
    for words_, columns in (("settled by", answer.missing), ("reached", answer.reached)):
        if columns:
            yield f"{words_}: {', '.join(words.label(column, library) for column in columns)}"


def clock(answer: Answer) -> str:
    """Say when a duty falls due, when it was done, and whether in time, a line each."""
    if not answer.due:
        return ""
    lines = [f"due {answer.due}"]
    if answer.given:
        lines.append(f"given: {answer.given}")
    if answer.timing != words.OPEN.text:
        lines.append(answer.timing)
    return "\n".join(lines)


def _notes(findings: pl.DataFrame, hidden: str) -> Iterator[str]:
    """Say below the tables what their signs mean and what they leave out."""
    if hidden:
        yield hidden
    if findings["draft"].any():
        yield f"{DRAFT_NOTE}."
    yield "Moments are in UTC; a date is a whole day. What is not stated is never taken as nil."


def frame(*columns: tuple[str, int]) -> Table:
    """Give an empty table with columns of these widths; 0: as wide as its longest cell."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, show_edge=False)
    for heading, width in columns:
        table.add_column(heading, max_width=width or None, no_wrap=not width, overflow="fold")
    return table
