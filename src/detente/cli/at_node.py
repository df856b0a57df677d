"""An officer at a node, here or at a server: which node, who; no passphrase as an argument."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from detente.cli.asking import FOLDER, gathering
from detente.cli.at_server import OF_PROGRAM, AtServer, Requests
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.desk import Workbench
    from detente.exchange import PrivateKey
    from detente.instruments import Library

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)
OF_NODE, OF_KEY = "DETENTE_NODE_PASSPHRASE", "DETENTE_KEY_PASSPHRASE"

as_json = click.option("--json", "as_json", is_flag=True, help="Print what the act answers.")
key = click.option(
    "--key",
    "key",
    type=FILE,
    required=True,
    metavar="FILE",
    help="The delegation's key; it is used here and not handed to the node. Its passphrase is"
    f" asked for, or taken from {OF_KEY}.",
)
seen = click.option(
    "--seen", type=int, required=True, metavar="VERSION", help="The version that you have seen."
)


class Seat(Protocol):
    """An officer at a node, wherever that is."""

    @property
    def library(self) -> Library:
        """The agreed texts and formats that words are read with."""

    def act(self, name: str, /, **request: Any) -> Any:
        """Do an act."""


@dataclass(frozen=True)
class AtNode:
    """An officer at a node on this machine.

    Attributes:
        bench: the workbench of the node.
        officer: the id of the officer.
        requests: names the requests of the command.
    """

    bench: Workbench
    officer: str
    requests: Requests

    @property
    def library(self) -> Library:
        """The library of the node."""
        return self.bench.library

    def act(self, name: str, /, **request: Any) -> Any:
        """Do an act."""
        from detente.desk import perform

        return perform(self.bench, self.officer, name, request, key=self.requests.key(name))


@dataclass(frozen=True)
class Where:
    """The options that say at which node, and as whom.

    Attributes:
        node: the folder of the node; None: it is at a server.
        officer: the id of the officer; at a server the key for programs says who acts.
        passphrase_file: a file with the passphrase of the node's key; None: it is asked for.
        server: the address of a server; empty: the node is a folder.
        api_key_file: a file with the key for programs; None: it is in the environment.
        once: the caller's own name for what the command asks, so that it is done once; empty: none.
    """

    node: Path | None
    officer: str
    passphrase_file: Path | None
    server: str
    api_key_file: Path | None
    once: str

    @contextlib.contextmanager
    def sat_at(self) -> Iterator[Seat]:
        """Sit down at the node.

        Raises:
            Refused: it is not said where the node is, or who acts there.
        """
        from detente.desk import open_node

        if self.server and self.node is None:
            yield AtServer.found(self.server, self.api_key_file, Requests(self.once))
            return
        if self.node is None or not self.officer:
            raise Refused(
                "say where and who: --node FOLDER --officer ID, or --server URL with a key for "
                "programs"
            )
        bench = open_node(self.node, passphrase("the node's key", OF_NODE, self.passphrase_file))
        try:
            yield AtNode(bench, self.officer, Requests(self.once))
        finally:
            bench.store.close()


@dataclass(frozen=True)
class Place(Where):
    """The same, and how the answer is printed.

    Attributes:
        as_json: whether the answer is printed as JSON.
    """

    as_json: bool

    def say(self, answer: Any, told: Callable[[], Iterator[RenderableType]]) -> None:
        """Print an answer: as it is for programs, or as a person reads it."""
        from detente.cli.output import show

        if self.as_json:
            click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            show(told())


def _named(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """Refuse a name for a request that a server would not take."""
    if given and not re.fullmatch(r"[\x21-\x7e]{1,64}", given):
        raise click.BadParameter("give 1 to 64 letters, digits or signs, without spaces")
    return given


node = click.option(
    "--node",
    type=FOLDER,
    required=True,
    envvar="DETENTE_NODE",
    show_envvar=True,
    metavar="FOLDER",
    help="The folder of the node.",
)
secret_file = click.option(
    "--passphrase-file",
    type=FILE,
    metavar="FILE",
    help=f"The passphrase of the node's key; else {OF_NODE}, else it is asked for.",
)
_WHERE = (
    click.option(
        "--node",
        type=FOLDER,
        envvar="DETENTE_NODE",
        show_envvar=True,
        metavar="FOLDER",
        help="The folder of the node.",
    ),
    click.option(
        "--officer",
        default="",
        envvar="DETENTE_OFFICER",
        show_envvar=True,
        metavar="ID",
        help="Who acts, at a node in a folder.",
    ),
    secret_file,
    click.option(
        "--server",
        default="",
        envvar="DETENTE_SERVER",
        show_envvar=True,
        metavar="URL",
        help="The node is there instead, served by `detente serve`.",
    ),
    click.option(
        "--api-key-file",
        type=FILE,
        metavar="FILE",
        help=f"An officer's key for programs, at a server; else {OF_PROGRAM}.",
    ),
    click.option(
        "--once",
        default="",
        callback=_named,
        metavar="NAME",
        help="Your own name for this request: asked again under it, what it changes is done once, "
        "and answered as before.",
    ),
)
at_node = gathering(Place, "place", (*_WHERE, as_json))
"""Give a command the options of `Place`, which it takes as ``place``."""

somewhere = gathering(Where, "where", _WHERE)
"""Give a command the options of `Where`, which it takes as ``where``."""


def passphrase(whose: str, variable: str, file: Path | None = None, *, new: bool = False) -> str:
    """Get a passphrase: from a file, else from the environment, else by asking.

    Args:
        whose: what it opens, for the question.
        variable: of the environment.
        file: where it stands in the first line; None: there is none.
        new: whether it is a new one, which is asked for twice.
    """
    if file is not None:
        first, *_ = [*file.read_text(encoding="utf-8").splitlines(), ""]
        return first
    if (given := os.environ.get(variable)) is not None:
        return given
    asked: str = click.prompt(
        f"Passphrase of {whose}", hide_input=True, confirmation_prompt=new, err=True
    )
    return asked


def key_in(path: Path, owner: str) -> PrivateKey:
    """Read a delegation's key; its passphrase is asked for."""
    from detente.exchange.keys import load

    return load(owner, path, passphrase(f"{path.name}", OF_KEY))


