"""Times: item D of a NOTAM and the phrases of navigational warnings, laid on the calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.notices.reading import Window
from detente.notices.sun import sun_minutes
from detente.notices.time_words import clock, words
from detente.notices.timetable import rules
from detente.notices.windows import MOST, Frame, windows


def at(text: str) -> dt.datetime:
    year, month, day, hour, minute = (int(text[i : i + 2]) for i in range(0, 10, 2))
    return dt.datetime(2000 + year, month, day, hour, minute)


def schedule(text: str, opens: str, closes: str) -> list[Window]:
    """The windows of an item D between items B and C."""
    frame = Frame(at(opens), at(opens), at(closes), (-1.0, 52.0), exact=True)
    return windows(rules(words(text), near=True), frame)


def warned(text: str, issued: str = "1703010000", closes: str | None = None) -> list[Window]:
    """The windows of a phrase of a warning."""
    frame = Frame(at(issued), closes=at(closes) if closes else None, place=(10.0, 40.0))
    return windows(rules(words(text)), frame)


def short(found: list[Window]) -> list[str]:
    """Windows as a person would note them."""
    return [f"{_noted(w.starts)}-{_noted(w.ends)}{' alt' * w.alternate}" for w in found]


def _noted(moment: dt.datetime | None) -> str:
    return f"{moment:%m%d.%H%M}" if moment else "None"


SCHEDULES = [
    ("0900-1700", "2601010900", "2601031700", 3, "0101.0900-0101.1700", "0103.0900-0103.1700"),
    ("DAILY 0000/0400", "2112300000", "2201010400", 3, "1230.0000-1230.0400",
     "0101.0000-0101.0400"),
    ("0000-1000 DLY", "2108060000", "2108071000", 2, "0806.0000-0806.1000", "0807.0000-0807.1000"),
    ("0600-0800 1000-1200", "2601010600", "2601011200", 2, "0101.0600-0101.0800",
     "0101.1000-0101.1200"),
    ("2200-0400", "2601012200", "2601030400", 2, "0101.2200-0102.0400",
     "0102.2200-0103.0400"),
    ("MON-FRI 0700-1700", "2601050700", "2601111700", 5, "0105.0700-0105.1700",
     "0109.0700-0109.1700"),
    ("MON 1000-1200, WED 1400-1500", "2601050000", "2601112359", 2, "0105.1000-0105.1200",
     "0107.1400-0107.1500"),
    ("31 1100-1700, 01-02 0700-1700", "2603311100", "2604021700", 3, "0331.1100-0331.1700",
     "0402.0700-0402.1700"),
    ("12 14-16 0900-1000", "2601120900", "2601161000", 4, "0112.0900-0112.1000",
     "0116.0900-0116.1000"),
    ("AUG 24 26 27 SEP 01-04 0600-1800", "2508240600", "2509041800", 7, "0824.0600-0824.1800",
     "0904.0600-0904.1800"),
    ("17 JAN-18 JAN 0800-2100, 19 JAN 0700-2000", "2601170800", "2601192000", 3,
     "0117.0800-0117.2100", "0119.0700-0119.2000"),
    ("25-28 1800-2200, 29 AUG 0300-0600", "2508251800", "2508290600", 5, "0825.1800-0825.2200",
     "0829.0300-0829.0600"),
    ("EVERY WED 1000-1400 EXC 10, 10 1100-1500", "2606010000", "2606172359", 3,
     "0603.1000-0603.1400", "0617.1000-0617.1400"),
    ("MON 0000 - FRI 2359", "2604060000", "2604122359", 1, "0406.0000-0410.2359",
     "0406.0000-0410.2359"),
    ("2313-2347 01, 0200-0234 0752-0835 02", "2104012313", "2104020835", 3, "0401.2313-0401.2347",
     "0402.0752-0402.0835"),
    ("2205201000 TO 2205201400\n2205211000 TO 2205211400", "2205201000", "2205211400", 2,
     "0520.1000-0520.1400", "0521.1000-0521.1400"),
    ("SEP 25 - SEP 26 0700-2000", "2609250700", "2609262000", 2, "0925.0700-0925.2000",
     "0926.0700-0926.2000"),
    ("H24", "2601010000", "2601030000", 3, "0101.0000-0102.0000", "0102.0000-0103.0000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "opens", "closes", "count", "first", "last"), SCHEDULES[:-1])
def test_a_schedule(text: str, opens: str, closes: str, count: int, first: str, last: str) -> None:
    found = short(schedule(text, opens, closes))
    assert (len(found), found[0], found[-1]) == (count, first, last)


def test_all_day_is_each_day() -> None:
    assert short(schedule("H24", "2601010000", "2601030000"))[0] == "0101.0000-0102.0000"


def test_sunrise_to_sunset_is_computed_and_marked() -> None:
    (window,) = schedule("SR-SS", "2606210000", "2606212359")
    assert window.by_sun
    assert window.starts is not None
    assert window.ends is not None
    assert abs(window.starts - dt.datetime(2026, 6, 21, 3, 46)) < dt.timedelta(minutes=4)
    assert abs(window.ends - dt.datetime(2026, 6, 21, 20, 26)) < dt.timedelta(minutes=4)


def test_minutes_after_sunset_are_added() -> None:
    plain = schedule("0900-SS", "2606210000", "2606212359")[0]
    later = schedule("0900-SS PLUS30", "2606210000", "2606212359")[0]
    assert plain.ends is not None
    assert later.ends == plain.ends + dt.timedelta(minutes=30)


def test_windows_are_cut_at_items_b_and_c() -> None:
    assert short(schedule("0900-1700", "2601011200", "2601021000")) == [
        "0101.1200-0101.1700",
        "0102.0900-0102.1000",
    ]


WARNINGS = [
    ("030001Z TO 030230Z APR", ["0403.0001-0403.0230"]),
    ("041700Z DEC TO 030900Z JAN 18", ["1204.1700-0103.0900"]),
    ("0400Z TO 1600Z DAILY 18 AND 19 AUG", ["0818.0400-0818.1600", "0819.0400-0819.1600"]),
    ("2000Z TO 0046Z COMMENCING DAILY 25 THRU 26 APR",
     ["0425.2000-0426.0046", "0426.2000-0427.0046"]),
    ("0500Z TO 1700Z DAILY 04 THRU 06 NOV EXCEPT SUNDAYS",
     ["1104.0500-1104.1700", "1106.0500-1106.1700"]),
    ("260800Z TO 261600Z JUL, ALTERNATE 270800Z TO 271600Z JUL",
     ["0726.0800-0726.1600", "0727.0800-0727.1600 alt"]),
    ("0500Z TO 1300Z DAILY 07 NOV, ALTERNATE 08 AND 09 NOV",
     ["1107.0500-1107.1300", "1108.0500-1108.1300 alt", "1109.0500-1109.1300 alt"]),
    ("0600Z TO 1000Z, 1200Z TO 1500Z DAILY 07 MAR AND 080700Z TO 081000Z MAR",
     ["0307.0600-0307.1000", "0307.1200-0307.1500", "0308.0700-0308.1000"]),
    ("IN PROGRESS UNTIL 190001Z JUN", ["None-0619.0001"]),
    ("IN PROGRESS UNTIL 30 APR AND 15 THRU 25 MAY", ["None-0501.0000", "0515.0000-0526.0000"]),
    ("291800Z MAR UNTIL FURTHER NOTICE", ["0329.1800-None"]),
    ("DAILY 13 AND 14 APR FROM 0600 TO 1500 UTC", ["0413.0600-0413.1500", "0414.0600-0414.1500"]),
    ("PERIOD 11 TO 12 SEP 2017, MAIN ACTIVITY WITHIN 06:00 TO 16:00 UTC",
     ["0911.0600-0911.1600", "0912.0600-0912.1600"]),
    ("FROM 14 MAR 2017 0000 UTC UNTIL 01 APR 2017 2400 UTC", ["0314.0000-0402.0000"]),
    ("280500-311600 UTC MAY", ["0528.0500-0531.1600"]),
    ("ON MAY 28 - 29 FROM 0500-1500 UTC", ["0528.0500-0528.1500", "0529.0500-0529.1500"]),
    ("FROM 2017-06-07 22:00 TO 2017-06-14 21:59", ["0607.2200-0614.2159"]),
    ("FROM 22:00 ON 11.05.2017 TO 21:59 ON 13.05.2017", ["0511.2200-0513.2159"]),
    ("022200 ПО 032000 032200 ПО 042000 АВГ", ["0802.2200-0803.2000", "0803.2200-0804.2000"]),
    ("20 И 21 ИЮЛЬ 0700 ДО 1500", ["0720.0700-0720.1500", "0721.0700-0721.1500"]),
    ("01 ПО 31 АВГ КРУГЛОСУТОЧНО", ["0801.0000-0901.0000"]),
    ("0600 TO 1500 UTCDAILY 03 TO 04 APRNAVIGATION PROHIBITED",
     ["0403.0600-0403.1500", "0404.0600-0404.1500"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WARNINGS, ids=[text[:40] for text, _ in WARNINGS])
def test_a_phrase(text: str, expected: list[str]) -> None:
    assert short(warned(text)) == expected


def test_a_day_before_the_issue_is_of_the_next_year() -> None:
    (window,) = warned("02 JAN", "1712311200")
    assert window.starts == dt.datetime(2018, 1, 2)


def test_a_list_that_began_before_the_issue_is_of_this_year() -> None:
    found = warned("0500Z TO 1500Z DAILY 01 JAN THRU 31 DEC", "1702010000", "1712312359")
    assert found[0].starts == dt.datetime(2017, 1, 1, 5)
    assert len(found) == 365


def test_without_a_year_nothing_is_laid_out() -> None:
    frame = Frame()
    assert windows(rules(words("0500Z TO 1500Z DAILY 01 THRU 03 JAN")), frame) == []
    assert frame.lacks == ["year"]


def test_a_day_no_calendar_has_is_told() -> None:
    frame = Frame(at("1703010000"))
    assert windows(rules(words("310500Z TO 311500Z APR")), frame) == []
    assert frame.lacks == ["calendar"]


def test_holidays_are_told() -> None:
    frame = Frame(at("1703010000"))
    windows(rules(words("0500Z TO 1500Z DAILY 04 THRU 06 APR EXCEPT HOLIDAYS")), frame)
    assert frame.lacks == ["holidays"]


def test_there_is_a_most() -> None:
    frame = Frame(at("2001010000"), at("2001010000"), at("2901010000"), exact=True)
    assert len(windows(rules(words("0500-1800"), near=True), frame)) <= MOST


def test_clocks() -> None:
    assert (clock("0000"), clock("2400"), clock("2401"), clock("1260")) == (0, 1440, None, None)


def test_the_sun_at_greenwich_at_the_equinox() -> None:
    rise = sun_minutes(dt.date(2026, 3, 20), 0.0, 51.5, "rise")
    assert rise == pytest.approx(6 * 60 + 4, abs=4)
    assert sun_minutes(dt.date(2026, 12, 21), 25.0, 78.0, "rise") is None


@given(st.integers(1, 20), st.integers(0, 6), st.integers(0, 22), st.integers(1, 8))
def test_a_daily_window_for_each_day(first: int, more: int, hour: int, length: int) -> None:
    end = (hour + length) % 24
    text = f"{hour:02}00Z TO {end:02}00Z DAILY {first:02} THRU {first + more:02} MAY"
    found = warned(text)
    assert len(found) == more + 1
    for day, window in enumerate(found):
        assert window.starts == dt.datetime(2017, 5, first + day, hour)
        assert window.ends == window.starts + dt.timedelta(hours=length)


@given(st.sets(st.integers(1, 28), min_size=1, max_size=8))
def test_leaving_days_out_never_adds_windows(days: set[int]) -> None:
    listed = ", ".join(f"{day:02}" for day in sorted(days))
    every = warned(f"0500Z TO 0600Z DAILY {listed} MAY")
    fewer = warned(f"0500Z TO 0600Z DAILY {listed} MAY EXCEPT SUNDAYS")
    assert set(fewer) <= set(every)
    assert len(every) == len(days)
