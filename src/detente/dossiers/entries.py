"""The findings of one activity as entries: a provision, and what each account makes of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from detente.dossiers import words
from detente.dossiers.words import Word
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Clock, Provision
from detente.obligations.running import at_the_earliest, may_run

_A_DAY = dt.timedelta(days=1)

Finding = Mapping[str, Any]
"""One row of a frame of findings, with its moments written as text."""


@dataclass(frozen=True)
class Answer:
    """What one or more accounts make of a provision, alike in every respect.

    Attributes:
        word: the answer.
        sources: the accounts.
        bound: the State that the duty falls on; empty where it is not stated.
        towards: to whom the duty is owed; empty where it is owed alike to all other parties.
        reached: measures whose level is reached.
        missing: what would settle it.
        due: when the duty falls due, in words; empty where there is no clock.
        given: when it was done, in words; empty where nothing can be given.
        timing: whether in time, in words; empty where there is no clock.
    """

    word: Word
    sources: tuple[str, ...]
    bound: str
    towards: tuple[str, ...]
    reached: tuple[str, ...]
    missing: tuple[str, ...]
    due: str
    given: str
    timing: str


@dataclass(frozen=True)
class Entry:
    """A provision that bears on an activity, or may.

    Attributes:
        text, provision: from the library.
        citation: document and paragraph.
        draft: whether anything it rests on is not yet checked by two readers.
        asks: its levels in words; empty where it has none.
        answers: what the accounts make of it, the answers that ask most of the reader first.
    """

    text: Text
    provision: Provision
    citation: str
    draft: bool
    asks: str
    answers: tuple[Answer, ...]

    @property
    def word(self) -> Word:
        """The answer that asks most of the reader."""
        return self.answers[0].word

    @property
    def agreed(self) -> bool:
        """Whether all accounts give the same answer."""
        return len({answer.word for answer in self.answers}) == 1

    @property
    def name(self) -> str:
        """The full name of the provision."""
        return f"{self.text.path}/{self.provision.id}"


@dataclass(frozen=True)
class Block:
    """The entries of one instrument."""

    text: Text
    entries: tuple[Entry, ...]

    def only(self, *wanted: Word) -> tuple[Entry, ...]:
        """Give the entries whose answer is one of these."""
        return tuple(entry for entry in self.entries if entry.word in wanted)

    @property
    def quiet(self) -> tuple[Entry, ...]:
        """The entries that do not apply by any account."""
        return self.only(words.NOT)


def blocks(
    findings: Iterable[Finding], accounts: Mapping[str, Finding], library: Library
) -> tuple[Block, ...]:
    """Gather the findings of one activity by instrument and provision, in the library's order.

    Args:
        findings: those of one activity.
        accounts: the activity's rows of the frame, by source.
        library: the agreed texts.
    """
    by_name: dict[str, list[Finding]] = {}
    for finding in findings:
        by_name.setdefault(f"{finding['instrument']}/{finding['provision']}", []).append(finding)
    entries = [
        _entry(text, provision, by_name[name], accounts, library)
        for name, text, provision in library
        if name in by_name
    ]
    return tuple(
        Block(library.texts[path], tuple(group))
        for path, group in groupby(entries, key=lambda entry: entry.text.path)
    )


def _entry(
    text: Text,
    provision: Provision,
    findings: Sequence[Finding],
    accounts: Mapping[str, Finding],
    library: Library,
) -> Entry:
    """Gather what the accounts make of one provision."""
    clock = text.clock_of(provision)
    alike: dict[tuple[object, ...], list[str]] = {}
    samples: dict[tuple[object, ...], tuple[Finding, tuple[str, ...]]] = {}
    for source, finding, towards in _by_obligees(findings):
        account = accounts[source]
        due, open_ = _due(finding, text, clock, account), _missing(finding, account)
        key = (*_gist(finding), open_, due, _given(finding, clock, account), towards)
        alike.setdefault(key, []).append(source)
        samples.setdefault(key, (finding, towards))
    made = [
        _answer(finding, tuple(alike[key]), text, clock, accounts, library, towards)
        for key, (finding, towards) in samples.items()
    ]
    first = findings[0]
    ranked = tuple(sorted(made, key=lambda answer: answer.word.rank))
    asks = words.levels(provision, library)
    return Entry(text, provision, str(first["citation"]), bool(first["draft"]), asks, ranked)


def _by_obligees(
    findings: Sequence[Finding],
) -> Iterator[tuple[str, Finding, tuple[str, ...]]]:
    """Bring together the parties towards whom one account gives the same answer."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding["source"], *_gist(finding)), []).append(finding)
    times = Counter(source for source, *_ in alike)
    for (source, *_), group in alike.items():
        obligees = tuple(str(finding["obligee"]) for finding in group)
        general = words.EVERYBODY in obligees
        towards = (words.EVERYBODY,) if general and times[source] > 1 else obligees
        yield str(source), group[0], () if general and times[source] == 1 else towards


