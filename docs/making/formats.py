"""The page of formats: which fields a party's formal word has, and what it must refer to."""

from __future__ import annotations

from collections.abc import Iterator

import detente
from detente.dossiers import words
from detente.instruments.format_soundness import choices_of
from detente.instruments.formats import KINDS, LANGUAGES, Format, FormField, Refers
from detente.instruments.library import Library, Text
from docs.making.markdown import anchor, code, generated_from, table

HEAD = """# Formats

What a party's formal word holds, for each provision that asks for one. [Write a
notification](../how-to/write-a-notification.md) shows how they are used.

Every format is a **draft** until two named persons have compared it with the authentic text ([what
that means](../explanation/draft-marks-and-sources.md)); what no source tells about it is an open
question, and nothing is made up in its place. The labels are our own, in six languages (English,
French, German, Italian, Russian, Spanish); until readers have reviewed a language, every word that
is shown in it says so.

A field is needed, or not; *carries* means that next year's word may be filled from it, *fixed* that
a correction may not change it.
"""

HOLDS = {
    "code": "one of its choices",
    "yes_no": "yes or no",
    "moment": "a day or an instant",
    "year": "a calendar year",
    "count": "a count, exact or a range",
    "party": "a party",
    "parties": "parties",
    "shares": "a count for each State",
    "area": "an area (WKT)",
    "name": "a name or a mark",
    "text": "free text, in its language",
}


def page() -> str:
    """Give the page."""
    library = detente.library()
    parts = [generated_from("library/"), HEAD, _list(library), _review(library)]
    own = [library.declarations] if library.declarations else []
    for text in (*library.texts.values(), *own):
        if text.formats:
            parts.append("\n".join(_instrument(text, library)))
    return "\n".join(parts)


def _list(library: Library) -> str:
    """Give the table of all formats."""
    rows = []
    for name, _, form in library.formats():
        title = library.labels.of(form.title, "en")
        link = f"[`{name}`](#{anchor(name)})"
        fields = str(len(form.field))
        rows.append((link, title, ", ".join(form.provisions), fields, "yes" if form.draft else ""))
    return table(("Name", "What it is", "Asked for by", "Fields", "Draft"), rows)


def _review(library: Library) -> str:
    """Say who has reviewed the labels of each language."""
    review = library.labels.review
    rows = []
    for each in LANGUAGES:
        readers = ", ".join(f"{reader.by} on {reader.on}" for reader in review.get(each, ()))
        rows.append((code(each), readers or "nobody yet"))
    return "Who has reviewed our labels:\n\n" + table(("Language", "Reviewed by"), rows)


def _instrument(text: Text, library: Library) -> Iterator[str]:
    """Give the formats of one instrument, and how their words are numbered."""
    yield f"## {text.path}\n"
    yield f"{text.instrument.title}\n"
    if text.numbering:
        kinds = ", ".join(f"{text.numbering.letters[kind]} {kind}" for kind in KINDS)
        own = "; our own until the agreed form is known" if text.numbering.own else ""
        yield f"* numbers begin with `{text.numbering.network}` and end with: {kinds}{own}"
        yield from (f"* open: {question}" for question in text.numbering.open_questions)
    for form in text.formats.values():
        yield "\n" + "\n".join(_format(text, form, library))


def _format(text: Text, form: Format, library: Library) -> Iterator[str]:
    """Give one format."""
    yield f"### {text.path}/{form.id}\n"
    yield f"**{library.labels.of(form.title, 'en')}.** {form.gist}\n"
    yield f"* in a number: `{form.named}`"
    yield f"* provisions: {', '.join(form.provisions) or 'none'}"
    yield f"* what it may be: {', '.join(form.kinds)}; addressed to {_addressees(form)}"
    yield from (f"* must refer to: {_rule(rule)}" for rule in form.refers if not rule.optional)
    yield from (f"* may refer to: {_rule(rule)}" for rule in form.refers if rule.optional)
    for group in form.either:
        yield f"* at least one of: {', '.join(map(code, group))}"
    extra = ("a nil return is a whole word", form.nil), ("it comes every year", form.periodic)
    yield from (f"* {told}" for told, holds in extra if holds)
    sure = f", {form.confidence} confidence" if form.confidence else ""
    yield f"* source: {form.source} ({words.BASES[form.basis]}{sure}){'; draft' * form.draft}"
    yield from (f"* open: {question}" for question in form.open_questions)
    head = ("Item", "Field", "Label", "Holds", "Needed", "States", "")
    yield "\n" + table(head, (_field(field, library) for field in form.field))


def _addressees(form: Format) -> str:
    """Say to whom such words go."""
    return "all parties" if form.addressees == "all" else "the parties named"


def _rule(rule: Refers) -> str:
    """Say one rule on earlier words."""
    told = " or ".join(f"`{name}`" for name in rule.formats)
    same = f", saying the same in {', '.join(map(code, rule.same))}" if rule.same else ""
    return f"{told}{', by one to whom that was addressed' * rule.by_addressee}{same}"


def _where(field: FormField) -> str:
    """Say where a field is needed that is not always."""
    told = [f"`{name}` is {' or '.join(stated)}" for name, stated in field.needed_where.items()]
    return f"where {'; or '.join(told)}" if told else ""


def _field(field: FormField, library: Library) -> tuple[str, ...]:
    """Give one field."""
    choices = ", ".join(map(code, choices_of(library, field)))
    notes = (
        ("in each entry", field.of_entry),
        ("carries", field.carries),
        ("fixed", field.fixed),
    )
    told = [each for each, holds in notes if holds]
    return (
        field.item,
        code(field.id),
        library.labels.of(field.named, "en"),
        f"{HOLDS[field.type]}{': ' + choices if choices else ''}",
        "yes" if field.required else _where(field),
        code(field.column) or field.gist,
        ", ".join(told),
    )
