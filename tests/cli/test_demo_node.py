"""The node of ``./dev run``: made once, found again, and acted at as its page shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente.cli import demo_node
from detente.cli.refusal import Refused
from detente.desk import SystemClock
from detente.instruments.reader import shipped
from tests.cli.conftest import Run
from tests.house.survey import DOCS, ROOT

PAGE = DOCS / "how-to" / "act-at-the-demo-node.md"
GIVEN, EXAMPLES = (
    shipped().parent / "scenarios" / each for each in ("euro-atlantic-2021", "example")
)
SERVE = (
    "import sys; from pathlib import Path; from detente.cli.demo_node import serve_demo; "
    "serve_demo(Path(sys.argv[1]), Path(sys.argv[2]), '127.0.0.1', int(sys.argv[3]), 'detente')"
)
ELSEWHERE = ("curl ", ".venv/bin/python ")


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo node was made, and is not served."""
    folder = tmp_path_factory.mktemp("made")
    before = Path.cwd()
    os.chdir(folder)
    try:
        demo_node._make(GIVEN, EXAMPLES)
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, to stand in."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def port(here: Path) -> Iterator[int]:
    """The port at which the node of this folder is served."""
    number = free_port()
    words = [sys.executable, "-c", SERVE, str(GIVEN), str(EXAMPLES), str(number)]
    with subprocess.Popen(
        words, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as served:
        assert served.stdout is not None
        while "act-at-the-demo-node.md" not in (line := served.stdout.readline()):
            assert line, "the server ended"
        yield number
        served.send_signal(signal.SIGINT)
        served.wait(30)


def steps() -> Iterator[tuple[str, str, list[str]]]:
    """What the page has one do: files, exports, and lines to type with what is answered."""
    text = PAGE.read_text(encoding="utf-8").replace("/26/", f"/{SystemClock().now():%y}/")
    block = re.compile(r"(?:<!-- file: (\S+) -->\n+)?```(\w+)\n(.*?)```", re.DOTALL)
    for name, tongue, body in block.findall(text):
        if name:
            yield "file", name, [body]
        elif tongue == "sh":
            yield from (("export", line, []) for line in body.splitlines())
        else:
            for typed in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, *answer = typed.splitlines()
                yield "type", line, answer


def test_the_walk_of_the_page_is_walked_as_it_stands(
    run: Run, here: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = detente.library()
    monkeypatch.setattr("detente.instruments.read_library", lambda: known)
    monkeypatch.setattr(detente, "library", lambda folder=None: known)
    (here / "src").symlink_to(ROOT / "src")
    typed = 0
    for what, line, answer in steps():
        if what == "file":
            (here / line).write_text(answer[0], encoding="utf-8")
        elif what == "export":
            _export(line.replace("8642", str(port)), monkeypatch)
        else:
            _answered(run, line, answer)
            typed += 1
    assert typed > 40


def _export(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what a line of the shell exports."""
    names = re.findall(r"(\w+)=", line)[:3]
    shown = f"{line}; for name in {' '.join(names)}; do printf '%s\\n' \"${{!name}}\"; done"
    told = subprocess.run(["bash", "-c", shown], capture_output=True, text=True, check=True)
    for name, value in zip(names, told.stdout.splitlines(), strict=True):
        monkeypatch.setenv(name, value)


def _answered(run: Run, line: str, answer: list[str]) -> None:
    """Type a line; each line shown must be found in the answer; alerts may take a moment."""
    for wait in (0.5, 1, 2, 4, 0):
        told = " ".join(_typed(run, line).split())
        patterns = [".*?".join(map(re.escape, re.split(" ?… ?", each))) for each in answer]
        lacking = [each for each in patterns if not re.search(each, told)]
        if not lacking:
            return
        assert "alerts" in line, (line, lacking, told)
        time.sleep(wait)
    raise AssertionError((line, lacking, told))


def _typed(run: Run, line: str) -> str:
    """Type a line; answers what it prints."""
    if line.startswith(ELSEWHERE):
        told = line.replace(".venv/bin/python", sys.executable)
        done = subprocess.run(
            ["bash", "-c", told], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout
    words = [os.path.expandvars(each) for each in shlex.split(line.removeprefix("./dev detente "))]
    result = run(*words)
    assert result.exit_code == 0, (line, result.output)
    return str(result.output)


def test_secrets_are_their_owners_alone_and_the_node_holds_no_key_of_a_delegation(
    made: Path,
) -> None:
    folder = made / demo_node.FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secret = [folder / "passphrase", *folder.glob("*/*.secret"), *folder.glob("*/*.key")]
    assert len(secret) == 1 + 9 + 4
    assert {stat.S_IMODE(each.stat().st_mode) for each in secret} == {0o600}
    assert [each.name for each in (folder / "node").glob("*.key")] == ["host.key"]
    assert not (made / "detente-node.part").exists()


def test_the_node_refuses_real_words_and_tells_what_goes_on_near(here: Path) -> None:
    bench = demo_node._opened()
    try:
        assert bench.exercise
        assert bench.planned is not None
        assert "union-resolve-2022" in bench.planned.frame["activity"]
        assert "lt-union-resolve-2022-02" in [each.id for each in bench.redlines]
    finally:
        bench.store.close()


def test_a_making_that_broke_off_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("detente-node.part").mkdir()
    Path("detente-node.part", "passphrase").write_text("half")
    with monkeypatch.context() as broken:
        broken.setattr(demo_node, "_give_keys", _fail)
        with pytest.raises(OSError, match="full"):
            demo_node._make(GIVEN, EXAMPLES)
    assert not demo_node.FOLDER.exists()
    demo_node._make(GIVEN, EXAMPLES)
    demo_node._opened().store.close()


def _fail(*_: object) -> None:
    raise OSError("full")


@pytest.mark.parametrize("lost", ["passphrase", "BY/seal.key", "PL/clearer.secret"])
def test_what_is_missing_is_named(here: Path, lost: str) -> None:
    (demo_node.FOLDER / lost).unlink()
    with pytest.raises(
        Refused, match=f"damaged: detente-node/{lost} is not there.\nMove the folder"
    ):
        demo_node._opened()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("passphrase", "no key that this passphrase opens"),
        ("node/node.toml", "node.toml"),
        ("node/detente.db", "not a whole SQLite database"),
        ("redlines.toml", "redlines.toml"),
        ("activities.toml", "activities.toml"),
    ],
)
def test_what_is_damaged_is_named(here: Path, broken: str, told: str) -> None:
    (demo_node.FOLDER / broken).write_text("[scribbled", encoding="utf-8")
    with pytest.raises(
        Refused, match=rf"detente-node is damaged: [\s\S]*{told}[\s\S]*Move the folder"
    ):
        demo_node._opened()


def test_a_port_that_is_taken_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"{port}: somebody listens there already"):
            demo_node.serve_demo(GIVEN, EXAMPLES, "127.0.0.1", port, "detente")
    assert list(tmp_path.iterdir()) == []
