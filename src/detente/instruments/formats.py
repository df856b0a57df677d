"""The shape of a format: which fields a party's formal word has, and what it must refer to.

A format is data of the library (``instruments/<family>/<name>/formats/<id>.toml``). What it is
called and what its fields are called stands in ``labels.toml``, in every language of `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from detente.sources.source import Checked, Record, Strict

LANGUAGES = ("en", "fr", "de", "it", "ru", "es")
"""The languages in which every label stands: the six of the OSCE."""

Kind = Literal["original", "correction", "cancellation", "reply", "acknowledgement"]
KINDS: tuple[Kind, ...] = ("original", "correction", "cancellation", "reply", "acknowledgement")
"""What a word is: the first on its matter, a correction or a cancellation of an earlier one, a
reply to another party's, or the word that one has arrived."""

FieldType = Literal[
    "code",
    "yes_no",
    "moment",
    "year",
    "count",
    "party",
    "parties",
    "shares",
    "area",
    "name",
    "text",
]
"""What a field holds: one of its choices; yes or no; a day or an instant; a calendar year; a count,
exact or a range; a State; States; a count for each State; an area as WKT; a name or a mark, which
is the same in every language; free text in a language."""

PLAIN_COLUMNS: Mapping[str, FieldType] = {
    "obligor": "party",
    "host": "party",
    "counterpart": "party",
    "starts": "moment",
    "ends": "moment",
    "area": "area",
    "kind": "code",
}
"""Columns of an activity that are neither measure nor fact, and what a field of them holds."""

INTERFACE = (
    "from", "to", "all_parties", "number", "made", "reference", "refers_to", "content",
    "remarks", "end", "kind_of_word", "marker", "access", "later", "activity", "yes", "no",
    "not_stated", "original_language", "labels_not_reviewed", "format_is_draft", "nil", "no_change",
    "at_least", "at_most", "in_place_of_number",
    *(f"kind_{kind}" for kind in KINDS),
    *(f"marker_{marker}" for marker in ("real", "exercise", "test")),
    *(f"access_{mark}" for mark in ("public", "participants", "named", "nation")),
)  # fmt: skip
"""Labels that every rendering needs, beside those of formats and fields."""


