"""TOML files of red lines: what is read, what stays vague, and every fault with its place."""

# ruff: noqa: E501 - a message stands as its reader sees it

import datetime as dt
from pathlib import Path

import pytest

from detente.redlines import Altitude, Area, Event, Level, Levels, RedLine
from detente.times import Moment
from tests.redlines.lines import STRAIT, line, messages, read, toml


def days(first: str, after: str) -> Moment:
    """A span of days."""
    return Moment(dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(after))


def test_the_smallest_line_states_nothing_more(tmp_path: Path) -> None:
    assert line(tmp_path) == RedLine(
        id="a", holder="RU", stance="declared", called="red line", words="No further", source="s"
    )


def test_what_is_not_stated_stays_so(tmp_path: Path) -> None:
    vague = line(tmp_path, area='""', kinds="[]", levels='""', **{"from": '" "'})
    assert (vague.area, vague.kinds, vague.levels, vague.from_) == (None, (), None, None)


READ = {
    "a month": ("on", '"2021-12"', "on", days("2021-12-01", "2022-01-01")),
    "December of a year": ("on", '"1999-12"', "on", days("1999-12-01", "2000-01-01")),
    "a year": ("on", "2021", "on", days("2021-01-01", "2022-01-01")),
    "a range": ("on", '"2021-12-15..2022-01"', "on", days("2021-12-15", "2022-02-01")),
    "a day": ("on", "2021-12-17", "on", days("2021-12-17", "2021-12-18")),
    "an instant": ("on", "2021-12-17T12:00:00+03:00", "on", Moment(dt.datetime(2021, 12, 17, 9))),
    "open": ("until", '"open"', "until", "open"),
    "any of": (
        "levels",
        '"troops >= 9000 or battle_tanks > 250"',
        "levels",
        Levels("any", (Level("troops", "at_least", 9000), Level("battle_tanks", "more_than", 250))),
    ),
    "all of": (
        "levels",
        '"troops >= 9000 and missiles >= 1"',
        "levels",
        Levels("all", (Level("troops", "at_least", 9000), Level("missiles", "at_least", 1))),
    ),
    "levels as a table": (
        "levels",
        '{ all_of = [{ measure = "troops", more_than = 0 }] }',
        "levels",
        Levels("all", (Level("troops", "more_than", 0),)),
    ),
    "anywhere": ("area", '"anywhere"', "area", Area(anywhere=True)),
    "a drawn area": (
        "area",
        '"POLYGON((10 54,11 54,11 55,10 55,10 54))"',
        "area",
        Area(surely_inside=STRAIT, surely_within=STRAIT),
    ),
    "GeoJSON": (
        "area",
        '{ type = "Point", coordinates = [10, 54] }',
        "area",
        Area(surely_inside="POINT (10 54)", surely_within="POINT (10 54)"),
    ),
    "a named area": (
        "area",
        '"strait"',
        "area",
        Area(named="strait", surely_inside=STRAIT, surely_within=STRAIT),
    ),
    "events in one text": (
        "events",
        '"2022-02-17 modified (s): said again | 2022 withdrawn"',
        "events",
        (
            Event(days("2022-02-17", "2022-02-18"), "modified", "s", "said again"),
            Event(days("2022-01-01", "2023-01-01"), "withdrawn"),
        ),
    ),
    "any State": ("obligors", '"*"', "obligors", ("*",)),
    "a list in one text": ("kinds", '"exercise | other"', "kinds", ("exercise", "other")),
    "an own key": ("x_desk", "3", "own", {"x_desk": 3}),
}


@pytest.mark.parametrize(("key", "value", "attribute", "told"), READ.values(), ids=READ.keys())
def test_a_value_is_read(
    tmp_path: Path, key: str, value: str, attribute: str, told: object
) -> None:
    assert getattr(line(tmp_path, **{key: value}), attribute.replace("from", "from_")) == told


def test_within_a_distance_of_a_named_area(tmp_path: Path) -> None:
    told = line(tmp_path, area='"strait"', within_km="100").area
    assert told == Area(False, "strait", STRAIT, STRAIT, None, 100.0)


def test_flight_levels_are_measured_from_the_standard_level(tmp_path: Path) -> None:
    heights = {"altitude_low": "100", "altitude_high": '"open"', "altitude_unit": '"FL"'}
    assert line(tmp_path, **heights).altitude == Altitude(100.0, "open", "FL", "standard")


def test_an_open_bound_of_altitude_is_not_one_that_is_not_stated(tmp_path: Path) -> None:
    assert line(tmp_path, altitude_high='"open"').altitude == Altitude(None, "open")
    assert line(tmp_path).altitude is None


AREA = '[[area]]\nid = "marsh"\nname = "The marsh"\n'


def test_an_area_that_nobody_has_drawn_stays_undrawn(tmp_path: Path) -> None:
    (told,) = read(tmp_path, AREA + toml(area='"marsh"')).lines
    assert told.area == Area(named="marsh")


