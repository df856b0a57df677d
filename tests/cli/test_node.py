"""The command at a node: the walk of the how-to as a newcomer types it, and what is refused."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import Result

import detente
from detente.desk import SystemClock
from tests.cli.conftest import Run
from tests.house.survey import DOCS, SRC

PAGE = DOCS / "how-to" / "run-a-node.md"
SECRET = "of the tests"
COMMAND = "from detente.cli import main; main()"


def steps() -> list[tuple[str, str]]:
    """The files of the page and the lines that it types, in its order."""
    text = PAGE.read_text(encoding="utf-8")
    block = re.compile(
        r"(?:<!-- (shows|file)[^:\n]*: ([^\n]+?) -->\n+)?```(\w+)\n(.*?)```", re.DOTALL
    )
    found: list[tuple[str, str]] = []
    for what, told, tongue, body in block.findall(text):
        if what == "file":
            found.append((told, body))
        elif what == "shows":
            found.append(("$", told))
        elif tongue == "sh":
            found += [("export", line) for line in body.splitlines()]
        elif tongue == "console":
            found += [("$", line) for line in re.findall(r"^\$ (.*)$", body, re.MULTILINE)]
    return found


def test_the_walk_of_the_page_is_walked_as_it_stands(tmp_path: Path) -> None:
    """Every line in a process of its own, by the clock of the machine; each ends well."""
    shutil.copytree(SRC / "exchange" / "check", tmp_path / "check")
    year = f"/{SystemClock().now():%y}/"
    surroundings = {**os.environ, "COLUMNS": ""}
    told: dict[str, str] = {}
    for kind, line in steps():
        if kind == "export":
            name, _, value = line.removeprefix("export ").partition("=")
            surroundings[name] = shlex.split(value)[0]
        elif kind != "$":
            (tmp_path / kind).write_text(line, encoding="utf-8")
        else:
            words = shlex.split(line.replace("/26/", year))
            program = ["-c", COMMAND] if words[0] == "detente" else []
            done = subprocess.run(
                [sys.executable, *program, *words[1:]],
                cwd=tmp_path,
                env=surroundings,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                timeout=120,
            )
            assert done.returncode == 0, (line, done.stdout, done.stderr)
            told[line] = done.stdout
    assert told["python check receipt.json --host node/host.txt"].endswith("All holds.\n")
    assert "15 500" not in told["detente notify read 3 --officer clara"]
    assert told["detente admin check"] == "6 entries; all of it is whole.\n"
    for name in ("fr.key", "fr-2.key", "node/host.key", "node/secret", "node.zip"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name
    of_france = (tmp_path / "fr.key").read_bytes()
    assert b"ENCRYPTED" in of_france
    kept = [path.read_bytes() for path in (tmp_path / "node").rglob("*") if path.is_file()]
    assert not any(of_france.splitlines()[2] in data for data in kept)


@pytest.fixture
def at(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A node with France and Germany; call ``detente`` there, in its folder."""
    shipped = detente.library()
    monkeypatch.setattr("detente.desk.node.read_library", lambda: shipped)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_NODE", "node")
    for name in ("DETENTE_NODE_PASSPHRASE", "DETENTE_KEY_PASSPHRASE"):
        monkeypatch.setenv(name, SECRET)

    def call(line: str, code: int = 0, **rest: Any) -> Result:
        found = run(*shlex.split(line), **rest)
        assert found.exit_code == code, (line, found.output)
        return found

    call("admin start node --log forum.example/log --name Forum")
    for code in ("FR", "DE"):
        call(f"keys make {code}.key --delegation {code} --log forum.example/log -o {code}.json")
        call(f"admin admit {code}.json --two-eyes --officer host")
        roles = "--role reader --role drafter --role releaser --role keyholder --role clearer"
        call(f"admin officer {code.lower()} --delegation {code} {roles} --officer host")
    word = next(body for name, body in steps() if name == "word.toml")
    Path("word.toml").write_text(word.replace('"exercise"\nby', '"real"\nby'), encoding="utf-8")
    return call


