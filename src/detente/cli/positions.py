"""The commands that lay out what was said in talks."""

from __future__ import annotations

import datetime as dt
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import by_ending, output, put, show, spare
from detente.cli.stability_rows import Rows, as_csv, as_json, as_table

if TYPE_CHECKING:
    from detente.positions import Talks
    from detente.positions.scoring import Scores

ENDINGS = {".csv": "csv", ".json": "json", ".txt": "table"}
NOTE = (
    "Words that meet do not tell of the will to agree. Where nothing stands, nothing is recorded."
)


@click.group(short_help="What each party replied to each article, and what is tied to what.")
def positions() -> None:
    """Lay out what was said in talks, article by article, with the words and their sources.

    TALKS is a TOML file: parties, articles, replies, how they were taken, what is tied to what.
    Nothing of it leaves this machine.
    """


@positions.command(short_help="Article by article, who replied what.")
@click.argument("talks", type=click.Path(path_type=Path))
@click.option(
    "--tell",
    type=click.Choice(["matrix", "replies", "linkages", "apart", "earlier"]),
    default="matrix",
    show_default=True,
    help="matrix: articles by parties. replies: every reply with its words and source. linkages:"
    " what is tied to what. apart: replies that were taken otherwise than stated. earlier: what"
    " there already is on an article.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="As things stood at the end of this day; what was said later is not known.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    help="Without it the ending of -o tells; without -o a table.",
)
@output
def report(
    talks: Path, tell: str, as_of: dt.datetime | None, form: str | None, output: Path | None
) -> None:
    """Show the evidence of TALKS. There is no score: what was said stands as it was said."""
    from detente.positions import read_talks

    chosen = form or (by_ending(output, ENDINGS) if output else "table")
    spare([str(talks)], output)
    found = read_talks(talks)
    rows = _TOLD[tell](found if as_of is None else found.known_at(as_of.date()))
    if chosen == "table":
        show(as_table(rows, [NOTE] if rows else ["Nothing is recorded."]), output)
    else:
        put(as_json(rows) if chosen == "json" else as_csv(rows), output)


@positions.command(short_help="Which packages cannot be bettered, by scores of your own.")
@click.argument("scores", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    help="Without it the ending of -o tells; without -o a table.",
)
@output
def packages(scores: Path, form: str | None, output: Path | None) -> None:
    """Show the packages of SCORES that cannot be bettered for one without a loss to another.

    SCORES is a CSV file: article, stance, and a column for each party with whole numbers, or
    "red line"; a row "no agreement" says what each has without one. The scores are yours: none is
    made of words, and nothing is recommended. Nothing of it leaves this machine.
    """
    from detente.positions import read_scores

    chosen = form or (by_ending(output, ENDINGS) if output else "table")
    spare([str(scores)], output)
    found = read_scores(scores)
    rows, notes = _packages(found)
    if chosen == "table":
        show(as_table(rows, notes), output)
    else:
        put(as_json(rows) if chosen == "json" else as_csv(rows), output)


def _packages(scores: Scores) -> tuple[Rows, list[str]]:
    """Give a row for each point of the frontier, with a package that reaches it; and notes."""
    from detente.positions import count, frontier, kalai_smorodinsky, max_min, nash

    notes = [
        f"{article}: “{stance}” is beyond the red line of {party}, and in no package."
        for article, stance, party in scores.left_out
    ]
    if shut := [
        a for a, table in zip(scores.articles, scores.tables, strict=True) if not len(table)
    ]:
        return [], [*notes, f"No package is left: of {', '.join(shut)} every stance is left out."]
    found = frontier(scores.tables)
    named: dict[str, list[list[int]]] = {}
    if scores.at_least is not None:
        marks = {"Nash": nash, "Kalai-Smorodinsky": kalai_smorodinsky, "max-min": max_min}
        named = {mark: ask(found.points, scores.at_least).tolist() for mark, ask in marks.items()}
        able, every = count(scores.tables, scores.at_least), prod(map(len, scores.tables))
        notes.append(f"{able:,} of {every:,} packages leave nobody worse off than no agreement.")
    else:
        notes.append(
            "A row “no agreement” would tell what each has without one; then more is told."
        )
    rows = [
        dict(zip(scores.parties, point, strict=True))
        | {
            article: stances[at]
            for article, stances, at in zip(scores.articles, scores.stances, package, strict=True)
        }
        | {"called": [mark for mark, points in named.items() if point in points]}
        for point, package in zip(found.points.tolist(), found.packages.tolist(), strict=True)
    ]
    return rows, [*notes, "They stand and fall with the scores, and none is advice."]


def _matrix(talks: Talks) -> Rows:
    """Give a row for each article, with the stances of each party by date."""
    from detente.positions import matrix

    return [
        {"article": line.article.id, "proposed_by": line.article.by}
        | {
            party: list(dict.fromkeys(each.stance for each in replies))
            for party, replies in line.replies.items()
        }
        | {"gist": line.article.gist}
        for line in matrix(talks)
    ]


def _replies(talks: Talks) -> Rows:
    """Give a row for each article and reply to it."""
    from detente.positions import matrix

    return [
        {
            "article": line.article.id,
            "party": party,
            "reply": each.id,
            "stance": each.stance,
            "words": each.words,
            "condition": each.condition,
            "authority": each.authority,
            **_said(talks, each.source, each.date),
        }
        for line in matrix(talks)
        for party, replies in line.replies.items()
        for each in replies
    ]


def _linkages(talks: Talks) -> Rows:
    """Give a row for each linkage."""
    return [
        {"kind": each.kind, "party": each.by, "articles": list(each.articles), "on": each.on}
        | {"words": each.words, **_said(talks, each.source, each.date)}
        for each in talks.linkages
    ]


def _apart(talks: Talks) -> Rows:
    """Give a row for each reply that was taken otherwise than stated."""
    from detente.positions import apart

    return [
        {
            "kind": each.kind,
            "articles": list(each.reply.articles),
            "reply": each.reply.id,
            "party": each.reply.by,
            "stance": each.reply.stance,
            "taken_by": each.taken.by,
            "taken_as": each.taken.stance,
            "words": each.taken.words,
            **_said(talks, each.taken.source, each.taken.date),
        }
        for each in apart(talks)
    ]


def _earlier(talks: Talks) -> Rows:
    """Give a row for each earlier obligation or proposal."""
    return [
        {"article": each.article, "kind": each.kind, "words": each.words}
        | {"source": each.source, "paragraph": each.paragraph}
        for each in talks.earlier
    ]


def _said(talks: Talks, source: str, date: dt.date) -> dict[str, str]:
    """Name who says so, how official that is, and when it was said."""
    standing = next(each.standing for each in talks.sources if each.id == source)
    return {"source": source, "standing": standing, "date": date.isoformat()}


_TOLD = {
    "matrix": _matrix,
    "replies": _replies,
    "linkages": _linkages,
    "apart": _apart,
    "earlier": _earlier,
}