def _gist(finding: Finding) -> tuple[object, ...]:
    """Give what makes two findings alike, whoever states them and towards whomever."""
    keys = ("obligor", "verdict", "reached", "missing", "due", "done", "timing")
    return tuple(finding[key] for key in keys)


def _answer(
    finding: Finding,
    sources: tuple[str, ...],
    text: Text,
    clock: Clock | None,
    accounts: Mapping[str, Finding],
    library: Library,
    towards: tuple[str, ...],
) -> Answer:
    """Put one finding into words."""
    word = words.ANSWERS[finding["verdict"]]
    bears, account = word is not words.NOT, accounts[sources[0]]
    return Answer(
        word,
        sources,
        words.state(finding["obligor"], library) if finding["obligor"] else "",
        tuple(words.state(code, library) for code in towards),
        _names(finding["reached"]),
        _missing(finding, account),
        _due(finding, text, clock, account) if bears else "",
        _given(finding, clock, account) if bears else "",
        _timing(finding, clock) if bears else "",
    )


def _names(joined: str | None) -> tuple[str, ...]:
    """Part the names that a finding joins with commas."""
    return tuple(joined.split(", ")) if joined else ()


def _missing(finding: Finding, account: Finding) -> tuple[str, ...]:
    """Name what would settle an answer; of a start stated to the day and no end, the end."""
    names = _names(finding["missing"])
    if not {"starts", "ends"} <= set(names) or account.get("ends") is not None:
        return names
    first, latest = account.get("starts"), account.get("starts_latest")
    to_the_day = first is not None and (latest is None or latest - first <= _A_DAY)
    return tuple(name for name in names if name != "starts") if to_the_day else names


def _due(finding: Finding, text: Text, clock: Clock | None, account: Finding) -> str:
    """Say when a duty falls due."""
    if clock is None:
        return ""
    if finding["due"] is None:
        return "cannot be told"
    told = words.moment(finding["due"])
    if at_the_earliest(text, clock, account):
        told += f" {words.EARLIEST}"
    as_a_rule = all(each.as_a_rule for each in may_run(text, clock, account))
    return f"{told}, as a rule" if as_a_rule else told


def _given(finding: Finding, clock: Clock | None, account: Finding) -> str:
    """Say when a duty was done, as the account states it."""
    if clock is None or not clock.done:
        return ""
    if clock.done == "in_calendar":
        return _said(account.get("in_calendar"), "listed", "not listed, as stated")
    if finding["done"] is not None:
        return words.moment(finding["done"])
    if account.get(clock.done) is not None:
        return "not yet, on the day asked"
    stated = account.get(clock.done.removesuffix("_at"))
    return _said(stated, "yes, day not stated", "none, as stated")


def _said(stated: bool | None, yes: str, no: str) -> str:
    """Choose the words for what an account states, or does not."""
    if stated is None:
        return words.NOT_STATED
    return yes if stated else no


def _timing(finding: Finding, clock: Clock | None) -> str:
    """Say whether a duty was done in time."""
    if clock is None:
        return ""
    return words.TIMINGS.get(finding["timing"] or "", "cannot be told")
