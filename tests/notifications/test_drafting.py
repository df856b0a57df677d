"""Drafts: from an activity, from last year's word, nil, no change, and what follows a word."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.errors import SenderError
from detente.notifications import Word, burden, compare
from detente.notifications.content import from_content
from detente.notifications.drafting import (
    acknowledge,
    cancel,
    correct,
    draft_word,
    nil,
    no_change,
    prefilled,
    reply,
)
from detente.notifications.word import Access
from tests.notifications.conftest import Form
from tests.notifications.words import notification, request, text

DAY = dt.datetime(2026, 10, 20)
NEXT = dt.datetime(2026, 10, 21)
ROW: dict[str, Any] = {
    "activity": "star",
    "source": "staff",
    "kind": "exercise",
    "host": "FR",
    "obligor": None,
    "starts": DAY,
    "starts_latest": NEXT,
    "ends": DAY.replace(hour=6),
    "ends_latest": None,
    "troops_low": 9000,
    "troops_high": 9000,
    "battle_tanks_low": 100,
    "battle_tanks_high": None,
    "sorties_low": None,
    "sorties_high": None,
    "structure": "division",
    "advance_notice_to_troops": False,
    "area": "POINT (4 49)",
    "ships_low": 3,
    "ships_high": 3,
}


def calendar(**changed: Any) -> Word:
    """Last year's calendar, with two activities."""
    same = {"kind": "exercise", "host": "FR", "starts": "2026-05-01"}
    entries = (
        {"designation": "Star", **same, "troops": 9000},
        {"designation": "Moon", **same, "troops": 10_000},
    )
    whole: dict[str, Any] = {
        "format": "osce/vd-2011/calendar",
        "kind": "original",
        "marker": "real",
        "by": "FR",
        "number": "CBM/FR/25/0044/CALENDAR/O",
        "made": "2025-11-10T10:00:00Z",
        "fields": {"calendar_year": 2026, "contact": text("Staff")},
        "entries": entries,
        "minutes": 90,
        "access": Access("participants"),
    }
    return Word(**{**whole, **changed})


def test_what_an_account_states_is_filled_in_and_nothing_else(form: Form) -> None:
    word = draft_word(ROW, form("F25"), by="FR", marker="test", name="Star")
    assert dict(word.fields) == {
        "designation": "Star",
        "kind": "exercise",
        "host": "FR",
        "starts": "2026-10-20",
        "ends": "2026-10-20T06:00Z",
        "structure": "division",
        "advance_notice_to_troops": False,
        "troops": 9000,
        "battle_tanks": "100..",
        "area": "POINT (4 49)",
    }
    assert (word.marker, word.activity, word.number, word.made) == ("test", "star", "", "")
    assert set(word.prefilled) == set(word.fields)
    assert word.access == Access("nation")


@pytest.mark.parametrize(
    ("low", "high", "filled"),
    [(0, 0, 0), (0, None, "0.."), (None, 0, "..0"), (None, None, None), (3, 5, "3..5")],
)
def test_nil_is_stated_and_what_is_not_stated_is_not_nil(
    form: Form, low: int | None, high: int | None, filled: object
) -> None:
    row = {**ROW, "troops_low": low, "troops_high": high}
    assert draft_word(row, form("F25"), by="FR", marker="test").fields.get("troops") == filled


def test_a_time_that_is_less_exact_than_a_day_is_left_to_the_officer(form: Form) -> None:
    vague = {**ROW, "starts_latest": dt.datetime(2026, 11, 1)}
    word = draft_word(vague, form("F25"), by="FR", marker="test")
    assert "starts" not in word.fields
    assert "designation" not in word.fields


def test_an_activity_is_one_entry_of_a_calendar(form: Form) -> None:
    word = draft_word(ROW, form("calendar"), by="FR", marker="real", name="Star")
    assert dict(word.fields) == {}
    (entry,) = word.entries
    assert entry["troops"] == 9000
    assert entry["designation"] == "Star"


def test_a_kind_that_the_format_does_not_know_is_not_stated(form: Form) -> None:
    word = draft_word({**ROW, "kind": "naval_exercise"}, form("F25"), by="FR", marker="real")
    assert "kind" not in word.fields


def test_a_draft_wants_an_activity_and_a_marker(form: Form) -> None:
    with pytest.raises(SenderError, match="the activity has no id"):
        draft_word({"kind": "exercise"}, form("F25"), by="FR", marker="real")
    with pytest.raises(SenderError, match="without its marker"):
        draft_word(ROW, form("F25"), by="FR", marker="")  # type: ignore[arg-type]  # on purpose


