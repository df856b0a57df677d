"""What many tests need: the engines, a Spark session, and the folder of shared data."""

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")  # how slow a busy machine is says nothing about the code

RequireEngine = Callable[[str], ModuleType]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data beside the repository; a test that needs it is skipped without."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no shared/data folder beside the repository")
    return folder


@pytest.fixture(scope="session")
def require_engine() -> RequireEngine:
    """Call it with "duckdb", "pandas", "pyarrow" or "pyspark" to have the module.

    Where the engine is missing the test is skipped and says so; with DETENTE_REQUIRE_ENGINES=1,
    as in CI, it fails.
    """
    return engine


def engine(name: str) -> ModuleType:
    """Import an engine, or skip (fail, where engines are required) with what is missing."""
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        return absent(f"{name} is not installed ({error})")
    if name == "pyspark" and not java_starts():
        return absent("PySpark needs Java 17 or newer; none was found by JAVA_HOME or on PATH")
    return module


def absent(reason: str) -> ModuleType:
    """Skip, or fail where DETENTE_REQUIRE_ENGINES=1."""
    if os.environ.get("DETENTE_REQUIRE_ENGINES") == "1":
        pytest.fail(f"DETENTE_REQUIRE_ENGINES=1, but {reason}")
    pytest.skip(reason)


def java_starts() -> bool:
    """Whether a Java can be started, by JAVA_HOME or by name."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        return False
    return subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="session")
def spark(require_engine: RequireEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One small Spark session for the whole run: two threads, UTC, nothing but loopback."""
    require_engine("pyspark")
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").appName("detente-tests")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
