"""Files of scores: what they say, and what of them is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import TalksFileError
from detente.positions import frontier, read_scores
from detente.positions.scoring import Scores

GOOD = """article,stance,upper,lower
a-1,accepts,9,0
a-1,counter-offer,-5,+5
a-2,accepts,3,1
a-2,walks out,Red line,9
No agreement,,4,2
"""


def read(folder: Path, text: str) -> Scores:
    """Read scores from a text."""
    path = folder / "scores.csv"
    path.write_text(text, encoding="utf-8")
    return read_scores(path)


def test_a_file_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.parties, found.articles) == (("upper", "lower"), ("a-1", "a-2"))
    assert found.stances == (("accepts", "counter-offer"), ("accepts",))
    assert [table.tolist() for table in found.tables] == [[[9, 0], [-5, 5]], [[3, 1]]]
    assert found.at_least == (4, 2)
    assert found.left_out == (("a-2", "walks out", "upper"),)
    assert frontier(found.tables).points.tolist() == [[-2, 6], [12, 1]]


def test_semicolons_other_columns_and_a_third_party(tmp_path: Path) -> None:
    found = read(tmp_path, "stance;lower;article;upper;third\naccepts;1;a;2;3\n")
    assert (found.parties, found.at_least) == (("lower", "upper", "third"), None)
    assert found.tables[0].tolist() == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("article,stance,upper\na,b,1\n", "scores of two parties at least"),
        ("article,upper,lower\na,1,2\n", "stance"),
        ("article,stance,upper,lower\n", "no stance is scored"),
        ("article,stance,upper,upper\na,b,1,2\n", "upper"),
        (GOOD.replace("9,0", "9,"), ":2: lower: nothing is scored"),
        (GOOD.replace("9,0", "9.5,0"), ":2: upper: is no score (found '9.5')"),
        (GOOD.replace("9,0", "9,1e3"), ":2: lower: is no score"),
        (GOOD.replace("9,0", "9,1234567890"), ":2: lower: is no score"),
        (GOOD.replace("a-2,accepts", ",accepts"), ":4: article: is empty"),
        (GOOD.replace("a-1,counter-offer", "a-1,accepts"), ":3: stance: is scored twice"),
        (GOOD + "a-2,walks out,1,1\n", ":7: stance: is scored twice"),
        (GOOD + "no agreement,,1,1\n", ":7: article: is told twice"),
        (GOOD.replace("4,2", "4,red line"), "Write a whole number of at most nine digits."),
        (GOOD.replace("9,0", "9"), "3 cells where the header has 4"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(TalksFileError) as refused:
        read(tmp_path, text)
    assert told in str(refused.value)


def test_another_ending_and_no_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "scores.toml").write_text("", encoding="utf-8")
    for name in ("scores.toml", "not-there.csv"):
        with pytest.raises(TalksFileError, match=name):
            read_scores(tmp_path / name)
