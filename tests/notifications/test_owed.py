"""One activity, the words that several texts ask for, each with its own clock."""

import datetime as dt

import polars as pl
import pytest

import detente
from detente.errors import FrameError
from detente.notifications import words_owed

LIBRARY = detente.library()


def frame(**given: object) -> pl.DataFrame:
    """A launch of an ICBM by the United States, notified to nobody yet."""
    row = {
        "activity": "launch",
        "source": "plan",
        "kind": "ballistic_missile_launch",
        "obligor": "US",
        "starts": dt.datetime(2026, 9, 20, 6),
        "missile_class": "icbm",
        "in_armed_conflict": False,
        **given,
    }
    return pl.DataFrame([row]).with_columns(pl.col("starts").cast(pl.Datetime("us")))


def test_one_launch_owes_words_under_several_texts() -> None:
    findings = detente.obligations(frame(), library=LIBRARY)
    owed = {
        (each.instrument, each.provision): each
        for each in words_owed(findings, LIBRARY)
        if each.verdict
    }
    code = owed["launches/hcoc-2002", "pre-launch"]
    strategic = owed["launches/launch-notification-1988", "launch"]
    assert code.formats == ("launches/hcoc-2002/pre-launch",)
    assert strategic.formats == ("launches/launch-notification-1988/launch",)
    assert strategic.due == dt.datetime(2026, 9, 19, 6)
    assert code.due == dt.datetime(2026, 9, 20, 6)
    assert strategic.obligor == code.obligor == "US"


def test_the_earliest_comes_first_and_what_has_no_date_last() -> None:
    told = words_owed(detente.obligations(frame(), library=LIBRARY), LIBRARY)
    dates = [each.due for each in told]
    stated = [due for due in dates if due]
    assert stated == sorted(stated)
    assert dates == [*stated, *[None] * (len(dates) - len(stated))]


def test_what_does_not_apply_or_is_done_by_no_word_is_passed_over() -> None:
    short = detente.obligations(frame(missile_class="irbm"), library=LIBRARY)
    told = words_owed(short, LIBRARY)
    assert "launches/launch-notification-1988" not in {each.instrument for each in told}
    exercise = frame(kind="exercise", host="FR", obligor="FR")
    duties = {
        LIBRARY.texts[each.instrument].provisions[each.provision].duty
        for each in words_owed(detente.obligations(exercise, library=LIBRARY), LIBRARY)
    }
    assert duties
    assert duties & {"limit", "avoid", "conduct", "consult", "verify"} == set()


def test_what_cannot_be_told_is_told_as_such() -> None:
    unknown = frame(missile_class=None).with_columns(pl.col("missile_class").cast(pl.String))
    told = words_owed(detente.obligations(unknown, library=LIBRARY), LIBRARY)
    (strategic,) = [each for each in told if each.instrument.endswith("1988")]
    assert strategic.verdict is None


def test_one_activity_of_several() -> None:
    both = pl.concat([frame(), frame(activity="other")])
    findings = detente.obligations(both, library=LIBRARY)
    assert {each.activity for each in words_owed(findings, LIBRARY)} == {"launch", "other"}
    one = words_owed(findings, LIBRARY, activity="other")
    assert {each.activity for each in one} == {"other"}


def test_findings_that_lack_a_column_are_refused() -> None:
    findings = detente.obligations(frame(), library=LIBRARY).drop("due")
    with pytest.raises(FrameError, match="findings lack due"):
        words_owed(findings, LIBRARY)
