"""Contacts, channels and ladders as a person reads them on a terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.cli.findings_table import DRAFT, DRAFT_NOTE, frame
from detente.consultations.counting import Span
from detente.consultations.reach import INTERVAL, known
from detente.consultations.written import span_of
from detente.dossiers.harmless import harmless
from detente.times.moments import text_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.consultations.ladder import Ladder, Rung
    from detente.consultations.reach import ChannelStanding, ContactStanding, Tries
    from detente.invocations import Consultation
    from detente.invocations.contacts import Contact
    from detente.measures.answers import Answer
    from detente.parties.channels import Trial

RESULTS = {
    "answered": "answered",
    "no_answer": "no answer",
    "not_through": "did not go through",
    "not_stated": "not stated",
    "contested": "accounts differ",
}
STANDS = {
    "not_tried": "not tried",
    "waiting": "an answer is awaited",
    "answered": "answered",
    "no_answer": "no answer",
    "cannot_be_told": "cannot be told",
}
KINDS = {
    "contact": "contact",
    "deputy": "deputy",
    "channel": "channel",
    "step": "step of the mechanism",
    "good_offices": "good offices",
}
_DUTY: dict[Answer, str] = {True: "yes", False: "no", None: "hours not stated"}
_PLACE: dict[Answer, str] = {True: "", False: "not in place then", None: "since when not stated"}
_OPEN: dict[str, dict[Answer, str]] = {
    "contact": {True: "", False: "off duty", None: "hours not stated"},
    "channel": {True: "", False: "not in place", None: "since when not stated"},
    "step": {True: "permitted now", False: "not yet", None: "permitted or not: cannot be told"},
}
_NO_HOTLINE = "Détente calls nobody; it tells what is stated. Moments are in UTC."


def contacts_told(found: Sequence[ContactStanding], at: dt.datetime) -> Iterator[RenderableType]:
    """Tell contacts, and how their pings came out."""
    from rich.text import Text as Styled

    if not found:
        yield f"No contact to show, as of {_minute(at)}."
        return
    yield Styled(f"Contacts, as of {_minute(at)}", style="bold")
    table = frame(("Contact", 34), ("On duty", 10), ("Last answered", 20), ("Pings", 30))
    total: Counter[str] = Counter()
    for each in found:
        total.update(each.tries.counts)
        table.add_row(
            _contact(each.contact),
            _DUTY[each.on_duty],
            _trial(each.tries.answered) or "nothing is told",
            "\n".join([*_counted(each.tries), *_asked(each.tries)]),
        )
    yield table
    pings = "; ".join(f"{RESULTS[name]}: {n} of {total.total()}" for name, n in total.items())
    yield f"Pings in all: {pings or 'none is told'}. Pings are counted; no party is ranked."
    yield _NO_HOTLINE


def channels_told(found: Sequence[ChannelStanding], at: dt.datetime) -> Iterator[RenderableType]:
    """Tell channels, and what is known to be unclear about them."""
    from rich.text import Text as Styled

    if not found:
        yield f"No channel to show, as of {_minute(at)}."
        return
    yield Styled(f"Channels, as of {_minute(at)}", style="bold")
    table = frame(("Channel", 38), ("Level", 11), ("Last test", 24), ("Last use", 21))
    for each in found:
        one = each.channel
        mark = f" {DRAFT}" if each.draft else ""
        between = f"all of {one.group}" if one.group else ", ".join(one.parties)
        told = [f"{one.title}{mark}", f"{one.id} · {between}", _PLACE[each.in_place]]
        tests = [_trial(each.tries.test) or "none is told", *_asked(each.tries)]
        table.add_row(
            harmless("\n".join(filter(None, told)), lines=True),
            one.level.replace("_", " ") if one.level else "not stated",
            "\n".join(tests),
            _trial(each.tries.use) or "none is told",
        )
    yield table
    for each in found:
        yield from _detail(each, at)
    if any(each.draft for each in found):
        yield f"{DRAFT_NOTE}."
    yield _NO_HOTLINE


def ladder_told(consultation: Consultation, found: Ladder) -> Iterator[RenderableType]:
    """Tell the ladder to one party."""
    from rich.text import Text as Styled

    title = f"{consultation.title} ({consultation.id})"
    yield Styled(f"To reach {harmless(found.party)}: {harmless(title)}", style="bold")
    yield Styled(f"as of {_minute(found.at)}", style="dim")
    if not found.rungs:
        yield "No rung is known: no contact, no channel, and no step of the mechanism."
        return
    table = frame(("", 1), ("Rung", 40), ("Can be tried", 26), ("Stands", 28))
    for index, rung in enumerate(found.rungs):
        here = "→" if index == found.here else ""
        table.add_row(here, _rung(rung), "\n".join(_can(rung)), "\n".join(_how(rung)))
    yield table
    yield _where(found)
    if any(rung.draft for rung in found.rungs):
        yield f"{DRAFT_NOTE}."
    yield f"{_NO_HOTLINE} Whether to climb is yours to decide."
    yield ""


def _contact(one: Contact) -> str:
    """Tell who a contact is."""
    told = [f"{one.party}: {one.role}", one.id]
    told += [f"speaks {', '.join(one.languages)}"] if one.languages else []
    told += [f"deputy: {one.deputy}"] if one.deputy else []
    told += [f"by {', '.join(one.channels)}"] if one.channels else []
    told += [one.mandate] if one.mandate else []
    return harmless("\n".join(told), lines=True)


def _counted(tries: Tries) -> Iterator[str]:
    """Tell how pings came out."""
    total = sum(tries.counts.values())
    yield from (f"{RESULTS[name]}: {many} of {total}" for name, many in tries.counts.items())
    if tries.test and tries.test.result != "answered":
        yield f"last: {_trial(tries.test)}"


def _asked(tries: Tries) -> Iterator[str]:
    """Tell until when a test is asked for, and warn where that has passed."""
    if tries.stale:
        yield "STALE" + (f" since {span_of(tries.due)}" if tries.due else ": never answered")
    elif tries.stale is False and tries.due:
        yield f"next by {span_of(tries.due)}"
    elif INTERVAL in tries.missing:
        yield "no interval is stated"
    else:
        by = f" (asked for by {_minute(tries.due.first)})" if tries.due else ""
        yield f"stale or not cannot be told{by}; settled by: {', '.join(tries.missing)}"


def _trial(trial: Trial | None) -> str:
    """Tell one try: when, how it came out, by whose word."""
    if trial is None:
        return ""
    often = f", {trial.times}" if trial.times else ""
    came = RESULTS["contested" if trial.contested else trial.result or "not_stated"]
    told = f"{span_of(Span.of(trial.at))}{often}: {came} ({', '.join(trial.stated_by)})"
    return harmless(f"{told}; {trial.about}" if trial.about else told)


def _detail(each: ChannelStanding, at: dt.datetime) -> Iterator[str]:
    """Tell what a channel covers, when it is to be used, and what is unclear."""
    one = each.channel
    told = [("between", one.ends), ("means", one.means), ("covers", one.coverage)]
    told += [("to be used on", trigger) for trigger in one.triggers]
    told += [] if one.triggers else [("to be used on", "no list is known")]
    told += [("unclear", text) for text in one.ambiguities]
    tries = (("test", one.tests), ("use", one.uses))
    told += [
        (f"{kind} {span_of(Span.of(trial.at))}", trial.note)
        for kind, trials in tries
        for trial in known(trials, at)
    ]
    yield f"{harmless(one.id)}:"
    yield from (f"  · {what}: {harmless(text)}" for what, text in told if text)


def _rung(rung: Rung) -> str:
    """Tell what a rung is."""
    mark = f" {DRAFT}" if rung.draft else ""
    level = f", {rung.level.replace('_', ' ')}" if rung.level else ""
    told = f"{rung.title}{mark}\n{KINDS[rung.kind]}{level} · {rung.whom} · {rung.id}"
    return harmless(told, lines=True)


def _can(rung: Rung) -> Iterator[str]:
    """Tell whether a rung can be tried now, and warn where it is stale."""
    kind = rung.kind if rung.kind in _OPEN else "contact"
    if rung.from_:
        yield f"not yet: from {span_of(rung.from_)} on"
    elif _OPEN[kind][rung.open]:
        yield _OPEN[kind][rung.open]
    if rung.accounts:
        yield f"by the account of {harmless(', '.join(rung.accounts))}"
    if rung.stale:
        yield "STALE: not answered in its time"


def _how(rung: Rung) -> Iterator[str]:
    """Tell how a rung stands."""
    if rung.kind == "step":
        yield f"asked for until {span_of(rung.until)}" if rung.until else "no time is set"
        return
    yield STANDS[rung.stands]
    if rung.tried:
        yield f"tried {span_of(Span.of(rung.tried.at))}"
    if rung.stands == "waiting":
        yield f"until {span_of(rung.until)}" if rung.until else "no time is set"
    elif rung.until:
        yield f"waited until {span_of(rung.until)}"


def _where(found: Ladder) -> str:
    """Tell at which rung one is."""
    if found.here is None:
        return "No rung is left that can be tried now."
    rung = found.rungs[found.here]
    if rung.stands == "answered":
        return f"Reached: {harmless(rung.title)} answered."
    waits = rung.stands == "waiting"
    return f"{'Awaited now' if waits else 'Next to try'}: {harmless(rung.title)} ({rung.id})."


def _minute(instant: dt.datetime) -> str:
    """Write an instant to the minute."""
    return text_of(instant.replace(second=0, microsecond=0), day=False)
