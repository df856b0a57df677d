"""The ladder: its order, at which rung one is, and when a call counts as unanswered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

import detente
from detente.consultations.ladder import Ladder, ladders
from detente.errors import SenderError
from detente.instruments import Library
from detente.invocations import Consultation, Directory
from detente.invocations.contacts import Contact, OwnChannel
from detente.parties.channels import Trial
from tests.consultations.made import consultation, event, hours, mechanism, moment

NETWORK = "osce-communications-network"
STATED = {"stated_by": ("DE",), "source": "letter"}
REQUEST = event("request", "request", 0)
SPRING = consultation(REQUEST)


def call(at: float | dt.date, result: str | None = None, **more: Any) -> Trial:
    """A call about the consultation."""
    told = {"at": moment(at), "result": result, "about": "spring", **STATED, **more}
    return Trial.model_validate(told)


def contact(id_: str, party: str = "DK", **more: Any) -> Contact:
    """A contact that waits an hour."""
    told = {"id": id_, "party": party, "role": id_, "wait_minutes": 60, **STATED, **more}
    return Contact.model_validate(told)


def channel(id_: str, **more: Any) -> OwnChannel:
    """A channel between Germany and Denmark."""
    told = {"id": id_, "title": id_, "parties": ("DE", "DK"), **STATED, **more}
    return OwnChannel.model_validate({"since": moment(dt.date(2030, 1, 1)), **told})


def directory(*contacts: Contact, channels: tuple[OwnChannel, ...] = ()) -> Directory:
    """A directory."""
    return Directory(
        contacts={each.id: each for each in contacts}, channels={each.id: each for each in channels}
    )


def library() -> Library:
    """The library, with the network of the OSCE alone."""
    whole = detente.library()
    return replace(whole, channels={NETWORK: whole.channels[NETWORK]})


def ladder(at: float, known: Directory, told: Consultation = SPRING) -> Ladder:
    """The ladder to Denmark so many hours after the request."""
    (found,) = ladders(told, mechanism(), known, library(), hours(at))
    return found


def names(found: Ladder) -> list[str]:
    """The ids of the rungs."""
    return [rung.id for rung in found.rungs]


def here(found: Ladder) -> str:
    """The id of the rung at which one is."""
    return "" if found.here is None else found.rungs[found.here].id


def test_the_rungs_stand_in_their_order() -> None:
    known = directory(
        contact("duty", deputy="desk"),
        contact("other"),
        contact("desk", deputy="duty"),
        contact("berne", "CH", good_offices=True),
        contact("stockholm", "SE"),
        channels=(
            channel("heads", level="heads_of_government"),
            channel("unknown"),
            channel("elsewhere", parties=("DE", "SE")),
            channel("staffs", level="operational"),
        ),
    )
    found = ladder(1, known)
    assert names(found) == [
        "duty",
        "desk",
        "other",
        "staffs",
        NETWORK,
        "heads",
        "unknown",
        "request-meeting",
        "berne",
    ]
    assert [rung.kind for rung in found.rungs][:3] == ["contact", "deputy", "contact"]
    assert here(found) == "duty"


def test_a_party_of_the_consultation_offers_no_good_offices_in_it() -> None:
    known = directory(contact("berlin", "DE", good_offices=True))
    assert "berlin" not in names(ladder(1, known))


@pytest.mark.parametrize(
    ("at", "stands", "next_"),
    [
        (0.9, "not_tried", "duty"),
        (1, "waiting", "duty"),
        (2, "waiting", "duty"),
        (2.01, "no_answer", "desk"),
    ],
)
def test_one_climbs_when_the_time_to_wait_is_over(at: float, stands: str, next_: str) -> None:
    known = directory(contact("duty", deputy="desk", call=(call(1),)), contact("desk"))
    found = ladder(at, known)
    assert found.rungs[0].stands == stands
    assert here(found) == next_


def test_without_a_time_one_waits_and_is_told_so() -> None:
    found = ladder(99, directory(contact("duty", wait_minutes=None, call=(call(1),))))
    assert (found.rungs[0].stands, found.rungs[0].until) == ("waiting", None)


def test_an_answer_ends_the_climb() -> None:
    calls = (call(1, "no_answer"), call(2, "answered"))
    known = directory(contact("duty"), contact("desk", call=calls))
    assert here(ladder(1.5, known)) == "duty"
    assert here(ladder(2, known)) == "desk"
    assert ladder(2, known).rungs[1].stands == "answered"


def test_a_line_that_does_not_carry_is_no_answer() -> None:
    known = directory(contact("duty", call=(call(1, "not_through"),)))
    assert ladder(1, known).rungs[0].stands == "no_answer"


def test_a_call_about_something_else_is_no_try() -> None:
    known = directory(contact("duty", call=(call(1, "no_answer", about="autumn"),)))
    assert ladder(2, known).rungs[0].stands == "not_tried"


def test_accounts_that_differ_are_not_decided() -> None:
    known = directory(contact("duty", call=(call(1, "no_answer", contested=True),)))
    found = ladder(2, known)
    assert found.rungs[0].stands == "cannot_be_told"
    assert here(found) == "duty"


def test_a_day_alone_leaves_it_open_whether_one_has_called() -> None:
    known = directory(contact("duty", call=(call(dt.date(2031, 3, 4), "no_answer"),)))
    assert ladder(1, known).rungs[0].stands == "cannot_be_told"
    assert ladder(12, known).rungs[0].stands == "no_answer"


def test_who_is_off_duty_is_passed_over_and_shown() -> None:
    off = {"days": (7,), "from": "08:00", "to": "17:00", "time_zone": "Europe/Copenhagen"}
    known = directory(contact("duty", hours=off, deputy="desk"), contact("desk"))
    found = ladder(1, known)
    assert found.rungs[0].open is False
    assert here(found) == "desk"


def test_a_channel_that_has_ended_is_passed_over() -> None:
    known = directory(channels=(channel("line", level="watch", until=moment(dt.date(2031, 1, 1))),))
    found = ladder(1, known)
    assert (names(found)[0], found.rungs[0].open) == ("line", False)
    assert here(found) == NETWORK


def test_the_next_step_opens_when_the_reply_is_late() -> None:
    before, after = ladder(47, directory()), ladder(49, directory())
    steps = [next(r for r in found.rungs if r.kind == "step") for found in (before, after)]
    assert [(step.id, step.open) for step in steps] == [
        ("request-meeting", False),
        ("request-meeting", True),
    ]
    assert steps[0].from_ is not None
    assert steps[0].from_.first == hours(48)


def test_without_anything_known_the_mechanism_remains() -> None:
    (found,) = ladders(SPRING, mechanism(), directory(), replace(library(), channels={}), hours(49))
    assert names(found) == ["request-meeting"]
    assert here(found) == "request-meeting"


def test_each_party_that_is_asked_has_its_ladder() -> None:
    told = consultation(REQUEST, addressed=("DK", "SE"))
    known = directory(contact("duty"), contact("stockholm", "SE"))
    found = ladders(told, mechanism(), known, library(), hours(1))
    assert [(each.party, each.rungs[0].id) for each in found] == [
        ("DK", "duty"),
        ("SE", "stockholm"),
    ]


def test_nobody_asked_no_ladder() -> None:
    with pytest.raises(SenderError, match="nobody is asked"):
        ladders(consultation(addressed=()), mechanism(), directory(), library(), hours(1))


def test_what_happens_later_changes_nothing() -> None:
    calls = (call(1, "no_answer"), call(5, "answered"))
    early, late = (
        ladder(4, directory(contact("duty", call=given))) for given in (calls[:1], calls)
    )
    assert early == late
