"""The commands on consultations: how one stands, what may be done next, told again, the ledger."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.asking import Command, Instant, own_library
from detente.cli.at_node import Where, somewhere
from detente.cli.output import output, put, show
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.instruments import Library
    from detente.instruments.mechanisms import Mechanism
    from detente.invocations import Consultation

    Told = tuple[Consultation, Mechanism, dt.datetime]

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
NONE = "There is no consultation that you may read."

files = click.argument("files", nargs=-1, metavar="[FILE]...")
only = click.option("--id", "id_", metavar="ID", help="Only this consultation.")
at = click.option(
    "--at",
    type=Instant(),
    metavar="MOMENT",
    help="As of when. 2022-02-13 means the end of that day in UTC; or an instant such as"
    " 2022-02-13T12:00Z. Without it: the end of the record; at a node: now.",
)


def form(*formats: str) -> Callable[[Command], Command]:
    """Give a command the option of its format."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True
    )


@click.group()
def consult() -> None:
    """Follow consultations under a mechanism: whose turn it is, which clock runs, what comes next.

    A FILE tells who asked whom and what happened, as stated by whom (TOML). Without one, it is told
    from the words of a node that your delegation may read. Where accounts differ, or a clause is
    read in two ways, both stand side by side. Whether a party acted as it should is not said.
    """


@consult.command("show")
@files
@only
@at
@form("text", "json")
@somewhere
@own_library
def show_(
    files: tuple[str, ...],
    id_: str | None,
    at: dt.datetime | None,
    form: str,
    where: Where,
    folder: Path | None,
) -> None:
    """Tell how each consultation stands: stage, turn, clocks, next steps, questions, meetings."""
    from detente.cli.consult_text import whole
    from detente.consultations.whole import standing

    told = _told(files, id_, at, where, folder)
    if form == "json":
        as_json([standing(*each) for each in told])
        return
    show(_or_none(part for each in told for part in whole(*each)))


@consult.command("next")
@files
@only
@at
@form("text", "json", "csv")
@somewhere
@own_library
def next_(
    files: tuple[str, ...],
    id_: str | None,
    at: dt.datetime | None,
    form: str,
    where: Where,
    folder: Path | None,
) -> None:
    """Tell what may be done next, by whom, and until when a clock asks for it."""
    from detente.cli.consult_text import steps
    from detente.consultations.whole import next_rows

    told = _told(files, id_, at, where, folder)
    if form == "text":
        show(_or_none(part for each in told for part in steps(*each)))
        return
    rows = [row for each in told for row in next_rows(*each)]
    as_json(rows) if form == "json" else as_csv(rows, None)


@consult.command("replay")
@files
@only
@click.option(
    "--every", metavar="STEP", help="In equal steps, such as 1h, 30m or 1d; else at each change."
)
@click.option("--until", type=Instant(), metavar="MOMENT", help="Up to here; else to the end.")
@form("text", "json")
@somewhere
@own_library
def replay_(
    files: tuple[str, ...],
    id_: str | None,
    every: str | None,
    until: dt.datetime | None,
    form: str,
    where: Where,
    folder: Path | None,
) -> None:
    """Tell each consultation again, instant by instant, as it stood then."""
    from detente.cli.consult_text import told_again
    from detente.consultations.replay import replay
    from detente.consultations.written import plain

    step = _step(every) if every else None
    told = [
        (each, mechanism, replay(each, mechanism, every=step, until=until or end))
        for each, mechanism, end in _told(files, id_, None, where, folder)
    ]
    if form == "json":
        as_json([plain(picture) for _, _, pictures in told for picture in pictures])
        return
    show(_or_none(part for each in told for part in told_again(*each)))


