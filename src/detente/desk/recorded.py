"""A consultation written down from its words, as a file of consultations tells one.

Every word is its author's account; what several say of one step stands side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.desk.outside import OF_CONSULTATIONS
from detente.exchange.check.sealed import Statement
from detente.instruments.mechanisms import Mechanism

__all__ = ["REQUEST", "Said", "record_of"]

Plain = dict[str, Any]
REQUEST, STEP, MEETING = (f"{OF_CONSULTATIONS}{name}" for name in ("request", "step", "meeting"))


@dataclass(frozen=True)
class Said:
    """One word of a consultation as it stands.

    Attributes:
        id: the statement in which it was first said.
        name: its number, or the beginning of that id.
        by: whose word it is.
        received: when the log received it first, in UTC.
        refers: ids of the statements that it refers to.
        word: it as it stands now, as a word is written.
    """

    id: str
    name: str
    by: str
    received: str
    refers: tuple[str, ...]
    word: Plain

    @property
    def fields(self) -> Plain:
        """Its fields."""
        return dict(self.word.get("fields", {}))

    @property
    def entries(self) -> list[Plain]:
        """The entries of its list."""
        return list(self.word.get("entries", ()))

    def stated(self) -> Plain:
        """Who states it, and in which word."""
        return {"stated_by": [self.by], "source": self.name}


def record_of(request: Said, said: list[Said], mechanism: Mechanism, first: Statement) -> Plain:
    """Write a consultation as a file of consultations tells it.

    Args:
        request: the word that opened it.
        said: the other words about it, in the order of the log.
        mechanism: the mechanism that it is under.
        first: the statement that opened it.
    """
    fields = request.fields
    to = request.word.get("to") or first.access.get("to", ())
    asking = list(dict.fromkeys([request.by, *fields.get("asking_together", ())]))
    steps = [each for each in said if each.word.get("format") == STEP]
    names = {each.id: each.name for each in (request, *steps) if _is_event(each)}
    opening = fields.get("step_taken") or next(s.id for s in mechanism.steps if s.opens)
    asked = {**fields, "step_taken": opening}
    events = [_event(request, asked, names)]
    events += [_event(each, each.fields, names) for each in steps if _is_event(each)]
    numbers = [str(each["question_number"]) for each in request.entries]
    return {
        "id": request.name,
        "title": f"{', '.join(asking)} to {', '.join(to) or 'all parties'}: {mechanism.title}",
        "mechanism": fields["mechanism"],
        "requesting": asking,
        "addressed": [each for each in to if each not in asking],
        "chair": fields.get("presides", ""),
        "concern": _text(fields.get("cause_of_concern")),
        "event": _side_by_side(events),
        "meeting": list(_meetings([e for e in said if e.word.get("format") == MEETING])),
        "question": [
            {"id": str(each["question_number"]), "asked_in": request.name,
             "text": _text(each["question_words"])}
            for each in request.entries
        ],
        "segment": [one for each in steps for one in _segments(each, numbers)],
        "grading": [one for each in steps for one in _gradings(each, numbers, asking, to)],
        "sources": {
            each.name: {
                "id": each.name,
                "title": f"Word {each.name} of {each.by}, received {each.received}",
                "standing": "official",
                "by": each.by,
            }
            for each in (request, *said)
        },
    }  # fmt: skip


def _is_event(each: Said) -> bool:
    """Tell whether a word tells of a step or an act on a clock; it may also only grade."""
    return each.word.get("format") == REQUEST or bool(
        each.fields.get("step_taken") or each.fields.get("clock_meant")
    )


def _event(each: Said, fields: Plain, names: Mapping[str, str]) -> Plain:
    """Write a word as an event."""
    happened = str(fields.get("happened_at") or each.received)
    answered = [names[one] for one in each.refers if one in names and one != each.id]
    doer = str(fields.get("done_by") or each.by)
    told: Plain = {
        "id": each.name,
        "by": doer,
        "at": happened,
        "happened": not fields.get("did_not_happen", False),
        "refuses": bool(fields.get("refuses", False)),
        "contested": bool(fields.get("denied_by_others", False)) or doer != each.by,
        "note": _text(fields.get("words_said")),
        **each.stated(),
    }
    if fields.get("step_taken"):
        told["step"] = fields["step_taken"]
        told["answers"] = answered[-1] if len(answered) > 1 else ""
    else:
        told |= {"clock": fields["clock_meant"], "act": fields.get("clock_done", "suspend")}
    if happened != each.received:
        told["stated_at"] = each.received
    return told | {
        name: fields[name] for name in ("received_at", "notified_at", "in_time") if name in fields
    }


def _side_by_side(events: list[Plain]) -> list[Plain]:
    """Let a step that somebody denies, and the denial, stand as two accounts."""
    denied = {(each["step"], each["by"]) for each in events if not each["happened"]}
    return [
        each | {"contested": each["contested"] or (each.get("step"), each["by"]) in denied}
        for each in events
    ]


def _segments(each: Said, numbers: list[str]) -> Iterator[Plain]:
    """Go through what a word says to numbered questions."""
    for index, entry in enumerate(each.entries, 1):
        if entry.get("answer_words") and _is_event(each):
            number = str(entry["question_number"])
            told = {"id": f"{each.name} {index}", "said_in": each.name}
            to = [number] if number in numbers else []
            yield {**told, "text": _text(entry["answer_words"]), "to": to}


def _gradings(
    each: Said, numbers: list[str], asking: Iterable[str], to: Iterable[str]
) -> Iterator[Plain]:
    """Go through how far questions were answered, as the author of a word sees it."""
    grader = "asker" if each.by in asking else "replier" if each.by in to else "neutral"
    for entry in each.entries:
        number = str(entry["question_number"])
        if "how_far" in entry and number in numbers:
            told = {"question": number, "grader": grader, "grade": entry["how_far"]}
            yield {**told, "at": each.received, **each.stated()}


def _meetings(said: list[Said]) -> Iterator[Plain]:
    """Go through the meetings: each notice with what was said on it later."""
    ids = {each.id for each in said}
    for notice in said:
        if ids & set(notice.refers):
            continue
        about = [notice, *(each for each in said if notice.id in each.refers)]
        yield _meeting(notice, about)


def _meeting(notice: Said, about: list[Said]) -> Plain:
    """Write a meeting; the last record of it tells what its notice did not."""
    records = [each for each in about if each.fields.get("was_held")]
    fields = {**notice.fields, **(records[-1].fields if records else {})}
    told: Plain = {
        "id": notice.name,
        "step": fields["step_taken"],
        "at": fields["meeting_at"],
        "held": bool(records),
        "chair": fields.get("presides", ""),
        "place": _text(fields.get("meeting_place")),
        "agenda": [line for line in _text(fields.get("agenda")).splitlines() if line],
        "invited": list(fields.get("invited", ())),
        "record": _text(fields.get("meeting_record")),
        "attendance": list(_attendance(about)),
        "undertaking": list(_undertakings(about)),
        "contested": bool(fields.get("denied_by_others", False)),
        **(records[-1] if records else notice).stated(),
    }
    if not notice.fields.get("was_held"):
        told["called_at"] = notice.received
    if records:
        told["stated_at"] = records[-1].received
    return told | ({"next": fields["next_meeting"]} if "next_meeting" in fields else {})


def _attendance(about: list[Said]) -> Iterator[Plain]:
    """Go through who comes; what its coming does not mean, each party says of itself."""
    by_party: dict[str, Plain] = {}
    for own in (False, True):  # its own word is read last, and stands
        for each in about:
            for entry in each.entries:
                party = str(entry["participant"])
                if "came" in entry and (party == each.by) is own:
                    proviso = _text(entry.get("without_prejudice"))
                    reason = _text(entry.get("why_absent"))
                    told = {"party": party, "came": entry["came"]}
                    by_party[party] = {**told, "without_prejudice": proviso, "reason": reason}
    yield from by_party.values()


def _undertakings(about: list[Said]) -> Iterator[Plain]:
    """Go through what was undertaken."""
    for each in about:
        for entry in each.entries:
            if "undertaken" in entry:
                told = {"what": _text(entry["undertaken"]), "owner": entry["participant"]}
                days = {"due": "undertaken_until", "done": "undertaken_done"}
                yield told | {key: entry[name] for key, name in days.items() if name in entry}


def _text(value: Any) -> str:
    """Give a free text without its language; empty where it is not stated."""
    return str(value["text"]) if isinstance(value, Mapping) else str(value or "")
