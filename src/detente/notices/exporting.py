"""Notices in the forms of others: GeoJSON, CAP 1.2 and iCalendar.

Source of the forms: RFC 7946; OASIS Common Alerting Protocol 1.2 (2010); RFC 5545 by the library
icalendar. S-124 is not written: see docs/explanation/notices.md.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import shapely

from detente.errors import SenderError
from detente.notices.classes import KINDS
from detente.notices.collection import Notices
from detente.notices.drawn import drawn
from detente.notices.reading import Reading, Window
from detente.notices.shown import instant_text, plain_reading

_CAP = "urn:oasis:names:tc:emergency:cap:1.2"
_DIGITS = 6  # a decimetre
_ACTIONS = {"new": "Alert", "replace": "Update", "cancel": "Cancel"}
_CATEGORIES = {
    "distress": "Rescue",
    "gnss_interference": "Infra",
    "aid_to_navigation": "Transport",
    "obstacle": "Transport",
}
_FOOT_M = 0.3048


def geojson(notices: Notices) -> str:
    """Write a feature for each area; its windows, altitudes and what was not understood beside it.

    A notice without an area that can be drawn has one feature without geometry.

    Args:
        notices: as read.
    """
    features = []
    for reading, shapes in zip(notices.readings, drawn(notices), strict=True):
        told = plain_reading(reading)
        areas = list(zip(told.pop("areas"), shapes, strict=True)) or [(None, None)]
        windows = told.pop("windows")
        for number, (area, shape) in enumerate(areas):
            mine = [w for w in windows if not w["areas"] or number in w["areas"]]
            geometry = json.loads(shapely.to_geojson(shape)) if shape is not None else None
            properties = {**told, "area": area, "windows": mine}
            features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def json_lines(notices: Notices) -> str:
    """Write each reading as one line of JSON.

    Args:
        notices: as read.
    """
    lines = (json.dumps(plain_reading(each), ensure_ascii=False) for each in notices.readings)
    return "".join(f"{line}\n" for line in lines)


def cap(notices: Notices, sender: str, sent: dt.datetime | None = None) -> str:
    """Write a Common Alerting Protocol alert for each notice, in a list.

    What CAP asks and no notice says is told as unknown: urgency, severity and certainty.

    Args:
        notices: as read.
        sender: who sends the alerts, as CAP's ``sender``.
        sent: when, in UTC, for notices that say neither when they were issued nor when they begin.

    Raises:
        SenderError: a notice says neither, and `sent` is not given. The sender acts.
    """
    ElementTree.register_namespace("", _CAP)
    root = ElementTree.Element("alerts")
    for number, (reading, shapes) in enumerate(zip(notices.readings, drawn(notices), strict=True)):
        alert = ElementTree.SubElement(root, f"{{{_CAP}}}alert")
        _head(alert, reading, number, sender, sent)
        for window, areas in _by_window(reading):
            _info(alert, reading, window, [(area, shapes[area]) for area in areas])
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add(parent: Any, name: str, text: str) -> None:
    """Put a CAP element with a text into another."""
    ElementTree.SubElement(parent, f"{{{_CAP}}}{name}").text = _legible(text)


def _legible(text: str) -> str:
    """Drop the signs that XML 1.0 cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff"
    )


def said_at(reading: Reading) -> dt.datetime | None:
    """Give when a notice was issued, else when it begins; None: neither is stated.

    Args:
        reading: one notice.
    """
    starts = (window.starts for window in reading.windows if window.starts)
    return reading.issued or next(starts, None)


def _head(alert: Any, reading: Reading, number: int, sender: str, sent: dt.datetime | None) -> None:
    """Write who says it, when, and what it updates."""
    at = said_at(reading) or sent
    if at is None:
        name = reading.id or reading.file
        raise SenderError(f"{name} does not say when it was issued or begins; state it (--sent)")
    _add(alert, "identifier", _identifier(reading.id or f"{reading.file or 'notice'}-{number}"))
    _add(alert, "sender", _identifier(sender))
    _add(alert, "sent", at.strftime("%Y-%m-%dT%H:%M:%S-00:00"))
    _add(alert, "status", "Actual")
    _add(alert, "msgType", _ACTIONS[reading.action])
    _add(alert, "source", reading.issuer or "unknown")
    _add(alert, "scope", "Public")
    for remark in reading.remarks:
        _add(alert, "note", remark.said)
    if reading.refers:
        stamp = at.strftime("%Y-%m-%dT%H:%M:%S-00:00")
        names = " ".join(f"{_identifier(sender)},{_identifier(r)},{stamp}" for r in reading.refers)
        _add(alert, "references", names)


