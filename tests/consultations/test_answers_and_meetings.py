"""Questions with three gradings, meetings and undertakings, the ledger, the replay."""

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from detente.consultations.answers import questions
from detente.consultations.calendar import calendar
from detente.consultations.ledger import counts, ledger
from detente.consultations.meetings import meetings
from detente.consultations.replay import replay
from detente.invocations import Consultation
from tests.consultations.made import consultation, event, hours, mechanism, moment

ASKED = ({"id": "1", "text": "How many?", "asked_in": "ask"},)
SAID = ({"id": "a", "text": "Few.", "said_in": "answer", "to": ("1",)},)
EVENTS = (event("ask", "request", 0), event("answer", "reply", 20))


def grading(grader: str, grade: str, at: float) -> dict[str, Any]:
    """A grading of the question."""
    told = {"stated_by": ("DE",), "source": "letter"}
    return {"question": "1", "grader": grader, "grade": grade, "at": moment(at), **told}


def with_gradings(*gradings: dict[str, Any]) -> Consultation:
    """A consultation with one question, a reply, and gradings."""
    return consultation(*EVENTS, question=ASKED, segment=SAID, grading=gradings)


def test_a_question_waits_until_the_one_who_asked_has_enough() -> None:
    told = with_gradings(
        grading("replier", "answered", 21),
        grading("neutral", "partly", 22),
        grading("asker", "not_answered", 23),
        grading("asker", "answered", 40),
    )
    assert questions(told, hours(-1)) == ()
    (waiting,) = questions(told, hours(10))
    assert (waiting.said, waiting.grades, waiting.open) == ((), {}, True)
    (replied,) = questions(told, hours(22))
    assert (replied.said, replied.open) == (("Few.",), None)
    assert replied.grades == {"replier": "answered", "neutral": "partly"}
    (graded,) = questions(told, hours(30))
    assert (graded.grades["asker"], graded.open) == ("not_answered", True)
    (settled,) = questions(told, hours(41))
    assert (settled.grades["asker"], settled.open) == ("answered", False)
    assert settled.grades["neutral"] == "partly"


@pytest.mark.parametrize(("grade", "open_"), [("refused", True), ("not_applicable", False)])
def test_a_refusal_leaves_a_question_open(grade: str, open_: bool) -> None:
    (found,) = questions(with_gradings(grading("asker", grade, 30)), hours(31))
    assert found.open is open_


def met(**more: Any) -> dict[str, Any]:
    """A meeting."""
    told = {"stated_by": ("DE",), "source": "letter", "step": "meeting", "id": "m"}
    return {**told, "at": moment(70), **more}


def test_a_meeting_is_called_then_held_and_what_was_undertaken_falls_due() -> None:
    plan = {"what": "Send the plan", "owner": "DK", "due": moment(dt.date(2031, 3, 8))}
    late = {**plan, "what": "Send the maps", "done": moment(dt.date(2031, 3, 12))}
    told = consultation(*EVENTS, meeting=(met(called_at=moment(50), undertaking=(plan, late)),))
    assert meetings(told, hours(49)) == ()
    (called,) = meetings(told, hours(60))
    assert (called.held, called.undertakings) == (False, ())
    (held,) = meetings(told, hours(71))
    assert held.held is True
    assert [each.stands for each in held.undertakings] == ["open", "open"]
    (past,) = meetings(told, dt.datetime(2031, 3, 9))
    assert [each.stands for each in past.undertakings] == ["overdue", "overdue"]
    (later,) = meetings(told, dt.datetime(2031, 3, 14))
    assert [each.stands for each in later.undertakings] == ["overdue", "done"]


def test_the_ledger_tells_each_clock_and_counts() -> None:
    on_time = consultation(*EVENTS)
    late = consultation(event("ask", "request", 0), event("answer", "reply", 60), id="late")
    never = consultation(event("ask", "request", 0), id="never")
    unsure = consultation(event("ask", "request", 0), id="unsure", uncertain="Not read.")
    fresh = consultation(event("ask", "request", 190), id="fresh")
    all_ = [(each, mechanism()) for each in (on_time, late, never, unsure, fresh)]
    lines = ledger(all_, hours(200))
    assert [line.timing for line in lines] == ["on_time", "late", "never", "never", "running"]
    (reply,) = counts(lines)
    assert reply.runs == 4
    assert reply.counts == {"on_time": 1, "late": 1, "never": 1, "running": 1}


def test_the_replay_stops_where_something_changes() -> None:
    told = consultation(event("ask", "request", 0), event("answer", "reply", 60))
    found = replay(told, mechanism())
    assert [each.at for each in found][:2] == [hours(0), hours(48) + dt.timedelta(microseconds=1)]
    assert [each.views[0].stages for each in found] == [
        ("awaiting-reply",),
        ("unanswered",),
        ("replied",),
    ]
    steady = replay(told, mechanism(), every=dt.timedelta(hours=20), until=hours(50))
    assert [each.at for each in steady] == [hours(0), hours(20), hours(40)]


def test_a_calendar_holds_meetings_clocks_and_undertakings() -> None:
    plan = {"what": "Send the plan", "owner": "DK", "due": moment(dt.date(2031, 3, 8))}
    held = met(undertaking=(plan,), agenda=("Plans",), place="Vienna", next=moment(300))
    told = consultation(
        event("ask", "request", 0),
        event("meet", "request-meeting", 50),
        event("joint", "request-joint-meeting", 72),
        meeting=(held,),
    )
    read = Calendar.from_ical(calendar([(told, mechanism())], hours(80)))
    entries = {str(each["uid"]).partition("@")[0]: each for each in read.walk("VEVENT")}
    assert set(entries) == {"spring.m", "spring.m-next", "spring.m-1", "spring.joint-meeting-joint"}
    assert entries["spring.m"].decoded("dtstart") == hours(70).replace(tzinfo=dt.UTC)
    assert entries["spring.m"]["location"] == "Vienna"
    assert entries["spring.m-1"].decoded("dtstart") == dt.date(2031, 3, 8)
    assert entries["spring.joint-meeting-joint"].decoded("dtstart") == hours(120).replace(
        tzinfo=dt.UTC
    )
    assert calendar([(told, mechanism())], hours(80)) == calendar([(told, mechanism())], hours(80))
