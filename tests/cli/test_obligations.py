"""``detente obligations``: every option, every format, every refusal."""

import csv
import io
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from detente.obligations import FINDINGS
from tests.cli.conftest import Run, lines


def rows(result: Result) -> list[dict[str, object]]:
    """The findings of a JSON answer."""
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def names(result: Result) -> list[str]:
    """Account and provision of each finding of a JSON answer."""
    return [f"{row['source']} {row['provision']}" for row in rows(result)]


def test_json_has_exactly_the_columns_of_findings(run: Run, small: Path, activities: Path) -> None:
    found = rows(run("obligations", activities, "--library", small, "--format", "json"))
    assert {tuple(row) for row in found} == {FINDINGS}
    by_name = {(r["source"], r["provision"], r["activity"]): r for r in found}
    assert by_name["ministry", "3.1", "west"] == {
        "activity": "west",
        "source": "ministry",
        "instrument": "league/accord-2000",
        "provision": "3.1",
        "obligor": "BY",
        "obligee": "*",
        "verdict": True,
        "reached": ["troops"],
        "missing": [],
        "due": "2026-08-03",
        "done": "2026-08-03",
        "timing": "met",
        "citation": "Accord 2000, para. 3.1",
        "draft": False,
    }
    open_ = by_name["estimate", "4", "west"]
    assert (open_["verdict"], open_["missing"], open_["timing"]) == (None, ["troops"], None)
    launch = by_name["ministry", "art-1", "test"]
    assert (launch["due"], launch["done"]) == ("2026-02-28T06:00Z", "2026-02-28T06:01:30Z")
    assert (launch["obligee"], launch["timing"], launch["draft"]) == ("US", "late", True)


def test_findings_stand_in_the_order_of_the_file_and_the_library(
    run: Run, small: Path, activities: Path
) -> None:
    asked = run("obligations", activities, "--library", small, "--format", "json")
    assert names(asked) == [
        *(f"ministry {provision}" for provision in ("3.1", "4", "5", "6")),
        *(f"estimate {provision}" for provision in ("3.1", "4", "5", "6")),
        "ministry art-1",
    ]


def test_json_of_nothing_is_an_empty_array(run: Run, small: Path) -> None:
    head = "activity,source,kind\n"
    assert rows(run("obligations", "-", "--library", small, "--format", "json", stdin=head)) == []


def test_csv_has_the_same_findings(run: Run, small: Path, activities: Path) -> None:
    result = run("obligations", activities, "--library", small, "--format", "csv")
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    same = rows(run("obligations", activities, "--library", small, "--format", "json"))
    assert tuple(found[0]) == FINDINGS
    assert [row["due"] for row in found] == [row["due"] or "" for row in same]
    assert {row["verdict"] for row in found} == {"true", "false", ""}


def test_parquet_is_typed(run: Run, small: Path, activities: Path, tmp_path: Path) -> None:
    file = tmp_path / "findings.parquet"
    result = run("obligations", activities, "--library", small, "-o", file)
    assert (result.exit_code, result.stdout) == (0, "")
    frame = pl.read_parquet(file)
    assert tuple(frame.columns) == FINDINGS
    assert frame.schema["verdict"] == pl.Boolean
    assert frame.schema["due"] == pl.Datetime("us")
    piped = run("obligations", activities, "--library", small, "--format", "parquet")
    assert pl.read_parquet(io.BytesIO(piped.stdout_bytes)).equals(frame)