@consult.command("ledger")
@files
@at
@form("table", "json", "csv")
@output
@somewhere
@own_library
def ledger_(
    files: tuple[str, ...],
    at: dt.datetime | None,
    form: str,
    output: Path | None,
    where: Where,
    folder: Path | None,
) -> None:
    """Tell how each clock came out: on time, late, never, or not to be told; and how often.

    It counts clocks of mechanisms, never States. A use of which it is not sure that it was made
    under the mechanism is shown and not counted.
    """
    from detente.cli.consult_text import lines_and_counts
    from detente.consultations.ledger import counts, ledger
    from detente.consultations.written import plain

    told, now = _together(_told(files, None, at, where, folder))
    lines = ledger(told, now)
    if form == "table":
        show(lines_and_counts(lines, counts(lines), [each for _, each in told], now), output)
    elif form == "json":
        whole = {"at": plain(now), "lines": plain(lines), "counts": plain(counts(lines))}
        put(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", output)
    else:
        as_csv([plain(line) for line in lines], output)


@consult.command("calendar")
@files
@only
@at
@output
@somewhere
@own_library
def calendar_(
    files: tuple[str, ...],
    id_: str | None,
    at: dt.datetime | None,
    output: Path | None,
    where: Where,
    folder: Path | None,
) -> None:
    """Write meetings, ends of clocks that run, and what was undertaken, as iCalendar (.ics)."""
    from detente.consultations.calendar import calendar

    told, now = _together(_told(files, id_, at, where, folder))
    put(calendar(told, now), output)


@consult.command("mechanisms")
@click.argument("name", required=False)
@form("text", "json")
@own_library
def mechanisms_(name: str | None, form: str, folder: Path | None) -> None:
    """List the mechanisms of the library, or show the one called NAME.

    NAME is a full name such as osce/vd-2011/unusual-activities.
    """
    from detente.cli.consult_text import listed, mechanism_told
    from detente.consultations.written import plain

    library = library_in(folder)
    found = [(name, *library.mechanism(name))] if name else list(library.mechanisms())
    if form == "json":
        as_json([{"name": full, **plain(mechanism)} for full, _, mechanism in found])
    else:
        show(mechanism_told(*found[0]) if name else listed(found))


def library_in(folder: Path | None) -> Library:
    """Read the library."""
    import detente as dt_

    return dt_.library(folder)


def _told(
    files: Sequence[str],
    id_: str | None,
    at: dt.datetime | None,
    where: Where,
    folder: Path | None,
) -> list[Told]:
    """Give consultations, each with its mechanism and as of when: of files, or else of a node.

    Raises:
        DetenteError: a file, the id, or a mechanism cannot be taken.
        Refused: there is neither a file nor a node.
    """
    from detente.cli.consult_at_node import told_at
    from detente.consultations.replay import end_of_record

    if not files:
        return told_at(where, id_, at)
    return [
        (each, mechanism, at or end_of_record(each))
        for each, mechanism in told_in(files, id_, library_in(folder))
    ]


def told_in(
    files: Sequence[str], id_: str | None, library: Library
) -> Iterator[tuple[Consultation, Mechanism]]:
    """Read consultations, and give each with its mechanism.

    Raises:
        DetenteError: a file, the id, or a mechanism cannot be taken.
    """
    from detente.consultations.picture import fitting
    from detente.errors import UnknownName
    from detente.invocations import read_consultations

    told = read_consultations(files)
    if id_ is not None and id_ not in {each.id for each in told}:
        raise UnknownName("consultation", id_, [each.id for each in told])
    for each in told:
        if id_ in (None, each.id):
            _, mechanism = library.mechanism(each.mechanism)
            fitting(each, mechanism)
            yield each, mechanism


def _together(told: list[Told]) -> tuple[list[tuple[Consultation, Mechanism]], dt.datetime]:
    """Give consultations as of one instant: the latest of theirs.

    Raises:
        Refused: there is none.
    """
    if not told:
        raise Refused(NONE)
    return [(each, mechanism) for each, mechanism, _ in told], max(now for _, _, now in told)


def _or_none(parts: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """Go through what is shown, or say that there is nothing."""
    empty = True
    for each in parts:
        empty = False
        yield each
    if empty:
        yield NONE


def _step(text: str) -> dt.timedelta:
    """Read a step of time.

    Raises:
        Refused: it is none.
    """
    match = re.fullmatch(r"([1-9]\d{0,3})([mhd])", text)
    if match is None:
        raise Refused(f"--every {text} is no step of time; write 30m, 1h or 1d.")
    return dt.timedelta(**{_UNITS[match[2]]: int(match[1])})


def as_json(value: Any) -> None:
    """Print JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def as_csv(rows: Iterable[dict[str, Any]], path: Path | None) -> None:
    """Write rows as CSV: a time in two columns, names parted by semicolons."""
    import csv
    import io

    flat = [dict(_flat(row)) for row in rows]
    into = io.StringIO()
    writer = csv.DictWriter(
        into, list(dict.fromkeys(key for row in flat for key in row)), lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(flat)
    put(into.getvalue(), path)


def _flat(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Write one row with plain cells."""
    for key, value in row.items():
        if key in ("opens", "deadline"):
            yield f"{key}_from", value["from"] if value else ""
            yield f"{key}_to", (value["to"] or "") if value else ""
        elif isinstance(value, dict):
            yield key, "; ".join(f"{name}: {_cell(each)}" for name, each in value.items())
        else:
            yield key, _cell(value)


def _cell(value: Any) -> Any:
    """Write one value."""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(str, value)) if isinstance(value, list) else value