def released(at: Callable[..., Result]) -> str:
    """A word of France in the log, from its file; answers its number."""
    told = json.loads(at("notify new word.toml --number --officer fr --json").stdout)
    draft = told["draft"]
    at(f"notify submit {draft} --seen 1 --officer fr")
    at(f"notify release {draft} --seen 2 --key FR.key --officer fr")
    found: str = draft
    return found


def test_words_are_laid_on_a_map_and_into_a_calendar(at: Callable[..., Result]) -> None:
    released(at)
    at("notify map -o words.geojson --officer de")
    at("notify calendar -o words.ics --officer de")
    (feature,) = json.loads(Path("words.geojson").read_text("utf-8"))["features"]
    assert (feature["geometry"], feature["properties"]["marker"]) == (None, "real")
    whole = icalendar.Calendar.from_ical(Path("words.ics").read_bytes())
    events = [str(event["X-DETENTE-WORD"]) for event in whole.walk("VEVENT")]
    assert feature["properties"]["word"] in events
    none = json.loads(at("notify map --marker test --officer de").stdout)
    assert none == {"type": "FeatureCollection", "features": []}
    told = json.loads(at("notify calendar --json --by FR --officer de").stdout)
    assert {each["word"] for each in told["entries"]} == {*events}


def test_a_node_is_made_once_and_its_folder_is_its_own(at: Callable[..., Result]) -> None:
    again = at("admin start node --log a/b --name Other", 2)
    assert "node is there already; name a folder that is free" in again.stderr
    assert stat.S_IMODE(Path("node").stat().st_mode) == 0o700
    short = at("admin start other --log bad,name --name Other", 2)
    assert "log: String should match pattern" in short.stderr
    assert not Path("other").exists()


