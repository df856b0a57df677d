"""The commands on words that stand in the log: listed, read, answered, followed by others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import Place, Seat, at_node, listed, word_at
from detente.cli.log import words_table
from detente.cli.notify_desk import activity, begin, numbered
from detente.cli.output import output, put
from detente.cli.refusal import Refused
from detente.cli.word_files import language, put_word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.notifications import Word

_word = click.argument("word", metavar="WORD")


@click.command("list", short_help="List the words that you may read, or your drafts.")
@click.option("--drafts", is_flag=True, help="Drafts of your delegation instead.")
@click.option("--by", "authors", multiple=True, metavar="CODE", help="Only by these. Repeatable.")
@click.option("--about", default="", metavar="WORD", help="Only those that refer to this word.")
@at_node
def list_(place: Place, drafts: bool, authors: tuple[str, ...], about: str) -> None:
    """List the words in the log that your delegation may read; `detente log show` has keys too."""
    with place.sat_at() as seat:
        if drafts:
            told = seat.act("list_drafts")
        else:
            refers = {"refers_to": word_at(seat, about)} if about else {}
            all_ = listed(seat, authors=list(authors), **refers)
            told = [each for each in all_ if each["kind"] != "keys"]
    place.say(told, lambda: _drafts(told) if drafts else words_table(told))


def _drafts(told: list[dict[str, Any]]) -> Iterator[RenderableType]:
    """Give the table of drafts."""
    from detente.cli.findings_table import frame
    from detente.dossiers.harmless import harmless

    names = (("Number", 40), ("Version", 0), ("State", 0), ("Changed", 0), ("Officer", 30))
    table = frame(*names, ("Draft", 0))  # numbers and officers are folded where room is short
    for each in told:
        number = harmless(each["body"]["word"].get("number", "")) or "–"
        parts = (each[name] for name in ("state", "changed", "officer", "id"))
        table.add_row(number, str(each["version"]), *parts)
    yield table if told else "There is none."


@click.command("read", short_help="Read a word that stands in the log.")
@_word
@language
@output
@at_node
def read(place: Place, word: str, language: str, output: Path | None) -> None:
    """Read WORD, by its place in the log or its id; its author can see that you have.

    With -o the word is written to a file, TOML, JSON or numbered text by the ending.
    """
    from detente.dossiers.harmless import harmless
    from detente.notifications import blank, render

    with place.sat_at() as seat:
        told, found = _read(seat, word)
        library = seat.library
    if output is not None:
        put_word(found, library, output, None, language)
    else:
        place.say(told, lambda: iter([]))
        if not place.as_json:
            shown = render(found, blank(library, found.format), language).text()
            put(harmless(f"{_head(told)}\n{shown}", lines=True), None)


def _read(seat: Seat, named: str) -> tuple[dict[str, Any], Word]:
    """Read a word and what is told of it.

    Raises:
        Refused: it is of a kind that holds no fields, such as one about keys; or the word in it
            says something else than its seal, which no node should have taken.
    """
    from detente.desk.outside import at_odds
    from detente.notifications.content import from_content

    told: dict[str, Any] = seat.act("read_word", word=word_at(seat, named))
    if "word" not in told["content"]:
        raise Refused(f"{named} is of the kind {told['kind']}; `detente log receipt` shows it.")
    if odds := at_odds(told, told["content"]):
        raise Refused(f"{named} is not shown, since it says two things: {'; '.join(odds)}.")
    return told, from_content(told["content"]["word"], seat.library, named).sure()


def _head(told: Mapping[str, Any]) -> str:
    """Tell where a word stands and what it is about."""
    lines = [f"entry {told['index']:,}, {told['kind']} by {told['by']}, made {told['made']},"]
    lines.append(f"received {told['received']}, for {told['mark']}.")
    lines += [f"It refers to {each}." for each in told["refers"]]
    return "\n".join([*lines, ""])


@click.command("deliveries", short_help="See who has received a word of yours.")
@_word
@at_node
def deliveries(place: Place, word: str) -> None:
    """See who has received WORD, one of your delegation's, when, and how."""
    with place.sat_at() as seat:
        told = seat.act("deliveries_of_word", word=word_at(seat, word))
    place.say(told, lambda: _deliveries(told))


def _deliveries(told: list[dict[str, Any]]) -> Iterator[RenderableType]:
    """Give the table of deliveries."""
    from detente.cli.findings_table import frame

    table = frame(("Delegation", 0), ("When", 0), ("How", 0))
    for each in told:
        table.add_row(each["delegation"], each["at"], each["how"])
    yield table if told else "Nobody has received it yet."


@click.command("correct", short_help="Begin the draft of a correction.")
@_word
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What a field states now, the value as in TOML. Repeatable.",
)
@activity
@numbered
@at_node
def correct(
    place: Place, word: str, changes: tuple[str, ...], activity: Path | None, numbered: bool
) -> None:
    """Begin a draft that corrects WORD, one of your delegation's: the whole word, with changes.

    The account of the activity does not come along by itself, since it says what was said before.
    """
    from detente.notifications import content
    from detente.notifications.content import from_content
    from detente.notifications.drafting import correct as corrected

    with place.sat_at() as seat:
        told, found = _read(seat, word)
        plain = content(corrected(found, {}))
        plain["fields"] = {**plain.get("fields", {}), **dict(_change(each) for each in changes)}
        made = from_content(plain, seat.library, "correction").sure()
        begin(place, seat, made, activity, (told["word"],), numbered=numbered)


def _change(written: str) -> tuple[str, Any]:
    """Read FIELD=VALUE; a value that is no TOML is a text."""
    from detente.files.faults import Faults
    from detente.files.toml_document import document

    name, equals, value = written.partition("=")
    if not equals:
        raise click.UsageError(f"--set {written}: write FIELD=VALUE, such as troops=13500")
    read = document(f"value = {value}".encode(), "value", Faults(name))
    return name, value if read is None else read.tables["value"]


@click.command("cancel", short_help="Begin the draft of a cancellation.")
@_word
@numbered
@at_node
def cancel(place: Place, word: str, numbered: bool) -> None:
    """Begin a draft that cancels WORD, one of your delegation's."""
    from detente.notifications.drafting import cancel as cancelled

    with place.sat_at() as seat:
        told, found = _read(seat, word)
        begin(place, seat, cancelled(found), None, (told["word"],), numbered=numbered)


@click.command("acknowledge", short_help="Begin the draft of an acknowledgement.")
@_word
@numbered
@at_node
def acknowledge(place: Place, word: str, numbered: bool) -> None:
    """Begin a draft that says no more than that WORD has arrived; it is a formal word itself."""
    from detente.notifications.drafting import acknowledge as acknowledged

    with place.sat_at() as seat:
        told, found = _read(seat, word)
        made = acknowledged(found, by=seat.act("see_myself")["delegation"])
        begin(place, seat, made, None, (told["word"],), numbered=numbered)


VERBS = (list_, read, deliveries, correct, cancel, acknowledge)
