"""Passages of treaty texts by their place, and the numbers that stand in a passage."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

ROMAN = r"[IVXL]+"
WORDS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
]
ORDINALS = {"first": 1, "second": 2, "third": 3}


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: annex or protocol, article, section, paragraph."""

    part: str = ""
    article: str = ""
    section: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class Citation:
    """A place with a subparagraph, as library entries cite it: ``Art. IV, para. 3(D)``."""

    place: Place
    letter: str = ""


def read_text(file: Path) -> list[tuple[Place, str]]:
    """Read a text, line by line, each with its place."""
    lines = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
    place, found = Place(), []
    for line in lines:
        place = _moved(place, line)
        found.append((place, line))
    return found


def _moved(place: Place, line: str) -> Place:
    """Follow a heading or a numbered paragraph to its place."""
    heading = re.match(r"#+\s*(.*?)\s*$", line)
    if heading is None:
        numbered = re.match(r"(\d+)\.\s", line)
        if numbered is None:
            return place
        return Place(place.part, place.article, place.section, numbered[1])
    words = re.sub(r"\s+", " ", heading[1])
    if part := re.match(r"(?:Annex|Bijlage) ([A-Z])\b", words):
        return Place(f"Annex {part[1]}")
    if re.match(r"Protocol on|Annex (?:to|on)|Appendix", words):
        return Place(words)
    if article := re.fullmatch(rf"Article ({ROMAN})", words):
        return Place(place.part, article[1])
    if section := re.fullmatch(rf"(?:SECTION )?({ROMAN})", words):
        return Place(place.part, place.article, section[1])
    if re.fullmatch(r"\d+", words):
        return Place(place.part, place.article, place.section, words)
    return place


def cited(paragraph: str) -> Citation:
    """Read the place that a library entry cites."""
    part = article = section = number = letter = ""
    for piece in paragraph.split(", "):
        if match := re.fullmatch(rf"Art\. ({ROMAN})", piece):
            article = match[1]
        elif match := re.fullmatch(rf"Section ({ROMAN})", piece):
            section = match[1]
        elif match := re.fullmatch(r"para\. (\d+)(?:\(([A-Z])\))?", piece):
            number, letter = match[1], match[2] or ""
        else:
            part = piece
    return Citation(Place(part, article, section, number), letter)


def passage(text: list[tuple[Place, str]], citation: Citation) -> str:
    """Give the lines of a cited place; empty when the text has no such place."""
    wanted = citation.place
    lines = [line for place, line in text if _lies_in(place, wanted)]
    if not citation.letter:
        return "\n".join(lines)
    kept, inside = [], False
    for line in lines:
        if letter := re.match(r"\(?([A-Z])\)", line):
            inside = letter[1] == citation.letter
        if inside:
            kept.append(line)
    return "\n".join(kept)


def _lies_in(place: Place, wanted: Place) -> bool:
    """Whether a place is the one wanted, or below it."""
    part = place.part.startswith(wanted.part) if wanted.part else not place.part
    return (
        part
        and place.article == wanted.article
        and wanted.section in ("", place.section)
        and wanted.paragraph in ("", place.paragraph)
    )


def forms(number: int) -> str:
    """Give a pattern for the ways in which a number is written."""
    spelled = [WORDS[number]] if number < len(WORDS) else []
    return "(?:" + "|".join([f"{number:,}", str(number), *spelled]) + ")"


def says(text: str, number: int, unit: str, *, before: int = 0) -> bool:
    """Whether a number stands in a passage with its unit.

    Args:
        text: the passage.
        number: the number.
        unit: a pattern for the unit, which follows within a few words.
        before: within how many letters before the number the unit may stand instead.
    """
    told = rf"(?<![\d,.]){forms(number)}(?![\d,]*\d)"
    if re.search(rf"{told}[^.;|\n]{{0,30}}?{unit}", text, re.IGNORECASE):
        return True
    return bool(before and re.search(rf"{unit}[^;\n]{{0,{before}}}{told}", text, re.IGNORECASE))


def numbers(text: str) -> set[int]:
    """Give all numbers of a passage, in digits or in words."""
    digits = {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\d|\d", text)}
    lowered = set(re.findall(r"[a-z]+", text.lower()))
    words = {number for number, word in enumerate(WORDS) if word in lowered}
    return digits | words | {number for word, number in ORDINALS.items() if word in lowered}


def row_of(table: str, name: str) -> str:
    """Give what a table says of a State: its row and the rows below it, up to the next State."""
    lines = table.splitlines()
    starts = [at for at, line in enumerate(lines) if name in line]
    if not starts:
        return ""
    rows = [lines[starts[0]]]
    for line in lines[starts[0] + 1 :]:
        if "---" in line or re.match(r"\| ?(?:The|For) ", line):
            break
        rows.append(line)
    return "\n".join(rows)
