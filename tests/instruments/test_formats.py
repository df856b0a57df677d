"""Formats of the library: what does not hold together is named, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import detente
from detente.errors import LibraryError
from detente.instruments import Library, read_library
from detente.instruments.formats import INTERFACE, LANGUAGES, Format, FormField, Labels, Numbering
from detente.instruments.reader import shipped
from detente.instruments.soundness import check

VD = "osce/vd-2011"
LIBRARY = detente.library()

Changed = Callable[..., list[str]]


def faults(library: Library) -> list[str]:
    return [str(fault) for fault in check(library)]


def with_format(**changed: Any) -> list[str]:
    """What is said of the shipped library where one format is another."""
    text = LIBRARY.texts[VD]
    form = text.formats["explanation-reply"].model_copy(update=changed)
    other = replace(text, formats={**text.formats, "explanation-reply": form})
    return faults(replace(LIBRARY, texts={**LIBRARY.texts, VD: other}))


def field(**given: Any) -> tuple[FormField, ...]:
    return (
        FormField(**{"id": "troops", "item": "A", "type": "count", "column": "troops", **given}),
    )


B = field(id="b", item="B", type="yes_no", column="single_command", label="troops_by_state")


def rule(**given: Any) -> tuple[Any, ...]:
    from detente.instruments.formats import Refers

    return (Refers(**given),)


def test_the_shipped_formats_hold_together() -> None:
    assert faults(LIBRARY) == []
    assert len(list(LIBRARY.formats())) >= 15


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"field": field(column="trops")}, "field troops: no measure, fact or column is called '"),
        ({"field": field(type="yes_no")}, "field troops: it is of type yes_no, and troops holds"),
        ({"field": field(type="shares")}, ""),
        ({"field": field(type="code", column="structure", choices=("divison",))}, "no choice of"),
        ({"field": field(type="code", column="kind")}, "field troops: list in `choices` which ki"),
        ({"field": field(type="code", column="", gist="-")}, "field troops: a code needs `choice"),
        ({"field": field(type="code", column="aircraft_type")}, "choice 'fixed_wing' has no name"),
        ({"field": field(label="trops")}, "field troops: label 'trops' is missing; write [label."),
        ({"field": field(needed_where={"troop": ("yes",)})}, "no field beside it is called"),
        ({"field": (*field(needed_where={"b": ("maybe",)}), *B)}, "no choice of b is called"),
        ({"field": (*field(needed_where={"b": ("yes",)}), *B)}, ""),
        ({"either": (("answers", "reply"),)}, "either: no field is called 'reply'"),
        ({"title": "title_nothing"}, "format explanation-reply: label 'title_nothing' is missing"),
        ({"provisions": ("99",)}, "format explanation-reply: no provision is called '99'"),
        ({"provisions": ()}, "name in `provisions` what asks for such a word"),
        ({"refers": rule(formats=("F52",))}, "no format is called 'osce/vd-2011/F52'. Did you me"),
        ({"refers": rule(formats=())}, "name in `formats` what must stand before"),
        ({"refers": rule(formats=("launches/hcoc-2002/pre-launch",))}, ""),
        ({"refers": rule(formats=("F25",), same=("troop",))}, "`same` names 'troop', which is no"),
        ({"code": "F25"}, "has the code F25 too; give each its own"),
        ({"basis": "secondary", "confidence": "", "seen_in": ()}, 'basis is "secondary"'),
    ],
)  # fmt: skip
def test_a_format_that_does_not_hold_together(changed: dict[str, Any], said: str) -> None:
    found = with_format(**changed)
    assert (any(said in each for each in found)) if said else found == []


def test_formats_want_a_numbering() -> None:
    text = replace(LIBRARY.texts[VD], numbering=None)
    found = faults(replace(LIBRARY, texts={**LIBRARY.texts, VD: text}))
    (said,) = found
    assert said.startswith(f"{VD}: formats: it has formats, so say in formats/numbering.toml")


def with_label(name: str, told: dict[str, str]) -> list[str]:
    labels = LIBRARY.labels
    return faults(
        replace(LIBRARY, labels=labels.model_copy(update={"label": {**labels.label, name: told}}))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_stands_in_every_language(language: str) -> None:
    told = {k: v for k, v in LIBRARY.labels.label["troops"].items() if k != language}
    assert with_label("troops", told) == [
        f"labels.toml: label.troops: say it in {language} as well"
    ]
    assert len(with_label("troops", {**told, language: "Truppen: alle"})) == 1
    assert len(with_label("troops", {**told, language: "x" * 101})) == 1
    assert with_label("troops", {**told, language: "x" * 100}) == []


def test_a_language_that_is_none_of_the_six() -> None:
    told = {**LIBRARY.labels.label["troops"], "uk": "Війська"}
    assert "'uk' is none of the languages" in with_label("troops", told)[0]
    review = LIBRARY.labels.model_copy(update={"review": {"uk": ()}})
    assert "review.uk" in faults(replace(LIBRARY, labels=review))[0]


@pytest.mark.parametrize("name", INTERFACE)
def test_what_every_rendering_needs_is_there(name: str) -> None:
    labels = {k: v for k, v in LIBRARY.labels.label.items() if k != name}
    other = LIBRARY.labels.model_copy(update={"label": labels})
    assert f"labels.toml: label.{name}: it is missing, and every word needs it" in faults(
        replace(LIBRARY, labels=other)
    )


def test_no_label_is_left_that_nothing_uses() -> None:
    used = set(INTERFACE)
    choices: set[str] = set()
    from detente.instruments.format_soundness import choices_of

    for _, _, form in LIBRARY.formats():
        used |= {form.title, form.entry, *(each.named for each in form.field)}
        choices |= {choice for each in form.field for choice in choices_of(LIBRARY, each)}
    assert set(LIBRARY.labels.label) - used == set()
    assert set(LIBRARY.labels.choice) - choices == set()


def test_labels_do_not_say_the_same_of_two_fields_of_one_format() -> None:
    for name, _, form in LIBRARY.formats():
        for language in LANGUAGES:
            told = [LIBRARY.labels.of(each.named, language) for each in form.field]
            assert len(told) == len(set(told)), (name, language)


def test_a_library_without_formats_needs_no_labels() -> None:
    assert read_library(Path(__file__).parents[1] / "cli" / "small").labels == Labels()


@pytest.mark.parametrize(
    "given",
    [
        {"choices": ("division",)},
        {"column": "", "gist": ""},
        {"item": "a"},
        {"item": "ABC"},
        {"id": "Troops"},
    ],
)
def test_a_field_that_cannot_be(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        field(**given)


def test_a_format_that_cannot_be() -> None:
    form = LIBRARY.texts[VD].formats["calendar"].model_dump(by_alias=True)
    twice = (*form["field"], {**form["field"][0], "item": "ZZ"})
    for wrong in ({"field": twice}, {"entry": ""}, {"id": "25"}):
        with pytest.raises(ValidationError):
            Format.model_validate({**form, **wrong})


def test_every_kind_of_word_has_a_letter_of_its_own() -> None:
    numbering = LIBRARY.texts[VD].numbering
    assert numbering
    given = numbering.model_dump(by_alias=True)
    for letters in ({"original": "O"}, {**given["letters"], "reply": "O"}):
        with pytest.raises(ValidationError):
            Numbering.model_validate({**given, "letters": letters})


def test_a_format_file_is_named_by_its_id(tmp_path: Path) -> None:
    import shutil

    root = tmp_path / "library"
    shutil.copytree(shipped(), root)
    folder = root / "instruments" / VD / "formats"
    (folder / "F12.toml").rename(folder / "F13.toml")
    with pytest.raises(LibraryError, match=r'F13\.toml: id: the path is the name: write "F13"'):
        read_library(root)
