"""What is built: a wheel that carries the library and works without the repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.survey import LIBRARY, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_library_and_the_scenarios(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"detente/library/{path.relative_to(LIBRARY)}" for path in LIBRARY.rglob("*.toml")}
    assert wanted <= names
    assert any(name.startswith("detente/scenarios/") for name in names)


def test_the_wheel_carries_the_coasts_where_they_were_fetched(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if "/coasts/" in name}
    fetched = ROOT / "coasts"
    there = fetched.iterdir() if fetched.is_dir() else ()
    wanted = {f"detente/coasts/{path.name}" for path in there}
    assert names == wanted


def test_the_wheel_answers_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "import detente, sys\n"
        "from detente.cli import main\n"
        f"assert detente.__file__.startswith({str(tmp_path)!r}), detente.__file__\n"
        "sys.argv = ['detente', 'library', 'list']\n"
        "main()\n"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "vd-2011" in done.stdout


def test_the_source_distribution_is_whole(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    import tarfile

    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        inside = {member.partition("/")[2] for member in sdist.getnames()}
    assert {"dev", "LICENSE", "pyproject.toml", "library/kinds.toml", "tests/conftest.py"} <= inside
