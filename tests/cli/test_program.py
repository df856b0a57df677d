"""The program as a whole: help, version, completion, exit codes, and a quick start."""

import subprocess
import sys

import click
import pytest

import detente
from detente.cli import main, obligations
from detente.cli.refusal import INTERRUPTED
from tests.cli.conftest import Run

COMMANDS = [
    "admin",
    "alerts",
    "completion",
    "consult",
    "demo",
    "dossier",
    "explain",
    "keys",
    "library",
    "log",
    "notices",
    "notify",
    "obligations",
    "positions",
    "pouch",
    "redlines",
    "schema",
    "screen",
    "serve",
    "stability",
    "status",
]
HEAVY = ["polars", "narwhals", "rich", "pydantic", "shapely", "jinja2", "babel", "tomllib"]


def test_help_lists_the_commands_and_the_exit_codes(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert sorted(main.commands) == COMMANDS
    for command in COMMANDS:
        assert f"  {command} " in result.stdout
    assert "  0  done\n" in result.stdout
    assert (
        "  3  done, but rows with faults were left out (--keep-good), perhaps all of them\n"
        in result.stdout
    )


def every_command(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command and subcommand, by its path."""
    inner = group.commands if isinstance(group, click.Group) else {}
    return [path, *(p for name, each in inner.items() for p in every_command(each, (*path, name)))]


@pytest.mark.parametrize("path", every_command(main), ids=" ".join)
def test_every_command_explains_itself(run: Run, path: tuple[str, ...]) -> None:
    result = run(*path, "-h")
    assert result.exit_code == 0
    assert f"Usage: detente {' '.join(path)}".strip() in result.stdout
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [o.name for o in options if not o.help and o.name != "form"] == []


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"detente {detente.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["obligations", "--help"], ["screen", "--help"]]
)
def test_nothing_heavy_is_loaded_to_explain_itself(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom detente.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_help_page_shows_a_mark_of_layout(run: Run) -> None:
    pages = [[name] for name in main.commands] + [["library", "check"], ["library", "show"]]
    for page in pages:
        assert "\\b" not in run(*page, "--help").stdout
    lines = run("completion", "--help").stdout.splitlines()
    assert "    fish  detente completion fish > ~/.config/fish/completions/detente.fish" in lines


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run: Run, shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_DETENTE_COMPLETE" in result.stdout
    assert f"# To keep it: detente completion {shell} > " in result.stdout


def test_shells_complete_names_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.shell_completion import ShellComplete

    complete = ShellComplete(main, {}, "detente", "_DETENTE_COMPLETE")
    instruments = complete.get_completions(["status"], "osce/vd-201")
    assert [each.value for each in instruments] == ["osce/vd-2011"]
    provisions = complete.get_completions(["library", "show"], "osce/vd-2011/40.1.1")
    assert [each.value for each in provisions] == ["osce/vd-2011/40.1.1"]


def test_an_unknown_command_is_refused(run: Run) -> None:
    result = run("obligation")
    assert result.exit_code == 2
    assert "No such command 'obligation'" in result.stderr


def test_a_bug_is_shown_as_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(obligations, "read", broken)
    result = run("obligations", "x.csv")
    assert isinstance(result.exception, RuntimeError)


def test_a_stop_from_the_keyboard(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(obligations, "read", stopped)
    result = run("obligations", "x.csv")
    assert result.exit_code == INTERRUPTED
    assert result.stderr == "detente: stopped\n"
