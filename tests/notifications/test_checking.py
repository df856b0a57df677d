"""What is wrong with a word, alone and against the words that went before it."""

from dataclasses import replace
from typing import Any

import pytest

from detente.notifications import Word, check
from detente.notifications.drafting import acknowledge, cancel, correct, no_change, reply
from detente.notifications.word import Access, Later
from tests.notifications.conftest import Form
from tests.notifications.words import notification, request, text

ORIGINAL = notification()
REQUEST = request()
SECOND = "2026-09-10T10:00:00Z"
OPEN = Access("participants")


def said(form: Form, word: Word, *earlier: Word) -> list[str]:
    return [f"{f.column}: {f.problem}" for f in check(word, form(word.format), earlier)]


def correction(**fields: Any) -> Word:
    made = correct(ORIGINAL, fields or {"troops": 11_000})
    return replace(made, number="CBM/FR/26/0008/F25/C", made=SECOND)


def cancellation(of: Word = ORIGINAL) -> Word:
    return replace(cancel(of), number="CBM/FR/26/0009/F25/X", made=SECOND)


def answer(form: Form, **changed: Any) -> Word:
    made = reply(REQUEST, form("explanation-reply"), by="FR")
    fields = {"answers": text("It is a planned exercise", "fr")}
    number = "CBM/FR/26/0010/EXPLANATION-REPLY/R"
    whole = replace(made, number=number, made=SECOND, fields=fields, access=OPEN)
    return replace(whole, **changed)


def test_sound_words_have_no_faults(form: Form) -> None:
    assert said(form, ORIGINAL) == []
    assert said(form, REQUEST) == []
    assert said(form, correction(), ORIGINAL) == []
    assert said(form, cancellation(), ORIGINAL) == []
    assert said(form, answer(form), REQUEST) == []
    received = replace(acknowledge(ORIGINAL, by="DE"), number="CBM/DE/26/0001/F25/A", made=SECOND)
    assert said(form, received, ORIGINAL) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"number": "OS/FR/26/0007/F25/O"}, "number: the network in the number is OS, and the wo"),
        ({"number": "CBM/DE/26/0007/F25/O"}, "number: the State in the number is DE, and the wor"),
        ({"number": "CBM/FR/26/0007/F12/O"}, "number: the format in the number is F12, and the w"),
        ({"number": "CBM/FR/26/0007/F25/C"}, "number: the letter in the number is C, and the wor"),
        ({"number": "CBM/FR/27/0007/F25/O"}, "number: the year in the number is 2027, and the wo"),
        ({"kind": "reply", "number": "CBM/FR/26/0007/F25/R"}, "kind: osce/vd-2011/F25 has no suc"),
        ({"to": ("FR", "DE")}, "to: the word is addressed to the party whose word it is"),
        ({"said": "nil"}, "fields: a nil holds no fields"),
        ({"said": "nil", "fields": {}}, "said: osce/vd-2011/F25 knows no nil return"),
        ({"said": "no_change", "fields": {}}, "said: osce/vd-2011/F25 does not come every year"),
        ({"access": Access("named")}, "access: addressees are named where the mark is `named`, a"),
        ({"access": Access("public", ("DE",))}, "access: addressees are named where the mark is"),
        ({"access": Access("named", ("DE",)), "to": ("DE", "PL")}, "access: it is addressed to P"),
        ({"access": Access()}, "access: it has a number, and only the own nation may read it"),
    ],
)  # fmt: skip
def test_a_word_alone(form: Form, changed: dict[str, Any], problem: str) -> None:
    word = notification()
    word = replace(word, **changed)
    assert any(each.startswith(problem) for each in said(form, word))


