"""The numbers of entries read in a full text stand in the sentence that the entry cites.

The texts lie beside the repository and are no part of it; where they are absent these tests are
skipped and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from detente.instruments import read_library
from detente.instruments.provisions import Clock, Level, Provision
from tests.library.treaty_texts import Place, cited, numbers, passage, read_text, row_of, says

FILES = {
    "Treaty on Conventional Armed Forces in Europe": "cfe-1990.md.gz",
    "Treaty on Open Skies": "open-skies-1992.md.gz",
    "Final Document of the First Conference to Review the Operation of the CFE Treaty, "
    "31 May 1996": "cfe-1996-flank-document.md.gz",
}
UNITS = {
    "battle_tanks": "battle tanks",
    "armoured_combat_vehicles": "armou?red combat vehicles",
    "artillery_pieces": "pieces of artillery",
    "combat_aircraft": "combat aircraft",
    "attack_helicopters": "attack helicopters",
    "change_percent": "per ?cent",
    "inspectors": "inspectors",
    "outer_border_distance_km": "kilometres",
    "flight_distance_km": "kilometres",
}
STATES = {
    "DE": "Federal Republic of Germany",
    "US": "United States of America",
    "RU-BY": "Russian Federation group",
    "Benelux": "Benelux",
    "BG": "Republic of Bulgaria",
    "CA": "Canada",
    "CZ-SK": "Czech and Slovak",
    "DK": "Kingdom of Denmark",
    "ES": "Kingdom of Spain",
    "FR": "French Republic",
    "GB": "Great Britain",
    "GR": "Hellenic Republic",
    "HU": "Republic of Hungary",
    "IS": "Republic of Iceland",
    "IT": "Italian Republic",
    "NO": "Kingdom of Norway",
    "PL": "Republic of Poland",
    "PT": "Portuguese Republic",
    "RO": "Romania",
    "TR": "Republic of Turkey",
    "UA": "Ukraine",
}
MONTHS = {"01": "January", "12": "December"}

Entry = Provision | Clock

LIBRARY = read_library(strict=False)
ENTRIES: dict[str, Entry] = {
    f"{path}/{kind} {entry.id}": entry
    for path, text in LIBRARY.texts.items()
    for kind, entries in (("provision", text.provisions), ("clock", text.clocks))
    for entry in entries.values()
    if entry.basis == "text" and entry.source.document in FILES
}


@cache
def lines(file: Path) -> list[tuple[Place, str]]:
    """The lines of one text, each with its place."""
    return read_text(file)


def sentence(entry: Entry, folder: Path) -> str:
    """The passage that an entry cites; of a table, what it says of the entry's State."""
    text = lines(folder / "texts" / FILES[entry.source.document])
    found = passage(text, cited(entry.source.paragraph))
    in_table = re.fullmatch(r"A-(?:I|III)-(.+)", entry.id)
    return row_of(found, STATES[in_table[1]]) if in_table and in_table[1] in STATES else found


def unsaid(entry: Entry, text: str) -> Iterator[str]:
    """Go through the numbers of an entry that its passage does not say."""
    if isinstance(entry, Provision):
        yield from (f"{x.measure} {x.value:,}" for x in entry.levels if not level_stands(x, text))
        if entry.counter and entry.counter.max not in numbers(text):
            yield f"at most {entry.counter.max}"
    elif entry.annual and not day_stands(entry.annual.day, text):
        yield entry.annual.day
    for count, unit in lengths(entry):
        if count and not says(text, count, rf"[\s-]{unit}"):
            yield f"{count} {unit}"
    yield from (f"{number} in the gist" for number in numbers(entry.gist) - numbers(text) - {1})


