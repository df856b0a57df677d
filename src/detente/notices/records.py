"""Records of feeds, JSON or XML: which field is the text, the number, the time of issue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.notices.time_words import CENTURY

_TEXTS = (
    "raw", "rawtext", "icaomessage", "notamraw", "fulltext", "all", "message", "text", "body",
    "msg",
    "notamtext", "formattedtext", "content", "traditionalmessage",
)  # fmt: skip
_NAMES = {
    "id": ("id", "notamid", "notamnumber", "number", "key", "name", "msgid"),
    "issued": ("issued", "issuedate", "dtg", "datetime", "issuetime", "created", "datecreated"),
    "ends": ("canceldate", "cancelled", "canceled", "cancelledat"),
}
_ITEMS = {
    "id": ("id", "notamid", "notamnumber", "number"), "type": ("type", "notamtype", "action"),
    "ref": ("ref", "refers", "referred", "referredid", "replaces"),
    "fir": ("fir", "affectedfir", "itemqfir"),
    "code": ("code", "qcode", "selectioncode", "notamcode"),
    "traffic": ("traffic",), "purpose": ("purpose",), "scope": ("scope",),
    "lower": ("lower", "minimumfl", "minfl", "lowerfl"),
    "upper": ("upper", "maximumfl", "maxfl", "upperfl"),
    "coord": ("coord", "coordinates", "geo", "centre", "center"), "radius": ("radius",),
    "a": ("a", "itema", "icaolocation", "location", "locations"),
    "b": ("b", "itemb", "startvalidity", "effectivestart", "startdate", "validfrom", "start",
          "from"),
    "c": ("c", "itemc", "endvalidity", "effectiveend", "enddate", "validto", "end", "to"),
    "est": ("est", "estimated", "estimation"), "d": ("d", "itemd", "schedule"),
    "e": ("e", "iteme", "text", "body"), "f": ("f", "itemf", "lowerlimit"),
    "g": ("g", "itemg", "upperlimit"), "q": ("q", "itemq", "qline"),
}  # fmt: skip
_AREAS = {
    "A": "HYDROLANT",
    "P": "HYDROPAC",
    "C": "HYDROARC",
    "4": "NAVAREA IV",
    "12": "NAVAREA XII",
}
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?")
_GROUP = re.compile(r"(\d\d)(\d\d)(\d\d)\s?Z?\s+([A-Z]{3})[A-Z]*\s+(\d{4}|\d{2})")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DEEPEST = 40


@dataclass(slots=True)
class Raw:
    """One notice as a feed holds it.

    Attributes:
        text: to be read.
        id: where the feed gives it apart.
        issued: when, in UTC.
        ends: when it was cancelled.
        composed: whether the text was put together from fields.
    """

    text: str
    id: str = ""
    issued: dt.datetime | None = None
    ends: dt.datetime | None = None
    composed: bool = False


def found(value: object, depth: int = 0) -> Iterator[Raw]:
    """Find the notices in what a JSON or XML file holds, whatever holds them.

    Args:
        value: dicts, lists and plain values.
        depth: how deep it stands.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        fields = {re.sub(r"[\W_]", "", str(key)).lower(): each for key, each in value.items()}
        raw = _raw(fields)
        if raw:
            yield raw
            return
        for each in value.values():
            yield from found(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from found(each, depth + 1)
    elif isinstance(value, str) and depth and ("Q)" in value or "NOTAM" in value[:40]):
        yield Raw(value)


def _raw(fields: Mapping[str, object]) -> Raw | None:
    """Take one record; None where it is none."""
    core = fields.get("properties")
    if isinstance(core, Mapping) and not any(name in fields for name in ("text", "raw")):
        return next(found(core, 1), None)
    translated = fields.get("notamtranslation")
    if isinstance(translated, list):
        whole = [raw for raw in found(translated, 1) if "Q)" in raw.text]
        if whole:
            return whole[0]
    items = {name: _first(fields, keys) for name, keys in _ITEMS.items()}
    coded = items["code"] or items["q"] or isinstance(fields.get("qline"), Mapping)
    if items["e"] and coded and "Q)" not in items["e"]:
        return Raw(_composed(items, fields), composed=True)
    text = _first(fields, _TEXTS)
    if not text or len(text) < 12 or not re.search(r"\s", text):
        return None
    return Raw(text, _id(fields), _time(fields, "issued"), _time(fields, "ends"))


def _first(fields: Mapping[str, object], keys: tuple[str, ...]) -> str:
    """Give the first field that states something, as text."""
    for key in keys:
        value = fields.get(key)
        if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            return " ".join(value)
        if (
            isinstance(value, str | int | float)
            and not isinstance(value, bool)
            and str(value).strip()
        ):
            return str(value)
    return ""


def _id(fields: Mapping[str, object]) -> str:
    """Give the id of a warning; that of the NGA is put together."""
    area, number, year = (_first(fields, (key,)) for key in ("navarea", "msgnumber", "msgyear"))
    if number and year:
        return f"{_AREAS.get(area, area)} {number}/{year[-2:]}".strip()
    return _first(fields, _NAMES["id"])


def _time(fields: Mapping[str, object], name: str) -> dt.datetime | None:
    """Give a time of a record."""
    return instant(_first(fields, _NAMES[name]))


def instant(text: str) -> dt.datetime | None:
    """Read a time as feeds write it: ISO 8601, or a date-time group with its year; None: neither.

    Args:
        text: such as ``222242Z NOV 2013``.
    """
    try:
        iso = _ISO.match(text)
        if iso:
            parts = [int(part or 0) for part in iso.groups()]
            return dt.datetime(parts[0], parts[1], parts[2], parts[3], parts[4])
        group = _GROUP.match(text.upper())
        if group and group[4] in _MONTHS:
            day = dt.datetime(
                CENTURY + int(group[5][-2:]), _MONTHS.index(group[4]) + 1, int(group[1])
            )
            return day + dt.timedelta(hours=int(group[2]), minutes=int(group[3]))
    except ValueError:
        return None
    return None


def _composed(items: Mapping[str, str], fields: Mapping[str, object]) -> str:
    """Put a NOTAM together from its items."""
    series, number, year = (_first(fields, (key,)) for key in ("series", "number", "year"))
    id_ = items["id"]
    if series and number and year:
        id_ = f"{series}{int(number):04d}/{year[-2:]}" if number.isdigit() else id_
    nested = fields.get("qline")
    if isinstance(nested, Mapping):
        inner = {re.sub(r"[\W_]", "", str(key)).lower(): each for key, each in nested.items()}
        items = {
            **items,
            **{name: _first(inner, _ITEMS[name]) for name in _ITEMS if _first(inner, _ITEMS[name])},
        }
        code = _first(inner, ("code23",)) + _first(inner, ("code45",))
        items = {**items, "code": code or items["code"], "q": ""}
    kind = items["type"][:1].upper() if items["type"][:1].upper() in "NRC" else "N"
    ref = _reference(fields) or items["ref"]
    code = items["code"].removeprefix("Q") if len(items["code"]) > 4 else items["code"]
    line = items["q"] or (
        f"{items['fir']}/Q{code}/{items['traffic']}/{items['purpose']}/{items['scope']}/"
        f"{items['lower'].zfill(3)}/{items['upper'].zfill(3) if items['upper'] else ''}/"
        f"{items['coord']}{items['radius'].zfill(3) if items['radius'] else ''}"
    )
    estimated = " EST" if items["est"].upper() in ("EST", "TRUE", "1", "YES") else ""
    head = f"{id_} NOTAM{kind} {ref}".rstrip() + f"\nQ) {line}\nA) {items['a']}"
    dates = f" B) {_ten(items['b'])} C) {_ten(items['c'])}{estimated}\n"
    schedule = f"D) {items['d']}\n" if items["d"] else ""
    levels = f"\nF) {items['f']} G) {items['g']}" if items["f"] or items["g"] else ""
    return f"{head}{dates}{schedule}E) {items['e']}{levels}"


def _reference(fields: Mapping[str, object]) -> str:
    """Give the number of the NOTAM that is replaced, where it stands in parts."""
    parts = [_first(fields, (key,)) for key in ("referredseries", "referrednumber", "referredyear")]
    return f"{parts[0]}{parts[1].zfill(4)}/{parts[2][-2:]}" if all(parts) else ""


def _ten(text: str) -> str:
    """Give a date as ten digits where it is written as ISO 8601."""
    at = instant(text) if "-" in text else None
    return at.strftime("%y%m%d%H%M") if at else text
