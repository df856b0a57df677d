"""A word shown in the six languages: everything coded is told in them, free text stays as it is."""

from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import detente
from detente.errors import UnknownName
from detente.instruments.formats import LANGUAGES
from detente.notifications import Word, blank, missing, render
from detente.notifications.rendering import Line
from detente.notifications.showing import area, count, language_of, moment
from detente.notifications.word import MARKERS, Access, Later
from detente.sources.source import Checked
from tests.notifications.conftest import Form
from tests.notifications.words import notification, request, text, words

LIBRARY = detente.library()

DATES = {
    "en": "20 October 2026",
    "fr": "20 octobre 2026",
    "de": "20. Oktober 2026",
    "it": "20 ottobre 2026",
    "ru": "20 октября 2026 г.",
    "es": "20 de octubre de 2026",
}
NUMBERS = {
    "en": "12,500",
    "fr": "12 500",
    "de": "12.500",
    "it": "12.500",
    "ru": "12 500",
    "es": "12.500",
}
NAMES = {
    "en": "Germany",
    "fr": "Allemagne",
    "de": "Deutschland",
    "it": "Germania",
    "ru": "Германия",
    "es": "Alemania",
}
KINDS = {
    "en": "exercise",
    "fr": "exercice",
    "de": "Übung",
    "it": "esercitazione",
    "ru": "учения",
    "es": "ejercicio",
}
YES = {"en": "yes", "fr": "oui", "de": "ja", "it": "sì", "ru": "да", "es": "sí"}


def plain(told: str) -> str:
    """A text with ordinary blanks for those that CLDR puts between digits."""
    return told.replace("\u202f", " ").replace("\xa0", " ")


def items(word: Word, language: str) -> dict[str, Line]:
    form = blank(LIBRARY, word.format)
    return {line.item: line for line in render(word, form, language).lines}


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_dates_numbers_and_names_are_in_the_language(language: str) -> None:
    word = notification(fields={"advance_notice_to_troops": True})
    shown = items(word, language)
    assert shown["C"].value == KINDS[language]
    assert plain(shown["I"].value) == DATES[language]
    assert plain(shown["L"].value) == NUMBERS[language]
    assert f"{NAMES[language]} (DE)" in shown["F"].value
    assert shown["K"].value == YES[language]
    assert shown["L"].label == LIBRARY.labels.label["troops"][language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_free_text_stays_in_its_language_and_is_marked(language: str) -> None:
    word = notification(fields={"purpose": text("Навчання", "uk"), "command_level": text("Corps")})
    shown = items(word, language)
    assert (shown["B"].value, shown["B"].language) == ("Навчання", "uk")
    assert shown["B"].note == (
        f"{language_of('uk', language)}, {LIBRARY.labels.label['original_language'][language]}"
    )
    assert bool(shown["G"].note) is (language != "en")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_marker_stands_on_every_rendering(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name, _, _ in LIBRARY.formats()]))
    form = blank(LIBRARY, name)
    word = data.draw(words(form))
    language = data.draw(st.sampled_from(LANGUAGES))
    told = render(word, form, language)
    lines = told.text().splitlines()
    assert told.marker == word.marker
    assert told.banner == LIBRARY.labels.label[f"marker_{word.marker}"][language]
    assert lines[0] == lines[-1] == f"*** {told.banner} *** {told.banner} ***"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_markers_are_three_words(language: str) -> None:
    assert len({LIBRARY.labels.label[f"marker_{each}"][language] for each in MARKERS}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, _, _ in LIBRARY.formats()])
def test_no_label_is_left_without_its_words(name: str, language: str) -> None:
    form = blank(LIBRARY, name)
    told = render(Word(name, form.format.kinds[0], "test", "FR"), form, language)
    lines = [*told.head, *told.lines]
    labels = [line.label for line in lines] + [told.title, told.banner, *told.footer]
    assert [each for each in labels if "_" in each] == []


def test_what_must_be_stated_and_is_not_is_shown() -> None:
    word = notification()
    without = replace(word, fields={k: v for k, v in word.fields.items() if k != "troops"})
    assert items(without, "fr")["L"].value == "– (non indiqué)"
    cancelled = replace(without, kind="cancellation")
    assert "L" not in items(cancelled, "fr")


def test_a_language_that_nobody_has_reviewed_is_said_to_be_so(form: Form) -> None:
    unreviewed = form("F25")
    word = notification()
    assert (
        render(word, unreviewed, "it").footer[0] == "Diciture tradotte da noi, non ancora riviste."
    )
    review = {
        "it": tuple(
            Checked.model_validate({"by": by, "on": "2026-01-01"}, strict=False)
            for by in ("Anna", "Bruno")
        )
    }
    for readers in (0, 1, 2):
        labels = LIBRARY.labels.model_copy(update={"review": {"it": review["it"][:readers]}})
        reviewed = replace(unreviewed, library=replace(LIBRARY, labels=labels))
        footer = render(word, reviewed, "it").footer
        assert any("riviste" in line for line in footer) is (readers < 2)
        assert any(
            "riviste" in line or "relus" in line for line in render(word, reviewed, "fr").footer
        )


