"""The commands on drafts at a node: begun, changed, looked at, handed in, cleared, released."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.at_node import (
    FILE,
    Place,
    Seat,
    at_node,
    draft_at,
    key,
    key_in,
    listed,
    seen,
    word_at,
)
from detente.cli.keys import sealed_by
from detente.cli.notify_draft import number_for
from detente.cli.refusal import Refused
from detente.cli.word_files import WORD, counted, read_word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.notifications import Word

activity = click.option(
    "--activity",
    type=FILE,
    metavar="FILE",
    help="The activity that it tells of: a file with that one account. It travels with the word.",
)
numbered = click.option(
    "--number", "numbered", is_flag=True, help="Give it the next number of your delegation."
)
_draft = click.argument("draft", metavar="DRAFT")


@click.command("new", short_help="Begin a draft at a node.")
@click.argument("file", type=WORD, metavar="WORD")
@activity
@click.option("--refers-to", multiple=True, metavar="WORD", help="A word it is about. Repeatable.")
@numbered
@at_node
def new(
    place: Place, file: Path, activity: Path | None, refers_to: tuple[str, ...], numbered: bool
) -> None:
    """Begin a draft at a node from the word in the file WORD.

    It is not your delegation's word before it is cleared, sealed and released.
    """
    with place.sat_at() as seat:
        word, _ = read_word(file, seat.library)
        if refers_to and not word.refers:
            word = replace(word, refers=tuple(_number_of(seat, each) for each in refers_to))
        begin(place, seat, word, activity, refers_to, numbered=numbered)


def begin(
    place: Place,
    seat: Seat,
    word: Word,
    activity: Path | None,
    refers_to: tuple[str, ...],
    *,
    numbered: bool,
) -> None:
    """Begin a draft of a word, and tell under which name it lies there."""
    if numbered:
        word = _numbered(seat, word)
    told = seat.act("draft_word", body=_body(seat, word, activity, refers_to))
    stands(place, told, word.number)


def _number_of(seat: Seat, named: str) -> str:
    """Give the number of a word in the log.

    Raises:
        Refused: it has none.
    """
    told = seat.act("read_word", word=word_at(seat, named))
    if number := told["content"].get("word", {}).get("number"):
        return str(number)
    raise Refused(f"{named} is of the kind {told['kind']} and has no number to refer to.")


def _body(
    seat: Seat, word: Word, activity: Path | None, refers_to: tuple[str, ...]
) -> dict[str, Any]:
    """Write what a draft says."""
    from detente.notifications import content

    return {
        "word": content(word),
        "activity": _account(seat, activity),
        "refers_to": [word_at(seat, each) for each in refers_to],
    }


def _account(seat: Seat, file: Path | None) -> dict[str, Any] | None:
    """Read the one account of an activity that a file holds.

    Raises:
        Refused: it holds none, or several.
    """
    if file is None:
        return None
    import detente as dt_
    from detente.activities.writing import as_json
    from detente.obligations.words import vocabulary

    read = dt_.read_activities(file, library=seat.library)
    rows: list[dict[str, Any]] = json.loads(as_json(read.frame, vocabulary(seat.library)))
    if len(rows) != 1:
        raise Refused(f"{file} holds {len(rows)} accounts; a word carries one. Keep that one.")
    return {name: value for name, value in rows[0].items() if value is not None}


def _numbered(seat: Seat, word: Word) -> Word:
    """Give a word the next number of the officer's delegation, after its words and drafts here."""
    me = seat.act("see_myself")
    own = [
        seat.act("read_word", word=each["word"])["content"].get("word", {}).get("number", "")
        for each in listed(seat, authors=[me["delegation"]])
        if each["kind"] != "keys"
    ]
    drafts = [each["body"]["word"].get("number", "") for each in seat.act("list_drafts")]
    word = replace(word, by=me["delegation"])
    year = int(me["at"][:4])
    return replace(word, number=number_for(word, seat.library, [*own, *drafts], year))


def stands(place: Place, told: Mapping[str, Any], called: str = "") -> None:
    """Tell how a draft stands now."""
    also = f" ({called})" if called not in ("", told["draft"]) else ""
    name = f"draft {told['draft']}{also}"
    place.say(told, lambda: iter([f"{name}, version {told['version']}: {told['state']}."]))


@click.command("change", short_help="Say something else in a draft.")
@_draft
@click.argument("file", type=WORD, metavar="WORD")
@seen
@activity
@at_node
def change(place: Place, draft: str, file: Path, seen: int, activity: Path | None) -> None:
    """Let DRAFT, by its id or number, say what is in the file WORD; a clearance is void then.

    What it refers to stays, and so does its activity unless another one is given.
    """
    with place.sat_at() as seat:
        there = draft_at(seat, draft)
        word, _ = read_word(file, seat.library)
        body = _body(seat, word, activity, ())
        kept = {"refers_to": there["body"]["refers_to"]}
        if activity is None:
            kept["activity"] = there["body"]["activity"]
        told = seat.act("change_draft", draft=there["id"], version=seen, body=body | kept)
        stands(place, told, word.number)


@click.command("discard", short_help="Give a draft up.")
@_draft
@seen
@at_node
def discard(place: Place, draft: str, seen: int) -> None:
    """Give DRAFT up; what it said stays in the record."""
    with place.sat_at() as seat:
        there = draft_at(seat, draft)
        stands(place, seat.act("discard_draft", draft=there["id"], version=seen), draft)


