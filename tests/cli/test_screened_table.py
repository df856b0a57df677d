"""``detente screen`` as a table for a person."""

from pathlib import Path

import pytest

from tests.cli.conftest import ACTIVITIES, FAR, HEAD, INSIDE, LINES, Run, lines


def test_the_table_puts_the_nearest_first_and_leaves_out_lines_that_name_nothing(
    run: Run, sides: tuple[Path, Path]
) -> None:
    result = run("screen", *sides, "--within", "50")
    assert result.exit_code == 0
    assert lines(result.stdout) == [
        "birch",
        "bay · Denmark, concern, declared",
        "  “No large exercise” (troops: at least 9,000)",
        "   ● meets: in the area; 5 to 9 May 2031",
        "     by draft",
        "     margin: troops: 500 above the level",
        "   ◆ cannot be told: in the area; 5 to 9 May 2031",
        "     by press",
        "     open in the activity: how many troops",
        "",
        "cedar",
        "bay · Denmark, concern, declared",
        "   ◇ does not meet: 13 km off; from 20 May 2031, end not stated",
        "     by draft",
        "     margin: troops: 5,000 below the level",
        "",
        "fir",
        "bay · Denmark, concern, declared",
        "   ? cannot be told: place not stated; 5 to 9 May 2031",
        "     by draft",
        "     margin: troops: 500 above the level",
        "     open in the activity: where the activity takes place",
        "",
        (
            "4 more pairs are not shown, of lines that do not say of whose or of which activities"
            " they speak"
        ),
        "(--all shows them).",
        "● meets every word   ◆ in the area   ◇ near the area   ? place cannot be told",
        "Together, where none reaches the level alone",
        "bay · Denmark, concern, declared",
        ("   ? cannot be told: the sum is not stated (troops: 9,000 or more); 5 to 9 May 2031"),
        "     birch, fir, by all sources",
        (
            "     open in the activities: where the activity takes place; how many troops;"
            " which of its accounts"
        ),
        "     holds; when it starts",
        "",
        "An activity that comes near to a line is no judgement of anybody. Days are in UTC.",
    ]


def test_all_shows_lines_that_name_nothing(run: Run, sides: tuple[Path, Path]) -> None:
    shown = run("screen", *sides, "--all").stdout
    assert "vague · Denmark, red line, declared" in shown
    assert "which kinds of activity it means" in shown
    assert "not shown" not in shown


def test_a_table_fits_a_terminal_of_eighty_columns(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from detente.cli import main

    story = root / "scenarios" / "euro-atlantic-2021"
    files = [str(story / name) for name in ("activities.toml", "redlines.toml")]
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["screen", *files])
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    assert "ru-closed-waters-2021 · Russia, concern, declared" in result.stdout


def test_a_name_that_would_steer_a_terminal_is_written_out(
    run: Run, sides: tuple[Path, Path]
) -> None:
    activities, _ = sides
    activities.write_text(ACTIVITIES.replace("birch", "bi\x1b[31mrch"), encoding="utf-8")
    shown = run("screen", *sides).stdout
    assert "\x1b[31m" not in shown
    assert r"bi\x1b[31mrch" in shown


def test_what_is_near_to_nothing_is_named_and_other_answers_are_counted(
    run: Run, sides: tuple[Path, Path]
) -> None:
    sides[1].write_text("".join(LINES.splitlines(keepends=True)[:2]), encoding="utf-8")
    told = run("screen", *sides).stdout
    assert "Near to no line, by place, time or kind: cedar; elm. --within KM looks further" in told
    told = run("screen", *sides, "--within", "50").stdout
    assert "Near to no line, by place, time or kind: elm.\n" in told
    told = run("screen", *sides, "--verdict", "does-not-meet").stdout
    assert told.startswith("No pair to show.\n3 more answers are of another kind, and not shown")
    one = run("screen", *sides, "--verdict", "meets", "--verdict", "cannot-be-told", "--within=50")
    assert "1 more answer is of another kind" in one.stdout