def test_a_passphrase_is_asked_for_or_read_from_a_file_and_a_wrong_one_opens_nothing(
    at: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DETENTE_NODE_PASSPHRASE")
    asked = at("log show --officer fr", stdin=f"{SECRET}\n")
    assert "Passphrase of the node's key" in asked.stderr
    assert SECRET not in asked.output
    Path("kept").write_text(f"{SECRET}\nsecond line\n", encoding="utf-8")
    at("log show --officer fr --passphrase-file kept")
    wrong = at("log show --officer fr", 2, stdin="another one\n")
    assert "no key that this passphrase opens" in wrong.stderr


def test_a_folder_that_is_no_node_and_a_bad_setting_are_told(at: Callable[..., Result]) -> None:
    Path("empty").mkdir()
    assert "empty is no node: it has no node.toml" in at("admin check --node empty", 2).stderr
    settings = Path("node/node.toml")
    settings.write_text(settings.read_text("utf-8") + "extra = 1\n", encoding="utf-8")
    assert "extra: Extra inputs are not permitted" in at("admin check", 2).stderr


def test_a_stale_draft_a_wrong_key_and_an_unknown_word_are_refused(
    at: Callable[..., Result],
) -> None:
    draft = json.loads(at("notify new word.toml --number --officer fr --json").stdout)["draft"]
    at(f"notify change {draft} word.toml --seen 1 --officer fr")
    stale = at(f"notify submit {draft} --seen 1 --officer fr", 2)
    assert "you saw version 1, and version 2 stands" in stale.stderr
    assert "lacks: Message number" in at(f"notify submit {draft} --seen 2 --officer fr", 2).stderr
    at(f"notify discard {draft} --seen 2 --officer fr")
    assert "no draft of yours is called" in at(f"notify picture {draft} --officer fr", 2).stderr

    again = json.loads(at("notify new word.toml --number --officer fr --json").stdout)["draft"]
    at(f"notify submit {again} --seen 1 --officer fr")
    wrong = at(f"notify release {again} --seen 2 --key DE.key --officer fr", 2)
    assert "holds FR/" in wrong.stderr
    assert "says that it holds DE/" in wrong.stderr
    assert "no word that you may read is called: 3" in at("notify read 3 --officer de", 2).stderr
    assert "keys make" in at("admin admit word.toml --officer host", 2).stderr


def test_what_stands_in_the_log_is_answered_for_programs_as_well(
    at: Callable[..., Result],
) -> None:
    released(at)
    assert "Nobody has received it yet" in at("notify deliveries 3 --officer fr").stdout
    read = json.loads(at("notify read 3 --officer de --json").stdout)
    assert (read["index"], read["content"]["word"]["fields"]["troops"]) == (3, 14000)
    at(f"notify read {read['word'][:12]} -o copy.toml --officer de")
    assert 'designation = "Northern Star 26"' in Path("copy.toml").read_text("utf-8")
    assert [each["kind"] for each in json.loads(at("alerts list --officer de --json").stdout)] == [
        "word"
    ]
    shown = json.loads(at("log show --officer de --json").stdout)
    assert [each["kind"] for each in shown] == ["keys", "keys", "keys", "notification"]
    refused = at("notify new word.toml --officer host", 2)
    assert "draft_word is for a drafter, and host is none" in refused.stderr
    assert "refused: not-permitted" in at("admin acts --officer host").stdout


def test_alerts_are_raised_by_a_look_and_once(at: Callable[..., Result]) -> None:
    released(at)
    assert at("alerts look").stdout == "1 alert raised.\n"
    assert at("alerts look").stdout == "0 alerts raised.\n"
    assert "notification by FR, marked real" in at("alerts list --officer de").stdout
    assert at("alerts list --officer fr").stdout == "There is none.\n"


def test_a_red_line_is_declared_as_the_page_shows_and_seen_by_its_addressees_alone(
    at: Callable[..., Result],
) -> None:
    page = (DOCS / "how-to" / "declare-red-lines.md").read_text(encoding="utf-8")
    (file,) = re.findall(r"<!-- file: line.toml -->\n```toml\n(.*?)```", page, re.DOTALL)
    Path("line.toml").write_text(file, encoding="utf-8")
    year = f"{SystemClock().now():%y}"
    (block,) = re.findall(r"```sh\n(detente notify new.*?)```", page, re.DOTALL)
    line = block.replace("/26/", f"/{year}/").replace("clara", "de").replace("de.key", "DE.key")
    told = [at(each.removeprefix("detente ")) for each in line.splitlines()][-1]
    assert "EXERCISE: Keine Übung" in told.stdout
    seen = json.loads(at("redlines --officer fr --json").stdout)
    assert [(each["holder"], each["status"], each["mark"]) for each in seen] == [
        ("DE", "current", "named")
    ]
    assert at("redlines --officer host").stdout == "None that you may read has been declared.\n"


def test_an_acknowledgement_and_a_cancellation_are_words_that_refer(
    at: Callable[..., Result],
) -> None:
    released(at)
    for verb, who, seal in (("acknowledge", "de", "DE.key"), ("cancel", "fr", "FR.key")):
        told = json.loads(at(f"notify {verb} 3 --number --officer {who} --json").stdout)
        at(f"notify submit {told['draft']} --seen 1 --officer {who}")
        at(f"notify release {told['draft']} --seen 2 --key {seal} --officer {who}")
    about = json.loads(at("notify list --about 3 --officer de --json").stdout)
    assert [(each["by"], each["kind"]) for each in about] == [
        ("DE", "acknowledgement"),
        ("FR", "cancellation"),
    ]


def test_a_word_that_follows_names_the_number_of_the_one_it_refers_to(
    at: Callable[..., Result],
) -> None:
    released(at)
    star = next(body for name, body in steps() if name == "star.toml")
    Path("star.toml").write_text(star, encoding="utf-8")
    at("notify draft star.toml --format observation-invitation --marker real -o invitation.toml")
    begun = json.loads(at("notify new invitation.toml --refers-to 3 --officer fr --json").stdout)
    picture = json.loads(at(f"notify picture {begun['draft']} --officer fr --json").stdout)
    assert "refers" not in [each["field"] for each in picture["lacks"]]
    assert (
        "has no number to refer to"
        in at("notify new invitation.toml --refers-to 1 --officer fr", 2).stderr
    )
    (line,) = [
        each for each in at("notify list --drafts --officer fr").stdout.splitlines() if "d-" in each
    ]
    assert line.rstrip().endswith(begun["draft"]), "whole, however long the numbers are"


def test_a_log_that_others_saw_differently_is_told(at: Callable[..., Result]) -> None:
    at("log checkpoint -o then.txt --officer fr")
    at("admin backup before.zip")
    released(at)
    grown = at("log compare then.txt --officer de")
    assert "one log, which only grew" in grown.stdout
    at("log checkpoint -o seen.txt --officer fr")
    for path in Path("node").glob("detente.db*"):
        path.unlink()
    at("admin restore before.zip")  # as a host does who wants a word unsaid
    at("keys make more.key --delegation DE --log forum.example/log --use witness -o more.json")
    at("admin admit more.json --further --officer host")
    split = at("log compare seen.txt --officer de", 1)
    assert "SPLIT VIEW" in split.stdout


def test_a_key_is_revoked_by_its_own_delegation(at: Callable[..., Result]) -> None:
    name = at("keys show FR.key --delegation FR").stdout.split()[0]
    at(f"keys revoke {name} --reason lost --key FR.key --officer fr")
    draft = json.loads(at("notify new word.toml --number --officer fr --json").stdout)["draft"]
    at(f"notify submit {draft} --seen 1 --officer fr")
    ended = at(f"notify release {draft} --seen 2 --key FR.key --officer fr", 2)
    assert "did not count there" in ended.stderr


def test_a_restored_node_is_the_one_that_was_kept(at: Callable[..., Result]) -> None:
    released(at)
    at("admin backup back.zip")
    there = at("admin restore back.zip", 2)
    assert "is there; move it away first" in there.stderr
    for path in Path("node").glob("detente.db*"):
        path.unlink()
    assert "4 entries are back" in at("admin restore back.zip").stdout
    assert json.loads(at("admin check --json").stdout) == {"entries": 4}


def test_a_pouch_is_packed_checked_and_opened(at: Callable[..., Result]) -> None:
    released(at)
    at("pouch pack away --officer de")
    assert at("log verify away --host node/host.txt").stdout.endswith("All holds.\n")
    assert "It brings no words" in at("pouch open away --officer de").stdout
    assert "is there already" in at("pouch pack away --officer de", 2).stderr
    log = Path("away/data/log.jsonl")
    log.write_bytes(log.read_bytes().replace(b'"received":"2', b'"received":"3'))
    assert "is not the file that was packed" in at("pouch open away --officer de", 2).stderr


def test_a_word_that_was_sealed_where_there_is_no_node_enters_the_log_once(
    at: Callable[..., Result],
) -> None:
    rest = "--key FR.key --delegation FR --log forum.example/log --made 2026-09-01T10:00Z"
    lacking = at(f"pouch write out.zip word.toml {rest}", 2)
    assert "word.toml lacks or has wrong: Message number" in lacking.stderr
    text = Path("word.toml").read_text(encoding="utf-8")
    Path("whole.toml").write_text(f'number = "CBM/FR/26/0001/F25/O"\n{text}', encoding="utf-8")
    other = at(f"pouch write out.zip whole.toml {rest.replace('FR', 'DE')}", 2)
    assert "is a word of FR, and not of DE" in other.stderr
    assert not Path("out.zip").exists()

    at(f"pouch write out.zip whole.toml {rest}")
    assert "1 sealed words are on their way" in at("log verify out.zip").stdout
    refused = at("pouch open out.zip --officer de", 1)
    assert "word 1 is refused: this speaks for FR" in refused.stdout
    assert "is in the log now" in at("pouch open out.zip --officer fr").stdout
    assert "stood there already" in at("pouch open out.zip --officer fr").stdout
    assert "CBM/FR/26/0001/F25/O" in at("notify read 3 --officer de").stdout
