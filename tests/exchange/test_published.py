"""Published values: RFC 8032, RFC 8785, RFC 8037, C2SP's signed note, named as in the source."""

from __future__ import annotations

import json
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from detente.errors import RecordError
from detente.exchange.check.notes import HOST, WITNESS, note_key, read_verifier
from detente.exchange.check.reading import bytes_of, json_of
from detente.exchange.check.sealed import Sealed, verifies
from detente.exchange.keys import PrivateKey
from detente.exchange.statement import canonical

# RFC 8032, section 7.1: name, secret key, public key, message, signature.
ED25519 = (
    (
        "TEST 1",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
            "46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "TEST 2",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
            "d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "TEST 3",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
            "6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)


@pytest.mark.parametrize("case", ED25519, ids=lambda case: case[0])
def test_rfc_8032_7_1(case: tuple[str, ...]) -> None:
    secret, public, message, signature = (bytes.fromhex(part) for part in case[1:])
    key = PrivateKey("X", Ed25519PrivateKey.from_private_bytes(secret))
    assert key.public == public
    assert key.sign(message) == signature
    assert verifies(public, signature, message)
    assert not verifies(public, signature, message + b"!")
    assert not verifies(public, signature[:-1] + bytes([signature[-1] ^ 1]), message)


def test_rfc_8032_5_1_7_a_second_form_of_a_signature_is_refused() -> None:
    _, _, public, message, signature = ED25519[1]
    data, order = bytes.fromhex(signature), 2**252 + 27742317777372353535851937790883648493
    larger = int.from_bytes(data[32:], "little") + order
    second = data[:32] + larger.to_bytes(32, "little")
    assert not verifies(bytes.fromhex(public), second, bytes.fromhex(message))


# RFC 8785, appendix B: IEEE 754 bits, and how the number is written.
NUMBERS = (
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
)


@pytest.mark.parametrize(("bits", "written"), NUMBERS)
def test_rfc_8785_appendix_b(bits: str, written: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number) == written.encode()


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000"])
def test_rfc_8785_appendix_b_what_is_no_number(bits: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    with pytest.raises(RecordError, match="canonical form"):
        canonical(number)


def test_rfc_8785_3_2_2_primitive_data() -> None:
    given = (
        r'{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        r' "string": "\u20ac$\u000F\u000aA'
        r"'"
        r'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}'
    )
    assert canonical(json_of(given, "sample")).decode() == (
        r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'
    )


def test_rfc_8785_3_2_3_names_are_sorted_by_their_utf_16() -> None:
    given = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(given)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_rfc_8037_a_4_a_signed_message() -> None:
    public = bytes_of("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "x", url=True)
    signature = (
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    sealed = Sealed("RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc", "eyJhbGciOiJFZERTQSJ9", signature)
    assert sealed.opened(public) == b"Example of Ed25519 signing"
    with pytest.raises(RecordError):
        sealed.key()  # EdDSA leaves open which curve; RFC 9864 replaces it


def test_the_note_of_golang_org_x_mod_sumdb_note() -> None:
    name, public = read_verifier(
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    )
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    line = bytes_of(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
        "line",
    )
    assert name == "PeterNeumann"
    assert line[:4].hex() == "c74f20a3"
    assert verifies(public, line[4:], text.encode())


def test_the_keys_and_the_time_of_transparency_dev_formats_note_cosigv1() -> None:
    """TestCoSigV1NewVerifier and TestCoSigV1Timestamp: the hash of a key, the place of the time."""
    for text, kind in (
        ("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", HOST),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", WITNESS),
    ):
        name, short, coded = text.split("+", 2)
        data = bytes_of(coded, "key")
        assert data[:1] == kind
        assert note_key(name, kind, data[1:]).hex() == short
    line = bytes_of(
        "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJ"
        "XORmnFBOBA==",
        "line",
    )
    assert int.from_bytes(line[4:12], "big") == 1727964367
    assert len(line[12:]) == 64
