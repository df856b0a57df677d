"""Words on a map: the areas of the activities that they tell of, as GeoJSON (RFC 7946)."""

from __future__ import annotations

from typing import Any

from detente.desk.chains import Chain, chains
from detente.desk.declared import reader_of
from detente.desk.fed import Fed
from detente.desk.finding import page
from detente.desk.sitting import Sitting
from detente.desk.told import Told, told_in
from detente.errors import AreaError
from detente.times.moments import Moment, text_of

__all__ = ["mapped", "moment_text"]

Plain = dict[str, Any]
NOT_STATED = "the corners as stated; how the edges run is not stated"


def mapped(sitting: Sitting, wanted: Fed) -> Plain:
    """Give the areas of activities told of in words that one's delegation may read, as GeoJSON.

    A feature for each account; without an area where none is stated. `status` tells whether the
    word is current, corrected or cancelled. Without a cursor the last words come; `earlier` tells
    that older ones are left out.

    Raises:
        SenderError: what is meant as an instant is none.
    """
    seen = page(sitting, wanted, newest=True)
    statements = [statement for _, statement in seen.words]
    told = told_in(sitting.bench, statements)
    matters = chains(reader_of(sitting), [each for each in statements if each.id in told])
    features = [
        _feature(word, each, matters[word["word"]])
        for word, _ in seen.words
        for each in told.get(word["word"], ())
    ]
    pages = {"next": seen.next, "more": seen.more, "earlier": seen.earlier}
    return {"type": "FeatureCollection", "features": features, **pages}


def _feature(word: Plain, told: Told, matter: Chain) -> Plain:
    """Give the feature of an activity as one word tells of it."""
    shape, drawn = _drawn(told)
    properties = {
        **word,
        "author": word["by"],
        "status": matter.status(word["word"]),
        "first": matter.first.id,
        "part": told.part,
        "activity": told.activity or None,
        "activity_kind": told.kind or None,
        "obligor": told.obligor or None,
        "host": told.host or None,
        "starts": moment_text(told.starts),
        "ends": moment_text(told.ends),
        "altitude": told.altitude,
        "edges": told.edges,
        "drawn": drawn,
        "not_read": told.not_read or None,
    }
    identity = word["word"] if told.part == "account" else f"{word['word']}#{told.part}"
    return {"type": "Feature", "id": identity, "geometry": shape, "properties": properties}


def _drawn(told: Told) -> tuple[Plain | None, str | None]:
    """Draw an area; answers also how it is drawn, or why it is not."""
    from detente.places.features import geometry

    if not told.area:
        return None, None
    try:
        shape = geometry(told.area, told.edges)
    except AreaError as error:
        return None, f"not drawn: {error}"
    return shape, f"{told.edges} edges" if told.edges else NOT_STATED


def moment_text(moment: Moment | None) -> str | None:
    """Write a moment as stated: a day, an instant, or the two instants between which it lies."""
    if moment is None:
        return None
    if moment.is_day or moment.latest is None:
        return str(moment)
    return f"{text_of(moment.earliest, day=False)}/{text_of(moment.latest, day=False)}"
