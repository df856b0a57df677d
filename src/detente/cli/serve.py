"""``detente serve``: a node offered over HTTP to the programs of its officers."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import click

from detente.cli.at_node import OF_NODE, node, passphrase, secret_file

EVERY = 2.0
"""Seconds between two looks for alerts that are due."""


@click.command(short_help="Offer a node over HTTP.")
@node
@secret_file
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    default=8642,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen at.",
)
def serve(node: Path, passphrase_file: Path | None, host: str, port: int) -> None:
    """Offer the node in FOLDER over HTTP, until it is stopped with Ctrl-C.

    Officers come with keys for programs (`detente keys program`). It listens on this machine alone
    unless --host says otherwise; put a proxy that speaks TLS before it then. What it can do is
    described at /v1/openapi.json.
    """
    import uvicorn

    from detente.api import application
    from detente.desk import open_node

    bench = open_node(node, passphrase("the node's key", OF_NODE, passphrase_file))
    stopped = threading.Event()
    alerts = threading.Thread(target=_raising, args=(bench, stopped), daemon=True)
    server = uvicorn.Server(
        uvicorn.Config(
            application(bench),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
        )
    )
    alerts.start()
    gc.collect()
    gc.freeze()  # what stands from here on need not be looked through again and again
    click.echo(f"Serving {bench.log} at http://{host}:{port}/v1/ (Ctrl-C ends it).")
    try:
        server.run()
    finally:
        stopped.set()
        alerts.join()
        bench.store.close()


def _raising(bench: object, stopped: threading.Event) -> None:
    """Raise alerts as words come and as time goes by, until the server is stopped."""
    from detente.desk import Workbench, raise_alerts
    from detente.errors import KeeperError

    assert isinstance(bench, Workbench)
    while not stopped.wait(EVERY):
        try:
            raise_alerts(bench)
        except KeeperError as error:
            click.echo(f"detente: alerts wait: {error}", err=True)
