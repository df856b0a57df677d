"""What is asked: no text with signs that break a database, a terminal or the order of letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from detente.desk import ACTS

BROKEN = ("a\x00b", "a\x1b[2Jb", "a\u202eb", "a\u2066b", "a\x85b", "\ud800")


def texts(schema: dict[str, Any], defs: dict[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    """All places of a form where a text may stand that is no plain JSON, with their schema."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "string":
        yield at, schema
    for name, each in schema.get("properties", {}).items():
        yield from texts(each, defs, f"{at}.{name}")
    if "items" in schema:
        yield from texts(schema["items"], defs, f"{at}[]")
    for each in schema.get("anyOf", ()):
        yield from texts(each, defs, at)


def forms() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every text of every act."""
    for act in ACTS.values():
        schema = act.asks.model_json_schema()
        for at, each in texts(schema, schema.get("$defs", {})):
            yield act.name, at, each


def test_every_text_that_is_asked_is_bounded() -> None:
    """A new act is tried as well: its texts have a pattern, or are one of a few."""
    loose = [
        f"{name}{at}"
        for name, at, each in forms()
        if not each.keys() & {"pattern", "enum", "const", "format"}
    ]
    assert loose == []


@pytest.mark.parametrize("text", BROKEN, ids=ascii)
def test_no_text_holds_signs_that_break_what_shows_it(text: str) -> None:
    for request in (
        {"officer": "x", "name": text, "roles": []},
        {"officer": text, "name": "x", "roles": []},
        {"officer": "x", "name": "x", "roles": [], "delegation": text},
    ):
        with pytest.raises(ValidationError):
            ACTS["set_officer"].asks.model_validate(request)
    others: tuple[tuple[str, dict[str, Any]], ...] = (
        ("list_words", {"kinds": [text]}),
        ("list_words", {"authors": [text]}),
        ("draft_word", {"body": {"word": {}, "refers_to": [text]}}),
        ("send_back_draft", {"draft": "d", "version": 1, "remark": text}),
        ("cosign_checkpoint", {"note": text}),
        ("end_key", {"delegation": "FR", "ends": "FR/0", "reason": text}),
        ("give_api_key", {"officer": "x", "label": text}),
    )
    for act, request in others:
        with pytest.raises(ValidationError):
            ACTS[act].asks.model_validate(request)


def test_names_in_any_script_and_remarks_in_several_lines_are_taken() -> None:
    for name in ("Élise d'Ærø-Łoś", "Оксана", "محمد", "می\u200cخواهم", "李雷", "𝒢"):
        ACTS["set_officer"].asks.model_validate({"officer": "x", "name": name, "roles": []})
    told = {"draft": "d", "version": 1, "remark": "First.\n\tSecond."}
    assert ACTS["clear_draft"].asks.model_validate(told).model_dump()["remark"] == told["remark"]
