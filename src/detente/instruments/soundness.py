"""Whether a library holds together: every name that is used exists, every clock is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.errors import LibraryError, near_miss
from detente.instruments.library import Library, Text
from detente.instruments.provisions import FactIs, Level, Provision


def check(library: Library) -> Iterator[LibraryError]:
    """Go through everything in a library that does not hold together, one error each."""
    for text in library.texts.values():
        for provision in text.provisions.values():
            yield from _provision(library, text, provision)
        for clock in text.clocks.values():
            yield from _facts(library, text, f"clock {clock.id}", clock.facts)
            if clock.unless and clock.unless not in text.clocks:
                yield _missing(text, f"clock {clock.id}", "clock", clock.unless, text.clocks)
            elif (
                clock.unless and text.clocks[clock.unless].counted_in_days != clock.counted_in_days
            ):
                problem = f"{clock.unless} runs instead, so count both in days or both in hours"
                yield LibraryError(text.path, f"clock {clock.id}", problem)
        for exception in text.exceptions.values():
            yield from _facts(library, text, f"exception {exception.id}", exception.facts)
        yield from _instrument(library, text)


def _instrument(library: Library, text: Text) -> Iterator[LibraryError]:
    """Check parties, predecessor, status and cases of one instrument."""
    instrument = text.instrument
    for group in (party.group for party in instrument.parties if party.group):
        if group not in library.groups:
            yield _missing(text, "parties", "group", group, library.groups)
    if instrument.predecessor and instrument.predecessor not in library.texts:
        yield _missing(text, "predecessor", "instrument", instrument.predecessor, library.texts)
    for status in text.status:
        for provision in status.provisions:
            if provision not in text.provisions:
                yield _missing(text, "status", "provision", provision, text.provisions)
    for case in text.cases:
        if case.provision not in text.provisions:
            place = f"case {case.name!r}"
            yield _missing(text, place, "provision", case.provision, text.provisions)


def _provision(library: Library, text: Text, provision: Provision) -> Iterator[LibraryError]:
    """Check every name that one provision uses."""
    place = f"provision {provision.id}"
    for kind in provision.kinds:
        if kind not in library.kinds:
            yield _missing(text, place, "kind", kind, library.kinds)
    if provision.zone and provision.zone not in library.zones:
        yield _missing(text, place, "zone", provision.zone, library.zones)
    if provision.clock and provision.clock not in text.clocks:
        yield _missing(text, place, "clock", provision.clock, text.clocks)
    for exception in provision.unless:
        if exception not in text.exceptions:
            yield _missing(text, place, "exception", exception, text.exceptions)
    yield from _facts(library, text, place, provision.facts)
    for level in provision.levels:
        yield from _level(library, text, place, level)


def _level(library: Library, text: Text, place: str, level: Level) -> Iterator[LibraryError]:
    """Check the measure and facts of one level."""
    if level.measure not in library.measures:
        yield _missing(text, place, "measure", level.measure, library.measures)
    yield from _facts(library, text, place, level.facts)


def _facts(
    library: Library, text: Text, place: str, facts: tuple[FactIs, ...]
) -> Iterator[LibraryError]:
    """Check that facts exist and that a choice is one of theirs."""
    for condition in facts:
        fact = library.facts.get(condition.fact)
        if fact is None:
            yield _missing(text, place, "fact", condition.fact, library.facts)
            continue
        if bool(fact.choices) == (condition.is_ is not None):
            form = "in = [..]" if fact.choices else "is = true or false"
            yield LibraryError(text.path, place, f"fact {condition.fact} is asked with `{form}`")
        for choice in set(condition.in_) - set(fact.choices) if fact.choices else ():
            yield _missing(text, place, f"choice of {condition.fact}", choice, fact.choices)


def _missing(text: Text, place: str, kind: str, name: str, known: Iterable[str]) -> LibraryError:
    """Name a thing that is used and does not exist."""
    problem = f"no {kind} is called {name!r}.{near_miss(name, known)}"
    return LibraryError(text.path, place, problem)
