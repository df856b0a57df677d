"""What a screening finds as tables for a person: activity by activity, the nearest lines first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.dossiers import nearness, words
from detente.dossiers.beside import Beside, beside, stance
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
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
_INDENT = 3
_MOST = 1000
"""The most pairs that tables show; more are for a file."""


@dataclass(frozen=True)
class Told:
    """What tables tell.

    Attributes:
        screened: what was found.
        result: the activities as read.
        lines: the lines that were asked.
        library: names States and measures.
        everything: whether lines are shown that do not say of whom or of what they speak.
        notes: what a reader should know besides, a sentence each.
    """

    screened: pl.DataFrame
    result: ReadResult
    lines: Sequence[RedLine]
    library: Library
    everything: bool = False
    notes: Sequence[str] = ()


def tables(told: Told) -> Iterator[RenderableType]:
    """Go through the tables, one for each activity, and the notes below them."""
    found = nearness.pairs(harmless_frame(told.screened))
    shown = [p for p in found if told.everything or p.nearness is not nearness.UNNAMED]
    if not shown:
        yield "No line comes near to be shown."
    lines = {harmless(line.id): line for line in told.lines}
    names = harmless_read(told.result).names
    for activity, pairs in nearness.of_activities(shown[:_MOST]):
        yield from _activity(names.get(activity, activity), activity, pairs, lines, told.library)
    if len(shown) > _MOST:
        yield f"{len(shown) - _MOST:,} more pairs; write them to a file: -o screened.csv"
    hidden = len(found) - len(shown)
    if hidden:
        yield (
            f"{hidden:,} more pairs are not shown: their lines do not say of whose or of which"
            " activities they speak (--all shows them)."
        )
    yield from told.notes
    yield "An activity that comes near to a line is no judgement of anybody. Days are in UTC."


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
