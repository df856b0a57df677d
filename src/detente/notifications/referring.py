"""Whether a word refers to what it must, and whether that still stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.instruments.formats import Refers
from detente.notifications.blank import Blank
from detente.notifications.word import Word

Found = tuple[str, str, str, str]
"""Field, what was found, problem, way out."""


def referring(word: Word, blank: Blank, earlier: Sequence[Word]) -> Iterator[Found]:
    """Go through what is wrong with the references of a word.

    Args:
        word: the word.
        blank: its form.
        earlier: words that went before it, in their order.
    """
    earlier = earlier[: earlier.index(word)] if word in earlier else earlier
    known = {each.number: each for each in earlier if each.number and each.number != word.number}
    there = [known[number] for number in word.refers if number in known]
    for number in word.refers:
        if number not in known:
            problem = "it refers to a word that is not among the earlier ones"
            yield "refers", number, problem, "Mend the number, or give that word as well."
    for each in there:
        yield from _standing(word, each, earlier)
        if each.marker != word.marker:
            problem = f"it is marked {word.marker}, and the word it refers to {each.marker}"
            yield "marker", each.number, problem, "Both are real, both exercise, or both test."
    if word.kind in ("correction", "cancellation"):
        yield from _changing(word, blank, there)
    elif word.said == "no_change":
        yield from _unchanged(word, there)
    elif word.kind == "acknowledgement" and "acknowledgement" not in blank.format.kinds:
        yield from _received(word, there)
    else:
        yield from _ruled(word, blank, there)


def _standing(word: Word, other: Word, earlier: Sequence[Word]) -> Iterator[Found]:
    """See that the word referred to has not been cancelled, or corrected since."""
    after = _changes(other, earlier)
    cancelled = next((each for each in after if each.kind == "cancellation"), None)
    corrected = next((each for each in reversed(after) if each.kind == "correction"), None)
    if cancelled and word.kind != "acknowledgement":
        problem = f"{other.number} was cancelled by {cancelled.number}"
        yield "refers", other.number, problem, "Refer to a word that stands, or give a new one."
    elif corrected and word.kind in ("correction", "cancellation"):
        problem = f"{other.number} was corrected by {corrected.number}"
        yield "refers", other.number, problem, f"Refer to {corrected.number}, which now stands."


def _changes(other: Word, earlier: Sequence[Word]) -> list[Word]:
    """Give what its author has made of a word since: its corrections, and theirs, and so on."""
    numbers, found = {other.number}, []
    for each in earlier:
        own = each.by == other.by and each.kind in ("correction", "cancellation")
        if own and numbers & set(each.refers):
            found.append(each)
            numbers.add(each.number)
    return found


def _changing(word: Word, blank: Blank, there: Sequence[Word]) -> Iterator[Found]:
    """See that a correction or cancellation is of one word, of the same party and format."""
    if len(word.refers) != 1:
        problem = f"a {word.kind} refers to one word, and this to {len(word.refers)}"
        yield "refers", ", ".join(word.refers), problem, "Name the one that it changes."
    for other in there:
        if other.by != word.by:
            problem = f"{other.number} is the word of {other.by}, and only {other.by} may change it"
            yield "refers", other.number, problem, "Ask that party, or reply to the word."
        elif other.format != word.format:
            problem = f"{other.number} is of the format {other.format}"
            yield "refers", other.number, problem, f"Use that format for its {word.kind}."
        elif other.kind == "cancellation":
            problem = f"{other.number} is a cancellation"
            yield "refers", other.number, problem, "What is cancelled is told anew, as an original."
        elif word.kind == "correction":
            yield from _corrected(word, other, blank)


def _corrected(word: Word, other: Word, blank: Blank) -> Iterator[Found]:
    """See that a correction changes something, and nothing that makes it another word."""
    same = (word.fields, word.entries, word.remarks, word.said) == (
        other.fields,
        other.entries,
        other.remarks,
        other.said,
    )
    if same:
        problem = f"it changes nothing in {other.number}"
        yield "fields", "", problem, "Write what is to be corrected, or leave it."
    for name, field in blank.fields.items():
        before, after = other.fields.get(name), word.fields.get(name)
        if field.fixed and before is not None and before != after:
            problem = f"a correction may not change it from {before} to {after}"
            yield name, str(after), problem, "Cancel that word and give a new one."
    if word.to != other.to:
        problem = "a correction goes to those to whom the word went"
        yield "to", ", ".join(word.to), problem, f"Write {', '.join(other.to) or 'all parties'}."
    if word.activity != other.activity:
        problem = f"it tells of {word.activity or 'no activity'}, the word of {other.activity}"
        yield "activity", word.activity, problem, "Cancel that word and give a new one."


def _unchanged(word: Word, there: Sequence[Word]) -> Iterator[Found]:
    """See that "no change" is said of an own word of the same format."""
    if len(word.refers) != 1:
        problem = f"no change is said of one word, and this refers to {len(word.refers)}"
        yield "refers", ", ".join(word.refers), problem, "Name the word that still holds."
    for other in there:
        if other.by != word.by or other.format != word.format:
            problem = f"{other.number} is no word of {word.by} in this format"
            yield "refers", other.number, problem, "Name an own word of the same format."


def _received(word: Word, there: Sequence[Word]) -> Iterator[Found]:
    """See that an acknowledgement is of another party's word, by one that it was addressed to."""
    if not word.refers:
        problem = "an acknowledgement refers to the word that has arrived"
        yield "refers", "", problem, "Name its number."
    for other in there:
        yield from _addressed(word, other)


