"""Laws of the engine: later events change nothing, no order loses a clock, knowing more settles."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from detente.consultations import Picture, Run, picture
from detente.invocations import Event
from tests.consultations.made import consultation, event, hours, mechanism

STEPS = [
    "request",
    "reply",
    "find-insufficient",
    "request-meeting",
    "decline-meeting",
    "meeting",
    "request-joint-meeting",
    "joint-meeting",
]
QUIETLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AT = st.integers(-6, 200)
DAYS = st.integers(0, 6).map(lambda n: dt.date(2031, 3, 3) + dt.timedelta(days=n))


@st.composite
def histories(draw: st.DrawFn, *, days: bool = True) -> list[Event]:
    """Some events at instants or on days, some contested, some denied, some stated later."""
    moments = AT | DAYS if days else AT
    found = []
    for number, step in enumerate(draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=5))):
        more: dict[str, object] = {}
        if draw(st.integers(0, 4)) == 0:
            more = {"contested": True, "stated_by": (draw(st.sampled_from(["DE", "DK"])),)}
            more |= {"happened": draw(st.booleans())}
        if draw(st.integers(0, 6)) == 0:
            more["stated_at"] = draw(AT)
        found.append(event(f"e{number}", step, draw(moments), **more))
    return found


def look(events: list[Event], at: dt.datetime) -> Picture:
    """The picture of these events."""
    return picture(consultation(*events), mechanism(), at)


@QUIETLY
@given(histories(), AT)
@example([event("e0", "request", 0), event("e1", "reply", 10, stated_at=60)], 20)
def test_what_happens_later_changes_nothing(events: list[Event], at: int) -> None:
    now = hours(at)
    before = [
        each
        for each in events
        if each.at.earliest <= now and (not each.stated_at or each.stated_at.earliest <= now)
    ]
    assert look(events, now) == look(before, now)


@QUIETLY
@given(histories(days=False), AT, st.randoms(use_true_random=False))
def test_no_order_of_the_file_loses_a_clock(events: list[Event], at: int, chance: object) -> None:
    starts = {step: clock.id for clock in mechanism().clocks for step in clock.starts_with}
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    for view in look(shuffled, hours(at)).views:
        for each in events:
            plain = not each.contested and each.stated_at is None
            denied = any(
                not other.happened and other.step == each.step and other.by == each.by
                for other in events
            )
            if each.step in starts and plain and not denied and each.at.earliest <= hours(at):
                found = [(run.clock, run.started_by) for run in view.clocks]
                assert (starts[each.step], each.id) in found


@QUIETLY
@given(histories(days=False), AT, st.randoms(use_true_random=False))
def test_where_times_tell_the_order_that_of_the_file_does_not_matter(
    events: list[Event], at: int, chance: object
) -> None:
    apart = list({each.at: each for each in events}.values())
    shuffled = list(apart)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    one, other = look(apart, hours(at)).views, look(shuffled, hours(at)).views
    key = lambda view: (view.accounts, view.reading)  # noqa: E731  # a name for a sort key
    for left, right in zip(sorted(one, key=key), sorted(other, key=key), strict=True):
        assert left.stages == right.stages
        assert sorted(left.clocks, key=str) == sorted(right.clocks, key=str)


def reply_clock(events: list[Event], at: dt.datetime) -> Run:
    """How the clock of the reply stands by our own reading."""
    view = look(events, at).views[0]
    return next(run for run in view.clocks if run.clock == "reply")


@QUIETLY
@given(st.integers(0, 30), st.none() | st.integers(0, 120), st.integers(0, 150))
def test_with_known_hours_it_is_as_counted_on_the_fingers(
    asked: int, replied: int | None, at: int
) -> None:
    events = [event("ask", "request", asked)]
    events += [] if replied is None else [event("answer", "reply", asked + replied)]
    if at < asked:
        return
    by_now = replied is not None and asked + replied <= at
    if by_now:
        expected = "met" if (replied or 0) <= 48 else "late"
    else:
        expected = "running" if at - asked <= 48 else "lapsed"
    assert reply_clock(events, hours(at)).state == expected


@QUIETLY
@given(DAYS, st.integers(0, 23), st.none() | st.tuples(DAYS, st.integers(0, 23)), AT)
def test_knowing_the_hour_never_reverses_what_was_settled(
    day: dt.date, hour: int, reply: tuple[dt.date, int] | None, at: int
) -> None:
    def instant(on: dt.date, clock: int) -> dt.datetime:
        return dt.datetime(on.year, on.month, on.day, clock)

    vague, exact = [event("ask", "request", day)], [event("ask", "request", instant(day, hour))]
    if reply is not None:
        if instant(*reply) <= instant(day, hour) or reply[0] == day:
            return
        vague.append(event("answer", "reply", reply[0]))
        exact.append(event("answer", "reply", instant(*reply)))
    now = hours(at)
    runs = [run for run in look(vague, now).views[0].clocks if run.clock == "reply"]
    if runs and runs[0].state != "unknown" and instant(day, hour) <= now:
        assert reply_clock(exact, now).state == runs[0].state


@pytest.mark.parametrize(
    ("minutes", "state"), [(48 * 60, "running"), (48 * 60 + 1, "lapsed")], ids=str
)
def test_the_last_instant_is_in_time(minutes: int, state: str) -> None:
    assert reply_clock([event("ask", "request", 0)], hours(minutes / 60)).state == state


@pytest.mark.parametrize(("minutes", "state"), [(48 * 60, "met"), (48 * 60 + 1, "late")], ids=str)
def test_a_reply_at_the_last_instant_is_in_time(minutes: int, state: str) -> None:
    events = [event("ask", "request", 0), event("answer", "reply", minutes / 60)]
    assert reply_clock(events, hours(200)).state == state
