"""Faults planted in a copy of the exchange: the test named with each must see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import Fault, copied, planted, suite

HERE = "tests/exchange"

FAULTS = (
    Fault(
        "a leaf is hashed like a node",
        "exchange/check/tree.py",
        'sha256(b"\\x00" + data)',
        'sha256(b"\\x01" + data)',
        "test_tree.py::test_the_published_trees_of_certificate_transparency",
    ),
    Fault(
        "a way that ends too early is taken",
        "exchange/check/tree.py",
        "if last != 0 or found != root:",
        "if found != root:",
        "test_tree.py::test_no_spoilt_inclusion_proof_holds_up_to_33",
    ),
    Fault(
        "the old root is not looked at",
        "exchange/check/tree.py",
        "if last != 0 or was != old_root or now != new_root:",
        "if last != 0 or now != new_root:",
        "test_tree.py::test_no_spoilt_consistency_proof_holds_up_to_33",
    ),
    Fault(
        "two logs of one size are one",
        "exchange/check/tree.py",
        "if path or old_root != (EMPTY if old == 0 else new_root):",
        "if path:",
        "test_checker.py::test_a_split_view_at_one_size_is_shown",
    ),
    Fault(
        "a seal that does not hold is taken",
        "exchange/check/sealed.py",
        "        return False\n    return True\n",
        "        return True\n    return True\n",
        "test_sealed.py::test_a_seal_of_another_key_does_not_hold",
    ),
    Fault(
        "any header is taken",
        "exchange/check/sealed.py",
        "if header != protected(kid):",
        "if not header:",
        "test_sealed.py::test_only_one_header_is_taken",
    ),
    Fault(
        "the word shown is not compared with the entry",
        "exchange/check/sealed.py",
        "if self.commitment() != entry.commitment:",
        "if not entry.commitment:",
        "test_sealed.py::test_a_commitment_binds",
    ),
    Fault(
        "a commitment has no salt",
        "exchange/check/sealed.py",
        "sha256(self.salt + self.sealed.canonical())",
        "sha256(self.sealed.canonical())",
        "test_sealed.py::test_a_commitment_hides",
    ),
    Fault(
        "a key with which everything is sealed is taken",
        "exchange/check/sealed.py",
        'to_bytes(32, "little") in _WEAK:',
        'to_bytes(32, "little") in ():',
        "test_sealed.py::test_a_key_with_which_everything_is_sealed_seals_nothing",
    ),
    Fault(
        "a host is accused with a log that nobody vouches for",
        "exchange/check/told.py",
        "if checkpoint in log.differs and vouched >= checkpoint.size:",
        "if checkpoint in log.differs:",
        "test_checker.py::test_nobody_is_accused_with_a_log_for_which_no_checkpoint_vouches",
    ),
    Fault(
        "a name may stand twice",
        "exchange/check/reading.py",
        "if len(found) != len(pairs):",
        "if len(found) > len(pairs):",
        "test_sealed.py::test_what_readers_take_in_two_ways_is_refused",
    ),
    Fault(
        "base64 has several forms",
        "exchange/check/reading.py",
        "if text64(data, url=url) != value:",
        "if not text64:",
        "test_sealed.py::test_base64_has_one_form",
    ),
    Fault(
        "any form of a statement is taken into the log",
        "exchange/statement.py",
        'if canonical(json_of(payload, "statement", LIMIT)) != payload:',
        'if not canonical(json_of(payload, "statement", LIMIT)):',
        "test_sealed.py::test_a_host_takes_only_the_canonical_form",
    ),
    Fault(
        "a key does not count for its own rotation",
        "exchange/check/keyring.py",
        "index <= self.until)",
        "index < self.until)",
        "test_keys_over_time.py::test_a_rotated_key_counts_up_to_its_rotation_and_the_new_one_after",
    ),
    Fault(
        "a key counts for the entry that brings it",
        "exchange/check/keyring.py",
        "since = index if index == 0 else index + 1",
        "since = index",
        "test_keys_over_time.py::test_a_rotated_key_counts_up_to_its_rotation_and_the_new_one_after",
    ),
    Fault(
        "one delegation seals in the name of another",
        "exchange/check/keyring.py",
        'or statement.by != kid.rpartition("/")[0]:',
        "or not kid:",
        "test_keys_over_time.py::test_a_word_in_the_name_of_another_is_refused",
    ),
    Fault(
        "nobody asks who holds a new key",
        "exchange/check/keyring.py",
        "if not verifies(public, proof, possession(self.log, owner, use, public)):",
        "if not proof:",
        "test_keys_over_time.py::test_what_nobody_may_say_of_a_key",
    ),
    Fault(
        "anybody ends a key",
        "exchange/check/keyring.py",
        "if not allowed:",
        "if not by:",
        "test_keys_over_time.py::test_what_nobody_may_say_of_a_key",
    ),
    Fault(
        "a statement about keys may stand in for another",
        "exchange/check/receipt.py",
        "if place.index <= before or place.entry.keys != nth:",
        "if place.index <= before:",
        "test_receipts.py::test_a_statement_that_is_not_counted_does_not_stand_in_for_a_withheld_one",
    ),
    Fault(
        "a statement about keys may be counted as a word",
        "exchange/check/log_file.py",
        'if (statement.kind == "keys") != (index in ring.places):',
        'if statement.kind == "":',
        "test_log_files.py::test_a_host_that_does_not_count_a_statement_about_keys_is_noticed",
    ),
    Fault(
        "the root of a checkpoint is not compared with the entries",
        "exchange/check/log_file.py",
        "if found.root != log.frontier.root():",
        "if not found.root:",
        "test_log_files.py::test_a_checkpoint_that_the_entries_do_not_give_is_noticed",
    ),
    Fault(
        "checkpoints from elsewhere are not compared",
        "exchange/check/log_file.py",
        "            log.differs.append(other)\n",
        "            pass\n",
        "test_checker.py::test_a_split_view_between_a_log_and_a_checkpoint_is_shown",
    ),
    Fault(
        "a host is accused with what it did not sign",
        "exchange/check/told.py",
        "if self._signed(name, each):",
        "if self._signed(name, each) or each.size:",
        "test_checker.py::test_nobody_is_accused_with_a_checkpoint_that_the_host_did_not_sign",
    ),
    Fault(
        "the host's key is not compared",
        "exchange/check/told.py",
        "if self.host is not None and self.host not in (",
        "if self.host is not None and self.host in (",
        "test_checker.py::test_a_receipt_of_a_forged_log_does_not_hold",
    ),
    Fault(
        "a witness signs whatever the host shows it",
        "exchange/notes.py",
        "    check_consistency(before.size, before.root, now.size, now.root, path)\n",
        "    check_consistency(now.size, now.root, now.size, now.root, ())\n",
        "test_receipts.py::test_a_witness_refuses_a_log_that_is_shown_differently",
    ),
    Fault(
        "a release comes a second late",
        "exchange/access.py",
        "at < access.at:",
        "at <= access.at:",
        "test_access.py::test_a_release_comes_at_its_instant_and_not_before",
    ),
    Fault(
        "a file of a pouch is not compared with its hash",
        "exchange/check/pouch.py",
        "if found.hexdigest() != expected:",
        "if not expected:",
        "test_pouches.py::test_each_altered_byte_of_a_pouch_is_noticed",
    ),
    Fault(
        "a pouch may hold more than its manifests vouch for",
        "exchange/check/pouch.py",
        "- tags.keys() - files.keys() - {TAGMANIFEST}:",
        "- tags.keys() - files.keys() - set(self.names):",
        "test_pouches.py::test_a_hostile_zip_is_refused_and_nothing_is_unpacked",
    ),
    Fault(
        "an entry is brought again by a second pouch",
        "exchange/pouches.py",
        "if index >= self.size:",
        "if index >= 0:",
        "test_pouches.py::test_pouches_that_overlap_or_come_twice_bring_each_entry_once",
    ),
    Fault(
        "a private key is written for everybody to read",
        "exchange/keys.py",
        "os.O_EXCL, 0o600)",
        "os.O_EXCL, 0o644)",
        "test_key_files.py::test_a_key_comes_back_from_its_file",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, tmp_path: Path) -> None:
    found = suite(planted(fault, tmp_path), f"{HERE}/{fault.seen_by}")
    assert found.returncode == 1, found.stdout[-2_000:]
    seen = ("AssertionError", "DID NOT RAISE", "RecordError", "ProofError")
    assert any(each in found.stdout for each in seen), "it fails for another reason"


def test_the_copy_passes_when_nothing_is_planted(tmp_path: Path) -> None:
    names = sorted({fault.seen_by for fault in FAULTS})
    found = suite(copied(tmp_path), *(f"{HERE}/{name}" for name in names))
    assert found.returncode == 0, found.stdout[-2_000:]
