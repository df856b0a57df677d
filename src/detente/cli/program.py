"""The program: one command with a verb for each question."""

from __future__ import annotations

import errno
import io
import sys
from typing import Any

import click

import detente
from detente.cli.admin import admin
from detente.cli.alerts import alerts
from detente.cli.completion import completion
from detente.cli.consult import consult
from detente.cli.demo import demo
from detente.cli.dossier import dossier
from detente.cli.explain import explain
from detente.cli.keys import keys
from detente.cli.library import library
from detente.cli.log import log
from detente.cli.notices import notices
from detente.cli.notify import notify
from detente.cli.obligations import obligations
from detente.cli.positions import positions
from detente.cli.pouch import pouch
from detente.cli.reach import channels, contacts, ladder
from detente.cli.redlines import redlines
from detente.cli.refusal import INTERRUPTED, Refused
from detente.cli.schema import schema
from detente.cli.screen import screen
from detente.cli.serve import serve
from detente.cli.stability import stability
from detente.cli.status import status
from detente.errors import DetenteError

_EPILOG = """\b
Exit codes:
  0  done
  1  a library does not hold together, or one of its cases finds something else; or a word is
     not whole
  2  wrong use, or input that is refused (the message says why)
  3  done, but rows with faults were left out (--keep-good), perhaps all of them

\b
Begin with:
  detente demo
  detente obligations my-activities.csv
  detente screen my-activities.csv my-red-lines.toml
  detente schema activities
"""


_OF_THE_DISK = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENAMETOOLONG,
}
"""What a file system refuses, through no slip of ours."""


class _Program(click.Group):
    """A group of commands that says what it refuses in a sentence; anything else is a bug."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error of the user's making ends it with a message."""
        if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may know fewer signs than we use
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            raise Refused(str(error)) from None
        except OSError as error:
            if error.errno not in _OF_THE_DISK:
                raise
            where = f"{error.filename}: " if error.filename else ""
            told = f"{where}{error.strerror}. Look at the disk and its rights, then do it again."
            raise Refused(told) from None
        except KeyboardInterrupt:
            click.echo("detente: stopped", err=True)
            ctx.exit(INTERRUPTED)


@click.group(
    cls=_Program,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(detente.__version__, prog_name="detente", message="%(prog)s %(version)s")
def main() -> None:
    """What agreed texts ask of military activities, and which red lines they come near to.

    Détente reads activities as their sources describe them, and a library of agreed texts. It says
    what applies, what does not and what cannot be told; when each notice is due and when it was
    given. Beside red lines and concerns it says what comes near to which, how near, and when. It
    judges no State.
    """


for command in (
    obligations,
    screen,
    stability,
    positions,
    dossier,
    notices,
    notify,
    log,
    alerts,
    consult,
    redlines,
    pouch,
    keys,
    admin,
    serve,
    explain,
    library,
    status,
    schema,
    demo,
    completion,
):
    main.add_command(command)

for command in (contacts, channels, ladder):
    consult.add_command(command)
