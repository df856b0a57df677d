"""The shape of an agreed text, which `library/` fills: provisions, levels, clocks, exceptions."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from detente.sources.source import Record, Strict

Duty = Literal[
    "notify",
    "notify-voluntarily",
    "invite",
    "inform",
    "report",
    "forecast",
    "limit",
    "avoid",
    "conduct",
    "consult",
    "verify",
]
"""What a provision asks: formal word before or when it happens (notify), observers (invite), prompt
information (inform), a periodic return (report), an annual calendar (forecast), a ceiling (limit),
to keep away or abstain (avoid), rules of behaviour (conduct), consultation, verification."""

Operator = Literal["at_least", "more_than", "at_most", "less_than"]
OPERATORS: tuple[Operator, ...] = ("at_least", "more_than", "at_most", "less_than")

YEAR = "calendar_year"
"""The kind of a year of a party: its duties fall, and who is bound is judged, on their due day."""

MonthDay = str
"""A day of every year, written ``11-15``."""


class FactIs(Strict):
    """A condition on a stated fact: a yes-or-no fact `is` so, or a choice lies `in` a list."""

    fact: str
    is_: bool | None = Field(default=None, alias="is")
    in_: tuple[str, ...] = Field(default=(), alias="in")

    @model_validator(mode="after")
    def _one_form(self) -> FactIs:
        """Ask for exactly one of the two forms."""
        if (self.is_ is None) == (not self.in_):
            raise ValueError("give exactly one of `is` and `in`")
        return self


class OtherReading(Strict):
    """Another reading of a level that somebody holds; kept beside the main one, never merged."""

    operator: Operator
    value: int
    held_by: str
    seen_in: tuple[str, ...] = ()


class Level(Strict):
    """One measure compared with one number.

    Attributes:
        measure: a measure of ``library/measures.toml``, in that measure's unit.
        at_least, more_than, at_most, less_than: the number; exactly one of the four is given.
        counts: what is counted, where the text says so.
        facts: facts without which this level (not the others) does not bear.
        other_readings: other readings of the comparator or the number, and who holds them.
    """

    measure: str
    at_least: int | None = None
    more_than: int | None = None
    at_most: int | None = None
    less_than: int | None = None
    counts: str = ""
    facts: tuple[FactIs, ...] = ()
    other_readings: tuple[OtherReading, ...] = ()

    @model_validator(mode="after")
    def _one_operator(self) -> Level:
        """Ask for exactly one comparison."""
        if sum(getattr(self, name) is not None for name in OPERATORS) != 1:
            raise ValueError(f"give exactly one of {', '.join(OPERATORS)}")
        return self

    @property
    def operator(self) -> Operator:
        """Which of the four comparisons is meant."""
        return next(name for name in OPERATORS if getattr(self, name) is not None)

    @property
    def value(self) -> int:
        """The number compared with, in the measure's unit."""
        return int(getattr(self, self.operator))


class Duration(Strict):
    """A condition on how long the activity lasts, from its start to its end.

    Attributes:
        operator: ``more_than`` or ``at_most``; elapsed time, never calendar days.
        hours, days: the length; exactly one is given; a day is 24 hours.
    """

    operator: Literal["more_than", "at_most"]
    hours: int | None = None
    days: int | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Duration:
        """Ask for exactly one unit."""
        if (self.hours is None) == (self.days is None):
            raise ValueError("give exactly one of `hours` and `days`")
        return self

    @property
    def length(self) -> dt.timedelta:
        """The length as elapsed time."""
        return dt.timedelta(hours=self.hours or 0, days=self.days or 0)


class Season(Strict):
    """A part of every year, both days included; `from` is not later than `to`."""

    from_: MonthDay = Field(alias="from", pattern=r"^\d\d-\d\d$")
    to: MonthDay = Field(pattern=r"^\d\d-\d\d$")


