"""From words of time to rules: which days, which hours, from when until when, except when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from detente.notices.time_words import CENTURY, Words

Minutes = int
"""Minutes after midnight."""


class Day(NamedTuple):
    """A day as it is named: month and year only where they are stated."""

    day: int
    month: int | None = None
    year: int | None = None


class Hour(NamedTuple):
    """A time of day: minutes after midnight, or after sunrise or sunset."""

    minutes: Minutes
    sun: str = ""


class Instant(NamedTuple):
    """A day and a time of it."""

    day: Day
    minutes: Minutes


@dataclass(slots=True)
class Rule:
    """Times that are told together.

    Attributes:
        days: from and to, both included; a bound that is None is open.
        week: days of the week, Monday is 0; with `days`: those of them.
        hours: from and to on each day.
        spans: from instant to instant; None: in progress, or until further notice.
        less_days: days left out.
        less_week: days of the week left out.
        holidays: whether holidays, which no list here names, are left out.
        alternate: a reserve.
        week_span: from a time on one day of the week to a time on another.
        start: where its first word stands.
        end: where its last word ends.
    """

    days: list[tuple[Day | None, Day | None]] = field(default_factory=list)
    week: set[int] = field(default_factory=set)
    hours: list[tuple[Hour, Hour]] = field(default_factory=list)
    spans: list[tuple[Instant | None, Instant | None]] = field(default_factory=list)
    less_days: list[tuple[Day | None, Day | None]] = field(default_factory=list)
    less_week: set[int] = field(default_factory=set)
    holidays: bool = False
    alternate: bool = False
    week_span: tuple[int, Minutes, int, Minutes] | None = None
    start: int = 0
    end: int = 0

    @property
    def said(self) -> bool:
        """Whether it says anything."""
        return bool(self.days or self.week or self.hours or self.spans or self.week_span)


_ITEM = re.compile(
    r"(?P<span>gm?y?[rU]+gm?y?|trt|dm?y?c[rU]+dm?y?cy?|mdc[rU]mdc|ic[rU]ic|ci[rU]ci)"
    r"|(?P<began>gm?y?a?(?=UF))"
    r"|(?P<until>P?r?U+(?:gm?y?|ic?|dm?y?|md))|(?P<open>[UP]*U?F|P)"
    r"|(?P<weekspan>wcrwc)|(?P<hours>[cs]r+[cs]|h)"
    r"|(?P<since>dm?y?a?(?=UF))"
    r"|(?P<days>iri|dm?y?r+dm?y?|md(?:y)?r+m?d(?:y)?|i|md|dm?y?)"
    r"|(?P<week>wrw|w)|(?P<except>X)|(?P<holiday>H)|(?P<alternate>A)|(?P<stop>\.)"
)


class _Months:
    """The month and year of each day, told before it or behind it."""

    def __init__(self, words: Words, *, near: bool) -> None:
        """Go through the words once.

        Args:
            words: of one text.
            near: a month behind days holds for those since the last hours only, as in item D.
        """
        self._months: dict[int, tuple[int, int | None]] = {}
        letters, values = words.letters, words.values
        first = letters.find("m")
        behind = (
            first > 0 and letters[first - 1] in "dgc" and letters[:first].rstrip("c")[-1:] in "dg"
        )
        pending: list[int] = []
        current: tuple[int, int | None] | None = None
        for at, letter in enumerate(letters):
            if letter in "dg":
                if current and not behind:
                    self._months[at] = current
                else:
                    pending.append(at)
            elif letter == "m":
                current = int(str(values[at])), self._year(words, at)
                if behind:
                    self._months.update(dict.fromkeys(pending, current))
                    pending = []
            elif letter == "." and not near:
                current = current if behind else None
                pending = [place for place in pending if letters[place] == "g"]
            elif letter in "cs" and near and behind and letters[at - 1 : at] == "r":
                pending = []
        if behind and current and near is False:
            for at in pending:
                self._months.setdefault(at, current)

    @staticmethod
    def _year(words: Words, at: int) -> int | None:
        """Give the year right behind a month."""
        after = words.letters[at + 1 : at + 4]
        skip = after.find("y") if after.lstrip("dr").startswith("y") or after[:1] == "y" else -1
        return int(str(words.values[at + 1 + skip])) if skip >= 0 else None

    def day(self, number: int, at: int) -> Day:
        """Give a day with the month that holds for it."""
        month, year = self._months.get(at, (None, None))
        return Day(number, month, year)


class _Reader:
    """Rules as they grow, word by word."""

    def __init__(self, words: Words, *, near: bool) -> None:
        """Begin with none."""
        self.words = words
        self._months = _Months(words, near=near)
        self._rule, self._order = Rule(), ""
        self._excepting, self._alternate = False, False
        self._rules: list[Rule] = []

    def read(self) -> list[Rule]:
        """Read all rules."""
        for match in _ITEM.finditer(self.words.letters):
            kind = match.lastgroup or ""
            if kind == "stop":
                self._excepting = False
                continue
            getattr(self, f"_take_{kind}")(match.start(), match.end())
            if self._rule.said:
                self._rule.end = self.words.ends[match.end() - 1]
        self._flush()
        _share(self._rules, self._order)
        return self._rules

    def _flush(self) -> None:
        """End the rule at hand."""
        if self._rule.said:
            self._rules.append(self._rule)
        self._rule = Rule(alternate=self._alternate)
        self._excepting = False

    def _open(self, at: int) -> Rule:
        """Give the rule at hand, with its place."""
        if not self._rule.said:
            self._rule.start = self.words.starts[at]
        return self._rule

    def _instant(self, at: int, end: int) -> Instant | None:
        """Read an instant in one of its spellings."""
        letters, values = self.words.letters, self.words.values
        day, minutes = None, None
        for place in range(at, end):
            letter, value = letters[place], values[place]
            if letter == "g":
                number, minutes = pair_of(value)
                day = self._months.day(number, place)
            elif letter == "d":
                day = self._months.day(int(str(value)), place)
            elif letter == "c":
                minutes = int(str(value))
            elif letter == "i":
                day = _date(str(value))
            elif letter == "t":
                text = str(value)
                day = Day(int(text[4:6]), int(text[2:4]), CENTURY + int(text[:2]))
                minutes = int(text[6:8]) * 60 + int(text[8:])
        return Instant(day, minutes) if day and minutes is not None else None

    def _take_span(self, at: int, end: int) -> None:
        """Take a stretch from instant to instant."""
        parting = re.search(r"[rU]", self.words.letters[at:end])
        middle = at + (parting.start() if parting else 0)
        start, stop = self._instant(at, middle), self._instant(middle + 1, end)
        if start and stop and self.words.letters[end - 1] == "y":
            year = int(str(self.words.values[end - 1]))
            stop = stop._replace(day=stop.day._replace(year=year))
        if start and stop:
            if self._rule.days or self._rule.hours or self._rule.week:
                self._flush()
            self._open(at).spans.append((start, stop))

    def _take_began(self, at: int, end: int) -> None:
        """Take a beginning whose end is open."""
        self._flush()
        self._open(at).spans.append((self._instant(at, end), None))

    def _take_since(self, at: int, end: int) -> None:
        """Take a first day whose last is open."""
        self._flush()
        day = self._months.day(int(str(self.words.values[at])), at)
        self._open(at).days.append((day, None))

    def _take_until(self, at: int, end: int) -> None:
        """Take an end whose beginning is not stated, or is the hours and days before it."""
        stop = self._instant(at, end)
        if stop:
            self._flush()
            self._open(at).spans.append((None, stop))
            return
        day = next((self._day(i) for i in range(at, end) if self.words.letters[i] in "di"), None)
        if day:
            if self._rule.spans:
                self._flush()
            rule = self._open(at)
            first = None
            if rule.days and rule.days[-1][0] == rule.days[-1][1]:
                first = rule.days.pop()[0]
            rule.days.append((first, day))

    def _take_open(self, at: int, end: int) -> None:
        """Take until further notice, or in progress."""
        if not self._rules and not self._rule.said and "F" in self.words.letters[at:end]:
            self._open(at).spans.append((None, None))

    def _take_weekspan(self, at: int, end: int) -> None:
        """Take a stretch from one day of the week to another."""
        self._flush()
        values = [int(str(self.words.values[i])) for i in (at, at + 1, at + 3, at + 4)]
        self._open(at).week_span = (values[0], values[1], values[2], values[3])

    def _take_hours(self, at: int, end: int) -> None:
        """Take hours of a day."""
        rule = self._rule
        if self._excepting and len(rule.less_days) > 1:
            day = rule.less_days.pop()
            self._flush()
            self._open(at).days.append(day)
            self._order = "days"
        elif (self._order == "hours" and (rule.days or rule.week)) or rule.spans:
            self._flush()
        self._order = self._order or ("days" if rule.days or rule.week else "hours")
        self._excepting = False
        if self.words.letters[at] == "h":
            pair = Hour(0), Hour(1440)
        else:
            pair = self._hour(at), self._hour(end - 1)
        self._open(at).hours.append(pair)

    def _hour(self, at: int) -> Hour:
        """Give a time of day."""
        value = self.words.values[at]
        if self.words.letters[at] == "c":
            return Hour(int(str(value)))
        text = str(value)
        digits = re.search(r"\d+", text)
        minutes = int(digits[0]) if digits else 0
        if re.search("MINUS|-", text):
            minutes = -minutes
        return Hour(minutes, "rise" if text.startswith(("SR", "SUNR")) else "set")

    def _take_days(self, at: int, end: int) -> None:
        """Take days."""
        days = [self._day(i) for i in range(at, end) if self.words.letters[i] in "di"]
        if not days:
            return
        pair = days[0], days[-1]
        if self._excepting:
            self._rule.less_days.append(pair)
            return
        if (self._rule.hours and self._order == "days") or self._rule.spans:
            self._flush()
        self._order = self._order or ("hours" if self._rule.hours else "days")
        self._open(at).days.append(pair)

    def _day(self, at: int) -> Day:
        """Give a day."""
        value = self.words.values[at]
        if self.words.letters[at] == "i":
            return _date(str(value))
        return self._months.day(int(str(value)), at)

    def _take_week(self, at: int, end: int) -> None:
        """Take days of the week."""
        values = [int(str(self.words.values[i])) for i in range(at, end, 2)]
        first, last = values[0], values[-1]
        week = {(first + i) % 7 for i in range((last - first) % 7 + 1)}
        if self._excepting:
            self._rule.less_week |= week
            return
        if (self._rule.hours and self._order == "days") or self._rule.spans:
            self._flush()
        self._order = self._order or ("hours" if self._rule.hours else "days")
        self._open(at).week |= week

    def _take_except(self, at: int, end: int) -> None:
        """Take note that what follows is left out."""
        self._excepting = True

    def _take_holiday(self, at: int, end: int) -> None:
        """Take note of holidays."""
        if self._excepting:
            self._rule.holidays = True

    def _take_alternate(self, at: int, end: int) -> None:
        """Take note that what follows is a reserve."""
        self._flush()
        self._alternate = self._rule.alternate = True


def pair_of(value: object) -> tuple[int, int]:
    """Give day and minutes of a word ``g``.

    Args:
        value: of the word.
    """
    assert isinstance(value, tuple)
    return value[0], value[1]


def _date(text: str) -> Day:
    """Read a date in digits, year first or last."""
    if text[4] == "-":
        return Day(int(text[8:]), int(text[5:7]), int(text[:4]))
    day, month, year = text.split(".")
    return Day(int(day), int(month), int(year))


def _share(rules: list[Rule], order: str) -> None:
    """Let rules that lack days or hours have those of their neighbours."""
    for before, rule in pairwise(rules):
        if rule.alternate and not before.alternate and rule.days and not rule.hours:
            rule.hours = list(before.hours)
    if order == "hours":
        for rule, after in zip(rules[-2::-1], rules[:0:-1], strict=False):
            if rule.hours and not rule.days and after.days:
                rule.days = list(after.days)
                rule.holidays = rule.holidays or after.holidays


def rules(found: Words, *, near: bool = False) -> list[Rule]:
    """Read the rules that words of time make.

    Args:
        found: the words of one text.
        near: a month behind days holds for those since the last hours only, as in item D.
    """
    return _Reader(found, near=near).read()
