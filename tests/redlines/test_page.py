"""The example of the page on red lines is read, and answers as the page says."""

import datetime as dt
import re
from pathlib import Path

import detente


def test_the_example_of_the_page_is_read(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "how-to" / "declare-red-lines.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"<!-- file: lines.toml -->\n```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "lines.toml").write_text(text, encoding="utf-8")
    (line,) = detente.read_redlines(tmp_path / "lines.toml").lines
    assert line.status_on(dt.date(2031, 4, 1)) == "current"
    assert line.status_on(dt.date(2031, 6, 15)) is None
    assert line.levels is None
    assert line.area is not None
    assert line.area.within_km == 50


def test_every_key_stands_on_the_page(root: Path) -> None:
    from detente.redlines.records import READERS

    page = (root / "docs" / "how-to" / "declare-red-lines.md").read_text(encoding="utf-8")
    plain = {"id", "holder", "words", "paraphrase", "speaker", "authority", "venue", "language"}
    missing = [key for key in READERS if not re.search(rf"\b{key}\b", page) and key not in plain]
    assert missing == []
