"""What the command line refuses, and how it says so."""

from __future__ import annotations

from typing import IO, Any

import click

NOT_SOUND = 1
"""Exit code: a library does not hold together, or a case of it finds something else."""

REFUSED = 2
"""Exit code: wrong use of a command, or input that is refused."""

LEFT_OUT = 3
"""Exit code: done, but rows with faults were left out (--keep-good)."""

INTERRUPTED = 130
"""Exit code: stopped from the keyboard, as shells have it."""


class Refused(click.ClickException):
    """Input that cannot be taken; the sentence says why, and what to do."""

    exit_code = REFUSED

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on standard error, without a traceback."""
        from detente.dossiers.harmless import harmless

        told = harmless(self.message, lines=True)
        click.echo(f"detente: {told}", file=file, err=file is None)
