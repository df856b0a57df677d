"""Where answers go: terminals, pipes and files; and the bar for long work."""

import io
import sys
import time
from pathlib import Path

import click
import pytest

from detente.cli.output import put, show
from detente.cli.progress import Steps
from detente.cli.showing import Shown


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def as_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make standard output and error a terminal, from here to the end of the test."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return stream


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    put("old", file)
    put("é", file)
    assert file.read_bytes() == "é".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_part_of_a_file_does_not_stay(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(click.ClickException, match="cannot be written"):
        put("x", folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_colour_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.text import Text

    terminal = as_terminal(monkeypatch)
    show([Text("x", style="bold")])
    assert terminal.getvalue() == "\x1b[1mx\x1b[0m\n"
    monkeypatch.setenv("NO_COLOR", "1")
    show([Text("y", style="blue")])
    assert terminal.getvalue().endswith("y\n")
    assert "\x1b[34m" not in terminal.getvalue()


def test_markup_in_a_file_s_words_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    show(["[bold]x[/bold] :smile:"])
    assert capsys.readouterr().out == "[bold]x[/bold] :smile:\n"


@pytest.mark.parametrize("form", ["parquet", "html"])
def test_files_are_not_poured_on_a_terminal(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    as_terminal(monkeypatch)
    shown = Shown(form, None, (), everything=False)  # type: ignore[arg-type]  # of the list above
    with pytest.raises(click.UsageError, match="give a file with -o"):
        shown.settled()


def test_the_bar_appears_only_for_one_who_waits_and_watches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = as_terminal(monkeypatch)
    with Steps(2, patience=0.01) as steps:
        steps.begin("Reading")
        time.sleep(0.5)
        steps.begin("Writing")
        time.sleep(0.2)
    assert "Reading" in terminal.getvalue()
    assert "Writing" in terminal.getvalue()


def test_quick_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = as_terminal(monkeypatch)
    with Steps(1) as steps:
        steps.begin("Reading")
    assert terminal.getvalue() == ""


def test_nobody_watches_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with Steps(1, patience=0.01, watched=False) as steps:
        steps.begin("Reading")
        time.sleep(0.05)
    assert capsys.readouterr().err == ""
