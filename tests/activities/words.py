"""A small vocabulary, and ways to read a text as a file, for the tests of this room."""

import datetime as dt
from pathlib import Path

from detente.activities import Fact, Measure, ReadResult, Vocabulary, read_activities
from detente.errors import ActivityFileError

WORDS = Vocabulary(
    kinds={
        "exercise": "Exercise of land forces",
        "air_exercise": "Exercise of air forces only",
        "naval_exercise": "Exercise of naval forces only",
        "readiness_check": "Check of readiness",
        "transfer": "Transfer of forces",
        "missile_launch": "Launch of a missile",
        "other": "Anything else",
    },
    measures={
        "troops": Measure("persons", "Troops taking part"),
        "battle_tanks": Measure("pieces", "Battle tanks"),
    },
    facts={
        "structure": Fact("choice", ("division", "two_brigades"), "How the forces are organised"),
        "in_calendar": Fact("bool", (), "Listed in the annual calendar"),
    },
    zones={"osce-zone": "Europe and the adjoining sea area"},
    states=("BY", "DE", "GB", "GR", "PL", "RU", "SU"),
)


def day(year: int, month: int, number: int) -> dt.datetime:
    """The midnight that opens a day, naive and in UTC."""
    return dt.datetime(year, month, number)


def read(folder: Path, text: str | bytes, name: str = "a.csv", **how: bool) -> ReadResult:
    """Write a text as a file and read it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_activities(path, WORDS, **how)


def messages(folder: Path, text: str | bytes, name: str = "a.csv") -> list[str]:
    """The faults of a text, each as one line, with the bare name of the file."""
    try:
        read(folder, text, name)
    except ActivityFileError as error:
        return [str(fault).replace(f"{folder}/", "") for fault in error.faults]
    return []
