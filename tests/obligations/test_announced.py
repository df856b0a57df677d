"""Public notices as activities, their zones settled."""

from pathlib import Path

import detente

TEXT = """A0101/26 NOTAMN
Q) EGTT/QWMLW/IV/BO/W/000/050/5500N00230W006
A) EGTT B) 2606010700 C) 2606021600
E) LIVE FIRING WI 5NM RADIUS OF 550000N 0023000W.
F) SFC G) 5000FT AMSL"""


def test_a_zone_is_settled_by_the_area(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_text(TEXT, encoding="utf-8")
    row = detente.read_notices(path).frame.row(0, named=True)
    assert (row["activity"], row["kind"]) == ("A0101/26", "live_fire")
    assert row["zone_osce_zone_of_application"] is True
