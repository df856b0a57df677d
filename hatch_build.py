"""What a wheel carries besides the code: the library of agreed texts, the scenarios, the coasts.

The folders stand at the root of the repository, beside `src`. A wheel gets them inside the
package; an editable install (`./dev`) gets no copy, so that there is one library and not two.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("library", "scenarios")
FETCHED = "coasts"


class CarryData(BuildHookInterface[BuilderConfig]):
    """Puts `library`, `scenarios` and `coasts` into a wheel; only the coasts may be missing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders to a standard wheel.

        Args:
            version: "standard" for a wheel, "editable" for an editable install.
            build_data: what hatchling puts into the wheel; changed in place.

        Raises:
            FileNotFoundError: a folder is not there; whoever packs the source must add it.
        """
        if version == "editable":
            return
        for name in CARRIED:
            folder = Path(self.root, name)
            if not folder.is_dir():
                raise FileNotFoundError(
                    f"{folder} is missing: a wheel of Détente carries {name}/. "
                    "Build from a full checkout or from the source distribution."
                )
            build_data["force_include"][str(folder)] = f"detente/{name}"
        coasts = Path(self.root, FETCHED)
        if coasts.is_dir():  # ./dev fetches them; without them maps are drawn without coasts
            build_data["force_include"][str(coasts)] = f"detente/{FETCHED}"
