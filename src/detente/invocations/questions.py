"""Questions put in a request, what a reply says to each, and three gradings that stay apart."""

from __future__ import annotations

from typing import Literal

from detente.invocations.stated import Stated
from detente.sources.source import Strict
from detente.times.stated import When

Grade = Literal["answered", "partly", "not_answered", "refused", "not_applicable"]
"""How far a question was answered, by the one who grades."""

Grader = Literal["asker", "replier", "neutral"]
"""Who grades: the party that asked, the one that replied, a reader who is neither."""


class Question(Strict):
    """A question that was put.

    Attributes:
        id: its number, such as ``3`` or ``3.1``.
        text: the question in words.
        asked_in: id of the event in which it was put.
        paraphrase: whether the words are the reporter's.
    """

    id: str
    text: str
    asked_in: str
    paraphrase: bool = False


class Segment(Strict):
    """A part of a reply, and the questions that it speaks to.

    Attributes:
        id: its name.
        text: it in words.
        said_in: id of the event in which it was said.
        to: ids of the questions it speaks to; empty: to none of them.
        paraphrase: whether the words are the reporter's.
    """

    id: str
    text: str
    said_in: str
    to: tuple[str, ...] = ()
    paraphrase: bool = False


class Grading(Stated):
    """How far one question was answered, as one grader sees it.

    Attributes:
        question: id of the question.
        grader: in what capacity it is graded.
        grade: how far.
        at: when it was graded.
    """

    question: str
    grader: Grader
    grade: Grade
    at: When