@pytest.mark.parametrize(
    ("access", "problem"),
    [
        (Access("participants", (), Later("named", "2027-01-01T00:00:00Z", ("DE",))), "what was o"),
        (Access("named", ("DE",), Later("named", "2027-01-01T00:00:00Z", ("PL",))), "what was ope"),
        (Access("named", ("DE",), Later("named", "2027-01-01T00:00:00Z")), "addressees are named"),
        (Access("named", ("DE",), Later("named", "2027-01-01T00:00:00Z", ("DE",))), "what was ope"),
        (Access("participants", (), Later("participants", "2027-01-01T00:00:00Z")), "what was ope"),
        (Access("named", ("DE",), Later("public", "2026-09-01T10:00:00Z")), "the later release is"),
        (Access("named", ("DE",), Later("named", "2027-01-01T00:00:00Z", ("DE", "PL"))), ""),
        (Access("named", ("DE",), Later("participants", "2026-09-01T10:01:00Z")), ""),
    ],
)  # fmt: skip
def test_a_discreet_word_with_a_timed_release(form: Form, access: Access, problem: str) -> None:
    found = [each.partition(": ")[2] for each in said(form, notification(access=access))]
    assert any(each.startswith(problem) for each in found) if problem else found == []


def test_what_ends_before_it_begins(form: Form) -> None:
    wrong = notification(fields={"starts": "2026-10-20", "ends": "2026-10-19"})
    assert said(form, wrong) == ["ends: it is before starts, 2026-10-20"]
    assert (
        said(form, notification(fields={"starts": "2026-10-20T10:00Z", "ends": "2026-10-20"})) == []
    )
    at_once = notification(fields={"starts": "2026-10-20T10:00Z", "ends": "2026-10-20T10:00Z"})
    assert said(form, at_once) == []
    before = notification(fields={"starts": "2026-10-20T10:00Z", "ends": "2026-10-20T09:59Z"})
    assert said(form, before) == ["ends: it is before starts, 2026-10-20T10:00Z"]
    entry = {"starts": "2026-10-20", "ends": "2026-10-19"}
    calendar = Word("osce/vd-2011/calendar", "original", "real", "FR", entries=({}, entry))
    assert said(form, calendar) == ["entry 2: ends: it is before starts, 2026-10-20"]


@pytest.mark.parametrize(
    ("troops", "shares", "wrong"),
    [
        (9000, {"FR": 5000, "DE": 4000}, False),
        (9000, {"FR": 5000, "DE": 4001}, True),
        ("8000..9000", {"FR": 5000, "DE": "4000..6000"}, False),
        ("8000..", {"FR": 50_000}, False),
        (9000, {"FR": "..9500"}, False),
    ],
)
def test_shares_against_the_whole(
    form: Form, troops: object, shares: dict[str, object], wrong: bool
) -> None:
    word = notification(fields={"troops": troops, "troops_by_state": shares})
    assert bool(said(form, word)) is wrong


def test_a_running_number_is_given_once(form: Form) -> None:
    other = notification(number="CBM/FR/26/0007/F25/O", fields={"troops": 1})
    assert "number: the running number is that of CBM/FR/26/0007/F25/O" in said(
        form, ORIGINAL, other
    )
    assert said(form, ORIGINAL, ORIGINAL) == []


def test_it_refers_to_nothing_that_is_known(form: Form) -> None:
    assert said(form, correction()) == [
        "refers: it refers to a word that is not among the earlier ones"
    ]
    assert said(form, replace(correction(), refers=()), ORIGINAL) == [
        "refers: a correction refers to one word, and this to 0"
    ]


def test_a_correction_that_corrects_nothing(form: Form) -> None:
    assert said(form, correction(troops=12_500), ORIGINAL) == [
        "fields: it changes nothing in CBM/FR/26/0007/F25/O"
    ]


def test_a_correction_that_changes_the_wrong_thing(form: Form) -> None:
    assert said(form, correction(host="DE"), ORIGINAL) == [
        "host: a correction may not change it from FR to DE"
    ]
    other = replace(correction(), activity="southern-star-26", to=("DE",))
    assert said(form, other, ORIGINAL) == [
        "to: a correction goes to those to whom the word went",
        "activity: it tells of southern-star-26, the word of northern-star-26",
    ]


