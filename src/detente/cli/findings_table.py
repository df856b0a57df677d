"""Findings as tables for a person: activity by activity, account by account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.dossiers import words
from detente.dossiers.accounts import Accounts, gather
from detente.dossiers.entries import Answer, Block, Entry, blocks
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
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
WHICH = "detente explain tells which"
STYLES = {"applies": "bold blue", "open": "yellow", "not": "dim"}
_WIDTHS = (1, 16)
"""Columns of the indent and the answer."""

_SHARES = (4, 5, 7)
"""How the account, the dates and the why share the rest of a line."""

_MOST = 1000
"""The most answers that tables show; more are for a file."""


@dataclass(frozen=True)
class Told:
    """What tables tell.

    Attributes:
        findings: the findings to show, in the order of the accounts.
        quiet: of activities without a finding to show, how many provisions do not apply to each; 0:
            none addresses it. An activity that is in neither is left out.
        result: the activities as read.
        library: the agreed texts that were asked.
        notes: what is left out and how, a sentence each.
        asked: of which provisions it is told that none addresses an activity.
    """

    findings: pl.DataFrame
    quiet: Mapping[str, int]
    result: ReadResult
    library: Library
    notes: Sequence[str] = ()
    asked: str = "of the library"


def tables(told: Told) -> Iterator[RenderableType]:
    """Go through the tables of findings, one for each activity, and the notes below them."""
    if told.findings.height or told.quiet:
        yield from _activities(told)
    elif not told.result.frame.height:
        yield "No activity to tell of: what was read holds no account."
    else:
        yield "No finding to show."
    yield from told.notes
    if told.findings["draft"].any():
        yield f"{DRAFT_NOTE}."
    yield "Moments are in UTC; a date is a whole day. What is not stated is never taken as nil."


def _activities(told: Told) -> Iterator[RenderableType]:
    """Go through activities, as many as a person can read."""
    readable = _readable(told)
    here = told.findings.filter(told.findings["activity"].is_in(readable))
    frame = told.result.frame.filter(told.result.frame["activity"].is_in(readable))
    few, library = harmless_read(replace(told.result, frame=frame)), told.library
    found: dict[str, list[Mapping[str, Any]]] = {}
    for finding in harmless_frame(written(here, frame, library)).rows(named=True):
        found.setdefault(finding["activity"], []).append(finding)
    rows: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in few.frame.rows(named=True):
        rows.setdefault(row["activity"], {})[row["source"]] = row
    early = False
    quiet = {harmless(activity): number for activity, number in told.quiet.items()}
    for each in gather(few, library):
        gathered = blocks(found.get(each.activity, []), rows[each.activity], library)
        early = early or any(at_the_earliest(gathered))
        number = quiet.get(each.activity, 0)
        nothing = (
            f"{words.NOT.sign} {words.NOT.text}: {_many(number)}"
            if number
            else f"addressed by no provision {told.asked}"
        )
        yield from _activity(each, gathered, nothing, library)
    if here.height < told.findings.height:
        more = told.findings.height - here.height
        yield f"{more:,} more findings; write them to a file: -o findings.csv"
    left = len(told.quiet.keys() - set(readable))
    if left:
        yield f"{left:,} more activities have no finding to show."
    if early:
        yield f"{words.EARLIEST_NOTE} ({WHICH})."


def at_the_earliest(found: Iterable[Block]) -> Iterator[bool]:
    """Tell of each answer whether what is asked may fall due later too."""
    for block in found:
        for entry in block.entries:
            yield from (words.EARLIEST in answer.due for answer in entry.answers)


def _many(provisions: int) -> str:
    """Say how many provisions."""
    return f"{provisions} provision{'' if provisions == 1 else 's'}"


def _readable(told: Told) -> list[str]:
    """Choose the first activities, so many that a person can read what is told of them."""
    lengths = dict(told.findings.group_by("activity").len().rows())
    chosen: list[str] = []
    lines = 0
    for activity in told.result.frame["activity"].unique(maintain_order=True):
        if activity in lengths or activity in told.quiet:
            chosen.append(activity)
            lines += lengths.get(activity, 1)
        if lines >= _MOST:
            break
    return chosen


def _activity(
    told: Accounts, found: Sequence[Block], nothing: str, library: Library
) -> Iterator[RenderableType]:
    """Give one activity: who and when, then its findings, or that there is nothing to tell."""
    from rich.text import Text

    name = told.name if told.name == told.activity else f"{told.name} ({told.activity})"
    yield Text(name, style="bold")
    if told.gist:
        yield Text(told.gist, style="dim")
    if found:
        heads = ("Answer", "Account", "Due, given", "Why, or what would settle it")
        yield _rows([heads], "underline")
    else:
        yield Text(f"   {nothing}", style="dim")
    for block in found:
        for entry in block.entries:
            yield from _entry(entry, library)
    yield ""


def _entry(entry: Entry, library: Library) -> Iterator[RenderableType]:
    """Give one provision: who owes what it asks to whom, then what each account makes of it."""
    from rich.text import Text

    mark = f" {DRAFT}" if entry.draft else ""
    name = (f"{entry.name}{mark} {entry.provision.title}", "italic")
    owing = {_owing(answer) for answer in entry.answers}
    if len(owing) == 1:
        yield Text.assemble(name, (f" · {owing.pop()}", "dim"))
        yield _rows(_cells(answer, library) for answer in entry.answers)
    else:
        yield Text.assemble(name)
        yield _rows(_cells(answer, library, _owing(answer)) for answer in entry.answers)


def _owing(answer: Answer) -> str:
    """Say who owes a duty to whom."""
    towards = ", ".join(answer.towards) or words.EVERYBODY_ELSE
    return f"{answer.bound or 'a State not stated'} → {towards}"


def _rows(rows: Iterable[tuple[RenderableType, ...]], style: str = "") -> Table:
    """Put rows under one another, in the same columns everywhere."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in _WIDTHS:
        table.add_column(width=width, overflow="fold", style=style)
    for share in _SHARES:
        table.add_column(ratio=share, overflow="fold", style=style)
    for row in rows:
        table.add_row("", *row)
    return table


def _cells(answer: Answer, library: Library, owing: str = "") -> tuple[RenderableType, ...]:
    """Give the cells of one answer."""
    from rich.text import Text

    why = [owing] if owing else []
    if answer.missing:
        settling = (words.to_fill(column, library) for column in answer.missing)
        why.append(f"settled by: {', '.join(settling)}")
    if answer.reached:
        why.append(f"reached: {', '.join(words.label(each, library) for each in answer.reached)}")
    return (
        Text(f"{answer.word.sign} {answer.word.text}", style=STYLES[answer.word.key]),
        ", ".join(answer.sources),
        clock(answer),
        "\n".join(why),
    )


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


def frame(*columns: tuple[str, int]) -> Table:
    """Give an empty table with columns of these widths; 0: as wide as its longest cell."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, show_edge=False)
    for heading, width in columns:
        table.add_column(heading, max_width=width or None, no_wrap=not width, overflow="fold")
    return table
