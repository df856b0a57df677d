"""Talks as they are read and laid out: nothing merged, nothing made of what is not recorded."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import TalksFileError
from detente.positions import STANCES, apart, matrix, read_talks
from detente.positions.talks import OPEN, SHUT

TALKS = Path(__file__).parent / "talks.toml"


def test_replies_stand_by_article_and_party_in_order_of_date() -> None:
    first, second = matrix(read_talks(TALKS))
    assert [each.id for each in first.replies["lower"]] == ["r-1", "r-2"]
    assert [each.id for each in second.replies["lower"]] == ["r-1"]
    assert [each.id for each in second.replies["isle"]] == ["r-3"]


def test_what_is_not_recorded_is_not_silence() -> None:
    first, _ = matrix(read_talks(TALKS))
    assert first.replies["isle"] == ()
    assert first.replies["upper"] == ()


def test_hidden_and_illusory_agreement() -> None:
    found = [(each.kind, each.reply.id) for each in apart(read_talks(TALKS))]
    assert found == [("hidden agreement", "r-2"), ("illusory agreement", "r-3")]


@pytest.mark.parametrize("stated", STANCES)
@pytest.mark.parametrize("taken", ["", *STANCES])
def test_only_open_and_shut_are_apart(tmp_path: Path, stated: str, taken: str) -> None:
    text = TALKS.read_text().replace('"silent"', f'"{taken}"')
    head, found, tail = text.partition('"accepts with conditions"')
    assert found
    file = tmp_path / "talks.toml"
    file.write_text(f'{head}"{stated}"{tail}')
    kinds = [each.kind for each in apart(read_talks(file)) if each.reply.id == "r-2"]
    hidden = ["hidden agreement"] if stated in OPEN and taken in SHUT else []
    illusory = ["illusory agreement"] if stated in SHUT and taken in OPEN else []
    assert kinds == hidden + illusory


def test_what_was_said_later_is_not_known() -> None:
    talks = read_talks(TALKS)
    before, on_the_day = talks.known_at(dt.date(2031, 3, 3)), talks.known_at(dt.date(2031, 3, 4))
    assert [each.id for each in before.replies] == ["r-1"]
    assert (before.taken, before.linkages) == ((), ())
    assert [each.id for each in on_the_day.replies] == ["r-2", "r-1", "r-3"]
    assert (len(on_the_day.taken), len(on_the_day.linkages)) == (0, 1)
    assert talks.known_at(dt.date(2031, 3, 7)) == talks


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('stance = "asks clarification"', 'stance = "agrees"', r"reply\[1\].stance: unknown"),
        ('articles = ["a-1"]', 'articles = ["a-9"]', "no article is called so"),
        ('articles = ["a-1"]', "articles = []", "it names no article"),
        ('id = "r-1"', 'id = "r-2"', "two bear this id"),
        ('id = "a-2"', 'id = "a-1"', "two bear this id"),
        ('id = "isle"', 'id = "lower"', "two bear this id"),
        ('id = "isle"', 'id = "gist"', "cannot be called so"),
        ('id = "isle"', 'id = "an_isle"', "cannot be called so"),
        ('by = "isle"', 'by = "ilse"', r"reply\[2\].by: unknown"),
        ('reply = "r-3"', 'reply = "r-9"', r"taken\[1\].reply: unknown"),
        ('reply = "r-2"\nby = "upper"', 'reply = "r-2"\nby = "lower"', "the party that replied"),
        ('stance = "silent"', 'stance = "deaf"', r"taken\[0\].stance: unknown"),
        ('kind = "third party\'s consent"', 'kind = "wish"', r"linkage\[0\].kind: unknown"),
        ('on = "the isle"\n', "", "Say what the articles wait for"),
        ('kind = "proposal"', 'kind = "idea"', r"earlier\[0\].kind: unknown"),
        ('article = "a-1"', 'article = "a-3"', r"earlier\[0\].article: unknown"),
        ('source = "letter"', 'source = "leter"', "no such source is declared"),
        ("date = 2031-03-01", 'date = "1 March"', "Write a date, such as"),
        ("date = 2031-03-01", "date = 2031-03-01T12:00:00Z", "Write the day alone"),
        ("date = 2031-03-01\n", "", r"reply\[1\].date: it is not stated"),
        ('authority = "minister"', 'autority = "minister"', "unknown key"),
        ('name = "A strait"', 'nam = "A strait"', "unknown key"),
    ],
)
def test_faults_name_line_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = TALKS.read_text()
    assert old in text
    file = tmp_path / "talks.toml"
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(TalksFileError, match=said) as refused:
        read_talks(file)
    assert all(fault.line for fault in refused.value.faults)


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    file = tmp_path / "talks.toml"
    file.write_text(TALKS.read_text().replace('"upper"', '"uper"', 1).replace("2031-03-01", "1"))
    with pytest.raises(TalksFileError) as refused:
        read_talks(file)
    assert len(refused.value.faults) > 1


def test_a_file_without_articles_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "talks.toml"
    file.write_text('[[party]]\nid = "upper"\n')
    with pytest.raises(TalksFileError, match="nothing is proposed"):
        read_talks(file)
    with pytest.raises(TalksFileError, match="cannot be opened"):
        read_talks(tmp_path / "none.toml")
