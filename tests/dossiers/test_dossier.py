"""The dossier: whole, self-contained, its answers first, and the same for the same input."""

import base64
import datetime as dt
import hashlib
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import shapely

import detente
from detente.dossiers import Asked, Input, coasts, dossier, gathered
from detente.dossiers.company import meetings
from tests.dossiers.survey import Page

_HOUR = dt.timedelta(hours=1)

BOX = '"POLYGON (({0} 54.2, {1} 54.2, {1} 54.4, {0} 54.4, {0} 54.2))"'
ACTIVITIES = (
    "activity,source,kind,obligor,starts,ends,troops,area,stated_at\n"
    f"birch,draft,exercise,DE,2031-05-05,2031-05-09,9500,{BOX.format(10.2, 10.6)},2031-05-01\n"
    f"birch,press,exercise,DE,2031-05-06,2031-05-09,,{BOX.format(10.2, 10.6)},2031-05-07\n"
    f"cedar,draft,exercise,DE,2031-06-20,,4000,{BOX.format(11.2, 11.4)},\n"
    f"elm,draft,exercise,DE,2031-05-05,2031-05-09,9500,{BOX.format(20.2, 20.4)},\n"
    "fir,draft,exercise,DE,,,9500,,\n"
)
LINES = (
    "id,holder,stance,called,words,source,kinds,obligors,levels,area,"
    "altitude_low,altitude_high,on,from,until\n"
    "bay,DK,declared,concern,No <b>large</b> exercise,statement,exercise,*,troops >= 9000,"
    '"POLYGON ((10 54, 11 54, 11 55, 10 55, 10 54))",open,open,2031-03-04,2031-03-04,open\n'
    "later,DK,declared,red line,Nothing at all,statement,space_launch,*,,anywhere,open,open,"
    "2031-06-01,2031-03-04,open\n"
    "vague,DK,declared,red line,Nothing near us,statement,,,,,,,2031-03-04,2031-03-04,open\n"
)

