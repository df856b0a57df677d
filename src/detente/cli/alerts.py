"""``detente alerts``: what the software tells a delegation. Never a party's word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import OF_NODE, AtNode, Place, at_node, node, passphrase, secret_file
from detente.cli.notify_desk import beside

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.group(short_help="See what concerns your delegation.")
def alerts() -> None:
    """See what concerns your delegation: words that came, clocks that run, red lines of its own.

    Alerts are what the software works out, each with what it rests on; no party has said them.
    """


@alerts.command("list")
@click.option("--after", type=int, default=-1, metavar="NUMBER", help="Only those after this one.")
@at_node
def list_(place: Place, after: int) -> None:
    """List the alerts of your delegation, the oldest first; those that are due now as well."""
    from detente.desk import raise_alerts

    with place.sat_at() as seat:
        if isinstance(seat, AtNode):  # a server raises them itself
            raise_alerts(seat.bench)
        told = seat.act("list_alerts", after=after, limit=1024)
    place.say(told, lambda: _alerts(told))


@alerts.command("look")
@node
@secret_file
def look(node: Path, passphrase_file: Path | None) -> None:
    """Look at the clock, and raise what is due: deadlines, releases, words nobody has acknowledged.

    For a task that is run every few minutes, where the node is not served: `detente serve` looks by
    itself. Each alert is raised once, however often it is looked.
    """
    from detente.desk import open_node, raise_alerts

    bench = open_node(node, passphrase("the node's key", OF_NODE, passphrase_file))
    try:
        count = raise_alerts(bench)
    finally:
        bench.store.close()
    click.echo(f"{count:,} {'alert' if count == 1 else 'alerts'} raised.")


def _alerts(told: list[dict[str, Any]]) -> Iterator[RenderableType]:
    """Give the table of alerts."""
    from detente.cli.findings_table import frame
    from detente.dossiers.harmless import harmless

    table = frame(("Number", 0), ("At", 0), ("Of", 0), ("What", 56))
    for each in told:
        row = (str(each["number"]), each["at"], each["kind"], harmless(_what(each)))
        table.add_row(*row)
    yield table if told else "There is none."


def _what(alert: dict[str, Any]) -> str:
    """Say an alert in a line; what is marked as no real word is said to be so."""
    told, kind = alert["told"], alert["kind"]
    says = {
        "word": _word,
        "duty": _duty,
        "deadline": _deadline,
        "red line": _line,
        "consultation": _consultation,
    }
    marker = "" if told["marker"] == "real" or kind == "word" else f"{told['marker'].upper()}: "
    return marker + says[kind](told)


def _word(told: dict[str, Any]) -> str:
    """Say that a word has come, or its release."""
    released = f", released {told['released']}" if "released" in told else ""
    return f"{told['of_kind']} by {told['by']}, marked {told['marker']}{released}"


def _duty(told: dict[str, Any]) -> str:
    """Say what an agreed text asks for."""
    due = f", due {_day(told['due'])}" if told["due"] else ""
    answer = "applies" if told["verdict"] else "cannot be told"
    under = f"{told['instrument']}, {told['provision']}"
    return f"{under}: {answer} for {told['obligor'] or 'nobody stated'}{due}"


def _deadline(told: dict[str, Any]) -> str:
    """Say that a word is expected, or that none is there that the reader may read."""
    what = {"duty": "word", "answer": "answer", "acknowledgement": "acknowledgement"}[told["of"]]
    under = f" under {told['instrument']}, {told['provision']}" if told.get("provision") else ""
    may = "" if told.get("verdict", True) else ", if it applies, which cannot be told"
    due = _day(told["due"]) if told["of_days"] else told["due"]
    if told["stage"] != "passed":
        return f"{what} of {told['by']}{under} due {due}, {told['stage']}{may}"
    return f"no {what} of {told['by']}{under} that you may read; it was due {due}{may}"


def _line(told: dict[str, Any]) -> str:
    """Say how near a red line is."""
    return f"{told['redline']}: {beside(told)}. {told['words']}"


def _consultation(told: dict[str, Any]) -> str:
    """Say which clock of a consultation runs and for whom, or which step is one's own to take."""
    whose = f", by the account of {', '.join(told['accounts'])}" if told["accounts"] else ""
    reading = f"{whose} (read as {told['reading']})" if told["reading"] else whose
    if told["of"] == "clock":
        how = {"passed": "ran out", "runs": "runs"}.get(told["stage"], told["stage"])
        if told["state"] == "unknown":
            how = f"cannot be told for want of: {', '.join(told['missing'])}"
        then = "; then yours: ".join(["", *(each["title"] for each in told["then"])])
        title = f"{told['title']} of {', '.join(told['by'])}"
        return f"{told['consultation']}: {title}{_until(told['due'])}, {how}{reading}{then}"
    steps = ("".join((each["title"], _until(each["deadline"]))) for each in told["steps"])
    return f"{told['consultation']}: yours to take now: {', or '.join(steps)}{reading}"


def _until(span: dict[str, str | None] | None) -> str:
    """Say until when, at the earliest; nothing where no number is set."""
    return f", until {span['from']}" if span else ""


def _day(written: str) -> str:
    """Write the midnight that opens a day as that day."""
    return written.removesuffix("T00:00:00Z")
