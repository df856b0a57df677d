"""What a field may hold: taken from plain data, read from the numbered text, and written there."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping

from detente.errors import near_miss
from detente.files.excerpts import excerpt
from detente.files.hints import state_hint
from detente.instruments.formats import FieldType, FormField
from detente.measures.count import parse_count
from detente.notifications.blank import Blank
from detente.notifications.word import FreeText, Value
from detente.times.moments import Moment, parse_moment

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TAGGED = re.compile(r"\[([^\]\n]*)\]\s*(.*)", re.DOTALL)
_SHARE = re.compile(r"\s*([A-Za-z]+)\s+(\S+)\s*")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_YEAR = re.compile(r"[12][0-9]{3}")
_YES_NO = {"yes": True, "no": False}
_MOST = 10**15
_LONGEST = 100


def taken(blank: Blank, field: FormField, given: object) -> Value:
    """Take what JSON, TOML or a program gives for a field.

    Args:
        blank: the form.
        field: the field.
        given: plain data; dates and instants of TOML are taken as such.

    Raises:
        ValueError: the field cannot hold it; the sentence says what to write. The sender acts.
    """
    if isinstance(given, str) and field.type != "text":
        given = given.strip()
        if not given:
            raise ValueError("it is empty; leave the field out where it is not stated")
        return read(blank, field, given)
    return _TAKEN[field.type](blank, field, given)


def read(blank: Blank, field: FormField, text: str) -> Value:
    """Read what stands in the numbered text after the label.

    Args:
        blank: the form.
        field: the field.
        text: the text; several lines only for a free text.

    Raises:
        ValueError: the field cannot hold it; the sentence says what to write. The sender acts.
    """
    return _READ[field.type](blank, field, text.strip())


def written(value: Value) -> str:
    """Write a value as the numbered text has it; `read` gives it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, FreeText):
        return f"[{value.language}] {value.text}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{state} {count}" for state, count in value.items())
    return str(value)