class FormField(Strict):
    """One field of a format.

    Attributes:
        id: its name, unique in the format; it is also its label unless `label` says another.
        item: the letter (or letters) under which it stands in the numbered text, such as ``A``.
        type: what it holds.
        label: id of the label in ``labels.toml``; empty: `id`.
        required: whether a word is not whole without it.
        needed_where: other fields of the same part, and what one of them must state (a choice,
            ``yes`` or ``no``) for a word not to be whole without this one.
        column: the measure, fact or column of an activity that it states; empty: none does.
        gist: what it states, where it is a code, a yes or no, or a count that no column states.
        choices: for a code, what it may be; empty: all choices of its fact.
        carries: whether a later word of the same kind may be filled from it.
        fixed: a correction may not change it; whoever must cancels and gives a new word.
        of_entry: it stands once in every entry of a list, not once in the word.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    item: str = Field(pattern=r"^[A-Z]{1,2}$")
    type: FieldType
    label: str = ""
    required: bool = False
    needed_where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    column: str = ""
    gist: str = ""
    choices: tuple[str, ...] = ()
    carries: bool = False
    fixed: bool = False
    of_entry: bool = False

    @property
    def named(self) -> str:
        """The id of its label."""
        return self.label or self.id

    @model_validator(mode="after")
    def _told(self) -> FormField:
        """Ask for choices with a code only, and for a meaning where no column gives one."""
        if self.choices and self.type != "code":
            raise ValueError('`choices` go with type = "code", and only with it')
        if self.type in ("code", "yes_no", "count") and not (self.column or self.gist):
            raise ValueError("name the `column` that it states, or say in `gist` what it is")
        return self


class Refers(Strict):
    """A rule that a word must refer to an earlier one.

    Attributes:
        formats: full names of the formats of which one must stand before, such as
            ``osce/vd-2011/F25``; a bare id means the same instrument.
        optional: it may, and need not; a number that is given must still be one of these.
        by_addressee: only a party to which the earlier word was addressed may refer to it so.
        same: fields that must say the same as in the earlier word, where that states them.
    """

    formats: tuple[str, ...]
    optional: bool = False
    by_addressee: bool = False
    same: tuple[str, ...] = ()


class Format(Record):
    """What a party's formal word under some provisions holds.

    Attributes:
        id: the file's name; also the code in a number where no `code` is given.
        code: how a number names it, such as ``F25``; empty: `id` in capitals. A code that was seen
            in no source is our own until it is.
        title: id of its label.
        gist: what it is for, in our own words.
        provisions: ids of the provisions of the instrument that ask for such a word.
        kinds: what words of this format may be, beside a correction, a cancellation and an
            acknowledgement of one; the first is the usual one.
        addressees: ``all`` parties, or the ``named`` ones.
        refers: rules on what it must refer to.
        nil: whether "nothing to state" is a whole word (a nil return).
        periodic: whether it comes every year, so that last year's may fill it, or "no change" say
            it.
        either: groups of fields of which a word must state at least one.
        entry: id of the label of one entry, where it holds a list; empty: it holds none.
        field: its fields, in the order of the text.
    """

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")
    code: str = Field(default="", pattern=r"^([A-Z][A-Z0-9-]*)?$")
    title: str
    gist: str
    provisions: tuple[str, ...]
    kinds: tuple[Literal["original", "reply", "acknowledgement"], ...] = ("original",)
    addressees: Literal["all", "named"] = "all"
    refers: tuple[Refers, ...] = ()
    nil: bool = False
    periodic: bool = False
    either: tuple[tuple[str, ...], ...] = ()
    entry: str = ""
    field: tuple[FormField, ...]

    @property
    def named(self) -> str:
        """How a number names it."""
        return self.code or self.id.upper()

    @model_validator(mode="after")
    def _unique(self) -> Format:
        """Ask that no field stands twice, and for a label of entries where a field is of one."""
        for key in ("id", "item"):
            given = [getattr(each, key) for each in self.field]
            if len(set(given)) < len(given):
                raise ValueError(f"a field's `{key}` stands twice; give each its own")
        if bool(self.entry) != any(each.of_entry for each in self.field):
            raise ValueError("`entry` goes with fields that are `of_entry`, and only with them")
        return self


class Numbering(Record):
    """How words under an instrument are numbered: ``formats/numbering.toml``.

    Attributes:
        network: what a number begins with, such as ``CBM``.
        letters: for each kind of word the letter with which its number ends.
        own: whether network or letters are ours, since no source gives them.
    """

    network: str = Field(pattern=r"^[A-Z][A-Z0-9]*$")
    letters: dict[Kind, str]
    own: bool = False

    @model_validator(mode="after")
    def _each(self) -> Numbering:
        """Ask for a letter of its own for every kind."""
        if set(self.letters) != set(KINDS) or len(set(self.letters.values())) < len(KINDS):
            raise ValueError(f"give each of {', '.join(KINDS)} a letter of its own")
        return self


class Labels(Strict):
    """What things are called: ``labels.toml``.

    Attributes:
        review: for each language the readers who have compared our labels in it; none: they are
            working translations, and every rendering in that language says so.
        label: labels by id, in every language.
        choice: what the codes of fields are called, in every language.
    """

    review: dict[str, tuple[Checked, ...]] = Field(default_factory=dict)
    label: dict[str, dict[str, str]] = Field(default_factory=dict)
    choice: dict[str, dict[str, str]] = Field(default_factory=dict)

    def of(self, name: str, language: str) -> str:
        """Give a label; its name where it has none, as in a library that is not sound."""
        return self.label.get(name, {}).get(language, name)

    def of_choice(self, name: str, language: str) -> str:
        """Give what a choice is called; the code itself where it has no name."""
        return self.choice.get(name, {}).get(language, name)
