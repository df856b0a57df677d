"""``detente demo``: the shipped cases, a table to read and a page to open."""

from pathlib import Path

import pytest

from detente.cli import demo
from detente.instruments.reader import shipped
from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_real_cases_and_then_the_node(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[tuple[object, ...]] = []
    monkeypatch.setattr(demo, "serve_demo", lambda *told: served.append(told))
    result = run("demo", "--port", "8700")
    assert result.exit_code == 0, result.stderr
    assert max(len(line) for line in result.stdout.splitlines()[:-12]) <= 100
    assert "Zapad-2017" in result.stdout
    assert "troops: 12,700" in result.stdout
    assert "VD 2011 40.1.1: due 3 Aug 2017" in result.stdout
    page = (folder / "detente-report.html").read_text("utf-8")
    assert "Zapad-2017" in page
    assert "Oreshnik" in page
    dossier = (folder / "detente-dossier.html").read_text("utf-8")
    assert "ru-closed-waters-2021" in dossier
    assert "redlines.toml" in dossier
    assert [told[2:4] for told in served] == [("127.0.0.1", 8700)]


def test_the_last_lines_say_what_to_do_next(run: Run, folder: Path) -> None:
    result = run("demo", "--no-serve", "-o", "here.html")
    told = result.stdout[result.stdout.index("Written: here.html") :]
    assert (folder / "here.html").as_uri() in told.replace("\n", "")
    assert "obligations my-activities.csv -o my-report.html" in told
    assert "schema activities" in told
    assert "Written: detente-dossier.html" in told
    assert not (folder / "detente-node").exists()


def test_what_is_proposed_works(run: Run, folder: Path) -> None:
    result = run("demo", "--no-serve")
    (line,) = [line for line in result.stdout.splitlines() if " explain " in line]
    arguments = line.split()
    explained = run(*arguments[arguments.index("explain") :])
    assert explained.exit_code == 0, explained.stderr
    assert "● applies" in explained.stdout


def test_a_long_path_is_proposed_whole(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = folder / "/".join(["in-folders-of-long-names"] * 5) / "cases.toml"
    far.parent.mkdir(parents=True)
    far.write_bytes((shipped().parent / demo.CASES).read_bytes())
    monkeypatch.setattr(demo, "CASES", far)
    (folder / "here").mkdir()
    monkeypatch.chdir(folder / "here")
    result = run("demo", "--no-serve")
    (line,) = [line for line in result.stdout.splitlines() if " explain " in line]
    assert str(far) in line
    assert line.split()[-1].count("/") >= 2, "the provision is named too"


def test_a_page_that_cannot_be_written_is_refused(run: Run, folder: Path) -> None:
    result = run("demo", "--no-serve", "-o", folder / "no" / "page.html")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_without_cases_it_says_so(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "CASES", Path("nowhere.toml"))
    result = run("demo", "--no-serve")
    assert result.exit_code == 2
    assert "no scenario is called 'nowhere.toml'" in result.stderr


def test_paths_are_named_from_where_one_stands(folder: Path) -> None:
    assert demo._near(str(folder / "a" / "b.toml")) == str(Path("a", "b.toml"))
    assert demo._near(str(folder.parent / "b.toml")) == str(folder.parent / "b.toml")


def test_the_program_is_called_as_the_person_calls_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert demo._program() == "detente"
    (folder / "dev").write_text("")
    assert demo._program() == "./dev detente"


def test_the_page_has_the_ending_of_a_page(run: Run, tmp_path: Path) -> None:
    refused = run("demo", "--no-serve", "-o", tmp_path / "report.pdf")
    assert refused.exit_code == 2
    assert "Use one of: .html, .htm." in refused.stderr
    assert list(tmp_path.iterdir()) == []
