"""Talks as a record: parties, articles, replies, how they were taken, what is tied to what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from detente.sources.notes import SourceNote

OPEN = ("accepts", "accepts with conditions", "counter-offer", "willing to discuss")
"""Stances from which talk can go on."""

SHUT = ("silent", "rejects on substance", "rejects as principle")
"""Stances that leave an article unanswered, or refuse it."""

STANCES = (*OPEN, "asks clarification", *SHUT)
"""What a reply can be. Silence is stated by a source; where nothing is recorded, it is not told."""

LINKAGES = ("package", "precondition", "third party's consent", "form")
"""How articles are tied: to one another, to an act, to somebody's consent, to a kind of text."""

EARLIER = ("obligation", "proposal")
"""What there already is on an article: a duty that some text holds, or an earlier proposal."""


@dataclass(frozen=True)
class Party:
    """Who takes part in the talks.

    Attributes:
        id: the label in the file.
        name: how it is called; empty when not stated.
    """

    id: str
    name: str


@dataclass(frozen=True)
class Article:
    """An article of a draft, or a part of one, under a label that stays.

    Attributes:
        id: the label in the file.
        by: the party that proposed it.
        gist: what it asks, paraphrased.
        source: who says so.
        paragraph: where in the source; empty when not stated.
    """

    id: str
    by: str
    gist: str
    source: str
    paragraph: str


@dataclass(frozen=True)
class Reply:
    """One segment of a reply, to one article or several.

    Attributes:
        id: the label in the file.
        by: the party that replies.
        articles: the articles that it answers; at least one.
        stance: one of `STANCES`.
        words: what was said, paraphrased.
        condition: on what it depends; empty when on nothing, or when not stated.
        authority: who spoke, such as a minister; empty when not stated.
        source: who says so.
        paragraph: where in the source; empty when not stated.
        date: the day it was made.
    """

    id: str
    by: str
    articles: tuple[str, ...]
    stance: str
    words: str
    condition: str
    authority: str
    source: str
    paragraph: str
    date: dt.date


@dataclass(frozen=True)
class Taken:
    """How another party took a reply, by its own word.

    Attributes:
        reply: the reply.
        by: who took it so.
        stance: as which of `STANCES` it took the reply; empty where that cannot be told.
        words: what it said, paraphrased.
        source: who says so.
        date: the day it was said.
    """

    reply: str
    by: str
    stance: str
    words: str
    source: str
    date: dt.date


@dataclass(frozen=True)
class Linkage:
    """What a party ties articles to.

    Attributes:
        kind: one of `LINKAGES`.
        by: the party that ties them.
        articles: the articles; at least one.
        on: what they wait for; empty for a package, whose articles wait for one another.
        words: what was said, paraphrased.
        source: who says so.
        date: the day it was said.
    """

    kind: str
    by: str
    articles: tuple[str, ...]
    on: str
    words: str
    source: str
    date: dt.date


@dataclass(frozen=True)
class Earlier:
    """What there already is on an article.

    Attributes:
        article: the article.
        kind: one of `EARLIER`.
        words: what it holds, paraphrased.
        source: who says so.
        paragraph: where in the source; empty when not stated.
    """

    article: str
    kind: str
    words: str
    source: str
    paragraph: str


@dataclass(frozen=True)
class Talks:
    """The record of talks, as its sources state it.

    Attributes:
        name: what the talks are about; empty when not stated.
        about: what a reader must know of the file; empty when nothing.
        parties: who takes part, in file order.
        articles: what was proposed, in file order.
        replies: what was replied, in file order.
        taken: how replies were taken by others.
        linkages: what is tied to what.
        earlier: what there already is.
        sources: who says all that.
    """

    name: str
    about: str
    parties: tuple[Party, ...]
    articles: tuple[Article, ...]
    replies: tuple[Reply, ...]
    taken: tuple[Taken, ...]
    linkages: tuple[Linkage, ...]
    earlier: tuple[Earlier, ...]
    sources: tuple[SourceNote, ...]

    def known_at(self, day: dt.date) -> Talks:
        """Give the talks as they stood at the end of a day: what was said later is not known."""
        replies = tuple(each for each in self.replies if each.date <= day)
        ids = {each.id for each in replies}
        return replace(
            self,
            replies=replies,
            taken=tuple(each for each in self.taken if each.date <= day and each.reply in ids),
            linkages=tuple(each for each in self.linkages if each.date <= day),
        )
