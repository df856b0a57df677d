"""Texts with many notices taken apart: by their numbers, or by marks of transmission."""

from __future__ import annotations

import re

_NOTAM = re.compile(r"^[ \t]*\(?[A-Z]{1,2}\d{3,5}/\d{2}(?:_\w+)?[ \t]+NOTAM[NRC]?\b", re.MULTILINE)
_SERIES = re.compile(
    r"^[ \t]*(?:(?:\d{6}Z?(?: UTC)?[ \t]+[A-Z]{3}(?:[ \t]+\d{2,4})?\.?[ \t]*\n)?[ \t]*)"
    r"(?:HYDRO(?:LANT|PAC|ARC)|NAVAREA[ \t]+[IVX]+|НАВАРЕА[ \t]+\w+|[A-Z]+[ \t]+NAV[ \t]?WARN|"
    r"COASTAL[ \t]+WARNING[ \t]+[A-Z]+|ПРИП[ \t]+[А-Я]+)[ \t]*\d{1,4}(?:/\d{2,4})?",
    re.MULTILINE,
)
_SENT = re.compile(r"(?:NNNN|НННН)[ \t]*\r?\n|^ZCZC[^\n]*\n", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*[-=*_]{4,}[ \t]*\r?$", re.MULTILINE)
_ONE_LINE = re.compile(r"Q\)|CANCEL THIS MSG|ОТМ ЭТОТ НР")


def split(text: str) -> list[tuple[int, str]]:
    """Take a text apart into notices, each with the line on which it begins, the first is 1.

    Args:
        text: of a file.
    """
    for mark in (_NOTAM, _SERIES):
        begins = [match.start() for match in mark.finditer(text)]
        if len(begins) > 1:
            return _pieces(text, begins)
    for fence in (_SENT, _FENCE):
        begins = [0, *(match.end() for match in fence.finditer(text))]
        if len(begins) > 1:
            return _pieces(text, begins)
    if _is_one_a_line(text):
        return [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    return _pieces(text, [0])


def _pieces(text: str, begins: list[int]) -> list[tuple[int, str]]:
    """Cut a text; what stands before the first notice belongs to it where it is only its date."""
    if begins[0] and text[: begins[0]].strip():
        begins = [0, *begins]
    out, line, at = [], 1, 0
    for start, end in zip(begins, [*begins[1:], len(text)], strict=True):
        line += text.count("\n", at, start)
        at = start
        piece = text[start:end]
        if piece.strip():
            out.append((line, piece))
    return out


def _is_one_a_line(text: str) -> bool:
    """Tell whether each line is a notice of its own."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(_ONE_LINE.search(line) for line in lines)
