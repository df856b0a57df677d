"""Whether a library holds together: names that exist, clocks that are found, figures that can be.

What one record can tell by itself (exactly one operator, one unit, one window) is refused when it
is read; here stands what takes a look at other entries, and what a number or a day can be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from detente.errors import LibraryError, near_miss
from detente.instruments.format_soundness import formats, labels
from detente.instruments.library import Library, Text
from detente.instruments.mechanism_soundness import mechanisms
from detente.instruments.provisions import (
    YEAR,
    Clock,
    Counter,
    Duration,
    FactIs,
    Interval,
    Level,
    Notice,
    Provision,
    Season,
    Status,
)
from detente.parties.channels import DocumentedChannel
from detente.parties.groups import Group, Member
from detente.parties.states import codes
from detente.sources.source import Record

_NO_LEAP_YEAR = 2001


def check(library: Library) -> Iterator[LibraryError]:
    """Go through everything in a library that does not hold together, one error each."""
    for group in library.groups.values():
        yield from _group(library, group)
    for zone in library.zones.values():
        place = f"zones/{zone.id}.toml"
        yield from _seen(place, "", zone)
        for field in ("whole", "outside", "part"):
            yield from _states(library, place, field, getattr(zone, field))
    for state in library.former.values():
        place = "parties/former-states.toml"
        yield from _seen(place, f"state {state.code}", state)
        yield from _span(place, f"state {state.code}", state.from_, state.to)
    for channel in library.channels.values():
        yield from _channel(library, channel)
    for text in library.texts.values():
        yield from _text(library, text)
    if library.declarations:
        yield from _text(library, library.declarations)
    yield from labels(library)


def _text(library: Library, text: Text) -> Iterator[LibraryError]:
    """Check one instrument with all its entries."""
    yield from _instrument(library, text)
    for provision in text.provisions.values():
        yield from _provision(library, text, provision)
    for clock in text.clocks.values():
        yield from _clock(library, text, clock)
    for exception in text.exceptions.values():
        place = f"exception {exception.id}"
        yield from _seen(text.path, place, exception)
        yield from _facts(library, text, place, exception.facts)
        yield from _lasting(text, place, exception.lasting)
    for status in text.status:
        yield from _status(library, text, status)
    for case in text.cases:
        if case.provision not in text.provisions:
            place = f"case {case.name!r}"
            yield _missing(text, place, "provision", case.provision, text.provisions)
    for form in text.formats.values():
        yield from _seen(text.path, f"format {form.id}", form)
    if text.numbering:
        yield from _seen(text.path, "numbering", text.numbering)
    yield from formats(library, text)
    yield from mechanisms(text)


def _group(library: Library, group: Group) -> Iterator[LibraryError]:
    """Check the members of an organisation and their spells."""
    place = f"parties/{group.id}.toml"
    yield from _seen(place, "", group)
    yield from _states(library, place, "members", (member.state for member in group.members))
    for member in group.members:
        yield from _span(place, f"member {member.state}", member.from_, member.to)
        yield from _latest(place, f"member {member.state}", member)
    yield from _states(library, place, "outside", group.outside)
    if group.outside and group.complete:
        problem = (
            "a list that is complete needs no `outside`; write `complete = false`, or leave it"
        )
        yield LibraryError(place, "outside", problem)


def _channel(library: Library, channel: DocumentedChannel) -> Iterator[LibraryError]:
    """Check between whom a documented channel is, and which texts it names."""
    place = f"channels/{channel.id}.toml"
    yield from _seen(place, "", channel)
    organisations = {group.code for group in library.groups.values()}
    states = (party for party in channel.parties if party not in organisations)
    yield from _states(library, place, "parties", states, ", or of an organisation")
    names = [("group", channel.group, library.groups.keys())] if channel.group else []
    names += [("texts", path, library.texts.keys()) for path in channel.texts]
    for key, name, known in names:
        if name not in known:
            problem = f"nothing of the library is called {name!r}.{near_miss(name, known)}"
            yield LibraryError(place, key, problem)
    if any(trial.source for trial in (*channel.tests, *channel.uses)):
        yield LibraryError(place, "test, use", "the entry has one `source`; leave it out here")


def _instrument(library: Library, text: Text) -> Iterator[LibraryError]:
    """Check parties, intervals and predecessor of one instrument."""
    instrument = text.instrument
    yield from _seen(text.path, "", instrument)
    for interval in instrument.in_force:
        yield from _span(text.path, "in_force", interval.from_, interval.to)
        yield from _latest(text.path, "in_force", interval)
    for party in instrument.parties:
        if party.group and party.group not in library.groups:
            yield _missing(text, "parties", "group", party.group, library.groups)
        if party.state:
            yield from _states(library, text.path, "parties", [party.state])
        yield from _span(text.path, f"party {party.state or party.group}", party.from_, party.to)
    if instrument.predecessor and instrument.predecessor not in library.texts:
        yield _missing(text, "predecessor", "instrument", instrument.predecessor, library.texts)
    elif instrument.predecessor == text.path:
        problem = "it names itself; name the instrument that it replaced, or leave it out"
        yield LibraryError(text.path, "predecessor", problem)


def _status(library: Library, text: Text, status: Status) -> Iterator[LibraryError]:
    """Check whom and what a status entry names, and its days."""
    place = f"status of {status.obligor} from {status.from_}"
    yield from _seen(text.path, place, status)
    for party in (status.obligor, *status.obligees):
        if party != "*" and party not in library.groups:
            more = near_miss(party, library.groups) or ", or the id of a group"
            yield from _states(library, text.path, place, [party], more)
    if status.obligor == "*":
        yield LibraryError(text.path, place, "`obligor` is *; name one State or one group")
    for provision in status.provisions:
        if provision not in text.provisions:
            yield _missing(text, place, "provision", provision, text.provisions)
    yield from _span(text.path, place, status.from_, status.to)
    yield from _latest(text.path, place, status)


def _latest(path: str, place: str, entry: Interval | Member | Status) -> Iterator[LibraryError]:
    """Check the day by which something had begun of which the first day is not known."""
    if not entry.from_latest:
        return
    if entry.from_latest < entry.from_:
        problem = f"`from_latest` {entry.from_latest} is before `from`; write the later day"
        yield LibraryError(path, place, problem)
    yield from _span(path, place, entry.from_latest, entry.to, "from_latest")


def _provision(library: Library, text: Text, provision: Provision) -> Iterator[LibraryError]:
    """Check every name that one provision uses, and every figure."""
    place = f"provision {provision.id}"
    yield from _seen(text.path, place, provision)
    for kind in provision.kinds:
        if kind not in library.kinds:
            yield _missing(text, place, "kind", kind, library.kinds)
    yield from _states(library, text.path, place, provision.obligors)
    yield from _states(library, text.path, place, provision.spared)
    yield from _yearly(text, place, provision)
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
    yield from _lasting(text, place, provision.lasting)
    yield from _season(text, place, provision.season)
    yield from _counter(text, place, provision.counter)
    yield from _span(
        text.path, place, provision.valid_from, provision.valid_to, "valid_from", "valid_to"
    )


def _yearly(text: Text, place: str, provision: Provision) -> Iterator[LibraryError]:
    """Check that the due day of a year's duty follows from the year alone."""
    if YEAR not in provision.kinds:
        return
    if provision.kinds != (YEAR,):
        problem = f"{YEAR} stands alone in `kinds`: its duties are judged on their due day"
        yield LibraryError(text.path, place, problem)
    clock = text.clocks.get(provision.clock)
    if clock and (clock.unless or clock.of != "starts"):
        problem = "the clock of a year is set by its start, and no other runs instead"
        yield LibraryError(text.path, place, problem)


