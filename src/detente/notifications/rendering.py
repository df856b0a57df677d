"""A word shown to a reader in one of the six languages, in parts that a page or a text can lay out.

Everything that is a code, a date, a number or a name is shown in the language; free text stays as
its author wrote it and is marked so. The marker stands on every rendering, first and last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.errors import UnknownName
from detente.instruments.formats import LANGUAGES, FormField
from detente.notifications.blank import Blank
from detente.notifications.showing import language_of, moment, party, shown
from detente.notifications.values import written
from detente.notifications.word import Access, Fields, FreeText, Mark, Marker, Value, Word
from detente.sources.source import READERS_NEEDED


@dataclass(frozen=True)
class Line:
    """One line of a rendering.

    Attributes:
        item: letter of the item, or empty in the head.
        label: what it is, in the language of the rendering.
        value: what is stated, shown in the language; a free text in its own.
        language: language tag of a free text; empty: it is in the language of the rendering.
        note: what must be said of it, such as that a text is the original; empty: nothing.
    """

    item: str
    label: str
    value: str
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rendering:
    """A word as a reader sees it.

    Attributes:
        language: the language it is shown in.
        marker: the code ``real``, ``exercise`` or ``test``, which every layout must show.
        banner: the marker in words of the language, to be shown first and last.
        title: what the word is.
        head: number, from, to, kind, time and references.
        lines: the items of the content.
        entries: the entries of its list, each with its heading.
        footer: what a reader must know of the labels and of the format.
    """

    language: str
    marker: Marker
    banner: str
    title: str
    head: tuple[Line, ...]
    lines: tuple[Line, ...]
    entries: tuple[tuple[str, tuple[Line, ...]], ...]
    footer: tuple[str, ...]

    def text(self) -> str:
        """Lay it out as plain text for a screen."""
        stars = f"*** {self.banner} *** {self.banner} ***"
        parts = [stars, "", self.title, ""]
        parts += [_told(line) for line in self.head]
        parts += ["", *(_told(line) for line in self.lines)] if self.lines else []
        for heading, lines in self.entries:
            parts += ["", heading, *(_told(line) for line in lines)]
        parts += ["", *self.footer, "", stars]
        return "\n".join(parts) + "\n"


def _told(line: Line) -> str:
    """Lay out one line; further lines of a text are set in."""
    item = f"{line.item}. " if line.item else ""
    note = f" [{line.note}]" if line.note else ""
    first, *further = line.value.split("\n")
    return "\n".join([f"{item}{line.label}: {first}", *(f"    {each}" for each in further)]) + note


def render(word: Word, blank: Blank, language: str) -> Rendering:
    """Show a word in a language.

    Args:
        word: the word.
        blank: its form.
        language: ``en``, ``fr``, ``de``, ``it``, ``ru`` or ``es``.

    Raises:
        UnknownName: it is none of the six languages. The sender must act.
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    labels = blank.labels
    entry = labels.of(blank.format.entry, language) if blank.format.entry else ""
    return Rendering(
        language=language,
        marker=word.marker,
        banner=labels.of(f"marker_{word.marker}", language),
        title=labels.of(blank.format.title, language),
        head=tuple(_head(word, blank, language)),
        lines=tuple(_content(word, blank, language)),
        entries=tuple(
            (f"{index}. {entry}", tuple(_lines(blank, each, language, word, of_entry=True)))
            for index, each in enumerate(word.entries, start=1)
        ),
        footer=tuple(_footer(blank, language)),
    )


