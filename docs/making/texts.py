"""The pages of the library: an index of instruments, and one page for each family of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import detente
from detente.dossiers import words
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Clock, Except, Interval, Party, Provision, Status
from detente.sources.source import Record
from docs.making.markdown import anchor, generated_from, table

TITLES = {
    "arms-control": "Arms control",
    "bilateral": "Agreements between two, and of few",
    "launches": "Launches and strategic exercises",
    "osce": "OSCE",
    "nuclear": "Nuclear accidents",
    "seas": "Seas and straits",
}

HEAD = """# The library

Every agreed text that Détente holds, as data. The page of each family tells every provision: its
gist in our own words, whom it addresses, its levels and clock, its source, how it is known, and
what is still open. The authentic text is always the document that is cited.

An entry is a **draft** until two named persons have compared it with the authentic text ([what
that means](../explanation/draft-marks-and-sources.md)). "Asked" counts the provisions that are
evaluated on activities; the others are data for the reader.
"""


def index() -> str:
    """Give the index of instruments."""
    library = detente.library()
    parts = [generated_from("library/"), HEAD]
    for family, texts in _by_family(library):
        parts += [f"## {TITLES.get(family, family)}\n", _list(family, texts)]
    parts += ["## Organisations and groups\n", _groups(library), "## Zones of application\n"]
    return "\n".join([*parts, *(_zone(library, name) for name in library.zones)])


def families() -> Iterator[tuple[str, str]]:
    """Give the page of each family with its file name."""
    library = detente.library()
    for family, texts in _by_family(library):
        title = f"# {TITLES.get(family, family)}\n"
        back = "Every instrument of this family; [all families](../library.md).\n"
        sections = [_text(text, library) for text in texts]
        yield f"{family}.md", "\n".join([generated_from("library/"), title, back, *sections])


def _by_family(library: Library) -> Iterator[tuple[str, list[Text]]]:
    """Go through the first folders of the library."""
    ordered = sorted(library.texts.values(), key=lambda text: text.path)
    for family, texts in groupby(ordered, key=lambda text: text.path.partition("/")[0]):
        yield family, list(texts)


def _list(family: str, texts: list[Text]) -> str:
    """Give the table of a family's instruments."""
    rows = []
    for text in texts:
        asked = sum(bool(provision.kinds) for provision in text.provisions.values())
        drafts = sum(provision.draft for provision in text.provisions.values())
        rows.append(
            (
                f"[`{text.path}`](library/{family}.md#{anchor(text.path)})",
                text.instrument.title,
                _in_force(text),
                str(len(text.provisions)),
                str(asked),
                str(drafts),
            )
        )
    return table(("Name", "Instrument", "In force", "Provisions", "Asked", "Draft"), rows)


def _in_force(text: Text) -> str:
    """Say when an instrument is in force."""
    return "; ".join(map(_interval, text.instrument.in_force)) or "no time in force is known"


def _interval(interval: Interval) -> str:
    """Say one interval; the day on which it ends is the first on which it no longer holds."""
    opens = words.day(interval.from_.isoformat())
    return f"{opens} until {words.day(interval.to.isoformat())}" if interval.to else f"from {opens}"


def _groups(library: Library) -> str:
    """Give the table of organisations."""
    rows = []
    for name, group in library.groups.items():
        states = sorted({member.state for member in group.members})
        rows.append(
            (f"`{name}`", f"`{group.code}`" if group.code else "", group.name, ", ".join(states))
        )
    head = ("Id", "Code in a row", "Name", "States that are or were members, at some time")
    return table(head, rows)


def _zone(library: Library, name: str) -> str:
    """Give one zone."""
    zone = library.zones[name]
    lines = [f"### {name}\n", f"{zone.name}. {zone.gist}\n", f"* column: `{zone.column}`"]
    lines += [f"* {what}: {', '.join(codes)}" for what, codes in _hosts(library, name) if codes]
    return "\n".join([*lines, *_origin(zone)]) + "\n"