def test_only_the_author_changes_a_word(form: Form) -> None:
    foreign = replace(correction(), by="DE", number="CBM/DE/26/0008/F25/C")
    assert said(form, foreign, ORIGINAL) == [
        "refers: CBM/FR/26/0007/F25/O is the word of FR, and only FR may change it"
    ]


def test_a_correction_keeps_its_format(form: Form) -> None:
    other = replace(cancellation(REQUEST), format="osce/vd-2011/F25", by="PL")
    other = replace(other, number="CBM/PL/26/0009/F25/X")
    (found,) = said(form, other, REQUEST)
    assert found.endswith("is of the format osce/vd-2011/explanation-request")


def test_a_word_that_was_cancelled_is_not_changed_again(form: Form) -> None:
    again = replace(correction(), number="CBM/FR/26/0010/F25/C")
    assert said(form, again, ORIGINAL, cancellation()) == [
        "refers: CBM/FR/26/0007/F25/O was cancelled by CBM/FR/26/0009/F25/X"
    ]
    undo = replace(cancel(cancellation()), number="CBM/FR/26/0011/F25/X", made=SECOND)
    assert said(form, undo, ORIGINAL, cancellation()) == [
        "refers: CBM/FR/26/0009/F25/X is a cancellation"
    ]


def test_a_correction_is_made_to_what_now_stands(form: Form) -> None:
    stale = replace(correction(troops=9), number="CBM/FR/26/0010/F25/C")
    assert said(form, stale, ORIGINAL, correction()) == [
        "refers: CBM/FR/26/0007/F25/O was corrected by CBM/FR/26/0008/F25/C"
    ]
    second = replace(
        correct(correction(), {"troops": 9}), number="CBM/FR/26/0010/F25/C", made=SECOND
    )
    assert said(form, second, ORIGINAL, correction()) == []


def test_the_last_of_several_corrections_stands(form: Form) -> None:
    first = correction()
    second = replace(correct(first, {"troops": 9}), number="CBM/FR/26/0010/F25/C", made=SECOND)
    again = replace(second, refers=(*second.refers, ORIGINAL.number))
    third = replace(correction(troops=7), number="CBM/FR/26/0011/F25/C")
    assert said(form, third, ORIGINAL, first, again) == [
        "refers: CBM/FR/26/0007/F25/O was corrected by CBM/FR/26/0010/F25/C"
    ]


def test_what_was_corrected_and_then_cancelled_does_not_stand(form: Form) -> None:
    first = correction()
    gone = cancellation(first)
    assert said(form, gone, ORIGINAL, first) == []
    fields = {"designation": "Northern Star 26", "host": "FR"}
    invitation = Word("osce/vd-2011/observation-invitation", "original", "real", "FR")
    for of in (ORIGINAL, first):
        late = replace(invitation, refers=(of.number,), fields=fields)
        assert said(form, late, ORIGINAL, first) == []
        assert said(form, late, ORIGINAL, first, gone) == [
            f"refers: {of.number} was cancelled by {gone.number}"
        ]


def test_a_word_of_the_record_is_checked_against_what_went_before_it(form: Form) -> None:
    first = correction()
    second = replace(correct(first, {"troops": 9}), number="CBM/FR/26/0010/F25/C", made=SECOND)
    record = (ORIGINAL, first, second)
    assert [said(form, each, *record) for each in record] == [[], [], []]


def test_a_marker_that_differs_from_that_of_the_original(form: Form) -> None:
    drill = replace(correction(), marker="exercise")
    assert said(form, drill, ORIGINAL) == [
        "marker: it is marked exercise, and the word it refers to real"
    ]


