"""The node of ``detente demo``: made once, for exercises, with three delegations; then served."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.at_node import OF_KEY
from detente.cli.keys import secret
from detente.cli.refusal import Refused
from detente.cli.serve import listening, offer

if TYPE_CHECKING:
    from detente.desk import Workbench

FOLDER = Path("detente-node")
LOG = "demo.example/log"
DELEGATIONS = {"BY": "Belarus", "LT": "Lithuania", "PL": "Poland"}
OFFICERS = {
    "drafter": ("reader", "drafter"),
    "clearer": ("reader", "clearer"),
    "releaser": ("reader", "releaser", "keyholder"),
}
"""The officers of each delegation: what each is called, and its roles."""
EXAMPLES = Path("scenarios", "example")
EXAMPLE = ("exercise.toml", "notification.toml")
GIVEN = ("redlines.toml", "areas.toml", "activities.toml")
NODE, PASSPHRASE = "node", "passphrase"


def serve_demo(given: Path, examples: Path, host: str, port: int, program: str) -> None:
    """Make the node in `FOLDER`, or find it there, and serve it until it is stopped.

    Args:
        given: the folder of red lines and activities that a new node is given.
        examples: the folder of an activity and a word to begin with.
        host: the address to listen at.
        port: the port.
        program: how the person at the keyboard calls Détente.

    Raises:
        Refused: somebody listens there, or the folder is damaged.
    """
    with listening(host, port) as at:  # taken first: of two that begin at once, one makes the node
        if not FOLDER.exists():
            _make(given, examples)
        bench = _opened()
        offer(bench, at, _told(f"http://{host}:{port}", program))


def _make(given: Path, examples: Path) -> None:
    """Make the folder, whole or not at all."""
    from detente.desk import make_node, open_node, perform
    from detente.desk.node import Settings

    begun = FOLDER.with_name(f"{FOLDER}.part")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(mode=0o700)
    passphrase = secrets.token_urlsafe(24)
    secret(begun / PASSPHRASE, passphrase)
    lines, _, activities = GIVEN
    settings = Settings(
        log=LOG,
        name="A forum for trying out",
        exercise=True,
        redlines=[f"../{lines}"],
        activities=[f"../{activities}"],
    )
    for folder, names in ((given, GIVEN), (examples, EXAMPLE)):
        for name in names:
            shutil.copyfile(folder / name, begun / name)
    make_node(begun / NODE, settings, passphrase, officer="host")
    bench = open_node(begun / NODE, passphrase)
    try:
        for code in DELEGATIONS:
            for act, request in _admitted(begun / code, code, passphrase, bench):
                perform(bench, "host", act, request)
            _give_keys(begun / code, code, bench)
    finally:
        bench.store.close()
    begun.rename(FOLDER)


def _admitted(
    folder: Path, code: str, passphrase: str, bench: Workbench
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Make a delegation's key in a folder of its own; give the acts that take it in."""
    from detente.exchange import new_key
    from detente.exchange.keys import admitting, keep

    folder.mkdir(mode=0o700)
    key = new_key(code)
    keep(key, folder / "seal.key", passphrase)
    told = {"delegation": code, "name": DELEGATIONS[code], "four_eyes": True}
    yield "admit_delegation", {**told, "keys": admitting(LOG, key)}
    for name, roles in OFFICERS.items():
        who = {"officer": _officer(code, name), "delegation": code, "name": f"{code}, {name}"}
        yield "set_officer", {**who, "roles": list(roles)}


def _give_keys(folder: Path, code: str, bench: Workbench) -> None:
    """Give each officer of a delegation a key for programs, in a file."""
    from detente.desk import perform

    for name in OFFICERS:
        request = {"officer": _officer(code, name), "label": "demo"}
        secret(
            folder / f"{name}.secret",
            perform(bench, "host", "give_host_api_key", request)["secret"],
        )


def _officer(code: str, name: str) -> str:
    """Give the id of an officer."""
    return f"{code.lower()}-{name}"


def _opened() -> Workbench:
    """Open the node that is there.

    Raises:
        Refused: something of it is missing or damaged.
    """
    from detente.desk import open_node
    from detente.errors import DetenteError

    keys = [Path(code, f"{name}.secret") for code in DELEGATIONS for name in OFFICERS]
    seals = [Path(code, "seal.key") for code in DELEGATIONS]
    needed = [Path(PASSPHRASE), *seals, *keys]
    try:
        if lost := [str(FOLDER / each) for each in needed if not (FOLDER / each).is_file()]:
            raise Refused(f"{FOLDER} is damaged: {', '.join(lost)} is not there.\n{_ANEW}")
        return open_node(FOLDER / NODE, (FOLDER / PASSPHRASE).read_text("ascii").strip())
    except (DetenteError, ValueError) as error:
        raise Refused(f"{FOLDER} is damaged: {error}\n{_ANEW}") from None


_ANEW = "Move the folder away, or delete it: the next start makes a new one, with an empty log."


def _told(address: str, program: str) -> str:
    """Tell what is served, and what to type in a second terminal; no line is broken."""
    first, second, *_ = DELEGATIONS
    codes = (f"{name} ({code})" for code, name in DELEGATIONS.items())
    activity, word = (f"{FOLDER}/{name}" for name in EXAMPLE)
    return _TEXT.format(
        address=address,
        program=program,
        key=OF_KEY,
        folder=FOLDER,
        delegations=", ".join(codes),
        activity=activity,
        word=word,
        a=first,
        as_a=f"--api-key-file {FOLDER}/{first}",
        b=second,
        as_b=f"--api-key-file {FOLDER}/{second}",
    )


_TEXT = """
A node is served at {address}/v1/ until you press Ctrl-C.
It takes words marked exercise or test, and refuses real ones. It was given the red lines and
activities of 2021 and 2022. Its delegations are {delegations};
each has a drafter, a clearer and a releaser. All of it lies in {folder}/ and is found there
again next time. {folder}/passphrase opens every key in it: it was made at random for this
demonstration alone, so use neither for anything else.

In a second terminal, in this folder:
  export DETENTE_SERVER={address}
  export {key}="$(cat {folder}/passphrase)"
{a} drafts a word and sees what it touches. DRAFT is the name that the first line prints:
  {program} notify new {word} --activity {activity} --number {as_a}/drafter.secret
  {program} notify picture DRAFT {as_a}/drafter.secret
It hands it in; a second officer clears it, a third one seals and releases it:
  {program} notify submit DRAFT --seen 1 {as_a}/drafter.secret
  {program} notify clear DRAFT --seen 2 {as_a}/clearer.secret
  {program} notify release DRAFT --seen 3 --key {folder}/{a}/seal.key {as_a}/releaser.secret
{b} sees that it has come, and what concerns it:
  {program} notify list {as_b}/drafter.secret
  {program} alerts list {as_b}/drafter.secret
How to read, answer, correct and prove it, and all that with curl:
  docs/how-to/act-at-the-demo-node.md"""