def test_every_activity_of_the_scenario_gives_a_draft_that_is_read_again(
    form: Form, root: Path
) -> None:
    from detente.notifications import content

    library = detente.library()
    file = root / "scenarios" / "euro-atlantic-2021" / "activities.toml"
    for row in detente.read_activities(file, library=library).frame.iter_rows(named=True):
        for name, _, _ in library.formats():
            word = draft_word(row, form(name), by="FR", marker="exercise")
            assert from_content(content(word), library).sure() == word


def test_last_years_word_fills_what_carries_over(form: Form) -> None:
    last = calendar()
    word = prefilled(last, form("calendar"), marker="real")
    assert dict(word.fields) == {"contact": text("Staff")}
    assert [dict(entry) for entry in word.entries] == [
        {"designation": "Star", "kind": "exercise", "host": "FR", "troops": 9000},
        {"designation": "Moon", "kind": "exercise", "host": "FR", "troops": 10_000},
    ]
    assert set(word.prefilled) == {"contact", "designation", "kind", "host", "troops"}
    assert (word.number, word.made, word.minutes, word.refers) == ("", "", None, ())
    assert word.access == last.access


def test_no_date_ever_carries_over(form: Form) -> None:
    for name, _, _ in detente.library().formats():
        own = [field for field in form(name).format.field if field.type == "moment"]
        assert [f.id for f in own if f.carries and not f.id.startswith("person_")] == []


def test_nil_and_no_change(form: Form) -> None:
    blank = form("calendar")
    assert nil(blank, by="FR", marker="test").said == "nil"
    same = no_change(calendar(), blank, marker="real")
    assert (same.said, same.refers) == ("no_change", ("CBM/FR/25/0044/CALENDAR/O",))
    assert (dict(same.fields), same.entries, same.prefilled) == ({}, (), ())
    with pytest.raises(SenderError, match="knows no nil return"):
        nil(form("F25"), by="FR", marker="test")
    with pytest.raises(SenderError, match="does not come every year"):
        no_change(notification(), form("F25"), marker="real")
    with pytest.raises(SenderError, match="has no number to refer to"):
        no_change(calendar(number=""), blank, marker="real")


def test_what_follows_a_word(form: Form) -> None:
    word = notification(minutes=5, prefilled=("troops",))
    corrected = correct(word, {"troops": 11_000})
    assert corrected.fields["troops"] == 11_000
    assert corrected.fields["host"] == "FR"
    assert (corrected.kind, corrected.refers) == ("correction", (word.number,))
    assert (corrected.number, corrected.made, corrected.minutes) == ("", "", None)
    gone = cancel(word)
    assert (gone.kind, dict(gone.fields), gone.activity) == ("cancellation", {}, word.activity)
    received = acknowledge(word, by="DE")
    assert (received.by, received.to, dict(received.fields)) == ("DE", ("FR",), {})
    answer = reply(request(), form("explanation-reply"), by="FR")
    assert (answer.kind, answer.to, answer.refers) == ("reply", ("PL",), (request().number,))
    with pytest.raises(SenderError, match=r"answers osce/vd-2011/explanation-request, and not"):
        reply(word, form("explanation-reply"), by="FR")
    with pytest.raises(SenderError, match="has no number to refer to"):
        cancel(replace(word, number=""))


def test_the_difference_with_last_year(form: Form) -> None:
    blank, last = form("calendar"), calendar()
    star, moon = last.entries
    this = replace(
        last,
        fields={"calendar_year": 2027},
        entries=({**moon, "troops": 11_500}, {"designation": "Sun", "troops": "9000.."}),
    )
    told = [(c.field, c.entry, c.before, c.after, c.by) for c in compare(this, last, blank)]
    assert told[:2] == [
        ("calendar_year", "", 2026, 2027, None),
        ("contact", "", text("Staff"), None, None),
    ]
    assert ("troops", "Moon", 10_000, 11_500, 1500) in told
    assert ("troops", "Star", 9000, None, None) in told
    assert ("troops", "Sun", None, "9000..", None) in told
    assert compare(last, last, blank) == ()
    del star


def test_entries_that_cannot_be_told_apart_are_matched_by_place(form: Form) -> None:
    blank, last = form("calendar"), calendar()
    twice = replace(last, entries=(last.entries[0], last.entries[0]))
    now = replace(last, entries=(last.entries[0], {**last.entries[0], "troops": 1}))
    assert [(c.entry, c.by) for c in compare(now, twice, blank)] == [("2", -8999)]


def test_the_burden_counts_fields_and_minutes(form: Form) -> None:
    blank = form("calendar")
    own = sum(not field.of_entry for field in blank.format.field)
    each = sum(field.of_entry for field in blank.format.field)
    made = burden(calendar(prefilled=("contact", "troops")), blank)
    assert (made.asked, made.filled, made.prefilled, made.minutes) == (own + 2 * each, 12, 3, 90)
    assert burden(nil(blank, by="FR", marker="real"), blank).filled == 0
