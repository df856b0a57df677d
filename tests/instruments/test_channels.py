"""Documented channels: each way in which an entry does not hold together is seen."""

from dataclasses import replace
from typing import Any

import pytest

import detente
from detente.instruments.soundness import check
from detente.parties.channels import DocumentedChannel
from detente.times.moments import parse_moment

LIBRARY = replace(detente.library(), texts={}, zones={}, former={}, declarations=None)
TRIAL = {"at": parse_moment("2031-03-04"), "stated_by": ("DE",)}


def faults(**more: Any) -> list[str]:
    """What is found in a channel, apart from what else is in the library."""
    told = {
        "id": "line",
        "title": "Line",
        "parties": ("DE", "DK"),
        "source": {"document": "Accord of the League"},
        "basis": "text",
        **more,
    }
    channel = DocumentedChannel.model_validate(told)
    found = check(replace(LIBRARY, channels={"line": channel}))
    return [str(each) for each in found if each.file == "channels/line.toml"]


def test_a_channel_that_holds_together() -> None:
    assert faults() == []
    assert faults(parties=("NATO", "RU"), test=(TRIAL,)) == []
    assert faults(parties=(), group="osce") == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"parties": ("DE", "QQ")}, "parties: no State has the code 'QQ'"),
        ({"parties": (), "group": "ocse"}, "group: nothing of the library is called 'ocse'"),
        ({"texts": ("osce/vd-2031",)}, "texts: nothing of the library is called 'osce/vd-2031'"),
        ({"basis": "secondary"}, "list in `seen_in` where it was seen"),
        ({"use": ({**TRIAL, "source": "log"},)}, "test, use: the entry has one `source`"),
    ],
)
def test_what_does_not_hold_is_told(more: dict[str, Any], said: str) -> None:
    (fault,) = faults(**more)
    assert said in fault
