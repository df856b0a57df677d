"""The commands that write a word: from an activity, from an earlier word, and with its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.asking import own_library
from detente.cli.output import aside, output
from detente.cli.reading import read
from detente.cli.refusal import Refused
from detente.cli.word_files import (
    WORD,
    before,
    form,
    language,
    marker,
    put_word,
    read_earlier,
    read_word,
)

if TYPE_CHECKING:
    from detente.activities import ReadResult
    from detente.instruments import Library
    from detente.notifications import Word
    from detente.times.moments import Moment

FOLLOWING = ("correction", "cancellation", "reply", "acknowledgement")

_format = click.option(
    "--format",
    "name",
    required=True,
    metavar="FORMAT",
    help="The format, such as F25 or osce/vd-2011/calendar; see `detente notify formats`.",
)


@click.command("draft", short_help="Draft a word from an activity, or from last year's word.")
@click.argument("files", nargs=-1, metavar="[ACTIVITIES]...")
@_format
@marker
@click.option("--by", default="", metavar="CODE", help="The party whose word it is to be.")
@click.option("--activity", default="", metavar="ID", help="Which of several activities.")
@click.option("--source", default="", metavar="LABEL", help="Whose account of the activity.")
@click.option("--last", type=WORD, metavar="WORD", help="Fill in from last year's word instead.")
@click.option("--no-change", is_flag=True, help="With --last: say only that nothing has changed.")
@click.option("--nil", is_flag=True, help="A nil return: there is nothing to state.")
@form
@language
@output
@own_library
def draft(
    files: tuple[str, ...], name: str, folder: Path | None, output: Path | None, **asked: Any
) -> None:
    """Draft a word in a format: from an activity in ACTIVITIES..., from last year's word, or nil.

    What the account states goes into the fields that ask for it; nothing is made up. Edit the file,
    then see with `detente notify check` what is missing.
    """
    import detente as dt_
    from detente.notifications import burden

    if bool(files) + bool(asked["last"]) + asked["nil"] != 1:
        raise click.UsageError("give one of: files of activities, --last, --nil")
    library = dt_.library(folder)
    word = _drafted(files, name, asked, library)
    put_word(word, library, output, asked["form"], asked["language"])
    from detente.notifications import blank

    work = burden(word, blank(library, word.format))
    aside(f"{work.filled} of {work.asked} fields filled in; marked {word.marker}.")


def _drafted(files: tuple[str, ...], name: str, asked: Mapping[str, Any], library: Library) -> Word:
    """Draft from what was asked for."""
    from detente.notifications import blank, drafting

    form, marker = blank(library, name), asked["marker"]
    if asked["nil"]:
        return drafting.nil(form, by=_party(asked["by"]), marker=marker)
    if asked["last"]:
        last, _ = read_word(asked["last"], library)
        if last.format != form.name:
            raise Refused(f"{asked['last']} is of the format {last.format}; write --format so.")
        if asked["no_change"]:
            return drafting.no_change(last, form, marker=marker)
        return drafting.prefilled(last, form, marker=marker)
    result, _ = read(files, library)
    row = _row(result, asked["activity"], asked["source"])
    by = asked["by"] or row.get("host") or row.get("obligor") or ""
    named = result.names.get(str(row["activity"]), "")
    return drafting.draft_word(row, form, by=_party(by), marker=marker, name=named)


def _party(code: str) -> str:
    """Ask for the party whose word it is."""
    if not code:
        raise Refused("whose word it is to be cannot be told; name the party with --by.")
    return code


def _row(result: ReadResult, activity: str, source: str) -> dict[str, Any]:
    """Find the one account that is meant.

    Raises:
        Refused: there is none, or there are several.
    """
    rows = list(result.frame.iter_rows(named=True))
    for key, option, asked in (
        ("activity", "--activity", activity),
        ("source", "--source", source),
    ):
        there = sorted({str(row[key]) for row in rows})
        rows = [row for row in rows if asked in ("", row[key])]
        if not rows or (not asked and len(there) > 1):
            told = f"no {key} is called {asked!r}" if asked else f"there are several of {key}"
            raise Refused(f"{told}; choose with {option} one of: {', '.join(there)}.")
    return rows[0]


@click.command("follow", short_help="Draft what follows a word: a correction, a reply, ….")
@click.argument("file", type=WORD, metavar="WORD")
@click.option(
    "--as", "kind", type=click.Choice(FOLLOWING), required=True, help="What the new word is."
)
@click.option("--by", default="", metavar="CODE", help="The party that replies or acknowledges.")
@click.option("--format", "name", default="", metavar="FORMAT", help="The format of a reply.")
@form
@language
@output
@own_library
def follow(
    file: Path,
    kind: str,
    by: str,
    name: str,
    folder: Path | None,
    output: Path | None,
    **asked: Any,
) -> None:
    """Draft the word that follows the one in the file WORD; it keeps that one's marker.

    A correction holds the whole word again: edit what has changed. A cancellation and an
    acknowledgement hold no fields. A reply has a format of its own.
    """
    import detente as dt_
    from detente.notifications import blank, drafting

    library = dt_.library(folder)
    word, _ = read_word(file, library)
    if kind == "correction":
        made = drafting.correct(word, {})
    elif kind == "cancellation":
        made = drafting.cancel(word)
    elif kind == "acknowledgement":
        made = drafting.acknowledge(word, by=_party(by))
    else:
        if not name:
            raise click.UsageError("a reply has a format of its own; name it with --format")
        made = drafting.reply(word, blank(library, name), by=_party(by))
    put_word(made, library, output, asked["form"], asked["language"])


@click.command("number", short_help="Give a word its number and the time when it was made.")
@click.argument("file", type=WORD, metavar="WORD")
@click.option("--made", required=True, metavar="INSTANT", help="When, such as 2026-09-01T10:00Z.")
@before
@form
@language
@output
@own_library
def number(
    file: Path,
    made: str,
    earlier: tuple[Path, ...],
    folder: Path | None,
    output: Path | None,
    **asked: Any,
) -> None:
    """Give the word in the file WORD the next number of its party, after those of --before.

    The running number goes through all formats of the party in the year of --made.
    """
    import detente as dt_
    from detente.notifications.heads import to_the_second

    library = dt_.library(folder)
    word, _ = read_word(file, library)
    if word.number:
        raise Refused(f"{file} has the number {word.number} already; a new word begins without.")
    at = instant(made)
    taken = [each.number for each in read_earlier(earlier, library)]
    given = number_for(word, library, taken, at.earliest.year)
    numbered = replace(word, number=given, made=to_the_second(at))
    put_word(numbered, library, output, asked["form"], asked["language"])
    aside(f"numbered {given}.")


def number_for(word: Word, library: Library, taken: Sequence[str], year: int) -> str:
    """Give the next number of a word's party, after those that are taken."""
    from detente.notifications import blank
    from detente.notifications.numbers import next_number

    form = blank(library, word.format)
    given = next_number(
        taken,
        network=form.numbering.network,
        state=word.by,
        year=year,
        form=form.format.named,
        letter=form.numbering.letters[word.kind],
    )
    return str(given)


def instant(text: str) -> Moment:
    """Read an instant, never a mere day."""
    from detente.times.moments import parse_moment

    try:
        moment = parse_moment(text)
    except ValueError as error:
        raise click.UsageError(f"--made {text}: {error}") from None
    if moment.is_day:
        raise click.UsageError(f"--made {text}: write the time as well, such as {text}T10:00Z")
    return moment
