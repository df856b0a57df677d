"""The commands that ask whether an outcome would hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from detente.cli import stability_rows as rows_of
from detente.cli.output import by_ending, output, put, show, spare
from detente.cli.stability_rows import Rows, as_csv, as_json, as_table

if TYPE_CHECKING:
    from detente.stability import Conflict
    from detente.stability.pairs import Concept
    from detente.stability.reach import Sanction

ENDINGS = {".csv": "csv", ".json": "json", ".txt": "table"}
PICTURES = {**ENDINGS, ".svg": "svg"}
_CONCEPTS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM")

_model = click.argument("model", type=click.Path(path_type=Path))
_sanction = click.option(
    "--sanction",
    type=click.Choice(["sequence", "once", "single"]),
    default="sequence",
    show_default=True,
    help="What those who answer a move can bring about: any legal sequence of moves, one move of"
    " each, or a single move. Some published tables count only the last.",
)
_by = click.option(
    "--concept",
    type=click.Choice(_CONCEPTS),
    default="SEQ",
    show_default=True,
    help="What counts as stable.",
)
_form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    help="Without it the ending of -o tells; without -o a table.",
)


@click.group(short_help="Whether an outcome would hold, for whom, and why.")
def stability() -> None:
    """Ask whether an outcome would hold: does anybody, or any coalition, gain by leaving it?

    MODEL is a TOML file: who decides, what each can do, what each prefers and who says so. That is
    an analyst's model, and what comes out is about the model. Nothing of it leaves this machine.
    """


@stability.command(short_help="Which states hold.")
@_model
@click.option(
    "--concept",
    "concepts",
    type=click.Choice(_CONCEPTS),
    multiple=True,
    help="Only this one. Repeatable; without it all that can be asked.",
)
@click.option(
    "--tell",
    type=click.Choice(["states", "coalitions", "margins", "pictures", "variants"]),
    default="states",
    show_default=True,
    help="coalitions: who would leave together. margins: how many pairs of preferences must change"
    " before the answer does. pictures: by each maker's picture of the others. variants: by each"
    " combination of the preferences that are thought possible.",
)
@click.option("--every-move", is_flag=True, help="In a picture, draw also moves that gain nobody.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "svg"]),
    help="Without it the ending of -o tells; without -o a table. svg: the outcome graph.",
)
@_sanction
@output
def solve(
    model: Path,
    concepts: tuple[str, ...],
    tell: str,
    form: str | None,
    output: Path | None,
    sanction: str,
    *,
    every_move: bool,
) -> None:
    """Say of every state of MODEL whether it holds, for each decision maker and for all.

    Nash: nobody gains by a move of its own. GMR, SMR: whoever would gain can be answered so that
    the gain is lost, for SMR for good. SEQ, SSEQ: likewise, by answers that gain those who give
    them. SIM: others move at the same time. Three answers: yes, no, cannot be told.
    """
    import detente.stability as room

    chosen = _chosen(form, output, PICTURES)
    conflict = _read(model, output)
    asked = cast("tuple[Concept, ...]", concepts)
    reading = cast("Sanction", sanction)
    if chosen == "svg":
        by: Concept = asked[0] if asked else "SEQ"
        answer = room.solve(conflict, concepts=[by], sanction=reading)
        put(room.draw(answer, by, every_move=every_move), output)
        return
    rows, notes = rows_of.TOLD[tell](conflict, asked, reading)
    _put(rows, notes, chosen, output)


@stability.command(short_help="Why a state holds or not.")
@_model
@click.argument("state")
@_by
@_form
@_sanction
@output
def explain(
    model: Path, state: str, concept: str, form: str | None, output: Path | None, sanction: str
) -> None:
    """Say in plain words why STATE of MODEL holds, or does not: move by move, maker by maker."""
    from detente.stability import explain as ask

    chosen = _chosen(form, output, ENDINGS)
    conflict = _read(model, output)
    told = ask(
        conflict, state, concept=cast("Concept", concept), sanction=cast("Sanction", sanction)
    )
    if chosen == "table":
        show(rows_of.explained(conflict, told), output)
        return
    rows = [
        {"state": told.state, "concept": concept, "maker": each.maker, "stable": each.stable}
        | {"reasons": list(each.lines)}
        for each in told.makers
    ]
    _put(rows, [], chosen, output)


@stability.command(short_help="What would have to change for a state to hold.")
@_model
@click.argument("state")
@_by
@click.option(
    "--most",
    type=click.IntRange(1, 6),
    default=3,
    show_default=True,
    help="Up to how many pairs of states change their order.",
)
@_form
@_sanction
@output
def inverse(
    model: Path,
    state: str,
    concept: str,
    most: int,
    form: str | None,
    output: Path | None,
    sanction: str,
) -> None:
    """Seek the least change of preferences by which STATE of MODEL would hold."""
    from detente.stability import inverse as ask

    chosen = _chosen(form, output, ENDINGS)
    conflict = _read(model, output)
    found = ask(
        conflict,
        state,
        concept=cast("Concept", concept),
        most=most,
        sanction=cast("Sanction", sanction),
    )
    rows, notes = rows_of.inverse(conflict, found)
    _put(rows, notes, chosen, output)


@stability.command(short_help="What can come of where things stand, and who begins.")
@_model
@click.option(
    "--from",
    "start",
    default="",
    metavar="STATE",
    help="Where things stand; without it the status quo of the file.",
)
@click.option(
    "--to", default="", metavar="STATE", help="Only the ways to this state, step by step."
)
@click.option("--by-gain", is_flag=True, help="Only moves that gain their mover.")
@_form
@output
def paths(
    model: Path, start: str, to: str, form: str | None, output: Path | None, *, by_gain: bool
) -> None:
    """Tell in how many steps each state of MODEL can come about, who begins, what is final."""
    from detente.stability import paths as ask

    chosen = _chosen(form, output, ENDINGS)
    conflict = _read(model, output)
    found = ask(conflict, start, to, by_gain=by_gain)
    rows, notes = rows_of.paths(conflict, found, step_by_step=bool(to))
    _put(rows, notes, chosen, output)


def _chosen(form: str | None, path: Path | None, endings: dict[str, str]) -> str:
    """Settle the format."""
    return form or (by_ending(path, endings) if path else "table")


def _read(model: Path, path: Path | None) -> Conflict:
    """Read the model; it is never written over."""
    from detente.stability import read_conflict

    spare([str(model)], path)
    return read_conflict(model)


def _put(rows: Rows, notes: list[str], form: str, path: Path | None) -> None:
    """Write rows in a format."""
    if form == "table":
        show(as_table(rows, notes), path)
    else:
        put(as_json(rows) if form == "json" else as_csv(rows), path)
