"""Consultations in the log: put together from words, told to each party by the clock."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from detente.desk import raise_alerts
from detente.errors import SenderError, UnknownName, WordFileError
from detente.exchange import Access as ExchangeAccess
from detente.exchange import compose
from detente.notifications import content, drafting
from detente.notifications.content import from_content
from detente.notifications.word import Access, Word
from tests.desk.node import NOON, Node
from tests.desk.test_alerts import alerts
from tests.exchange.simulator import LOG, key_of

TO_ALL = Access("participants")
UNUSUAL = "osce/vd-2011/unusual-activities"
CONCERN = {"lang": "en", "text": "Columns near the border."}
ASKED: dict[str, Any] = {"mechanism": UNUSUAL, "cause_of_concern": CONCERN}
QUESTIONS = [
    {"question_number": "1", "question_words": {"lang": "en", "text": "What is the purpose?"}},
    {"question_number": "2", "question_words": {"lang": "en", "text": "When does it end?"}},
]
REQUEST = "RL/FR/26/0001/CONSULT/O"


def word(node: Node, form: str, number: str, /, access: Access = TO_ALL, **told: Any) -> Word:
    """A word of a consultation; who speaks, its serial and what it is stand in its number."""
    head = {"format": f"declarations/consultation-{form}", "kind": "original", "marker": "real"}
    plain = {**head, "by": number[3:5], "number": number, **told}
    return replace(from_content(plain, node.bench.library).sure(), access=access)


def said(node: Node, made: Word, *refers: str) -> str:
    """That word in the log; answers its id."""
    who = made.by.lower()
    answer: str = node.released(who, word=made, activity=None, refers_to=refers)["word"]
    raise_alerts(node.bench)
    return answer


def request(node: Node, access: Access = TO_ALL, **changed: Any) -> str:
    """France asks Germany, with two questions."""
    told: dict[str, Any] = {"to": ["DE"], "fields": ASKED, "entries": QUESTIONS, **changed}
    return said(node, word(node, "request", REQUEST, access, **told))


def step(
    node: Node, first: str, number: str, access: Access = TO_ALL, /, *refers: str, **told: Any
) -> str:
    """A step in that consultation, or what is told of one."""
    entries = told.pop("entries", [])
    names = [REQUEST, *told.pop("after", [])]
    made = word(node, "step", number, access, refers=names, fields=told, entries=entries)
    return said(node, made, first, *refers)


def stands(node: Node, who: str, first: str, at: str = "") -> dict[str, Any]:
    """How a delegation sees it."""
    told: dict[str, Any] = node.act(f"{who}-drafter", "show_consultation", word=first, at=at)
    return told


def stages(told: dict[str, Any]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Accounts and stages."""
    return [(tuple(each["accounts"]), tuple(each["stages"])) for each in told["stands"]]


def test_a_request_starts_the_clock_of_the_party_that_is_asked(node: Node) -> None:
    first = request(node)
    told = stands(node, "de", first)
    assert stages(told) == [((), ("awaiting-reply",))]
    assert told["stands"][0]["turn"] == ["DE"]
    assert [each["question"] for each in told["questions"]] == ["1", "2"]
    assert told["views"][0]["clocks"][0]["due"]["from"] == "2026-09-03T12:00Z"
    for who in ("de", "fr"):
        (clock,) = [
            each["told"]
            for each in alerts(node, who, "consultation")
            if (each["told"]["of"], each["told"]["reading"]) == ("clock", "transmission")
        ]
        assert (clock["stage"], clock["by"]) == ("runs", ["DE"])
    assert alerts(node, "pl", "consultation") == []
    (listed,) = node.act("pl-drafter", "list_consultations")
    assert (listed["word"], listed["number"]) == (first, REQUEST)


def test_an_unanswered_request_leads_the_one_who_asked_to_the_next_step(node: Node) -> None:
    request(node)
    node.clock.at = NOON + dt.timedelta(hours=48)
    raise_alerts(node.bench)
    assert [each for each in steps(node, "fr") if each["reading"] == "transmission"] == []
    node.clock.go(seconds=1)
    raise_alerts(node.bench)
    (led,) = [each for each in steps(node, "fr") if each["reading"] == "transmission"]
    assert led["stages"] == ["unanswered"]
    assert [(each["step"], each["permitted"]) for each in led["steps"]] == [
        ("request-meeting", True)
    ]
    assert "48 elapsed hours" in led["steps"][0]["starts"][0]
    assert raise_alerts(node.bench) == 0


