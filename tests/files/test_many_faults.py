"""Many faults: the way out is looked for once for each text, and not for ever."""

from detente.errors import told
from detente.files.faults import Faults


def test_the_way_out_is_looked_for_once_for_each_text_and_not_for_ever() -> None:
    asked: list[str] = []

    def remedy(text: str) -> str:
        asked.append(text)
        return f"Write other than {text}."

    faults = Faults("a.csv")
    values = [str(row // 2) for row in range(10_000)]
    faults.each(range(10_000), "kind", values, "unknown", remedy)
    assert asked == [*(str(number) for number in range(1_000)), "?"]
    found = faults.listed()
    assert len(found) == 10_000
    assert [fault.remedy for fault in found[1_999:2_001]] == [
        "Write other than 999.",
        "Write other than ?.",
    ]
    assert told(found)[100] == "… and 9,900 more, of these kinds:"
    assert told(found)[101].startswith("  9,900 like a.csv: kind, row 101: unknown (found '50')")


def test_a_cell_has_one_fault_of_those_found_in_several() -> None:
    faults = Faults("a.csv")
    faults.at(1, "kind", "", "not UTF-8")
    faults.each([0, 1], "kind", ["", ""], "not stated", str)
    assert [(fault.column, fault.problem) for fault in faults.listed()] == [
        ("kind, row 1", "not stated"),
        ("kind, row 2", "not UTF-8"),
    ]


def test_what_was_found_is_cut_short_and_can_be_shown() -> None:
    faults = Faults("a.csv")
    faults.about("x_\ud800\x1b[2J" + "y" * 200, "z" * 1_000_000, "unknown column")
    (message,) = map(str, faults.listed())
    assert message.encode()
    assert "x_\\ud800\\x1b[2Jyyy" in message
    assert len(message) < 250
