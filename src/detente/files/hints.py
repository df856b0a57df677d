"""Ways out for those who wrote a word that is not known: what they may have meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from detente.errors import near_miss

_FEW = 6
_NEAR = 0.8
_COLUMNS = {
    **dict.fromkeys(["country", "state", "nation"], ("host", "obligor", "counterpart")),
    **dict.fromkeys(["hostcountry", "hoststate", "hostnation"], ("host",)),
    **dict.fromkeys(["startdate", "starttime", "startsat", "begins"], ("starts",)),
    **dict.fromkeys(["enddate", "endtime", "endsat"], ("ends",)),
    **dict.fromkeys(["personnel", "soldiers"], ("troops",)),
    "tanks": ("battle_tanks",),
    "status": (),
}
"""What others call columns, without underscores; nothing where it is none of ours."""
_SLIPS = {"EL": "GR", "ENGLAND": "GB", "BRITAIN": "GB", "USSR": "SU", "HOLLAND": "NL"}
_SEVERAL = re.compile(r"[;,/|&+]|\band\b|\s")
_ONE_EACH = (
    "Write a row for each, each an activity of its own, or leave it empty and state the area."
)


def word_hint(word: str, known: Iterable[str]) -> str:
    """List the known words when they are few, else propose those near to a mistyped one."""
    names = list(known)
    if len(names) <= _FEW:
        return f"Write one of: {', '.join(names)}."
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    return near_miss(plain, names).strip()


def measure_hint(word: str, known: Collection[str]) -> str:
    """Propose the measure that another word stands for, such as ``soldiers``."""
    meant = columns_meant(word, known)
    return f"Did you mean {either(meant)}?" if meant else word_hint(word, known)


def columns_meant(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Tell which columns another spelling or a common word may stand for; none where none is plain.

    Capitals, blanks and underscores do not count, nor does a slip of the pen (``tropps``).
    """
    bare = {_bare(each): each for each in known}
    plain = _bare(name)
    if plain in bare:
        return (bare[plain],)
    if plain in _COLUMNS:
        return tuple(each for each in _COLUMNS[plain] if each in known)
    mixed = [each for each in bare if sorted(each) == sorted(plain)]
    near = mixed or get_close_matches(plain, bare, n=1, cutoff=_NEAR)
    return tuple(bare[each] for each in near)


def either(names: Sequence[str]) -> str:
    """Join names as in ``host, obligor or counterpart``."""
    return " or ".join([", ".join(names[:-1]), names[-1]][len(names) < 2 :])


def _bare(name: str) -> str:
    """Give the letters and digits of a column's name; a least and a most are its two ends."""
    words = re.sub(r"[\W_]+", "_", name.strip().lower())
    ends = re.sub(r"_min(imum)?$", "_low", words)
    return re.sub(r"_max(imum)?$", "_high", ends).replace("_", "")


def state_hint(word: str, states: Collection[str]) -> str:
    """Propose the code of a State for another spelling of it, such as ``UK`` or ``Belarus``."""
    if not word:
        return "Leave it empty (null) where none is stated."
    code = _code(word, states)
    if code:
        return f"Did you mean {code}?"
    codes = [_code(part, states) for part in _SEVERAL.split(word) if part]
    if len(codes) > 1 and all(codes):
        return f"A cell names one State: {', or '.join(filter(None, codes))}. {_ONE_EACH}"
    return "Write the two-letter code of ISO 3166-1, such as BY or DE."


def _code(word: str, states: Collection[str]) -> str | None:
    """Find the known code that another code or an English name stands for."""
    upper = word.strip().upper()
    names = _names()
    near = get_close_matches(upper, names, n=1, cutoff=0.8)
    candidates = (upper, _SLIPS.get(upper), _alias(upper), names.get(near[0]) if near else None)
    return next((code for code in candidates if code and code in states), None)


@cache
def _names() -> dict[str, str]:
    """Give English names of territories, in capitals, and their codes (Unicode CLDR)."""
    from babel import Locale

    territories = Locale("en").territories.items()
    return {name.upper(): code for code, name in territories if len(code) == 2}


def _alias(code: str) -> str | None:
    """Give the one code that replaces another, such as ``RUS`` (Unicode CLDR); None if several."""
    from babel.core import get_global

    replaced = get_global("territory_aliases").get(code, [])
    return replaced[0] if len(replaced) == 1 else None