def _clock(library: Library, text: Text, clock: Clock) -> Iterator[LibraryError]:
    """Check the facts, figures and days of a clock, and the clock that runs instead."""
    place = f"clock {clock.id}"
    yield from _seen(text.path, place, clock)
    yield from _facts(library, text, place, clock.facts)
    for condition in clock.facts:
        fact = library.facts.get(condition.fact)
        if fact and fact.of_counterpart:
            problem = f"fact {condition.fact} speaks of one other State; a clock runs towards all"
            yield LibraryError(text.path, place, problem)
    for field in ("before", "after"):
        yield from _notice(text, place, field, getattr(clock, field))
    if clock.annual:
        yield from _day(text, place, "annual.day", clock.annual.day)
        if clock.annual.years_before < 0:
            yield _negative(text, place, "annual.years_before", clock.annual.years_before)
    if clock.unless:
        yield from _instead(text, place, clock)


def _instead(text: Text, place: str, clock: Clock) -> Iterator[LibraryError]:
    """Check the clock that runs instead of another: that it exists, fits, and says when."""
    other = text.clocks.get(clock.unless)
    if clock.unless == clock.id:
        problem = "it names itself in `unless`; name the clock that runs instead, or leave it out"
        yield LibraryError(text.path, place, problem)
    elif other is None:
        yield _missing(text, place, "clock", clock.unless, text.clocks)
    elif other.unless:
        problem = f"{other.id} runs instead and names {other.unless} in its turn"
        problem += f"; only one clock can run instead, so leave `unless` out of {other.id}"
        yield LibraryError(text.path, place, problem)
    elif other.counted_in_days != clock.counted_in_days:
        problem = f"{other.id} runs instead, so count both in days or both in hours"
        yield LibraryError(text.path, place, problem)
    elif not other.facts:
        problem = f"{other.id} runs instead, so say in its `facts` when it does"
        yield LibraryError(text.path, place, problem)