def _identifier(text: str) -> str:
    """Give a text without the blanks, commas and brackets that CAP forbids in identifiers."""
    return "".join("-" if c in " ,<&\n\t" else c for c in text)


def _by_window(reading: Reading) -> Iterator[tuple[Window, tuple[int, ...]]]:
    """Give each window with the areas it holds for."""
    everything = tuple(range(len(reading.areas)))
    for window in reading.windows or [Window(None, None)]:
        yield window, window.areas or everything


def _info(alert: Any, reading: Reading, window: Window, areas: list[tuple[int, Any]]) -> None:
    """Write one window with its areas."""
    info = ElementTree.SubElement(alert, f"{{{_CAP}}}info")
    _add(info, "category", _CATEGORIES.get(reading.kind, "Safety"))
    _add(info, "event", KINDS[reading.kind])
    for name in ("urgency", "severity", "certainty"):
        _add(info, name, "Unknown")
    for name, at in (("onset", window.starts), ("expires", window.ends)):
        if at:
            _add(info, name, at.strftime("%Y-%m-%dT%H:%M:%S-00:00"))
    _add(info, "description", reading.text.strip())
    for number, shape in areas:
        _area(info, reading, number, shape)


def _area(info: Any, reading: Reading, number: int, shape: Any) -> None:
    """Write an area: outlines as latitude and longitude, altitudes in feet above the sea."""
    stated = reading.areas[number]
    element = ElementTree.SubElement(info, f"{{{_CAP}}}area")
    _add(element, "areaDesc", stated.label or f"area {number + 1}")
    figure = stated.figure
    if figure is not None and figure.shape == "circle" and figure.radius_m:
        (lon, lat), km = figure.points[0], figure.radius_m / 1000
        _add(element, "circle", f"{lat:.{_DIGITS}f},{lon:.{_DIGITS}f} {km:.3f}")
    elif shape is not None:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                corners = part.exterior.coords
                _add(
                    element,
                    "polygon",
                    " ".join(f"{y:.{_DIGITS}f},{x:.{_DIGITS}f}" for x, y, *_ in corners),
                )
    low, high = stated.low, stated.high
    if (
        low
        and high
        and high.reference == "MSL"
        and low.reference in ("MSL", "AGL")
        and low.metres == 0
    ):
        _add(element, "altitude", "0")
        _add(element, "ceiling", f"{high.metres / _FOOT_M:.0f}")


def calendar(notices: Notices) -> bytes:
    """Write an event for each window of each notice, as iCalendar.

    A window whose beginning or end is not stated has no event; it is counted in the calendar's
    description.

    Args:
        notices: as read.
    """
    from icalendar import Calendar, Event

    book = Calendar()
    book.add("prodid", "-//Detente//notices//EN")
    book.add("version", "2.0")
    left = 0
    for place, reading in enumerate(notices.readings):
        for number, window in enumerate(reading.windows):
            if window.starts is None or window.ends is None:
                left += 1
                continue
            event = Event()
            name = reading.id or reading.file or f"notice {place + 1}"
            seed = f"{name}|{place}|{number}|{instant_text(window.starts)}"
            event.add("uid", f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@detente")
            event.add("dtstamp", (said_at(reading) or window.starts).replace(tzinfo=dt.UTC))
            event.add("dtstart", window.starts.replace(tzinfo=dt.UTC))
            event.add("dtend", window.ends.replace(tzinfo=dt.UTC))
            event.add("summary", f"{name}: {KINDS[reading.kind]}")
            event.add("description", reading.text.strip())
            event.add("status", "TENTATIVE" if window.alternate else "CONFIRMED")
            book.add_component(event)
    if left:
        book.add("x-wr-caldesc", f"{left} windows without a stated beginning or end are left out")
    return bytes(book.to_ical())
