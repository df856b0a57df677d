"""Channels between parties: which lines there are, what they cover, when they were tried.

Détente is no hotline and calls nobody. It keeps what is known of the lines that exist, so that an
officer need not find out in a crisis that one is dead, or covers something else.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from detente.sources.source import Record, Strict
from detente.times.stated import When

Level = Literal[
    "watch", "operational", "diplomatic", "chiefs_of_defence", "ministers", "heads_of_government"
]
"""Who speaks over a channel, the nearest to the matter first: who is on duty; staffs and commands
that lead forces; embassies and foreign ministries; the heads of the armed forces; ministers; heads
of State or government. It is the order in which a ladder is climbed."""

LEVELS: tuple[Level, ...] = get_args(Level)

Result = Literal["answered", "no_answer", "not_through"]
"""How a try came out: the other side answered; it rang, or arrived, and nobody did; the line itself
did not carry it."""


class Trial(Strict):
    """One try of a contact or channel: a ping or test, or a call about something.

    Attributes:
        at: when; a span of days where the source says no more.
        result: how it came out; None: not stated, or not known yet.
        answered_at: when the other side answered; None: not stated.
        about: of a call, the id of the consultation that it belongs to, or a word on what; empty:
            not stated.
        times: how often in that span, as stated; empty: once.
        contested: whether another account says otherwise.
        stated_at: when it was stated, where that was later; before, it is not known.
        stated_by: those who state it.
        source: id of a source of the file; empty in the library, where it is that of the entry.
        note: what a reader must know about it; empty: nothing.
    """

    at: When
    result: Result | None = None
    answered_at: When | None = None
    about: str = ""
    times: str = ""
    contested: bool = False
    stated_at: When | None = None
    stated_by: tuple[str, ...] = Field(min_length=1)
    source: str = ""
    note: str = ""


class Channel(Strict):
    """A line over which parties reach one another.

    Attributes:
        id: its name.
        title: it in a few words.
        level: who speaks over it; None: not stated.
        parties: those at its ends: States, or organisations by their codes; empty: see `group`.
        group: id of the group of the library all of whose members it links; empty: see `parties`.
        ends: the offices at its ends, in words; empty: not stated.
        means: by what it goes, such as telephone; empty: not stated.
        coverage: what it is for and what it covers, in words; empty: not stated.
        triggers: on what it is to be used, as agreed; empty: no list is known.
        ambiguities: what is known to be unclear about it.
        since, until: when it began to work, and when it ended; None: not stated.
        test_every_days: how often a test is asked for; None: not stated.
        wait_minutes: how long an answer is waited for before one climbs on; None: not stated.
        tests: tries without a matter, in the order in which the file tells them.
        uses: calls about something.
    """

    id: str
    title: str
    level: Level | None = None
    parties: tuple[str, ...] = ()
    group: str = ""
    ends: str = ""
    means: str = ""
    coverage: str = ""
    triggers: tuple[str, ...] = ()
    ambiguities: tuple[str, ...] = ()
    since: When | None = None
    until: When | None = None
    test_every_days: int | None = Field(default=None, ge=1)
    wait_minutes: int | None = Field(default=None, ge=1)
    tests: tuple[Trial, ...] = Field(default=(), alias="test")
    uses: tuple[Trial, ...] = Field(default=(), alias="use")

    @model_validator(mode="after")
    def _between_some(self) -> Channel:
        """Ask for the parties at its ends, or for a group."""
        if bool(self.group) == bool(self.parties) or len(set(self.parties)) == 1:
            raise ValueError("between whom is not told; write two or more `parties`, or a `group`")
        return self


class DocumentedChannel(Channel, Record):
    """A channel as documents tell it: ``library/channels/<id>.toml``.

    Attributes:
        texts: instruments of the library that set it up or name it, by path.
    """

    texts: tuple[str, ...] = ()
