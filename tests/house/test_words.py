"""Words: neutral ones only; no path of somebody's machine, no host of a package index."""

import re
import tomllib

import pytest

from tests.house.survey import DOCS, ROOT, name, tracked

GLOSSARY = tomllib.loads((DOCS / "glossary.toml").read_text(encoding="utf-8"))
STEMS: list[str] = GLOSSARY["banned"]["stems"]
NOT_OURS = re.compile(rf"\b(?:{'|'.join(map(re.escape, STEMS))})\w*", re.IGNORECASE)
WATCHED = ("src/", "library/", "docs/", "scenarios/", "README.md", "CONTRIBUTING.md")

# Titles of documents, and pages that say which words we do not use: file -> (the phrase, why).
QUOTED: dict[str, list[tuple[str, str]]] = {
    "docs/glossary.toml": [(f'"{stem}"', "the list itself") for stem in STEMS],
    "library/instruments/osce/vd-2011/mechanisms/unusual-activities.toml": [
        ("ongoing-violations-of-osce-principles", "address of a page"),
    ],
    "scenarios/euro-atlantic-2021/activities.toml": [
        ("drills-dont-violate-vienna-document", "address of a page"),
    ],
    "scenarios/real-cases/activities.toml": [
        ("drills-dont-violate-vienna-document", "address of a page"),
        ("over-greek-violation-of-summer", "address of a page"),
    ],
}

MACHINE_PATH = re.compile(r"(?<![\w.\-/}])/(?:work|tmp|root|home/\w+|Users/\w+)/")
INDEX_HOST = re.compile(
    r"\b(?:(?:\w+\.)*pypi\.org|\w+\.pythonhosted\.org|registry\.npmjs\.org|(?:deb|security)\.debian\.org)"
)
EXCUSE = re.compile(
    r"#\s*(?:type:\s*ignore|noqa)(?:\[[\w\-, ]+\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?"
)


def foreign_words(path: str, text: str) -> list[str]:
    """The words of a text that pass a verdict, quotations left out."""
    for phrase, _ in QUOTED.get(path, []):
        text = text.replace(phrase, "")
    return NOT_OURS.findall(text)


def test_no_verdict_in_words() -> None:
    watched = [path for path in tracked() if name(path).startswith(WATCHED)]
    texts = {name(path): path.read_text(encoding="utf-8") for path in watched}
    found = {path: foreign_words(path, text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("text", ["a breach", "Violations", "violated", "the aggressor"])
def test_a_verdict_is_seen(text: str) -> None:
    assert foreign_words("", text)


def test_the_glossary_gives_each_word_one_sense() -> None:
    words = [each["word"].casefold() for each in GLOSSARY["word"]]
    assert len(words) == len(set(words)), "a word that stands twice has two senses"
    assert all(each["sense"].endswith(".") for each in GLOSSARY["word"])


def test_no_glossary_word_is_banned() -> None:
    assert [each["word"] for each in GLOSSARY["word"] if NOT_OURS.search(each["word"])] == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, INDEX_HOST], ids=["machine path", "index host"])
def test_nothing_of_a_machine(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name(path)}: {match}"
        for path in tracked()
        for match in pattern.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_locks_carry_hashes() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    pins = [block for lock in locks for block in re.split(r"\n(?=[a-z])", lock.read_text("utf-8"))]
    assert len(locks) == 8
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def excused_without_reason(lines: list[str]) -> list[int]:
    """The lines that silence a tool and do not say why, there or just above."""
    found = []
    for number, line in enumerate(lines, start=1):
        excuse = EXCUSE.search(line)
        if excuse and not line[excuse.end() :].strip(" #)").strip():
            above = lines[number - 2].strip() if number > 1 else ""
            if not above.startswith("#"):
                found.append(number)
    return found


def test_a_silenced_tool_is_explained() -> None:
    sources = [path for path in tracked() if path.suffix == ".py" and path.name != "test_words.py"]
    found = {
        name(path): excused_without_reason(path.read_text(encoding="utf-8").splitlines())
        for path in sources
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_an_unexplained_excuse_is_seen() -> None:
    assert excused_without_reason(["x = 1  # type: ignore[misc]"]) == [1]
    assert excused_without_reason(["x = 1  # noqa: E501  # the address is one word"]) == []
    assert (
        excused_without_reason(["# polars has no stub here", "x = 1  # type: ignore[misc]"]) == []
    )
