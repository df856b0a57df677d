"""The library as read: instruments with their chapters, the words they use, and status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import Field, model_validator

from detente.errors import UnknownName
from detente.instruments.formats import Format, Labels, Numbering
from detente.instruments.mechanisms import Mechanism
from detente.instruments.provisions import Clock, Except, Instrument, Provision, Status
from detente.instruments.zones import Zone
from detente.parties.channels import DocumentedChannel
from detente.parties.groups import Group, State
from detente.sources.source import Strict

P = ParamSpec("P")
T = TypeVar("T")

MOST = 4096
"""How much of one kind is kept with a library."""


class Measure(Strict):
    """A measure of an activity: its unit and what is counted.

    Attributes:
        of_counterpart: it speaks of one certain other State, the counterpart; where a row does not
            say which, its figure answers nothing.
    """

    unit: str
    definition: str
    of_counterpart: bool = False


class Fact(Strict):
    """A fact of an activity: yes or no when `choices` is empty, else one of the choices.

    Attributes:
        of_counterpart: as of a measure.
    """

    definition: str
    choices: tuple[str, ...] = ()
    of_counterpart: bool = False


class Kind(Strict):
    """A kind of activity; a text alone is its definition.

    Attributes:
        of_counterpart: such an activity has to do with one certain other State, the counterpart.
    """

    definition: str
    of_counterpart: bool = False

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: object) -> object:
        """Take a text as the definition."""
        return {"definition": given} if isinstance(given, str) else given


class Case(Strict):
    """A lawyer's case: what is given, and what must be found.

    Attributes:
        name: the case in words.
        provision: id of the provision it tries.
        given: columns of one activity row, as a CSV file would state them.
        others: further activities of the same frame, each laid over `given`.
        expect: the finding; only the keys given are compared.
    """

    name: str
    provision: str
    given: dict[str, object]
    others: tuple[dict[str, object], ...] = ()
    expect: dict[str, object]


class Chapter(Strict):
    """One file of provisions, clocks and exceptions."""

    provision: tuple[Provision, ...] = ()
    clock: tuple[Clock, ...] = ()
    exception: tuple[Except, ...] = ()


class CaseFile(Strict):
    """One file of cases; `defaults` is laid under every case's `given`."""

    defaults: dict[str, object] = Field(default_factory=dict)
    case: tuple[Case, ...]


DECLARATIONS = "declarations"
"""The folder of the forms in which parties declare what no agreed text asks them to."""


@dataclass(frozen=True, eq=False)
class Text:
    """An instrument with everything that its folder holds; one is the same only as itself.

    Attributes:
        path: its name, the path of its folder, such as ``osce/vd-2011``.
        instrument: the instrument as a whole.
        provisions, clocks, exceptions: by id, in file order.
        status: dated departures between parties.
        cases: its cases, each with its defaults laid under.
        formats: formats of the words that it asks for, by id.
        numbering: how those words are numbered; None: it has no formats.
        mechanisms: its mechanisms of consultation, by id.
    """

    path: str
    instrument: Instrument
    provisions: Mapping[str, Provision]
    clocks: Mapping[str, Clock]
    exceptions: Mapping[str, Except]
    status: tuple[Status, ...] = ()
    cases: tuple[Case, ...] = ()
    formats: Mapping[str, Format] = field(default_factory=dict)
    numbering: Numbering | None = None
    mechanisms: Mapping[str, Mechanism] = field(default_factory=dict)

    def clock_of(self, provision: Provision) -> Clock | None:
        """Give the clock a provision names; None when it has no time limit."""
        return self.clocks[provision.clock] if provision.clock else None


