"""``detente alerts``: what the software tells a delegation. Never a party's word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import Place, at_node

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command("alerts", short_help="See what concerns your delegation.")
@click.option("--after", type=int, default=-1, metavar="NUMBER", help="Only those after this one.")
@at_node
def alerts(place: Place, after: int) -> None:
    """See what concerns your delegation: words that came, clocks that run, red lines of its own.

    Alerts are what the software works out, each with what it rests on; no party has said them.
    """
    from detente.cli.at_node import AtNode
    from detente.desk import raise_alerts

    with place.sat_at() as seat:
        if isinstance(seat, AtNode):  # a server raises them itself
            raise_alerts(seat.bench)
        told = seat.act("list_alerts", after=after, limit=1024)
    place.say(told, lambda: _alerts(told))


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
    """Say an alert in a line."""
    told, kind = alert["told"], alert["kind"]
    if kind == "word":
        return f"{told['of_kind']} by {told['by']}, marked {told['marker']}"
    if kind == "duty":
        due = f", due {told['due'].removesuffix('T00:00:00Z')}" if told["due"] else ""
        answer = "applies" if told["verdict"] else "cannot be told"
        under = f"{told['instrument']}, {told['provision']}"
        return f"{under}: {answer} for {told['obligor'] or 'nobody stated'}{due}"
    return f"{told['redline']}: {told['relation'] or 'cannot be told'}. {told['words']}"