def _addressed(word: Word, other: Word) -> Iterator[Found]:
    """See that a word went to the party that answers it."""
    if other.by == word.by:
        problem = f"{other.number} is its own word"
        yield "refers", other.number, problem, "Refer to a word of another party."
    elif other.to and word.by not in other.to:
        problem = f"{other.number} was addressed to {', '.join(other.to)}, and not to {word.by}"
        yield "refers", other.number, problem, "Only a party to which it was addressed answers it."


def _ruled(word: Word, blank: Blank, there: Sequence[Word]) -> Iterator[Found]:
    """See that the rules of the format on earlier words are kept."""
    spoken_of: set[str] = set()
    for rule in blank.format.refers:
        formats = {blank.reference(name) for name in rule.formats}
        fitting = [each for each in there if each.format in formats]
        spoken_of |= formats
        if not fitting and not rule.optional:
            names = " or ".join(sorted(formats))
            problem = f"it refers to no word of the format {names}"
            remedy = "Name the number of the one that it follows."
            yield "refers", ", ".join(word.refers), problem, remedy
        for other in fitting:
            yield from _kept(word, other, rule)
    for other in there:
        if other.format not in spoken_of:
            problem = f"words of this format do not refer to {other.format}"
            yield (
                "refers",
                other.number,
                problem,
                "Take the number out; remarks may tell it.",
            )


def _kept(word: Word, other: Word, rule: Refers) -> Iterator[Found]:
    """See that one rule is kept towards one earlier word."""
    if rule.by_addressee:
        yield from _addressed(word, other)
        if word.to and other.by not in word.to:
            problem = f"{other.by}, whose word {other.number} is, is not among the addressees"
            yield "to", ", ".join(word.to), problem, f"Address it to {other.by}."
    if other.kind in ("cancellation", "acknowledgement"):
        problem = f"{other.number} is no word that can be followed, but its {other.kind}"
        yield "refers", other.number, problem, "Name the word itself."
    for name in rule.same:
        mine, theirs = word.fields.get(name), other.fields.get(name)
        if mine is not None and theirs is not None and mine != theirs:
            problem = f"it says {mine}, and {other.number} says {theirs}"
            yield (
                name,
                str(mine),
                problem,
                "Mend the one or the other.",
            )
