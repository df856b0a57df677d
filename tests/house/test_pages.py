"""Pages: the README is short, every error has its section, every link leads somewhere."""

import re
from pathlib import Path

import pytest

from detente import errors
from tests.house.survey import DOCS, ROOT, anchors, name

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "scenarios").rglob("*.md")])
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def error_codes() -> set[str]:
    """The codes of the leaves of the tree of errors."""
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    raised = [kind for kind in kinds if issubclass(kind, errors.DetenteError)]
    return {kind.code for kind in raised if not kind.__subclasses__()}


def test_the_readme_is_short_and_names_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    assert "./dev run" in text
    assert "./dev test" in text


def test_every_error_has_its_section() -> None:
    page = DOCS / "errors.md"
    assert page.is_file(), "docs/errors.md is missing: one section for each error code"
    headings = re.findall(r"^##+\s+`?([a-z][a-z-]*)`?\s*$", page.read_text("utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(error_codes())


def test_every_error_code_is_one_error() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    raised = [kind for kind in kinds if issubclass(kind, errors.DetenteError)]
    assert len({kind.code for kind in raised}) == len(raised)


def broken_links(page: Path) -> list[str]:
    """The links of a page that lead to no file or no heading of the repository."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return [
        link
        for pair in LINK.findall(text)
        for link in pair
        if link and not re.match(r"[a-z]+:", link) and not resolves(page, link)
    ]


def resolves(page: Path, link: str) -> bool:
    """Whether a link from a page leads to a file, and to a heading where it names one."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in anchors(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_seen() -> None:
    assert not resolves(ROOT / "README.md", "docs/no-such-page.md")
    assert not resolves(ROOT / "README.md", "CHANGELOG.md#no-such-heading")
    assert resolves(ROOT / "README.md", "CHANGELOG.md#unreleased")