def _head(word: Word, blank: Blank, language: str) -> Iterator[Line]:
    """Go through the head."""
    labels = blank.labels

    def line(label: str, value: str) -> Line:
        return Line("", labels.of(label, language), value)

    states = ", ".join(party(blank, code, language) for code in word.to)
    yield line("marker", labels.of(f"marker_{word.marker}", language))
    yield line("number", word.number or labels.of("in_place_of_number", language))
    yield line("from", party(blank, word.by, language))
    yield line("to", states or labels.of("all_parties", language))
    yield line("kind_of_word", labels.of(f"kind_{word.kind}", language))
    yield line("reference", _under(blank))
    if word.made:
        yield line("made", moment(word.made, language))
    if word.refers:
        yield line("refers_to", ", ".join(word.refers))
    if word.activity:
        yield line("activity", word.activity)
    yield line("access", _circle(blank, word.access, language))
    if word.access.later:
        later = word.access.later
        circle = _readers(blank, later.mark, later.to, language)
        yield line("later", f"{circle} ({moment(later.at, language)})")


def _under(blank: Blank) -> str:
    """Say under what a word is made."""
    paragraph = blank.format.source.paragraph
    return (
        f"{blank.text.instrument.short}, {paragraph}" if paragraph else blank.text.instrument.short
    )


def _circle(blank: Blank, access: Access, language: str) -> str:
    """Say who may read now."""
    return _readers(blank, access.mark, access.to, language)


def _readers(blank: Blank, mark: Mark, to: tuple[str, ...], language: str) -> str:
    """Say who may read."""
    told = blank.labels.of(f"access_{mark}", language)
    states = ", ".join(party(blank, code, language) for code in to)
    return f"{told} – {states}" if states else told


def _content(word: Word, blank: Blank, language: str) -> Iterator[Line]:
    """Go through the content: what is said as a whole, the items, the remarks."""
    if word.said:
        yield Line("", blank.labels.of("content", language), blank.labels.of(word.said, language))
    yield from _lines(blank, word.fields, language, word, of_entry=False)
    if word.remarks:
        yield _line("", blank.labels.of("remarks", language), word.remarks, blank, language)


def _lines(
    blank: Blank, fields: Fields, language: str, word: Word, *, of_entry: bool
) -> Iterator[Line]:
    """Go through the items; what must be stated and is not is shown as such."""
    for field in blank.own(of_entry=of_entry):
        label = blank.labels.of(field.named, language)
        if field.id in fields:
            yield _item(field, label, fields[field.id], blank, language)
        elif asked_in_full(word) and needed(field, fields):
            yield Line(field.item, label, f"– ({blank.labels.of('not_stated', language)})")


def needed(field: FormField, fields: Fields) -> bool:
    """Say whether a word, or an entry, is not whole without a field.

    Args:
        field: the field.
        fields: what the word, or the entry, states.
    """
    where = field.needed_where.items()
    stated = {name: written(fields[name]) for name, _ in where if name in fields}
    return field.required or any(stated.get(name) in values for name, values in where)


def asked_in_full(word: Word) -> bool:
    """Say whether a word must hold its fields: a nil return, a cancellation and the like need none.

    Args:
        word: the word.
    """
    return not word.said and word.kind not in ("cancellation", "acknowledgement")


def _item(field: FormField, label: str, value: Value, blank: Blank, language: str) -> Line:
    """Show one item."""
    if isinstance(value, FreeText):
        return _line(field.item, label, value, blank, language)
    note = str(value) if field.type == "area" else ""
    return Line(field.item, label, shown(blank, field, value, language), note=note)


def _line(item: str, label: str, text: FreeText, blank: Blank, language: str) -> Line:
    """Show a free text, and say in which language it is where that is another."""
    if text.language.partition("-")[0] == language:
        return Line(item, label, text.text, text.language)
    name = language_of(text.language, language)
    note = f"{name}, {blank.labels.of('original_language', language)}"
    return Line(item, label, text.text, text.language, note)


def _footer(blank: Blank, language: str) -> Iterator[str]:
    """Say what is not yet reviewed."""
    readers = {reader.by for reader in blank.labels.review.get(language, ())}
    if len(readers) < READERS_NEEDED:
        yield blank.labels.of("labels_not_reviewed", language)
    if blank.format.draft:
        yield blank.labels.of("format_is_draft", language)