def lengths(entry: Entry) -> list[tuple[int | None, str]]:
    """The lengths of time of an entry, each with a pattern for its unit."""
    if isinstance(entry, Provision):
        spans = [(entry.lasting.hours, entry.lasting.days)] if entry.lasting else []
    else:
        notices = [notice for notice in (entry.before, entry.after) if notice]
        spans = [(notice.hours, notice.days) for notice in notices]
    return [
        *((hours, "hours?") for hours, _ in spans),
        *((days, "days?") for _, days in spans),
    ]


def level_stands(level: Level, text: str) -> bool:
    """Whether a level's number stands in a passage with what it counts."""
    return says(text, level.value, UNITS[level.measure], before=45)


def day_stands(month_day: str, text: str) -> bool:
    """Whether a day of the year stands in a passage."""
    month, day = month_day.split("-")
    return bool(re.search(rf"\b{int(day)}(?:th day of)? {MONTHS[month]}", text))


def test_many_entries_were_read_in_a_full_text() -> None:
    assert len(ENTRIES) > 120


@pytest.mark.parametrize("name", ENTRIES)
def test_the_numbers_stand_in_the_sentence(name: str, shared_data: Path) -> None:
    text = sentence(ENTRIES[name], shared_data)
    assert text, f"{ENTRIES[name].source} is no place of this text"
    assert list(unsaid(ENTRIES[name], text)) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("arms-control/cfe-1990/provision VI", 13301),
        ("arms-control/cfe-1990/provision IV-1-active", 27300),
        ("arms-control/cfe-1990/provision V-1-A", 5900),
        ("arms-control/cfe-flank-1996/provision A-II-1", 1897),
        ("arms-control/open-skies-1992/provision A-III-HU", 1500),
    ],
)
def test_a_wrong_level_is_seen(name: str, number: int, shared_data: Path) -> None:
    """A level one off, of another measure, of another paragraph, of another State."""
    entry = ENTRIES[name]
    assert isinstance(entry, Provision)
    first = entry.levels[0]
    wrong = first.model_copy(update={first.operator: number})
    assert not level_stands(wrong, sentence(entry, shared_data))


@pytest.mark.parametrize(
    ("name", "hours", "days"),
    [
        ("arms-control/cfe-1990/clock inspection-IV-2", 35, None),
        ("arms-control/cfe-1990/clock inspection-IV-2", None, 36),
        ("arms-control/cfe-1990/clock X-8", None, 21),
        ("arms-control/open-skies-1992/clock VI-I-5", 96, None),
    ],
)
def test_a_wrong_notice_is_seen(
    name: str, hours: int | None, days: int | None, shared_data: Path
) -> None:
    entry = ENTRIES[name]
    assert isinstance(entry, Clock)
    assert entry.before
    notice = entry.before.model_copy(update={"hours": hours, "days": days})
    wrong = entry.model_copy(update={"before": notice})
    assert list(unsaid(wrong, sentence(entry, shared_data)))


@pytest.mark.parametrize("state", ["DE", "US", "PT"])
def test_a_wrong_quota_is_seen(state: str, shared_data: Path) -> None:
    entry = ENTRIES[f"arms-control/open-skies-1992/provision A-I-{state}"]
    assert isinstance(entry, Provision)
    assert entry.counter
    counter = entry.counter.model_copy(update={"max": entry.counter.max + 1})
    wrong = entry.model_copy(update={"counter": counter})
    assert list(unsaid(wrong, sentence(entry, shared_data)))


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("Art. XIX, para. 2", "150 days"),
        ("Protocol on inspection, Section IV, para. 2", "36 hours"),
        ("Protocol on notification and exchange of information, Section VIII, para. 1(B)", "five"),
    ],
)
def test_a_passage_is_found_by_its_citation(paragraph: str, words: str, shared_data: Path) -> None:
    text = lines(shared_data / "texts" / "cfe-1990.md.gz")
    assert words in passage(text, cited(paragraph))


def test_a_place_that_does_not_exist_gives_nothing(shared_data: Path) -> None:
    text = lines(shared_data / "texts" / "cfe-1990.md.gz")
    assert passage(text, cited("Art. XIX, para. 9")) == ""
