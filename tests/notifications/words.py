"""Words of every format for properties, and a small exchange of words for cases."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st

from detente.instruments.formats import KINDS, FormField
from detente.notifications import Blank, Word
from detente.notifications.values import free_text
from detente.notifications.word import MARKERS, Access, FreeText, Later, Value

PARTIES = ("FR", "DE", "PL", "SU", "NATO")
AREAS = ("POINT (20.5 54.75)", "POLYGON ((20 54, 21 54, 21 55, 20 55, 20 54))")
MOMENTS = ("2026-09-14", "2026-09-14T06:00Z", "2026-02-28T23:59:59Z")
NUMBERS = ("CBM/FR/26/0001/F25/O", "CBM/DE/99/9999/CALENDAR/C", "OS/US/89/0003/FLIGHT/X")

_LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
_TEXTS = st.text(st.one_of(_LETTERS, st.sampled_from("\n:|[]. \t*ABE1")), min_size=1, max_size=40)


@st.composite
def free_texts(draw: st.DrawFn) -> FreeText:
    """A free text as its author may have written it, whatever signs it holds."""
    told = draw(_TEXTS.filter(lambda text: bool(text.replace("\t", " ").strip())))
    return free_text(draw(st.sampled_from(["en", "uk", "be-tarask"])), told.replace("\t", " "))


def names() -> st.SearchStrategy[str]:
    """A name in one line."""
    signs = st.characters(exclude_categories=("C", "Z"))
    whole = st.text(st.one_of(signs, st.sampled_from(" :|[]")), min_size=1, max_size=20)
    return whole.map(str.strip).filter(lambda name: bool(name) and name.isprintable())


_COUNTS = st.one_of(
    st.integers(0, 10**9), st.sampled_from(["0..3", "8000..12000", "13001..", "..7000"])
)


def values(blank: Blank, field: FormField) -> st.SearchStrategy[Any]:
    """What a field may hold."""
    parties = st.lists(st.sampled_from(PARTIES), min_size=1, unique=True)
    return {
        "code": st.sampled_from(blank.choices(field) or ("",)),
        "yes_no": st.booleans(),
        "moment": st.sampled_from(MOMENTS),
        "year": st.integers(1000, 2999),
        "count": _COUNTS,
        "party": st.sampled_from(PARTIES),
        "parties": parties.map(tuple),
        "shares": st.dictionaries(st.sampled_from(PARTIES), _COUNTS, min_size=1),
        "area": st.sampled_from(AREAS),
        "name": names(),
        "text": free_texts(),
    }[field.type]


@st.composite
def fields(draw: st.DrawFn, blank: Blank, *, of_entry: bool) -> dict[str, Value]:
    """Some fields of a word, or of an entry."""
    own = list(blank.own(of_entry=of_entry))
    chosen = [field for field in own if draw(st.booleans())]
    return {field.id: draw(values(blank, field)) for field in chosen}


@st.composite
def accesses(draw: st.DrawFn) -> Access:
    """Who may read, now and later."""
    later = st.builds(Later, st.just("public"), st.just("2030-01-01T00:00:00Z"))
    return draw(
        st.one_of(
            st.builds(Access, st.sampled_from(["public", "participants", "nation"])),
            st.builds(Access, st.just("named"), st.just(("DE", "PL")), st.none() | later),
        )
    )


@st.composite
def words(draw: st.DrawFn, blank: Blank) -> Word:
    """A word of a format, not always a sensible one."""
    made = draw(fields(blank, of_entry=False))
    one = fields(blank, of_entry=True)
    entries = draw(st.lists(one, max_size=3)) if blank.format.entry else []
    stated = [*made, *(name for entry in entries for name in entry)]
    return Word(
        format=blank.name,
        kind=draw(st.sampled_from(KINDS)),
        marker=draw(st.sampled_from(MARKERS)),
        by=draw(st.sampled_from(PARTIES)),
        number=draw(st.sampled_from(["", *NUMBERS])),
        made=draw(st.sampled_from(["", "2026-09-01T10:00:00Z"])),
        to=draw(st.lists(st.sampled_from(PARTIES), unique=True).map(tuple)),
        refers=draw(st.lists(st.sampled_from(NUMBERS), unique=True).map(tuple)),
        fields=made,
        entries=tuple(entries),
        remarks=draw(st.none() | free_texts()),
        said=draw(st.sampled_from(["", "nil", "no_change"])),
        activity=draw(st.sampled_from(["", "northern-star-26", "Übung 3"])),
        minutes=draw(st.none() | st.integers(0, 500)),
        prefilled=tuple(
            dict.fromkeys(f for f in blank.fields if f in stated and draw(st.booleans()))
        ),
        access=draw(accesses()),
    )


def text(words_: str, language: str = "en") -> FreeText:
    """A free text."""
    return free_text(language, words_)


def notification(**changed: Any) -> Word:
    """A whole prior notification of France, real and numbered."""
    fields_ = {
        "designation": "Northern Star 26",
        "purpose": text("Training of two brigades"),
        "kind": "exercise",
        "host": "FR",
        "states": ("FR", "DE"),
        "command_level": text("Corps"),
        "starts": "2026-10-20",
        "ends": "2026-10-30",
        "troops": 12_500,
        "area_described": text("Champagne"),
    }
    whole: dict[str, Any] = {
        "format": "osce/vd-2011/F25",
        "kind": "original",
        "marker": "real",
        "by": "FR",
        "number": "CBM/FR/26/0007/F25/O",
        "made": "2026-09-01T10:00:00Z",
        "fields": {**fields_, **changed.pop("fields", {})},
        "activity": "northern-star-26",
        "access": Access("participants"),
    }
    return Word(**{**whole, **changed})


def request(**changed: Any) -> Word:
    """A whole request for explanation, of Poland to France."""
    whole: dict[str, Any] = {
        "format": "osce/vd-2011/explanation-request",
        "kind": "original",
        "marker": "real",
        "by": "PL",
        "number": "CBM/PL/26/0003/EXPLANATION-REQUEST/O",
        "made": "2026-09-02T10:00:00Z",
        "to": ("FR",),
        "fields": {"state_concerned": "FR", "cause_of_concern": text("Troops are moving", "pl")},
        "access": Access("participants"),
    }
    return Word(**{**whole, **changed})
