"""The clock that a word itself starts: who answers it, in which format, and by when."""

import datetime as dt
from dataclasses import replace

import pytest

import detente
from detente.notifications import Word
from detente.notifications.answers import answers_to
from tests.notifications.words import notification, request

LIBRARY = detente.library()


def test_a_request_is_answered_within_48_hours_of_its_transmission() -> None:
    (answer,) = answers_to(request(), LIBRARY)
    assert answer.format == "osce/vd-2011/explanation-reply"
    assert answer.provision == "16.1.2"
    assert (answer.due, answer.of_days) == (dt.datetime(2026, 9, 4, 10), False)
    assert answer.gist == LIBRARY.texts["osce/vd-2011"].clocks["16.1.2"].gist
    assert answer.draft


def test_an_invitation_is_answered_within_21_days() -> None:
    name = "osce/vd-2011/observation-invitation"
    made = "2026-09-01T23:30:00Z"
    (answer,) = answers_to(Word(name, "original", "real", "FR", made=made), LIBRARY)
    assert (answer.due, answer.of_days) == (dt.datetime(2026, 9, 22), True)


def test_a_word_without_its_time_has_an_answer_and_no_date() -> None:
    (answer,) = answers_to(request(made=""), LIBRARY)
    assert answer.due is None


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("arms-control/open-skies-1992/flight", dt.datetime(2026, 9, 2, 10)),
        ("arms-control/cfe-1990/inspection", dt.datetime(2026, 9, 1, 13)),
    ],
)
def test_receipt_is_acknowledged_in_a_format_of_its_own(name: str, due: dt.datetime) -> None:
    word = Word(name, "original", "real", "SE", made="2026-09-01T10:00:00Z")
    (answer,) = answers_to(word, LIBRARY)
    assert answer.format == f"{name}-acknowledgement"
    assert (answer.due, answer.of_days) == (due, False)


def test_where_no_clock_is_held_the_format_is_told_alone() -> None:
    path = "arms-control/cfe-1990"
    text = LIBRARY.texts[path]
    provision = text.provisions["inspection-IV-4"].model_copy(update={"clock": ""})
    without = replace(text, provisions={**text.provisions, "inspection-IV-4": provision})
    library = replace(LIBRARY, texts={**LIBRARY.texts, path: without})
    word = Word(f"{path}/inspection", "original", "real", "SE", made="2026-09-01T10:00:00Z")
    (answer,) = answers_to(word, library)
    assert answer.format.endswith("inspection-acknowledgement")
    assert (answer.provision, answer.due, answer.gist) == ("", None, "")


def test_what_nobody_answers() -> None:
    assert answers_to(notification(), LIBRARY) == ()
    assert answers_to(request(kind="cancellation"), LIBRARY) == ()