Write = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both files."""
    folder = tmp_path_factory.mktemp("dossier")
    (folder / "a.csv").write_text(ACTIVITIES, encoding="utf-8")
    (folder / "r.csv").write_text(LINES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def write(folder: Path) -> Write:
    """Write the dossier of the example."""

    def written(asked: Asked | None = None, *, within_km: float = 0.0) -> str:
        read = detente.read_activities(folder / "a.csv")
        lines = detente.read_redlines(folder / "r.csv")
        as_of = asked.as_of if asked else None
        found = detente.screen(read.frame, lines.lines, within_km=within_km, as_of=as_of)
        return dossier(gathered(found, read, lines, detente.library(), asked))

    return written


@pytest.fixture(scope="module")
def text(write: Write) -> str:
    return write(Asked(within_km=50.0, inputs=(Input("a.csv", "0" * 64),)), within_km=50.0)


@pytest.fixture(scope="module")
def parsed(text: str) -> Page:
    return Page(text)


@pytest.fixture(scope="module")
def story(root: Path) -> str:
    """The dossier of the scenario."""
    files = root / "scenarios" / "euro-atlantic-2021"
    read = detente.read_activities(files / "activities.toml")
    lines = detente.read_redlines(files / "redlines.toml")
    found = detente.screen(read.frame, lines.lines)
    return dossier(gathered(found, read, lines, detente.library()))


def section(text: str, id_: str) -> str:
    """The part of a page from one id to the next section of its kind."""
    begin = text.index(f'id="{id_}"')
    return text[begin : text.index("</section>", begin)]


@pytest.mark.parametrize("which", ["text", "story"])
def test_a_dossier_is_well_formed_and_fetches_nothing(
    which: str, request: pytest.FixtureRequest
) -> None:
    text = request.getfixturevalue(which)
    page = Page(text)
    assert page.stray == []
    assert page.unclosed == []
    fetching = {"src", "srcset", "data", "poster", "action", "formaction", "background"}
    assert [e for e in page.elements if fetching & e.attributes.keys()] == []
    outside = [e for e in page.elements if "http" in e.attributes.get("href", "")]
    assert {e.tag for e in outside} <= {"a"}
    assert "url(" not in text
    assert [e for e in page.elements if "style" in e.attributes] == []


@pytest.mark.parametrize("which", ["text", "story"])
def test_every_id_is_one_every_link_arrives_and_headings_descend(
    which: str, request: pytest.FixtureRequest
) -> None:
    page = Page(request.getfixturevalue(which))
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert sorted(ids) == sorted(set(ids))
    links = {e.attributes["href"] for e in page.all("a") if e.attributes["href"][0] == "#"}
    assert {link[1:] for link in links} - set(ids) == set()
    levels = [int(e.tag[1]) for e in page.all("h1", "h2", "h3", "h4")]
    assert max(after - before for before, after in itertools.pairwise(levels)) == 1
    assert len(page.all("table")) == len(page.all("caption"))


def test_the_policy_admits_the_page_s_own_style_and_script_only(parsed: Page) -> None:
    (policy,) = [
        e.attributes["content"] for e in parsed.all("meta") if "http-equiv" in e.attributes
    ]
    (style,), (script,) = parsed.all("style"), parsed.all("script")
    for element, name in ((style, "style-src"), (script, "script-src")):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy


def test_the_summary_tells_the_nearest_first_month_by_month(parsed: Page, text: str) -> None:
    short = " ".join(parsed.words(parsed.all("main")[0]).split())
    line = "Denmark: “No <b>large</b> exercise”"
    assert f"● Meets every word of a line birch, 5 May 2031 {line} meets, by draft" in short
    assert f"◇ Near the area of a line cedar, 20 Jun 2031 {line} does not meet, by draft" in short
    assert "? A line means such an activity; the place cannot be told: 1 activity, in" in short
    counts = " ".join(re.sub(r"<[^>]+>", " ", text.split('class="counts"')[1]).split())
    assert "May 2031 1 – – – 1 June 2031 – – 1 – – No day stated – – – 1 –" in counts
    may = " ".join(re.sub(r"<[^>]+>", " ", section(text, "month-2031-05")).split())
    assert "birch Exercise, Germany (DE)" in may
    assert "● meets , in the area troops: 500 above the level by draft 5 to 9 May 2031" in may
    assert "of the activity: how many troops" in may
    june = section(text, "month-2031-06")
    assert "◇ does not meet" in june
    assert "13 km off" in june
    assert "elm" in may
    assert "fir" in section(text, "month-no-day")


def test_what_is_open_is_told_fact_by_fact(parsed: Page, text: str) -> None:
    open_ = " ".join(re.sub(r"<[^>]+>", " ", section(text, "open")).split())
    assert "birch how many troops 1 line of Denmark" in open_
    assert "fir its last day; where the activity takes place 1 line of Denmark" in open_
    assert open_.endswith("What the holder of a line could say Nothing is open here.")


def test_accounts_that_differ_stand_side_by_side(text: str) -> None:
    told = " ".join(re.sub(r"<[^>]+>", " ", section(text, "dissent")).split())
    unknown = "the files say no more of this source"
    assert f"Account Starts draft {unknown} 5 May 2031 press {unknown} 6 May 2031" in told
    assert "Said on" not in told


def test_accounts_that_differ_stand_by_the_name_of_who_speaks(story: str) -> None:
    told = " ".join(re.sub(r"<[^>]+>", " ", section(story, "dissent")).split())
    assert "NATO nato-2022-03, official 14 Mar 2022 30,000" in told


def test_a_line_that_one_account_alone_places_says_so(story: str) -> None:
    february = re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", section(story, "month-2022-02")))
    words = "Ireland: “this is not welcome. This is not a time to increase military activity"
    line = f"{words}\N{NO-BREAK SPACE}…”"
    assert f"{line} ◆ cannot be told , in the area" in february
    assert f"{line} 3 to 8 Feb 2022, by another account" in february


def test_an_area_is_pointed_to_on_the_maps(text: str) -> None:
    assert "POLYGON" not in text
    assert text.count("as drawn on the maps") == 4


def test_words_of_others_are_shown_as_they_are(text: str) -> None:
    assert "No &lt;b&gt;large&lt;/b&gt; exercise" in text
    assert "<b>large</b>" not in text


def test_inputs_stand_by_hash_and_the_question_is_the_title(write: Write, text: str) -> None:
    assert f"SHA-256 {'0' * 64}" in text
    asked = write(Asked(question="Is <anything> near?"))
    assert "<title>Is &lt;anything&gt; near?</title>" in asked


def test_as_of_leaves_out_lines_and_accounts_of_later_days(write: Write) -> None:
    early = write(Asked(as_of=dt.datetime(2031, 5, 6)))
    assert 'id="line-later"' not in early
    assert "press" not in early
    assert 'id="line-later"' in write()


def test_the_same_input_gives_the_same_page(write: Write) -> None:
    assert write() == write()


def test_without_coasts_the_page_says_so(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coasts, "land", lambda: None)
    bare = write()
    assert coasts.ABSENT in bare
    assert 'class="land"' not in bare
    assert 'class="activity"' in bare


def test_borders_are_a_layer_that_is_asked_for(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coasts, "land", lambda: shapely.box(9, 53, 12, 55))
    called, doubtful = (shapely.MultiLineString([[(x, 53), (x, 55)]]) for x in (10.4, 10.6))
    monkeypatch.setattr(coasts, "borders", lambda: coasts.Borders(called, doubtful))
    assert 'class="border"' not in write()
    asked = write(Asked(borders=True))
    assert asked.count('class="border"') == 2 * asked.count("<figure")
    assert coasts.BORDERS_CREDIT in asked
    assert coasts.CREDIT in asked


def test_a_dossier_of_nothing_is_a_page(folder: Path) -> None:
    read = detente.read_activities(folder / "a.csv")
    lines = detente.read_redlines(folder / "r.csv")
    nothing = read.frame.clear()
    found = detente.screen(nothing, lines.lines)
    from dataclasses import replace

    page = Page(dossier(gathered(found, replace(read, frame=nothing), lines, detente.library())))
    assert page.stray == []
    assert "0 activities by 0 accounts" in page.words(page.all("dl")[0])


# What scenarios/euro-atlantic-2021/README.md says of September 2021 and February 2022.
TOLD = {
    "month-2021-09": {
        "Zapad-2021": ["nato-zapad-2021"],
        "Rapid Trident 21": ["ru-nato-infrastructure-in-ukraine-2021-09"],
    },
    "month-2022-02": {
        "Union Resolve 2022": ["lt-union-resolve-2022-02", "ru-nato-draft-7-brigade"],
        "Firing areas announced": ["ua-navigation-2022-02", "us-navigation-leak"],
        "Russian naval exercise announced": ["ie-exercise-off-the-coast-2022-01"],
        "United States troops to Poland": [
            "ru-us-forces-in-the-east-2022-02",
            "ru-nato-draft-4-forces-of-1997",
            "by-nato-troops-next-door-2022-01",
            "ru-nato-draft-7-eastern-europe",
        ],
        "Two Tu-22M3 over Belarus": ["ru-us-draft-5-bombers-and-ships"],
        "Six landing ships": ["ru-us-draft-5-bombers-and-ships"],
        "Russian forces in the Donetsk": [
            "us-assembled-units-2022-01",
            "nato-withdraw-forces-2022-01",
        ],
    },
}


@pytest.mark.parametrize("month", list(TOLD))
def test_a_reader_finds_in_the_summary_what_came_near_to_which_line(month: str, story: str) -> None:
    part = section(story, month)
    bodies = part.split("<tbody>")[1:]
    for name, lines in TOLD[month].items():
        (body,) = [b for b in bodies if f">{name}" in b and f">{name}, the part" not in b]
        assert [line for line in lines if f'href="#line-{line}"' not in body] == [], name
        assert "cannot be told" in body
        assert "of the " in body


def test_no_line_stands_by_its_id_where_it_is_only_pointed_to(story: str) -> None:
    for part in ("summary", "maps", "timeline", "open", "dissent", "activities"):
        shown = re.sub(r"<[^>]+>", " ", section(story, part))
        assert re.findall(r"\b(?:ru|us|nato)-[a-z0-9-]+-(?:draft|leak|attributed)\b", shown) == []
        assert "ru-nato-draft" not in shown


def test_lines_are_counted_by_whose_they_are(folder: Path, write: Write) -> None:
    read = detente.read_activities(folder / "a.csv")
    lines = detente.read_redlines(folder / "r.csv")
    told = gathered(detente.screen(read.frame, lines.lines), read, lines, detente.library()).story
    (first, *_), holder = told.lines, told.lines[0].holder
    assert told.counted([first.id]) == f"1 line of {holder}"
    assert told.counted([first.id, first.id]) == f"2 lines of {holder}"


def test_the_maps_show_the_whole_the_arctic_the_baltic_and_the_black_sea(story: str) -> None:
    shown = [each for each in ("whole", "arctic", "baltic", "black-sea") if f"map-{each}" in story]
    assert shown == ["whole", "arctic", "baltic", "black-sea"]
    assert "No borders are drawn" in story


def test_activities_together_and_near_one_another_are_told(tmp_path: Path) -> None:
    head = "activity,source,kind,obligor,starts,ends,troops,area\n"
    box = BOX.format(10.2, 10.6)
    rows = (
        f"oak,draft,exercise,DE,2031-05-05,2031-05-09,5000,{box}\n"
        f"ash,draft,exercise,DE,2031-05-08,2031-05-12,4000..6000,{box}\n"
    )
    (tmp_path / "a.csv").write_text(head + rows, encoding="utf-8")
    (tmp_path / "r.csv").write_text(LINES, encoding="utf-8")
    read = detente.read_activities(tmp_path / "a.csv")
    lines = detente.read_redlines(tmp_path / "r.csv")
    found = detente.screen(read.frame, lines.lines)
    asked = found, read, lines, detente.library()
    text = dossier(
        gathered(
            *asked,
            together=detente.simultaneous(read.frame, lines.lines),
            encounters=detente.encounters(read.frame, placed_only=True),
        )
    )
    told = " ".join(re.sub(r"<[^>]+>", " ", section(text, "together")).split())
    assert "troops: 9,000 or more ash , oak draft ● reached together : 9,000 to 11,000" in told
    assert "ash oak cannot be told , their areas meet 8 to 9 May 2031" in told
    assert 'id="together"' not in dossier(gathered(*asked))


def test_a_meeting_that_accounts_tell_alike_stands_once(folder: Path) -> None:
    frame = detente.read_activities(folder / "a.csv").frame.filter(pl.col("activity") == "birch")
    other = frame.with_columns(activity=pl.lit("oak"))
    encounters = detente.encounters(pl.concat([frame, other]), placed_only=True)
    assert encounters.height == 4
    first, second = meetings(encounters, detente.library())
    assert (first.when, second.when) == ("5 to 9 May 2031", "6 to 9 May 2031")
    assert [len(each.sources) for each in (first, second)] == [1, 3]
    later = encounters.with_columns(overlap_from=pl.col("overlap_from") + _HOUR)
    twice = meetings(encounters.vstack(later), detente.library())
    assert [len(each.sources) for each in twice] == [2, 6]


def test_accounts_that_find_the_same_stand_once_in_the_summary(story: str) -> None:
    june = section(story, "month-2021-06")
    assert june.count("● meets") == 1
    assert "troops: 5,999 above the level" in section(story, "month-2021-09")
