"""The two ways of splitting a CSV file agree: in bulk where it can be, record by record always."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.files.csv_bulk import bulk
from detente.files.csv_sheet import Sheet
from detente.files.csv_walk import walk
from detente.files.faults import Faults

CELLS = st.sampled_from(
    ["a", "", "b c", '"q"', '"a,b"', '"a\nb"', '"a""b"', 'a"b', '"', '""', "\u00e9"]
)
RECORDS = st.lists(CELLS, min_size=1, max_size=3).map(",".join)
ENDS = st.sampled_from(["\n", "\n\n", "\r\n"])
FILES = st.lists(st.tuples(RECORDS, ENDS), max_size=5).map(
    lambda parts: "h,i\n" + "".join(record + end for record, end in parts)
)


def seen(sheet: Sheet) -> tuple[object, ...]:
    """What a sheet holds, comparable."""
    rows = [[cell or "" for cell in row] for row in sheet.cells.rows()]
    return sheet.header, rows, sheet.lines.to_list()


@settings(deadline=None, max_examples=300)
@given(text=FILES)
@example(text='h,i\na,b\nc\nd,"e\nf"\n,\n,,\ng,h')
@example(text='h,i\r\na,"b\r\nc"\r\nd\r\n')
def test_bulk_finds_what_the_walk_finds(text: str) -> None:
    in_bulk, one_by_one = Faults("a"), Faults("a")
    quick = bulk(text.encode(), ",", in_bulk)
    sure = walk(text.encode(), ",", one_by_one)
    assert sure is not None
    assert quick is None or seen(quick) == seen(sure)
    assert quick is None or in_bulk.listed() == one_by_one.listed()


def test_what_is_regular_is_split_in_bulk() -> None:
    for text in ("h,i\na,b\n", 'h,i\r\na,"b\r\nc"\r\n\r\nd,e', "h,i\na\nb,c\n", 'h,i\na,"""b"""\n'):
        assert bulk(text.encode(), ",", Faults("a")) is not None


def test_what_is_not_is_left_to_the_walk() -> None:
    for text in ('h,i\na,"b\n', 'h,i\na,b"c\n', 'h,i\n"a"b,c\n', "h,i\na,\x1f\n", 'h,i\n"a\n'):
        assert bulk(text.encode(), ",", Faults("a")) is None
    assert bulk(b"h,i\na,\xff\n", ",", Faults("a")) is None
