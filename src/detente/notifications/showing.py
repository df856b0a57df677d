"""Values shown in a language: dates, numbers and names as CLDR writes them, codes by their labels.

A free text is never translated; the parts that show one say so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from detente.instruments.formats import FormField
from detente.measures.count import parse_count
from detente.notifications.blank import Blank
from detente.notifications.word import FreeText, Value
from detente.parties.states import codes, name_of
from detente.times.moments import parse_moment

_PAIR = re.compile(r"(-?[\d.]+(?:[eE][-+]?\d+)?)\s+(-?[\d.]+(?:[eE][-+]?\d+)?)")
_MINUTES = 60
_FIRST = {"fr": "1er", "it": "1º"}  # CLDR has no ordinal for the first of a month
_WRITTEN = {"en": "en_GB"}  # the day before the month, as the other five languages have it
_HALF_TURN = 180


def shown(blank: Blank, field: FormField, value: Value, language: str) -> str:
    """Show a value to a reader.

    Args:
        blank: the form.
        field: the field that holds it.
        value: the value.
        language: one of the six languages.
    """
    if isinstance(value, FreeText):
        return value.text
    if isinstance(value, bool):
        return blank.labels.of("yes" if value else "no", language)
    if isinstance(value, tuple):
        return ", ".join(party(blank, code, language) for code in value)
    if isinstance(value, Mapping):
        shares = (
            f"{party(blank, s, language)} {count(blank, n, language)}" for s, n in value.items()
        )
        return "; ".join(shares)
    if field.type == "count":
        return count(blank, value, language)
    return _text(blank, field, str(value), language)


def _text(blank: Blank, field: FormField, value: str, language: str) -> str:
    """Show what is held as text, by what the field holds."""
    if field.type == "moment":
        return moment(value, language)
    if field.type == "party":
        return party(blank, value, language)
    if field.type == "area":
        return area(value)
    if field.type in ("name", "year"):
        return value
    return blank.labels.of_choice(value, language)


def party(blank: Blank, code: str, language: str) -> str:
    """Show a party: a State by its name in the language, anything else by the code itself.

    Args:
        blank: the form, whose library knows the States of the past.
        code: the code.
        language: one of the six languages.
    """
    if code in codes():
        return f"{name_of(code, language)} ({code})"
    former = blank.library.former.get(code)
    return f"{former.name} ({code})" if former else code


def moment(text: str, language: str) -> str:
    """Show a day, or an instant in UTC, as the language writes it.

    >>> moment("2026-09-14T06:00Z", "de")
    '14. September 2026, 06:00 UTC'
    """
    stated = parse_moment(text)
    language = _WRITTEN.get(language, language)
    day = format_date(stated.earliest.date(), format="long", locale=language)
    if stated.earliest.day == 1 and language in _FIRST:
        day = day.replace("1", _FIRST[language], 1)
    if stated.is_day:
        return day
    exact = "HH:mm:ss" if stated.earliest.second else "HH:mm"
    hour = format_time(_aware(stated.earliest), format=exact, locale=language)
    return f"{day}, {hour} UTC"


def _aware(instant: dt.datetime) -> dt.datetime:
    """Say of a naive instant that it is in UTC."""
    return instant.replace(tzinfo=dt.UTC)


def count(blank: Blank, value: object, language: str) -> str:
    """Show a count as the language writes numbers; a range says which of its ends is open.

    Args:
        blank: the form, for the words of a range.
        value: a whole number, or a range as text.
        language: one of the six languages.
    """
    stated = parse_count(str(value))
    low, high = (None if n is None else format_decimal(n, locale=language) for n in _ends(stated))
    if low == high:
        return str(low)
    if low is None:
        return f"{blank.labels.of('at_most', language)} {high}"
    return f"{low} – {high}" if high else f"{blank.labels.of('at_least', language)} {low}"


def _ends(stated: object) -> tuple[int | None, int | None]:
    """Give both ends of a count."""
    return getattr(stated, "low", None), getattr(stated, "high", None)


def area(wkt: str) -> str:
    """Show an area by its corners, latitude first as charts write it, beside its WKT.

    >>> area("POINT (20.5 54.75)")
    '54°45′ N 020°30′ E'
    """
    pairs = [_corner(float(lat), float(lon)) for lon, lat in _PAIR.findall(wkt)]
    corners = list(dict.fromkeys(pairs))
    return ", ".join(corners) or wkt


def _corner(latitude: float, longitude: float) -> str:
    """Write a corner in degrees and minutes, to the nearest minute."""
    longitude = (longitude + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
    return f"{_degrees(latitude, 2, 'NS')} {_degrees(longitude, 3, 'EW')}"


def _degrees(angle: float, digits: int, signs: str) -> str:
    """Write one angle."""
    degrees, minutes = divmod(round(abs(angle) * _MINUTES), _MINUTES)
    return f"{degrees:0{digits}}°{minutes:02}′ {signs[angle < 0]}"


def language_of(tag: str, language: str) -> str:
    """Name the language of a free text in another language; the tag itself where it has no name.

    >>> language_of("uk", "fr")
    'ukrainien'
    """
    names = Locale.parse(language).languages
    return str(names.get(tag.partition("-")[0], tag))