class Counter(Strict):
    """A limit on how many activities that meet the provision's levels there may be.

    Attributes:
        max: the most there may be; more is what the provision speaks to.
        calendar_years: counted within so many consecutive calendar years.
        simultaneous: counted at one time.
        per: whose activities are counted together.
        or_per: whose, by another reading of the text; where the two differ, it cannot be told.
    """

    max: int
    calendar_years: int | None = None
    simultaneous: bool = False
    per: tuple[Literal["obligor", "host"], ...] = ("obligor",)
    or_per: tuple[Literal["obligor", "host"], ...] = ()

    @model_validator(mode="after")
    def _one_window(self) -> Counter:
        """Ask for exactly one window."""
        if (self.calendar_years is None) == (not self.simultaneous):
            raise ValueError("give exactly one of `calendar_years` and `simultaneous = true`")
        return self


class Notice(Strict):
    """How far before (or after) a moment something is due: exactly one unit.

    Attributes:
        hours: elapsed hours.
        days: calendar days in UTC.
        months: calendar months; a day that the month does not have is its last day.
    """

    hours: int | None = None
    days: int | None = None
    months: int | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Notice:
        """Ask for exactly one unit."""
        if sum(unit is not None for unit in (self.hours, self.days, self.months)) != 1:
            raise ValueError("give exactly one of `hours`, `days` and `months`")
        return self


class Annual(Strict):
    """Due on a day of a year, so many years before the one in which the activity starts."""

    day: MonthDay = Field(pattern=r"^\d\d-\d\d$")
    years_before: int = 0


class Clock(Record):
    """When a duty falls due.

    Attributes:
        id: paragraph number, unique in the instrument among clocks.
        gist: the rule in our own words.
        before, after: notice before or after `of`; ``days`` counts calendar days in UTC, ``hours``
            counts elapsed hours. Neither: due at `of` itself.
        annual: due on a fixed day of the year instead.
        of: the moment of the activity that the clock is set by.
        done: the column that tells when (or, for ``in_calendar``, whether) the duty was done.
        facts: facts without which this clock does not run (for a clock named by `unless`).
        unless: id of another clock that runs instead where that one's facts hold.
        as_a_rule: the text says "as a rule", "desirable" or the like; the date is no hard limit.
        reading: how the days are counted, in words.
    """

    id: str
    gist: str
    before: Notice | None = None
    after: Notice | None = None
    annual: Annual | None = None
    of: Literal["starts", "ends"] = "starts"
    done: Literal["", "notified_at", "observers_invited_at", "in_calendar"] = ""
    facts: tuple[FactIs, ...] = ()
    unless: str = ""
    as_a_rule: bool = False
    reading: str = ""

    @model_validator(mode="after")
    def _one_rule(self) -> Clock:
        """Ask for at most one rule."""
        if sum(rule is not None for rule in (self.before, self.after, self.annual)) > 1:
            raise ValueError("give at most one of `before`, `after` and `annual`")
        return self

    @property
    def counted_in_days(self) -> bool:
        """Whether what is due is a day, not an instant; only a clock of hours gives an instant."""
        notice = self.before or self.after
        return notice is None or notice.hours is None


class Except(Record):
    """An exception: where its facts and duration hold, provisions that name it do not bear."""

    id: str
    gist: str
    facts: tuple[FactIs, ...] = ()
    lasting: Duration | None = None

    @model_validator(mode="after")
    def _some_condition(self) -> Except:
        """Ask for a condition; without one it would always hold."""
        if not self.facts and self.lasting is None:
            raise ValueError("give `facts`, `lasting`, or both")
        return self


