"""The reader of a file of talks.

::

    name = "A strait"

    [[source]]
    id = "letter"
    title = "Letter of the Lower State"
    standing = "official"

    [[party]]
    id = "lower"

    [[article]]
    id = "a-1"
    by = "upper"
    gist = "Tell of exercises a month before."
    source = "letter"

    [[reply]]
    id = "r-1"
    by = "lower"
    articles = ["a-1"]
    stance = "willing to discuss"
    words = "Ready to speak about it."
    source = "letter"
    date = 2031-03-04
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from detente.errors import TalksFileError
from detente.files.entries import Entry, Kinds, Sheet
from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.opening import opened
from detente.files.toml_document import document
from detente.positions.talks import (
    EARLIER,
    LINKAGES,
    STANCES,
    Article,
    Earlier,
    Linkage,
    Party,
    Reply,
    Taken,
    Talks,
)
from detente.sources.notes import sources_of

_TOP = ("name", "about", "source", "party", "article", "reply", "taken", "linkage", "earlier")
_COLUMNS = ("article", "gist")
_SAID: Kinds = {"words": str, "source": str, "date": dt.date}
_PLACE: Kinds = {"source": str, "paragraph": str}
_REPLY: Kinds = {
    **dict.fromkeys(("id", "by", "stance", "condition", "authority", "paragraph"), str),
    "articles": list,
    **_SAID,
}
_LINKAGE: Kinds = {**dict.fromkeys(("kind", "by", "on"), str), "articles": list, **_SAID}


def read_talks(path: str | Path) -> Talks:
    """Read talks from a TOML file.

    Args:
        path: the file.

    Raises:
        TalksFileError: the file has faults, all of them listed. The sender must act.
    """
    faults = Faults(str(path))
    data = opened(str(path), (".toml",), faults)
    found = None if data is None else _talks_of(data, faults)
    told = faults.listed()
    if told or found is None:
        raise TalksFileError(told)
    return found


def _talks_of(data: bytes, faults: Faults) -> Talks | None:
    """Read talks from what a file holds; report what is wrong."""
    read = document(data, "article", faults)
    if read is None:
        return None
    sheet = Sheet(read, faults)
    sheet.top(_TOP)
    sources, refused = sources_of(read, faults)
    known = _Known(sheet, {*sources, *refused})
    parties, articles, replies = known.party_list(), known.article_list(), known.reply_list()
    if not articles and not faults.listed():
        sheet.fault("article", None, "nothing is proposed", "State each proposal as [[article]].")
    return Talks(
        name=sheet.text("name"),
        about=sheet.text("about"),
        parties=parties,
        articles=articles,
        replies=replies,
        taken=known.taken_list(),
        linkages=known.linkage_list(),
        earlier=known.earlier_list(),
        sources=tuple(sources.values()),
    )


class _Known:
    """What a file has named so far, and the reading of each kind of table in turn."""

    def __init__(self, sheet: Sheet, sources: set[str]) -> None:
        """Start with the sources."""
        self.sheet, self.sources = sheet, sources
        self.parties: set[str] = set()
        self.articles: set[str] = set()
        self.replies: dict[str, str] = {}

    def party_list(self) -> tuple[Party, ...]:
        """Read who takes part."""
        found = []
        for entry in self.sheet.entries("party", {"id": str, "name": str}, ("id",)):
            id_ = entry.text("id")
            if id_ in _COLUMNS or not id_.replace("-", "").isalnum():
                remedy = f"Write letters, digits and hyphens, and not {' or '.join(_COLUMNS)}."
                entry.fault("id", id_, "a column of the report cannot be called so", remedy)
            if _new(entry, self.parties):
                self.parties.add(id_)
                found.append(Party(entry.text("id"), entry.text("name")))
        return tuple(found)

    def article_list(self) -> tuple[Article, ...]:
        """Read what was proposed."""
        found = []
        kinds: Kinds = {**dict.fromkeys(("id", "by", "gist"), str), **_PLACE}
        for entry in self.sheet.entries("article", kinds, ("id", "by", "gist", "source")):
            if _new(entry, self.articles):
                self.articles.add(entry.text("id"))
                self._sound(entry)
                found.append(Article(**{key: entry.text(key) for key in kinds}))
        return tuple(found)

    def reply_list(self) -> tuple[Reply, ...]:
        """Read what was replied."""
        found = []
        needed = ("id", "by", "articles", "stance", "words", "source", "date")
        for entry in self.sheet.entries("reply", _REPLY, needed):
            if not _new(entry, self.replies):
                continue
            self.replies[entry.text("id")] = entry.text("by")
            self._sound(entry)
            _among(entry, "stance", STANCES)
            plain = {key: entry.text(key) for key, kind in _REPLY.items() if kind is str}
            found.append(Reply(articles=self._named(entry), date=_day(entry), **plain))
        return tuple(found)

    def taken_list(self) -> tuple[Taken, ...]:
        """Read how replies were taken by others."""
        found = []
        kinds: Kinds = {**dict.fromkeys(("reply", "by", "stance"), str), **_SAID}
        for entry in self.sheet.entries("taken", kinds, ("reply", "by", "words", "source", "date")):
            self._sound(entry)
            _among(entry, "reply", self.replies)
            _among(entry, "stance", ("", *STANCES))
            if self.replies.get(entry.text("reply")) == entry.text("by"):
                entry.fault("by", entry.text("by"), "the party that replied", "Name another.")
            plain = {key: entry.text(key) for key, kind in kinds.items() if kind is str}
            found.append(Taken(date=_day(entry), **plain))
        return tuple(found)

    def linkage_list(self) -> tuple[Linkage, ...]:
        """Read what is tied to what."""
        found = []
        needed = ("kind", "by", "articles", "words", "source", "date")
        for entry in self.sheet.entries("linkage", _LINKAGE, needed):
            self._sound(entry)
            _among(entry, "kind", LINKAGES)
            if entry.text("kind") != "package" and not entry.text("on"):
                entry.fault("on", None, "it is not stated", "Say what the articles wait for.")
            plain = {key: entry.text(key) for key, kind in _LINKAGE.items() if kind is str}
            found.append(Linkage(articles=self._named(entry), date=_day(entry), **plain))
        return tuple(found)

    def earlier_list(self) -> tuple[Earlier, ...]:
        """Read what there already is."""
        found = []
        kinds: Kinds = {**dict.fromkeys(("article", "kind", "words"), str), **_PLACE}
        for entry in self.sheet.entries("earlier", kinds, ("article", "kind", "words", "source")):
            self._sound(entry)
            _among(entry, "article", self.articles)
            _among(entry, "kind", EARLIER)
            found.append(Earlier(**{key: entry.text(key) for key in kinds}))
        return tuple(found)

    def _sound(self, entry: Entry) -> None:
        """Report a party or source that is not declared."""
        if "by" in entry.fields:
            _among(entry, "by", self.parties)
        if entry.text("source") not in self.sources:
            remedy = "Declare it with [[source]]."
            entry.fault("source", entry.text("source"), "no such source is declared", remedy)

    def _named(self, entry: Entry) -> tuple[str, ...]:
        """Give the articles that an entry names; report what is none, and a list of none."""
        named = list(map(str, entry.listed("articles")))
        if not named:
            entry.fault("articles", None, "it names no article", "Name one at least.")
        for each in dict.fromkeys(named):
            if each not in self.articles:
                hint = word_hint(each, sorted(self.articles))
                entry.fault("articles", each, "no article is called so", hint)
        return tuple(dict.fromkeys(named))


def _day(entry: Entry) -> dt.date:
    """Give the day of an entry; of an instant, report that a day is meant."""
    day = entry.fields["date"]
    if isinstance(day, dt.datetime) or not isinstance(day, dt.date):
        entry.fault("date", day, "not a date", "Write the day alone, such as 2022-01-26.")
        return dt.date.min
    return day


def _new(entry: Entry, found: Collection[str]) -> bool:
    """Tell whether nothing bears this id yet; report where something does."""
    if entry.text("id") in found:
        entry.fault("id", entry.text("id"), "two bear this id", "Rename one.")
        return False
    return True


def _among(entry: Entry, key: str, known: Collection[str]) -> None:
    """Report a word that is none of those known."""
    if entry.text(key) not in known:
        names = [each for each in known if each]
        words = f"Write one of: {', '.join(names)}." if isinstance(known, tuple) else ""
        entry.fault(key, entry.text(key), "unknown", words or word_hint(entry.text(key), names))