def steps(node: Node, who: str) -> list[dict[str, Any]]:
    """The alerts that tell a delegation which step is its own to take."""
    told = [each["told"] for each in alerts(node, who, "consultation")]
    return [each for each in told if each["of"] == "step"]


def clocks(node: Node, who: str, clock: str = "reply") -> list[str]:
    """How far a delegation was told that a clock is, by our own reading."""
    told = [each["told"] for each in alerts(node, who, "consultation")]
    return [
        each["stage"]
        for each in told
        if each["of"] == "clock" and (each["reading"], each["clock"]) == ("transmission", clock)
    ]


def test_the_end_of_a_clock_is_told_ahead_and_once_it_has_passed(node: Node) -> None:
    request(node)
    for _ in range(60):
        node.clock.go(hours=1)
        raise_alerts(node.bench)
    for who in ("fr", "de"):
        assert clocks(node, who) == ["runs", "within 24 hours", "within 6 hours", "passed"]


def test_a_reply_meets_the_clock_and_answers_numbered_questions(node: Node) -> None:
    first = request(node)
    node.clock.go(hours=47)
    answer = [{"question_number": "1", "answer_words": {"lang": "de", "text": "Eine Übung."}}]
    step(node, first, "RL/DE/26/0001/STEP/O", step_taken="reply", entries=answer)
    told = stands(node, "fr", first)
    assert stages(told) == [((), ("replied",))]
    run = told["views"][0]["clocks"][0]
    assert (run["state"], run["met_by"]) == ("met", "RL/DE/26/0001/STEP/O")
    one, two = told["questions"]
    assert (one["said"], one["open"], two["open"]) == (["Eine Übung."], None, True)
    for who, grade in (("fr", "partly"), ("de", "answered"), ("pl", "not_answered")):
        graded = [{"question_number": "1", "how_far": grade}]
        spoken = {"lang": "en", "text": "Read."}
        number = f"RL/{who.upper()}/26/0002/STEP/O"
        step(node, first, number, words_said=spoken, entries=graded)
    (one, _) = stands(node, "fr", first)["questions"]
    assert one["grades"] == {"asker": "partly", "replier": "answered", "neutral": "not_answered"}
    node.clock.go(days=9)
    raise_alerts(node.bench)
    assert "passed" not in clocks(node, "fr")


def test_as_of_an_instant_it_stands_as_it_stood_then(node: Node) -> None:
    first = request(node)
    node.clock.go(hours=47)
    step(node, first, "RL/DE/26/0001/STEP/O", step_taken="reply")
    then = stands(node, "fr", first, at="2026-09-02T12:00:00Z")
    assert stages(then) == [((), ("awaiting-reply",))]
    with pytest.raises(UnknownName):
        stands(node, "fr", first, at="2026-09-01T11:59:59Z")
    later = stands(node, "fr", first, at="2026-12-01T00:00:00Z")
    assert later["views"][0]["stages"] == ["replied"]


def test_each_sees_it_from_the_words_that_it_may_read(node: Node) -> None:
    first = request(node)
    only_france = Access("named", ("FR",))
    step(node, first, "RL/DE/26/0001/STEP/O", only_france, step_taken="reply")
    assert stages(stands(node, "fr", first)) == [((), ("replied",))]
    assert stages(stands(node, "de", first)) == [((), ("replied",))]
    told = stands(node, "pl", first)
    assert stages(told) == [((), ("awaiting-reply",))]
    assert "STEP" not in json.dumps(told)


def test_a_consultation_between_two_is_nobody_elses(node: Node) -> None:
    first = request(node, Access("named", ("DE",)))
    assert node.act("pl-drafter", "list_consultations") == []
    assert alerts(node, "pl") == []
    with pytest.raises(UnknownName, match="word"):
        stands(node, "pl", first)
    assert len(node.act("de-drafter", "list_consultations")) == 1


