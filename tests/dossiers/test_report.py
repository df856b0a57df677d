"""The report: whole, self-contained, readable by everybody, and the same for the same input."""

import base64
import datetime as dt
import hashlib
import itertools
import re

import polars as pl
import pytest

import detente
from detente.activities import ReadResult
from detente.dossiers import Input, fingerprint, report
from detente.errors import Fault
from detente.instruments import Library
from tests.dossiers.survey import Element, Page


@pytest.fixture(scope="module")
def parsed(page: str) -> Page:
    return Page(page)


def row_of(parsed: Page, *holding: str) -> str:
    """The one table row that holds all these words."""
    rows = [parsed.words(row) for row in parsed.all("tr")]
    (found,) = [row for row in rows if all(word in row for word in holding)]
    return found


def test_the_page_is_well_formed(parsed: Page, page: str) -> None:
    assert page.startswith("<!DOCTYPE html>")
    assert parsed.stray == []
    assert parsed.unclosed == []
    (root,) = parsed.all("html")
    assert root.attributes["lang"] == "en"


def test_nothing_is_fetched(parsed: Page, page: str) -> None:
    fetching = ("src", "srcset", "data", "poster", "action", "formaction", "background")
    assert [e for e in parsed.elements if set(fetching) & e.attributes.keys()] == []
    (icon,) = parsed.all("link")
    assert icon.attributes["href"] == "data:,"
    outside = [e for e in parsed.elements if "http" in e.attributes.get("href", "")]
    assert {e.tag for e in outside} == {"a"}
    assert "url(" not in page
    assert "@import" not in page
    assert parsed.all("iframe", "img", "object", "embed", "form", "audio", "video") == []


