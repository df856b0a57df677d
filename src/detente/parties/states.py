"""States by ISO 3166-1 alpha-2 code, with their names in many languages (from Unicode CLDR)."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from detente.errors import UnknownName

_CODE = re.compile("[A-Z]{2}")
_NOT_STATES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
"""Codes that CLDR lists beside the States and territories of ISO 3166-1."""


@cache
def codes() -> frozenset[str]:
    """Give every two-letter code that CLDR names, less those that are no State or territory.

    Kosovo has the user-assigned code XK, which some States use and others do not.
    """
    names = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in names if _CODE.fullmatch(code) and code not in _NOT_STATES)


def name_of(code: str, language: str = "en") -> str:
    """Give a State's name as CLDR writes it in a language; the code itself where it has none.

    Raises:
        UnknownName: the language is not known. The sender must act.
    """
    try:
        return str(Locale.parse(language).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        raise UnknownName("language", language, ("en", "de", "es", "fr", "it", "ru")) from None
