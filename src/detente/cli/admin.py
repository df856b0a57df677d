"""``detente admin``: a node is made, delegations and officers are taken in, all is kept safe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import (
    FILE,
    NEW,
    OF_NODE,
    Place,
    as_json,
    at_node,
    node,
    passphrase,
    secret_file,
)
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from rich.console import RenderableType

ROLES = ("reader", "drafter", "clearer", "releaser", "keyholder", "witness", "admin")


@click.group(short_help="Make a node, take in delegations and officers, back up.")
def admin() -> None:
    """Make a node, take in delegations and officers, back up, restore and check.

    A node is a folder. Its key signs what the log is; its passphrase is asked for, or taken from
    DETENTE_NODE_PASSPHRASE or a file.
    """


@admin.command("start")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--log", required=True, help="Name of the log, such as forum.example/log.")
@click.option("--name", required=True, help="How the host is called.")
@click.option("--officer", default="host", show_default=True, help="The host's first officer.")
@click.option("--exercise", is_flag=True, help="Refuse words that are marked real.")
@click.option("--database", default="detente.db", show_default=True, help="A file, or an address.")
@secret_file
def start(folder: Path, officer: str, passphrase_file: Path | None, **told: Any) -> None:
    """Make a node in FOLDER, open its log, and print the key that members check it with."""
    from pydantic import ValidationError

    from detente.desk import make_node
    from detente.desk.node import VERIFIER, Settings

    try:
        settings = Settings(**told)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise Refused("; ".join(faults)) from None
    secret = passphrase("the new node's key", OF_NODE, passphrase_file, new=True)
    made = make_node(folder, settings, secret, officer=officer)
    kind = "for exercises and tests" if settings.exercise else "for real words"
    click.echo(f"{folder}: the log {made['log']} is open, {kind}; its officer is {officer}.")
    click.echo(f"Give every member the key of the host, which is also in {folder / VERIFIER}:")
    click.echo(made["key"])


@admin.command("admit")
@click.argument("file", type=FILE, metavar="ADMISSION")
@click.option("--name", default="", help="How the delegation is called.")
@click.option("--two-eyes", is_flag=True, help="Its drafts need no second officer.")
@click.option("--further", is_flag=True, help="It is admitted already; this is one more key.")
@at_node
def admit(place: Place, file: Path, name: str, two_eyes: bool, further: bool) -> None:
    """Take a delegation in, with the key in ADMISSION, a file that `detente keys make` wrote."""
    try:
        keys = json.loads(file.read_bytes())
        delegation = str(keys["delegation"])
    except (ValueError, KeyError, TypeError):
        raise Refused(f"{file} is no admission; `detente keys make` writes one.") from None
    with place.sat_at() as seat:
        if further:
            told = seat.act("admit_key", delegation=delegation, keys=keys)
        else:
            who = {"name": name or delegation, "four_eyes": not two_eyes}
            told = seat.act("admit_delegation", delegation=delegation, keys=keys, **who)
    place.say(told, lambda: iter([f"{delegation} is admitted by entry {told['index']:,}."]))


@admin.command("officer")
@click.argument("who", metavar="OFFICER")
@click.option("--delegation", default="", metavar="CODE", help="Whose; without it your own.")
@click.option("--name", default="", help="How the officer is called.")
@click.option(
    "--role", "roles", type=click.Choice(ROLES), multiple=True, help="Repeatable. None: no longer."
)
@at_node
def officer_(place: Place, who: str, delegation: str, name: str, roles: tuple[str, ...]) -> None:
    """Name OFFICER, or give an officer other roles: as the host, or for your own delegation."""
    request = {"officer": who, "delegation": delegation, "name": name or who}
    with place.sat_at() as seat:
        host = "admin" in seat.act("see_myself")["roles"]
        act = "set_officer" if host else "set_own_officer"
        told = seat.act(act, **request, roles=list(roles))
    roles_ = ", ".join(told["roles"]) or "nothing any more"
    place.say(told, lambda: iter([f"{who} is {roles_} for {told['delegation']}."]))


@admin.command("end-key")
@click.argument("identity", metavar="KEY-ID")
@click.option("--reason", required=True, help="Why; everybody can read it.")
@at_node
def end_key(place: Place, identity: str, reason: str) -> None:
    """End a delegation's key as the host, such as one that was lost; everybody sees who did."""
    owner = identity.rpartition("/")[0]
    with place.sat_at() as seat:
        told = seat.act("end_key", delegation=owner, ends=identity, reason=reason)
    place.say(told, lambda: iter([f"{identity} counts no more after entry {told['index']:,}."]))


@admin.command("acts")
@click.option("--after", type=int, default=-1, metavar="NUMBER", help="Only those after this one.")
@at_node
def acts(place: Place, after: int) -> None:
    """List the acts of your delegation's officers, those that were refused as well."""
    with place.sat_at() as seat:
        told = seat.act("list_acts", after=after, limit=1024)
    place.say(told, lambda: _acts(told))


def _acts(told: list[dict[str, Any]]) -> Iterator[RenderableType]:
    """Give the table of acts."""
    from detente.cli.findings_table import frame

    table = frame(("Number", 0), ("When", 0), ("Officer", 24), ("Act", 0), ("", 0))
    for each in told:
        refused = each["outcome"].get("refused", "") if isinstance(each["outcome"], dict) else ""
        outcome = f"refused: {refused}" if refused else ""
        table.add_row(str(each["number"]), each["at"], each["officer"], each["act"], outcome)
    yield table


@admin.command("backup")
@click.argument("path", type=NEW, metavar="ARCHIVE")
@node
@secret_file
def backup(path: Path, node: Path, passphrase_file: Path | None) -> None:
    """Write all that the node keeps into ARCHIVE, a .zip, while it runs.

    The key of the host and the secret are not in it; keep these apart.
    """
    from detente.desk import open_node
    from detente.store import backup as written

    bench = open_node(node, passphrase("the node's key", OF_NODE, passphrase_file))
    try:
        told = written(bench.store, path)
    finally:
        bench.store.close()
    click.echo(f"{path}: {told.tables['entries'][0]:,} entries and all that belongs to them.")


@admin.command("restore")
@click.argument("path", type=FILE, metavar="ARCHIVE")
@node
def restore(path: Path, node: Path) -> None:
    """Put back what ARCHIVE holds into a node whose database is away.

    Nothing stands before all of it was checked. Words filed since the backup are missing then: tell
    the members before the node takes new ones.
    """
    from detente.desk.node import place_of, secret_of, settings_of
    from detente.store import restore as put_back

    where = place_of(node, settings_of(node))
    if isinstance(where, Path) and where.exists():
        raise Refused(f"{where} is there; move it away first, nothing is written over.")
    told = put_back(path, where, secret=secret_of(node))
    click.echo(f"{node}: {told.tables['entries'][0]:,} entries are back.")


@admin.command("check")
@node
@secret_file
@as_json
def check(node: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Look at every row that the node keeps: seals, tree, checkpoints, records."""
    from detente.desk import open_node
    from detente.store import check as looked_at

    bench = open_node(node, passphrase("the node's key", OF_NODE, passphrase_file))
    try:
        size = looked_at(bench.store).size
    finally:
        bench.store.close()
    told = json.dumps({"entries": size}) if as_json else f"{size:,} entries; all of it is whole."
    click.echo(told)
