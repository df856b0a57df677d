"""How the templates of pages are filled: everything is escaped, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.dossiers import words

if TYPE_CHECKING:
    from jinja2 import Environment


def dressed(styles: Sequence[str], scripts: Sequence[str]) -> dict[str, str]:
    """Give a page's own style and script, and the hashes by which a browser admits them.

    Args:
        styles: files of the page's style, which are put one after the other.
        scripts: likewise, of its script.
    """
    from markupsafe import Markup

    style, script = ("\n".join(map(file, names)) for names in (styles, scripts))
    return {
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
    }


def file(name: str) -> str:
    """Read a file of the page."""
    return files("detente.dossiers").joinpath("page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Give the hash by which a content security policy admits a text (W3C CSP 3, section 2.3.1)."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def environment() -> Environment:
    """Prepare the templates: everything that is filled in is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("detente.dossiers", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["anchor"] = lambda text: re.sub(r"\s+", "-", str(text))
    made.filters["day"] = lambda date: words.day(date.isoformat())
    made.filters["language"] = _language
    return made


def _language(tag: str) -> str:
    """Name a language by its tag, as Unicode CLDR does; the tag itself where it has no name."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