def test_whatever_follows_a_word_keeps_its_marker(form: Form) -> None:
    drill, asked = notification(marker="exercise"), request(marker="test")
    calendar = Word(
        "osce/vd-2011/calendar", "original", "test", "FR", number="CBM/FR/25/0001/CALENDAR/O"
    )
    assert {correct(drill, {}).marker, cancel(drill).marker} == {"exercise"}
    assert acknowledge(drill, by="DE").marker == "exercise"
    assert reply(asked, form("explanation-reply"), by="FR").marker == "test"
    assert no_change(calendar, form("calendar"), marker="real").marker == "real"


def test_a_reply_is_given_by_the_one_that_was_asked(form: Form) -> None:
    foreign = answer(form, by="DE", number="CBM/DE/26/0010/EXPLANATION-REPLY/R")
    assert said(form, foreign, REQUEST) == [
        "refers: CBM/PL/26/0003/EXPLANATION-REQUEST/O was addressed to FR, and not to DE"
    ]
    own = answer(form, by="PL", to=("FR",), number="CBM/PL/26/0010/EXPLANATION-REPLY/R")
    assert "refers: CBM/PL/26/0003/EXPLANATION-REQUEST/O is its own word" in said(
        form, own, REQUEST
    )
    astray = answer(form, to=("DE",))
    assert said(form, astray, REQUEST) == [
        "to: PL, whose word CBM/PL/26/0003/EXPLANATION-REQUEST/O is, is not among the addressees"
    ]


def test_a_reply_follows_what_it_must(form: Form) -> None:
    assert said(form, answer(form, refers=(ORIGINAL.number,)), ORIGINAL) == [
        "refers: it refers to no word of the format osce/vd-2011/explanation-request",
        "refers: words of this format do not refer to osce/vd-2011/F25",
    ]
    with_nothing = said(form, answer(form, refers=()), REQUEST)
    assert with_nothing == [
        "refers: it refers to no word of the format osce/vd-2011/explanation-request"
    ]


def test_an_invitation_speaks_of_the_activity_that_was_notified(form: Form) -> None:
    fields: dict[str, Any] = {"designation": "Northern Star 26", "host": "FR"}
    word = Word(
        "osce/vd-2011/observation-invitation", "original", "real", "FR",
        refers=(ORIGINAL.number,), fields=fields,
    )  # fmt: skip
    assert said(form, word, ORIGINAL) == []
    other = replace(word, fields={**fields, "host": "DE"})
    assert said(form, other, ORIGINAL) == ["host: it says DE, and CBM/FR/26/0007/F25/O says FR"]
    gone = replace(word, refers=(cancellation().number,))
    assert (
        "refers: CBM/FR/26/0009/F25/X is no word that can be followed, but its cancellation"
        in said(form, gone, ORIGINAL, cancellation())
    )


def test_an_acknowledgement_is_of_anothers_word(form: Form) -> None:
    own = replace(acknowledge(ORIGINAL, by="DE"), by="FR", to=())
    assert said(form, own, ORIGINAL) == ["refers: CBM/FR/26/0007/F25/O is its own word"]
    bystander = acknowledge(REQUEST, by="DE")
    assert said(form, bystander, REQUEST) == [
        "refers: CBM/PL/26/0003/EXPLANATION-REQUEST/O was addressed to FR, and not to DE"
    ]
    assert said(form, replace(bystander, refers=())) == [
        "refers: an acknowledgement refers to the word that has arrived"
    ]


def test_no_change_is_said_of_an_own_word_of_the_same_format(form: Form) -> None:
    last = Word(
        "osce/vd-2011/calendar", "original", "real", "DE", number="CBM/DE/25/0001/CALENDAR/O"
    )
    own = no_change(last, form("calendar"), marker="real")
    assert said(form, own, last) == []
    assert said(form, replace(own, by="FR"), last) == [
        "refers: CBM/DE/25/0001/CALENDAR/O is no word of FR in this format"
    ]


def test_it_is_checked_against_its_own_form(form: Form) -> None:
    (fault, *_) = check(ORIGINAL, form("calendar"))
    assert fault.problem == "it is checked against osce/vd-2011/calendar"
