"""What was asked and what was answered, by an instant; three gradings stand apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.consultations.accounts import happenings, known
from detente.invocations.consultation import Consultation
from detente.invocations.questions import Grade, Grader
from detente.measures.answers import Answer

_CLOSED = ("answered", "not_applicable")


@dataclass(frozen=True)
class Asked:
    """How one question stands.

    Attributes:
        question: its id.
        text: it in words.
        said: what was said to it, in order.
        grades: how far it was answered, by each who has graded it; the latest word of each.
        open: whether it still waits for an answer, by the grading of the one who asked; None: an
            answer was given, and the one who asked has not graded it.
    """

    question: str
    text: str
    said: tuple[str, ...]
    grades: Mapping[Grader, Grade]
    open: Answer


def questions(consultation: Consultation, at: dt.datetime) -> tuple[Asked, ...]:
    """Tell how each question stands that was put by an instant."""
    return tuple(_questions(consultation, at))


def _questions(consultation: Consultation, at: dt.datetime) -> Iterator[Asked]:
    """Go through the questions."""
    there = {each.id for each in known(happenings(consultation), at)}
    for question in consultation.questions:
        if question.asked_in not in there:
            continue
        said = tuple(
            segment.text
            for segment in consultation.segments
            if question.id in segment.to and segment.said_in in there
        )
        graded = [
            each
            for each in consultation.gradings
            if each.question == question.id and each.at.earliest <= at
        ]
        ordered = sorted(graded, key=lambda each: each.at.earliest)
        grades = {each.grader: each.grade for each in ordered}
        yield Asked(question.id, question.text, said, grades, _open(said, grades.get("asker")))


def _open(said: tuple[str, ...], asker: Grade | None) -> Answer:
    """Tell whether a question still waits."""
    if asker is not None:
        return asker not in _CLOSED
    return None if said else True
