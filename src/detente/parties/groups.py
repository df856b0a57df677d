"""Organisations with dated membership, and the States of the past."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from detente.sources.source import Record, Strict


class Member(Strict):
    """One spell of membership.

    Attributes:
        state: ISO 3166-1 alpha-2 code, or a former State of the library.
        from_: first day of membership; where it is not known, the first on which it could be.
        from_latest: the day by which it was surely a member; between the two it cannot be told.
        to: first day on which it is no longer a member; absent: still a member.
        note: what is particular about it, such as a disputed or interrupted membership.
    """

    state: str = Field(pattern=r"^[A-Z]{2}$")
    from_: dt.date = Field(alias="from")
    from_latest: dt.date | None = None
    to: dt.date | None = None
    note: str = ""


class Group(Record):
    """An organisation or forum, or the parties of an instrument: ``library/parties/<id>.toml``.

    Attributes:
        id: the file's name.
        name: full name.
        code: how a row names it as the one that conducts an activity, such as ``NATO``; empty: it
            conducts none. An organisation so named is no party of an instrument between States.
        members: all spells of membership.
        complete: whether every member is named; where not, of a State that is neither named nor
            `outside` it cannot be told whether it is one.
        outside: States that have surely never been members; needed only where not complete.
        of_parties: whether it is the list of the parties of instruments, which has no members but
            by them; a what-if that takes such an instrument as in force widens it.
    """

    id: str
    name: str
    code: str = Field(default="", pattern=r"^([A-Z]{2,8})?$")
    members: tuple[Member, ...]
    complete: bool = True
    outside: tuple[str, ...] = ()
    of_parties: bool = False

    def on(self, day: dt.date) -> frozenset[str]:
        """Give the members on a day."""
        return frozenset(
            m.state for m in self.members if m.from_ <= day and (m.to is None or day < m.to)
        )


class State(Record):
    """A State that ISO 3166-1 no longer lists, known by its former code.

    Attributes:
        code: the former alpha-2 code, such as ``SU``.
        name: its name then.
        from_, to: the days from which and before which it existed.
        continued_by: code of the State that continued its membership of instruments; empty: none.
        note: who continued it, as stated by whom.
    """

    code: str = Field(pattern=r"^[A-Z]{2}$")
    name: str
    from_: dt.date = Field(alias="from")
    to: dt.date
    continued_by: str = ""
    note: str = ""
