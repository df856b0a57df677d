"""What is wrong with a word: in itself, and against the words that went before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.errors import Fault, SenderError
from detente.measures.count import parse_count
from detente.notifications.blank import Blank
from detente.notifications.numbers import Number, parse_number
from detente.notifications.referring import referring
from detente.notifications.word import MARKS, Access, Fields, Word
from detente.times.moments import parse_moment

_ORDERED = (
    ("starts", "ends"),
    ("window_opens", "window_closes"),
    ("observation_starts", "observation_ends"),
    ("departs", "pre_flight_starts"),
)
_MEND = "Mend the one or the other."
_FOLLOWING = ("correction", "cancellation", "acknowledgement")


def check(word: Word, blank: Blank, earlier: Sequence[Word] = ()) -> tuple[Fault, ...]:
    """Name what is wrong with a word; what it merely lacks, `missing` names.

    Args:
        word: the word.
        blank: its form.
        earlier: words that went before it, in their order, of whatever State and format; a
            reference to one that is not among them is a fault.

    Returns:
        The faults, each with field, problem and way out; empty: nothing is wrong.
    """
    told = word.number or "word"
    found = (
        *_kind(word, blank),
        *_number(word, blank, earlier),
        *_addressees(word),
        *_access(word),
        *_moments(word.fields, ""),
        *_entries(word),
        *_shares(word, blank),
        *referring(word, blank, earlier),
    )
    return tuple(Fault(told, 0, *each) for each in found)


Found = tuple[str, str, str, str]
"""Field, what was found, problem, way out."""


def _kind(word: Word, blank: Blank) -> Iterator[Found]:
    """See that the format has such words, and that a nil return or the like holds no fields."""
    if word.format != blank.name:
        yield "format", word.format, f"it is checked against {blank.name}", "Take its own form."
    if word.kind not in (*blank.format.kinds, *_FOLLOWING):
        kinds = ", ".join((*blank.format.kinds, *_FOLLOWING))
        yield "kind", word.kind, f"{blank.name} has no such words", f"Write one of {kinds}."
    own = word.kind == "acknowledgement" and "acknowledgement" in blank.format.kinds
    empty = word.said or (word.kind in _FOLLOWING[1:] and not own)
    if empty and (word.fields or word.entries):
        what = word.said.replace("_", " ") or word.kind
        yield "fields", "", f"a {what} holds no fields", "Take them out, or give another word."
    if word.said == "nil" and not blank.format.nil:
        yield "said", word.said, f"{blank.name} knows no nil return", "Fill in its fields."
    if word.said == "no_change" and not blank.format.periodic:
        yield "said", word.said, f"{blank.name} does not come every year", "Fill in its fields."


def _number(word: Word, blank: Blank, earlier: Sequence[Word]) -> Iterator[Found]:
    """See that the number is this word's own."""
    if not word.number:
        return
    try:
        number = parse_number(word.number)
    except SenderError as error:
        yield "number", word.number, str(error).partition(";")[0], "Write it as its parts say."
        return
    meant: Mapping[str, tuple[str, str]] = {
        "network": (number.network, blank.numbering.network),
        "State": (number.state, word.by),
        "format": (number.format, blank.format.named),
        "letter": (number.letter, blank.numbering.letters[word.kind]),
    }
    for part, (found, wanted) in meant.items():
        if found != wanted:
            problem = f"the {part} in the number is {found}, and the word's is {wanted}"
            yield "number", word.number, problem, "Write the one or mend the other."
    if word.made and number.year != parse_moment(word.made).earliest.year:
        problem = f"the year in the number is {number.year}, and the word was made on {word.made}"
        yield "number", word.number, problem, "Number it in the year in which it is made."
    yield from _taken(word, number, earlier)


