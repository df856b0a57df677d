"""Generated pages: what the generator makes is what stands in docs, and a stale page is seen."""

from pathlib import Path

import pytest

from docs import generate
from docs.making import blocks, glossary
from tests.house.survey import DOCS, ROOT, name


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    """Every page as the generator makes it."""
    return generate.generated()


def test_no_page_is_stale(pages: dict[Path, str]) -> None:
    assert [name(path) for path in generate.stale(pages)] == [], "./dev docs writes them again"


def test_a_stale_page_is_seen(pages: dict[Path, str]) -> None:
    page = DOCS / "reference" / "findings.md"
    assert page in generate.stale({**pages, page: pages[page] + "more"})
    assert page in generate.stale({path: text for path, text in pages.items() if path != page})


def test_every_instrument_has_its_section(pages: dict[Path, str]) -> None:
    told = "\n".join(pages.values())
    folders = [path.parent for path in (ROOT / "library" / "instruments").rglob("instrument.toml")]
    names = [folder.relative_to(ROOT / "library" / "instruments").as_posix() for folder in folders]
    assert names
    assert [each for each in names if f"\n## {each}\n" not in told] == []


def test_every_word_of_the_glossary_is_told() -> None:
    page = glossary.page(DOCS / "glossary.toml")
    assert "| **finding** |" in page
    assert page.index("**account**") < page.index("**zone**")


def test_a_block_shows_what_is_printed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    told = "<!-- shows lines=1-1,/^osce/+1: detente library list -->\n```text\nold\n```\n"
    page.write_text(f"Before\n\n{told}\nAfter\n", encoding="utf-8")
    text = blocks.filled(page, ROOT)
    shown = text.splitlines()
    assert shown[4] == "$ ./dev detente library list"
    assert shown[5].startswith("Instrument")
    assert shown[6] == "…"
    assert shown[7].startswith("osce/")
    assert shown[-1] == "After"


def test_a_file_on_a_page_can_be_read_by_its_commands(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    file = "<!-- file: a.csv -->\n```text\nactivity,source\na,me\n```\n"
    told = "<!-- shows: detente obligations a.csv -->\n```text\n```\n"
    page.write_text(f"{file}\n{told}", encoding="utf-8")
    text = blocks.filled(page, ROOT)
    assert "a.csv:1: kind: the column is missing" in text
    assert text.startswith(file)
