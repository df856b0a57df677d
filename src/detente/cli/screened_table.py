"""What a screening finds as tables for a person: activity by activity, the nearest lines first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.dossiers import nearness, words
from detente.dossiers.beside import Beside, beside, once, quoted, stance
from detente.dossiers.company import Sum, lines_of, sums
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
from detente.dossiers.harmless_lines import shown
from detente.dossiers.lines import levels
from detente.dossiers.nearness import Pair

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from detente.activities import ReadResult
    from detente.cli.showing import Shown
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

_FEW = 10
"""The most activities that are named in a sentence; others are counted."""

_NO_BOUND = {
    "time of the line": "from, until",
    "altitude of the line": "altitude_low, altitude_high",
    "altitude": "altitude_low, altitude_high",
}
"""What is open where a file does not say that there is no bound, and the keys that say it."""


@dataclass(frozen=True)
class Told:
    """What tables tell.

    Attributes:
        screened: what was found of single activities; None: only sets are told.
        sets: what was found of simultaneous ones.
        result: the activities as read, as far as they were known.
        lines: the lines that were asked.
        library: names States and measures.
        shown: which pairs and sets are shown.
        within_km: how near was worth telling where a line does not say it.
        notes: what a reader should know besides, a sentence each.
    """

    screened: pl.DataFrame | None
    sets: pl.DataFrame
    result: ReadResult
    lines: Sequence[RedLine]
    library: Library
    shown: Shown
    within_km: float = 0.0
    notes: Sequence[str] = ()


def tables(told: Told) -> Iterator[RenderableType]:
    """Go through the tables: one for each activity, then the sets, and the notes below them."""
    heading = _Heading({harmless(line.id): line for line in told.lines}, told.library)
    if told.screened is not None:
        yield from _activities(told.screened, told, heading)
    yield from _sets(told, heading)
    yield from told.notes
    yield "An activity that comes near to a line is no judgement of anybody. Days are in UTC."


class _Heading:
    """Names lines and their holders; where a line is named first, its words are told too.

    Args:
        lines: the lines, by id.
        library: names States and measures.
    """

    def __init__(self, lines: dict[str, RedLine], library: Library) -> None:
        """Name none yet."""
        self.lines, self._library, self._named = lines, library, set[str]()

    def of(self, redline: str) -> Iterator[RenderableType]:
        """Name a line."""
        from rich.text import Text

        line = shown(self.lines[redline])
        holder = words.state(line.holder, self._library)
        said = f"{holder}, {line.called}, {stance(line)}"
        yield Text.assemble((redline, "italic"), (f" · {said}", "dim"))
        if redline not in self._named:
            self._named.add(redline)
            level = f" ({levels(line, self._library)})" if line.levels else ""
            yield _indented(f"{quoted(line, most=len(line.words))}{level}", 2, "dim")


def _activities(screened: pl.DataFrame, told: Told, heading: _Heading) -> Iterator[RenderableType]:
    """Go through the activities, each with the lines that it comes near to."""
    asked = nearness.pairs(harmless_frame(told.shown.kept(screened)))
    near = [p for p in asked if told.shown.everything or p.nearness is not nearness.UNNAMED]
    names = harmless_read(told.result).names
    if told.result.frame.is_empty() or not told.lines:
        yield f"Nothing to lay side by side: {_lacking(told)}."
    elif not near:
        yield "No pair to show."
    for activity, pairs in nearness.of_activities(near[:_MOST]):
        yield from _activity(names.get(activity, activity), activity, pairs, heading, told.library)
    if len(near) > _MOST:
        more = len(near) - _MOST
        yield f"{_number(more, 'more pair')}; write them to a file: -o screened.csv"
    yield from _unshown(screened, len(asked) - len(near), told)
    yield from _far(screened, told, names)
    yield from _legend(near[:_MOST])


def _lacking(told: Told) -> str:
    """Say which side is empty."""
    return "no line was read" if not told.lines else "no account was read, or none was known then"


def _unshown(screened: pl.DataFrame, unnamed: int, told: Told) -> Iterator[str]:
    """Say how many pairs are not shown, and why."""
    others = screened.height - told.shown.kept(screened).height
    if others:
        yield f"{_number(others, 'more answer')} of another kind, and not shown (--verdict)."
    if unnamed:
        yield (
            f"{_number(unnamed, 'more pair')} not shown, of lines that do not say of whose or of"
            " which activities they speak (--all shows them)."
        )


def _far(screened: pl.DataFrame, told: Told, names: dict[str, str]) -> Iterator[str]:
    """Name the activities that surely come near to no line, as far as was asked."""
    there = set(screened["activity"])
    given = told.result.frame["activity"].unique(maintain_order=True)
    far = [harmless(each) for each in given if each not in there] if told.lines else []
    if not far:
        return
    further = "" if told.within_km else " --within KM looks further around areas."
    named = _few([names.get(each, each) for each in far], "; ")
    yield f"Near to no line, by place, time or kind: {named}.{further}"


def _few(names: Sequence[str], between: str = ", ") -> str:
    """Join names, the first few of many, and say how many more there are."""
    more = f" and {len(names) - _FEW:,} more" if len(names) > _FEW else ""
    return f"{between.join(names[:_FEW])}{more}"


def _legend(given: Sequence[Pair]) -> Iterator[str]:
    """Say what the signs stand for that are shown, and which keys say that there is no bound."""
    signs = [word for word in nearness.ORDER if any(pair.nearness is word for pair in given)]
    if signs:
        yield "   ".join(f"{word.sign} {word.text}" for word in signs)
    missing = {name for pair in given for name in pair.missing}
    keys = dict.fromkeys(key for name, key in _NO_BOUND.items() if name in missing)
    if keys:
        yield (
            "Where no bound of days or heights is meant, the file says so: open in"
            f" {', '.join(keys)}."
        )


def _number(many: int, of: str) -> str:
    """Say how many there are, as the beginning of a sentence: "1 more pair is"."""
    return f"{many:,} {of} is" if many == 1 else f"{many:,} {of}s are"


def _sets(told: Told, heading: _Heading) -> Iterator[RenderableType]:
    """Go through what activities that go on at one time add up to, line by line."""
    from rich.text import Text

    found = [shown(each) for each in sums(told.shown.kept(told.sets), told.library)]
    if not found and told.screened is None:
        yield "No line has a level that several of these activities could reach together."
    if found:
        yield Text("Together, where none reaches the level alone", style="bold")
    for redline, each in lines_of(found[:_MOST]):
        yield from heading.of(redline)
        for one in each:
            first, *more = _of_sum(one)
            yield _signed(one.sign, first, _SUMS[one.sign])
            yield from (_indented(line, _INDENT + 2) for line in more)
    if len(found) > _MOST:
        yield f"{_number(len(found) - _MOST, 'more set')} for a file: --sets -o sets.csv"
    if found:
        yield ""


def _of_sum(told: Sum) -> Iterator[str]:
    """Go through what is told of one sum."""
    yield f"{told.answer}: the sum is {told.peak} ({told.level}); {told.when}"
    yield f"{_few(told.members)}, by {told.source}"
    if told.margins and told.peak != words.NOT_STATED:
        yield f"margin: {'; '.join(told.margins)}"
    if told.settling.activity:
        yield f"open in the activities: {'; '.join(told.settling.activity)}"
    if told.settling.line:
        yield f"open in the line: {'; '.join(told.settling.line)}"


def _activity(
    name: str, activity: str, pairs: Sequence[Pair], heading: _Heading, library: Library
) -> Iterator[RenderableType]:
    """Give one activity and the lines that it comes near to."""
    from rich.text import Text

    yield Text(name if name == activity else f"{name} ({activity})", style="bold")
    before = ""
    for told in once(beside(pair, heading.lines[pair.redline], library) for pair in pairs):
        if told.redline != before:
            yield from heading.of(told.redline)
        before = told.redline
        first, *more = _lines(told)
        yield _signed(told.sign, first, STYLES[told.key])
        yield from (_indented(each, _INDENT + 2) for each in more)
    yield ""


def _signed(sign: str, line: str, style: str) -> RenderableType:
    """Give a line behind its sign; where it is broken, it goes on below its beginning."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row(Text(sign, style=style), Text(line, style=style))
    return Padding(row, (0, 0, 0, _INDENT), expand=False)


def _indented(line: str, by: int, style: str = "") -> RenderableType:
    """Give a line that begins, and is broken, so far to the right."""
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(line, style=style), (0, 0, 0, by), expand=False)


def _lines(told: Beside) -> Iterator[str]:
    """Go through what is told of one pair: answer, place and time, accounts, what would settle."""
    yield f"{told.answer}: {told.where}; {told.when}"
    yield f"by {', '.join(told.sources)}"
    if told.margins:
        yield f"margin: {'; '.join(told.margins)}"
    if told.open_activity:
        yield f"open in the activity: {'; '.join(told.open_activity)}"
    if told.open_line:
        yield f"open in the line: {'; '.join(told.open_line)}"
