"""The commands that read public notices: NOTAM and navigational warnings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import aside, by_ending, on_terminal, output, put, show
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.notices import Notices, Reading, Window
    from detente.notices.summing import Sums

FORMS = ("table", "jsonl", "geojson", "csv", "parquet", "cap", "ics")
_ENDINGS = {
    ".jsonl": "jsonl",
    ".json": "geojson",
    ".geojson": "geojson",
    ".csv": "csv",
    ".parquet": "parquet",
    ".xml": "cap",
    ".ics": "ics",
}
_SHOWN = 40
_FILES = click.argument("paths", nargs=-1, required=True, metavar="NOTICES...")
_gazetteer = click.option(
    "--gazetteer",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Areas by name, TOML ([[area]] with name and area in WKT) or GeoJSON.",
)


@click.group(short_help="Read public notices: NOTAM and navigational warnings.")
def notices() -> None:
    """Read public notices: NOTAM and navigational warnings, as they are really distributed.

    Each notice gives its areas with their altitudes, its windows, its class with the words that
    decided it, and a list of what was not understood.
    """


@notices.command("read")
@_FILES
@_gazetteer
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help="Only notices of this class, such as gunnery. Repeatable; `stats` names the classes.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="table, or by the ending of -o. csv and parquet hold activities, a row for each area and"
    " window; jsonl holds the readings whole.",
)
@click.option(
    "--sender", default="detente", show_default=True, help="CAP only: who sends the alerts."
)
@click.option(
    "--sent",
    type=click.DateTime(["%Y-%m-%dT%H:%MZ"]),
    help="CAP only: when, such as 2026-09-14T06:00Z, for notices that state no time of issue.",
)
@output
def read(
    paths: tuple[str, ...],
    gazetteer: str | None,
    classes: tuple[str, ...],
    form: str | None,
    sender: str,
    sent: dt.datetime | None,
    output: Path | None,
) -> None:
    """Read NOTICES...: files or folders of them; - is text on standard input.

    Texts (.txt), JSON, JSON lines, GeoJSON and XML of the usual feeds, each also gzipped (.gz):
    raw NOTAM, NAVAREA, HYDROLANT, HYDROPAC and HYDROARC, NAVTEX and coastal warnings, Russian ones
    among them.
    """
    chosen = form or (by_ending(output, _ENDINGS) if output else "table")
    found = _chosen(_read(paths, gazetteer), classes)
    if chosen == "table":
        show(_tables(found.readings), output)
        return
    content = _written(found, chosen, sender, sent)
    if isinstance(content, bytes) and output is None and on_terminal():
        raise click.UsageError(f"{chosen} is not for a terminal; give a file with -o.")
    put(content, output)


@notices.command()
@_FILES
@_gazetteer
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@output
def stats(paths: tuple[str, ...], gazetteer: str | None, form: str, output: Path | None) -> None:
    """Count NOTICES... by class, and what of them was not understood."""
    import json

    from detente.notices.summing import sums

    counted = sums(_read(paths, gazetteer).readings)
    if form == "json":
        told = {name: getattr(counted, name) for name in counted.__slots__}
        put(json.dumps(told, ensure_ascii=False, indent=2) + "\n", output)
    else:
        show(_counts(counted), output)


def _read(paths: tuple[str, ...], gazetteer: str | None) -> Notices:
    """Read notices; tell on standard error what could not be."""
    import detente

    found = detente.read_notices(paths, gazetteer=gazetteer)
    for fault in found.faults:
        aside(str(fault))
    return found


def _chosen(found: Notices, classes: tuple[str, ...]) -> Notices:
    """Keep the notices of some classes; none: all.

    Raises:
        Refused: there is no such class.
    """
    from detente.notices import KINDS

    for name in classes:
        if name not in KINDS:
            raise Refused(f"no class is called {name!r}; there are {', '.join(KINDS)}.")
    if classes:
        found.readings = [each for each in found.readings if each.kind in classes]
    return found


def _written(found: Notices, form: str, sender: str, sent: dt.datetime | None) -> str | bytes:
    """Write notices in a format for programs."""
    from detente.notices import exporting

    if form in ("csv", "parquet"):
        return _activities(found, form)
    if form == "cap":
        return exporting.cap(found, sender, sent)
    if form == "ics":
        return exporting.calendar(found)
    return exporting.geojson(found) if form == "geojson" else exporting.json_lines(found)


def _activities(found: Notices, form: str) -> str | bytes:
    """Write the activities that notices announce, as a file that `detente screen` reads."""
    import tempfile

    import detente

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"activities.{form}"
        detente.write_activities(found.frame, path)
        return path.read_bytes()


def _tables(readings: list[Reading]) -> Iterator[RenderableType]:
    """Give a table of notices, and what a table leaves out."""
    from detente.cli.findings_table import frame
    from detente.dossiers.harmless import harmless

    table = frame(("Notice", 18), ("Class", 18), ("Areas", 20), ("When (UTC)", 0), ("Unclear", 20))
    for reading in readings[:_SHOWN]:
        cells = (reading.id or "no number", reading.kind, *_cells(reading))
        table.add_row(*(harmless(cell, lines=True) for cell in cells))
    yield table
    if len(readings) > _SHOWN:
        yield f"{len(readings) - _SHOWN:,} more notices; write them to a file: -o notices.jsonl"


def _cells(reading: Reading) -> tuple[str, str, str]:
    """Give the cells of areas, windows and remarks."""
    areas = [
        f"{area.label} {area.figure.shape if area.figure else 'named'}".strip()
        for area in reading.areas
    ]
    windows = [
        f"{_between(window)}{' (alternate)' * window.alternate}" for window in reading.windows
    ]
    codes = dict.fromkeys(remark.code for remark in reading.remarks)
    return _few(areas, "areas"), _few(windows, "windows"), ", ".join(codes)


def _between(window: Window) -> str:
    """Give beginning and end, the day once where it is the same."""
    starts, ends = window.starts, window.ends
    if starts and ends and starts.date() == ends.date():
        return f"{_moment(starts)} to {ends:%H:%M}"
    return f"{_moment(starts)} to {_moment(ends)}"


def _moment(at: dt.datetime | None) -> str:
    """Give an instant to the minute."""
    return at.strftime("%Y-%m-%d %H:%M") if at else "not stated"


def _few(lines: list[str], what: str) -> str:
    """Give the first lines, and how many more there are."""
    more = [f"… {len(lines) - 3} more {what}"] if len(lines) > 3 else []
    return "\n".join([*lines[:3], *more])


def _counts(counted: Sums) -> Iterable[RenderableType]:
    """Give tables of counts."""
    from detente.cli.findings_table import frame
    from detente.notices import KINDS

    yield (
        f"{counted.notices:,} notices: {counted.headed:,} bear a number, {counted.placed:,} have "
        f"an area, {counted.timed:,} a window, {counted.recurring:,} several; of {counted.whole:,} "
        "nothing was left out."
    )
    table = frame(("Class", 0), ("Notices", 0), ("What it is", 60))
    for name, count in counted.classes.most_common():
        table.add_row(name, f"{count:,}", KINDS[name])
    yield table
    yield ""
    table = frame(("Not understood, or read in one way", 0), ("Notices", 0), ("Such as", 60))
    for code, count in counted.remarks.most_common():
        table.add_row(code, f"{count:,}", counted.said[code])
    yield table