def test_areas_beside_the_file_are_read(tmp_path: Path) -> None:
    bounds = f'surely_within = "{STRAIT}"\nedges = "rhumb"\n'
    (tmp_path / "areas.toml").write_text(AREA + bounds)
    told = read(tmp_path, toml(area='"marsh"'))
    assert told.lines[0].area == Area(False, "marsh", None, STRAIT, "rhumb")
    assert told.areas["marsh"].name == "The marsh"


def test_a_line_in_an_area_that_two_files_draw_differently_is_set_aside(tmp_path: Path) -> None:
    """Which of the two is meant cannot be told."""
    (tmp_path / "areas.toml").write_text(AREA + f'surely_within = "{STRAIT}"\n')
    text = AREA + toml(area='"marsh"') + toml(id='"b"')
    kept = read(tmp_path, text, keep_good=True)
    assert [each.id for each in kept.lines] == ["b"]
    assert [fault.problem for fault in kept.faults] == ["another area has this id"]


def test_bounds_may_be_equal(tmp_path: Path) -> None:
    """One height, one instant, a month and the day after it: none ends before it begins."""
    heights = {"altitude_low": "500", "altitude_high": "500", "altitude_unit": '"m"'}
    assert line(tmp_path, **heights).altitude == Altitude(500.0, 500.0, "m")
    instant = '"2022-01-01T06:00Z"'
    told = line(tmp_path, **{"from": instant, "until": instant, "on": instant})
    assert told.from_ == told.until == Moment(dt.datetime(2022, 1, 1, 6))
    said = line(tmp_path, on=instant, events='["2022-01-01T06:00Z withdrawn"]')
    assert said.status_at(dt.datetime(2022, 1, 1, 6)) == "withdrawn"


WIDE = "POLYGON ((170 54, 190 54, 190 56, 170 56, 170 54))"


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("POLYGON ((-179 54, -178 54, -178 56, -179 54))", ["a"]),
        ("POLYGON ((170 54, 180 54, 180 56, 170 56, 170 54))", ["a"]),
        ("POLYGON ((-179 54, -178 54, -178 56.1, -179 54))", []),
        (STRAIT, []),
    ],
)
def test_what_is_surely_inside_lies_within(tmp_path: Path, inside: str, kept: list[str]) -> None:
    """Else nobody could say where the area is: what meets the one would miss the other."""
    drawn = f'surely_inside = "{inside}"\nsurely_within = "{WIDE}"\n'
    told = read(tmp_path, AREA + drawn + toml(area='"marsh"'), keep_good=True)
    assert [each.id for each in told.lines] == kept
    assert [(each.column, each.problem) for each in told.faults] == [
        ("area[0].surely_inside", "it reaches beyond surely_within")
    ] * (1 - len(kept))


FAULTS = {
    "beyond the globe": (
        {"area": '"strait"', "within_km": "20005"},
        ".within_km: no two places are farther apart than 20,004 km (found '20005'). Write kilometres, or anywhere as the area.",
    ),
    "not stated": ({"words": ""}, ".words: it is not stated. Every line states its words."),
    "blank": (
        {"holder": '" "'},
        ".holder: it is not stated (found ' '). Every line states its holder.",
    ),
    "UK": ({"holder": '"UK"'}, ".holder: unknown State (found 'UK'). Did you mean GB?"),
    "no such State": (
        {"obligors": '["FR", "US"]'},
        ".obligors: unknown State FR (found 'FR | US'). Write the two-letter code of ISO 3166-1, such as BY or DE.",
    ),
    "any and one": (
        {"kinds": '["*", "exercise"]'},
        ".kinds: * means any, and others are named too (found '* | exercise'). Keep one of them.",
    ),
    "attributed by nobody": (
        {"stance": '"attributed"'},
        ".attributed_by: it is not stated. Say who attributes the line to its holder.",
    ),
    "attributed by the holder": (
        {"stance": '"attributed"', "attributed_by": '"RU"'},
        ".attributed_by: the holder itself (found 'RU'). A line that its holder states is declared.",
    ),
    "declared and attributed": (
        {"attributed_by": '"a newspaper"'},
        ".attributed_by: the line is declared (found 'a newspaper'). Leave it out, or write: attributed.",
    ),
    "misspelt key": (
        {"conditon": '"if"'},
        ".conditon: unknown key. Did you mean condition? To keep a column of your own, begin its name with x_.",
    ),
    "no such area": (
        {"area": '"straits"'},
        ".area: no area has this name (found 'straits'). Write one of: strait. Declare it with [[area]], in this file or in areas.toml beside it; without an outline when nobody has drawn it.",
    ),
    "edges of nothing": (
        {"area": '"strait"', "edges": '"rhumb"'},
        ".edges: no outline is drawn here (found 'rhumb'). State edges where the outline is drawn.",
    ),
    "within of nothing": (
        {"within_km": "5"},
        ".within_km: it does not say of what (found '5'). Name or draw the area.",
    ),
    "within of anywhere": (
        {"within_km": "5", "area": '"anywhere"'},
        ".within_km: it does not say of what (found '5'). Name or draw the area.",
    ),
    "either way round": (
        {"area": '"POLYGON ((-170 0, 170 0, 170 5, -170 0))"'},
        ".area: from -170 to 170 the outline may go either way round (found 'POLYGON ((-170 0, 170 0, 170 5, -170 0))'). Write -190 for 170 and so on if it crosses 180 degrees, else a point between.",
    ),
    "no unit": ({"altitude_low": "3"}, ".altitude_unit: it is not stated. Write m, ft or FL."),
    "upside down": (
        {"altitude_low": "3", "altitude_high": "2", "altitude_unit": '"m"'},
        ".altitude_high: it lies below altitude_low (found '2'). Write the lower one first.",
    ),
    "ends first": (
        {"from": "2022-01-02", "until": "2022-01-01"},
        ".until: it ends before it begins (found '2022-01-01'). Check both dates.",
    ),
    "an event too early": (
        {"on": "2022-01-02", "events": '"2022-01-01 withdrawn"'},
        ".events: an event comes before the line was stated (found '2022-01-01 withdrawn'). Check both dates.",
    ),
    "no such status": (
        {"events": '"2022-01-01 gone"'},
        ".events: not one of the words foreseen (found '2022-01-01 gone'). Write one of: current, modified, withdrawn, contradicted.",
    ),
    "every activity": (
        {"levels": '"troops >= 0"'},
        ".levels: every activity reaches this level (found 'troops >= 0'). Write at least 1.",
    ),
    "no such measure": (
        {"levels": '"tanks >= 5"'},
        ".levels: unknown measure tanks (found 'tanks >= 5'). Did you mean battle_tanks?",
    ),
    "no such month": (
        {"on": '"2022-13"'},
        ".on: not a date (found '2022-13'). Write 2021-12-17, 2021-12, 2021, 2021-12-15..2021-12-17 or 2021-12-17T09:00Z.",
    ),
    "a range that ends the day before": (
        {"on": '"2022-01-02..2022-01-01"'},
        ".on: the range ends before it starts (found '2022-01-02..2022-01-01'). Write the earlier day first.",
    ),
    "not a number": (
        {"near_km": "nan"},
        ".near_km: not a number (found 'nan'). Leave it out when it is not stated.",
    ),
}


