"""The command that tells who is bound by an instrument, and who departs from it towards whom."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from detente.cli.asking import Asked, Day, asking, complete_instrument
from detente.cli.output import aside, marked, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.cli.relation import Line
    from detente.instruments import Library, Text
    from detente.instruments.provisions import Status
    from detente.obligations.spells import Spell

_COLUMNS = (
    "instrument",
    "obligor",
    "obligee",
    "kind",
    "ground",
    "from",
    "from_latest",
    "to",
    "disputed_by",
    "claimed_by",
    "provisions",
    "citation",
    "draft",
)


@click.command(short_help="Who is bound by an instrument, and who departs from it.")
@click.argument("instrument", shell_complete=complete_instrument)
@click.option("--on", "day", type=Day(), metavar="DATE", help="Only as things stand on this day.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
@asking
def status(asked: Asked, instrument: str, day: dt.date | None, form: str) -> None:
    """Tell who is bound by INSTRUMENT, and the dated departures between its parties.

    A departure is a suspension, a withdrawal, a refusal or a non-performance by one party towards
    another, with its ground, and who disputes it. Whether it was justified is not said.
    """
    from detente.cli.relation import relation

    library = asked.library()
    text = library.text(instrument)
    if form == "table":
        show([*marked(asked.mark()), *_tables(library, text, day)])
        return
    aside(asked.mark())
    lines = [_plain(line) for line in relation(library, text, day)]
    if form == "json":
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
    else:
        click.echo(_csv(lines), nl=False)


def _plain(line: Line) -> dict[str, Any]:
    """Write one line of the relation for a program, days as ISO dates."""
    plain = dataclasses.asdict(line)
    plain["from"] = plain.pop("from_")
    return {
        key: plain[key].isoformat() if isinstance(plain[key], dt.date) else plain[key]
        for key in _COLUMNS
    }


def _csv(lines: Sequence[dict[str, Any]]) -> str:
    """Write the relation as CSV; several names in one cell are parted by semicolons."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for line in lines:
        writer.writerow(_cell(value) for value in line.values())
    return into.getvalue()


def _cell(value: object) -> object:
    """Write one value for a CSV file."""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, tuple | list) else value


def _tables(library: Library, text: Text, day: dt.date | None) -> Iterator[RenderableType]:
    """Give the tables: who is bound, then who departs towards whom."""
    from rich.text import Text as Styled

    from detente.cli.relation import INCOMPLETE, bound_on, departures
    from detente.obligations.spells import binding

    on = f" on {day.isoformat()}" if day else ""
    yield Styled(f"{text.path} {text.instrument.title}{on}", style="bold")
    yield from _bound(bound_on(library, text, day), on)
    if binding(library, text).unlisted:
        yield INCOMPLETE
    running = departures(text, day)
    if running:
        yield Styled(f"Departures{on}", style="bold")
        yield _departures(library, running)
        yield "Each departure is as stated by those named; whether it was justified is not said."
    else:
        yield f"No departure is recorded{on}."


def _bound(together: dict[tuple[Spell, ...], list[str]], on: str) -> Iterator[RenderableType]:
    """Tell who is bound, those with the same days together."""
    from detente.cli.findings_table import frame

    total = sum(len(states) for states in together.values())
    if not total:
        yield f"Nobody is bound{on}."
        return
    table = frame(("Bound", 36), ("States", 60))
    for each, states in together.items():
        table.add_row("; ".join(_spell(spell) for spell in each), ", ".join(states))
    yield table
    yield f"{total} {'State' if total == 1 else 'States'}{' bound' if on else ' in all'}{on}."


def _spell(spell: Spell) -> str:
    """Write a spell."""
    known = spell.from_ != dt.date.min
    first = f"from {spell.from_.isoformat()}" if known else "from the beginning"
    if spell.surely:
        first = f"from some day between {spell.from_.isoformat()} and {spell.surely.isoformat()}"
    return f"{first} to before {spell.to.isoformat()}" if spell.to else first


def _departures(library: Library, running: Iterable[Status]) -> RenderableType:
    """Give the table of departures."""
    from detente.cli.findings_table import DRAFT, frame

    table = frame(("When", 18), ("Who, towards whom", 26), ("Ground given", 52))
    for entry in running:
        mark = f" {DRAFT}" if entry.draft else ""
        towards = ", ".join(_name(obligee, library) for obligee in entry.obligees)
        who = f"{_name(entry.obligor, library)} towards {towards}: {entry.kind}{mark}"
        table.add_section()
        table.add_row(_when(entry), who, "\n".join(_told(entry)))
    return table


def _when(entry: Status) -> str:
    """Write the days of a departure."""
    first = f"from {entry.from_.isoformat()}"
    if entry.from_latest:
        last = entry.from_latest.isoformat()
        first = f"from some day between {entry.from_.isoformat()} and {last}"
    return f"{first} to before {entry.to.isoformat()}" if entry.to else first


def _name(name: str, library: Library) -> str:
    """Name a State or an organisation."""
    from detente.dossiers import words

    return words.state(name, library)


def _told(entry: Status) -> Iterator[str]:
    """Tell the ground of a departure, who disputes it, and where it is taken from."""
    yield entry.ground
    if entry.provisions:
        yield f"only: {', '.join(entry.provisions)}"
    if entry.disputed_by:
        yield f"disputed by {', '.join(entry.disputed_by)}"
    if entry.claimed_by:
        yield f"so stated by {', '.join(entry.claimed_by)}, not by the party itself"
    yield f"({entry.source})"
