"""Whatever comes in, a reading comes out: never an error, and spans that lie in the text."""

import json
import random
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.notices import Notices, read_one
from detente.notices.activity_frame import activity_frame
from detente.notices.exporting import calendar, geojson, json_lines
from detente.obligations.words import vocabulary
from tests.notices.mutating import mutated

GOLD = Path(__file__).parent / "gold"
TEXTS = [
    notice["text"]
    for path in sorted(GOLD.glob("*.toml"))
    for notice in tomllib.loads(path.read_text(encoding="utf-8"))["notice"]
]


def sound(text: str) -> None:
    """Read a text; its spans lie in what was read."""
    reading = read_one(text)
    size = len(reading.text)
    for area in reading.areas:
        assert 0 <= area.span.start <= area.span.end <= size
    for remark in reading.remarks:
        assert remark.span is None or 0 <= remark.span.start <= remark.span.end <= size
    for window in reading.windows:
        assert window.starts is None or window.ends is None or window.starts <= window.ends
        assert all(0 <= number < len(reading.areas) for number in window.areas)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    sound(text)


def test_mutated_messages() -> None:
    chance = random.Random(8)
    for _ in range(3000):
        sound(mutated(chance.choice(TEXTS), TEXTS, chance))


def test_what_is_read_of_mutated_messages_can_be_written() -> None:
    chance = random.Random(9)
    texts = [mutated(chance.choice(TEXTS), TEXTS, chance) for _ in range(150)]
    notices = Notices([read_one(text) for text in texts])
    assert len(json.loads(geojson(notices))["features"]) >= 150
    assert len(json_lines(notices).splitlines()) == 150
    assert calendar(notices)
    assert activity_frame(notices, vocabulary(detente.library())).height > 0
