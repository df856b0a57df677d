"""What a word in the log lets its readers expect: which further word, from whom, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.desk.spoken import Reader, plain_word
from detente.desk.workbench import Workbench
from detente.errors import WordFileError
from detente.exchange.check.sealed import Statement
from detente.notifications.answers import answers_to
from detente.notifications.content import from_content
from detente.store.words import Sought
from detente.times import parse_moment

__all__ = ["Expected", "expected", "given"]

Plain = dict[str, Any]
_SAID = ("cancellation", "acknowledgement")


@dataclass(frozen=True)
class Expected:
    """A word that is expected by some time.

    Attributes:
        by: the party that is to give it.
        of: the parties that are to get it; empty: all that may read the word that it rests on.
        due: when it falls due, naive in UTC; of a clock of days the midnight that opens its day.
        of_days: whether `due` is a day.
        formats: full names of the formats of such a word; empty: none is known.
        answers: whether it refers to the word that it rests on; any format does where none is
            named.
        ahead: whether it is told before it falls due; otherwise only once it is not there in time.
        told: what it rests on, as an alert tells it.
    """

    by: str
    of: tuple[str, ...]
    due: dt.datetime
    of_days: bool = False
    formats: tuple[str, ...] = ()
    answers: bool = False
    ahead: bool = True
    told: Plain = field(default_factory=dict)

    @property
    def passes(self) -> dt.datetime:
        """The first instant that is too late."""
        return self.due + dt.timedelta(days=1) if self.of_days else self.due

    def concerns(self, party: str) -> bool:
        """Tell whether a party gives it or gets it."""
        return party == self.by or not self.of or party in self.of


def expected(bench: Workbench, statement: Statement, duties: Iterable[Plain]) -> Iterator[Expected]:
    """Go through the words that one word lets its readers expect.

    What agreed texts ask for on its activity, as far as it has a date and was not stated to be
    done; the answers that its format asks its addressees for; and where it is addressed to parties
    by name, that each says it has arrived, in the time that the node is set to.

    Args:
        bench: the workbench.
        statement: the word.
        duties: what agreed texts ask for on its activity (`picture.owed`).
    """
    for each in duties:
        if each["due"] and not each["done"] and each["obligor"]:
            yield _owed(bench, each)
    yield from _answers(bench, statement)


def _owed(bench: Workbench, duty: Plain) -> Expected:
    """Give what an agreed text asks for."""
    text = bench.library.text(duty["instrument"])
    clock = text.clock_of(text.provisions[duty["provision"]])
    return Expected(
        duty["obligor"],
        tuple(duty["obligees"]),
        parse_moment(duty["due"]).earliest,
        bool(clock and clock.counted_in_days),
        tuple(duty["formats"]),
        told={"of": "duty", **duty},
    )


def _answers(bench: Workbench, statement: Statement) -> Iterator[Expected]:
    """Give the answers that are expected of those to whom a word is addressed by name."""
    said = plain_word(statement)
    addressed = said.get("to") or statement.access.get("to", ())
    if said.get("kind", statement.kind) in _SAID or statement.kind == "keys":
        return
    made = parse_moment(statement.made).earliest
    for party in addressed:
        if party == statement.by:
            continue
        for answer in _formal(bench, said):
            if answer.due is not None:
                told = {"of": "answer", "provision": answer.provision, "draft": answer.draft}
                told |= {"instrument": answer.format.rpartition("/")[0], "citation": answer.gist}
                about = (party, (statement.by,), answer.due, answer.of_days, (answer.format,))
                yield Expected(*about, answers=True, told=told)
        if bench.unacknowledged_hours:
            due = made + dt.timedelta(hours=bench.unacknowledged_hours)
            told = {"of": "acknowledgement"}
            yield Expected(party, (statement.by,), due, answers=True, ahead=False, told=told)


def _formal(bench: Workbench, said: Plain) -> tuple[Any, ...]:
    """Give the answers that a format asks for; none where what was said is in no known format."""
    try:
        return answers_to(from_content(said, bench.library).sure(), bench.library)
    except WordFileError:
        return ()


def given(each: Expected, statement: Statement, reader: Reader) -> bool:
    """Tell whether a reader may read a word that does what is expected, and that stands.

    Args:
        each: what is expected.
        statement: the word that it rests on; a word that is marked otherwise does nothing for it.
        reader: who looks; only what that delegation may read counts.
    """
    about = statement.id if each.answers else ""
    mine = plain_word(statement).get("activity") or _activity(statement)
    for other in reader.statements(Sought(authors=(each.by,), refers_to=about, limit=None)):
        said = plain_word(other)
        fits = said.get("format") in each.formats if each.formats else each.answers
        same = each.answers or mine in (said.get("activity"), _activity(other))
        stands = fits and same and other.marker == statement.marker
        if stands and other.kind != "cancellation" and not reader.cancelled(other):
            return True
    return False


def _activity(statement: Statement) -> str:
    """Give the activity of which a statement carries an account; empty where it carries none."""
    account = statement.content.get("activity")
    return str(account.get("activity", "")) if isinstance(account, dict) else ""
