"""A conflict's file: what it may say, and every fault with its line and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import ConflictFileError
from detente.stability import read_conflict
from detente.stability.conflict import Conflict
from detente.stability.game import Ranking, Relation
from detente.stability.statements import Unreadable, truth

HEAD = """\
name = "River"
[[source]]
id = "me"
title = "Assumptions"
standing = "unofficial"
[[maker]]
id = "up"
name = "Upstream"
[[maker]]
id = "down"
"""
OPTIONS = """\
[[option]]
id = "release"
maker = "up"
[[option]]
id = "protest"
maker = "down"
moves = "forward"
"""
UP = '[[preference]]\nmaker = "up"\nbasis = "assumed"\nsource = "me"\n'
DOWN = UP.replace('"up"', '"down"')
WHOLE = (
    f"{HEAD}{OPTIONS}{UP}ranking = [1, 2, 3, 4]\n{DOWN}statements = ['release', 'not protest']\n"
)


def read(folder: Path, text: str) -> Conflict:
    file = folder / "river.toml"
    file.write_text(text, encoding="utf-8")
    return read_conflict(file)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConflictFileError) as refused:
        read(folder, text)
    return [str(each).removeprefix(f"{folder}/") for each in refused.value.faults]


def levels(found: Conflict, maker: str) -> list[int]:
    order = found.preference(maker).order
    assert isinstance(order, Ranking)
    return [int(each) for each in order.levels]


def test_what_a_file_says(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert [str(each) for each in found.makers] == ["Upstream", "down"]
    assert found.states.names == ["1", "2", "3", "4"]
    assert [found.label(at) for at in range(4)] == [
        "no option taken",
        "release",
        "protest",
        "release, protest",
    ]
    assert levels(found, "up") == [4, 3, 2, 1]
    assert levels(found, "down") == [1, 3, 0, 2]
    assert found.game().steps == ((0b10, 0b01, 0b1000, 0b100), (0b100, 0b1000, 0, 0))
    assert found.preference("up").basis == "assumed"


def test_states_have_names_and_some_cannot_be(tmp_path: Path) -> None:
    more = '[[infeasible]]\nwhen = "release and protest"\n'
    more += '[[state]]\nid = "calm"\ntaken = []\nname = "all quiet"\n'
    found = read(tmp_path, WHOLE.replace("[1, 2, 3, 4]", '["calm", 2, 3]') + more)
    assert found.states.names == ["calm", "2", "3"]
    assert found.label(0) == "all quiet"


def test_a_state_that_is_left_out_is_unknown(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE.replace("[1, 2, 3, 4]", "[1, [2, 3]]"))
    order = found.preference("up").order
    assert isinstance(order, Relation)
    assert order.surely == (0, 0b0001, 0b0001, 0)
    assert order.maybe == (0b1000, 0b1001, 0b1001, 0b0111)


def test_pairs_say_what_follows(tmp_path: Path) -> None:
    pairs = "prefers = [[1, 2], [2, 3]]\nequal = [[3, 4]]"
    order = read(tmp_path, WHOLE.replace("ranking = [1, 2, 3, 4]", pairs)).preference("up").order
    assert isinstance(order, Relation)
    assert order.surely == order.maybe == (0, 0b0001, 0b0011, 0b0011)


def test_what_is_equal_to_the_preferred_is_preferred(tmp_path: Path) -> None:
    pairs = "prefers = [[1, 3], [3, 4]]\nequal = [[1, 2]]"
    order = read(tmp_path, WHOLE.replace("ranking = [1, 2, 3, 4]", pairs)).preference("up").order
    assert isinstance(order, Relation)
    assert order.surely == order.maybe == (0, 0, 0b0011, 0b0111)


def test_pairs_may_go_in_a_circle_where_that_is_said(tmp_path: Path) -> None:
    circle = "prefers = [[1, 2], [2, 3], [3, 1]]"
    told = faults(tmp_path, WHOLE.replace("ranking = [1, 2, 3, 4]", circle))
    told_once = (
        "river.toml:22: preference[0].prefers: a state is preferred to itself, or both ways"
        " (found '1'). Mend it; where a circle is meant, write transitive = false and no pair both"
        " ways."
    )
    assert told == [told_once]
    meant = f"{circle}\ntransitive = false"
    order = read(tmp_path, WHOLE.replace("ranking = [1, 2, 3, 4]", meant)).preference("up").order
    assert isinstance(order, Relation)
    assert order.surely[:3] == (0b100, 0b001, 0b010)
    assert order.maybe[3] == 0b111


def test_a_pair_can_be_unknown_in_a_ranking(tmp_path: Path) -> None:
    text = WHOLE.replace("[1, 2, 3, 4]", "[1, 2, 3, 4]\nunknown = [[2, 3]]")
    order = read(tmp_path, text).preference("up").order
    assert isinstance(order, Relation)
    assert order.surely == (0, 0b001, 0b001, 0b111)
    assert order.maybe == (0, 0b101, 0b011, 0b111)


def test_moves_can_be_stated_state_by_state(tmp_path: Path) -> None:
    states = '[[state]]\nid = 1\n[[state]]\nid = "b"\nname = "the end"\n'
    move = '[[move]]\nmaker = "up"\nfrom = 1\nto = ["b"]\n'
    wish = f"{UP}ranking = ['b', 1]\n{DOWN}ranking = [1, 'b']\n"
    found = read(tmp_path, HEAD + states + move + wish)
    assert found.game().steps == ((0b10, 0), (0, 0))
    assert found.label(1) == "the end"


def test_pictures_variants_and_what_is_not_seen(tmp_path: Path) -> None:
    more = f"{UP}seen_by = 'down'\nranking = [4, 3, 2, 1]\n"
    more += f"{UP}variant = 'mild'\nranking = [2, 1, 3, 4]\n"
    more += "[[unseen]]\nby = 'up'\noptions = ['protest']\n"
    found = read(tmp_path, WHOLE + more)
    assert found.unseen == {"up": frozenset({"3", "4"})}
    assert found.variants() == {"up": ("", "mild"), "down": ("",)}
    assert levels(found, "up") == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "release"', 'id = "not"', "option[0].id: a statement could not name it"),
        ('moves = "forward"', 'moves = "up"', "option[1].moves: unknown direction (found 'up')"),
        ('maker = "down"\nmoves', 'maker = "dwn"\nmoves', "nobody has this id (found 'dwn')"),
        (
            "[1, 2, 3, 4]",
            "[1, 2, 3, 7]",
            "preference[0].ranking: no state is called so (found '7')",
        ),
        ("[1, 2, 3, 4]", "[1, 2, 2, 4]", "a state stands twice (found '2')"),
        ("'not protest'", "'not protst'", "no option is called 'protst'"),
        ("'not protest'", "'protest and'", "an option is missing at the end"),
        ("'not protest'", "'(protest'", "a bracket is not closed"),
        ('basis = "assumed"', 'basis = "sure"', "preference[0].basis: unknown (found 'sure')"),
        ('source = "me"', 'source = "you"', "no such source is declared (found 'you')"),
        ('name = "River"', 'name = "River"\nstatus_quo = 9', "status_quo: no state is called so"),
        ('name = "River"', 'title = "River"', "title: unknown key"),
        ("ranking = [1, 2, 3, 4]", "note = ''", "nothing says what is preferred"),
        ("ranking = [1, 2, 3, 4]", "ranking = 'all'", "preference[0].ranking: not of the right"),
        ("ranking = [1, 2, 3, 4]", "prefers = [[1, 1]]", "a state beside itself"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = WHOLE.replace(old, new)
    assert text != WHOLE
    found = faults(tmp_path, text)
    assert any(told in each for each in found), found
    assert all(each.startswith("river.toml:") for each in found)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert "nobody decides" in faults(tmp_path, 'name = "x"\n')[0]
    assert "there is nothing to do" in faults(tmp_path, HEAD)[0]
    without = WHOLE.partition(DOWN)[0]
    assert "nothing is said of what down prefers" in faults(tmp_path, without)[0]
    every = WHOLE + '[[infeasible]]\nwhen = "release or not release"\n'
    assert "no state is left" in faults(tmp_path, every)[0]
    with pytest.raises(ConflictFileError, match="cannot be opened"):
        read_conflict("no.toml")


def test_statements() -> None:
    import numpy as np

    options, codes = {"a": 0, "b": 1}, np.arange(4, dtype=np.int64)
    for statement, expected in {
        "a": [0, 1, 0, 1],
        "not a and b": [0, 0, 1, 0],
        "a or b": [0, 1, 1, 1],
        "a if b": [1, 1, 0, 1],
        "a iff b": [1, 0, 0, 1],
        "not (a or b)": [1, 0, 0, 0],
        "a or b and not a": [0, 1, 1, 1],
    }.items():
        assert truth(statement, options, codes).astype(int).tolist() == expected, statement
    with pytest.raises(Unreadable, match="nested too deeply"):
        truth("(" * 60 + "a" + ")" * 60, options, codes)
    with pytest.raises(Unreadable, match="is no part"):
        truth("a & b", options, codes)
    with pytest.raises(Unreadable, match="stands where"):
        truth("a b", options, codes)


def test_many_statements_are_lexicographic() -> None:
    import numpy as np

    from detente.stability.wishes import prioritised

    size = 40
    truths = [np.arange(size) == at for at in range(size - 1)]
    assert prioritised(truths, size).tolist() == [*range(size - 1, 0, -1), 0]


def test_every_key_that_is_read_is_told_in_the_reference() -> None:
    from detente.stability.keys import KEYS_OF
    from detente.stability.reading import PREFERENCE, TOP

    assert set(PREFERENCE) == set(KEYS_OF["preference"][1])
    assert {"maker", "option", "infeasible", "state", "move", "unseen"} <= set(TOP)