@click.command("picture", short_help="See what a draft touches, and what it lacks.")
@_draft
@at_node
def picture(place: Place, draft: str) -> None:
    """See which duties and red lines DRAFT touches, what it lacks, and what is wrong in it."""
    with place.sat_at() as seat:
        told = seat.act("picture_of_draft", draft=draft_at(seat, draft)["id"])
    place.say(told, lambda: _picture(told))


def _picture(told: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Tell a picture."""
    from detente.cli.findings_table import frame
    from detente.dossiers.harmless import harmless

    yield f"draft {told['draft']}, version {told['version']}, at {told['at']}"
    for fault in told["faults"]:
        yield f"  wrong    {harmless(fault)}"
    for each in told["lacks"]:
        yield f"  missing  {harmless(each['words'])}"
    yield counted(**told["work"])
    if told["duties"] is None:
        yield "No activity is given with it, so what it touches cannot be told."
        return
    table = frame(("Due", 0), ("By", 0), ("Under", 40), ("", 0))
    for each in told["duties"]:
        answer = (each["timing"] or "applies") if each["verdict"] else "cannot be told"
        under = f"{each['instrument']}, {each['provision']}"
        due = (each["due"] or "–").removesuffix("T00:00:00Z")
        table.add_row(due, each["obligor"] or "–", under, answer)
    yield table
    for each in told["near"]:
        line = f"red line {each['redline']} of {each['holder']}: {beside(each)}. {each['words']}"
        yield harmless(line)
    if not told["near"]:
        yield "No red line that this node was given is near."
    yield from map(harmless, _beside(told["beside"]))


def _beside(pairs: list[dict[str, Any]] | None) -> Iterator[str]:
    """Tell what else goes on near, as far as the node was given it; accounts are not repeated."""
    if pairs is None:
        return
    placed = [each for each in pairs if each["relation"] != "not stated"]
    lines = dict.fromkeys(f"activity {each['other']}: {beside(each)}." for each in placed)
    unplaced = {each["other"] for each in pairs} - {each["other"] for each in placed}
    yield from lines
    if unplaced:
        yield f"Of {len(unplaced)} more activities it cannot be told: no place is stated."
    elif not lines:
        yield "Nothing that this node was given goes on near at that time."


def beside(pair: Mapping[str, Any]) -> str:
    """Say how near an activity is to a red line or another activity, and whether that is sure."""
    off = "near" if pair["distance_m"] is None else f"{pair['distance_m'] / 1000:,.0f} km off"
    places = {"overlaps": "in the same area", "near": off, "not stated": "no place is stated"}
    where = places.get(pair["relation"] or "", "perhaps near")
    return where if pair["verdict"] is not None else f"{where}; whether it meets cannot be told"


@click.command("submit", short_help="Hand a draft in for clearance.")
@_draft
@seen
@click.option("--incomplete", is_flag=True, help="It may go out although something is missing.")
@at_node
def submit(place: Place, draft: str, seen: int, incomplete: bool) -> None:
    """Hand DRAFT in; where your delegation asks for no second officer, it is cleared thereby."""
    _moved(place, "submit_draft", draft, version=seen, incomplete=incomplete)


def _moved(place: Place, act: str, draft: str, **asked: Any) -> None:
    """Do an act that moves a draft on or back, and tell how it stands then."""
    with place.sat_at() as seat:
        stands(place, seat.act(act, draft=draft_at(seat, draft)["id"], **asked), draft)


@click.command("clear", short_help="Clear a draft as the second officer.")
@_draft
@seen
@click.option("--remark", default="", help="A remark that is kept.")
@at_node
def clear(place: Place, draft: str, seen: int, remark: str) -> None:
    """Clear DRAFT, which somebody else has written."""
    _moved(place, "clear_draft", draft, version=seen, remark=remark)


@click.command("send-back", short_help="Send a draft back to be written anew.")
@_draft
@seen
@click.option("--remark", required=True, help="Why.")
@at_node
def send_back(place: Place, draft: str, seen: int, remark: str) -> None:
    """Send DRAFT back, saying why."""
    _moved(place, "send_back_draft", draft, version=seen, remark=remark)


@click.command("release", short_help="Seal a cleared draft and put it into the log.")
@_draft
@seen
@key
@at_node
def release(place: Place, draft: str, seen: int, key: Path) -> None:
    """Seal DRAFT here with your delegation's key, and put it into the log.

    From then on it is your delegation's word. It is answered once that is on the disk.
    """
    from detente.exchange.check.reading import bytes_of

    with place.sat_at() as seat:
        asked = {"draft": draft_at(seat, draft)["id"], "version": seen}
        given = seat.act("bytes_to_seal", **asked)
        with_ = key_in(key, seat.act("see_myself")["delegation"])
        payload = bytes_of(given["payload"], "payload")
        told = seat.act("release_word", **asked, sealed=sealed_by(with_, payload))
    line = f"entry {told['index']:,}: {draft} stands in the log, received {told['received']}."
    place.say(told, lambda: iter([line]))


VERBS = (new, change, discard, picture, submit, clear, send_back, release)