def test_two_accounts_of_one_reply_stand_side_by_side(node: Node) -> None:
    first = request(node)
    node.clock.go(hours=40)
    step(node, first, "RL/DE/26/0001/STEP/O", step_taken="reply", refuses=True)
    node.clock.go(hours=20)
    denial = {"step_taken": "reply", "done_by": "DE", "did_not_happen": True}
    step(node, first, "RL/FR/26/0002/STEP/O", **denial)
    told = stands(node, "pl", first)
    assert sorted(stages(told)) == [(("DE",), ("replied",)), (("FR",), ("unanswered",))]
    ours = [view for view in told["views"] if view["reading"] == "transmission"]
    assert {tuple(view["accounts"]): view["outcomes"][0][1] for view in ours} == {
        ("DE",): "replied_refusing_applicability",
        ("FR",): "no_reply",
    }


def test_what_one_tells_of_anothers_step_stays_its_own_account(node: Node) -> None:
    first = request(node)
    step(node, first, "RL/PL/26/0001/STEP/O", step_taken="reply", done_by="DE")
    told = stands(node, "fr", first)
    assert stages(told) == [((), ("awaiting-reply",)), (("PL",), ("replied",))]


def test_a_meeting_is_called_joined_with_a_proviso_and_recorded(node: Node) -> None:
    first = request(node)
    node.clock.go(hours=49)
    step(node, first, "RL/FR/26/0002/STEP/O", step_taken="request-meeting")
    notice = {"step_taken": "meeting", "meeting_at": "2026-09-04T14:00:00Z", "presides": "PL"}
    agenda = {"agenda": {"lang": "en", "text": "The columns\nNotices in future"}}
    number = "RL/PL/26/0001/MEETING/O"
    made = word(node, "meeting", number, refers=[REQUEST], fields={**notice, **agenda})
    called = said(node, made, first)
    proviso = {"lang": "de", "text": "Ohne Anerkennung."}
    joins = [{"participant": "DE", "came": True, "without_prejudice": proviso}]
    made = word(node, "meeting", "RL/DE/26/0001/MEETING/O", refers=[REQUEST, number],
                fields=notice, entries=joins)  # fmt: skip
    said(node, made, first, called)
    (met,) = stands(node, "fr", first)["meetings"]
    assert (met["held"], met["meeting"]["agenda"]) == (False, ["The columns", "Notices in future"])
    assert stages(stands(node, "fr", first)) == [((), ("meeting-called",))]
    node.clock.at = dt.datetime(2026, 9, 4, 18)
    taken = {"lang": "en", "text": "Send the plan"}
    came = [
        {"participant": "FR", "came": True},
        {"participant": "DE", "came": True, "undertaken": taken, "undertaken_until": "2026-09-09"},
    ]
    made = word(node, "meeting", "RL/PL/26/0002/MEETING/O", refers=[REQUEST, number],
                fields={**notice, "was_held": True}, entries=came)  # fmt: skip
    said(node, made, first, called)
    told = stands(node, "fr", first)
    assert stages(told) == [((), ("meeting-held",))]
    (met,) = told["meetings"]
    assert met["outcome"] == "attended_without_prejudice"
    assert [(one["undertaking"]["owner"], one["stands"]) for one in met["undertakings"]] == [
        ("DE", "open")
    ]
    assert {each["party"] for each in met["meeting"]["attendance"]} == {"FR", "DE"}


def test_a_word_may_be_corrected_and_the_request_withdrawn(node: Node) -> None:
    first = request(node)
    number = "RL/DE/26/0001/STEP/O"
    reply = word(node, "step", number, refers=[REQUEST], fields={"step_taken": "reply"})
    there = said(node, reply, first)
    node.clock.go(hours=1)
    mended = replace(drafting.correct(reply, {"step_taken": "reply", "refuses": True}),
                     number="RL/DE/26/0002/STEP/C", access=TO_ALL)  # fmt: skip
    said(node, mended, there)
    outcomes = stands(node, "fr", first)["views"][0]["outcomes"]
    assert [outcome for _, outcome in outcomes] == ["replied_refusing_applicability"]
    before = stands(node, "fr", first, at="2026-09-01T12:30:00Z")["views"][0]["outcomes"]
    assert "replied_refusing_applicability" not in [outcome for _, outcome in before]
    made = word(node, "request", REQUEST, to=["DE"], fields=ASKED, entries=QUESTIONS)
    gone = replace(drafting.cancel(made), number="RL/FR/26/0002/CONSULT/X", access=TO_ALL)
    said(node, gone, first)
    assert node.act("de-drafter", "list_consultations")[0]["withdrawn"] is True
    before = len(alerts(node, "fr", "consultation"))
    node.clock.go(days=5)
    raise_alerts(node.bench)
    assert len(alerts(node, "fr", "consultation")) == before


