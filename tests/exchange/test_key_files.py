"""Private keys at rest: encrypted, the owner's alone, and never written over."""

from __future__ import annotations

import base64
import os
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import example, given
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.exchange import PrivateKey, new_key
from detente.exchange.check.notes import read_verifier
from detente.exchange.keys import from_pem, keep, load

WORDS = "a passphrase of some length"


def test_a_key_comes_back_from_its_file(tmp_path: Path) -> None:
    key, path = new_key("AA"), tmp_path / "aa.key"
    keep(key, path, WORDS)
    again = load("AA", path, WORDS)
    assert again.id == key.id
    assert again.sign(b"word") == key.sign(b"word")
    assert b"ENCRYPTED" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600 or os.name != "posix"


def test_two_keys_are_never_alike() -> None:
    assert new_key("AA").public != new_key("AA").public


def test_a_key_does_not_show_its_private_half() -> None:
    key = new_key("AA")
    assert repr(key) == f"PrivateKey('{key.id}')"


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "aa.key"
    keep(new_key("AA"), path, WORDS)
    before = path.read_bytes()
    with pytest.raises(RecordError, match="is there already"):
        keep(new_key("AA"), path, WORDS)
    assert path.read_bytes() == before


def test_a_short_passphrase_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="at least 8"):
        keep(new_key("AA"), tmp_path / "aa.key", "short")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "aa.key"
    keep(new_key("AA"), path, WORDS)
    path.chmod(0o640)
    with pytest.raises(RecordError, match="others may read it"):
        load("AA", path, WORDS)


def written(path: Path, data: bytes) -> Path:
    """A file with the mode that a key has."""
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    key = new_key("AA")
    other = X25519PrivateKey.generate()
    secret = BestAvailableEncryption(WORDS.encode())
    clear = key._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    files = {
        "wrong words": key.pem("another passphrase"),
        "in the clear": clear,
        "no key": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "another kind": other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret),
        "nothing": b"",
    }
    for nth, data in enumerate(files.values()):
        with pytest.raises(RecordError):
            load("AA", written(tmp_path / f"{nth}.key", data), WORDS)
    with pytest.raises(RecordError, match="cannot be read"):
        load("AA", tmp_path / "not-there.key", WORDS)


def test_a_key_file_names_its_key_and_one_that_holds_another_is_refused(tmp_path: Path) -> None:
    key, other = new_key("AA"), new_key("AA")
    keep(key, path := tmp_path / "aa.key", WORDS)
    kept = path.read_bytes()
    assert kept.startswith(f"{key.id}\n".encode())
    assert load("AA", path, WORDS).id == key.id
    bare = written(tmp_path / "bare.key", key.pem(WORDS))
    assert load("AA", bare, WORDS).id == key.id
    mixed = written(tmp_path / "mixed.key", f"{key.id}\n".encode() + other.pem(WORDS))
    with pytest.raises(RecordError, match=f"holds {other.id}, and says that it holds {key.id}"):
        load("AA", mixed, WORDS)
    with pytest.raises(RecordError, match="another's, or was altered"):
        load("BB", path, WORDS)


def test_a_damaged_key_file_never_opens_to_another_key(tmp_path: Path) -> None:
    key = new_key("AA")
    keep(key, path := tmp_path / "aa.key", WORDS)
    head, _, body = path.read_bytes().partition(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    data = base64.b64decode(body.partition(b"-----")[0])
    for at in range(len(data) - 64, len(data)):  # what encrypts it shows nothing of a change here
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        lines = "\n".join(textwrap.wrap(base64.b64encode(changed).decode(), 64))
        kind = "ENCRYPTED PRIVATE KEY"
        pem = head + f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode()
        with pytest.raises(RecordError):
            from_pem("AA", pem, WORDS)


def test_the_hosts_key_as_it_is_given_out_reads_back() -> None:
    key: PrivateKey = new_key("forum.example/log")
    assert read_verifier(key.verifier()) == (key.owner, key.public)
    for text in (key.verifier()[:-3], key.verifier().replace("forum", "rumor"), "", "+", "a+b+c"):
        with pytest.raises(RecordError):
            read_verifier(text)


HOST = new_key("forum.example/log").verifier()
PLAIN = bytes.fromhex("302e020100300506032b657004220420") + bytes(range(32))
"""A key without a passphrase, in DER (RFC 8410, section 7)."""


@given(st.text(max_size=40) | st.text(max_size=3).map(lambda more: more + HOST))
@example("\udc80" + HOST)
def test_any_text_is_a_hosts_key_or_refused(text: str) -> None:
    try:
        name, public = read_verifier(text)
    except RecordError:
        return
    assert f"{name}+" in text
    assert public == read_verifier(HOST)[1]


@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255), st.sampled_from(["", WORDS, "\udc80"]))
@example(9, 50, "")
def test_any_damaged_key_file_is_refused_or_is_a_key(at: int, byte: int, words: str) -> None:
    """The kind of key among them: one that nobody knows is refused as well."""
    data = base64.b64encode(PLAIN[:at] + bytes([byte]) + PLAIN[at + 1 :]).decode()
    lines = "\n".join(textwrap.wrap(data, 64))
    for kind in ("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"):
        pem = f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode()
        with suppress(RecordError):
            assert from_pem("AA", pem, words).owner == "AA"
