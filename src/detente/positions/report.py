"""Article by article: who said what, and where a reply was taken otherwise than it was meant."""

from __future__ import annotations

from dataclasses import dataclass

from detente.positions.talks import OPEN, SHUT, Article, Reply, Taken, Talks


@dataclass(frozen=True)
class Line:
    """One article, and what each party replied to it.

    Attributes:
        article: the article.
        replies: by party, in file order, every reply to it by date; empty where none is recorded,
            which is not silence. The party that proposed it is among them where it spoke again.
    """

    article: Article
    replies: dict[str, tuple[Reply, ...]]


@dataclass(frozen=True)
class Apart:
    """A reply that was taken otherwise than its source states it.

    Attributes:
        kind: ``hidden agreement`` where a reply leaves talk open and was taken as silence or
            refusal; ``illusory agreement`` where it is the other way round.
        reply: the reply.
        taken: how another party took it.
    """

    kind: str
    reply: Reply
    taken: Taken


def matrix(talks: Talks) -> list[Line]:
    """Lay out who replied what to each article. Replies are never merged or counted.

    Args:
        talks: the record; see `Talks.known_at` for an earlier day.
    """
    by_date = sorted(talks.replies, key=lambda each: each.date)
    return [
        Line(
            article,
            {
                party.id: tuple(
                    each for each in by_date if each.by == party.id and article.id in each.articles
                )
                for party in talks.parties
            },
        )
        for article in talks.articles
    ]


def apart(talks: Talks) -> list[Apart]:
    """Find the replies that were taken otherwise than stated, in file order.

    Args:
        talks: the record. How a reply was taken counts only where its stance is stated; a request
            for clarification is neither open nor shut.
    """
    replies = {each.id: each for each in talks.replies}
    found = []
    for taken in talks.taken:
        reply = replies[taken.reply]
        if reply.stance in OPEN and taken.stance in SHUT:
            found.append(Apart("hidden agreement", reply, taken))
        elif reply.stance in SHUT and taken.stance in OPEN:
            found.append(Apart("illusory agreement", reply, taken))
    return found
