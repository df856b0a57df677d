"""What a screening finds as tables for a person: activity by activity, the nearest lines first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.dossiers import nearness, words
from detente.dossiers.beside import Beside, beside, stance
from detente.dossiers.company import Sum, lines_of, sums
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
from detente.dossiers.harmless_lines import shown
from detente.dossiers.nearness import Pair

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from detente.activities import ReadResult
    from detente.instruments import Library
    from detente.redlines import RedLine

STYLES = {
    "meets": "bold blue",
    "inside": "bold",
    "near": "bold",
    "open": "yellow",
    "unnamed": "dim",
}
_SUMS = {"●": "bold blue", "?": "yellow", "○": "dim"}
_INDENT = 3
_MOST = 1000
"""The most pairs that tables show; more are for a file."""


@dataclass(frozen=True)
class Told:
    """What tables tell.

    Attributes:
        screened: what was found of single activities; None: only sets are told.
        sets: what was found of simultaneous ones.
        result: the activities as read.
        lines: the lines that were asked.
        library: names States and measures.
        everything: whether lines are shown that do not say of whom or of what they speak.
        notes: what a reader should know besides, a sentence each.
    """

    screened: pl.DataFrame | None
    sets: pl.DataFrame
    result: ReadResult
    lines: Sequence[RedLine]
    library: Library
    everything: bool = False
    notes: Sequence[str] = ()


def tables(told: Told) -> Iterator[RenderableType]:
    """Go through the tables: one for each activity, then the sets, and the notes below them."""
    lines = {harmless(line.id): line for line in told.lines}
    if told.screened is not None:
        yield from _activities(told.screened, told, lines)
    yield from _sets(told, lines)
    yield from told.notes
    yield "An activity that comes near to a line is no judgement of anybody. Days are in UTC."


def _activities(
    screened: pl.DataFrame, told: Told, lines: dict[str, RedLine]
) -> Iterator[RenderableType]:
    """Go through the activities, each with the lines that it comes near to."""
    found = nearness.pairs(harmless_frame(screened))
    near = [p for p in found if told.everything or p.nearness is not nearness.UNNAMED]
    if not near:
        yield "No line comes near to be shown."
    names = harmless_read(told.result).names
    for activity, pairs in nearness.of_activities(near[:_MOST]):
        yield from _activity(names.get(activity, activity), activity, pairs, lines, told.library)
    if len(near) > _MOST:
        yield f"{len(near) - _MOST:,} more pairs; write them to a file: -o screened.csv"
    hidden = len(found) - len(near)
    if hidden:
        yield (
            f"{hidden:,} more pairs are not shown: their lines do not say of whose or of which"
            " activities they speak (--all shows them)."
        )


def _sets(told: Told, lines: dict[str, RedLine]) -> Iterator[RenderableType]:
    """Go through what activities that go on at one time add up to, line by line."""
    from rich.padding import Padding
    from rich.text import Text

    found = [shown(each) for each in sums(told.sets, told.library)]
    if not found and told.screened is None:
        yield "No line has a level that several of these activities could reach together."
    if found:
        yield Text("Together, where none reaches the level alone", style="bold")
    for redline, each in lines_of(found):
        yield _heading(redline, lines[redline], told.library)
        for one in each:
            first, *more = _of_sum(one)
            yield Padding(Text(first, style=_SUMS[one.sign]), (0, 0, 0, _INDENT))
            yield from (Padding(Text(line), (0, 0, 0, _INDENT + 2)) for line in more)
    if found:
        yield ""


def _of_sum(told: Sum) -> Iterator[str]:
    """Go through what is told of one sum."""
    yield f"{told.sign} {told.answer}: {told.peak} ({told.level}); {told.when}"
    yield f"{', '.join(told.members)}, by {told.source}"
    if told.margins:
        yield f"margin: {'; '.join(told.margins)}"
    if told.settling.activity:
        yield f"open in the activities: {'; '.join(told.settling.activity)}"
    if told.settling.line:
        yield f"open in the line: {'; '.join(told.settling.line)}"


def _activity(
    name: str,
    activity: str,
    pairs: Sequence[Pair],
    lines: dict[str, RedLine],
    library: Library,
) -> Iterator[RenderableType]:
    """Give one activity and the lines that it comes near to."""
    from rich.padding import Padding
    from rich.text import Text

    yield Text(name if name == activity else f"{name} ({activity})", style="bold")
    before = ""
    for pair in pairs:
        if pair.redline != before:
            yield _heading(pair.redline, lines[pair.redline], library)
        before = pair.redline
        first, *more = _lines(beside(pair, library))
        yield Padding(Text(first, style=STYLES[pair.nearness.key]), (0, 0, 0, _INDENT))
        yield from (Padding(Text(each), (0, 0, 0, _INDENT + 2)) for each in more)
    yield ""


def _heading(redline: str, line: RedLine, library: Library) -> RenderableType:
    """Name a line and its holder."""
    from rich.text import Text

    holder = words.state(line.holder, library)
    said = harmless(f"{holder}, {line.called}, {stance(line)}")
    return Text.assemble((redline, "italic"), (f" · {said}", "dim"))


def _lines(told: Beside) -> Iterator[str]:
    """Go through what is told of one pair: answer, place and time, accounts, what would settle."""
    yield f"{told.sign} {told.answer}: {told.where}; {told.when}"
    yield f"by {', '.join(told.sources)}"
    if told.margins:
        yield f"margin: {'; '.join(told.margins)}"
    if told.open_activity:
        yield f"open in the activity: {'; '.join(told.open_activity)}"
    if told.open_line:
        yield f"open in the line: {'; '.join(told.open_line)}"
