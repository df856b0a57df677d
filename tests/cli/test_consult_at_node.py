"""``detente consult`` at a node: the walk of the how-to, and the clock that leads on."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import Result

from detente.desk import SystemClock
from tests.cli.test_node import at
from tests.house.survey import DOCS

__all__ = ["at"]

PAGE = DOCS / "how-to" / "follow-a-consultation.md"
NOON = dt.datetime(2026, 9, 1, 12)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Set the clock of the node."""

    def stand(instant: dt.datetime) -> None:
        monkeypatch.setattr(SystemClock, "now", lambda _: instant)

    stand(NOON)
    return stand


def walked(at: Callable[..., Result], which: int) -> dict[str, str]:
    """Type a block of the page, at a node where anna is called fr and clara de."""
    page = PAGE.read_text(encoding="utf-8").partition("## At a node")[2]
    for name, body in re.findall(r"<!-- file: (\S+) -->\n```toml\n(.*?)```", page, re.DOTALL):
        Path(name).write_text(body, encoding="utf-8")
    block = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)[which]
    for old, new in (("anna", "fr"), ("clara", "de"), ("fr.key", "FR.key"), ("de.key", "DE.key")):
        block = block.replace(old, new)
    typed = [line.removeprefix("detente ") for line in block.splitlines()]
    return {line: at(line).stdout for line in typed}


def test_the_walk_of_the_page_and_where_it_leads_when_nobody_answers(
    clock: Callable[[dt.datetime], None], at: Callable[..., Result]
) -> None:
    told = walked(at, 0)
    assert "Reply" in told["consult next --officer de"]
    assert "EXERCISE: RL/FR/26/0001/CONSULT/O" in told["alerts list --officer de"]
    clock(NOON + dt.timedelta(hours=48, seconds=1))
    alerts = re.sub(r"\s+", " ", at("alerts list --officer fr").stdout)
    assert "yours to take now: Ask for a meeting with the State concerned" in alerts
    rows = json.loads(at("consult next --officer fr --format json").stdout)
    ours = {each["step"]: each["permitted"] for each in rows if each["reading"] == "transmission"}
    assert ours["request-meeting"] is True
    walked(at, 1)
    shown = at("consult show --officer fr").stdout
    assert "EXERCISE: FR to DE" in shown
    assert "Eine Übung" in shown


def test_every_command_tells_it_from_the_node(
    clock: Callable[[dt.datetime], None], at: Callable[..., Result]
) -> None:
    assert at("consult show --officer de").stdout == "There is no consultation that you may read.\n"
    walked(at, 0)
    then = "--at 2026-09-04 --officer de"
    ledger: dict[str, Any] = json.loads(at(f"consult ledger {then} --format json").stdout)
    assert [(each["clock"], each["timing"]) for each in ledger["lines"]] == [("A reply", "never")]
    calendar = icalendar.Calendar.from_ical(at("consult calendar --officer de").stdout)
    ends = {each.decoded("dtstart") for each in calendar.walk("VEVENT")}
    assert ends == {dt.datetime(2026, 9, 3, 12, tzinfo=dt.UTC)}
    replay = re.sub(r"\s+", " ", at("consult replay --officer de --until 2026-09-04").stdout)
    assert "2026-09-01T12:00Z" in replay
    assert "A reply: ran out" in replay
    assert "is called none" in at("consult show --id none --officer de", 2).output


def test_without_file_and_node_it_asks_for_one(
    at: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DETENTE_NODE")
    assert "name a FILE; or say --node FOLDER" in at("consult show", 2).output
