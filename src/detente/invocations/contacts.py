"""Whom to reach at a party, and over which channels, as stated by whom; pings and calls made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BeforeValidator, Field, model_validator

from detente.invocations.stated import Stated
from detente.parties.channels import Channel, Trial
from detente.sources.notes import SourceNote
from detente.sources.source import Strict


def _hour(value: object) -> dt.time:
    """Read ``08:30`` as a time of day.

    Raises:
        ValueError: it is none. The sender acts.
    """
    try:
        time = value if isinstance(value, dt.time) else dt.time.fromisoformat(str(value))
    except ValueError:
        raise ValueError('not a time of day; write it as "08:30"') from None
    if time.tzinfo is not None:
        raise ValueError('a time of day has no offset here; write "08:30", and `time_zone`')
    return time


Hour = Annotated[dt.time, BeforeValidator(_hour)]


class Hours(Strict):
    """When a contact is on duty.

    Attributes:
        days: days of the week, Monday as 1.
        from_, to: from and until when on such a day; equal: the whole day; where `to` is the
            earlier, until that hour of the day after.
        time_zone: IANA name of the time zone in which they are meant.
    """

    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(
        default=(1, 2, 3, 4, 5, 6, 7), min_length=1
    )
    from_: Hour = Field(alias="from")
    to: Hour
    time_zone: str

    @model_validator(mode="after")
    def _known_zone(self) -> Hours:
        """Ask for a time zone that there is."""
        if self.time_zone not in available_timezones():
            problem = f"no time zone is called {self.time_zone!r}"
            raise ValueError(f"{problem}; write its IANA name, such as Europe/Vienna")
        return self


class Contact(Stated):
    """A point of contact: an office or a person who answers for a party.

    Attributes:
        id: its name.
        party: whom it answers for: a State by its code, or an organisation.
        role: what it is.
        mandate: what it may do and what not; empty: not stated.
        languages: language tags (BCP 47), such as ``en``; empty: not stated.
        hours: when it is on duty; None: not stated.
        channels: ids of the channels by which it is reached, of this directory or the library.
        deputy: id of the contact that stands in for it; empty: none is named.
        good_offices: whether it offers its good offices to others.
        ping_every_days: how often a ping is asked for; None: not stated.
        wait_minutes: how long an answer is waited for before one climbs on; None: not stated.
        pings: tries without a matter, which show that it can be reached.
        calls: calls about something.
    """

    id: str
    party: str = Field(min_length=1)
    role: str = Field(min_length=1)
    mandate: str = ""
    languages: tuple[str, ...] = ()
    hours: Hours | None = None
    channels: tuple[str, ...] = ()
    deputy: str = ""
    good_offices: bool = False
    ping_every_days: int | None = Field(default=None, ge=1)
    wait_minutes: int | None = Field(default=None, ge=1)
    pings: tuple[Trial, ...] = Field(default=(), alias="ping")
    calls: tuple[Trial, ...] = Field(default=(), alias="call")


class OwnChannel(Channel, Stated):
    """A channel that a party knows of by its own sources."""


class Directory(Strict):
    """Contacts and channels of one file or of several, put together.

    Attributes:
        contacts: by id, in the order of the files, which is that in which they are tried.
        channels: by id; those of the library are not among them.
        sources: the sources of the files, by id.
    """

    contacts: Mapping[str, Contact] = Field(default_factory=dict)
    channels: Mapping[str, OwnChannel] = Field(default_factory=dict)
    sources: Mapping[str, SourceNote] = Field(default_factory=dict)