class Provision(Record):
    """One provision of an instrument.

    Attributes:
        id: paragraph or article number as text, unique in the instrument.
        title: a few words for tables.
        gist: the rule in our own words.
        duty: what it asks.
        kinds: kinds of activity it addresses; empty: it is data, and is not evaluated.
        bearer: who is bound, the State that conducts the activity or its host.
        obligors: States that alone bear the duty; empty: every party.
        spared: States that do not bear it although they are parties.
        addressees: to whom the duty is owed, in words; empty: all other parties.
        channel: by which channel, in words.
        zone: zone of application that the activity must lie in; empty: anywhere.
        any_of: levels of which one is enough; all_of: levels that must all be reached.
        facts: facts that must all hold.
        lasting: how long the activity must last.
        season: part of the year that it must touch.
        unless: ids of exceptions.
        counter: a limit on the number of such activities.
        clock: id of the clock; empty: no time limit.
        valid_from, valid_to: days from which and before which it holds, within the instrument's
            own; absent: as long as the instrument.
        next_step: what a State may do next, in words.
    """

    id: str
    title: str
    gist: str
    duty: Duty
    kinds: tuple[str, ...] = ()
    bearer: Literal["obligor", "host"] = "obligor"
    obligors: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    addressees: str = ""
    channel: str = ""
    zone: str = ""
    any_of: tuple[Level, ...] = ()
    all_of: tuple[Level, ...] = ()
    facts: tuple[FactIs, ...] = ()
    lasting: Duration | None = None
    season: Season | None = None
    unless: tuple[str, ...] = ()
    counter: Counter | None = None
    clock: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    next_step: str = ""

    @property
    def levels(self) -> tuple[Level, ...]:
        """Every level, of either kind."""
        return self.any_of + self.all_of

    @property
    def yearly(self) -> bool:
        """Whether it is a duty of a year, which falls on its due day."""
        return self.kinds == (YEAR,) and bool(self.clock)


class Interval(Strict):
    """From a day (included) to a day (not included); `to` absent: still so.

    `from_latest` is the day by which it had surely begun, where the first is not known.
    """

    from_: dt.date = Field(alias="from")
    from_latest: dt.date | None = None
    to: dt.date | None = None


class Party(Strict):
    """A party, or all members of an organisation as its membership stood on each day.

    Attributes:
        state: ISO 3166-1 alpha-2 code, or a former State of the library.
        group: id of a file in ``library/parties``; exactly one of the two is given.
        from_, to: first day, and the day before which it ends; absent: with the instrument.
    """

    state: str = ""
    group: str = ""
    from_: dt.date | None = Field(default=None, alias="from")
    to: dt.date | None = None

    @model_validator(mode="after")
    def _one(self) -> Party:
        """Ask for exactly one of the two."""
        if bool(self.state) == bool(self.group):
            raise ValueError("give exactly one of `state` and `group`")
        return self


StatusKind = Literal["suspended", "not-performed", "withdrawn", "refused"]
"""Between two parties: performance suspended; not performed though not renounced; withdrawn;
refused because the obligor does not accept the other as a party."""


class Status(Record):
    """A dated departure from "in force between these two", with its ground.

    Attributes:
        obligor: who no longer performs, as a State or group id.
        obligees: towards whom; ``*`` for every other party.
        kind: what happened.
        ground: ground given, in our own words.
        from_, to: from a day, until before a day; absent `to`: still so. Absent `from` is not
            allowed: where the day is not known, give the first day on which it could be and set
            `from_latest`.
        from_latest: the day by which it certainly held; between the two nothing can be told.
        disputed_by: who disputes it; a disputed suspension makes a finding "cannot be told".
        claimed_by: who says so where the obligor itself has not; then it cannot be told either.
        provisions: ids that it is limited to; empty: the whole instrument.
    """

    obligor: str
    obligees: tuple[str, ...]
    kind: StatusKind
    ground: str
    from_: dt.date = Field(alias="from")
    from_latest: dt.date | None = None
    to: dt.date | None = None
    disputed_by: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


class Instrument(Record):
    """An agreed text as a whole.

    Attributes:
        title, short: full title; the form used in tables.
        force: politically binding, legally binding, or voluntary.
        forum: who deals with it; empty: none.
        adopted: day of adoption or signature; absent: not known.
        in_force: intervals in which it is in force; empty: never was.
        parties: who is bound, and when.
        predecessor: path of the instrument it replaced; empty: none.
        withdrawal: the withdrawal clause, in words.
        functions: what it does for the parties.
    """

    title: str
    short: str
    force: Literal["political", "legal", "voluntary"]
    forum: str = ""
    adopted: dt.date | None = None
    in_force: tuple[Interval, ...] = ()
    parties: tuple[Party, ...]
    predecessor: str = ""
    withdrawal: str = ""
    functions: tuple[
        Literal["notify", "inform", "invite", "inspect", "consult", "limit", "link"], ...
    ] = ()
