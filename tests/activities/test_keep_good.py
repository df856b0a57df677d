"""With `keep_good` no good row is lost because of a bad one, whatever stands between them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.activities.words import messages, read

HEADER = "activity,source,kind,host,starts,troops"
GOOD = [
    "{},s,exercise,BY,2017-09-14,12700",
    "{},s,exercise,,,",
    '"{}",s,transfer,PL,2017-09-14T06:00Z,8000..12000',
    '{},"two\nlines",exercise,,,..7000',
]
BAD = [
    "{},s,exercises,,,",
    "{},s,exercise,UK,,",
    "{},s,exercise,,2017-09-31,",
    "{},s,exercise,,,9..8",
    '{},"two\nlines",exercise,,,-1',
    "{},s,exercise",
    "{},s,exercise,,,,,",
    '{},"s"t,exercise,,,',
    "{},,exercise,,,",
]
ROWS = st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 8)), max_size=8)


def row(number: int, good: bool, of_good: int, of_bad: int) -> str:
    """One row whose activity is its number."""
    return (GOOD[of_good] if good else BAD[of_bad]).format(number)


@settings(deadline=None, max_examples=50)
@given(choices=ROWS, semicolons=st.booleans())
def test_exactly_the_good_rows_are_kept(
    choices: list[tuple[bool, int, int]], semicolons: bool
) -> None:
    lines = [HEADER, *(row(number, *choice) for number, choice in enumerate(choices))]
    text = "\n".join(lines) + "\n"
    text = text.replace(",", ";") if semicolons else text
    good = [str(number) for number, choice in enumerate(choices) if choice[0]]
    starts = [1 + sum(line.count("\n") + 1 for line in lines[:i]) for i in range(len(lines))]
    bad = [starts[number + 1] for number, choice in enumerate(choices) if not choice[0]]
    with TemporaryDirectory() as folder:
        kept = read(Path(folder), text, keep_good=True)
        raised = messages(Path(folder), text)
    assert kept.frame["activity"].to_list() == good
    assert [fault.line for fault in kept.faults] == bad
    assert len(raised) == len(bad)


def test_a_bad_row_among_many(tmp_path: Path) -> None:
    rows = [f"{i},s,exercise,BY,2017-09-14,{i}" for i in range(120_000)]
    rows[60_000] = "60000,s,exercise"
    kept = read(tmp_path, "\n".join([HEADER, *rows]), keep_good=True)
    assert kept.frame.height == 119_999
    assert kept.frame["troops_low"].sum() == sum(range(120_000)) - 60_000
    assert [fault.line for fault in kept.faults] == [60_002]
