"""What a person is told beside an answer: pages that grow large."""

import polars as pl
import pytest

import detente
from detente.cli.asides import LARGE, too_large
from detente.dossiers import report
from detente.instruments import Library
from tests.cli.conftest import HERE

FEW, MANY = 20, 120


@pytest.fixture(scope="module")
def small() -> Library:
    return detente.library(HERE / "small")


def page_of(number: int, library: Library, folder: pytest.TempPathFactory) -> tuple[int, int]:
    """Bytes and findings of the page about so many activities, each by two accounts."""
    file = folder.mktemp("many") / "many.csv"
    head = "activity,source,kind,obligor,host,starts,ends,structure,troops,battle_tanks\n"
    rows = (
        f"exercise-{n},ministry,exercise,BY,BY,2026-09-14,2026-09-20,,9000,\n"
        f"exercise-{n},estimate,exercise,BY,BY,2026-09-14,,division,8000..14000,\n"
        for n in range(number)
    )
    file.write_text(head + "".join(rows))
    read = detente.read_activities(file, library=library)
    findings = pl.DataFrame(detente.obligations(read.frame, library=library))
    return len(report(findings, read, library, title="Many").encode()), findings.height


def test_a_finding_takes_less_than_six_hundred_bytes_of_a_page(
    small: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few, many = (page_of(number, small, tmp_path_factory) for number in (FEW, MANY))
    assert (many[0] - few[0]) / (many[1] - few[1]) < 600


def test_a_large_page_is_warned_of() -> None:
    assert too_large(18_000) == ""
    warned = too_large(400_000)
    assert warned.startswith("a page of 400,000 findings takes about 220 MB and opens slowly;")
    assert "--instrument" in warned
    assert "--format parquet or csv" in warned


def test_the_warning_begins_at_its_size() -> None:
    first = next(n for n in range(18_000, 20_000) if too_large(n))
    assert f"takes about {LARGE} MB" in too_large(first)
