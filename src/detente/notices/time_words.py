"""The words of time in a notice: days, months, hours, ranges, exceptions, each with its place.

Every word becomes one letter of a short text; what follows is a pattern over letters:
``d`` day, ``m`` month, ``y`` year, ``c`` hour and minute, ``g`` a day with them, ``t`` a date with
them, ``i`` date, ``w`` day of the week, ``s`` sunrise or sunset, ``h`` all day,
``r`` a range, ``a`` and, ``D`` daily, ``X`` except, ``H`` holidays, ``A`` alternate, ``U`` until,
``F`` further notice, ``P`` in progress, ``L`` local time, ``.`` other words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_MONTHS = (
    ("JAN", "ЯНВ"), ("FEB", "ФЕВ"), ("MAR", "МАР"), ("APR", "АПР"), ("MAY", "МАЙ", "МАЯ"),
    ("JUN", "ИЮН"), ("JUL", "ИЮЛ"), ("AUG", "АВГ"), ("SEP", "СЕН"), ("OCT", "ОКТ"),
    ("NOV", "НОЯ"), ("DEC", "ДЕК"),
)  # fmt: skip
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
CENTURY = 20 * 100
"""The century of years of two digits."""

_TOKEN = re.compile(
    r"20\d\d-\d\d-\d\d(?!\d)|\d{1,2}\.\d{1,2}\.20\d\d|\d+\.\d+|\d{1,2}:\d\d(?!\d)|\d+|H24|T0(?!\d)|"
    r"[A-ZА-Я]+|[-–—/౼,;&+]|[:.](?=\s|$)"
)
_SKIPPED = (
    "FROM FM BETWEEN BTN ON AT OF THE COMMENCING PERIOD PERIODS TIME DURING WITHIN IN NOTICE DAY "
    "DAYS PUBLIC NATIONAL BANK HRS HR С В ST ND RD TH"
)
_UTC = ("UTC", "Z", "ZZ", "UTS")
_PLAIN = {
    "r": "THRU THROUGH TO T0 ДО ПО - – — / ౼",
    "U": "UNTIL TILL UFN",
    "a": "AND И , ; & +",
    "D": "DAILY DLY EVERY EACH ЕЖЕДНЕВНО",
    "X": "EXCEPT EXCEPTING EXC EXCL EXCLUDING КРОМЕ",
    "H": "HOLIDAY HOLIDAYS HOL HOLS PH",
    "A": "ALTERNATE ALTERNATELY BACKUP RESERVE",
    "h": "H24 КРУГЛОСУТОЧНО CONTINUOUS CONTINUOUSLY",
    "F": "FURTHER",
    "P": "PROGRESS",
    "L": "LOCAL LMT LT МСК",
    "s": "SR SS SUNRISE SUNSET",
}
_LONG = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER"
_DAYS = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY"
_KNOWN: dict[str, tuple[str, object]] = {
    **{word: (letter, word) for letter, words_ in _PLAIN.items() for word in words_.split()},
    **dict.fromkeys(_SKIPPED.split(), ("", "")),
    **dict.fromkeys(_UTC, ("z", "")),
    **{name[:3]: ("m", number) for number, name in enumerate(_LONG.split(), 1)},
    **{name: ("m", number) for number, name in enumerate(_LONG.split(), 1)},
    **{name + "S": ("w", number) for number, name in enumerate(_DAYS.split())},
    **{name: ("w", number) for number, name in enumerate(_DAYS.split())},
    **{name[:3]: ("w", number) for number, name in enumerate(_DAYS.split())},
    "SEPT": ("m", 9), "TUES": ("w", 1), "THUR": ("w", 3), "THURS": ("w", 3), "WEDS": ("w", 2),
}  # fmt: skip
_RUSSIAN = re.compile(r"(?:ЯНВ|ФЕВ|МАР|АПР|ИЮН|ИЮЛ|АВГ|СЕН|ОКТ|НОЯ|ДЕК)[А-Я]*|МА[ЙЯ]")
_GLUED = re.compile(
    r"(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:NAVIG|IN$|PROHIB|DANG|DAILY)"
)
_OTHER: tuple[str, object] = (".", "")


@dataclass(slots=True)
class Words:
    """The words of time of a text.

    Attributes:
        letters: one for each word, as the module tells.
        values: what each says: a number, a pair of numbers, or its text.
        starts: where each stands.
        ends: where the text goes on after each.
        stated: whether a time of day is stated to be in UTC.
    """

    letters: str = ""
    values: list[object] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    stated: bool = False


def words(text: str) -> Words:
    """Find the words of time of a text.

    Args:
        text: in capitals; positions and distances are blanked out.
    """
    out, letters = Words(), []
    values, starts, ends = out.values, out.starts, out.ends
    last, known = "", _known
    for match in _TOKEN.finditer(text):
        word = match[0]
        told = known(word)
        letter, value = _number(word, text, match.start()) if told is None else told
        if not letter or letter == "." == last:
            continue
        if letter[0] == "z":
            out.stated = True
            letter = letter[1:]
            if not letter or letter == "." == last:
                continue
        letters.append(letter)
        values.append(value)
        starts.append(match.start())
        ends.append(match.end())
        last = letter
    out.letters = "".join(letters)
    if "s" in out.letters:
        _shift(out, text)
    if "c" in out.letters and "m" in out.letters:
        _find_years(out, text)
    if "md" in out.letters:
        _find_short_years(out, text)
    return out


@lru_cache(maxsize=8192)
def _known(word: str) -> tuple[str, object] | None:
    """Give letter and value of a word; a z before them says that it states UTC.

    None for digits: what they are hangs on what stands around them.
    """
    if word[0].isdigit():
        return None
    found = _KNOWN.get(word)
    if found:
        return found
    if len(word) < 3 and word.isascii():
        return "", ""
    if word.startswith("UTC"):
        letter, value = _KNOWN.get(word[3:], _OTHER)
        return f"z{letter}", value
    if _RUSSIAN.fullmatch(word):
        return "m", _NUMBER_OF[word[:3]]
    glued = _GLUED.match(word)
    return ("m", _NUMBER_OF[glued[1]]) if glued else _OTHER


def _number(word: str, text: str, start: int) -> tuple[str, object]:
    """Give letter and value of digits, by how many they are and what stands around."""
    if not word.isdigit():
        if ":" in word:
            minutes = clock(word.replace(":", ""))
            return ("c", minutes) if minutes is not None else _OTHER
        return ("i", word) if "-" in word or word.count(".") == 2 else _OTHER
    if start and text[start - 1].isalpha() and text[start - 1 : start] not in "SC":
        return _OTHER
    length = len(word)
    if length <= 2:
        fits = 1 <= int(word) <= 31
        return ("d", int(word)) if fits else _OTHER
    if length == 4:
        minutes = clock(word)
        return ("c", minutes) if minutes is not None else _OTHER
    if length == 6:
        minutes, day = clock(word[2:]), int(word[:2])
        return ("g", (day, minutes)) if minutes is not None and 1 <= day <= 31 else _OTHER
    return ("t", word) if length == 10 else _OTHER


_SHIFT = re.compile(r"\s*(PLUS|MINUS|\+|-)\s?(\d{1,3})(?!\d)")


def _shift(out: Words, text: str) -> None:
    """Put minutes before or after sunrise and sunset to the word itself."""
    letters = list(out.letters)
    for at, letter in enumerate(letters):
        if letter == "s":
            match = _SHIFT.match(text, out.ends[at])
            if match:
                out.values[at] = f"{out.values[at]}{match[0]}"
                for after in range(at + 1, len(letters)):
                    if out.starts[after] < match.end():
                        letters[after] = " "
    out.letters = "".join(letters)
    if " " in out.letters:
        keep = [i for i, letter in enumerate(letters) if letter != " "]
        out.values[:] = [out.values[i] for i in keep]
        out.starts[:] = [out.starts[i] for i in keep]
        out.ends[:] = [out.ends[i] for i in keep]
        out.letters = out.letters.replace(" ", "")


def clock(digits: str) -> int | None:
    """Give minutes after midnight of hour and minute, up to 2400; None: no such time.

    Args:
        digits: three or four of them.
    """
    hour, minute = int(digits[:-2]), int(digits[-2:])
    fits = minute < 60 and (hour < 24 or (hour == 24 and minute == 0))
    return hour * 60 + minute if fits else None


def _find_years(out: Words, text: str) -> None:
    """Take four digits after a month for a year where no range of hours begins with them."""
    letters = list(out.letters)
    for at in range(1, len(letters)):
        ends = at + 1 == len(letters) and letters[at - 1] == "c"
        if letters[at] != "c" or not (letters[at - 1] == "m" or ends):
            continue
        shown = text[out.starts[at] : out.ends[at]]
        after = "".join(letters[at + 1 : at + 3])
        hours = after.startswith(("rc", "rs")) or not shown.isdigit()
        apart = any(c.isalpha() for c in text[out.ends[at - 1] : out.starts[at]])
        if apart or _UNIT.match(text, out.ends[at]):
            continue
        if not hours and CENTURY <= int(shown) < CENTURY + 60:
            letters[at], out.values[at] = "y", int(shown)
    out.letters = "".join(letters)


_UNIT = re.compile(r"\s?(?:M(?![A-Z])|MET|FT|FEET|MILE|NM|KM|YARD|М)")


def _find_short_years(out: Words, text: str) -> None:
    """Take two digits right behind day and month for a year."""
    letters = list(out.letters)
    for at in range(2, len(letters)):
        if letters[at] == "d" and letters[at - 1] == "m" and letters[at - 2] in "dg":
            alone = not text[out.ends[at - 1] : out.starts[at]].strip()
            year = CENTURY + int(str(out.values[at]))
            ends = at + 1 == len(letters) or letters[at + 1] not in "dm"
            if alone and ends and year >= 2010:
                letters[at], out.values[at] = "y", year
    out.letters = "".join(letters)