@pytest.mark.parametrize(("keys", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(tmp_path: Path, keys: dict[str, str], message: str) -> None:
    (told,) = messages(tmp_path, toml(**keys))
    place, _, rest = told.partition(": ")
    assert place.startswith("a.toml:")
    assert rest == f"redline[0]{message}"


def test_all_faults_are_told_together_and_good_lines_are_kept(tmp_path: Path) -> None:
    text = toml() + toml(id='"b"', called='"line"', holder='"XX"') + toml(id='"c"') + toml()
    assert messages(tmp_path, text) == [
        "a.toml:10: redline[1].holder: unknown State (found 'XX'). Write the two-letter code of ISO 3166-1, such as BY or DE.",
        "a.toml:12: redline[1].called: not one of the words foreseen (found 'line'). Write one of: red line, concern.",
        "a.toml:23: redline[3].id: the same id as a.toml:1 (found 'a'). Give each line an id of its own.",
    ]
    kept = read(tmp_path, text, keep_good=True)
    assert [each.id for each in kept.lines] == ["a", "c"]
    assert len(kept.faults) == 3


SOURCE = '[[source]]\nid = "s"\ntitle = "Statement"\nstanding = "official"\n'


def test_sources_that_nobody_declares_are_told(tmp_path: Path) -> None:
    assert read(tmp_path, SOURCE + toml()).sources[0].title == "Statement"
    event = '"2022-01-01 withdrawn (t)"'
    assert messages(tmp_path, SOURCE + toml(events=event)) == [
        "a.toml:12: redline[0].events: no such source is declared (found 't'). Write one of: s."
    ]


def test_a_line_whose_source_nobody_declares_does_not_take_the_id_of_a_good_one(
    tmp_path: Path,
) -> None:
    kept = read(tmp_path, SOURCE + toml(source='"t"') + toml(), keep_good=True)
    assert [(each.id, each.source) for each in kept.lines] == [("a", "s")]


def test_a_line_in_an_area_with_a_fault_is_set_aside(tmp_path: Path) -> None:
    text = AREA + 'outline = "POLYGON EMPTY"\n' + toml(area='"marsh"') + toml(id='"b"')
    assert messages(tmp_path, text) == [
        "a.toml:4: area[0].outline: the area is empty (found 'POLYGON EMPTY'). Leave the cell empty when no area is stated."
    ]
    assert [each.id for each in read(tmp_path, text, keep_good=True).lines] == ["b"]


def test_a_zone_of_the_library_is_a_named_area(tmp_path: Path) -> None:
    import detente

    path = tmp_path / "a.toml"
    path.write_text(toml(area='"madrid-zone"'))
    (told,) = detente.read_redlines(path).lines
    zone = detente.library().zones["madrid-zone"]
    assert told.area is not None
    assert told.area.named == "madrid-zone"
    assert bool(told.area.surely_within) == bool(zone.surely_within)
