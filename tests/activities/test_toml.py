"""TOML: sources, activities with one account for each source, and faults by line and key path."""

import datetime as dt
from pathlib import Path

import pytest

from detente.activities import SourceNote, read_activities, write_activities
from detente.errors import SenderError
from tests.activities.words import WORDS, day, messages, read

STORY = """
[[source]]
id = "by-declared"
title = "Statement of the ministry"
standing = "official"
date = 2017-08-01
language = "en"
url = "https://example.org/statement"
by = "BY"

[[source]]
id = "review"
title = "A review"
standing = "unofficial"

[[activity]]
id = "zapad-2017"
name = "Zapad-2017"
kind = "exercise"
obligor = "BY"
host = "BY"
starts = 2017-09-14
ends = 2017-09-20
troops = 12700
note = "Held every four years"

  [[activity.account]]
  source = "by-declared"
  notified_at = 2017-08-01T06:00:00Z

  [[activity.account]]
  source = "review"
  troops = "60000..70000"   # the figure of others
  host = ""
  stated_at = 2018-10-26
  note = "A range"

[[activity]]
id = "snap"
kind = "readiness_check"

  [[activity.account]]
  source = "review"
  troops = { low = 150_000 }
  notified_at = "none"
"""


def test_a_story(tmp_path: Path) -> None:
    result = read(tmp_path, STORY, "a.toml")
    frame = result.frame
    assert frame["activity"].to_list() == ["zapad-2017", "zapad-2017", "snap"]
    assert frame["source"].to_list() == ["by-declared", "review", "review"]
    assert frame["troops_low"].to_list() == [12700, 60000, 150_000]
    assert frame["troops_high"].to_list() == [12700, 70000, None]
    assert frame["obligor"].to_list() == ["BY", "BY", None]
    assert frame["host"].to_list() == ["BY", None, None]
    assert frame["starts_latest"].to_list() == [day(2017, 9, 15), day(2017, 9, 15), None]
    assert frame["notified"].to_list() == [True, None, False]
    assert frame["stated_at"].to_list() == [day(2017, 8, 1), day(2018, 10, 26), None]


def test_what_is_told_beside(tmp_path: Path) -> None:
    result = read(tmp_path, STORY, "a.toml")
    assert result.sources == (
        SourceNote(
            id="by-declared",
            title="Statement of the ministry",
            standing="official",
            date=dt.date(2017, 8, 1),
            language="en",
            url="https://example.org/statement",
            by="BY",
        ),
        SourceNote("review", "A review", "unofficial"),
    )
    assert result.names == {"zapad-2017": "Zapad-2017"}
    assert result.notes == {
        ("zapad-2017", ""): "Held every four years",
        ("zapad-2017", "review"): "A range",
    }


def test_an_account_replaces_a_whole_family(tmp_path: Path) -> None:
    text = """
    [[activity]]
    id = "a"
    kind = "exercise"
    troops_low = 5
    troops_high = 9
    starts = 2017-09-14T00:00:00Z
    starts_latest = 2017-09-16T00:00:00Z
    [[activity.account]]
    source = "s"
    troops_low = 7
    starts = 2017-09-15
    """
    row = read(tmp_path, text, "a.toml").frame.row(0, named=True)
    assert (row["troops_low"], row["troops_high"]) == (7, None)
    assert (row["starts"], row["starts_latest"]) == (day(2017, 9, 15), day(2017, 9, 16))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.toml: the file is empty. State at least one activity in it."),
        (
            '[[activity]]\nid = "a\n',
            "a.toml:2: not TOML (Illegal character '\\n'). Mend it there.",
        ),
        (
            "[[activity]]\nid = a\n",
            (
                'a.toml:2: not TOML (Invalid value). Write a text as "text", a number as 7000,'
                " a date as 2026-09-14."
            ),
        ),
        (
            "[[activity]]\nstarts = 01.02.2026\n",
            (
                "a.toml:2: not TOML (Expected newline or end of document after a statement). Write"
                ' a text as "text", a number as 7000, a date as 2026-09-14.'
            ),
        ),
        (
            "[activity]\n[activity]\n",
            (
                "a.toml:2: not TOML (Cannot declare ('activity',) twice). A table that stands more"
                " than once has double brackets, as in [[name]]."
            ),
        ),
        ("[activity]\n", "a.toml:1: activity: not a list of tables. Head each with [[activity]]."),
    ],
)
def test_what_is_not_a_story(tmp_path: Path, text: str, message: str) -> None:
    assert messages(tmp_path, text, "a.toml") == [message]


def test_good_accounts_are_kept(tmp_path: Path) -> None:
    text = STORY.replace("60000..70000", "70000..60000")
    kept = read(tmp_path, text, "a.toml", keep_good=True)
    assert kept.frame["activity"].to_list() == ["zapad-2017", "snap"]
    assert len(kept.faults) == 1


def test_a_source_may_be_declared_in_another_file(tmp_path: Path) -> None:
    first, second = tmp_path / "1.toml", tmp_path / "2.toml"
    first.write_text(STORY)
    account = '[[activity]]\nid = "b"\nkind = "exercise"\n[[activity.account]]\nsource = "review"\n'
    second.write_text('[[source]]\nid = "x"\ntitle = "x"\nstanding = "leak"\n' + account)
    result = read_activities([first, second], WORDS)
    assert [note.id for note in result.sources] == ["by-declared", "review", "x"]
    assert result.frame.height == 4


def test_a_source_declared_in_two_ways(tmp_path: Path) -> None:
    (tmp_path / "1.toml").write_text(STORY)
    (tmp_path / "2.toml").write_text(
        STORY.replace("A review", "Another").replace("zapad", "z").replace("snap", "s")
    )
    result = read_activities([tmp_path / "1.toml", tmp_path / "2.toml"], WORDS, keep_good=True)
    (fault,) = result.faults
    assert fault.problem == "another file declares this source differently"


def test_a_story_is_written_as_it_was_told(tmp_path: Path) -> None:
    told = read(tmp_path, STORY, "a.toml")
    path = tmp_path / "b.toml"
    write_activities(
        told.frame, path, WORDS, sources=told.sources, names=told.names, notes=told.notes
    )
    again = read_activities(path, WORDS)
    assert again.frame.equals(told.frame)
    assert (again.sources, again.names, again.notes) == (told.sources, told.names, told.notes)
    assert path.read_text().split("\n\n")[2] + "\n" == (
        "[[activity]]\n"
        'id = "zapad-2017"\n'
        'name = "Zapad-2017"\n'
        'note = "Held every four years"\n'
        'kind = "exercise"\n'
        'obligor = "BY"\n'
        "starts = 2017-09-14\n"
        "ends = 2017-09-20\n"
    )


def test_some_sources_and_not_others(tmp_path: Path) -> None:
    told = read(tmp_path, STORY, "a.toml")
    with pytest.raises(SenderError, match="no source is declared for: review"):
        write_activities(told.frame, tmp_path / "b.toml", WORDS, sources=told.sources[:1])
    assert not (tmp_path / "b.toml").exists()


def test_what_was_never_dated_stays_so(tmp_path: Path) -> None:
    frame = read(tmp_path, STORY, "a.toml").frame.drop("stated_at")
    note = SourceNote("by-declared", "x", "official", dt.date(2017, 8, 1))
    sources = [note, SourceNote("review", "y", "leak")]
    write_activities(frame, tmp_path / "b.toml", WORDS, sources=sources)
    again = read_activities(tmp_path / "b.toml", WORDS).frame
    assert again["stated_at"].to_list() == [None, None, None]
