"""Making receipts: what a reader takes home, to prove later what was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from detente.exchange.check.reading import text64
from detente.exchange.check.receipt import FIRST_LINE, Place

__all__ = ["write_receipt"]


def write_receipt(place: Place, checkpoint: str, keys: Sequence[Place] = ()) -> bytes:
    """Write a receipt.

    Args:
        place: the entry, with its proof at the checkpoint, and with its opening if the one who
            takes the receipt may read the word.
        checkpoint: the signed checkpoint, with what signatures of witnesses there are.
        keys: every statement about keys up to the entry or further, in order, each with its proof
            at that same checkpoint. Without them the receipt proves that the entry is in the log;
            whose seal it bears, only together with the log.
    """
    lines = [FIRST_LINE, f"index {place.index}", *(text64(each) for each in place.path)]
    found: dict[str, Any] = {
        "receipt": 1,
        "entry": json.loads(place.entry.canonical()),
        "proof": "\n".join(lines) + "\n\n" + checkpoint,
    }
    if place.opening is not None:
        found["opening"] = place.opening.plain()
    if keys:
        found["keys"] = [_plain(each) for each in keys]
    return _in_lines(found).encode()


def _in_lines(found: dict[str, Any]) -> str:
    """Write a line for each member, and for each of the keys: for people, and quickly."""
    told = {name: json.dumps(value, ensure_ascii=False) for name, value in found.items()}
    if "keys" in found:
        each = [json.dumps(value, ensure_ascii=False) for value in found["keys"]]
        told["keys"] = "[\n  " + ",\n  ".join(each) + "\n ]"
    return "{\n " + ",\n ".join(f'"{name}": {value}' for name, value in told.items()) + "\n}\n"


def _plain(place: Place) -> dict[str, Any]:
    """Write a statement about keys with its place in the log."""
    return {
        "entry": json.loads(place.entry.canonical()),
        "index": place.index,
        "path": [text64(each) for each in place.path],
        "opening": place.opening.plain() if place.opening else None,
    }