def test_nobody_is_led_on_in_a_consultation_that_was_withdrawn(node: Node) -> None:
    first = request(node)
    made = word(node, "request", REQUEST, to=["DE"], fields=ASKED, entries=QUESTIONS)
    gone = replace(drafting.cancel(made), number="RL/FR/26/0002/CONSULT/X", access=TO_ALL)
    said(node, gone, first)
    node.clock.go(days=5)
    raise_alerts(node.bench)
    assert clocks(node, "de") == ["runs"]
    assert steps(node, "fr") == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"mechanism": "osce/vd-2011/none"}, "mechanism"),
        ({"step_taken": "reply"}, "step_taken: unusual-activities has none called 'reply'"),
    ],
)
def test_a_request_that_its_mechanism_does_not_know_does_not_go_out(
    node: Node, fields: dict[str, str], told: str
) -> None:
    with pytest.raises((SenderError, UnknownName), match=told):
        request(node, fields={**ASKED, **fields})


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"step_taken": "none"}, "none called 'none'"),
        ({"clock_meant": "none", "clock_done": "suspend"}, "clock_meant"),
        ({"step_taken": "reply", "entries": [{"question_number": "3"}]}, "no question 3"),
    ],
)
def test_a_step_that_is_not_there_does_not_go_out(
    node: Node, told: dict[str, Any], problem: str
) -> None:
    first = request(node)
    with pytest.raises(SenderError, match=problem):
        step(node, first, "RL/DE/26/0001/STEP/O", **told)


def test_a_step_of_no_consultation_does_not_go_out(node: Node) -> None:
    made = word(node, "step", "RL/DE/26/0001/STEP/O", fields={"step_taken": "reply"})
    with pytest.raises(WordFileError, match="refers to no word of the format"):
        said(node, made)


def sealed_elsewhere(node: Node, made: Word, *refers: str, marker: str = "real") -> str:
    """A word that no desk has looked at, in the log."""
    made = replace(made, marker=marker)  # type: ignore[arg-type]  # one of the three, as text
    payload = compose(
        log=LOG,
        by=made.by,
        made="2026-09-01T12:00:00Z",
        kind="consultation",
        marker=marker,
        access=ExchangeAccess("participants"),
        content={"word": content(made)},
        refers=list(refers),
    )
    sealed = json.loads(key_of(made.by).seal(payload).canonical())
    answer: str = node.act(f"{made.by.lower()}-keeper", "file_sealed", sealed=sealed)["word"]
    return answer


def test_a_word_that_is_not_in_the_form_hides_no_other(node: Node) -> None:
    first = request(node)
    made = word(node, "step", "RL/DE/26/0001/STEP/O", refers=[REQUEST],
                fields={"step_taken": "no-such-step"})  # fmt: skip
    odd = sealed_elsewhere(node, made, first, "0" * 64)
    raise_alerts(node.bench)
    told = stands(node, "fr", first)
    assert stages(told) == [((), ("awaiting-reply",))]
    assert told["not_in_the_form"] == [odd]


def test_a_step_of_an_exercise_does_nothing_in_what_is_real(node: Node) -> None:
    first = request(node)
    made = word(node, "step", "RL/DE/26/0001/STEP/O", refers=[REQUEST],
                fields={"step_taken": "reply"})  # fmt: skip
    sealed_elsewhere(node, made, first, marker="exercise")
    assert stages(stands(node, "fr", first)) == [((), ("awaiting-reply",))]


def test_what_is_asked_of_the_future_shows_no_word_before_its_release(node: Node) -> None:
    from detente.notifications.word import Later

    later = Access("named", ("DE",), Later("participants", "2026-10-01T00:00:00Z"))
    first = request(node, later)
    asking = {"at": "2026-11-01T00:00:00Z"}
    assert node.act("pl-drafter", "list_consultations", **asking) == []
    node.clock.at = dt.datetime(2026, 10, 1)
    (told,) = node.act("pl-drafter", "list_consultations", **asking)
    assert told["word"] == first
