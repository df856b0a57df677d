"""``detente notify``: a party's formal word drafted, checked, shown, followed, on files alone."""

import json
from pathlib import Path

import pytest

import detente
from detente.cli import word_files
from detente.instruments.formats import LANGUAGES
from detente.notifications import blank, write_text
from detente.notifications.content import write_json, write_toml
from detente.notifications.word import MARKERS
from tests.cli.conftest import Run
from tests.notifications.words import notification, request, text

STAR = """
[[source]]
id = "staff"
title = "Plan"
standing = "official"
[[source]]
id = "press"
title = "Press"
standing = "unofficial"
[[activity]]
id = "star"
name = "Northern Star"
kind = "exercise"
host = "FR"
obligor = "FR"
starts = 2026-10-20
ends = 2026-10-30
single_command = true
zone_osce_zone_of_application = true
[[activity.account]]
source = "staff"
troops = 14000
[[activity.account]]
source = "press"
troops = 9000
"""


@pytest.fixture
def star(tmp_path: Path) -> Path:
    """An exercise by two accounts."""
    file = tmp_path / "star.toml"
    file.write_text(STAR, encoding="utf-8")
    return file


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A whole word."""
    file = tmp_path / "sound.toml"
    file.write_text(write_toml(notification()), encoding="utf-8")
    return file


def test_the_words_of_the_command_are_those_of_the_room() -> None:
    assert word_files.MARKERS == MARKERS
    assert word_files.LANGUAGES == LANGUAGES


def test_formats_are_listed_and_one_is_told(run: Run) -> None:
    listed = run("notify", "formats").stdout
    assert [name for name, _, _ in detente.library().formats() if name not in listed] == []
    one = run("notify", "formats", "F25", "--language", "it").stdout
    assert "troops (needed)" in one
    assert "Effettivi complessivi" in one
    told = json.loads(run("notify", "formats", "F12", "--format", "json").stdout)
    assert [each["format"] for each in told] == ["osce/vd-2011/F12"]
    unknown = run("notify", "formats", "F52")
    assert unknown.exit_code == 2
    assert "no format is called 'F52'" in unknown.stderr


def test_what_is_owed(run: Run, star: Path) -> None:
    shown = run("notify", "owed", star).stdout
    assert "VD 2011, 40.1.1" in shown
    assert "2026-09-08" in shown
    told = json.loads(run("notify", "owed", star, "--format", "json", "--activity", "star").stdout)
    assert ["osce/vd-2011/F25"] in [each["formats"] for each in told]
    assert {each["source"] for each in told} == {"staff", "press"}


@pytest.mark.parametrize("ending", ["toml", "json", "txt"])
def test_a_draft_is_written_by_the_ending_and_says_what_is_missing(
    run: Run, star: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"word.{ending}"
    asked = ("--format", "F25", "--source", "staff", "--marker", "test")
    made = run("notify", "draft", star, *asked, "-o", file)
    assert made.exit_code == 0, made.output
    assert made.stderr.endswith("of 31 fields filled in; marked test.\n")
    checked = run("notify", "check", file, "--language", "de")
    assert checked.exit_code == 1
    assert checked.stdout.startswith("TEST: no number yet (osce/vd-2011/F25, original)\n0 wrong")
    assert "  missing  B. Allgemeiner Zweck\n" in checked.stdout


def test_a_draft_wants_its_marker_and_one_account(run: Run, star: Path) -> None:
    assert "Missing option '--marker'" in run("notify", "draft", star, "--format", "F25").stderr
    asked = ("notify", "draft", star, "--format", "F25", "--marker", "real")
    several = run(*asked)
    assert several.exit_code == 2
    assert "choose with --source one of: press, staff" in several.stderr
    wrong = run(*asked, "--activity", "moon")
    assert "no activity is called 'moon'; choose with --activity one of: star." in wrong.stderr


@pytest.mark.parametrize("asked", [(), ("--nil", "star.toml")])
def test_a_draft_is_made_of_one_thing(run: Run, star: Path, asked: tuple[str, ...]) -> None:
    files = [star if each == "star.toml" else each for each in asked]
    made = run("notify", "draft", *files, "--format", "calendar", "--marker", "real")
    assert made.exit_code == 2
    assert "give one of: files of activities, --last, --nil" in made.stderr


def test_nil_last_year_and_no_change(run: Run, tmp_path: Path) -> None:
    calendar, marked = ("--format", "calendar"), ("--marker", "real")
    nameless = run("notify", "draft", "--nil", *calendar, *marked)
    assert "name the party with --by" in nameless.stderr
    nil = run("notify", "draft", "--nil", "--by", "FR", *calendar, *marked)
    assert 'said = "nil"' in nil.stdout
    last = tmp_path / "last.toml"
    last.write_text(nil.stdout, encoding="utf-8")
    numbered = tmp_path / "numbered.txt"
    given = run("notify", "number", last, "--made", "2025-11-10T10:00Z", "-o", numbered)
    assert given.stderr == "detente: numbered CBM/FR/25/0001/CALENDAR/O.\n"
    same = run("notify", "draft", "--last", numbered, "--no-change", *calendar, *marked)
    assert 'refers = ["CBM/FR/25/0001/CALENDAR/O"]' in same.stdout
    other = run("notify", "draft", "--last", numbered, "--format", "F25", *marked)
    assert other.exit_code == 2


def test_a_whole_word_is_in_order(run: Run, sound: Path) -> None:
    checked = run("notify", "check", sound)
    assert checked.exit_code == 0
    assert "0 wrong, 0 missing" in checked.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_shown_in_each_language(run: Run, sound: Path, language: str) -> None:
    shown = run("notify", "show", sound, "--language", language)
    assert shown.exit_code == 0
    labels = detente.library().labels
    assert labels.of("troops", language) in shown.stdout
    banner = labels.of("marker_real", language)
    assert shown.stdout.startswith(f"*** {banner} *** {banner} ***\n")
    assert shown.stdout.endswith(f"*** {banner} *** {banner} ***\n")


def test_what_would_steer_a_terminal_is_written_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "word.json"
    steering = notification(fields={"purpose": text("left \u202e right")})
    file.write_text(write_json(steering), encoding="utf-8")
    assert "left \\u202e right" in run("notify", "show", file).stdout


def test_nothing_is_lost_between_the_three_forms(run: Run, sound: Path, tmp_path: Path) -> None:
    told = sound.read_text(encoding="utf-8")
    as_text, as_json, again = (tmp_path / f"w.{each}" for each in ("txt", "json", "toml"))
    assert run("notify", "convert", sound, "-o", as_text, "--language", "ru").exit_code == 0
    assert run("notify", "convert", as_text, "-o", as_json).exit_code == 0
    assert run("notify", "convert", as_json, "-o", again).exit_code == 0
    assert again.read_text(encoding="utf-8") == told
    assert run("notify", "convert", sound, "--to", "txt").stdout.startswith("*** REAL")
    assert run("notify", "convert", sound, "-o", tmp_path / "w.doc").exit_code == 2


def test_bad_lines_are_told_and_the_good_kept(run: Run, tmp_path: Path) -> None:
    form = blank(detente.library(), "explanation-request")
    told = write_text(request(), form).replace("concerned: FR", "concerned: FRA")
    file = tmp_path / "bad.txt"
    file.write_text(told, encoding="utf-8")
    refused = run("notify", "show", file)
    assert refused.exit_code == 2
    line = told.splitlines().index("A. State whose forces are concerned: FRA") + 1
    assert (
        f"bad.txt:{line}: A. State whose forces are concerned: 'FRA' is no code" in refused.stderr
    )
    kept = run("notify", "convert", file, "--keep-good", "--to", "json")
    assert kept.exit_code == 3
    assert "1 fault found; the good fields are kept." in kept.stderr
    assert json.loads(kept.stdout)["fields"] == {
        "cause_of_concern": {"lang": "pl", "text": "Troops are moving"}
    }
    shown = run("notify", "show", file, "--keep-good")
    assert shown.exit_code == 3


def test_a_file_without_marker_is_refused_even_where_the_good_is_kept(
    run: Run, sound: Path
) -> None:
    sound.write_text(sound.read_text("utf-8").replace('marker = "real"\n', ""), encoding="utf-8")
    for verb in ("show", "check", "convert"):
        refused = run("notify", verb, sound, "--keep-good")
        assert refused.exit_code == 2
        assert "Every word says whether it is real, an exercise or a test." in refused.stderr


def test_what_follows_a_word(run: Run, sound: Path, tmp_path: Path) -> None:
    gone, numbered = tmp_path / "gone.toml", tmp_path / "numbered.toml"
    assert run("notify", "follow", sound, "--as", "cancellation", "-o", gone).exit_code == 0
    asked = ("notify", "number", gone, "--made", "2026-10-01T10:00+02:00", "--before", sound)
    assert run(*asked, "-o", numbered).stderr == "detente: numbered CBM/FR/26/0008/F25/X.\n"
    assert 'made = "2026-10-01T08:00:00Z"' in numbered.read_text("utf-8")
    assert run("notify", "check", numbered, "--before", sound).exit_code == 0
    alone = run("notify", "check", numbered)
    assert alone.exit_code == 1
    assert "it refers to a word that is not among the earlier ones" in alone.stdout
    again = run("notify", "number", numbered, "--made", "2026-10-01T10:00Z")
    assert "has the number CBM/FR/26/0008/F25/X already" in again.stderr
    day = run("notify", "number", gone, "--made", "2026-10-01")
    assert "write the time as well" in day.stderr
    correction = run("notify", "follow", sound, "--as", "correction", "--to", "json")
    assert json.loads(correction.stdout)["kind"] == "correction"
    receipt = run("notify", "follow", sound, "--as", "acknowledgement", "--by", "DE")
    assert 'to = ["FR"]' in receipt.stdout
    assert run("notify", "follow", sound, "--as", "acknowledgement").exit_code == 2


def test_the_clock_that_a_word_starts(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(write_json(request()), encoding="utf-8")
    told = run("notify", "check", file).stdout
    assert (
        "  answer   osce/vd-2011/explanation-reply until 2026-09-04T10:00Z (a draft rule)" in told
    )


def test_a_reply_has_its_own_format(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(write_json(request()), encoding="utf-8")
    asked = ("notify", "follow", file, "--as", "reply", "--by", "FR")
    assert "name it with --format" in run(*asked).stderr
    made = run(*asked, "--format", "explanation-reply")
    assert 'format = "osce/vd-2011/explanation-reply"' in made.stdout
    wrong = run(*asked, "--format", "observation-reply")
    assert "answers osce/vd-2011/observation-invitation, and not" in wrong.stderr


def test_earlier_words_of_a_folder(run: Run, sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "earlier"
    folder.mkdir()
    (folder / "a.toml").write_bytes(sound.read_bytes())
    (folder / "notes.md").write_text("not a word", encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(write_toml(notification(number="")), encoding="utf-8")
    given = run("notify", "number", other, "--made", "2026-09-02T10:00Z", "--before", folder)
    assert "numbered CBM/FR/26/0008/F25/O" in given.stderr


def test_the_difference_between_two_words(run: Run, sound: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    changed = notification(fields={"troops": 13_000, "battle_tanks": 5})
    other.write_text(write_toml(changed), encoding="utf-8")
    shown = run("notify", "compare", other, sound).stdout
    assert "+500" in shown
    assert "Battle tanks" in shown
    assert run("notify", "compare", sound, sound).stdout == "Nothing is different.\n"
    foreign = tmp_path / "request.toml"
    foreign.write_text(write_toml(request()), encoding="utf-8")
    assert run("notify", "compare", foreign, sound).exit_code == 2


def test_a_file_of_another_kind_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "word.docx"
    file.write_bytes(b"PK")
    refused = run("notify", "show", file)
    assert refused.exit_code == 2
    assert "a word is read from .toml, .json or .txt" in refused.stderr
