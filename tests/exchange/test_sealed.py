"""Statements, seals and entries: one form, bound to its bytes; the word hidden and yet fixed."""

from __future__ import annotations

import contextlib
import json
from hashlib import sha256
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OKPKey

from detente.errors import ProofError, RecordError
from detente.exchange import Access, compose, sealed_of
from detente.exchange.check.reading import bytes_of, text64
from detente.exchange.check.sealed import (
    _WEAK,
    Entry,
    Opening,
    Sealed,
    read_entry,
    read_opening,
    read_statement,
    verifies,
)
from detente.exchange.statement import canonical, understood
from tests.exchange.simulator import LOG, NOON, Forum, key_of

KEY = key_of("AA")
PARTS: dict[str, Any] = {
    "log": LOG,
    "by": "AA",
    "made": NOON,
    "kind": "notification",
    "marker": "exercise",
    "access": Access("public"),
    "content": {"text": "Übung", "troops": 9000, "at": [24.5, 54.25]},
}
PAYLOAD = compose(**PARTS)
SEALED = KEY.seal(PAYLOAD)


def plain() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PAYLOAD)
    return found


def test_a_statement_reads_as_it_was_composed() -> None:
    statement, access = understood(PAYLOAD)
    assert statement.id == sha256(PAYLOAD).hexdigest()
    assert statement.content == PARTS["content"]
    assert (statement.by, statement.marker, statement.kind) == ("AA", "exercise", "notification")
    assert access == Access("public")


def test_a_joserfc_reader_takes_the_seal_and_we_take_one_of_joserfc() -> None:
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": text64(KEY.public, url=True)})
    parts = json.loads(SEALED.canonical())
    found = jws.deserialize_json(parts, key, algorithms=["Ed25519"])
    assert found.payload == PAYLOAD
    assert found.headers() == {"alg": "Ed25519", "kid": KEY.id, "typ": "detente-statement+json"}
    private = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": text64(KEY.public, url=True),
            "d": text64(KEY._private.private_bytes_raw(), url=True),
        }
    )
    theirs = jws.serialize_json(
        {"protected": found.headers()}, PAYLOAD, private, algorithms=["Ed25519"]
    )
    assert sealed_of(json.dumps(theirs).encode()).opened(KEY.public) == PAYLOAD


def test_every_bit_of_a_seal_counts() -> None:
    for name in Sealed.__slots__:
        text = getattr(SEALED, name)
        for at in range(len(text)):
            other = "A" if text[at] != "A" else "B"
            parts = json.loads(SEALED.canonical()) | {name: text[:at] + other + text[at + 1 :]}
            with pytest.raises((ProofError, RecordError)):
                sealed_of(json.dumps(parts).encode()).opened(KEY.public)


def test_a_seal_of_another_key_does_not_hold() -> None:
    with pytest.raises(ProofError, match="the seal does not hold"):
        SEALED.opened(key_of("BB").public)
    with pytest.raises(ProofError, match="the seal does not hold"):
        SEALED.opened(b"\xff" * 32)


