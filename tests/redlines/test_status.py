"""The status of a line on a day, beside an oracle that goes through every world there can be."""

import datetime as dt
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.redlines import Event, RedLine
from detente.times import Moment

SLOTS = 4  # one for each thing that can happen on a day, and one more
DAYS = st.integers(1, 3)
SPANS = st.tuples(DAYS, DAYS).map(sorted).map(tuple)
STATUSES = st.sampled_from(["current", "modified", "withdrawn", "contradicted"])
Span = tuple[int, int]


def moment(span: Span) -> Moment:
    """The days of a span, both included."""
    midnight = dt.datetime(2022, 3, span[0])
    return Moment(midnight, midnight + dt.timedelta(days=span[1] - span[0] + 1))


def line(said: Span | None, events: list[tuple[Span, str]]) -> RedLine:
    """A line with these dates."""
    made = tuple(Event(moment(span), status) for span, status in events)  # type: ignore[arg-type]  # drawn
    on = moment(said) if said else None
    return RedLine(
        id="a",
        holder="RU",
        stance="declared",
        called="red line",
        words="w",
        source="s",
        on=on,
        events=made,
    )


def worlds(said: Span | None, events: list[tuple[Span, str]]) -> Iterator[list[int]]:
    """Every order of things: the slot of the statement, then of each event.

    A day has slots; the statement comes before every event; of two events with the same span the
    one that is listed later came later; no two things happen at once.
    """
    spans = [said or (0, 5), *(span for span, _ in events)]
    for slots in product(*(range(a * SLOTS, (b + 1) * SLOTS) for a, b in spans)):
        listed = all(
            slots[i] < slots[j]
            for i in range(1, len(slots))
            for j in range(i + 1, len(slots))
            if spans[i] == spans[j]
        )
        if listed and len(set(slots)) == len(slots) and all(slots[0] < s for s in slots[1:]):
            yield list(slots)


def statuses(said: Span | None, events: list[tuple[Span, str]], day: int) -> set[str]:
    """Every status that some world gives at the end of a day."""
    found = set()
    for slots in worlds(said, events):
        done = [(slot, i) for i, slot in enumerate(slots) if slot < (day + 1) * SLOTS]
        last = max(done, default=None)
        if last is None:
            found.add("not yet stated")
        else:
            found.add("current" if last[1] == 0 else events[last[1] - 1][1])
    return found


@settings(max_examples=200)
@given(
    st.none() | SPANS,
    st.lists(st.tuples(SPANS, STATUSES), max_size=2),
    st.integers(0, 4),
)
def test_the_status_is_told_where_every_world_agrees(
    said: Span | None, events: list[tuple[Span, str]], day: int
) -> None:
    possible = statuses(said, events, day)
    told = line(said, events).status_on(dt.date(2022, 3, 1) + dt.timedelta(days=day - 1))
    if possible:  # a statement after its own withdrawal is refused by the readers
        assert told == (possible.pop() if len(possible) == 1 else None)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2021-12-16", "not yet stated"),
        ("2021-12-17", "current"),
        ("2022-02-16", "current"),
        ("2022-02-17", "modified"),
        ("2022-03-01", None),
        ("2022-03-30", None),
        ("2022-03-31", "withdrawn"),
        ("9999-12-31", "withdrawn"),
    ],
)
def test_a_month_is_vague_until_it_is_over(day: str, status: str | None) -> None:
    on = Moment.of(dt.date(2021, 12, 17))
    events = (
        Event(Moment.of(dt.date(2022, 2, 17)), "modified"),
        Event(Moment(dt.datetime(2022, 3, 1), dt.datetime(2022, 4, 1)), "withdrawn"),
    )
    told = RedLine(
        id="a",
        holder="RU",
        stance="declared",
        called="concern",
        words="w",
        source="s",
        on=on,
        events=events,
    )
    assert told.status_on(dt.date.fromisoformat(day)) == status


def test_without_a_date_it_cannot_be_told_until_an_event_settles_it() -> None:
    undated = line(None, [((2, 2), "withdrawn")])
    assert undated.status_on(dt.date(2022, 3, 1)) is None
    assert undated.status_on(dt.date(2022, 3, 2)) == "withdrawn"
