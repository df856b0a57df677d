"""Check receipts, logs, checkpoints and pouches, and say in words what they prove."""

from __future__ import annotations

import sys

if not __package__:  # the folder was copied alone: give it the name that its parts call it by
    import importlib.util
    from pathlib import Path
    from types import ModuleType

    sys.modules |= {name: ModuleType(name) for name in ("detente", "detente.exchange")}
    here = Path(__file__).parent
    alone = importlib.util.spec_from_file_location(
        "detente.exchange.check", here / "__init__.py", submodule_search_locations=[str(here)]
    )
    assert alone is not None
    assert alone.loader is not None
    sys.modules[alone.name] = importlib.util.module_from_spec(alone)
    alone.loader.exec_module(sys.modules[alone.name])

try:
    from detente.exchange.check.told import main
except ModuleNotFoundError as error:
    if error.name != "cryptography":
        raise
    # not 1, with which Python itself would end: that says that something does not hold
    sys.stderr.write("Nothing was checked: run python -m pip install cryptography first.\n")
    sys.exit(2)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
