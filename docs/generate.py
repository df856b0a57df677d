"""Write the generated pages again, or with --check compare them with the code and the library.

    ./dev docs            writes what is no longer true
    ./dev docs --check    names it, writes nothing, and fails if there is any

Generated are the pages of `docs/reference`, the glossary, and in pages written by hand the blocks
that show what a command prints (see `docs/making/blocks.py`).
"""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent


def generated() -> dict[Path, str]:
    """Give every page that is generated, in whole or in part, with what it must say."""
    sys.path.insert(0, str(ROOT))
    from docs.making import (
        acts,
        answers,
        blocks,
        channels,
        columns,
        commands,
        conflicts,
        formats,
        glossary,
        lines,
        mechanisms,
        screened,
        texts,
    )

    made = {
        DOCS / "glossary.md": glossary.page(DOCS / "glossary.toml"),
        DOCS / "reference" / "acts.md": acts.page(),
        DOCS / "reference" / "cli.md": commands.page(),
        DOCS / "reference" / "activities.md": columns.page(),
        DOCS / "reference" / "redlines.md": lines.page(),
        DOCS / "reference" / "conflicts.md": conflicts.page(),
        DOCS / "reference" / "findings.md": answers.page(),
        DOCS / "reference" / "formats.md": formats.page(),
        DOCS / "reference" / "screened.md": screened.page(),
        DOCS / "reference" / "mechanisms.md": mechanisms.page(),
        DOCS / "reference" / "channels.md": channels.page(),
        DOCS / "reference" / "library.md": texts.index(),
    }
    made |= {DOCS / "reference" / "library" / name: page for name, page in texts.families()}
    by_hand = [path for path in (ROOT / "README.md", *DOCS.rglob("*.md")) if path not in made]
    return made | {path: blocks.filled(path, ROOT) for path in sorted(by_hand)}


def stale(pages: dict[Path, str]) -> list[Path]:
    """Give the pages that do not say what they must, and generated ones that nothing makes."""
    differ = [path for path, text in pages.items() if not _says(path, text)]
    left = [path for path in (DOCS / "reference").rglob("*.md") if path not in pages]
    return [*differ, *left]


def _says(path: Path, text: str) -> bool:
    """Tell whether a page says this already."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def write(pages: dict[Path, str]) -> None:
    """Write the pages that differ, and take away generated ones that nothing makes."""
    for path in stale(pages):
        if path in pages:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
        else:
            path.unlink()
            print(f"took away {path.relative_to(ROOT)}")


def main(args: list[str]) -> int:
    """Write or compare; 1 when something is stale."""
    pages = generated()
    if "--check" not in args:
        write(pages)
        return 0
    for path in (old := stale(pages)):
        print(f"stale: {path.relative_to(ROOT)}")
    if old:
        print("./dev docs writes them again")
    return 1 if old else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
