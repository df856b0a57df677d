"""``detente serve``: a node offered over HTTP to the programs of its officers."""

from __future__ import annotations

import errno
import gc
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import OF_NODE, node, passphrase, secret_file
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from detente.desk import Workbench

HERE = "127.0.0.1"
"""The address that only this machine reaches."""
EVERY = 2.0
"""Seconds between two looks for alerts that are due."""


port = click.option(
    "--port",
    default=8642,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen at.",
)


@click.command(short_help="Offer a node over HTTP.")
@node
@secret_file
@click.option("--host", default=HERE, show_default=True, help="The address to listen at.")
@port
def serve(node: Path, passphrase_file: Path | None, host: str, port: int) -> None:
    """Offer the node in FOLDER over HTTP, until it is stopped with Ctrl-C.

    Officers come with keys for programs (`detente keys program`). It listens on this machine alone
    unless --host says otherwise; put a proxy that speaks TLS before it then. What it can do is
    described at /v1/openapi.json.
    """
    from detente.desk import open_node

    with listening(host, port) as at:
        bench = open_node(node, passphrase("the node's key", OF_NODE, passphrase_file))
        offer(bench, at, f"Serving {bench.log} at http://{host}:{port}/v1/ (Ctrl-C ends it).")


def listening(host: str, port: int) -> socket.socket:
    """Take an address to listen at, before anything else is done.

    Raises:
        Refused: somebody listens there, or it is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            told = "somebody listens there already: perhaps a node that another terminal serves"
        else:
            told = str(error.strerror or error)
        raise Refused(f"{host}:{port}: {told}. End that one, or take another --port.") from None


def offer(bench: Workbench, at: socket.socket, told: str) -> None:
    """Offer a node at an address that is taken, say so, and close the node when it is stopped."""
    import uvicorn

    from detente.api import application

    stopped = threading.Event()
    alerts = threading.Thread(target=_raising, args=(bench, stopped), daemon=True)
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
    server = uvicorn.Server(uvicorn.Config(application(bench), **quiet))
    alerts.start()
    gc.collect()
    gc.freeze()  # what stands from here on need not be looked through again and again
    click.echo(told)
    try:
        server.run(sockets=[at])
    finally:
        stopped.set()
        alerts.join()
        bench.store.close()


def _raising(bench: Workbench, stopped: threading.Event) -> None:
    """Raise alerts as words come and as time goes by, until the server is stopped."""
    from detente.desk import raise_alerts
    from detente.errors import KeeperError

    while not stopped.wait(EVERY):
        try:
            raise_alerts(bench)
        except KeeperError as error:
            click.echo(f"detente: alerts wait: {error}", err=True)
