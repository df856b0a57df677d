"""What the picture tells: readings, pauses, denials, what is not foreseen, next steps, meetings."""

import datetime as dt

import pytest

from detente.consultations import View, picture
from detente.errors import SenderError
from detente.invocations import Attendance, Consultation, Event, Meeting
from tests.consultations.made import consultation, event, hours, mechanism, moment


def views(told: Consultation, at: float) -> dict[tuple[tuple[str, ...], str], View]:
    """The views by account and reading."""
    found = picture(told, mechanism(), hours(at)).views
    return {(view.accounts, view.reading): view for view in found}


def first(at: float, *events: Event, **more: object) -> View:
    """The first view."""
    return picture(consultation(*events, **more), mechanism(), hours(at)).views[0]


def test_an_unanswered_request_leads_to_the_next_step_and_its_time() -> None:
    view = first(24, event("ask", "request", 0))
    assert (view.stages, view.turn) == (("awaiting-reply",), ("DK",))
    reply, meeting = view.steps
    assert (reply.step, reply.by, reply.permitted) == ("reply", ("DK",), True)
    assert reply.deadline is not None
    assert reply.deadline.first == hours(48)
    assert (meeting.step, meeting.by, meeting.permitted) == ("request-meeting", ("DE",), False)
    assert meeting.after is not None
    assert meeting.after[1].first == hours(48)
    (starts,) = meeting.starts
    assert starts.startswith("The meeting with the State concerned: 48 elapsed hours from")
    later = first(49, event("ask", "request", 0))
    assert (later.stages, later.turn) == (("unanswered",), ("DE",))
    assert [step.step for step in later.steps if step.permitted] == ["reply", "request-meeting"]
    assert later.outcomes == (("ask", "no_reply"),)


def test_a_meeting_that_nobody_calls_leads_on_too() -> None:
    asked = [event("ask", "request", 0), event("meet", "request-meeting", 50)]
    assert first(90, *asked).stages == ("meeting-called",)
    late = first(99, *asked)
    assert late.stages == ("meeting-overdue",)
    assert "request-joint-meeting" in [step.step for step in late.steps if step.permitted]


def test_readings_stand_side_by_side() -> None:
    found = views(consultation(event("ask", "request", 0, received_at=6)), 50)
    assert found[(), "transmission"].stages == ("unanswered",)
    assert found[(), "receipt"].stages == ("awaiting-reply",)
    not_stated = views(consultation(event("ask", "request", 0)), 50)[(), "receipt"]
    assert not_stated.stages == ("awaiting-reply", "unanswered")
    assert not_stated.clocks[0].missing == ("receipt of ask",)


def test_a_reply_and_no_reply_stand_side_by_side() -> None:
    told = consultation(
        event("ask", "request", 0),
        event("none", "reply", 49, happened=False, contested=True, stated_by=("DE",)),
        event("no", "reply", 20, refuses=True, contested=True, stated_by=("DK",)),
    )
    found = views(told, 60)
    assert found[("DE",), "transmission"].outcomes == (("ask", "no_reply"),)
    assert found[("DK",), "transmission"].outcomes == (("no", "replied_refusing_applicability"),)
    assert found[("DK",), "transmission"].clocks[0].state == "met"
    alone = views(told, 30)
    assert alone[(), "transmission"].stages == ("awaiting-reply",)
    assert alone[("DK",), "transmission"].stages == ("replied",)


def test_a_denial_takes_back_what_others_have() -> None:
    told = consultation(
        event("ask", "request", 0),
        event("answer", "reply", 20),
        event("none", "reply", 49, happened=False, contested=True, stated_by=("DE",)),
    )
    assert views(told, 60)[("DE",), "transmission"].stages == ("unanswered",)


def test_a_clock_that_stands_still() -> None:
    events = [
        event("ask", "request", 0),
        event("stop", "", 10, clock="reply", act="suspend"),
        event("go", "", 30, clock="reply", act="resume"),
    ]
    assert first(5, *events).clocks[0].state == "running"
    assert first(20, *events).clocks[0].state == "suspended"
    again = first(40, *events).clocks[0]
    assert again.due is not None
    assert (again.state, again.due.first) == ("running", hours(68))
    assert first(69, *events).clocks[0].state == "lapsed"


def test_what_the_text_does_not_foresee_is_told_and_kept() -> None:
    view = first(5, event("meet", "request-meeting", 0))
    assert view.unforeseen == ("meet",)
    assert view.stages == ("meeting-called",)
    wrong = first(5, event("ask", "request", 0, by="DK"))
    assert wrong.unforeseen == ("ask",)


def test_where_the_beginning_is_not_told_the_stage_cannot_be() -> None:
    view = first(-1, event("meet", "request-meeting", 0), from_the_beginning=False)
    assert "unanswered" in view.stages
    assert "settled" not in view.stages
    assert first(1, event("meet", "request-meeting", 0), from_the_beginning=False).unforeseen == ()


def test_a_concern_that_is_dispelled_is_an_end() -> None:
    events = [
        event("ask", "request", 0),
        event("answer", "reply", 20),
        event("thanks", "find-satisfactory", 30),
    ]
    view = first(40, *events)
    assert (view.stages, view.turn, view.steps) == (("settled",), (), ())
    assert [outcome for _, outcome in view.outcomes] == ["replied", "replied_satisfactory"]
    anew = first(60, *events, event("again", "request", 50))
    assert (anew.stages, anew.unforeseen) == (("awaiting-reply",), ())
    assert [run.state for run in anew.clocks] == ["met", "running"]


@pytest.mark.parametrize(
    ("came", "proviso", "outcome"),
    [
        (True, "", "meeting_held_with_addressee"),
        (True, "It accepts nothing.", "attended_without_prejudice"),
        (False, "", "meeting_held_addressee_absent"),
        (None, "", "meeting_held"),
    ],
)
def test_what_came_of_a_meeting(came: bool | None, proviso: str, outcome: str) -> None:
    there = [] if came is None else [Attendance(party="DK", came=came, without_prejudice=proviso)]
    meeting = Meeting(
        id="m",
        step="meeting",
        at=moment(70),
        attendance=tuple(there),
        stated_by=("DE",),
        source="letter",
    )
    asked = [event("ask", "request", 0), event("meet", "request-meeting", 50)]
    view = first(80, *asked, meeting=(meeting,))
    assert view.stages == ("meeting-held",)
    assert view.outcomes[-1] == ("m", outcome)
    called = meeting.model_copy(update={"held": False})
    assert first(80, *asked, meeting=(called,)).stages == ("meeting-called",)


def test_on_the_day_itself_it_cannot_be_told() -> None:
    view = first(0, event("ask", "request", dt.date(2031, 3, 4)))
    assert view.stages == ("", "awaiting-reply")
    assert view.doubtful == ("ask",)
    assert view.clocks[0].state == "unknown"
    assert view.clocks[0].missing == ("whether ask had come by then",)


def test_an_unknown_step_is_refused_with_the_nearest_one() -> None:
    told = consultation(event("ask", "requset", 0))
    with pytest.raises(SenderError, match=r"no step called 'requset'\. Did you mean request"):
        picture(told, mechanism(), hours(1))
