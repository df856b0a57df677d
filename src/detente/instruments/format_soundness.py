"""Whether formats hold together: known fields, rules to be followed, labels in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.errors import LibraryError, near_miss
from detente.instruments.formats import (
    INTERFACE,
    LANGUAGES,
    PLAIN_COLUMNS,
    FieldType,
    Format,
    FormField,
    Refers,
)
from detente.instruments.library import DECLARATIONS, Library, Text

LABELS = "labels.toml"
_LONGEST = 100
_OF_A_NUMBER = frozenset(["shares", "count"])


def formats(library: Library, text: Text) -> Iterator[LibraryError]:
    """Check the formats of one instrument against the library.

    Args:
        library: the whole library.
        text: the instrument.
    """
    if text.formats and text.numbering is None:
        problem = "it has formats, so say in formats/numbering.toml how their words are numbered"
        yield LibraryError(text.path, "formats", problem)
    codes: dict[str, str] = {}
    for form in text.formats.values():
        place = f"format {form.id}"
        other = codes.setdefault(form.named, form.id)
        if other != form.id:
            problem = f"{other} has the code {form.named} too; give each its own"
            yield LibraryError(text.path, place, problem)
        yield from _provisions(text, form, place)
        for name in (form.title, form.entry):
            yield from _label(library, text, place, name)
        for rule in form.refers:
            yield from _refers(library, text, form, rule)
        for field in form.field:
            yield from _field(library, text, form, field)
            yield from _needed(library, text, form, field)
        yield from _either(text, form)


def _provisions(text: Text, form: Format, place: str) -> Iterator[LibraryError]:
    """Check that a format answers to provisions that exist."""
    if not form.provisions and text.path != DECLARATIONS:
        problem = "name in `provisions` what asks for such a word"
        yield LibraryError(text.path, place, problem)
    for provision in form.provisions:
        if provision not in text.provisions:
            yield _missing(text, place, "provision", provision, text.provisions)


def _refers(library: Library, text: Text, form: Format, rule: Refers) -> Iterator[LibraryError]:
    """Check that a rule on earlier words names formats that exist, and fields that both have."""
    place = f"format {form.id}: refers"
    own = {field.id for field in form.field}
    if not rule.formats:
        yield LibraryError(text.path, place, "name in `formats` what must stand before")
    for name in rule.formats:
        full = name if "/" in name else f"{text.path}/{name}"
        path, _, id_ = full.rpartition("/")
        there = library.texts[path].formats if path in library.texts else {}
        if path == text.path:
            there = text.formats
        if id_ not in there:
            known = [each for each, _, _ in library.formats()]
            yield _missing(text, place, "format", full, known)
            continue
        theirs = {field.id for field in there[id_].field}
        for same in rule.same:
            if same not in own & theirs:
                problem = f"`same` names {same!r}, which is no field of both this and {full}"
                yield LibraryError(text.path, place, problem)


def _field(library: Library, text: Text, form: Format, field: FormField) -> Iterator[LibraryError]:
    """Check what one field states, and what it may hold."""
    place = f"format {form.id}: field {field.id}"
    yield from _label(library, text, place, field.named)
    if field.column:
        yield from _column(library, text, place, field)
    elif field.type == "code" and not field.choices:
        yield LibraryError(text.path, place, "a code needs `choices`, or a fact that has them")
    for choice in choices_of(library, field):
        if choice not in library.labels.choice:
            problem = f"choice {choice!r} has no name; write [choice.{choice}] in {LABELS}"
            yield LibraryError(text.path, place, problem)


def _needed(library: Library, text: Text, form: Format, field: FormField) -> Iterator[LibraryError]:
    """Check that what makes a field needed is a field beside it, and that it can state so."""
    place = f"format {form.id}: field {field.id}"
    beside = {each.id: each for each in form.field if each.of_entry == field.of_entry}
    for name, stated in field.needed_where.items():
        other = beside.get(name)
        if other is None:
            yield _missing(text, place, "field beside it", name, beside)
            continue
        known = ("yes", "no") if other.type == "yes_no" else choices_of(library, other)
        for each in stated:
            if each not in known:
                yield _missing(text, place, f"choice of {name}", each, known)


def _either(text: Text, form: Format) -> Iterator[LibraryError]:
    """Check that fields of which one must be stated exist, outside the entries."""
    own = [field.id for field in form.field if not field.of_entry]
    for name in (name for group in form.either for name in group):
        if name not in own:
            yield _missing(text, f"format {form.id}: either", "field", name, own)


def choices_of(library: Library, field: FormField) -> tuple[str, ...]:
    """Give what a code may be: its own choices, or else all those of its fact.

    Args:
        library: the library that holds the fact.
        field: the field; one of another type than ``code`` has none.
    """
    fact = library.facts.get(field.column)
    return field.choices or (fact.choices if fact and field.type == "code" else ())


def _column(library: Library, text: Text, place: str, field: FormField) -> Iterator[LibraryError]:
    """Check that the column a field states is known, and holds what the field holds."""
    meant = type_of(library, field.column)
    if meant is None:
        known = [*PLAIN_COLUMNS, *library.measures, *library.facts]
        yield _missing(text, place, "measure, fact or column", field.column, known)
    elif meant != field.type and not {meant, field.type} <= _OF_A_NUMBER:
        problem = f"it is of type {field.type}, and {field.column} holds {meant}"
        yield LibraryError(text.path, place, problem)
    elif field.type == "code":
        fact = library.facts.get(field.column)
        among = fact.choices if fact else tuple(library.kinds)
        if not fact and not field.choices:
            yield LibraryError(text.path, place, "list in `choices` which kinds it may be")
        for choice in field.choices:
            if choice not in among:
                yield _missing(text, place, f"choice of {field.column}", choice, among)


def type_of(library: Library, column: str) -> FieldType | None:
    """Say what a field that states a column of an activity holds; None where it is not known.

    Args:
        library: the library whose measures and facts are known.
        column: the column, such as ``troops`` or ``starts``.
    """
    if column in library.measures:
        return "count"
    fact = library.facts.get(column)
    if fact:
        return "code" if fact.choices else "yes_no"
    return PLAIN_COLUMNS.get(column)


def _label(library: Library, text: Text, place: str, name: str) -> Iterator[LibraryError]:
    """Check that a label exists; what it says is checked once, where it stands."""
    if name and name not in library.labels.label:
        problem = f"label {name!r} is missing; write [label.{name}] in {LABELS}"
        yield LibraryError(text.path, place, problem)


def labels(library: Library) -> Iterator[LibraryError]:
    """Check that every label and choice stands in every language, in one line without a colon.

    Args:
        library: the library; one without formats needs no labels.
    """
    if not any(text.formats for text in library.texts.values()):
        return
    for name in INTERFACE:
        if name not in library.labels.label:
            yield LibraryError(LABELS, f"label.{name}", "it is missing, and every word needs it")
    for kind, named in (("label", library.labels.label), ("choice", library.labels.choice)):
        for name, told in named.items():
            yield from _told(f"{kind}.{name}", told)
    for language in library.labels.review:
        if language not in LANGUAGES:
            problem = f"write one of {', '.join(LANGUAGES)}"
            yield LibraryError(LABELS, f"review.{language}", problem)


def _told(place: str, told: dict[str, str]) -> Iterator[LibraryError]:
    """Check one label: each language once, and nothing that the numbered text could not hold."""
    for language in LANGUAGES:
        words = told.get(language, "")
        if not words.strip():
            yield LibraryError(LABELS, place, f"say it in {language} as well")
        elif ":" in words or "\n" in words or len(words) > _LONGEST:
            problem = f"{language}: write one line without a colon, of at most {_LONGEST} letters"
            yield LibraryError(LABELS, place, problem)
    for language in set(told) - set(LANGUAGES):
        problem = f"{language!r} is none of the languages {', '.join(LANGUAGES)}"
        yield LibraryError(LABELS, place, problem)


def _missing(text: Text, place: str, kind: str, name: str, known: Iterable[str]) -> LibraryError:
    """Name a thing that is used and does not exist."""
    problem = f"no {kind} is called {name!r}.{near_miss(name, known)}"
    return LibraryError(text.path, place, problem)
