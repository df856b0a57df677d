"""The glossary, from the one list that the house tests use too."""

from __future__ import annotations

import tomllib
from pathlib import Path

from docs.making.markdown import generated_from, table

HEAD = """# Glossary

One sense for each word, here and in the code. Where the word has another sense elsewhere, the
last column says what we call that.
"""

FOOT = """## Words that we do not use

A short list of words that pass a verdict on a State stands in `docs/glossary.toml`, and a test
looks for them in code, library and documentation. Détente says what a text asks, what a source
states, and whether the one meets the other.
"""


def page(source: Path) -> str:
    """Give the page, from the list in `source`."""
    words = tomllib.loads(source.read_text(encoding="utf-8"))["word"]
    rows = [
        (f"**{each['word']}**", each["sense"], each.get("other", ""))
        for each in sorted(words, key=lambda each: each["word"].casefold())
    ]
    head = ("Word", "Its sense here", "The other sense is called")
    return "\n".join([generated_from("docs/glossary.toml"), HEAD, table(head, rows), FOOT])
