"""``./dev clean`` and the set-up empty no folder that ./dev did not make; coasts are locked."""

import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev"


def dev(root: Path, verb: str, venv: str | None) -> subprocess.CompletedProcess[str]:
    """Call ./dev in a checkout of its own."""
    shutil.copy(DEV, root / "dev")
    env = {key: value for key, value in os.environ.items() if key != "DETENTE_VENV"}
    if venv is not None:
        env["DETENTE_VENV"] = venv
    command = [sys.executable, str(root / "dev"), verb]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def checkout(folder: Path) -> Path:
    """A checkout with a source, beside a folder of the person's own."""
    root = folder / "home" / "checkout"
    (root / "src").mkdir(parents=True)
    (root / "src" / "a.py").write_text("")
    (folder / "home" / "letters").mkdir()
    (folder / "home" / "letters" / "letter.txt").write_text("dear")
    return root


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.name != "dev"}


@pytest.mark.parametrize("venv", ["..", "../..", ".", "../letters", "src", "/", "src/a.py"])
def test_what_dev_did_not_make_is_spared(tmp_path: Path, venv: str) -> None:
    root = checkout(tmp_path)
    before = everything(tmp_path)
    done = dev(root, "clean", venv)
    assert done.returncode == 1
    assert "which ./dev did not make; nothing is removed" in done.stderr
    assert everything(tmp_path) == before


def test_an_ancestor_is_spared_even_where_it_looks_like_an_environment(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    for name in ("pyvenv.cfg", "detente.json"):
        (tmp_path / "home" / name).write_text("{}")
    assert dev(root, "clean", "..").returncode == 1
    assert (tmp_path / "home" / "letters" / "letter.txt").is_file()


@pytest.mark.parametrize("venv", [None, "", "../there"])
def test_what_dev_made_is_removed(tmp_path: Path, venv: str | None) -> None:
    root = checkout(tmp_path)
    made = root / (venv or ".venv")
    made.mkdir()
    for name in ("pyvenv.cfg", "detente.json"):
        (made / name).write_text("{}")
    assert dev(root, "clean", venv).returncode == 0
    assert not made.exists()
    assert (root / "src" / "a.py").is_file()


def test_the_node_to_try_out_and_the_reports_are_removed(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    for name in ("detente-node", "detente-node.part"):
        (root / name).mkdir()
        (root / name / "detente.db").write_text("")
    for name in ("detente-report.html", "detente-dossier.html"):
        (root / name).write_text("")
    assert dev(root, "clean", None).returncode == 0
    assert [path.name for path in root.glob("detente*")] == []


def test_a_link_is_taken_away_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    (root / ".venv").symlink_to(tmp_path / "home" / "letters")
    assert dev(root, "clean", None).returncode == 0
    assert not (root / ".venv").exists()
    assert (tmp_path / "home" / "letters" / "letter.txt").is_file()


def test_the_set_up_empties_no_folder_of_the_person_s_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout(tmp_path)
    loader = SourceFileLoader("dev_script", str(DEV))
    spec = importlib.util.spec_from_loader("dev_script", loader)
    assert spec is not None
    script = importlib.util.module_from_spec(spec)
    loader.exec_module(script)
    with pytest.raises(SystemExit):
        script.build(tmp_path / "home" / "letters", "run", ())
    assert "which ./dev did not make" in capsys.readouterr().err
    assert (tmp_path / "home" / "letters" / "letter.txt").is_file()


def test_coasts_are_taken_only_if_they_are_the_ones_that_are_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    loader = SourceFileLoader("dev_of_coasts", str(DEV))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    uv = module.find_uv()
    wheel, another = (
        packed({f"atlas/50m/{name}": content for name in (*module.COAST_FILES, "more")})
        for content in (b"locked", b"another")
    )
    served = tmp_path / "atlas-1-cp311-cp311-win_amd64.whl"
    lock = tmp_path / "coasts.txt"
    lock.write_text(f"atlas==1 --hash=sha256:{hashlib.sha256(wheel).hexdigest()}\n")
    monkeypatch.setattr(module, "find_uv", lambda: uv)
    monkeypatch.setattr(module, "LOCKS", tmp_path)
    monkeypatch.setattr(module, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(module, "COASTS", tmp_path / "coasts")
    for name, value in {"FIND_LINKS": str(tmp_path), "NO_INDEX": "1", "NO_CACHE": "1"}.items():
        monkeypatch.setenv(f"UV_{name}", value)
    module.fetch_coasts()
    assert "maps go without" in capfd.readouterr().err
    served.write_bytes(another)
    module.fetch_coasts()
    assert "maps go without" in capfd.readouterr().err
    assert not (tmp_path / "coasts").exists()
    served.write_bytes(wheel)
    module.fetch_coasts()
    assert {path.name for path in (tmp_path / "coasts").iterdir()} == {*module.COAST_FILES}
    assert not (tmp_path / "tools" / "coasts").exists()
    served.unlink()
    module.fetch_coasts()
    assert "maps go without" not in capfd.readouterr().err


def packed(files: dict[str, bytes]) -> bytes:
    """A wheel with these files."""
    about = {
        "METADATA": b"Metadata-Version: 2.1\nName: atlas\nVersion: 1\n",
        "WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-cp311-win_amd64\n",
    }
    listed = {**files, **{f"atlas-1.dist-info/{name}": text for name, text in about.items()}}
    listed["atlas-1.dist-info/RECORD"] = "".join(f"{name},,\n" for name in listed).encode()
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:
        for name, content in listed.items():
            package.writestr(name, content)
    return into.getvalue()
