"""A small vocabulary, and ways to read a text as a file, for the tests of this room."""

from pathlib import Path

from detente.errors import RedLineFileError
from detente.redlines import NamedArea, RedLine, RedLines, Words, read_redlines

STRAIT = "POLYGON ((10 54, 11 54, 11 55, 10 55, 10 54))"
WORDS = Words(
    kinds=("exercise", "missile_launch", "other"),
    measures=("troops", "battle_tanks", "missiles"),
    states=("BY", "DE", "GB", "NATO", "PL", "RU", "US"),
    areas={"strait": NamedArea("strait", "The strait", STRAIT, STRAIT)},
)
GOOD = {
    "id": "a",
    "holder": "RU",
    "stance": "declared",
    "called": "red line",
    "words": "No further",
    "source": "s",
}


def toml(**keys: str) -> str:
    """One red line as TOML; each key is given as TOML writes its value, empty to leave it out."""
    stated = {key: f'"{value}"' for key, value in GOOD.items()} | keys
    return "[[redline]]\n" + "".join(f"{key} = {value}\n" for key, value in stated.items() if value)


def read(
    folder: Path, text: str | bytes, name: str = "a.toml", *, keep_good: bool = False
) -> RedLines:
    """Write a text as a file and read it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_redlines(path, WORDS, keep_good=keep_good)


def line(folder: Path, **keys: str) -> RedLine:
    """The red line of a TOML text."""
    (only,) = read(folder, toml(**keys)).lines
    return only


def messages(folder: Path, text: str | bytes, name: str = "a.toml") -> list[str]:
    """The faults of a text, each as one line, with the bare name of the file."""
    try:
        read(folder, text, name)
    except RedLineFileError as error:
        return [str(fault).replace(f"{folder}/", "") for fault in error.faults]
    return []
