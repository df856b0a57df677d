"""Who is bound, when, and towards whom performance has ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from detente.instruments import Library
from detente.instruments.library import Text
from detente.obligations import evaluate
from detente.obligations.spells import spells
from detente.obligations.standing import exemptions
from detente.parties.groups import State
from tests.obligations import accord

DAY = accord.DAY
BEFORE, NEXT = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
OPENS, CLOSES = dt.date(2000, 1, 1), dt.date(2030, 1, 1)


def found(text: Text | Library, **stated: Any) -> dict[str, tuple[bool | None, str]]:
    """Verdict and what is missing, by the party towards which."""
    library = text if isinstance(text, Library) else accord.library(text)
    stated = {"notified_at": None, "host": "FR", **stated}
    findings = evaluate(accord.frame(accord.exercise(**stated)), library=library)
    assert not findings.select("activity", "source", "obligee").is_duplicated().any()
    return {f["obligee"]: (f["verdict"], f["missing"]) for f in findings.rows(named=True)}


def at(day: dt.date, hour: int = 0, **more: Any) -> dict[str, Any]:
    start = dt.datetime.combine(day, dt.time(hour))
    return {"starts": start, "ends": start + dt.timedelta(days=5), **more}


# --- bound ------------------------------------------------------------------------------------


def test_a_state_is_bound_while_party_member_and_text_last() -> None:
    bound = spells(accord.library(), accord.text())
    assert bound == {
        "FR": ((OPENS, CLOSES, None),),
        "IT": ((OPENS, CLOSES, None),),
        "ES": ((DAY, CLOSES, None),),
        "PL": ((OPENS, DAY, None),),
    }


def test_several_intervals_and_several_ways_to_be_a_party() -> None:
    intervals = ({"from": OPENS, "to": BEFORE}, {"from": NEXT})
    parties = ({"state": "IT", "to": CLOSES}, {"group": "club"})
    text = accord.text(in_force=intervals, parties=parties)
    bound = spells(accord.library(text), text)
    assert [spell[:2] for spell in bound["IT"]] == [
        *[(OPENS, BEFORE), (OPENS, BEFORE)],
        *[(NEXT, CLOSES), (NEXT, None)],
    ]
    assert bound["ES"] == ((NEXT, None, None),)


@pytest.mark.parametrize(
    ("day", "on"), [(BEFORE, False), (DAY, True), (NEXT, True), (CLOSES, False)]
)
def test_the_first_day_is_in_and_the_last_is_out(day: dt.date, on: bool) -> None:
    assert found(accord.text(), obligor="ES", **at(day)) == ({"*": (True, "")} if on else {})


def test_the_last_instant_before_midnight_is_out() -> None:
    last = dt.datetime.combine(DAY, dt.time()) - dt.timedelta(microseconds=1)
    assert found(accord.text(), obligor="ES", starts=last) == {}
    assert found(accord.text(), obligor="PL", starts=last) == {"*": (True, "")}
    assert found(accord.text(), obligor="PL", **at(DAY)) == {}


def test_a_vague_start_leaves_it_open() -> None:
    stated = at(BEFORE, starts_latest=dt.datetime.combine(NEXT, dt.time()))
    assert found(accord.text(), obligor="ES", **stated) == {"*": (None, "starts")}
    whole_day = at(DAY, starts_latest=dt.datetime.combine(NEXT, dt.time()))
    assert found(accord.text(), obligor="ES", **whole_day) == {"*": (True, "")}


def test_what_is_missing_is_the_state_or_the_start() -> None:
    assert found(accord.text(), obligor=None) == {"*": (None, "obligor")}
    assert found(accord.text(), starts=None)["*"] == (None, "starts")
    nothing = {"*": (None, "obligor, starts")}
    assert found(accord.text(), obligor=None, starts=None) == nothing
    assert found(accord.text(), obligor="DE", starts=None) == {}


@pytest.mark.parametrize(
    ("host", "expected"), [("FR", {"*": (True, "")}), ("ES", {}), (None, None)]
)
def test_the_host_bears_it_where_the_text_says_so(host: str | None, expected: Any) -> None:
    text = accord.text(provision=accord.notice(bearer="host", zone=""))
    told = found(text, obligor="DE", host=host, **at(BEFORE))
    assert told == ({"*": (None, "host")} if host is None else expected)


def test_named_states_alone_bear_it() -> None:
    text = accord.text(provision=accord.notice(obligors=("IT",)))
    assert found(text) == {}
    assert found(text, obligor="IT") == {"*": (True, "")}


def test_a_provision_has_a_time_of_its_own() -> None:
    text = accord.text(provision=accord.notice(valid_from=DAY, valid_to=NEXT))
    assert found(text, **at(BEFORE)) == found(text, **at(NEXT)) == {}
    assert found(text, **at(DAY)) == {"*": (True, "")}


# --- departures -------------------------------------------------------------------------------


def test_a_suspension_is_towards_one_party() -> None:
    text = accord.text(accord.status())
    assert found(text, **at(BEFORE)) == {"*": (True, "")}
    assert found(text, **at(DAY)) == {"*": (True, ""), "IT": (False, "")}
    assert found(text, obligor="IT", **at(DAY)) == {"*": (True, "")}


def test_a_departure_towards_all_leaves_no_one() -> None:
    text = accord.text(accord.status(obligees=("*",), to=NEXT))
    assert found(text, **at(DAY)) == {"*": (False, "")}
    assert found(text, **at(NEXT)) == {"*": (True, "")}


@pytest.mark.parametrize("kind", ["suspended", "withdrawn", "refused", "not-performed"])
def test_not_performed_is_no_end_of_the_duty(kind: str) -> None:
    told = found(accord.text(accord.status(kind=kind)))
    assert told.get("IT") == (None if kind == "not-performed" else (False, ""))


@pytest.mark.parametrize("doubt", ["disputed_by", "claimed_by"])
def test_a_doubted_departure_cannot_be_told(doubt: str) -> None:
    told = found(accord.text(accord.status(**{doubt: ("IT",)})))
    assert told == {"*": (True, ""), "IT": (None, "status")}
    towards_all = found(accord.text(accord.status(obligees=("*",), **{doubt: ("IT",)})))
    assert towards_all == {"*": (None, "status")}


def test_between_two_days_nothing_can_be_told() -> None:
    text = accord.text(accord.status(**{"from": BEFORE}, from_latest=NEXT))
    assert found(text, **at(DAY)) == {"*": (True, ""), "IT": (None, "status")}
    assert found(text, **at(NEXT)) == {"*": (True, ""), "IT": (False, "")}


def test_what_is_missing_for_itself_stays_missing_towards_a_party() -> None:
    told = found(accord.text(accord.status(disputed_by=("IT",))), single_command=None)
    assert told == {"*": (None, "single_command"), "IT": (None, "single_command, status")}


def test_two_departures_towards_one_party_are_one_finding() -> None:
    text = accord.text(accord.status(disputed_by=("IT",)), accord.status(kind="withdrawn"))
    assert found(text) == {"*": (True, ""), "IT": (False, "")}


def test_a_departure_may_be_of_some_provisions_only() -> None:
    text = accord.text(accord.status(provisions=("1",)))
    other = text.provisions["1"].model_copy(update={"id": "9"})
    text = replace(text, provisions={"1": text.provisions["1"], "9": other})
    findings = evaluate(accord.frame(accord.exercise()), library=accord.library(text))
    assert sorted(findings.select("provision", "obligee").rows()) == [
        ("1", "*"),
        ("1", "IT"),
        ("9", "*"),
    ]


def test_an_organisation_stands_for_its_members_of_that_day() -> None:
    text = accord.text(accord.status(obligees=("club",)))
    library = accord.library(text)
    assert [one.obligees for one in exemptions(library, text)] == [("ES", "IT")]
    earlier = accord.text(accord.status(obligees=("club",), **{"from": BEFORE}))
    assert set(found(earlier)) == {"*", "IT"}
    turned = accord.text(accord.status(obligor="club", obligees=("FR",)))
    assert found(turned, obligor="IT") == {"*": (True, ""), "FR": (False, "")}


def test_a_departure_that_is_not_checked_makes_a_draft() -> None:
    for checked, draft in ((accord.READERS, False), ((), True)):
        library = accord.library(accord.text(accord.status(checked=checked)))
        findings = evaluate(accord.frame(accord.exercise()), library=library)
        told = dict(findings.select("obligee", "draft").rows())
        assert told == {"*": False, "IT": draft}


# --- between two ------------------------------------------------------------------------------

SUCCESSION = ({"state": "SU", "to": DAY}, {"state": "RU", "from": DAY}, {"state": "FR"})


def between_two(*statuses: Any) -> Library:
    """The Accord between France and the Soviet Union, which Russia continued."""
    union = {"code": "SU", "name": "-", "from": OPENS, "to": DAY, "continued_by": "RU"}
    library = accord.library(accord.text(*statuses, parties=SUCCESSION))
    return replace(library, former={"SU": State.model_validate(accord.RECORD | union)})


def test_between_two_it_is_owed_to_the_other() -> None:
    assert found(between_two(), **at(BEFORE)) == {"SU": (True, "")}
    assert found(between_two(), **at(DAY)) == {"RU": (True, "")}
    assert found(between_two(), obligor="RU", **at(DAY)) == {"FR": (True, "")}
    assert found(between_two(), obligor="RU", **at(BEFORE)) == {}


def test_between_two_a_departure_towards_the_other_is_towards_all() -> None:
    library = between_two(accord.status(obligees=("RU",)))
    assert found(library, **at(BEFORE)) == {"SU": (True, "")}
    assert found(library, **at(DAY)) == {"RU": (False, "")}


@pytest.mark.parametrize("counterpart", [None, "RU", "SU", "DE"])
def test_what_speaks_of_no_other_state_is_owed_whichever_is_concerned(
    counterpart: str | None,
) -> None:
    column = pl.Series("counterpart", [counterpart], dtype=pl.String)
    given = accord.frame(accord.exercise()).with_columns(column)
    assert set(evaluate(given, library=between_two())["obligee"]) == {"RU"}


def test_a_counterpart_beside_a_bearer_that_is_not_stated_leaves_it_open() -> None:
    given = accord.frame(accord.exercise(obligor=None, counterpart="RU")).with_columns(
        pl.col("obligor").cast(pl.String)
    )
    findings = evaluate(given, library=between_two())
    assert findings["verdict"].to_list() == [None]
