"""Files with many faults, and beside each what its sender is told: read by eye when it changed.

To renew what is told, run this module as a script and read the difference.
"""

from pathlib import Path

import pytest

from detente.activities import read_activities
from detente.errors import ActivityFileError
from tests.activities.words import WORDS

FOLDER = Path(__file__).parent / "golden"
GOOD = {
    "table.csv": ["z19", "good"],
    "records.json": ["good", "good"],
    "features.geojson": ["good"],
    "story.toml": ["good"],
}


def told(name: str) -> str:
    """What the sender of a file is told."""
    try:
        read_activities(FOLDER / name, WORDS)
    except ActivityFileError as error:
        return str(error).replace(f"{FOLDER}/", "") + "\n"
    return "nothing\n"


@pytest.mark.parametrize("name", GOOD)
def test_the_sender_is_told(name: str) -> None:
    assert told(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "kept"), GOOD.items())
def test_the_good_are_kept(name: str, kept: list[str]) -> None:
    frame = read_activities(FOLDER / name, WORDS, keep_good=True).frame
    assert frame["activity"].to_list() == kept


if __name__ == "__main__":
    for each in GOOD:
        (FOLDER / f"{each}.txt").write_text(told(each), encoding="utf-8")