@pytest.mark.parametrize("sign", [0, 0x80])
@pytest.mark.parametrize("weak", sorted(_WEAK))
def test_a_key_with_which_everything_is_sealed_seals_nothing(weak: bytes, sign: int) -> None:
    """Points of small order: R the neutral point and S nought fit at least one message in eight."""
    public = weak[:31] + bytes([weak[31] | sign])
    signature = bytes([1]) + bytes(63)
    bare = Ed25519PublicKey.from_public_bytes(public)
    fits = 0
    for nth in range(100):
        with contextlib.suppress(InvalidSignature):
            bare.verify(signature, b"%d" % nth)
            fits += 1
        assert not verifies(public, signature, b"%d" % nth)
    assert fits > 5


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": KEY.id, "typ": "detente-statement+json"},
        {"alg": "EdDSA", "kid": KEY.id, "typ": "detente-statement+json"},
        {"alg": "HS256", "kid": KEY.id, "typ": "detente-statement+json"},
        {"alg": "Ed25519", "kid": KEY.id, "typ": "JWT"},
        {"alg": "Ed25519", "kid": KEY.id},
        {"alg": "Ed25519", "kid": KEY.id, "typ": "detente-statement+json", "crit": ["b64"]},
        {"typ": "detente-statement+json", "kid": KEY.id, "alg": "Ed25519"},
    ],
)
def test_only_one_header_is_taken(header: dict[str, Any]) -> None:
    coded = text64(json.dumps(header, separators=(",", ":")).encode(), url=True)
    signature = KEY.sign(f"{coded}.{SEALED.payload}".encode())
    with pytest.raises(RecordError, match="seal"):
        Sealed(SEALED.payload, coded, text64(signature, url=True)).key()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"statement": 2}, "form 1"),
        ({"statement": True}, "form 1"),
        ({"log": ""}, "log"),
        ({"by": "A A"}, "by"),
        ({"made": "2026-03-01"}, "made"),
        ({"made": "2026-02-30T12:00:00Z"}, "there is no instant"),
        ({"made": "2026-03-01T12:00:00+00:00"}, "made"),
        ({"kind": "Notification"}, "kind"),
        ({"marker": "drill"}, "marker"),
        ({"access": {"mark": "secret"}}, "access"),
        ({"access": "public"}, "access"),
        ({"refers": ["00"]}, "refers"),
        ({"refers": "none"}, "refers"),
        ({"content": []}, "content"),
        ({"more": 1}, "there is no 'more'"),
    ],
)
def test_a_statement_that_is_not_one_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(RecordError, match=told):
        understood(canonical(plain() | change))


@pytest.mark.parametrize("name", ["statement", "log", "by", "made", "kind", "marker", "access"])
def test_a_statement_lacks_nothing(name: str) -> None:
    with pytest.raises(RecordError, match=f"{name} is missing"):
        understood(canonical({k: v for k, v in plain().items() if k != name}))


@pytest.mark.parametrize(
    "payload",
    [
        PAYLOAD.replace(b'"statement":1', b'"statement":1.0'),
        PAYLOAD.replace(b'"troops":9000', b'"troops": 9000'),
        PAYLOAD.replace(b"24.5", b"24.50"),
        json.dumps(plain()).encode(),
        PAYLOAD.replace("Ü".encode(), b"\\u00dc"),
    ],
)
def test_a_host_takes_only_the_canonical_form(payload: bytes) -> None:
    with pytest.raises(RecordError, match="canonical"):
        understood(payload)


@pytest.mark.parametrize(
    "payload",
    [
        PAYLOAD.replace(b'"troops":9000', b'"troops":9000,"troops":9001'),
        PAYLOAD.replace(b"9000", b"9007199254740993"),
        PAYLOAD.replace(b"9000", b"9" * 5000),
        PAYLOAD.replace(b"9000", b"NaN"),
        PAYLOAD.replace(b"9000", b"1e999"),
        PAYLOAD.replace(b"9000", b"[" * 100_000 + b"]" * 100_000),
        PAYLOAD.replace(b"9000", b"[" * 40 + b"]" * 40),
        PAYLOAD.replace("Ü".encode(), b"\xff"),
        PAYLOAD.replace("Ü".encode(), b"\\ud800"),
        b"\xef\xbb\xbf" + PAYLOAD,
        PAYLOAD[:-1],
        PAYLOAD + b"{}",
        b" " * (1 << 20) + PAYLOAD,
        b"",
    ],
)
def test_what_readers_take_in_two_ways_is_refused(payload: bytes) -> None:
    """By the checker too, which does not ask for the canonical form."""
    with pytest.raises(RecordError):
        read_statement(payload)
    with pytest.raises(RecordError):
        understood(payload)


def test_received_refers_to_one_statement() -> None:
    with pytest.raises(RecordError, match="received"):
        compose(**PARTS | {"kind": "received"})
    assert compose(**PARTS | {"kind": "received", "refers": [sha256(PAYLOAD).hexdigest()]})


