"""``detente keys``: a delegation's own keys, which never lie on a node."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import FILE, NEW, OF_KEY, Place, Seat, at_node, key, key_in, passphrase
from detente.cli.output import put
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from detente.exchange import PrivateKey

of = click.option(
    "--delegation", required=True, metavar="CODE", help="The delegation whose key it is."
)


@click.group(short_help="Make, show, replace and end a delegation's keys.")
def keys() -> None:
    """Make, show, replace and end a delegation's keys.

    A key is a file on the delegation's own machine, encrypted under a passphrase, which is asked
    for or taken from DETENTE_KEY_PASSPHRASE. No node ever holds it.
    """


@keys.command("make")
@click.argument("file", type=NEW, metavar="FILE")
@of
@click.option("--log", required=True, help="Name of the log in which it is to count.")
@click.option(
    "--use",
    type=click.Choice(["seal", "witness"]),
    default="seal",
    show_default=True,
    help="To seal words, or to sign checkpoints as a witness.",
)
@click.option(
    "-o", "--admission", type=NEW, metavar="FILE", help="What the host takes in; else it is shown."
)
def make(file: Path, delegation: str, log: str, use: str, admission: Path | None) -> None:
    """Make a key in FILE, and what the host needs to take it in.

    That part holds no secret: the public half, and what shows that you hold the other.
    """
    from detente.exchange import new_key
    from detente.exchange.keys import admitting, keep

    made = new_key(delegation)
    keep(made, file, passphrase(f"the new key {file.name}", OF_KEY, new=True))
    told = json.dumps(admitting(log, made, use=use), indent=1) + "\n"
    put(told, admission)
    click.echo(f"detente: {made.id} is in {file}; the host takes in the other part.", err=True)


@keys.command("show")
@click.argument("file", type=FILE, metavar="FILE")
@of
def show(file: Path, delegation: str) -> None:
    """Show the name and the public half of the key in FILE."""
    read = key_in(file, delegation)
    click.echo(f"{read.id}\n{read.public.hex()}")


@keys.command("rotate")
@click.argument("file", type=NEW, metavar="NEW")
@key
@at_node
def rotate(place: Place, file: Path, key: Path) -> None:
    """Put a new key, made in NEW, in the place of the one in --key; the log says so from then on.

    If it breaks off, do it again: a key that is in NEW already is taken.
    """
    from detente.exchange import new_key
    from detente.exchange.keys import keep, rotating

    with place.sat_at() as seat:
        me = seat.act("see_myself")
        old = key_in(key, me["delegation"])
        if file.exists():
            made = key_in(file, me["delegation"])
        else:
            made = new_key(me["delegation"])
            keep(made, file, passphrase(f"the new key {file.name}", OF_KEY, new=True))
        told = _said(seat, me, old, rotating(me["log"], old.id, made))
    line = f"{made.id} takes the place of {old.id} after entry {told['index']:,}."
    place.say(told, lambda: iter([line]))


@keys.command("revoke")
@click.argument("identity", metavar="KEY-ID")
@click.option("--reason", required=True, help="Why; everybody can read it.")
@key
@at_node
def revoke(place: Place, identity: str, reason: str, key: Path) -> None:
    """End the key KEY-ID of your delegation, sealed with --key, the same or another one."""
    from detente.exchange.keys import revoking

    with place.sat_at() as seat:
        me = seat.act("see_myself")
        with_ = key_in(key, me["delegation"])
        told = _said(seat, me, with_, revoking(me["delegation"], identity, reason))
    place.say(told, lambda: iter([f"{identity} counts no more after entry {told['index']:,}."]))


@keys.command("program")
@click.argument("whom", metavar="OFFICER")
@click.option("--label", default="detente", show_default=True, help="What it is for.")
@click.option("-o", "--out", type=NEW, required=True, metavar="FILE", help="Where it is put.")
@at_node
def program(place: Place, whom: str, label: str, out: Path) -> None:
    """Give OFFICER a key for programs, put in a new FILE: with it the officer acts at a server.

    A keyholder gives one to officers of the own delegation, the host to any. It seals nothing.
    """
    with place.sat_at() as seat:
        me = seat.act("see_myself")
        act = "give_host_api_key" if me["delegation"] == me["log"] else "give_api_key"
        if out.exists():
            raise Refused(f"{out} is there already; a key is never written over")
        told = seat.act(act, officer=whom, label=label)
    secret(out, told.pop("secret"))
    place.say(told, lambda: iter([f"{told['api_key']} of {whom} is in {out}."]))


@keys.command("withdraw")
@click.argument("api_key", metavar="API-KEY")
@at_node
def withdraw(place: Place, api_key: str) -> None:
    """End a key for programs, a token for feeds, or a login of the issuer, by its id."""
    with place.sat_at() as seat:
        if api_key.startswith("f-"):
            told = seat.act("withdraw_feed_token", feed_token=api_key)
        else:
            me = seat.act("see_myself")
            host = "host_" if me["delegation"] == me["log"] else ""
            what = "login" if api_key.startswith("l-") else "api_key"
            told = seat.act(f"withdraw_{host}{what}", **{what: api_key})
    place.say(told, lambda: iter([f"{api_key} opens nothing any more."]))


@keys.command("feed")
@click.option("--label", default="calendar", show_default=True, help="What it is for.")
@click.option(
    "--ends", default="", metavar="INSTANT", help="When it ends, such as 2027-01-01T00:00:00Z."
)
@click.option(
    "-o", "--out", type=NEW, metavar="FILE", help="Put the addresses in this new file; else list."
)
@at_node
def feed(place: Place, label: str, ends: str, out: Path | None) -> None:
    """Make the addresses of a map and a calendar for a program; without -o, list your tokens.

    Calendar programs can send nothing but an address, so it bears a token. Whoever has the address
    reads what you may read there, and nothing more, until the token ends: `detente keys withdraw`.
    """
    with place.sat_at() as seat:
        if out is None:
            listed = seat.act("list_feed_tokens")
            lines = [f"{e['feed_token']}  {e['officer']}  {e['label']}" for e in listed]
            return place.say(listed, lambda: iter(lines or ["There is none."]))
        if out.exists():
            raise Refused(f"{out} is there already; a token is never written over")
        told = seat.act("give_feed_token", label=label, ends=ends)
    address = f"{place.server.rstrip('/')}/v1/words"
    token = told.pop("secret")
    secret(out, f"{address}.ics?token={token}\n{address}.geojson?token={token}")
    said = f"{told['feed_token']}: the addresses of calendar and map are in {out}."
    return place.say(told, lambda: iter([said]))


@keys.command("login")
@click.argument("whom", metavar="[OFFICER]", default="")
@click.argument("value", metavar="[VALUE]", default="")
@at_node
def login(place: Place, whom: str, value: str) -> None:
    """Link a login of the node's issuer with OFFICER; without arguments, list those linked.

    VALUE is what the issuer says of the person, its `sub` unless node.toml says otherwise; whoever
    enters without being linked is told it. `detente keys withdraw` parts them again.
    """
    if whom and not value:
        raise Refused("say VALUE too: what the issuer says of the person")
    with place.sat_at() as seat:
        if not whom:
            listed = seat.act("list_logins")
            lines = [f"{e['login']}  {e['officer']}  {e['value']}" for e in listed]
            return place.say(listed, lambda: iter(lines or ["There is none."]))
        me = seat.act("see_myself")
        act = "give_host_login" if me["delegation"] == me["log"] else "give_login"
        told = seat.act(act, officer=whom, value=value)
    return place.say(told, lambda: iter([f"{told['login']} enters as {whom}."]))


@keys.command("passphrase")
@click.argument("whom", metavar="[OFFICER]", default="")
@click.option(
    "--new",
    "new",
    type=FILE,
    metavar="FILE",
    help="The new one is the first line of FILE; else it is asked for.",
)
@click.option(
    "--old", type=FILE, metavar="FILE", help="Your old one is the first line of FILE; else asked."
)
@at_node
def passphrase_(place: Place, whom: str, new: Path | None, old: Path | None) -> None:
    """Set the passphrase with which OFFICER enters in a browser; without OFFICER, your own.

    A keyholder sets the first one of officers of the own delegation, the host of any; from then on
    officers replace their own. It has at least 15 characters, is never an argument, and opens a
    session, nothing else: no word is sealed with it. All sessions of the officer end.
    """
    with place.sat_at() as seat:
        me, request = seat.act("see_myself"), {}
        if whom:
            host = me["delegation"] == me["log"]
            act, request["officer"] = "give_host_passphrase" if host else "give_passphrase", whom
        else:
            act = "set_own_passphrase"
            request["old"] = _entered("Your old passphrase", old)
        whose = f"The new passphrase of {whom or me['officer']}"
        request["passphrase"] = _entered(whose, new, twice=True)
        told = seat.act(act, **request)
    place.say(told, lambda: iter([f"{told['officer']} enters with the new passphrase."]))


@keys.command("sessions")
@click.option("--end", is_flag=True, help="End all of them.")
@click.option("--of", "whom", default="", metavar="OFFICER", help="With --end: another officer's.")
@at_node
def sessions(place: Place, end: bool, whom: str) -> None:
    """List your sessions in browsers, or end them.

    A keyholder ends those of officers of the own delegation, the host those of any.
    """
    if whom and not end:
        raise Refused("--of goes with --end: whose sessions they are is told to the officer alone")
    with place.sat_at() as seat:
        me = seat.act("see_myself")
        if not end:
            listed = seat.act("list_sessions")
            lines = [f"{e['session']}  from {e['started']} to {e['ends']}" for e in listed]
            return place.say(listed, lambda: iter(lines or ["There is none."]))
        act = "end_host_sessions" if me["delegation"] == me["log"] else "end_sessions"
        told = seat.act(act, officer=whom) if whom else seat.act("close_sessions")
    return place.say(told, lambda: iter([f"{told['ended']} ended."]))


def _entered(what: str, file: Path | None, *, twice: bool = False) -> str:
    """Get a passphrase of an officer: from a file, else by asking."""
    if file is not None:
        first, *_ = [*file.read_text(encoding="utf-8").splitlines(), ""]
        return first
    asked: str = click.prompt(what, hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def secret(path: Path, text: str) -> None:
    """Write a secret to a new file that its owner alone can read."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(text + "\n")


def _said(seat: Seat, me: dict[str, Any], with_: PrivateKey, said: dict[str, Any]) -> Any:
    """Say something of keys in the name of one's delegation."""
    from detente.exchange import Access, compose

    payload = compose(
        log=me["log"],
        by=me["delegation"],
        made=me["at"],
        kind="keys",
        marker="exercise" if me["exercise"] else "real",
        access=Access("public"),
        content=said,
    )
    return seat.act("file_sealed", sealed=sealed_by(with_, payload))


def sealed_by(with_: PrivateKey, payload: bytes) -> dict[str, str]:
    """Seal bytes here; what comes back is what a node takes."""
    found: dict[str, str] = json.loads(with_.seal(payload).canonical())
    return found
