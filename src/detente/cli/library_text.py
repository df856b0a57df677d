"""An instrument, or one of its provisions, written out for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente.cli.findings_table import DRAFT, DRAFT_NOTE, frame
from detente.dossiers import words
from detente.dossiers.annex import basis, conditions, readings
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Provision
from detente.obligations.spells import binding
from detente.sources.source import Record

if TYPE_CHECKING:
    from rich.console import RenderableType


def in_force(text: Text) -> str:
    """Say in which intervals an instrument is in force."""
    intervals = text.instrument.in_force
    told = [f"{i.from_} to {i.to}" if i.to else f"from {i.from_}" for i in intervals]
    return "; ".join(told) or "never"


def instrument_lines(text: Text, library: Library) -> Iterator[RenderableType]:
    """Write out an instrument and list its provisions."""
    from rich.text import Text as Styled

    instrument = text.instrument
    yield Styled(f"{text.path} {instrument.title}", style="bold")
    facts = {
        "Force": words.FORCES[instrument.force],
        "Adopted": str(instrument.adopted or words.NOT_STATED),
        "In force": in_force(text),
        "Parties": _parties(text, library),
        "Forum": instrument.forum,
        "Predecessor": instrument.predecessor,
        "Withdrawal": instrument.withdrawal,
        "Departures": f"{len(text.status)} dated: detente status {text.path}"
        if text.status
        else "",
        **_origin(instrument),
    }
    yield _pairs(facts)
    table = frame(("Provision", 0), ("Title", 40), ("Asks for", 24), ("Cases", 5))
    for provision in text.provisions.values():
        mark = f" {DRAFT}" if provision.draft else ""
        cases = sum(case.provision == provision.id for case in text.cases)
        duty = words.DUTIES[provision.duty]
        table.add_row(f"{provision.id}{mark}", provision.title, duty, str(cases))
    yield table
    if any(provision.draft for provision in text.provisions.values()):
        yield f"{DRAFT_NOTE}."


def _parties(text: Text, library: Library) -> str:
    """Name the parties of an instrument; of an organisation how many members are bound."""
    who = binding(library, text)
    bound, more = sorted(who.spells), "; the list is not complete" if who.unlisted else ""
    if len(bound) > 12:
        groups = [party.group for party in text.instrument.parties if party.group]
        of = f", through {', '.join(groups)}" if groups else ""
        return f"{len(bound)} States in all{of}{more}"
    return ", ".join(words.state(code, library) for code in bound) + more


def _origin(record: Record) -> dict[str, str]:
    """Say where an entry comes from and how far it can be relied on."""
    checked = [f"{reader.by} on {reader.on}" for reader in record.checked]
    return {
        "Source": str(record.source),
        "Text at": record.source.url,
        "Basis": basis(record),
        "Seen in": "\n".join(record.seen_in),
        "Checked by": ", ".join(checked) or "nobody yet",
        "Open questions": "\n".join(f"- {question}" for question in record.open_questions),
    }


def instrument_plain(text: Text) -> dict[str, Any]:
    """Give everything that the library says of an instrument, for a program."""
    return {
        "path": text.path,
        "instrument": _plain(text.instrument),
        "provisions": [_plain(each) for each in text.provisions.values()],
        "clocks": [_plain(each) for each in text.clocks.values()],
        "exceptions": [_plain(each) for each in text.exceptions.values()],
        "status": [_plain(each) for each in text.status],
    }


def provision_lines(text: Text, provision: Provision, library: Library) -> Iterator[RenderableType]:
    """Write out one provision, with its clock, its exceptions and its cases."""
    from rich.text import Text as Styled

    mark = f" {DRAFT}" if provision.draft else ""
    yield Styled(f"{text.path}/{provision.id}{mark} {provision.title}", style="bold")
    yield provision.gist
    yield _pairs(
        {
            "Asks for": words.DUTIES[provision.duty],
            "Activities": ", ".join(provision.kinds) or "none: kept as data, not evaluated",
            "Conditions": "\n".join(f"- {each}" for each in conditions(text, provision, library)),
            "Other readings": "\n".join(f"- {each}" for each in readings(provision, library)),
            **_clock(text, provision),
            "To whom": provision.addressees,
            "Channel": provision.channel,
            "Holds": _holds(provision),
            "Next": provision.next_step,
            **_origin(provision),
        }
    )
    cases = [case.name for case in text.cases if case.provision == provision.id]
    if cases:
        yield Styled(f"{len(cases)} cases", style="bold")
        yield "\n".join(f"- {case}" for case in cases)
    if provision.draft:
        yield f"{DRAFT_NOTE}."


def _holds(provision: Provision) -> str:
    """Say in which time a provision holds, where it has a time of its own."""
    first = f"from {provision.valid_from}" if provision.valid_from else ""
    last = f"until before {provision.valid_to}" if provision.valid_to else ""
    return " ".join(part for part in (first, last) if part)


def _clock(text: Text, provision: Provision) -> dict[str, str]:
    """Tell the clock of a provision."""
    clock = text.clock_of(provision)
    if clock is None:
        return {"Time limit": "none"}
    return {
        "Time limit": f"{clock.gist} ({clock.source}; {basis(clock)})",
        "Counted": clock.reading,
        "Instead": text.clocks[clock.unless].gist if clock.unless else "",
        "Of the limit": "\n".join(f"- {question}" for question in clock.open_questions),
    }


def provision_plain(text: Text, provision: Provision) -> dict[str, Any]:
    """Give everything that the library says of a provision, for a program."""
    clock = text.clock_of(provision)
    return {
        "name": f"{text.path}/{provision.id}",
        "provision": _plain(provision),
        "clock": _plain(clock) if clock else None,
        "exceptions": [_plain(text.exceptions[name]) for name in provision.unless],
        "cases": [_plain(case) for case in text.cases if case.provision == provision.id],
    }


def _plain(record: Any) -> dict[str, Any]:
    """Write a record of the library with the names that its file has."""
    plain: dict[str, Any] = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def _pairs(facts: dict[str, str]) -> RenderableType:
    """Put names and texts side by side, and leave out what is empty."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, told in facts.items():
        if told:
            table.add_row(name, told)
    return table
