"""Faults planted in a copy of the store: the test named with each must see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planting import Fault, copied, planted, suite

HERE = "tests/store"

FAULTS = (
    Fault(
        "a refused row of PostgreSQL is not known as one",
        "store/address.py",
        '        event.listen(engine, "handle_error", _name_refused_row)\n',
        "",
        "test_turns.py::test_one_that_raises_undoes_itself_alone[postgresql]",
    ),
    Fault(
        "nobody looks who the server is",
        "store/postgresql.py",
        'context.check_hostname = mode == "verify-full"',
        "context.check_hostname = False",
        "test_postgresql.py::test_a_server_is_looked_at_where_the_address_asks_for_it[verify-full-True]",
    ),
    Fault(
        "a server that does not encrypt is told the password",
        "store/postgresql.py",
        '"require": True',
        '"require": None',
        "test_postgresql.py"
        "::test_a_server_that_does_not_encrypt_is_told_nothing_where_encryption_is_asked_for",
    ),
    Fault(
        "a password file that others can read is taken",
        "store/postgresql.py",
        "& 0o077",
        "& 0o000",
        "test_postgresql.py"
        "::test_a_password_file_that_others_can_read_or_that_is_not_there_is_refused",
    ),
    Fault(
        "what was sent ahead is not met by the commit",
        "store/one_trip.py",
        "ahead, self._ahead = self._ahead, False",
        "ahead = self._ahead",
        "test_postgresql.py::test_what_is_refused_ahead_of_a_commit_undoes_all_of_it",
    ),
    Fault(
        "SQLite does not wait for the disk",
        "store/address.py",
        '"synchronous": "FULL"',
        '"synchronous": "OFF"',
        "test_opening.py::test_sqlite_waits_for_the_disk",
    ),
    Fault(
        "a setting that loses words is not looked at",
        "store/address.py",
        'if journal != "wal" or full < FULL:',
        'if journal != "wal":',
        "test_opening.py::test_an_sqlite_that_does_not_wait_is_refused",
    ),
    Fault(
        "an act is acknowledged before its commit",
        "store/opened.py",
        "                made_durable(transaction)\n",
        "                for each in batch:\n                    each.durable = True\n"
        "                    each.end()\n                made_durable(transaction)\n",
        "test_crashes.py::test_nothing_is_acknowledged_before_it_is_durable[sqlite]",
    ),
    Fault(
        "the commit comes before the words are handed over",
        "store/opened.py",
        "                self._close_off(writing, before)\n"
        "                made_durable(transaction)\n",
        "                made_durable(transaction)\n                connection.begin()\n"
        "                self._close_off(writing, before)\n                connection.commit()\n",
        "test_crashes.py::test_words_and_their_checkpoint_come_together_or_not_at_all[sqlite]",
    ),
    Fault(
        "writers do not take their turn",
        "store/address.py",
        '"BEGIN IMMEDIATE" if writes else "BEGIN"',
        '"BEGIN" if writes else "BEGIN"',
        "test_turns.py::test_two_stores_on_one_database_count_without_a_gap[sqlite]",
    ),
    Fault(
        "what was refused counts as done",
        "store/taking_turns.py",
        "        if self.failure is not None:\n            raise self.failure\n",
        "",
        "test_turns.py::test_one_that_raises_undoes_itself_alone[sqlite]",
    ),
    Fault(
        "a stale version is written over",
        "store/rows.py",
        "if seen is not None and seen != version:",
        "if seen is not None and seen > version:",
        "test_rows.py::test_a_draft_is_changed_by_whoever_saw_it[sqlite]",
    ),
    Fault(
        "records are not chained",
        "store/rows.py",
        "hash_of(writing.secret, where, row, head.chain)",
        'hash_of(writing.secret, where, row, b"")',
        "test_checking.py::test_what_was_written_is_whole[sqlite]",
    ),
    Fault(
        "the check does not look at who may read",
        "store/checking_log.py",
        "if sorted(map(_sorted, there)) != sorted(map(_sorted, should[each.name])):",
        "if len(there) < len(should[each.name]):",
        "test_checking.py::test_a_hand_is_seen[sqlite]",
    ),
    Fault(
        "the check does not look at seals",
        "store/checking_log.py",
        'if seals or row["kind"] == "keys":',
        'if row["kind"] == "keys":',
        "test_checking.py::test_a_seal_that_does_not_hold_is_seen[sqlite]",
    ),
    Fault(
        "the clock may go backwards",
        "store/filing.py",
        "    return last, last - now\n",
        "    return now, last - now\n",
        "test_log.py::TestTheClock::test_a_short_jump_back_is_held_and_shown[sqlite]",
    ),
    Fault(
        "an embargo is not kept",
        "store/words.py",
        "or_(may.c.from_at <= at, at_once)",
        "or_(may.c.from_at <= may.c.from_at, at_once)",
        "test_log.py::test_words_are_read_by_whom_they_are_for[sqlite]",
    ),
    Fault(
        "an archive is put back without being checked",
        "store/backup.py",
        "                if found:\n",
        "                if found and not secret:\n",
        "test_backup.py::test_another_secret_restores_nothing[sqlite]",
    ),
    Fault(
        "REPLACE goes through",
        "store/grow_only.py",
        "WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
        "WHEN EXISTS (SELECT 1 FROM {table} WHERE NOT {same})",
        "test_rows.py::test_the_engine_refuses_to_change_what_only_grows[sqlite]",
    ),
)


def test_each_test_stays_green_where_nothing_is_planted(tmp_path: Path) -> None:
    tests = sorted({f"{HERE}/{fault.seen_by}" for fault in FAULTS})
    run = suite(copied(tmp_path), *tests)
    assert run.returncode == 0, run.stdout[-2000:]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(fault: Fault, tmp_path: Path) -> None:
    run = suite(planted(fault, tmp_path), f"{HERE}/{fault.seen_by}")
    assert run.returncode == 1, run.stdout[-2000:]
    assert "1 failed" in run.stdout