@dataclass(frozen=True, eq=False)
class Library:
    """Agreed texts as data, with the words they are written in; one is the same only as itself.

    Attributes:
        texts: instruments by path.
        groups, zones, former: organisations, zones, and States of the past, by id or code.
        channels: documented channels between parties, by id.
        kinds: kinds of activity and their definitions.
        kinds_of_counterpart: those that have to do with one certain other State.
        measures, facts: measures and facts by name.
        labels: what fields and choices of formats are called, in every language.
        declarations: formats of what parties declare of their own will, which no agreed text asks
            for; None: there are none. No duty is found in it.
        status_day: when set, status is judged on this day and not on the activity's own
            (a what-if); None otherwise.
        kept: what `kept_with_library` keeps; no part of the library itself.
    """

    texts: Mapping[str, Text]
    groups: Mapping[str, Group] = field(default_factory=dict)
    zones: Mapping[str, Zone] = field(default_factory=dict)
    former: Mapping[str, State] = field(default_factory=dict)
    channels: Mapping[str, DocumentedChannel] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    kinds_of_counterpart: frozenset[str] = frozenset()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels)
    declarations: Text | None = None
    status_day: dt.date | None = None
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what was worked out from it; it is worked out anew where it arrives."""
        return {**self.__dict__, "kept": {}}

    def text(self, path: str) -> Text:
        """Give an instrument by its path.

        Raises:
            UnknownName: no instrument has this path; the sender must act.
        """
        try:
            return self.texts[path]
        except KeyError:
            raise UnknownName("instrument", path, self.texts) from None

    def provision(self, name: str) -> tuple[Text, Provision]:
        """Give a provision by its full name, such as ``osce/vd-2011/40.1.1``.

        Raises:
            UnknownName: nothing has this name; the sender must act.
        """
        path, _, paragraph = name.rpartition("/")
        text = self.texts.get(path)
        if text is None or paragraph not in text.provisions:
            within = next((f"{name}/{each}" for each in self._paragraphs(name)), "")
            remedy = f"It is an instrument; name a provision of it, such as {within}."
            known = [full for full, _, _ in self]
            raise UnknownName("provision", name, known, remedy if within else "")
        return text, text.provisions[paragraph]

    def format(self, name: str) -> tuple[Text, Format]:
        """Give a format by its full name, such as ``osce/vd-2011/F25``.

        Raises:
            UnknownName: nothing has this name; the sender must act.
        """
        known = {full: (text, form) for full, text, form in self.formats()}
        if name not in known:
            raise UnknownName("format", name, known)
        return known[name]

    def formats(self) -> Iterator[tuple[str, Text, Format]]:
        """Go through every format with its full name and its text."""
        own = [self.declarations] if self.declarations else []
        for text in (*self.texts.values(), *own):
            for id_, form in text.formats.items():
                yield f"{text.path}/{id_}", text, form

    def mechanism(self, name: str) -> tuple[Text, Mechanism]:
        """Give a mechanism by its full name, such as ``osce/vd-2011/unusual-activities``.

        Raises:
            UnknownName: nothing has this name; the sender must act.
        """
        path, _, id_ = name.rpartition("/")
        text = self.texts.get(path)
        if text is None or id_ not in text.mechanisms:
            raise UnknownName("mechanism", name, [full for full, _, _ in self.mechanisms()])
        return text, text.mechanisms[id_]

    def mechanisms(self) -> Iterator[tuple[str, Text, Mechanism]]:
        """Go through every mechanism with its full name and its text."""
        for path, text in self.texts.items():
            for id_, mechanism in text.mechanisms.items():
                yield f"{path}/{id_}", text, mechanism

    def _paragraphs(self, path: str) -> Iterable[str]:
        """Give the paragraphs of an instrument; none where no instrument has this path."""
        return self.texts[path].provisions if path in self.texts else ()

    def __iter__(self) -> Iterator[tuple[str, Text, Provision]]:
        """Go through every provision with its full name and its text."""
        for path, text in self.texts.items():
            for paragraph, provision in text.provisions.items():
                yield f"{path}/{paragraph}", text, provision


def kept_with_library(
    make: Callable[Concatenate[Library, P], T],
) -> Callable[Concatenate[Library, P], T]:
    """Keep what a function works out from a library as long as that library lives, and no longer.

    Args:
        make: a function of a library and of what can be hashed.

    Returns:
        The same function; it works the same thing out once, and forgets what was least used where
        there is more than `MOST`.
    """

    @wraps(make)
    def told(library: Library, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if make not in library.kept:
            library.kept[make] = lru_cache(maxsize=MOST)(partial(make, library))
        found: T = library.kept[make](*args, **kwargs)
        return found

    return told
