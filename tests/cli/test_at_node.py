"""The command at a node: requests that are done once, witnesses, logins, files from editors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from tests.cli.conftest import run
from tests.cli.test_node import at, released

__all__ = ["at", "run"]


def test_a_request_that_is_named_is_done_once(at: Callable[..., Result]) -> None:
    word = Path("word.toml").read_text("utf-8")
    Path("word.toml").write_text(f'number = "CBM/FR/26/0007/F25/O"\n{word}', encoding="utf-8")
    first = at("notify new word.toml --officer fr --once mine --json")
    assert at("notify new word.toml --officer fr --once mine --json").stdout == first.stdout
    assert len(json.loads(at("notify list --drafts --officer fr --json").stdout)) == 1
    draft = json.loads(first.stdout)["draft"]
    for _ in range(2):
        at(f"notify submit {draft} --seen 1 --officer fr --once handed-in")
    Path("word.toml").write_text(f'number = "CBM/FR/26/0008/F25/O"\n{word}', encoding="utf-8")
    other = at("notify new word.toml --officer fr --once mine", 2)
    assert "belongs to another request" in other.stderr
    at("notify new word.toml --officer fr --once another")
    assert len(json.loads(at("notify list --drafts --officer fr --json").stdout)) == 2
    assert "without spaces" in at('log show --officer fr --once "two words"', 2).stderr


def test_a_mark_before_the_first_letter_says_nothing(at: Callable[..., Result]) -> None:
    released(at)
    at("log receipt 3 -o receipt.json --officer de")
    at("keys make seer.key --delegation DE --log forum.example/log --use witness -o seer.json")
    at("admin admit seer.json --further --officer host")
    at("admin officer seer --delegation DE --role reader --role witness --officer host")
    for name in ("receipt.json", "node/host.txt"):
        whole = Path(name).read_bytes()
        Path("marked").write_bytes(b"\xef\xbb\xbf" + whole)
        Path("marked").replace(name)
    assert at("log verify receipt.json --host node/host.txt").stdout.endswith("All holds.\n")
    sign = "log witness --seen seen.txt --key seer.key --officer seer"
    assert "has signed the log of 5 entries" in at(f"{sign} --host node/host.txt").stdout
    assert "no such file, and it is no key of a host" in at(f"{sign} --host höst", 2).stderr


def test_a_witness_without_a_network_signs_what_is_carried(at: Callable[..., Result]) -> None:
    at("keys make seer.key --delegation DE --log forum.example/log --use witness -o seer.json")
    at("admin admit seer.json --further --officer host")
    at("admin officer seer --delegation DE --role reader --role witness --officer host")
    sign = "--seen seen.txt --host node/host.txt --key seer.key --delegation DE"
    at("log checkpoint -o first.txt --officer seer")
    assert "signed the log of 4 entries; hand it in" in at(f"log cosign first.txt {sign}").stdout
    assert "has not grown" in at(f"log cosign first.txt {sign}").stdout
    assert "signed the log of 4" in at("log hand-in seen.txt --officer seer").stdout
    assert (
        "signed the checkpoint of size 4 already"
        in at("log hand-in seen.txt --officer seer", 2).stderr
    )
    released(at)
    at("log checkpoint -o now.txt --officer seer")
    kept = Path("seen.txt").read_bytes()
    assert "Nothing was signed" in at(f"log cosign now.txt {sign}", 2).stderr, "no proof of growth"
    at("log growth 3 -o wrong.json --officer seer")
    assert "Nothing was signed" in at(f"log cosign now.txt --growth wrong.json {sign}", 2).stderr
    assert Path("seen.txt").read_bytes() == kept
    at("log growth 4 -o growth.json --officer seer")
    assert at("log verify seen.txt now.txt growth.json --host node/host.txt").stdout
    assert "of 5 entries" in at(f"log cosign now.txt --growth growth.json {sign}").stdout
    at("log hand-in seen.txt --officer seer")
    at("log receipt 4 -o receipt.json --officer fr")
    assert "DE" in at("log verify receipt.json --host node/host.txt").stdout
    assert "no key of a host" in at(f"log cosign now.txt {sign} --host none", 2).stderr
    other = at("log hand-in now.txt --officer seer", 2)
    assert "no line under it is of a key with which DE is a witness" in other.stderr


def test_a_login_of_the_issuer_is_linked_listed_and_parted(at: Callable[..., Result]) -> None:
    none = at("keys login fr anna-at-home --officer fr", 2)
    assert "write [oidc] into its node.toml" in none.stderr
    settings = Path("node/node.toml")
    told = (
        '[oidc]\nissuer = "https://login.example"\nclient_id = "detente"\n'
        'redirect = "https://node.example/v1/session/oidc/return"\n'
    )
    settings.write_text(f"{settings.read_text('utf-8')}\n{told}", encoding="utf-8")
    assert "There is none." in at("keys login --officer fr").stdout
    assert "say VALUE too" in at("keys login fr --officer fr", 2).stderr
    linked = json.loads(at("keys login fr anna-at-home --officer fr --json").stdout)["login"]
    assert linked.startswith("l-")
    listed = at("keys login --officer fr").stdout
    assert listed == f"{linked}  fr  anna-at-home\n"
    assert (
        "is linked with an officer already"
        in at("keys login fr anna-at-home --officer fr", 2).stderr
    )
    assert "no officer of DE" in at(f"keys withdraw {linked} --officer de", 2).stderr
    assert at("keys login de dora --officer host").stdout.endswith(" enters as de.\n")
    at(f"keys withdraw {linked} --officer fr")
    assert "anna-at-home" not in at("keys login --officer fr").stdout