def test_a_page_names_its_inputs_by_hash(
    run: Run, small: Path, activities: Path, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    options = ["--library", small, "--if-in-force", "launches/pact-1990", "--instrument", "league"]
    assert run("obligations", activities, *options, "-o", file).exit_code == 0
    text = file.read_text("utf-8")
    assert "activities.csv" in text
    assert "launches/pact-1990 is in force at any time." in text
    assert "What does league ask about" in text
    piped = run(
        "obligations", "-", *options, "--format", "html", stdin=activities.read_text("utf-8")
    )
    assert "standard input" in piped.stdout
    hashed = [line for line in text.splitlines() if "activities.csv" in line and "SHA-256" in line]
    assert hashed[0].split("SHA-256 ")[1][:64] in piped.stdout


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("json", "["), ("csv", "activity,"), ("html", "<!DOCTYPE"), ("txt", "west")],
)
def test_the_ending_tells_the_format(
    run: Run, small: Path, activities: Path, tmp_path: Path, ending: str, begins: str
) -> None:
    file = tmp_path / f"out.{ending}"
    assert run("obligations", activities, "--library", small, "-o", file).exit_code == 0
    assert file.read_text("utf-8").startswith(begins)
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_file_that_cannot_be_written_is_refused(
    run: Run, small: Path, activities: Path, tmp_path: Path
) -> None:
    file = tmp_path / "nowhere" / "out.csv"
    result = run("obligations", activities, "--library", small, "-o", file)
    assert result.exit_code == 2
    assert result.stderr == (
        f"detente: {file} cannot be written (No such file or directory); check the folder.\n"
    )


