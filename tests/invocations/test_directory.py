"""Files of contacts and channels: what they may say, and every fault at its line."""

import datetime as dt
from pathlib import Path

import pytest

from detente.errors import ContactFileError
from detente.invocations import Directory, read_contacts

GOOD = """\
[[source]]
id = "list"
title = "A list"
standing = "official"

[[contact]]
id = "duty"
party = "DK"
role = "Duty officer"
hours = { days = [1, 5], from = "08:00", to = 17:00:00, time_zone = "Europe/Copenhagen" }
channels = ["line", "network"]
deputy = "desk"
ping_every_days = 30
stated_by = ["DK"]
source = "list"

[[contact.ping]]
at = 2031-03-01T09:00:00Z
result = "answered"
stated_by = ["DE"]
source = "list"

[[contact]]
id = "desk"
party = "DK"
role = "Desk officer"
stated_by = ["DK"]
source = "list"

[[channel]]
id = "line"
title = "A line"
level = "operational"
parties = ["DE", "DK"]
since = 2030-01-01
stated_by = ["DE"]
source = "list"

[[channel.use]]
at = 2031-03-02
stated_by = ["DE"]
source = "list"
"""


def read(folder: Path, text: str) -> Directory:
    """Read one file."""
    file = folder / "contacts.toml"
    file.write_text(text, encoding="utf-8")
    return read_contacts(file, channels=["network"])


def faults(folder: Path, text: str) -> list[str]:
    """The faults of a file, without its folder."""
    with pytest.raises(ContactFileError) as refused:
        read(folder, text)
    return [str(fault).replace(f"{folder}/", "") for fault in refused.value.faults]


def test_a_file_is_read(tmp_path: Path) -> None:
    told = read(tmp_path, GOOD)
    duty = told.contacts["duty"]
    assert duty.hours is not None
    assert (duty.hours.from_, duty.hours.to) == (dt.time(8), dt.time(17))
    assert duty.pings[0].result == "answered"
    assert told.channels["line"].uses[0].result is None
    assert told.sources["list"].standing == "official"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('party = "DK"\n', "", "contacts.toml:6: contact[0].party: Field required."),
        ('"08:00"', '"8 in the morning"', "Write it as"),
        ("Europe/Copenhagen", "Europe/Kopenhagen", "no time zone is called 'Europe/Kopenhagen'"),
        ("days = [1, 5]", "days = [0]", "contact[0].hours.days[0]"),
        ('deputy = "desk"', 'deputy = "dsk"', "contacts.toml:12: contact[0].deputy: no contact"),
        ('deputy = "desk"', 'deputy = "duty"', "a deputy is another contact of the same party"),
        ('id = "desk"\nparty = "DK"', 'id = "desk"\nparty = "SE"', "of the same party"),
        ('"network"]', '"netwrk"]', "contact[0].channels: no channel has this id"),
        ('id = "line"', 'id = "network"', "the library has a channel of this id"),
        ('id = "desk"', 'id = "duty"', "another contact has this id"),
        ("ping_every_days = 30", "ping_every_days = 0", "contact[0].ping_every_days"),
        ('"answered"', '"yes"', "contact[0].ping[0].result"),
        ('["DE"]\nsource = "list"\n\n[[contact]]', '["DE"]\n\n[[contact]]', "no such source"),
        ('parties = ["DE", "DK"]', 'parties = ["DE"]', "write two or more `parties`".capitalize()),
        ('parties = ["DE", "DK"]\n', "", "between whom is not told"),
        ('level = "operational"', 'level = "high"', "channel[0].level"),
        ("[[channel.use]]", "[[channel.uses]]", "channel[0].uses"),
        ("[[channel]]", "[[chanel]]", "unknown key"),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(said in fault for fault in found), found


def test_what_cannot_be_read_at_all_is_told(tmp_path: Path) -> None:
    assert "not TOML" in faults(tmp_path, "[[contact")[0]
    assert faults(tmp_path, "")


def test_two_files_are_put_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    head, channel = GOOD.split("[[channel]]")
    sources, _, _ = GOOD.partition("[[contact]]")
    one.write_text(head, encoding="utf-8")
    two.write_text(f"{sources}[[channel]]{channel}", encoding="utf-8")
    told = read_contacts([one, two], channels=["network"])
    assert set(told.channels) == {"line"}
    assert set(told.contacts) == {"duty", "desk"}
