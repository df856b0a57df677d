"""Files opened by their endings."""

from pathlib import Path

import pytest

from detente.files.faults import Faults
from detente.files.opening import opened


def told(path: str | Path) -> str:
    """What is said of a file that cannot be opened."""
    faults = Faults("x")
    assert opened(str(path), (".csv", ".toml"), faults) is None
    assert faults.fatal
    (fault,) = faults.listed()
    return f"{fault.problem}. {fault.remedy}"


@pytest.mark.parametrize("ending", [".csv", ".CSV", ".toml"])
def test_a_file_is_given_whole(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a{ending}"
    file.write_bytes(b"x\n")
    faults = Faults("x")
    assert opened(str(file), (".csv", ".toml"), faults) == b"x\n"
    assert not faults.listed()


def test_what_cannot_be_opened_is_told_with_the_way_out(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "a.csv"):
        folder.mkdir(exist_ok=True)
        assert told(folder) == "it is a folder. Name the files in it."
    assert told(tmp_path / "no.csv") == (
        "the file cannot be opened (No such file or directory). Check its path."
    )
    assert told("a\0b.csv") == "the file cannot be opened (embedded null byte). Check its path."
    assert told("a.xlsx") == (
        "the ending tells no format. Use one of: .csv, .toml. A spreadsheet saves as CSV UTF-8."
    )
    assert told("a.tsv").endswith("may be called .csv.")
    assert told("a") == "the ending tells no format. Use one of: .csv, .toml."
