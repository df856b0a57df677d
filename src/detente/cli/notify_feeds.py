"""The commands that lay words on a map and into a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from detente.cli.asking import gathering
from detente.cli.at_node import Place, Seat, at_node
from detente.cli.output import output, put


@dataclass(frozen=True)
class Sought:
    """The options that say which words are looked for, as `detente.desk.asked.Found` has them."""

    since: str
    until: str
    refers_to: str
    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    formats: tuple[str, ...]
    markers: tuple[str, ...]


_sought = gathering(
    Sought,
    "sought",
    (
        click.option("--since", default="", metavar="INSTANT", help="Only words received since."),
        click.option("--until", default="", metavar="INSTANT", help="Only words received before."),
        click.option(
            "--about", "refers_to", default="", metavar="WORD", help="Only those about this id."
        ),
        click.option("--by", "parties", multiple=True, metavar="CODE", help="Only by these."),
        click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only of these kinds."),
        click.option(
            "--in", "formats", multiple=True, metavar="FORMAT", help="Only in these formats."
        ),
        click.option(
            "--marker",
            "markers",
            multiple=True,
            type=click.Choice(["real", "exercise", "test"]),
            help="Only marked so.",
        ),
    ),
)
"""Give a command the options of `Sought`, which it takes as ``sought``."""


@click.command("map", short_help="Write the areas that words tell of, as GeoJSON.")
@_sought
@output
@at_node
def map_(place: Place, sought: Sought, output: Path | None) -> None:
    """Write the areas of activities in the words that your delegation may read, as GeoJSON.

    A feature for each account of an activity, with its word, marker and dates, and whether the word
    is current, corrected or cancelled; where no area is stated, it has no geometry.
    """
    with place.sat_at() as seat:
        pages = list(_pages(seat, "map_of_words", sought))
    features = [feature for page in pages for feature in page["features"]]
    told = {"type": "FeatureCollection", "features": features}
    put(json.dumps(told, ensure_ascii=False) + "\n", output)


@click.command("calendar", short_help="Write activities and due dates, as iCalendar.")
@_sought
@output
@at_node
def calendar(place: Place, sought: Sought, output: Path | None) -> None:
    """Write activities told of in words that you may read, and words expected, as iCalendar.

    An activity keeps its entry through all corrections of its word. A deadline is the software's
    reading, and no party's word. All times are in UTC.
    """
    from detente.desk.calendars import calendar as written

    with place.sat_at() as seat:
        pages = list(_pages(seat, "calendar_of_words", sought))
        log = seat.act("see_myself")["log"]
    entries = {each["uid"]: each for page in pages for each in page["entries"]}
    undated = sorted({each for page in pages for each in page["undated"]})
    told = {"entries": list(entries.values()), "undated": undated, "earlier": False}
    if place.as_json:
        put(json.dumps(told, ensure_ascii=False, indent=2) + "\n", output)
    else:
        put(written(told, log), output)


def _pages(seat: Seat, act: str, sought: Sought) -> Iterator[dict[str, Any]]:
    """Go through all pages, from the first word on."""
    asked = {
        name: list(v) if isinstance(v, tuple) else v for name, v in asdict(sought).items() if v
    }
    cursor = "0001-01-01T00:00:00Z~0"
    while True:
        page = seat.act(act, cursor=cursor, **asked)
        yield page
        if not page["more"]:
            return
        cursor = page["next"]


VERBS = (map_, calendar)
