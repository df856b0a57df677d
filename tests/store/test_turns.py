"""Many writers: each is done once, together where they wait, and none undoes another."""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from detente.errors import OutcomeUnknown, StoreBusy, StoreFull
from detente.store import Store, Writing, change, open_store, table
from detente.store import opened as opened_room
from tests.store.conftest import HOST, SECRET
from tests.store.test_rows import a_draft, an_act


def numbered(writing: Writing) -> int:
    """Count up by reading and writing, as only one writer at a time may."""
    drafts = table("drafts")
    asked = sa.select(drafts.c.content).where(drafts.c.id == "counter")
    last = int(writing.connection.scalar(asked) or 0)
    a_draft(writing, None, str(last + 1), key="counter")
    return last + 1


def test_many_threads_count_without_a_gap(store: Store) -> None:
    with ThreadPoolExecutor(16) as pool:
        counted = list(pool.map(lambda _: store.write(numbered), range(200)))
    assert sorted(counted) == list(range(1, 201))


def test_two_stores_on_one_database_count_without_a_gap(where: str, store: Store) -> None:
    other = open_store(where, secret=SECRET, host=HOST)
    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(lambda i: (store, other)[i % 2].write(numbered), range(120)))
    assert sorted(counted) == list(range(1, 121))
    other.close()


def test_those_who_wait_share_a_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[bool] = []

    def counted(transaction: sa.RootTransaction) -> None:
        commits.append(True)
        transaction.commit()

    monkeypatch.setattr(opened_room, "made_durable", counted)
    gate = threading.Event()

    def first(writing: Writing) -> int:
        gate.wait(10)
        return an_act(writing)

    with ThreadPoolExecutor(9) as pool:
        leading = pool.submit(store.write, first)
        while not store._turns._led:
            pass
        others = [pool.submit(store.write, an_act) for _ in range(8)]
        while len(store._turns._waiting) < 8:
            pass
        gate.set()
        assert leading.result() == 0
        assert sorted(each.result() for each in others) == list(range(1, 9))
    assert len(commits) == 2


def test_one_that_raises_undoes_itself_alone(store: Store) -> None:
    def act(number: int) -> object:
        def inner(writing: Writing) -> int:
            a_draft(writing, 0, key=f"d-{number}")
            an_act(writing, key=f"k-{number}")
            if number % 3 == 0:
                raise LookupError(str(number))
            if number % 3 == 1:  # refused by the engine, not by us
                change(writing, "api_keys", f"a-{number}", officer="nobody")
            return number

        try:
            return store.write(inner)
        except (LookupError, sa.exc.IntegrityError) as failure:
            return type(failure).__name__

    with ThreadPoolExecutor(12) as pool:
        came = list(pool.map(act, range(60)))
    assert came[0::3] == ["LookupError"] * 20
    assert came[1::3] == ["IntegrityError"] * 20
    assert came[2::3] == list(range(2, 60, 3))
    with store.reading() as connection:
        drafts = set(connection.scalars(sa.select(table("drafts").c.id)))
        acts = list(connection.scalars(sa.select(table("acts").c.number).order_by("number")))
    assert drafts == {f"d-{number}" for number in range(2, 60, 3)}
    assert acts == list(range(20))
    assert store.head().records == 20


class Refused(Exception):
    """What a driver raises, with an SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"refused with {sqlstate}")
        self.sqlstate = sqlstate


def refusing(sqlstate: str, times: int) -> object:
    """An act that the engine refuses some times before it does it."""
    left = [times]

    def act(writing: Writing) -> int:
        number = an_act(writing)
        if left[0]:
            left[0] -= 1
            raise sa.exc.OperationalError("INSERT", {}, Refused(sqlstate))
        return number

    return act


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "08006", "57P01"])
def test_what_may_be_tried_again_is(store: Store, sqlstate: str) -> None:
    assert store.write(refusing(sqlstate, 2)) == 0  # type: ignore[arg-type]  # it is an act
    assert store.head().records == 1


@pytest.mark.parametrize(
    ("sqlstate", "kind"), [("40001", StoreBusy), ("53100", StoreFull), ("53200", StoreFull)]
)
def test_what_stays_refused_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch, sqlstate: str, kind: type[Exception]
) -> None:
    monkeypatch.setattr(opened_room, "LONGEST", 0.006)
    with pytest.raises(kind):
        store.write(refusing(sqlstate, 1000))  # type: ignore[arg-type]  # it is an act
    assert store.head().records == 0


def test_a_connection_that_breaks_in_a_commit_leaves_it_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(transaction: sa.RootTransaction) -> None:
        transaction.commit()
        raise OutcomeUnknown("the connection broke")

    monkeypatch.setattr(opened_room, "made_durable", breaks)
    with pytest.raises(OutcomeUnknown):
        store.write(an_act)
    monkeypatch.undo()
    assert store.head().records == 1, "it stood; and it was not done twice"


def test_what_breaks_after_the_commit_undoes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def breaks(connection: sa.Connection) -> Iterator[None]:
        yield
        raise sa.exc.OperationalError("", {}, Refused("08006"))

    monkeypatch.setattr(opened_room, "in_one_go", breaks)
    assert [store.write(an_act) for _ in range(3)] == [0, 1, 2]
    monkeypatch.undo()
    assert store.head().records == 3


def test_a_server_that_ends_our_connection_is_asked_again(postgresql: str) -> None:
    store = open_store(postgresql, secret=SECRET, host=HOST)
    killed: list[object] = []

    def act(writing: Writing) -> int:
        if not killed:
            mine = writing.connection.scalar(sa.text("SELECT pg_backend_pid()"))
            with store.engine.connect() as other:
                killed.append(other.scalar(sa.text("SELECT pg_terminate_backend(:p)"), {"p": mine}))
        return an_act(writing)

    assert store.write(act) == 0
    assert killed == [True]
    store.close()


def test_a_reader_sees_one_picture_while_others_write(store: Store) -> None:
    store.write(an_act)
    acts = table("acts")
    with store.reading() as connection:
        before = connection.scalar(sa.select(sa.func.count()).select_from(acts))
        store.write(an_act)
        assert connection.scalar(sa.select(sa.func.count()).select_from(acts)) == before == 1
    assert store.head().records == 2
