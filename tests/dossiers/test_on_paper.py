"""The dossier on paper: whole, tagged for screen readers, and the same for the same input."""

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest

import detente
from detente.dossiers import Asked, coasts, dossier_pdf, gathered
from tests.dossiers.test_dossier import ACTIVITIES, LINES


def written(folder: Path, asked: Asked | None = None) -> bytes:
    """Write the dossier of the example."""
    (folder / "a.csv").write_text(ACTIVITIES, encoding="utf-8")
    (folder / "r.csv").write_text(LINES, encoding="utf-8")
    read = detente.read_activities(folder / "a.csv")
    lines = detente.read_redlines(folder / "r.csv")
    found = detente.screen(read.frame, lines.lines, within_km=50)
    return dossier_pdf(gathered(found, read, lines, detente.library(), asked))


def text(pdf: bytes) -> str:
    """The words of a PDF, blanks brought together."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_says_what_the_page_says(tmp_path: Path) -> None:
    told = text(written(tmp_path, Asked(question="What is near #the *bay*?", within_km=50)))
    assert told.startswith("What is near #the *bay*? 4 activities by 5 accounts")
    line = "Denmark: “No <b>large</b> exercise”"
    assert f"● Meets every word of a line • birch, 5 May 2031 {line} meets" in told
    assert "13 km off" in told
    assert "No <b>large</b> exercise" in told
    assert "Where accounts differ" in told
    assert "draft 5 May 2031 press 6 May 2031" in told


def test_it_is_tagged_titled_and_in_a_language(tmp_path: Path) -> None:
    reader = pypdf.PdfReader(io.BytesIO(written(tmp_path)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert (reader.metadata.title or "").startswith("Which red lines")
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_no_page_is_empty(tmp_path: Path) -> None:
    pages = pypdf.PdfReader(io.BytesIO(written(tmp_path))).pages
    assert [len(page.extract_text().split()) > 20 for page in pages] == [True] * len(pages)


def test_the_same_input_gives_the_same_file(tmp_path: Path) -> None:
    assert written(tmp_path) == written(tmp_path)


def test_it_is_written_without_coasts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coasts, "land", lambda: None)
    assert coasts.ABSENT in text(written(tmp_path))
