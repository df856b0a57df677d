"""Reading what others wrote: strictly, with one way to read each thing, and nothing guessed.

Two readers that take the same bytes for two things are how a sealed word comes to say two things.
So a name that stands twice, a number beyond what every reader holds exactly, text that is not
UTF-8, and base64 with spare bits are refused.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
import re
from collections.abc import Set
from typing import Any

from detente.exchange.check.refusal import RecordError

Found = dict[str, Any]

LIMIT = 1 << 20
"""The most bytes that one sealed word may have."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}")
"""How a log and a delegation are named; a delegation's name has no slash."""

KIND = re.compile("[a-z][a-z-]{0,31}")
"""How a kind of word is named."""

_DEEP = 32
_EXACT = 2**53
_HASH = re.compile("[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_MEANT = {
    NAME: "a name of at most 128 letters, digits and . _ : / - that begins with one of the former",
    KIND: "a kind of at most 32 small letters and -",
    _HASH: "64 digits, 0 to 9 and a to f",
    _INSTANT: "an instant in UTC to the second, such as 2026-09-14T06:00:00Z",
}


def json_of(data: bytes | str, what: str, limit: int = LIMIT) -> Any:
    """Read JSON as RFC 7493 (I-JSON) has it: no name twice, no number that readers round apart.

    Args:
        data: the bytes, or the text.
        what: what it should be, for the message.
        limit: the most bytes or characters.

    Raises:
        RecordError: it is none, too long or too deep. Whoever wrote it acts.
    """
    if len(data) > limit:
        raise RecordError(f"{what}: longer than {limit:,} bytes")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_finite,
        )
        if "\\u" in text:  # half of a pair of UTF-16 is no letter (RFC 7493, 2.1)
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise RecordError(f"{what}: nested too deeply") from None
    except ValueError as error:
        raise RecordError(f"{what}: not JSON that can be read in one way: {error}") from None
    if text.count("[") + text.count("{") > _DEEP and _depth(value) > _DEEP:
        raise RecordError(f"{what}: nested more than {_DEEP} deep")
    return value


def _once(pairs: list[tuple[str, Any]]) -> Found:
    """Refuse an object in which a name stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _whole(text: str) -> int:
    """Refuse a whole number that a reader with doubles would round (RFC 7493, 2.2)."""
    if len(text) > len(str(_EXACT)) + 1 or abs(int(text)) >= _EXACT:
        raise ValueError("a whole number of 2^53 or more; write it as text")
    return int(text)


def _finite(text: str) -> float:
    """Refuse what is no number, and what is too large to be one."""
    if not math.isfinite(number := float(text)):
        raise ValueError(f"{text[:20]} is no finite number")
    return number


def _depth(value: Any) -> int:
    """How deep a value is nested, without recursion."""
    deep, level = 0, [value]
    while level:
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [
            part
            for parts, each in zip(inner, level, strict=True)
            if isinstance(each, dict | list)
            for part in parts
        ]
        deep += 1
    return deep


def fields(value: Any, what: str, needed: Set[str], may: Set[str] = frozenset()) -> Found:
    """Take an object that has these names, perhaps those, and no other."""
    if not isinstance(value, dict):
        raise RecordError(f"{what}: not an object")
    if missing := sorted(needed - value.keys()):
        raise RecordError(f"{what}: {', '.join(missing)} is missing")
    if beyond := sorted(value.keys() - needed - may):
        raise RecordError(f"{what}: there is no {beyond[0][:40]!r} in it")
    return value


def text_of(value: Any, what: str, pattern: re.Pattern[str]) -> str:
    """Take a text that fits a pattern as a whole."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        meant = _MEANT.get(pattern) or f"one of {pattern.pattern.replace('|', ', ')}"
        raise RecordError(f"{what}: write {meant} (found {str(value)[:60]!r})")
    return value


def hash_of(value: Any, what: str) -> bytes:
    """Take 32 bytes written as 64 digits, 0 to 9 and a to f."""
    return bytes.fromhex(text_of(value, what, _HASH))


def instant_of(value: Any, what: str) -> str:
    """Take an instant in UTC to the second: ``2026-09-14T06:00:00Z``; it stays text."""
    text = text_of(value, what, _INSTANT)
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        raise RecordError(f"{what}: there is no instant {text}") from None
    return text


def count_of(value: Any, what: str) -> int:
    """Take a whole number from 0."""
    if type(value) is not int or value < 0:
        raise RecordError(f"{what}: not a whole number from 0")
    return value


def bytes_of(value: Any, what: str, *, url: bool = False) -> bytes:
    """Take base64 (RFC 4648, section 4, or with `url` section 5 without padding) in its one form.

    Spare bits, line ends and letters of the other alphabet are refused: each value has one text.
    """
    try:
        given = value.encode("ascii")
        padded = given.translate(bytes.maketrans(b"-_+/", b"+/--")) if url else given
        data = base64.b64decode(padded + b"=" * (-len(given) % 4 if url else 0), validate=True)
    except (AttributeError, UnicodeEncodeError, binascii.Error):
        raise RecordError(f"{what}: not base64") from None
    if text64(data, url=url) != value:
        raise RecordError(f"{what}: not base64 in its one form")
    return data


def text64(data: bytes, *, url: bool = False) -> str:
    """Write bytes as `bytes_of` takes them."""
    if url:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
    return base64.b64encode(data).decode("ascii")
