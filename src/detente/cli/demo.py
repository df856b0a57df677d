"""The command that evaluates the real cases that come with Détente."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.demo_node import EXAMPLES, serve_demo
from detente.cli.laying import Sought, laid_out
from detente.cli.output import PAGES, by_ending, put, show
from detente.cli.progress import Steps
from detente.cli.serve import HERE, port
from detente.cli.written_dossier import ENDINGS, STEPS, write

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from detente.activities import ReadResult
    from detente.dossiers.accounts import Account, Accounts
    from detente.dossiers.entries import Block
    from detente.instruments import Library

CASES = Path("scenarios", "real-cases", "activities.toml")
STORY = Path("scenarios", "euro-atlantic-2021")
QUESTION = "What came near to which line in 2021 and 2022, and what cannot be told?"
_CHIEF = 3
"""How many findings the table names for each account."""


@click.command(short_help="Evaluate the cases that come with Détente; begin here.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="detente-report.html",
    show_default=True,
    metavar="FILE",
    help="The page of the real cases to write.",
)
@click.option(
    "--dossier",
    type=click.Path(dir_okay=False, path_type=Path),
    default="detente-dossier.html",
    show_default=True,
    metavar="FILE",
    help="The dossier of the crisis of 2021 and 2022 to write: .html or .pdf.",
)
@click.option("--no-serve", is_flag=True, help="Stop there: no node is made or served.")
@port
def demo(output: Path, dossier: Path, no_serve: bool, port: int) -> None:
    """Evaluate real activities of 2014 to 2025, gather a dossier, and serve a node to try out.

    It prints a table, and writes a page of every finding and a dossier: what came near to which red
    line in the crisis of 2021 and 2022, on maps and a timeline.

    Then it makes a node for exercises in the folder detente-node, or finds it there, and serves it
    to this machine alone until it is stopped with Ctrl-C: three delegations with officers and keys,
    the red lines and activities of that crisis. It prints what to type in a second terminal.
    """
    import detente as dt
    from detente.cli.reading import read
    from detente.dossiers import arranged, report

    by_ending(output, PAGES)
    by_ending(dossier, ENDINGS)
    cases = str(_shipped(CASES))
    with Steps(6 + STEPS) as steps:
        steps.begin("Reading the library")
        library = dt.library()
        steps.begin("Reading the real cases")
        result, inputs = read([cases], library)
        steps.begin(f"Evaluating {result.frame.height} accounts")
        found = dt.obligations(result.frame, library=library)
        findings = arranged(found, result.frame, library)
        steps.begin("Writing the page")
        put(report(findings, result, library, title="Real cases", inputs=inputs), output)
        _gather(steps, dossier)
    show(_tables(findings, result, library))
    show(_next(output, dossier, findings, cases))
    if not no_serve:
        serve_demo(_shipped(STORY), _shipped(EXAMPLES), HERE, port, _program())


def _gather(steps: Steps, output: Path) -> None:
    """Write the dossier of the crisis of 2021 and 2022."""
    story = [str(_shipped(STORY / name)) for name in ("activities.toml", "redlines.toml")]
    write(steps, output, laid_out(steps, Sought((story[0],), story[1])), QUESTION)


def _shipped(scenario: Path) -> Path:
    """Find a file or folder of the scenarios beside the library, wherever Détente is installed.

    Raises:
        UnknownName: this Détente came without them.
    """
    from detente.errors import UnknownName
    from detente.instruments.reader import shipped

    file = shipped().parent / scenario
    if not file.exists():
        raise UnknownName("scenario", scenario.as_posix(), ())
    return file


def _tables(
    findings: pl.DataFrame, result: ReadResult, library: Library
) -> Iterator[RenderableType]:
    """Give one table of all activities: for each account the answers and the chief findings."""
    from detente.cli.findings_table import at_the_earliest, frame
    from detente.dossiers.accounts import gather
    from detente.dossiers.entries import blocks
    from detente.dossiers.words import EARLIEST_NOTE
    from detente.dossiers.written import written

    early = False
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in written(findings, result.frame, library).rows(named=True):
        found.setdefault((finding["activity"], finding["source"]), []).append(finding)
    rows = {(row["activity"], row["source"]): row for row in result.frame.rows(named=True)}
    table = frame(("Activity and account", 30), ("●", 3), ("?", 3), ("○", 3))
    table.add_column("What applies, with due and given dates", overflow="fold", ratio=1)
    for told in gather(result, library):
        table.add_section()
        table.add_row(*_heading(told))
        for account in told.accounts:
            key = told.activity, account.source
            here = blocks(found.get(key, []), {account.source: rows[key]}, library)
            early = early or any(at_the_earliest(here))
            table.add_row(f"  {account.source}", *_account(here, _figure(told, account, library)))
    yield table
    yield "● applies   ? cannot be told   ○ does not apply   (how many provisions)"
    if early:
        yield f"{EARLIEST_NOTE}."


def _heading(told: Accounts) -> tuple[RenderableType, ...]:
    """Give the row that names an activity."""
    from rich.text import Text

    return Text(told.name, style="bold"), "", "", "", Text(told.gist, style="dim")


def _figure(told: Accounts, account: Account, library: Library) -> str:
    """Give the first measure that an account states, such as "troops: 12,700"."""
    from detente.dossiers import words

    place = told.accounts.index(account)
    stated = [row for row in told.rows if row.column in library.measures and row.cells[place]]
    return f"{words.label(stated[0].column, library)}: {stated[0].cells[place]}" if stated else ""


def _account(found: tuple[Block, ...], figure: str) -> tuple[RenderableType, ...]:
    """Give the cells of one account: how many of each answer, and the chief findings."""
    from rich.text import Text

    from detente.cli.findings_table import STYLES
    from detente.dossiers import words

    entries = [entry for block in found for entry in block.entries]
    numbers = [sum(entry.word is word for entry in entries) for word in words.ANSWERS.values()]
    cells = [
        Text(str(number) if number else "", style=STYLES[word.key])
        for word, number in zip(words.ANSWERS.values(), numbers, strict=True)
    ]
    lines = [figure, *_chief(found), "" if entries else "addressed by no provision"]
    return *cells, "\n".join(line for line in lines if line)


def _chief(found: tuple[Block, ...]) -> Iterator[str]:
    """Go through what applies by one account, those with a time limit first."""
    from detente.dossiers import words

    applying = [entry for block in found for entry in block.only(words.APPLIES)]
    applying.sort(key=lambda entry: not entry.answers[0].due)
    for entry in applying[:_CHIEF]:
        answer = entry.answers[0]
        name = f"{entry.text.instrument.short} {entry.provision.id}"
        dates = [f"due {answer.due}"] if answer.due else []
        dates += [f"given: {answer.given}"] if answer.given else []
        dates += [answer.timing] if answer.timing not in ("", words.OPEN.text) else []
        yield f"{name}: {', '.join(dates)}" if dates else name
    if len(applying) > _CHIEF:
        yield f"and {len(applying) - _CHIEF} more"


def _next(
    output: Path, dossier: Path, findings: pl.DataFrame, file: str
) -> Iterator[RenderableType]:
    """Say what was written, how to open it, and what to try next; no line is broken."""
    from rich.text import Text

    program = _program()
    lines = [
        f"\nWritten: {output} ({findings.height} findings, each with its paragraph)",
        f"Open it in a browser: {output.resolve().as_uri()}",
        f"Written: {dossier} (what came near to which red line in 2021 and 2022)",
        f"Open it in a browser: {dossier.resolve().as_uri()}",
    ]
    for applying in findings.filter(findings["verdict"]).head(1).rows(named=True):
        name = f"{applying['instrument']}/{applying['provision']}"
        lines.append("\nWhy a finding says what it says:")
        lines.append(f"  {program} explain {_near(file)} {applying['activity']} {name}")
    lines.append("The same with a file of your own, and what it may hold:")
    lines.append(f"  {program} obligations my-activities.csv -o my-report.html")
    lines.append(f"  {program} dossier my-activities.csv my-red-lines.toml -o my-dossier.html")
    lines.append(f"  {program} schema activities")
    yield from (Text(line, no_wrap=True, overflow="ignore") for line in lines)


def _program() -> str:
    """Say how the person at the keyboard calls Détente."""
    return (
        "./dev detente" if shutil.which("detente") is None and Path("dev").is_file() else "detente"
    )


def _near(file: str) -> str:
    """Write a path from where the person stands, if it lies below."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