def _taken(word: Word, number: Number, earlier: Sequence[Word]) -> Iterator[Found]:
    """See that no other word has the running number."""
    for other in earlier:
        theirs = _parsed(other.number)
        if theirs and other != word and _run(theirs) == _run(number):
            problem = f"the running number is that of {other.number}"
            yield "number", word.number, problem, "Take the next one."


def _parsed(text: str) -> Number | None:
    """Read a number that may be none."""
    try:
        return parse_number(text)
    except SenderError:
        return None


def _run(number: Number) -> tuple[str, str, int, int]:
    """Give what no two words may have in common."""
    return number.network, number.state, number.year, number.serial


def _addressees(word: Word) -> Iterator[Found]:
    """See that a word is not addressed to its own author."""
    if word.by in word.to:
        yield "to", word.by, "the word is addressed to the party whose word it is", "Take it out."


def _access(word: Word) -> Iterator[Found]:
    """See that the addressees may read it, and that what comes later is wider and later."""
    access = word.access
    if (access.mark == "named") != bool(access.to):
        problem = "addressees are named where the mark is `named`, and only there"
        yield "access", access.mark, problem, "Name them, or choose another mark."
    unread = sorted(set(word.to) - set(access.to)) if access.mark == "named" else []
    if unread:
        problem = f"it is addressed to {', '.join(unread)}, who may not read it"
        yield "access", access.mark, problem, "Name them among the readers."
    if access.mark == "nation" and word.number:
        problem = "it has a number, and only the own nation may read it"
        yield "access", access.mark, problem, "Say who may read it before it goes out."
    if access.later:
        yield from _later(word, access)


def _later(word: Word, access: Access) -> Iterator[Found]:
    """See that a later circle of readers is wider, and later than the word."""
    later = access.later
    assert later is not None
    wider = MARKS.index(later.mark) < MARKS.index(access.mark) or (
        later.mark == access.mark == "named" and set(later.to) > set(access.to)
    )
    if not wider:
        problem = f"what was open to {access.mark} cannot later be open to {later.mark} alone"
        yield "access.later", later.mark, problem, "Name a wider circle, or leave it out."
    if (later.mark == "named") != bool(later.to):
        problem = "addressees are named where the mark is `named`, and only there"
        yield "access.later", later.mark, problem, "Name them, or choose another mark."
    made = parse_moment(word.made).earliest if word.made else None
    if made and parse_moment(later.at).earliest <= made:
        problem = "the later release is not after the word was made"
        yield "access.later", later.at, problem, "Give a later instant, or open it now."


def _moments(fields: Fields, place: str) -> Iterator[Found]:
    """See that what ends does not end before it begins."""
    for begins, ends in _ORDERED:
        first, last = fields.get(begins), fields.get(ends)
        if isinstance(first, str) and isinstance(last, str):
            opens, closes = parse_moment(first), parse_moment(last)
            over = closes.latest is not None and closes.latest <= opens.earliest
            if over or (closes.latest is None and closes.earliest < opens.earliest):
                problem = f"it is before {begins.replace('_', ' ')}, {first}"
                yield f"{place}{ends}", last, problem, _MEND


def _entries(word: Word) -> Iterator[Found]:
    """See the same of every entry."""
    for place, entry in enumerate(word.entries, start=1):
        yield from _moments(entry, f"entry {place}: ")


def _shares(word: Word, blank: Blank) -> Iterator[Found]:
    """See that what States have a share of is not more than the whole."""
    counts = {f.column: f.id for f in blank.own(of_entry=False) if f.type == "count" and f.column}
    for field in blank.own(of_entry=False):
        shares = word.fields.get(field.id)
        if not isinstance(shares, Mapping) or field.column not in counts:
            continue
        whole = counts[field.column]
        least = sum(parse_count(str(count)).low or 0 for count in shares.values())
        most = parse_count(str(word.fields.get(whole, ""))).high
        if most is not None and least > most:
            problem = f"the States' shares come to {least:,} or more, and {whole} is {most:,}"
            yield field.id, str(least), problem, _MEND
