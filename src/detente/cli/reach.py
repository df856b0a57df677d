"""The commands on contacts, channels, and the ladder to climb when nobody answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.asking import Instant, own_library
from detente.cli.consult import as_csv, as_json, form, library_in, only, told_in
from detente.cli.output import show

if TYPE_CHECKING:
    from detente.instruments import Library
    from detente.invocations import Directory

directory = click.argument("files", nargs=-1, required=True, metavar="FILE...")
at = click.option(
    "--at",
    type=Instant(),
    required=True,
    metavar="MOMENT",
    help="As of when: an instant such as 2031-03-05T12:00Z; a date means the end of that day in"
    " UTC.",
)


@click.command("contacts")
@directory
@at
@click.option("--stale", is_flag=True, help="Only those that are stale, or may be.")
@form("text", "json", "csv")
@own_library
def contacts(
    files: tuple[str, ...], at: dt.datetime, stale: bool, form: str, folder: Path | None
) -> None:
    """Tell of each contact whether it is on duty, when it last answered, and whether it is stale.

    A FILE tells contacts and channels, with pings and calls made, as stated by whom (TOML). Détente
    calls nobody itself.
    """
    from detente.cli.reach_text import contacts_told
    from detente.consultations.reach import contact_standing
    from detente.consultations.written import plain

    read = _directory(files, library_in(folder))
    found = [contact_standing(each, at) for each in read.contacts.values()]
    found = [each for each in found if not stale or each.tries.stale is not False]
    if form == "text":
        show(contacts_told(found, at))
    elif form == "json":
        as_json([plain(each) for each in found])
    else:
        rows = (
            {
                "contact": each.contact.id,
                "party": each.contact.party,
                "role": each.contact.role,
                "languages": list(each.contact.languages),
                "deputy": each.contact.deputy,
                "on_duty": each.on_duty,
                "answered_at": plain(each.tries.answered.at) if each.tries.answered else None,
                "asked_until": plain(each.tries.due),
                "stale": each.tries.stale,
                **{f"pings_{name}": many for name, many in each.tries.counts.items()},
            }
            for each in found
        )
        as_csv(rows, None)


@click.command("channels")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@at
@click.option(
    "--between",
    nargs=2,
    metavar="PARTY PARTY",
    help="Only those by which these two reach one another, such as US RU.",
)
@form("text", "json")
@own_library
def channels(
    files: tuple[str, ...],
    at: dt.datetime,
    between: tuple[str, str] | None,
    form: str,
    folder: Path | None,
) -> None:
    """List channels: between whom, at which level, for what, when tried, and what is unclear.

    Those of the library, and those that a FILE tells.
    """
    from detente.cli.reach_text import channels_told
    from detente.consultations.reach import channel_standing, channels_of, joins
    from detente.consultations.written import plain

    library = library_in(folder)
    all_ = channels_of(_directory(files, library), library.channels).values()
    found = [
        channel_standing(each, at)
        for each in all_
        if not between or joins(each, between[:1], between[1], library.groups, at.date())
    ]
    if form == "json":
        as_json([plain(each) for each in found])
    else:
        show(channels_told(found, at))


@click.command("ladder")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--contacts",
    "directories",
    multiple=True,
    metavar="FILE",
    help="A file of contacts and channels. Repeatable.",
)
@only
@at
@form("text", "json")
@own_library
def ladder(
    files: tuple[str, ...],
    directories: tuple[str, ...],
    id_: str | None,
    at: dt.datetime,
    form: str,
    folder: Path | None,
) -> None:
    """Tell by which rungs the party that is asked can be reached, and at which one is now.

    Contacts with their deputies, channels, the steps that the mechanism permits, third parties that
    offer good offices. FILE tells the consultation. Whether to climb is yours to decide.
    """
    from detente.cli.reach_text import ladder_told
    from detente.consultations.ladder import ladders
    from detente.consultations.written import plain

    library = library_in(folder)
    read = _directory(directories, library)
    told = [
        (each, found)
        for each, mechanism in told_in(files, id_, library)
        for found in ladders(each, mechanism, read, library, at)
    ]
    if form == "json":
        as_json([plain(found) for _, found in told])
    else:
        show(part for each, found in told for part in ladder_told(each, found))


def _directory(files: Sequence[str], library: Library) -> Directory:
    """Read files of contacts and channels, which may name those of the library.

    Raises:
        ContactFileError: they have faults.
    """
    from detente.invocations import read_contacts

    return read_contacts(files, channels=library.channels)
