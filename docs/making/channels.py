"""The page of channels: between whom, for what, when tried, what is unclear, and the sources."""

from __future__ import annotations

from collections.abc import Iterator

import detente
from detente.consultations.counting import Span
from detente.consultations.written import span_of
from detente.dossiers import words
from detente.parties.channels import DocumentedChannel, Trial
from docs.making.markdown import anchor, generated_from, table

HEAD = """# Channels between parties

Lines over which parties reach one another, as documents tell them. [Reach one
another](../how-to/reach-one-another.md) shows how they are used, and how to state your own. That a
line stands here does not say that anybody answers it.

Every entry is a **draft** until two named persons have compared it with its source ([what that
means](../explanation/draft-marks-and-sources.md)). What is not stated here was not found; it is
not nil.
"""


def page() -> str:
    """Give the page."""
    found = list(detente.library().channels.values())
    rows = [
        (f"[`{each.id}`](#{anchor(each.id)})", each.title, _between(each), _level(each))
        for each in found
    ]
    head = ("Name", "What it is", "Between", "Level")
    parts = [generated_from("library/channels/"), HEAD, table(head, rows)]
    return "\n".join([*parts, *("\n".join(_channel(each)) for each in found)])


def _between(one: DocumentedChannel) -> str:
    """Say between whom it is."""
    return f"all of `{one.group}`" if one.group else ", ".join(one.parties)


def _level(one: DocumentedChannel) -> str:
    """Say who speaks over it."""
    return one.level.replace("_", " ") if one.level else "not stated"


def _channel(one: DocumentedChannel) -> Iterator[str]:
    """Give one channel."""
    yield f"## {one.id}\n"
    yield f"**{one.title}**. {one.coverage}\n"
    since = span_of(Span.of(one.since)) if one.since else "not stated"
    facts = [("between", _between(one)), ("ends", one.ends), ("level", _level(one))]
    facts += [("means", one.means), ("since", since)]
    facts += [("until", span_of(Span.of(one.until)))] if one.until else []
    facts += [("texts", ", ".join(f"`{path}`" for path in one.texts))]
    facts += [("to be used on", "; ".join(one.triggers) or "no list is known")]
    facts += [("unclear", each) for each in one.ambiguities]
    facts += [("test", _trial(each)) for each in one.tests]
    facts += [("use", _trial(each)) for each in one.uses]
    yield from (f"* {what}: {told}" for what, told in facts if told)
    sure = f", {one.confidence} confidence" if one.confidence else ""
    draft = "; draft" if one.draft else ""
    yield f"* source: {one.source} ({words.BASES[one.basis]}{sure}){draft}"
    yield from (f"* seen in: <{each}>" for each in one.seen_in)
    yield from (f"* open: {question}" for question in one.open_questions)
    yield ""


def _trial(trial: Trial) -> str:
    """Tell one try."""
    result = (trial.result or "result not stated").replace("_", " ")
    told = [span_of(Span.of(trial.at)), trial.times, trial.about, result]
    told += [f"stated by {', '.join(trial.stated_by)}", trial.note]
    return "; ".join(each.rstrip(".") for each in told if each)
