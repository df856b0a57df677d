"""How an answer is shown: in which format, where to, and which verdicts of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.asking import Command, gathering
from detente.cli.output import PAGES, by_ending, on_terminal, output

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

Form = Literal["table", "json", "csv", "parquet", "html"]
FORMS: tuple[Form, ...] = ("table", "json", "csv", "parquet", "html")
ENDINGS: dict[str, Form] = {
    ".csv": "csv",
    ".json": "json",
    ".parquet": "parquet",
    **dict.fromkeys(PAGES, "html"),
    ".txt": "table",
}
"""What each ending of a file that is written stands for."""

_WHOLE = ("parquet", "html")


@dataclass(frozen=True)
class Shown:
    """The options that change how an answer is shown.

    Attributes:
        form: the format; None: by the ending of the output file, else a table.
        output: the file to write; None: standard output.
        verdicts: the only verdicts to show; empty: as the format has it.
        everything: whether a table shows also what it leaves out by itself.
    """

    form: Form | None
    output: Path | None
    verdicts: tuple[bool | None, ...]
    everything: bool

    def settled(self) -> Form:
        """Settle the format.

        Raises:
            click.UsageError: the options do not go together.
        """
        form: Form = self.form or "table"
        if self.form is None and self.output is not None:
            form = by_ending(self.output, ENDINGS)
        if form == "html" and self.verdicts:
            raise click.UsageError("a page always shows all three answers; leave out --verdict.")
        if form in _WHOLE and self.output is None and on_terminal():
            raise click.UsageError(f"{form} is not for a terminal; give a file with -o.")
        return form

    def kept(self, answers: pl.DataFrame) -> pl.DataFrame:
        """Keep the answers with the verdicts that are asked for."""
        return only(answers, self.verdicts) if self.verdicts else answers


def only(answers: pl.DataFrame, verdicts: tuple[bool | None, ...]) -> pl.DataFrame:
    """Keep the answers that have one of these verdicts."""
    import polars as pl

    kept = (pl.col("verdict").eq_missing(pl.lit(each, pl.Boolean)) for each in verdicts)
    return answers.filter(pl.any_horizontal(*kept))


def showing(
    answers: Mapping[str, bool | None], page: str, left_out: str
) -> Callable[[Command], Command]:
    """Give a command the options of `Shown`, which it takes as ``shown``.

    Args:
        answers: what the command calls each verdict.
        page: what its page is, in words for its help.
        left_out: what its table leaves out by itself, likewise.
    """

    def verdicts(
        ctx: click.Context, param: click.Parameter, names: tuple[str, ...]
    ) -> tuple[bool | None, ...]:
        del ctx, param
        return tuple(answers[name] for name in names)

    return gathering(
        Shown,
        "shown",
        (
            click.option(
                "--format",
                "form",
                type=click.Choice(FORMS),
                help=f"Without it the ending of -o tells: {', '.join(ENDINGS)}; without -o a"
                f" table. html: {page}.",
            ),
            output,
            click.option(
                "--verdict",
                "verdicts",
                type=click.Choice(list(answers)),
                multiple=True,
                callback=verdicts,
                help="Show only this answer. Repeatable.",
            ),
            click.option(
                "--all",
                "everything",
                is_flag=True,
                help=f"In a table, show also {left_out}. Other formats hold everything.",
            ),
        ),
    )
