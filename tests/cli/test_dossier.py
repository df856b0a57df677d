"""``detente dossier``: what it writes, and what it refuses."""

from pathlib import Path

from tests.cli.conftest import LINES, Run


def test_a_page_is_written_with_its_question_and_its_inputs_by_hash(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / "x.html"
    asked = ("--question", "What is near the bay?", "--within", "50", "--as-of", "2031-05-06")
    result = run("dossier", *sides, *asked, "-o", file)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"Written: {file}\n"
    page = file.read_text(encoding="utf-8")
    assert "<h1>What is near the bay?</h1>" in page
    assert page.count("SHA-256") == 3
    assert "within 50 km" in page
    assert "the end of 6 May 2031, in UTC" in page
    assert "13 km off" in page


def test_screening_writes_the_same_page(run: Run, sides: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    assert run("dossier", *sides, "-o", one).exit_code == 0
    assert run("screen", *sides, "-o", other).exit_code == 0
    assert one.read_bytes() == other.read_bytes()
    assert run("screen", *sides, "--verdict", "meets", "-o", other).exit_code == 2


def test_areas_beside_the_lines_are_an_input_too(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "areas.toml").write_text('[[area]]\nid = "x"\nname = "X"\n', encoding="utf-8")
    file = tmp_path / "x.html"
    assert run("dossier", *sides, "-o", file).exit_code == 0
    assert "areas.toml" in file.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_refused_before_anything_is_read(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    assert run("dossier", *sides).exit_code == 2
    assert run("dossier", *sides, "-o", tmp_path / "x.docx").exit_code == 2
    result = run("dossier", *sides, "-o", tmp_path / "nowhere" / "x.html")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_rows_left_out_are_told_and_end_with_three(
    run: Run, sides: tuple[Path, Path], tmp_path: Path
) -> None:
    sides[1].write_text(LINES + "bad,DK,sworn,concern,x,statement,,,,,,,,\n", encoding="utf-8")
    file = tmp_path / "x.html"
    assert run("dossier", *sides, "-o", file).exit_code == 2
    assert not file.exists()
    kept = run("dossier", *sides, "-o", file, "--keep-good")
    assert kept.exit_code == 3
    assert "The files hold 1 fault" in file.read_text(encoding="utf-8")


def test_the_ending_pdf_writes_a_pdf(run: Run, sides: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    assert run("dossier", *sides, "-o", file).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF-")
