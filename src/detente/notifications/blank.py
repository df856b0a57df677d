"""A blank form: a format with all that is needed to fill it, check it and show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from detente.errors import LibraryError, UnknownName
from detente.files.excerpts import excerpt
from detente.instruments.format_soundness import choices_of
from detente.instruments.formats import Format, FormField, Labels, Numbering
from detente.instruments.library import Library, Text
from detente.parties.states import codes


@dataclass(frozen=True, eq=False)
class Blank:
    """A format of the library as one takes it from the drawer.

    Attributes:
        name: its full name, such as ``osce/vd-2011/F25``.
        format: the format.
        text: the instrument that it belongs to.
        library: the library that holds both.
    """

    name: str
    format: Format
    text: Text
    library: Library

    @property
    def labels(self) -> Labels:
        """What things are called."""
        return self.library.labels

    @property
    def numbering(self) -> Numbering:
        """How its words are numbered.

        Raises:
            LibraryError: the instrument does not say. The author of the library must act.
        """
        if self.text.numbering is None:
            raise LibraryError(self.text.path, "formats", "numbering.toml is missing")
        return self.text.numbering

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """The fields by id, in the order of the text."""
        return {field.id: field for field in self.format.field}

    @cached_property
    def items(self) -> Mapping[str, FormField]:
        """The fields by the letters of their item."""
        return {field.item: field for field in self.format.field}

    @cached_property
    def parties(self) -> frozenset[str]:
        """Codes of States of today and of the past, and of organisations that conduct something."""
        groups = {group.code for group in self.library.groups.values() if group.code}
        return codes() | frozenset(self.library.former) | groups

    def choices(self, field: FormField) -> tuple[str, ...]:
        """Give what a code may be."""
        return choices_of(self.library, field)

    def own(self, *, of_entry: bool) -> Iterator[FormField]:
        """Go through the fields of the word itself, or through those of one entry."""
        return (field for field in self.format.field if field.of_entry == of_entry)

    def reference(self, name: str) -> str:
        """Give the full name of a format that a rule names."""
        return name if "/" in name else f"{self.text.path}/{name}"


def blank(library: Library, name: str) -> Blank:
    """Take a blank form from the library.

    Args:
        library: the library.
        name: full name of the format, such as ``osce/vd-2011/F25``; or its id or code alone where
            only one format has it.

    Raises:
        UnknownName: no format, or more than one, is called so. The sender must act.
    """
    known = {full: (text, form) for full, text, form in library.formats()}
    if name not in known:
        alike = [
            f for f, (_, form) in known.items() if name.upper() in (form.id.upper(), form.named)
        ]
        if len(alike) != 1:
            remedy = f"Several have this id; write one of {', '.join(alike)}." if alike else ""
            raise UnknownName("format", excerpt(name), known, remedy)
        name = alike[0]
    text, form = known[name]
    return Blank(name, form, text, library)
