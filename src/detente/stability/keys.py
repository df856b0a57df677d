"""The tables of a conflict's file and what each key states, for the reader and the reference."""

from __future__ import annotations

from collections.abc import Mapping

_SAID = {
    "id": "Its id, by which the others name it.",
    "maker": "The id of the decision maker.",
    "source": "The label of a source of this file.",
}

KEYS_OF: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "": (
        "What the file is about.",
        {
            "name": "What the conflict is called.",
            "about": "What a reader must know about the model.",
            "status_quo": "The state in which things stand.",
        },
    ),
    "source": (
        "Who says so. As in files of activities: `id`, `title`, `standing`, and more.",
        {"id": _SAID["id"], "title": "Title of the document.", "standing": "How official it is."},
    ),
    "maker": (
        "A decision maker. Needed: `id`.",
        {"id": _SAID["id"], "name": "What it is called."},
    ),
    "option": (
        "What one decision maker can do or leave. Needed: `id`, `maker`.",
        {
            "id": "Its id, by which statements name it: letters, digits, `-` and `_`.",
            "maker": _SAID["maker"],
            "name": "What it is called.",
            "moves": "`both` where nothing is stated; `forward`: once done it cannot be undone;"
            " `back`: once given up it cannot be taken up again.",
        },
    ),
    "infeasible": (
        "Combinations of options that cannot be. Needed: `when`.",
        {
            "when": "A statement about options that is true in them, such as `a and not (b or c)`.",
            "why": "The reason, in words.",
            "source": _SAID["source"],
        },
    ),
    "state": (
        "With options: another name for one state. Without: each state there is.",
        {
            "id": "Its name; without one it has its number.",
            "name": "What it is, in words.",
            "taken": "The options that are taken in it; only with options.",
        },
    ),
    "move": (
        "Only without options: where one decision maker can go. Needed: all three.",
        {"maker": _SAID["maker"], "from": "The state it leaves.", "to": "The states it can reach."},
    ),
    "preference": (
        "What one decision maker prefers. Needed: `maker`, `basis`, `source`, and a way to say it.",
        {
            "maker": _SAID["maker"],
            "basis": "`stated` by itself, `attributed` to it by others, `assumed` by the analyst.",
            "source": _SAID["source"],
            "paragraph": "Where in the source.",
            "seen_by": "The decision maker that believes so; without it, what counts as true.",
            "variant": "What this one of several possible preferences is called.",
            "note": "What a reader must know about it.",
            "ranking": "States from best to worst; a list in the list holds equals; a state that is"
            " left out is unknown beside all others.",
            "statements": "Statements about options, the most important first.",
            "prefers": "Pairs of states, the preferred one first.",
            "equal": "Pairs of states between which it is indifferent; with `prefers`.",
            "unknown": "Pairs of states of which it is not known which it prefers.",
            "transitive": "false: nothing is drawn from pairs; with `prefers`.",
        },
    ),
    "unseen": (
        "What one decision maker does not perceive. Needed: `by`.",
        {
            "by": "Its id.",
            "states": "The states.",
            "options": "Options of others it does not know of: all states in which they are taken.",
        },
    ),
}
"""For each table what it is, and what each of its keys states; first the keys at the head."""