def test_the_policy_admits_the_page_s_own_style_and_script_only(parsed: Page) -> None:
    (policy,) = [
        e.attributes["content"]
        for e in parsed.all("meta")
        if e.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (style,), (script,) = parsed.all("style"), parsed.all("script")
    for element, name in ((style, "style-src"), (script, "script-src")):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert [e for e in parsed.elements if "style" in e.attributes] == []
    assert [e for e in parsed.elements if any(a.startswith("on") for a in e.attributes)] == []


def test_headings_descend_step_by_step(parsed: Page) -> None:
    levels = [int(e.tag[1]) for e in parsed.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = [after - before for before, after in itertools.pairwise(levels)]
    assert max(steps) == 1


def test_every_table_says_what_it_is(parsed: Page) -> None:
    tables = parsed.all("table")
    assert len(tables) == len(parsed.all("caption"))
    assert all(parsed.words(caption) for caption in parsed.all("caption"))
    scopes = {e.attributes.get("scope") for e in parsed.all("th")}
    assert scopes == {"col", "row", "rowgroup"}


def test_every_id_is_one_and_every_link_arrives(parsed: Page) -> None:
    ids = [e.attributes["id"] for e in parsed.elements if "id" in e.attributes]
    assert sorted(ids) == sorted(set(ids))
    links = [e.attributes["href"] for e in parsed.all("a")]
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside - set(ids) == set()
    labels = [
        e.attributes["aria-labelledby"]
        for e in parsed.elements
        if "aria-labelledby" in e.attributes
    ]
    assert set(labels) - set(ids) == set()


def test_what_a_file_says_is_escaped(parsed: Page, page: str) -> None:
    assert "<script>alert" not in page
    assert len(parsed.all("script")) == 1
    names = [parsed.words(e) for e in parsed.all("h3")]
    assert "West & <script>alert(1)</script>" in names
    assert parsed.words(parsed.all("h1")[0]) == "A <small> report"
    assert parsed.all("b") == []


def test_every_citation_is_there(parsed: Page, findings: pl.DataFrame, page: str) -> None:
    text = parsed.words(parsed.all("main")[0])
    assert [c for c in findings["citation"].unique() if c not in text] == []


def test_the_head_says_what_was_asked(parsed: Page, small: Library) -> None:
    text = parsed.words(parsed.all("header")[0])
    assert "3 activities, as each of 4 accounts describes them" in text
    assert "the whole record: everything that the files hold" in text
    assert f"activities.toml SHA-256 {'0' * 64}" in text
    assert f"Détente {detente.__version__}, 2 instruments SHA-256 {fingerprint(small)}" in text


def test_accounts_stand_side_by_side(parsed: Page) -> None:
    assert row_of(parsed, "Troops", "9,000") == "Troops differs 9,000 at least 13,000"
    assert row_of(parsed, "Battle tanks", "0 not") == "Battle tanks 0 not stated"
    assert row_of(parsed, "Notice given", "not stated") == "Notice given 4 Aug 2026 not stated"
    assert row_of(parsed, "Starts some") == "Starts some day in May 2026"
    heading = next(parsed.words(e) for e in parsed.all("th") if "Ministry of Defence" in e.text)
    assert heading == (
        "ministry official Ministry of Defence of Belarus Statement of the ministry, 3 Aug 2026"
    )


def test_findings_say_due_given_and_in_time(parsed: Page) -> None:
    late = row_of(parsed, "applies", "ministry", "3 Aug 2026 4 Aug 2026")
    assert late == "applies ministry Belarus level reached: troops 3 Aug 2026 4 Aug 2026 late"
    leak = row_of(parsed, "applies", "leak", "3 Aug 2026", "not stated")
    assert leak.endswith("3 Aug 2026 not stated cannot be told")
    rule = row_of(parsed, "cannot be told", "15 Aug 2026, as a rule")
    assert "ends level reached: troops" in rule


def test_a_disputed_suspension_is_told_towards_whom(parsed: Page) -> None:
    row = row_of(parsed, "Norway", "towards Belarus")
    assert row.startswith("cannot be told leak Norway towards Belarus")
    assert "status" in row
    assert row_of(parsed, "Norway", "towards all other parties")


def test_what_does_not_apply_is_folded(parsed: Page) -> None:
    folded = [e for e in parsed.all("details") if "by any account" in e.text]
    assert [parsed.words(e).split(":")[0] for e in folded] == ["does not apply by any account"]
    assert "open" not in folded[0].attributes
    assert "6 Large exercises † Accord 2000, para. 6" in parsed.words(folded[0])
    asks = next(e for e in parsed.all("section") if e.attributes.get("id", "").endswith("/6"))
    assert "troops: at least 40,000 persons" in asks.text


def test_an_activity_that_nothing_addresses_says_so(parsed: Page) -> None:
    (section,) = [e for e in parsed.all("article") if "parade" in e.text]
    assert "No provision of the library addresses this activity" in section.text


def test_a_provision_is_told_in_full(parsed: Page) -> None:
    told = {
        e.attributes["id"]: parsed.words(e) for e in parsed.all("section") if "id" in e.attributes
    }
    notice = told["provision-league/accord-2000/3.1"]
    assert "inside: LEAGUE zone" not in notice
    assert "inside: League zone" in notice
    assert "battle tanks: at least 250 (only with structure: division)" in notice
    assert "troops more than 9,000, held by a paper of the Council" in notice
    assert "At least 42 days before the start. calendar days in UTC" in notice
    assert "†" not in notice
    observers = told["provision-league/accord-2000/4"]
    assert "Open question Does the level count support troops?" in observers
    assert "recalled, not yet seen in a source (medium confidence)" in observers
    assert "except (72-hours): An exercise of at most 72 hours." in observers
    assert "4 Observers †" in observers


def test_words_and_sources_are_explained(parsed: Page) -> None:
    words = {e.attributes.get("id", ""): parsed.words(e) for e in parsed.all("dt")}
    assert words["word-battle_tanks"] == "battle tanks"
    assert "word-status" in words
    text = parsed.words(parsed.all("body")[0])
    assert "Troops taking part at any one time, in persons" in text
    assert "Belarusian" in row_of(
        parsed, "Statement of the ministry", "official", "3 Aug 2026 official"
    )
    assert "The paper bears no date." in row_of(
        parsed, "leak", "Paper <b>seen</b>", "bears no date"
    )


def test_the_page_is_whole_without_script(parsed: Page) -> None:
    (box,) = [e for e in parsed.all("p") if e.attributes.get("class") == "filter"]
    assert "hidden" in box.attributes
    shown = [e for e in parsed.all("article", "tbody") if "hidden" in e.attributes]
    assert shown == []


def test_the_same_input_gives_the_same_bytes(
    page: str, small: Library, told: ReadResult, findings: pl.DataFrame
) -> None:
    inputs = [Input("activities.toml", "0" * 64)]
    again = report(findings, told, small, title="A <small> report", inputs=inputs)
    assert again == page


def test_as_of_assumptions_and_faults_are_told(
    small: Library, told: ReadResult, findings: pl.DataFrame
) -> None:
    fault = Fault("my.csv", 3, "troops", "-5", "a count cannot be negative", "Write 9000.")
    result = ReadResult(told.frame, (fault,), told.sources, told.names, told.notes)
    parsed = Page(
        report(
            findings,
            result,
            small,
            title="t",
            as_of=dt.datetime(2026, 8, 3, 23, 59, 59, 999999),
            assumptions=["The pact is in force at any time."],
            asked=["league"],
        )
    )
    head = parsed.words(parsed.all("header")[0])
    assert (
        "the end of 3 Aug 2026, in UTC. What was said or given later is left out; 2 accounts bear"
        " no day of their own and are kept." in head
    )
    assert "This is a what-if, not the record: The pact is in force at any time." in head
    assert "What do league ask about 3 activities" not in head
    assert "What does league ask about 3 activities" in head
    assert "my.csv:3: troops: a count cannot be negative (found '-5'). Write 9000." in head


def test_as_of_an_instant(small: Library, told: ReadResult, findings: pl.DataFrame) -> None:
    at = dt.datetime(2026, 8, 3, 12)
    parsed = Page(report(findings, told, small, title="t", as_of=at))
    assert "As of 3 Aug 2026, 12:00 UTC. What was" in parsed.words(parsed.all("header")[0])


def test_a_file_without_activities(
    small: Library, told: ReadResult, findings: pl.DataFrame
) -> None:
    empty = ReadResult(told.frame.clear())
    parsed = Page(report(findings.clear(), empty, small, title="t"))
    assert "The files hold no activity." in parsed.all("main")[0].text
    assert parsed.stray == []


def test_where_nothing_is_addressed_no_provision_is_promised(
    small: Library, told: ReadResult, findings: pl.DataFrame
) -> None:
    page = report(findings.clear(), told, small, title="t")
    assert "Provisions in full" not in page
    assert page.count("No provision of the library addresses this activity") == 3


def test_the_fingerprint_tells_libraries_apart(small: Library) -> None:
    other = detente.what_if(small, levels=["league/accord-2000/3.1:troops=5000"])
    assert fingerprint(small) == fingerprint(detente.what_if(small))
    assert fingerprint(small) != fingerprint(other)


def test_no_verdict_is_passed(page: str) -> None:
    assert re.findall(r"breach|violat|aggress", page, re.IGNORECASE) == []


def test_real_cases_make_a_sound_page() -> None:
    library = detente.library()
    from detente.instruments.reader import shipped

    file = shipped().parent / "scenarios" / "real-cases" / "activities.toml"
    result = detente.read_activities(file, library=library)
    found = pl.DataFrame(detente.obligations(result.frame, library=library))
    parsed = Page(report(found, result, library, title="Real cases"))
    test_the_page_is_well_formed(parsed, "<!DOCTYPE html>")
    test_headings_descend_step_by_step(parsed)
    test_every_id_is_one_and_every_link_arrives(parsed)
    test_every_citation_is_there(parsed, found, "")
    assert isinstance(parsed.all("main")[0], Element)