def word_at(seat: Seat, named: str) -> str:
    """Find a word by its place in the log, such as 4, or by the beginning of its id.

    Raises:
        Refused: there is none that the officer's delegation may read, or there are several.
    """
    if len(named) == 64 and not set(named) - set("0123456789abcdef"):
        return named
    if named.isdigit() and len(named) < 12:
        found = seat.act("list_words", after=int(named) - 1, limit=1)
        found = [each for each in found if each["index"] == int(named)]
    else:
        found = [each for each in listed(seat) if each["word"].startswith(named)]
    if len(found) != 1:
        several = "several words begin so" if found else "no word that you may read is called"
        raise Refused(f"{several}: {named}. `detente log show` lists them with their place.")
    identity: str = found[0]["word"]
    return identity


def listed(seat: Seat, **sought: Any) -> Iterator[dict[str, Any]]:
    """Go through all words that the officer's delegation may read."""
    after = -1
    while some := seat.act("list_words", after=after, limit=1024, **sought):
        yield from some
        after = some[-1]["index"]


def draft_at(seat: Seat, named: str) -> dict[str, Any]:
    """Find a draft by its id, or by the number of its word.

    Raises:
        Refused: there is none, or there are several.
    """
    drafts = seat.act("list_drafts")
    found = [each for each in drafts if named in (each["id"], each["body"]["word"].get("number"))]
    if len(found) != 1:
        several = "several drafts bear the number" if found else "no draft of yours is called"
        raise Refused(f"{several} {named}. `detente notify list --drafts` lists them.")
    draft: dict[str, Any] = found[0]
    return draft
