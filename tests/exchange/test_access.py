"""Who may read, and from when: the author lays it down, and a release only ever widens it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.exchange import Access, may_read, read_access

EARLY, AT, LATE = "2026-03-01T12:00:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"
READERS = ("AA", "BB", "CC", "", "XX")
MEMBERS = frozenset({"AA", "BB", "CC"})


def readers(access: Access, at: str) -> set[str]:
    """Who of a few may read a word of AA."""
    return {who for who in READERS if may_read(access, who, by="AA", at=at, participants=MEMBERS)}


@pytest.mark.parametrize(
    ("access", "who"),
    [
        (Access("nation"), {"AA"}),
        (Access("named", ("BB",)), {"AA", "BB"}),
        (Access("named", ("XX",)), {"AA", "XX"}),
        (Access("participants"), {"AA", "BB", "CC"}),
        (Access("public"), {"AA", "BB", "CC", "", "XX"}),
    ],
)
def test_who_may_read(access: Access, who: set[str]) -> None:
    assert readers(access, EARLY) == who


def test_a_release_comes_at_its_instant_and_not_before() -> None:
    access = Access("named", ("BB",), Access("public"), AT)
    assert readers(access, EARLY) == {"AA", "BB"}
    assert readers(access, "2026-03-31T23:59:59Z") == {"AA", "BB"}
    assert readers(access, AT) == set(READERS)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("public", "not an object"),
        ({}, "mark is missing"),
        ({"mark": "secret"}, "write one of"),
        ({"mark": ["public"]}, "write one of"),
        ({"mark": "named"}, "'to' lists"),
        ({"mark": "named", "to": []}, "'to' lists"),
        ({"mark": "named", "to": "BB"}, "'to' lists"),
        ({"mark": "public", "to": ["BB"]}, "'to' lists"),
        ({"mark": "named", "to": ["BB", "BB"]}, "stands twice"),
        ({"mark": "named", "to": [7]}, "access: to"),
        ({"mark": "public", "later": {"mark": "nation", "at": AT}}, "never fewer"),
        ({"mark": "nation", "later": {"mark": "nation", "at": AT}}, "never fewer"),
        ({"mark": "participants", "later": {"mark": "named", "to": ["BB"], "at": AT}}, "fewer"),
        (
            {"mark": "named", "to": ["BB"], "later": {"mark": "named", "to": ["CC"], "at": AT}},
            "never fewer",
        ),
        ({"mark": "nation", "later": {"mark": "public"}}, "at is missing"),
        ({"mark": "nation", "later": {"mark": "public", "at": "soon"}}, "at"),
        ({"mark": "nation", "later": "public"}, "not an object"),
    ],
)
def test_what_says_nothing_of_readers_is_refused(written: Any, told: str) -> None:
    with pytest.raises(RecordError, match=told):
        read_access(written)


NAMES = st.lists(st.sampled_from(["BB", "CC", "XX"]), min_size=1, unique=True).map(tuple)
NOW = st.sampled_from(["nation", "participants", "public"]).map(Access) | st.builds(
    Access, st.just("named"), NAMES
)


@given(NOW, NOW)
def test_a_release_never_shuts_anybody_out(now: Access, later: Access) -> None:
    written = {**now.plain(), "later": {**later.plain(), "at": AT}}
    marks = ["nation", "named", "participants", "public"]
    wider = marks.index(now.mark) < marks.index(later.mark)
    more = now.mark == later.mark == "named" and set(now.to) < set(later.to)
    if not (wider or more):
        with pytest.raises(RecordError, match="never fewer"):
            read_access(written)
        return
    access = read_access(written)
    assert readers(access, EARLY) == readers(now, LATE)
    assert readers(access, LATE) == readers(now, LATE) | readers(later, LATE)
    assert access.plain() == written


@given(NOW)
def test_the_author_always_reads(access: Access) -> None:
    assert may_read(access, "AA", by="AA", at=EARLY, participants=())
