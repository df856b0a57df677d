"""``detente obligations`` as a table: every activity, who owes whom, at every width."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli import main
from tests.cli.conftest import Run, lines

TABLE = """\
west
Exercise, Belarus (BY), 14 Sep 2026 to 20 Sep 2026
   Answer            Account             Due, given               Why, or what would settle it
league/accord-2000/3.1 Notice of an exercise · Belarus → all other parties
   ● applies         ministry            due 3 Aug 2026           reached: troops
                                         given: 3 Aug 2026
                                         in time
   ● applies         estimate            due 3 Aug 2026           reached: troops
                                         given: none, as stated
                                         ran out
league/accord-2000/4 † Observers · Belarus → all other parties
   ? cannot be told  estimate            due 15 Aug 2026, as a    settled by: troops
                                         rule
                                         given: not stated
league/accord-2000/5 Calendar · Belarus → all other parties
   ● applies         ministry            due 15 Nov 2025          reached: troops
                                         given: listed
                                         in time
   ● applies         estimate            due 15 Nov 2025          reached: troops
                                         given: not stated

test
Launch, Russia (RU), starts 1 Mar 2026, 06:00 UTC
   Answer            Account             Due, given               Why, or what would settle it
launches/pact-1990/art-1 † Notice of a launch · Russia → United States
   ● applies         ministry            due 28 Feb 2026, 06:00
                                         UTC
                                         given: 28 Feb 2026,
                                         06:01:30 UTC
                                         late

parade
Exercise, United States (US), starts 9 May 2026
   addressed by no provision of the library

3 more findings are not shown (--all shows what does not apply).
† draft: the library's entry, or one it builds on, has not yet been compared with the authentic text
by two readers.
Moments are in UTC; a date is a whole day. What is not stated is never taken as nil.
"""


def test_a_table_for_a_person(run: Run, small: Path, activities: Path) -> None:
    result = run("obligations", activities, "--library", small)
    assert result.exit_code == 0
    assert lines(result.stdout) == lines(TABLE)
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_a_table_is_no_wider_than_a_hundred_columns(run: Run) -> None:
    head = "activity,source,kind,obligor,host,starts,troops\n"
    one = head + "x,a-source-with-a-rather-long-name,exercise,BY,BY,2020-01-01,9000..20000\n"
    result = run("obligations", "-", "--all", stdin=one)
    assert result.exit_code == 0
    assert "osce/vd-2011/40.1.1 †" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_all_shows_also_what_does_not_apply(run: Run, small: Path, activities: Path) -> None:
    result = run("obligations", activities, "--library", small, "--all")
    assert "   ○ does not apply  ministry, estimate" in lines(result.stdout)
    assert "not shown" not in result.stdout


def test_very_many_findings_are_for_a_file(run: Run, small: Path) -> None:
    head = "activity,source,kind,obligor,host,starts,troops\n"
    many = head + "".join(f"x{n},s,exercise,BY,BY,2026-01-01,9000\n" for n in range(1200))
    result = run("obligations", "-", "--library", small, stdin=many)
    assert result.exit_code == 0
    assert "more findings; write them to a file: -o findings.csv" in result.stdout
    assert len(result.stdout.splitlines()) < 8000


def test_an_activity_without_a_finding_is_shown(run: Run, small: Path, activities: Path) -> None:
    ask = ["obligations", activities, "--library", small]
    assert lines(run(*ask).stdout).count("   addressed by no provision of the library") == 1
    only = lines(run(*ask, "--instrument", "launches").stdout)
    assert only.count("   addressed by no provision of those asked") == 2
    assert "addressed by no" not in run(*ask, "--verdict", "applies").stdout


def test_an_activity_to_which_nothing_applies_is_shown(run: Run, small: Path) -> None:
    few = "activity,source,kind,obligor,host,starts,ends,troops,battle_tanks\n"
    few += "x,s,exercise,BY,BY,2026-01-01,2026-01-09,8999,0\n"
    ask = ["obligations", "-", "--library", small]
    assert "   ○ does not apply: 4 provisions" in lines(run(*ask, stdin=few).stdout)
    shown = lines(run(*ask, "--all", stdin=few).stdout)
    assert len([line for line in shown if line.startswith("   ○ does not apply  s")]) == 4


def test_who_owes_whom_is_told_where_it_differs(run: Run, small: Path) -> None:
    one = "activity,source,kind,obligor,host,starts,troops\nx,s,exercise,RU,BY,2011-05-01,9000\n"
    shown = run("obligations", "-", "--library", small, "--all", stdin=one).stdout
    assert "league/accord-2000/3.1 Notice of an exercise\n" in "\n".join(lines(shown))
    assert "Russia → all other parties" in shown
    assert "Russia → Poland" in shown


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_a_table_fits_its_width(small: Path, activities: Path, width: int) -> None:
    runner = CliRunner(env={"COLUMNS": str(width), "NO_COLOR": "1"})
    shown = runner.invoke(main, ["obligations", str(activities), "--library", str(small), "--all"])
    assert max(len(line) for line in shown.stdout.splitlines()) <= width
    assert "ministry" in shown.stdout


def test_nothing_to_show_is_said(run: Run, small: Path) -> None:
    empty = run("obligations", "-", "--library", small, stdin="activity,source,kind\n")
    assert empty.stdout.startswith("No activity to tell of: what was read holds no account.\n")
    rows = "activity,source,kind\na,s,exercise\n"
    ask = ["obligations", "-", "--library", small, "--verdict", "applies"]
    result = run(*ask, stdin=rows)
    assert result.stdout.startswith("No finding to show.\n")


def test_a_due_moment_that_may_be_later_is_explained_below(run: Run, small: Path) -> None:
    head = "activity,source,kind,obligor,host,starts,starts_latest,troops\n"
    ask = ["obligations", "-", "--library", small, "--instrument", "league/accord-2000/3.1"]
    month = run(
        *ask, stdin=f"{head}x,s,exercise,NO,NO,2026-05-01T00:00Z,2026-06-01T00:00Z,9000\n"
    ).stdout
    shown = " ".join(month.split())
    assert "at the earliest: a later moment may count" in shown
    assert shown.index("20 Mar 2026") < shown.index("at the earliest: a later")
    day = run(*ask, stdin=f"{head}x,s,exercise,NO,NO,2026-05-01,,9000\n").stdout
    assert "due 20 Mar 2026" in " ".join(day.split())
    assert "at the earliest" not in day