def _level(library: Library, text: Text, place: str, level: Level) -> Iterator[LibraryError]:
    """Check the measure, facts and numbers of one level."""
    if level.measure not in library.measures:
        yield _missing(text, place, "measure", level.measure, library.measures)
    yield from _facts(library, text, place, level.facts)
    for value in (level.value, *(other.value for other in level.other_readings)):
        if value < 0:
            yield _negative(text, place, f"level of {level.measure}", value)


def _notice(text: Text, place: str, field: str, notice: Notice | None) -> Iterator[LibraryError]:
    """Check that a notice has a length of nil or more."""
    if notice:
        for unit in ("hours", "days", "months"):
            if (getattr(notice, unit) or 0) < 0:
                yield _negative(text, place, f"{field}.{unit}", getattr(notice, unit))


def _lasting(text: Text, place: str, duration: Duration | None) -> Iterator[LibraryError]:
    """Check that a duration has a length."""
    if duration and duration.length <= dt.timedelta():
        problem = "`lasting` has no length; write how many `hours` or `days`, 1 or more"
        yield LibraryError(text.path, place, problem)


def _counter(text: Text, place: str, counter: Counter | None) -> Iterator[LibraryError]:
    """Check that a counter can count: a limit, a window, and whose activities."""
    if counter is None:
        return
    if counter.max < 0:
        yield _negative(text, place, "counter.max", counter.max)
    if counter.calendar_years is not None and counter.calendar_years < 1:
        problem = f"`counter.calendar_years` is {counter.calendar_years}; write 1 or more"
        yield LibraryError(text.path, place, problem)
    if not counter.per or len(set(counter.per)) < len(counter.per):
        problem = "`counter.per` says whose activities are counted: obligor, host, or each once"
        yield LibraryError(text.path, place, problem)
    other = set(counter.or_per)
    if other and (other == set(counter.per) or len(other) < len(counter.or_per)):
        problem = "`counter.or_per` is no other reading than `per`; name another, or leave it out"
        yield LibraryError(text.path, place, problem)


def _season(text: Text, place: str, season: Season | None) -> Iterator[LibraryError]:
    """Check that both days of a season exist, the earlier one first."""
    if season is None:
        return
    faults = [
        *_day(text, place, "season.from", season.from_),
        *_day(text, place, "season.to", season.to),
    ]
    yield from faults
    if not faults and season.from_ > season.to:
        problem = f"the season runs from {season.from_} to {season.to}; write the earlier day first"
        yield LibraryError(text.path, place, problem)


def _day(text: Text, place: str, field: str, day: str) -> Iterator[LibraryError]:
    """Check that a day written ``11-15`` exists in every year."""
    try:
        dt.date.fromisoformat(f"{_NO_LEAP_YEAR}-{day}")
    except ValueError:
        problem = f"`{field}` is {day}, no day of every year; write month and day, such as 11-15"
        yield LibraryError(text.path, place, problem)


def _span(
    file: str,
    place: str,
    start: dt.date | None,
    end: dt.date | None,
    from_: str = "from",
    to: str = "to",
) -> Iterator[LibraryError]:
    """Check that a span of days holds a day; its end is the first day that lies outside."""
    if start and end and end <= start:
        problem = f"`{to}` {end} is not after `{from_}` {start}; `{to}` is the first day outside"
        yield LibraryError(file, place, problem)


def _states(
    library: Library, file: str, place: str, states: Iterable[str], more: str = ""
) -> Iterator[LibraryError]:
    """Check that codes are those of States of today or of the past."""
    for state in states:
        if state not in codes() and state not in library.former:
            problem = f"no State has the code {state!r}; write its ISO 3166-1 alpha-2 code"
            problem += f" or that of a former State{more}"
            yield LibraryError(file, place, problem)


def _seen(file: str, place: str, record: Record) -> Iterator[LibraryError]:
    """Check that an entry known from a secondary account says from which."""
    if record.basis == "secondary" and not record.seen_in:
        problem = 'basis is "secondary", so list in `seen_in` where it was seen'
        yield LibraryError(file, place, problem)


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


def _negative(text: Text, place: str, field: str, value: int) -> LibraryError:
    """Name a figure that is below nil."""
    return LibraryError(text.path, place, f"`{field}` is {value}; write a number of 0 or more")


def _missing(text: Text, place: str, kind: str, name: str, known: Iterable[str]) -> LibraryError:
    """Name a thing that is used and does not exist."""
    problem = f"no {kind} is called {name!r}.{near_miss(name, known)}"
    return LibraryError(text.path, place, problem)