def test_a_seventh_language_is_refused(form: Form) -> None:
    with pytest.raises(UnknownName, match="no language is called 'uk'"):
        render(notification(), form("F25"), "uk")


def test_a_discreet_word_tells_who_may_read_now_and_later(form: Form) -> None:
    access = Access("named", ("DE",), Later("public", "2027-01-01T00:00:00Z"))
    told = render(notification(access=access), form("F25"), "es").head
    shown = {line.label: line.value for line in told}
    assert shown["Quién puede leer"] == "los destinatarios indicados – Alemania (DE)"
    assert shown["Más tarde también"] == "todos (1 de enero de 2027, 00:00 UTC)"


def test_how_values_are_shown(form: Form) -> None:
    f25 = form("F25")
    assert moment("2026-09-14T06:00:30Z", "en") == "14 September 2026, 06:00:30 UTC"
    assert moment("2026-11-01", "fr") == "1er novembre 2026"
    assert moment("2026-11-11", "fr") == "11 novembre 2026"
    assert moment("2026-01-01", "it") == "1º gennaio 2026"
    assert count(f25, "8000..12000", "de") == "8.000 – 12.000"
    assert count(f25, "..7000", "en") == "at most 7,000"
    assert count(f25, "13001..", "en") == "at least 13,001"
    assert count(f25, 0, "en") == "0"
    assert area("POINT (-20.999 -54.9999)") == "55°00′ S 021°00′ W"
    assert area("POINT (190 1.5)") == "01°30′ N 170°00′ W"
    states = request(to=("SU",), fields={"state_concerned": "SU"})
    assert (
        f"{LIBRARY.former['SU'].name} (SU)"
        in render(states, form("explanation-request"), "en").text()
    )


def test_what_is_missing_is_told_in_the_officers_words(form: Form) -> None:
    bare = Word("osce/vd-2011/explanation-reply", "reply", "real", "FR")
    told = [str(each) for each in missing(bare, form("explanation-reply"), "fr")]
    assert told == [
        "Numéro du message",
        "Date et heure",
        "À",
        "Se réfère à",
        "A. Réponses",
    ]
    assert missing(notification(), form("F25")) == ()


def test_what_is_missing_in_an_entry_names_it(form: Form) -> None:
    calendar = form("calendar")
    entry: dict[str, Any] = {
        "designation": "Star",
        "kind": "exercise",
        "starts": "2027-05-01",
    }
    word = Word(
        "osce/vd-2011/calendar", "original", "real", "FR", entries=(entry, {**entry, "host": "FR"})
    )
    told = [str(each) for each in missing(word, calendar)][2:]
    assert told == [
        "A. Year of the calendar",
        "E. State on whose territory it takes place (Planned activity 1)",
    ]
    assert "Planned activity" in [
        str(each) for each in missing(replace(word, entries=()), calendar)
    ]


def test_what_is_needed_only_where_another_field_says_so(form: Form) -> None:
    def lacks(**fields: Any) -> list[str]:
        return [each.item for each in missing(notification(fields=fields), form("F25"))]

    assert lacks() == []
    assert lacks(kind="parachute_assault") == ["W"]
    assert lacks(kind="transfer") == ["X"]
    assert lacks(in_calendar=False) == ["AC"]
    assert lacks(in_calendar=True) == []
    assert items(notification(fields={"in_calendar": False}), "en")["AC"].value.startswith("–")


def test_at_least_one_of_several(form: Form) -> None:
    name = "launches/launch-notification-1988/launch"
    stated: dict[str, Any] = {"missile_class": "icbm", "launch_planned": "2027-05-01"}
    word = Word(name, "original", "real", "US", fields={**stated, "launch_area": text("Sea")})
    (lacks,) = missing(replace(word, number="-", made="-"), form(name))
    assert str(lacks) == "D/E. Area of impact / Area of impact, by centre and radius"
    stated = {**word.fields, "impact_described": text("Sea")}
    assert missing(replace(word, number="-", made="-", fields=stated), form(name)) == ()


@pytest.mark.parametrize("kind", ["cancellation", "acknowledgement"])
def test_what_needs_no_fields_misses_none(form: Form, kind: str) -> None:
    word = Word("osce/vd-2011/F25", kind, "real", "FR")  # type: ignore[arg-type]  # a kind
    assert [each.field for each in missing(word, form("F25"))] == ["number", "made", "refers"]


def test_an_acknowledgement_with_a_format_of_its_own_has_fields(form: Form) -> None:
    name = "arms-control/open-skies-1992/flight-acknowledgement"
    word = Word(name, "acknowledgement", "real", "FR")
    assert "provides_aircraft" in [each.field for each in missing(word, form(name))]
