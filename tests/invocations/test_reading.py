"""Files of consultations: what they may say, and every fault at its line."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import ConsultationFileError
from detente.invocations import Consultation, read_consultations

GOOD = """\
[[source]]
id = "letter"
title = "A letter"
standing = "official"

[[consultation]]
id = "spring"
title = "Spring"
mechanism = "osce/vd-2011/unusual-activities"
requesting = ["DE"]
addressed = ["DK"]

[[consultation.event]]
id = "ask"
step = "request"
by = "DE"
at = 2031-03-04
stated_by = ["DE"]
source = "letter"

[[consultation.event]]
id = "answer"
step = "reply"
by = "DK"
at = "2031-03-05..2031-03-07"
received_at = 2031-03-07T08:00:00+01:00
stated_by = ["DK"]
source = "letter"

[[consultation.question]]
id = "1"
text = "How many?"
asked_in = "ask"

[[consultation.segment]]
id = "a"
text = "Few."
said_in = "answer"
to = ["1"]

[[consultation.grading]]
question = "1"
grader = "asker"
grade = "partly"
at = 2031-03-08
stated_by = ["DE"]
source = "letter"
"""


def read(folder: Path, text: str) -> Consultation:
    """Read one consultation."""
    file = folder / "talks.toml"
    file.write_text(text, encoding="utf-8")
    (told,) = read_consultations(file)
    return told


def faults(folder: Path, text: str) -> list[str]:
    """The faults of a file, without its folder."""
    with pytest.raises(ConsultationFileError) as refused:
        read(folder, text)
    return [str(fault).replace(f"{folder}/", "") for fault in refused.value.faults]


def test_a_file_is_read(tmp_path: Path) -> None:
    told = read(tmp_path, GOOD)
    ask, answer = told.events
    assert ask.at.is_day
    assert answer.at.earliest == dt.datetime(2031, 3, 5)
    assert answer.at.latest == dt.datetime(2031, 3, 8)
    assert answer.received_at is not None
    assert answer.received_at.earliest == dt.datetime(2031, 3, 7, 7)
    assert told.segments[0].to == ("1",)
    assert told.gradings[0].grade == "partly"
    assert told.sources["letter"].standing == "official"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('by = "DE"\n', "", "talks.toml:13: consultation[0].event[0].by: Field required."),
        ("at = 2031-03-04\n", 'at = "04.03.2031"\n', "Write 2031-03-04."),
        ("2031-03-05..2031-03-07", "2031-03-07..2031-03-05", "Write the earlier first"),
        ('source = "letter"\n', 'source = "lettre"\n', "talks.toml:19: consultation[0].event[0]"),
        ('asked_in = "ask"', 'asked_in = "asks"', "no event has this id (found 'asks')"),
        ('said_in = "answer"', 'said_in = "reply"', "no event has this id"),
        ('question = "1"', 'question = "2"', "no question has this id"),
        ('grade = "partly"', 'grade = "half"', "consultation[0].grading[0].grade"),
        ('id = "answer"', 'id = "ask"', "this id stands twice"),
        ('step = "request"\n', "", "it is neither a step nor an act on a clock, or both"),
        ('title = "Spring"', 'titel = "Spring"', "consultation[0].titel"),
        ("requesting = [", "requesting = 1 #", "consultation[0].requesting"),
        ("[[consultation.question]]", "[[consultation.questions]]", "questions"),
        ("[[source]]", "[[sorce]]", "talks.toml:1: sorce: unknown key"),
        ('stated_by = ["DK"]', "stated_by = []", "Name at least one."),
        ('addressed = ["DK"]', "working_days = { rest = [1,2,3,4,5,6,7] }", "rest"),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(said in fault for fault in found), found


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('by = "DE"\n', "").replace('by = "DK"\n', "")
    assert len(faults(tmp_path, text)) == 2


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    files = [tmp_path / "one.toml", tmp_path / "two.toml"]
    for file in files:
        file.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConsultationFileError, match="another consultation has this id"):
        read_consultations(files)


@pytest.mark.parametrize(
    ("name", "said"), [("none.toml", "cannot be opened"), ("talks.csv", "tells no format")]
)
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(ConsultationFileError, match=said):
        read_consultations(tmp_path / name)