def test_a_long_list_of_what_is_near_to_nothing_is_cut(run: Run, sides: tuple[Path, Path]) -> None:
    sides[1].write_text("".join(LINES.splitlines(keepends=True)[:2]), encoding="utf-8")
    rows_ = (f"e{i},d,exercise,DE,2031-05-05,,1,{FAR},\n" for i in range(13))
    sides[0].write_text(HEAD + "".join(rows_), encoding="utf-8")
    assert "e9 and 3 more." in " ".join(run("screen", *sides).stdout.split())


def test_of_many_activities_together_the_first_are_named(
    run: Run, sides: tuple[Path, Path]
) -> None:
    rows_ = (f"e{i},d,exercise,DE,2031-05-05,2031-05-09,1000,{INSIDE},\n" for i in range(10, 25))
    sides[0].write_text(HEAD + "".join(rows_), encoding="utf-8")
    told = run("screen", *sides, "--sets").stdout
    assert "e10, e11, e12, e13, e14, e15, e16, e17, e18, e19 and 5 more, by d\n" in told


def test_the_words_of_a_line_stand_where_it_is_named_first(
    run: Run, sides: tuple[Path, Path]
) -> None:
    told = run("screen", *sides, "--all").stdout
    assert told.count("“No large exercise” (troops: at least 9,000)") == 1
    assert told.count("“Nothing near us”\n") == 1
    assert told.count("bay · Denmark, concern, declared") > 1


def test_a_distance_around_an_area_is_told_apart_from_one_beyond_it(
    run: Run, sides: tuple[Path, Path]
) -> None:
    head, bay, _ = LINES.splitlines()
    sides[1].write_text(f"{head},within_km\n{bay},20\n", encoding="utf-8")
    told = run("screen", *sides).stdout
    assert "◇" not in told
    assert "cannot be told: in the area or within 20 km of it; 5 to 9 May 2031" in told
    sides[1].write_text(f"{head},within_km\n{bay},5\n", encoding="utf-8")
    told = run("screen", *sides, "--within", "50").stdout
    assert "does not meet: 8.0 km beyond the 5 km around it; from 20 May 2031" in told


def test_an_area_that_the_line_leaves_open_is_not_laid_to_the_activity(
    run: Run, sides: tuple[Path, Path]
) -> None:
    head, bay, _ = LINES.splitlines()
    before, _, after = bay.partition('"POLYGON')
    after = after.partition('"')[2]
    sides[1].write_text(f"{head}\n{before}{after}\n", encoding="utf-8")
    told = run("screen", *sides).stdout
    assert "cannot be told: area of the line not stated; 5 to 9 May 2031\n     by draft" in told
    assert "? cannot be told: place not stated; 5 to 9 May 2031\n     by draft" in told


def test_keys_that_say_there_is_no_bound_are_named_where_they_would_settle_something(
    run: Run, sides: tuple[Path, Path]
) -> None:
    assert "the file says so" not in run("screen", *sides).stdout
    sides[1].write_text(LINES.replace("open,open,2031-03-04,open", ",,,"), "utf-8")
    told = " ".join(run("screen", *sides).stdout.split())
    assert "the file says so: open in from, until, altitude_low, altitude_high." in told


def test_what_reads_alike_by_two_accounts_is_told_once(run: Run, sides: tuple[Path, Path]) -> None:
    rows_ = (
        f"birch,{source},exercise,DE,2031-05-05T{hour}:00Z,2031-05-09,9500,{INSIDE},\n"
        for source, hour in (("draft", "06"), ("press", "08"))
    )
    sides[0].write_text(HEAD + "".join(rows_), encoding="utf-8")
    told = run("screen", *sides).stdout
    assert "● meets: in the area; 5 to 9 May 2031\n     by draft, press\n" in told
    assert told.count("● meets:") == 1
