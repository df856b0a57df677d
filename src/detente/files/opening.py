"""Files opened by their endings, with the way out where they cannot be."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from detente.files.faults import Faults

_AS_CSV = {
    **dict.fromkeys((".xlsx", ".xls", ".ods"), " A spreadsheet saves as CSV UTF-8."),
    **dict.fromkeys(
        (".tsv", ".tab", ".txt"), " A table parted by tabs or commas may be called .csv."
    ),
}


def opened(path: str, endings: Collection[str], faults: Faults) -> bytes | None:
    """Give what a file holds; report why it cannot be opened, and give None.

    Args:
        path: the file, as the user names it.
        endings: the endings that tell a format, such as ``.csv``.
        faults: where to report.
    """
    ending = Path(path).suffix.lower()
    try:
        if ending not in endings and not Path(path).is_dir():
            remedy = f"Use one of: {', '.join(endings)}.{_AS_CSV.get(ending, '')}"
            faults.whole("the ending tells no format", remedy, value=ending)
            return None
        return Path(path).read_bytes()
    except IsADirectoryError:
        faults.whole("it is a folder", "Name the files in it.")
    except (OSError, ValueError) as error:  # ValueError: no path of any file
        why = getattr(error, "strerror", None) or error
        faults.whole(f"the file cannot be opened ({why})", "Check its path.")
    return None