def _hosts(library: Library, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the States of a zone by how much of their territory lies inside."""
    zone = library.zones[name]
    return (
        ("inside as a whole", zone.whole),
        ("inside in part", zone.part),
        ("outside", zone.outside),
    )


def _text(text: Text, library: Library) -> str:
    """Give one instrument with everything that its folder holds."""
    instrument = text.instrument
    lines = [f"## {text.path}\n", f"**{instrument.title}**\n"]
    facts = (
        ("called", instrument.short),
        ("force", words.FORCES[instrument.force]),
        ("adopted", words.day(instrument.adopted.isoformat()) if instrument.adopted else ""),
        ("in force", _in_force(text)),
        ("parties", ", ".join(_party(party, library) for party in instrument.parties)),
        ("forum", instrument.forum),
        ("replaced", f"`{instrument.predecessor}`" if instrument.predecessor else ""),
        ("withdrawal", instrument.withdrawal),
    )
    lines += [f"* {what}: {told}" for what, told in facts if told]
    lines += _origin(instrument)
    lines += _status(text, library)
    lines += [f"\n{_provision(text, one, library)}".rstrip() for one in text.provisions.values()]
    lines += _listed("Clocks", [_clock(one, library) for one in text.clocks.values()])
    lines += _listed("Exceptions", [_exception(one, library) for one in text.exceptions.values()])
    return "\n".join(lines) + "\n"


def _listed(head: str, entries: list[str]) -> list[str]:
    """Give a head and its entries; nothing when there are none."""
    return [f"\n**{head}**\n", *entries] if entries else []


def _party(party: Party, library: Library) -> str:
    """Name a party and when it is one, where that is not the instrument's own time."""
    name = library.groups[party.group].name if party.group else words.state(party.state, library)
    opens = f" from {words.day(party.from_.isoformat())}" if party.from_ else ""
    ends = f" until {words.day(party.to.isoformat())}" if party.to else ""
    return f"{name}{opens}{ends}"


def _status(text: Text, library: Library) -> list[str]:
    """Give the table of departures between parties."""
    if not text.status:
        return []
    head = ("Who", "Towards", "What", "When", "Ground", "Source")
    rows = (_departure(one, library) for one in text.status)
    return ["\n**Status**\n", table(head, rows).rstrip()]


def _departure(status: Status, library: Library) -> tuple[str, ...]:
    """Give one departure."""
    opens = words.day(status.from_.isoformat())
    if status.from_latest:
        latest = words.day(status.from_latest.isoformat())
        opens = f"{opens} at the earliest, {latest} at the latest"
    ends = f"; until {words.day(status.to.isoformat())}" if status.to else ""
    who = f"; disputed by {', '.join(status.disputed_by)}" if status.disputed_by else ""
    who += f"; claimed by {', '.join(status.claimed_by)}" if status.claimed_by else ""
    only = f" Only: {', '.join(status.provisions)}." if status.provisions else ""
    return (
        words.state(status.obligor, library),
        ", ".join(words.state(code, library) for code in status.obligees),
        status.kind + who,
        f"from {opens}{ends}",
        status.ground + only,
        _cited(status),
    )


def _provision(text: Text, one: Provision, library: Library) -> str:
    """Give one provision."""
    clock = text.clock_of(one)
    bearer = "the State that conducts it" if one.bearer == "obligor" else "the host"
    addressed = f"{', '.join(kind.replace('_', ' ') for kind in one.kinds)}; duty of {bearer}"
    zone = library.zones[one.zone].name if one.zone else ""
    conditions = [words.fact(fact, library) for fact in one.facts]
    conditions += [words.lasting(one.lasting)] if one.lasting else []
    conditions += [f"touches {one.season.from_} to {one.season.to}"] if one.season else []
    facts = (
        ("asks", words.DUTIES[one.duty].lower()),
        ("addresses", addressed if one.kinds else "nothing that is evaluated; data only"),
        ("of", ", ".join(words.state(code, library) for code in one.obligors)),
        ("zone", zone),
        ("levels", words.levels(one, library)),
        ("conditions", "; ".join(conditions)),
        ("limit", _limit(one)),
        ("unless", ", ".join(f"exception {name}" for name in one.unless)),
        ("clock", f"{clock.gist} ({clock.id})" if clock else ""),
        ("holds", _own_time(one)),
    )
    lines = [f"### {one.id}: {one.title}\n", f"{one.gist}\n"]
    lines += [f"* {what}: {told}" for what, told in facts if told]
    lines += [f"* other reading: {reading}" for reading in _readings(one)]
    return "\n".join([*lines, *_origin(one)])


def _limit(one: Provision) -> str:
    """Say the limit on numbers."""
    if one.counter is None:
        return ""
    years = one.counter.calendar_years
    window = f"in {years} calendar year{'s' if years != 1 else ''}" if years else "at one time"
    return f"at most {one.counter.max} {window}, for each {' and '.join(one.counter.per)}"


def _own_time(one: Provision) -> str:
    """Say when a provision holds, where that is not the instrument's own time."""
    opens = f"from {words.day(one.valid_from.isoformat())}" if one.valid_from else ""
    ends = f"until {words.day(one.valid_to.isoformat())}" if one.valid_to else ""
    return f"{opens} {ends}".strip()


def _readings(one: Provision) -> Iterator[str]:
    """Go through the other readings of a provision's levels."""
    for level in one.levels:
        for other in level.other_readings:
            operator = words.OPERATORS[other.operator]
            yield f"{level.measure.replace('_', ' ')} {operator} {other.value:,} ({other.held_by})"


def _clock(clock: Clock, library: Library) -> str:
    """Give one clock."""
    told = [clock.gist]
    told += ["As a rule, no hard limit."] if clock.as_a_rule else []
    told += [f"Read as: {clock.reading}."] if clock.reading else []
    told += [f"Clock {clock.unless} runs instead where it holds."] if clock.unless else []
    facts = "; ".join(words.fact(fact, library) for fact in clock.facts)
    told += [f"Only with {facts}."] if facts else []
    return f"* **{clock.id}**: {' '.join(told)} {_known(clock)}{_questions(clock)}"


def _exception(entry: Except, library: Library) -> str:
    """Give one exception."""
    parts = [words.fact(fact, library) for fact in entry.facts]
    parts += [words.lasting(entry.lasting)] if entry.lasting else []
    return f"* **{entry.id}**: {entry.gist} ({'; '.join(parts)}) {_known(entry)}{_questions(entry)}"


def _cited(entry: Record) -> str:
    """Cite the source of an entry, as a link where it has an address."""
    source = entry.source
    return f"[{source}]({source.url})" if source.url else str(source)


def _known(entry: Record) -> str:
    """Say in brackets where an entry comes from and how it is known."""
    sure = f", {entry.confidence} confidence" if entry.confidence else ""
    draft = "; draft" if entry.draft else ""
    return f"[{entry.source}; {words.BASES[entry.basis]}{sure}{draft}]"


def _questions(entry: Record) -> str:
    """Give the open questions of an entry, a line each below it."""
    return "".join(f"\n    * open: {question}" for question in entry.open_questions)


def _origin(entry: Record) -> list[str]:
    """Give the source of an entry, how it is known, and what is open about it."""
    sure = f", {entry.confidence} confidence" if entry.confidence else ""
    checked = ", ".join(f"{reader.by} on {reader.on.isoformat()}" for reader in entry.checked)
    lines = [f"* source: {_cited(entry)}; {words.BASES[entry.basis]}{sure}"]
    lines += [f"* checked by: {checked}"] if checked else []
    lines += ["* **draft**"] if entry.draft else []
    return [*lines, *(f"* open question: {question}" for question in entry.open_questions)]
