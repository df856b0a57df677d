"""What stands at the end of a report: provisions in full, sources, and the words used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.activities import ReadResult
from detente.dossiers import words
from detente.dossiers.accounts import Accounts
from detente.dossiers.entries import Block, Entry
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Counter, Provision
from detente.sources.source import Record


@dataclass(frozen=True)
class Told:
    """A provision in full.

    Attributes:
        name: its full name.
        provision: as the library has it.
        duty: what it asks, as a label.
        asks: its conditions, each in words.
        clock: its time limit in words, with how the days are counted; empty when it has none.
        basis: how the library knows it.
        questions: what is not settled about it and its clock.
        readings: other readings of its levels, and who holds them.
        draft: whether it is not yet checked by two readers.
    """

    name: str
    provision: Provision
    duty: str
    asks: tuple[str, ...]
    clock: str
    basis: str
    questions: tuple[str, ...]
    readings: tuple[str, ...]
    draft: bool


@dataclass(frozen=True)
class Chapter:
    """An instrument with those of its provisions that address an activity of the report."""

    text: Text
    force: str
    basis: str
    provisions: tuple[Told, ...]


@dataclass(frozen=True)
class Term:
    """A word used in the report, what it means, and what to write in a file to state it."""

    key: str
    word: str
    meaning: str
    column: str = ""


def chapters(rows: Iterable[Iterable[Block]], library: Library) -> Iterator[Chapter]:
    """Go through the provisions that occur in a report, in the library's order."""
    met: dict[str, Entry] = {e.name: e for blocks in rows for b in blocks for e in b.entries}
    for path, text in library.texts.items():
        told = tuple(
            _told(met[f"{path}/{id_}"], library)
            for id_ in text.provisions
            if f"{path}/{id_}" in met
        )
        if told:
            force = words.FORCES[text.instrument.force]
            yield Chapter(text, force, basis(text.instrument), told)


def _told(entry: Entry, library: Library) -> Told:
    """Tell one provision in full."""
    provision = entry.provision
    return Told(
        entry.name,
        provision,
        words.DUTIES[provision.duty],
        tuple(conditions(entry.text, provision, library)),
        _clock(entry.text, provision),
        basis(provision),
        tuple(_questions(entry.text, provision)),
        tuple(readings(provision, library)),
        entry.draft,
    )


def conditions(text: Text, provision: Provision, library: Library) -> Iterator[str]:
    """Go through what a provision asks, each condition in words."""
    if provision.bearer == "host":
        yield "binds the State on whose territory the activity takes place"
    if provision.obligors:
        yield f"binds {', '.join(words.state(code, library) for code in provision.obligors)} only"
    if provision.zone:
        yield f"inside: {words.zone_name(provision.zone)}"
    yield from (words.fact(condition, library) for condition in provision.facts)
    if provision.levels:
        yield words.levels(provision, library)
    if provision.lasting:
        yield words.lasting(provision.lasting)
    if provision.season:
        yield f"touches the days {provision.season.from_} to {provision.season.to} of a year"
    if provision.counter:
        yield _counter(provision.counter)
    for name in provision.unless:
        yield f"except ({name}): {text.exceptions[name].gist}"


def _counter(counter: Counter) -> str:
    """Put a limit on numbers into words."""
    readings = [per for per in (counter.per, counter.or_per) if per]
    whose = ", or by another reading ".join(_same(per) for per in readings)
    if counter.simultaneous:
        return f"more than {counter.max} such activities of {whose} at one time"
    years = counter.calendar_years or 1
    window = "a calendar year" if years == 1 else f"{years} consecutive calendar years"
    return f"more than {counter.max} such activities of {whose} in {window}"


def _same(per: Iterable[str]) -> str:
    """Say whose activities are counted together."""
    return " and ".join(f"the same {name}" for name in per)


def _clock(text: Text, provision: Provision) -> str:
    """Tell the time limit of a provision; empty when it has none."""
    clock = text.clock_of(provision)
    if clock is None:
        return ""
    parts = [clock.gist, clock.reading]
    if clock.unless:
        parts.append(f"Instead, where it bears: {text.clocks[clock.unless].gist}")
    return " ".join(part for part in parts if part)


def _questions(text: Text, provision: Provision) -> Iterator[str]:
    """Go through what is not settled about a provision, its clock and its exceptions."""
    clock = text.clock_of(provision)
    clocks = [clock] if clock else []
    clocks += [text.clocks[clock.unless]] if clock and clock.unless else []
    used = [provision, *clocks, *(text.exceptions[name] for name in provision.unless)]
    yield from dict.fromkeys(question for record in used for question in record.open_questions)


def readings(provision: Provision, library: Library) -> Iterator[str]:
    """Go through other readings of a provision's levels."""
    for level in provision.levels:
        for other in level.other_readings:
            comparison = f"{words.OPERATORS[other.operator]} {other.value:,}"
            yield f"{words.label(level.measure, library)} {comparison}, held by {other.held_by}"


def basis(record: Record) -> str:
    """Say how an entry of the library is known, and how surely."""
    sure = f" ({record.confidence} confidence)" if record.confidence else ""
    return words.BASES[record.basis] + sure


def terms(
    accounts: Iterable[Accounts], rows: Iterable[Iterable[Block]], library: Library
) -> tuple[Term, ...]:
    """Give the measures, facts, zones and kinds that occur in a report, by their words."""
    stated = {row.column for each in accounts for row in each.rows}
    answers = [a for blocks in rows for b in blocks for e in b.entries for a in e.answers]
    named = {name for answer in answers for name in (*answer.reached, *answer.missing)}
    found = [
        Term(
            name,
            words.label(name, library),
            words.meaning(name, library),
            "" if name in words.NO_COLUMN else words.to_fill(name, library),
        )
        for name in stated | named
        if words.meaning(name, library)
    ]
    return tuple(sorted(found, key=lambda term: term.word.lower()))


def kinds(read: ReadResult, library: Library) -> tuple[Term, ...]:
    """Give the kinds of activity that occur, with their definitions."""
    names = sorted(set(read.frame["kind"].drop_nulls().to_list()))
    return tuple(
        Term(n, n.replace("_", " "), library.kinds[n]) for n in names if n in library.kinds
    )