def free_text(language: str, text: str) -> FreeText:
    """Make a free text, its lines parted by LF and without blanks at their ends.

    Raises:
        ValueError: no language tag, no text, or signs that are no text. The sender acts.
    """
    if not _TAG.fullmatch(language):
        raise ValueError(
            f"{excerpt(language)!r} is no language tag; write one such as en or be-tarask"
        )
    lines = _BREAKS.sub("\n", text).split("\n")
    whole = "\n".join(line.rstrip() for line in lines).strip()
    if not whole:
        raise ValueError("the text is empty; leave the field out where it is not stated")
    odd = next((c for c in whole if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")), "")
    if odd:
        raise ValueError(f"the sign {odd!r} is no text; take it out")
    return FreeText(language, whole)


def tagged(text: str) -> FreeText:
    """Read a free text that begins with its language, such as ``[uk] …``.

    Raises:
        ValueError: the language is missing, or the text. The sender acts.
    """
    match = _TAGGED.fullmatch(text)
    if not match:
        raise ValueError("say first in which language the text is, such as [en]")
    return free_text(match[1].strip(), match[2])


def _code(blank: Blank, field: FormField, text: str) -> str:
    choices = blank.choices(field)
    if text not in choices:
        miss = near_miss(text, choices)
        raise ValueError(f"not one of its choices; write {', '.join(choices)}.{miss}".rstrip("."))
    return text


def _yes_no(_blank: Blank, _field: FormField, text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise ValueError("neither yes nor no; write yes or no, or leave it out")
    return _YES_NO[text.lower()]


def _moment(_blank: Blank, _field: FormField, text: str) -> str:
    return str(parse_moment(text))


def _year(_blank: Blank, _field: FormField, text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise ValueError("not a year; write it in four digits, such as 2027")
    return int(text)


def _taken_year(blank: Blank, field: FormField, given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise ValueError("not a year; write it in four digits, such as 2027")
    return _year(blank, field, str(given))


def _name(_blank: Blank, _field: FormField, text: str) -> str:
    if any(not sign.isprintable() for sign in text) or not text:
        raise ValueError("not a name in one line; leave the field out where it is not stated")
    return text


def _count(_blank: Blank, _field: FormField, text: str) -> int | str:
    count = parse_count(text)
    if max(count.low or 0, count.high or 0) > _MOST:
        raise ValueError("the number is too large")
    if count.low is None and count.high is None:
        raise ValueError("not a count; leave the field out where it is not stated")
    exact = count.low == count.high and count.low is not None
    return count.low if exact and count.low is not None else str(count)


def _party(blank: Blank, _field: FormField, text: str) -> str:
    if text not in blank.parties:
        hint = state_hint(text[:_LONGEST], blank.parties)
        raise ValueError(f"{excerpt(text)!r} is no code of a party; {hint}")
    return text


def _parties(blank: Blank, field: FormField, text: str) -> tuple[str, ...]:
    states = tuple(_party(blank, field, part.strip()) for part in text.split(","))
    if len(set(states)) < len(states):
        raise ValueError("a party stands twice; name each once")
    return states


def _shares(blank: Blank, field: FormField, text: str) -> Mapping[str, int | str]:
    shares: dict[str, int | str] = {}
    for part in text.split(";"):
        match = _SHARE.fullmatch(part)
        if not match:
            raise ValueError("not a count for each State; write FR 3000; DE 2000..2500")
        state = _party(blank, field, match[1])
        if state in shares:
            raise ValueError(f"{state} stands twice; name each State once")
        shares[state] = _count(blank, field, match[2])
    return shares


def _area(_blank: Blank, _field: FormField, text: str) -> str:
    from detente.places.written import settle

    sound, refused = settle([text])
    if text in refused:
        problem, remedy = refused[text]
        raise ValueError(f"{problem}; {remedy}".rstrip("; "))
    return sound[text]


def _text(_blank: Blank, _field: FormField, text: str) -> FreeText:
    return tagged(text)


_READ: Mapping[FieldType, Callable[[Blank, FormField, str], Value]] = {
    "code": _code,
    "yes_no": _yes_no,
    "moment": _moment,
    "year": _year,
    "count": _count,
    "party": _party,
    "parties": _parties,
    "shares": _shares,
    "area": _area,
    "name": _name,
    "text": _text,
}


def _taken_yes_no(_blank: Blank, _field: FormField, given: object) -> bool:
    if not isinstance(given, bool):
        raise ValueError("neither yes nor no; write true or false")
    return given


def _taken_moment(_blank: Blank, _field: FormField, given: object) -> str:
    if not isinstance(given, dt.date):
        raise ValueError("not a date or an instant; write 2026-09-14, or 2026-09-14T06:00Z")
    return str(Moment.of(given))


def _taken_count(blank: Blank, field: FormField, given: object) -> int | str:
    if isinstance(given, bool) or not isinstance(given, int):
        raise ValueError("not a count; write 9000, or a range as a text such as 8000..12000")
    return _count(blank, field, str(given))


def _taken_parties(blank: Blank, field: FormField, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or not given:
        raise ValueError("not a list of parties; write codes, such as FR, DE")
    return _parties(blank, field, ",".join(str(each) for each in given))


def _taken_shares(blank: Blank, field: FormField, given: object) -> Mapping[str, int | str]:
    if not isinstance(given, Mapping) or not given:
        raise ValueError("not a count for each State; write FR = 3000, DE = 2000")
    return _shares(blank, field, "; ".join(f"{state} {count}" for state, count in given.items()))


def _taken_text(_blank: Blank, _field: FormField, given: object) -> FreeText:
    if isinstance(given, FreeText):
        return free_text(given.language, given.text)
    if isinstance(given, str):
        return tagged(given)
    parts = dict(given) if isinstance(given, Mapping) else {}
    language, text = parts.get("lang"), parts.get("text")
    if set(parts) != {"lang", "text"} or not isinstance(language, str) or not isinstance(text, str):
        raise ValueError('not a free text; write { lang = "en", text = "…" }')
    return free_text(language, text)


def _refused(_blank: Blank, field: FormField, given: object) -> Value:
    raise ValueError(
        f"not a text (found {type(given).__name__}); a {field.type} is written as text"
    )


_TAKEN: Mapping[FieldType, Callable[[Blank, FormField, object], Value]] = {
    "code": _refused,
    "yes_no": _taken_yes_no,
    "moment": _taken_moment,
    "year": _taken_year,
    "count": _taken_count,
    "party": _refused,
    "parties": _taken_parties,
    "shares": _taken_shares,
    "area": _refused,
    "name": _refused,
    "text": _taken_text,
}
