"""What stands at the head of a word: taken from plain data, each part refused by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from detente.errors import Fault, SenderError, WordFileError
from detente.files.faults import Faults
from detente.files.hints import state_hint
from detente.instruments.formats import KINDS
from detente.notifications.blank import Blank
from detente.notifications.numbers import parse_number
from detente.notifications.values import free_text, tagged
from detente.notifications.word import MARKERS, MARKS, Access, FreeText, Later, Said, Word
from detente.times.moments import Moment, parse_moment

Lines = Callable[[str], int]
"""From a key such as ``marker`` or ``fields.troops`` to its line in the file; 0: none."""

NEEDED = ("format", "kind", "marker", "by")
_MARKER_FIRST = "Every word says whether it is real, an exercise or a test."
_NOTHING: tuple[object, ...] = (None, "", [], (), {})
_ONE_LINE = "Write one line of text."
_LONGEST = 100
_MOST_MINUTES = 10**6


@dataclass(frozen=True)
class WordRead:
    """What was read of one word.

    Attributes:
        word: the word, with every part that is sound; None where its format, kind, party or marker
            is missing or not to be read, without which there is no word.
        faults: everything that was found wrong, in file order.
        kept: the fields that are sound, also where there is no word.
    """

    word: Word | None
    faults: tuple[Fault, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)

    def sure(self) -> Word:
        """Give the word where nothing at all is wrong.

        Raises:
            WordFileError: something is; the sender must act.
        """
        if self.faults or self.word is None:
            raise WordFileError(self.faults)
        return self.word


def assembled(raw: Mapping[str, object], body: Mapping[str, Any], blank: Blank, lines: Lines,
              faults: Faults) -> Word | None:  # fmt: skip
    """Put a word together from its head and its body; report what is wrong with the head.

    Args:
        raw: the head as plain data, by key.
        body: ``fields``, ``entries`` and ``prefilled``, already taken.
        blank: the form.
        lines: where the keys of the head stand.
        faults: where to report.

    Returns:
        The word; None where a part is missing without which there is none.
    """
    parts: dict[str, Any] = {"format": blank.name}
    for key, take in _TAKE.items():
        if raw.get(key) in _NOTHING:
            continue
        try:
            parts[key] = take(blank, raw[key])
        except (ValueError, SenderError) as error:
            problem, _, remedy = str(error).partition("; ")
            faults.about(key, _shown(raw[key]), problem, told(remedy), line=lines(key))
    for key in NEEDED:
        if raw.get(key) in _NOTHING:
            remedy = _MARKER_FIRST if key == "marker" else "Every word states it."
            faults.about(key, "", "it is missing", remedy, line=lines(key))
    for key in raw:
        if key not in _TAKE and key != "format":
            known = ", ".join(("format", *_TAKE, "fields", "entries"))
            faults.about(key, "", "unknown key", f"A word has {known}.", line=lines(key))
    if any(key not in parts for key in NEEDED):
        return None
    return Word(**parts, **body)


def told(remedy: str) -> str:
    """Make a way out a sentence; empty where there is none.

    Args:
        remedy: what to do, as a refusal says it after its semicolon.
    """
    words = f"{remedy[:1].upper()}{remedy[1:]}"
    return words if words.endswith(("?", ".")) or not words else f"{words}."


def _shown(value: object) -> str:
    """Show what was found."""
    return value if isinstance(value, str) else repr(value)


def _line(_blank: Blank, given: object) -> str:
    """Take one line of text."""
    if not isinstance(given, str) or any(not sign.isprintable() for sign in given):
        raise ValueError(f"not one line of text; {_ONE_LINE.lower().rstrip('.')}")
    return given.strip()


def _one_of(words: Sequence[str]) -> Callable[[Blank, object], str]:
    """Take one of a few words."""

    def take(_blank: Blank, given: object) -> str:
        word = given.strip().lower() if isinstance(given, str) else given
        if not isinstance(word, str) or word not in words:
            raise ValueError(f"none of its words; write {', '.join(words)}")
        return word

    return take


def _party(blank: Blank, given: object) -> str:
    """Take the code of a party."""
    if not isinstance(given, str):
        raise ValueError("no code of a party; write that of ISO 3166-1, such as FR")
    if given.strip() not in blank.parties:
        hint = state_hint(given[:_LONGEST], blank.parties)
        raise ValueError(f"no code of a party; {hint}")
    return given.strip()


def _parties(blank: Blank, given: object) -> tuple[str, ...]:
    """Take parties, each once."""
    if not isinstance(given, list | tuple):
        raise ValueError("not a list of parties; write codes, such as FR, DE")
    states = tuple(_party(blank, each) for each in given)
    if len(set(states)) < len(states):
        raise ValueError("a party stands twice; name each once")
    return states


def _number(_blank: Blank, given: object) -> str:
    """Take a number."""
    return str(parse_number(given if isinstance(given, str) else repr(given)))


def _numbers(blank: Blank, given: object) -> tuple[str, ...]:
    """Take numbers, each once."""
    if not isinstance(given, list | tuple):
        raise ValueError("not a list of numbers; write them one after the other")
    return tuple(dict.fromkeys(_number(blank, each) for each in given))


def _instant(_blank: Blank, given: object) -> str:
    """Take an instant, never a mere day; it is kept to the second, as the exchange has it."""
    moment = parse_moment(given) if isinstance(given, str) else None
    if moment is None or moment.is_day:
        raise ValueError("not an instant; write 2026-09-14T06:00Z")
    return to_the_second(moment)


def to_the_second(moment: Moment) -> str:
    """Write an instant as the head of a word has it, such as ``2026-09-14T06:00:00Z``.

    Args:
        moment: the instant; a fraction of a second is dropped.
    """
    return f"{moment.earliest.isoformat(timespec='seconds')}Z"


def _minutes(_blank: Blank, given: object) -> int:
    """Take a whole number of minutes."""
    if isinstance(given, str) and given.strip().isascii() and given.strip().isdigit():
        given = int(given.strip()[:9])
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MOST_MINUTES:
        raise ValueError("not a number of minutes; write a whole number, 0 or more")
    return given


def _remarks(_blank: Blank, given: object) -> FreeText:
    """Take the remarks."""
    if isinstance(given, Mapping) and set(given) == {"lang", "text"}:
        return free_text(str(given["lang"]), str(given["text"]))
    if isinstance(given, str):
        return tagged(given)
    raise ValueError('not a free text; write { lang = "en", text = "…" }')


def _access(blank: Blank, given: object) -> Access:
    """Take who may read, now and later."""
    if not isinstance(given, Mapping) or not {"mark"} <= set(given) <= {"mark", "to", "later"}:
        raise ValueError("not an access mark; give `mark`, with `to` and `later` where they apply")
    mark, to = _circle(blank, given)
    after = given.get("later")
    if after is None:
        return Access(mark, to)
    if not isinstance(after, Mapping) or not {"mark", "at"} <= set(after) <= {"mark", "at", "to"}:
        raise ValueError("not a later circle of readers; give `mark` and `at`")
    wider, names = _circle(blank, after)
    return Access(mark, to, Later(wider, _instant(blank, after["at"]), names))


def _circle(blank: Blank, given: Mapping[str, object]) -> tuple[Any, tuple[str, ...]]:
    """Take one circle of readers."""
    mark = _one_of(MARKS)(blank, given["mark"])
    return mark, _parties(blank, given.get("to") or ())


_TAKE: Mapping[str, Callable[[Blank, object], object]] = {
    "kind": _one_of(KINDS),
    "marker": _one_of(MARKERS),
    "by": _party,
    "number": _number,
    "made": _instant,
    "to": _parties,
    "refers": _numbers,
    "remarks": _remarks,
    "said": _one_of([said for said in get_args(Said) if said]),
    "activity": _line,
    "minutes": _minutes,
    "access": _access,
}
HEAD = tuple(_TAKE)
"""The keys of a word's head, beside ``format``."""
