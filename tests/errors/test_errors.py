"""The tree of errors: who must act, what is said, and what may have been meant."""

from __future__ import annotations

import re

import pytest

import detente.errors
from detente.errors import (
    ActivityFileError,
    DetenteError,
    Fault,
    FrameError,
    LibraryError,
    SenderError,
    UnknownName,
    near_miss,
)


def tree(error: type[DetenteError]) -> list[type[DetenteError]]:
    """An error and all that are kinds of it."""
    return [error, *(each for kind in error.__subclasses__() for each in tree(kind))]


def test_the_tree_is_the_one_that_is_drawn() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", detente.errors.__doc__ or ""))
    ours = {each.__name__ for each in tree(DetenteError) if each.__module__ == "detente.errors"}
    assert ours == drawn | {"DetenteError"}


def test_codes_are_each_ones_own() -> None:
    codes = [each.code for each in tree(DetenteError)]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def test_the_sender_acts_or_the_author_does() -> None:
    assert {ActivityFileError, FrameError, UnknownName} <= set(tree(SenderError))
    assert not issubclass(LibraryError, SenderError)


def test_a_library_error_names_file_and_key() -> None:
    assert str(LibraryError("a.toml", "clock.0.id", "say more")) == "a.toml: clock.0.id: say more"
    assert str(LibraryError("a.toml", "", "say more")) == "a.toml: say more"


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault("a.csv", 3, "troops", "9k", "not a count", "Write 9000."),
            "a.csv:3: troops: not a count (found '9k'). Write 9000.",
        ),
        (Fault("a.parquet", 0, "", "", "no column kind"), "a.parquet: no column kind."),
    ],
)
def test_a_fault_is_one_line(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_all_faults_of_a_file_are_told_together() -> None:
    faults = [Fault("a.csv", n, "kind", "x", "no such kind") for n in (2, 3)]
    error = ActivityFileError(faults)
    assert error.faults == tuple(faults)
    assert str(error).splitlines() == [
        "2 faults found; nothing was read.",
        "  a.csv:2: kind: no such kind (found 'x').",
        "  a.csv:3: kind: no such kind (found 'x').",
    ]
    assert str(ActivityFileError(faults[:1])).startswith("1 fault found; ")


def test_an_unknown_name_proposes_the_nearest() -> None:
    error = UnknownName("instrument", "osce/vd-2012", ["osce/vd-2011", "launches/hcoc-2002"])
    assert str(error) == "no instrument is called 'osce/vd-2012'. Did you mean osce/vd-2011?"
    assert (error.kind, error.name) == ("instrument", "osce/vd-2012")


def test_an_unknown_name_that_is_near_to_none_shows_what_there_is() -> None:
    assert str(UnknownName("kind", "zzz", ["exercise", "air", "air"])) == (
        "no kind is called 'zzz'. Write air or exercise."
    )
    assert str(UnknownName("kind", "zzz", [f"k{n}" for n in range(6)])) == (
        "no kind is called 'zzz'. There are 6, such as k0, k1, k2, k3, k4."
    )
    assert str(UnknownName("kind", "zzz", ())) == "no kind is called 'zzz'."
    assert str(UnknownName("kind", "zzz", ["exercise"], "Write another.")) == (
        "no kind is called 'zzz'. Write another."
    )


def test_an_unknown_name_proposes_names_that_hold_it() -> None:
    known = ["arms-control/inf-1987", "osce/vd-1999", "osce/vd-2011", "launches/nrrc-1987"]
    for name, meant in (("inf", known[0]), ("VD 2011", known[2]), ("vd", " or ".join(known[1:3]))):
        error = UnknownName("instrument", name, known)
        assert str(error) == f"no instrument is called {name!r}. Did you mean {meant}?"
    many = [f"osce/vd-{year}" for year in range(1990, 1999)]
    for name in ("osc", "-"):
        assert "Did you mean" not in str(UnknownName("instrument", name, many))


def test_near_misses_are_few_and_near() -> None:
    assert near_miss("troop", ["troops", "ships"]) == " Did you mean troops?"
    assert near_miss("q", ["troops"]) == ""
    assert near_miss("exercises", ["air_exercise", "exercise"]) == " Did you mean exercise?"
    assert near_miss("1991", ["1990", "1992", "2030"]) == " Did you mean 1992 or 1990?"