SALT = bytes(range(32))
ENTRY = Entry(Opening(SALT, SEALED).commitment(), NOON, 3)


def test_an_entry_is_written_in_canonical_form_and_reads_back() -> None:
    assert ENTRY.canonical() == canonical(json.loads(ENTRY.canonical()))
    assert read_entry(json.loads(ENTRY.canonical())) == ENTRY
    assert SEALED.canonical() == canonical(json.loads(SEALED.canonical()))
    opening = Opening(SALT, SEALED)
    assert read_opening(opening.plain()) == opening
    assert opening.of(ENTRY) == SEALED


def test_a_commitment_binds() -> None:
    others = [
        Opening(SALT[::-1], SEALED),
        Opening(SALT, KEY.seal(PAYLOAD.replace(b"9000", b"9001"))),
        Opening(SALT, Sealed(SEALED.payload, SEALED.protected, SEALED.signature[::-1])),
    ]
    for other in others:
        with pytest.raises(ProofError, match="not the one that the log holds"):
            other.of(ENTRY)


def test_a_commitment_hides() -> None:
    """Without the salt the word cannot be tried out, and two entries of one word look unlike."""
    one, two = Opening(SALT, SEALED), Opening(SALT[::-1], SEALED)
    assert one.commitment() != two.commitment()
    guesses = {sha256(SEALED.canonical()), sha256(PAYLOAD), sha256(b"\0" * 32 + PAYLOAD)}
    assert one.commitment() not in {each.hexdigest() for each in guesses}


def test_a_hidden_entry_looks_like_any_other() -> None:
    forum = Forum("AA")
    open_, hidden = (
        forum.say("AA", {"n": 1}, access=access) for access in (Access("public"), Access("nation"))
    )
    shapes = [
        {name: type(part) for name, part in json.loads(each.entry.canonical()).items()}
        for each in (open_, hidden)
    ]
    assert shapes[0] == shapes[1]
    assert len(open_.entry.canonical()) == len(hidden.entry.canonical())


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary().map(repr),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(plain())), ANY)
def test_any_part_of_a_statement_is_taken_or_refused(name: str, part: Any) -> None:
    try:
        payload = canonical(plain() | {name: part})
        statement, access = understood(payload)
    except RecordError:
        return
    again = compose(**PARTS | {"access": access})
    assert statement.id == sha256(payload).hexdigest()
    assert understood(again)[1] == access


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        understood(data)
    with pytest.raises(RecordError):
        sealed_of(data)


@given(st.data())
def test_a_damaged_statement_is_refused_or_is_another(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(PAYLOAD) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != PAYLOAD[at]))
    damaged = PAYLOAD[:at] + bytes([byte]) + PAYLOAD[at + 1 :]
    try:
        statement, _ = understood(damaged)
    except RecordError:
        return
    assert statement.id != sha256(PAYLOAD).hexdigest()


@given(ANY)
def test_any_json_is_no_entry_and_no_opening(value: Any) -> None:
    with pytest.raises(RecordError):
        read_entry(value)
    with pytest.raises(RecordError):
        read_opening(value)


@given(st.sampled_from(["entry", "commitment", "received", "keys"]), ANY)
def test_any_part_of_an_entry_is_taken_or_refused(name: str, part: Any) -> None:
    try:
        entry = read_entry(json.loads(ENTRY.canonical()) | {name: part})
    except RecordError:
        return
    assert read_entry(json.loads(entry.canonical())) == entry


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("QUF=", False),  # a spare bit is set
        ("QUE", False),
        ("QUE=\n", False),
        ("QU E=", False),
        ("QUE==", False),
        ("_-8=", False),
        ("QUF", True),
        ("QUE=", True),
        ("+/8", True),
        ("Q", True),
        ("Ä", True),
        (7, True),
    ],
)
def test_base64_has_one_form(text: Any, url: bool) -> None:
    with pytest.raises(RecordError, match="not base64"):
        bytes_of(text, "it", url=url)
    assert bytes_of("QUE" if url else "QUE=", "it", url=url) == b"AA"