def test_an_older_file_stays_whole_when_writing_fails(
    run: Run, small: Path, activities: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    file.write_text("older")
    assert run("obligations", "nothing.csv", "--library", small, "-o", file).exit_code == 2
    assert file.read_text() == "older"


def test_a_file_that_is_read_is_not_written_over(run: Run, small: Path, activities: Path) -> None:
    before = activities.read_bytes()
    result = run("obligations", activities, "--library", small, "-o", activities)
    assert result.exit_code == 2
    assert "is also read" in result.stderr
    assert activities.read_bytes() == before


def test_as_of_a_date_means_its_end(run: Run, small: Path, activities: Path) -> None:
    def ask(moment: str) -> list[str]:
        options = ["--library", small, "--format", "json", "--as-of", moment]
        options += ["--verdict", "applies", "--instrument", "league"]
        return [
            f"{r['source']} {r['provision']} {r['timing']}"
            for r in rows(run("obligations", activities, *options))
        ]

    assert ask("2026-08-02") == []
    assert ask("2026-08-03T00:00Z")[0] == "ministry 3.1 None"  # given some time on that day
    assert ask("2026-08-03")[0] == "ministry 3.1 met"
    assert "estimate 3.1 lapsed" in ask("2026-09-01")
    assert "estimate 3.1 lapsed" not in ask("2026-08-31")


def test_verdicts_are_chosen(run: Run, small: Path, activities: Path) -> None:
    options = ["--library", small, "--format", "json", "--verdict"]
    assert "ministry 4" in names(run("obligations", activities, *options, "does-not-apply"))
    assert names(run("obligations", activities, *options, "cannot-be-told")) == ["estimate 4"]
    both = run("obligations", activities, *options, "cannot-be-told", "--verdict", "applies")
    assert len(names(both)) == 6
    table = run("obligations", activities, "--library", small, "--verdict", "cannot-be-told")
    assert "● applies" not in table.stdout
    assert "8 more findings are not shown (they give other answers)." in table.stdout


def test_instruments_are_chosen_by_path_or_beginning(
    run: Run, small: Path, activities: Path
) -> None:
    options = ["--library", small, "--format", "json", "--instrument"]
    assert names(run("obligations", activities, *options, "launches")) == ["ministry art-1"]
    assert len(names(run("obligations", activities, *options, "league/accord-2000"))) == 8
    both = run("obligations", activities, *options, "launches", "--instrument", "league")
    assert len(names(both)) == 9
    refused = run("obligations", activities, *options, "leag")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("detente: no instrument is called 'leag'.")


def test_what_if_a_level_were_another(run: Run, small: Path, activities: Path) -> None:
    options = ["--library", small, "--format", "json", "--verdict", "applies"]
    before = names(run("obligations", activities, *options))
    level = ["--if-level", "league/accord-2000/3.1:troops=20000"]
    after = names(run("obligations", activities, *options, *level))
    assert set(before) - set(after) == {"ministry 3.1", "estimate 3.1"}


def test_what_if_a_lapsed_instrument_were_in_force(run: Run, small: Path) -> None:
    late = "activity,source,kind,obligor,starts\nx,s,launch,US,2035-01-01T00:00Z\n"
    options = ["--library", small, "--format", "json"]
    assert names(run("obligations", "-", *options, stdin=late)) == []
    options += ["--if-in-force", "launches/pact-1990"]
    assert names(run("obligations", "-", *options, stdin=late)) == ["s art-1"]


def test_what_if_the_law_stood_as_on_another_day(run: Run, small: Path) -> None:
    late = "activity,source,kind,obligor,starts\nx,s,launch,US,2035-01-01T00:00Z\n"
    options = ["--library", small, "--format", "json", "--law-on", "2010-01-01"]
    assert names(run("obligations", "-", *options, stdin=late)) == ["s art-1"]


def test_a_proposed_instrument_is_added(
    run: Run, small: Path, activities: Path, tmp_path: Path
) -> None:
    proposal = tmp_path / "better-accord"
    shutil.copytree(small / "instruments" / "league" / "accord-2000", proposal)
    options = ["--library", small, "--format", "json", "--with", proposal]
    found = rows(run("obligations", activities, *options))
    assert {row["instrument"] for row in found} == {
        "league/accord-2000",
        "launches/pact-1990",
        "proposed/better-accord",
    }


def test_only_a_complete_file_lets_a_count_answer_no(run: Run, small: Path) -> None:
    one = "activity,source,kind,obligor,host,starts,troops\nx,s,exercise,BY,BY,2026-01-01,50000\n"
    options = ["--library", small, "--format", "json"]

    def sixth(*more: str) -> object:
        found = rows(run("obligations", "-", *options, *more, stdin=one))
        return next(row["verdict"] for row in found if row["provision"] == "6")

    assert sixth() is None
    assert sixth("--complete") is False


def test_good_rows_are_kept_and_faults_are_told(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text("activity,source,kind,troops\na,s,exercise,9000\nb,s,exersise,-5\n")
    refused = run("obligations", file, "--library", small)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("detente: 2 faults found; nothing was read.\n")
    kept = run("obligations", file, "--library", small, "--keep-good", "--format", "csv")
    assert kept.exit_code == 3
    assert kept.stderr.startswith("detente: 2 faults found; 1 good row kept.\n")
    assert "mixed.csv:3: kind: unknown kind of activity (found 'exersise')" in kept.stderr
    assert {row["activity"] for row in csv.DictReader(io.StringIO(kept.stdout))} == {"a"}


def test_no_row_is_good(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("activity,source,kind,troops\na,s,exercise,-5\n")
    kept = run("obligations", file, "--library", small, "--keep-good", "--format", "csv")
    assert kept.exit_code == 3
    assert kept.stderr.startswith("detente: 1 fault found; no row is good, so none was kept.\n")
    assert list(csv.DictReader(io.StringIO(kept.stdout))) == []


def test_of_many_faults_a_hundred_are_told_and_the_kinds_of_the_others(
    run: Run, small: Path, tmp_path: Path
) -> None:
    file, page = tmp_path / "bad.csv", tmp_path / "bad.html"
    rows = [f"a{number},s,exercise,-{number + 1}" for number in range(2_000)] + ["b,s"] * 3
    file.write_text("\n".join(["activity,source,kind,troops", *rows]))
    ways = [
        run("obligations", file, "--library", small),
        run("obligations", file, "--library", small, "--keep-good", "-o", page),
    ]
    for shown in (*(way.stderr for way in ways), page.read_text()):
        assert shown.count("a count cannot be negative") == 101
        assert "… and 1,903 more, of these kinds:" in shown
        assert f"1,900 like {file}:102: troops: a count cannot be negative" in shown
        assert f"3 like {file}:2002: 2 cells where the header has 4" in shown


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--as-of", "2026-13-01"], "write 2026-09-14, or 2026-09-14T06:00Z"),
        (["--law-on", "soon"], "'soon' is no date; write it as 2020-11-22"),
        (["--format", "xml"], "'xml' is not one of 'table'"),
        (["--format", "html", "--verdict", "applies"], "a page always shows all three answers"),
        (["--if-level", "nonsense"], "'nonsense' names no level"),
        (["--if-in-force", "x"], "no instrument is called 'x'"),
        (["--library", "nowhere"], "Directory 'nowhere' does not exist"),
    ],
)
def test_wrong_use_is_refused(run: Run, activities: Path, arguments: list[str], says: str) -> None:
    result = run("obligations", activities, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_is_needed(run: Run) -> None:
    result = run("obligations")
    assert result.exit_code == 2
    assert "Missing argument 'FILE...'" in result.stderr


def test_a_library_that_does_not_hold_is_refused(
    run: Run, activities: Path, small: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(small, broken)
    (broken / "kinds.toml").write_text("[kind]\nwalk = 'Walk'\n")
    result = run("obligations", activities, "--library", broken)
    assert result.exit_code == 2
    assert "provision art-1: no kind is called 'launch'" in result.stderr


def test_a_what_if_is_marked_in_every_form(
    run: Run, small: Path, activities: Path, tmp_path: Path
) -> None:
    ask = ["obligations", activities, "--library", small]
    level = ["--if-level", "league/accord-2000/3.1:troops=20000"]
    mark = "What-if, not the record: The level league/accord-2000/3.1:troops=20000 holds instead"
    assert run(*ask, *level).stdout.startswith(mark)
    assert "What-if" not in run(*ask).output
    for form in ("json", "csv"):
        told = run(*ask, *level, "--format", form)
        assert told.stderr.startswith(f"detente: {mark}")
        assert "What-if" not in told.stdout
    assert {tuple(row) for row in rows(run(*ask, *level, "--format", "json"))} == {FINDINGS}
    page = tmp_path / "page.html"
    assert run(*ask, *level, "-o", page).exit_code == 0
    assert "This is a what-if, not the record" in page.read_text("utf-8")


def test_as_of_says_which_accounts_it_keeps(run: Run, small: Path, activities: Path) -> None:
    ask = ["obligations", activities, "--library", small, "--as-of"]
    says = (
        "As of the end of 4 Aug 2026, in UTC: 1 account given later left out;"
        " 2 undated accounts (no stated_at) kept."
    )
    assert says in " ".join(lines(run(*ask, "2026-08-04").stdout))
    assert run(*ask, "2026-08-04", "--format", "csv").stderr == f"detente: {says}\n"
    assert "1 account given later" not in run(*ask, "2026-09-01").stdout


def test_one_provision_is_asked(run: Run, small: Path, activities: Path) -> None:
    options = ["--library", small, "--format", "json", "--instrument"]
    one = run("obligations", activities, *options, "league/accord-2000/4")
    assert names(one) == ["ministry 4", "estimate 4"]
    both = run(
        "obligations", activities, *options, "league/accord-2000/4", "--instrument", "launches"
    )
    assert names(both) == ["ministry 4", "estimate 4", "ministry art-1"]
    data = run("obligations", activities, *options, "league/accord-2000/9")
    assert data.exit_code == 2
    assert data.stderr == (
        "detente: league/accord-2000/9 is kept as data, not evaluated on activities;"
        " `detente library show league/accord-2000/9` shows it.\n"
    )


@pytest.mark.parametrize("name", ["out.xlsx", "out.pdf", "out"])
def test_an_ending_that_tells_no_format_is_refused(
    run: Run, small: Path, activities: Path, tmp_path: Path, name: str
) -> None:
    ask = ["obligations", activities, "--library", small, "-o", tmp_path / name]
    refused = run(*ask)
    assert refused.exit_code == 2
    assert "Use one of: .csv, .json, .parquet, .html, .htm, .txt." in refused.stderr
    assert list(tmp_path.iterdir()) == []
    assert run(*ask, "--format", "csv").exit_code == 0
    assert (tmp_path / name).read_text().startswith("activity,")
