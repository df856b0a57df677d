"""Where a notice holds: circles, outlines, sectors, corridors and points, told by the words around.

Source of the forms: notices as distributed; ICAO Annex 15 and Doc 10066 for item E of a NOTAM, the
Joint IMO/IHO/WMO Manual on Maritime Safety Information (IMO MSC.1/Circ.1310) for warnings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.notices.chains import Chain, chains
from detente.notices.coordinates import Box, Place, boxes, spots
from detente.notices.distances import DISTANCE, metres
from detente.notices.figures import Figure
from detente.notices.outlines import outline
from detente.notices.reading import Remark, Span

_CUE = re.compile(
    rf"(?P<side>{DISTANCE}\s+(?:ON\s+|TO\s+)?(?:EITHER|EACH|BOTH)\s+SIDES?)|"
    rf"(?P<size>{DISTANCE}\s*(?:RADIUS|RAD(?![A-Z])|RADII))|"
    rf"(?P<of>(?:RADIUS|RAD|RADII|РАДИУС\w*)\W{{0,3}}(?:OF\s+|IS\s+)?{DISTANCE})|"
    rf"(?P<within>(?:WITHIN|WI|W/I|INSIDE)\s+(?:AN?\s+|AREA\s+|OF\s+|CIRCLE\s+)*+{DISTANCE}"
    r"(?!\s+(?:ON\s+|TO\s+)?(?:EITHER|EACH|BOTH)|\s*RAD))|"
    rf"(?P<item>(?<=[A-Z]\.\s){DISTANCE}\s+OF)"
)
_UNITS = ("NM", "MILE", "METER", "METRE", "KM", "МИЛ", "МЕТР", "КМ", "FT", "FEET", "KILO", "CABLE",
          "YARD",
          "RAD", "M ", "M\n", "MI", "M)", "РАДИУС")  # fmt: skip
_STOP = re.compile(r"\.\s+(?=[A-ZА-Я]{2})|[=;]|\.\s*\n\s*\n")
_WITHIN_FILL = re.compile(
    r"(?:[\s:.,(\"'“”]|OF|FROM|AROUND|THE|FOLLOWING|POSITIONS?|PSN|POS|POINTS?|COORDINATES?|"
    r"COORDS?|"
    r"CENTRED|CENTERED|CENTRE|CENTER|ON|AT|IN|AND|AREA|VICINITY|RADIUS|(?:[A-ZА-Я]|\d)[.)])*+"
)
_OUTLINE = re.compile(
    r"BOUND|AREA|ENCLOSE|POLYGON|РАЙОН|COORD|JOINING|LIMITED BY|FORMED BY|ZONE|CONNECT"
)
_SURELY = re.compile(r"BOUND|ENCLOSE|POLYGON|JOINING|AREAS?\W*$|РАЙОН|FORMED BY|CONNECTING")
_LIST = re.compile(
    r"POSITIONS?\W*$|PSNS?\W*$|POSNS?\W*$|REFERENCES\W*$|(?<![A-Z])(?:ICEBERG|АЙСБЕРГ|BUOY|"
    r"LIGHTS?\s|WRECK|"
    r"LOCATED|ADRIFT|MARKED)"
)
_TRACK = re.compile(
    r"TRACK\s?LINES?|(?<![A-Z])LINES? (?:JOINING|BETWEEN|FROM|CONNECTING)|JOINING\s?LINES|"
    r"(?<![A-Z])ROUT(?:E|ING|ES)(?![A-Z])|(?<![A-Z])TR:|(?<![A-Z])TRACKS?(?![A-Z])|PIPELINE|"
    r"CABLE ROUTE"
)
_BOUNDED_LINES = re.compile(r"(?:BOUND(?:ED)?|ENCLOSED|FORMED|DEFINED)\s+BY")
_AFTER = re.compile(
    r"[\s,.-]*+(?:\([^()]{0,80}\)[\s,.-]*+)?(?:WITH(?:IN)?|WI|AND|HAVING|IN|,)?\s*(?:AN?\s+)?"
    rf"(?:MAX(?:IMUM)?\s+)?(?:(?:RADIUS|RAD)\s*(?:OF|IS|:)?\s*{DISTANCE}|{DISTANCE}\s*(?:RADIUS|"
    rf"RAD(?![A-Z])))"
)
_SECTOR = re.compile(
    r"[\s,.]*+(?:\([^()]{0,80}\)\s*)?(?:BETWEEN|BTN|FROM|IN\s+(?:THE\s+)?SECTOR|SECTOR)\s+"
    r"(?:TRUE\s+)?(?:BEARINGS?\s+)?(?:OF\s+)?(\d{1,3}(?:\.\d+)?)\s*(?:DEG(?:REES)?|"
    r"°)?\s*(?:T(?:RUE)?\s+)?"
    r"(?:AND|TO|THROUGH|-)\s*(\d{1,3}(?:\.\d+)?)\s*(?:DEG(?:REES)?|°)"
)
_ELLIPSE = re.compile(
    rf"[\s,.]*+(?:LARGE|MAJOR)\s+(?:SEMI.?)?AXIS\s+(?:OF\s+)?{DISTANCE}[\s,]*(?:AND\s+)?(?:SMALL|"
    rf"MINOR)"
    rf"\s+AXIS\s+(?:OF\s+)?{DISTANCE}[\s,.]*AZIMUTH\s+(?:OF\s+(?:LARGE|"
    rf"MAJOR)\s+AXIS\s+)?(\d{{1,3}})"
)
_ORIGIN = re.compile(
    r"[\s,.]*+(?:TRUE\s+)?BEARINGS?\s*:?\s*(\d{1,3})\s*(?:DEG\w*\s*)?(?:-|TO|"
    r"AND)\s*(\d{1,3})[^A-Z\d]*(?:DEG\w*\W*)?"
    rf"(?:SECTOR\s+)?(?:LENGTH|RADIUS|RANGE|DISTANCE)\s*:?\s*{DISTANCE}"
)
_AFFECTED = re.compile(rf"AFFECT\s+ACFT\s+(?:OPR\s+)?(?:WI|WITHIN)\s+{DISTANCE}")
_TITLE = re.compile(
    r"((?:DANGER\s+|HAZARD\s+|IMPACT\s+|RESTRICTED\s+|FIRING\s+|PRACTICE\s+)*AREAS?\s+"
    r"(?!BOUND|IS|ARE|IN(?![A-Z])|BY|OF|TO|WI|AS|AND|THE|FOLLOW|TEMPOR|DANG|CLOS|DUE|FOR|WITH|BETW|WHERE|"
    r"CENTR|ESTA"
    r"|DEFIN|NAV|RADIUS|LIMI|ENCL|FORM|JOIN|AFFEC|POS|CHAR|CONT|FLW|FM|FROM)"
    r"[A-Z0-9](?![.)])[\w.\-]{0,11})\W{0,4}(?:AN?\s+(?:SECTOR|"
    r"CIRCLE)[A-Z\s]{0,40}(?:POS\.)?\s*)?(?:(?:BOUNDED|BOUND)\s+BY\W*)?(?:[A-ZА-Я1][.)]\s*)?$|"
    r"(?<![A-Z])(E[A-Z]\s?[DRP]\s?\d{1,4}[A-Z]*)(?![A-Z0-9])"
)
_POINT = re.compile(
    r"VICINITY|(?<![A-Z])IN(?: POSITION| PSN| POS)?\s*$|CENTRE|CENTER|(?<![A-Z])AT\s*$"
)
_HEAD = 260
_SEEN = 170


@dataclass(slots=True)
class Found:
    """An area in the text, with the paragraph letter or name before it."""

    label: str
    figure: Figure
    span: Span


@dataclass(slots=True)
class Where:
    """What a text says about where.

    Attributes:
        areas: in the order of the text.
        places: positions that are mentioned and are no area.
        remarks: what was not understood.
        marks: where positions stand.
    """

    areas: list[Found] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Cue:
    """What the words before a chain make of it."""

    kind: str = ""
    radius_m: float = 0.0
    other_m: float | None = None
    begins: int = 0
    tail: str = ""


def where(text: str) -> Where:
    """Read all areas of a text.

    Args:
        text: in capitals.
    """
    out = Where()
    marks = spots(text)
    crossed = boxes(text) if marks or "AND 0" in text or "AND 1" in text else []
    if crossed:
        marks = [m for m in marks if not any(b.start < m.end and m.start < b.end for b in crossed)]
        _take_boxes(text, crossed, out)
    out.marks = [(mark.start, mark.end) for mark in marks]
    out.marks += [(box.start, box.end) for box in crossed]
    found = chains(text, marks)
    cue, last, used = _Cue(), None, 0
    for number, chain in enumerate(found):
        chain.head = max(chain.head, used)
        until = found[number + 1].start if number + 1 < len(found) else len(text)
        cue = _cue(text, chain, cue if last else None, last)
        used = _take(text, chain, cue, until, out)
        last = chain
    out.areas.sort(key=lambda area: area.span.start)
    _settle_points(out)
    return out


def _take_boxes(text: str, crossed: list[Box], out: Where) -> None:
    """Take areas between parallels and meridians."""
    for box in crossed:
        east = box.east + 360 if box.east < box.west else box.east
        corners = [
            (box.west, box.south),
            (east, box.south),
            (east, box.north),
            (box.west, box.north),
        ]
        figure = Figure("polygon", corners)
        label = _label_before(text, max(0, box.start - 40), box.start)
        out.areas.append(Found(label, figure, Span(box.start, box.end)))


def _label_before(text: str, low: int, start: int) -> str:
    """Give the paragraph letter before an area whose words stand between."""
    match = re.search(
        r"(?:^|[\s:.])([A-H])\.\s+(?:IN )?(?:THE )?(?:AREAS? )?(?:BETWEEN\s+)?$", text[low:start]
    )
    return match[1] if match else ""


def _cue(text: str, chain: Chain, before: _Cue | None, last: Chain | None) -> _Cue:
    """Say what the words before a chain make of it."""
    low = max(chain.head, chain.start - _HEAD)
    head = text[low : chain.start]
    if before and last and before.kind == "circle" and chain.labels[0]:
        between = _SECTOR.sub("", head)
        if len(between) < 40 and not re.search(r"[A-Z]{3}", between):
            return _Cue("circle", before.radius_m, begins=chain.start)
    found = list(_CUE.finditer(head)) if any(unit in head for unit in _UNITS) else []
    if not found:
        return _Cue(tail=head)
    match = found[-1]
    tail = head[match.end() :]
    cue = _Cue("circle", begins=low + match.start(), tail=head)
    numbers = [group for group in match.groups()[1:] if group]
    cue.radius_m = metres(*_pair(match))
    if match["side"]:
        cue.kind = "corridor"
    elif (match["size"] or match["of"]) and len(found) > 1 and found[-2]["side"]:
        cue.kind, cue.other_m = "corridor", cue.radius_m
        cue.radius_m = metres(*_pair(found[-2]))
        cue.begins = low + found[-2].start()
    elif _is_far(match, tail, numbers):
        return _Cue(tail=head)
    elif _TRACK.search(tail) and not _BOUNDED_LINES.search(tail):
        cue.kind = "corridor"
    elif len(chain.spots) > 2 and _BOUNDED_LINES.search(tail):
        cue.kind = "around"
    return cue


def _pair(match: re.Match[str]) -> tuple[str, str]:
    """Give number and unit of a cue."""
    groups = match.groups()
    at = next(i for i in range(0, len(groups), 3) if groups[i])
    return groups[at + 1], groups[at + 2]


def _is_far(match: re.Match[str], tail: str, _: object) -> bool:
    """Tell whether a distance has nothing to do with the positions after it."""
    if match["within"]:
        track = _TRACK.search(tail)
        fill = tail[: track.start()] if track else tail
        return not _WITHIN_FILL.fullmatch(fill) and not _BOUNDED_LINES.search(tail)
    return bool(_STOP.search(tail)) or len(tail) > _SEEN


def _take(text: str, chain: Chain, cue: _Cue, until: int, out: Where) -> int:
    """Take the areas of one chain; give where the text goes on that belongs to none of them."""
    title = _title(text, chain)
    if chain.turns:
        cue.kind = ""
    begins = cue.begins or chain.start
    after = text[chain.end : min(until, chain.end + _SEEN)]
    if cue.kind == "corridor" and len(chain.spots) > 1:
        figure = Figure("corridor", _places(chain), cue.radius_m, cue.other_m)
        out.areas.append(Found(title, figure, Span(begins, chain.end)))
    elif cue.kind in ("circle", "corridor"):
        _take_circles(chain, cue, after, title, out)
    elif chain.turns or len(chain.spots) > 2:
        _take_outlines(chain, cue, title, out)
    else:
        return _take_points(text, chain, cue, after, until, title, out)
    return chain.end


def _places(chain: Chain) -> list[Place]:
    """Give the positions of a chain as places."""
    return [(spot.lon, spot.lat) for spot in chain.spots]


def _take_circles(chain: Chain, cue: _Cue, after: str, title: str, out: Where) -> None:
    """Take circles, or the sector of the last."""
    sector = _SECTOR.match(after)
    for number, spot in enumerate(chain.spots):
        figure = Figure("circle", [(spot.lon, spot.lat)], cue.radius_m)
        end = spot.end
        if sector and number == len(chain.spots) - 1:
            figure.shape = "sector"
            figure.bearings = float(sector[1]), float(sector[2])
            end = chain.end + sector.end()
        label = chain.labels[number] or (title if len(chain.spots) == 1 else "")
        begins = cue.begins if number == 0 and cue.begins < spot.start else spot.start
        out.areas.append(Found(label, figure, Span(begins, end)))


def _take_outlines(chain: Chain, cue: _Cue, title: str, out: Where) -> None:
    """Take outlines, or what is only a line or a list of points."""
    words = cue.tail[-_SEEN:]
    surely = bool(_OUTLINE.search(words))
    if cue.kind != "around" and not chain.turns:
        track = list(_TRACK.finditer(words))
        bounded = _BOUNDED_LINES.search(words)
        if (
            track
            and not (bounded and "LINE" in track[-1][0] and "TRACK" not in track[-1][0])
            and (not re.search(r"BOUND|AREA", words[track[-1].start() :]))
        ):
            figure = Figure("line", _places(chain))
            out.areas.append(Found(title, figure, Span(chain.start, chain.end)))
            return
        if not _SURELY.search(words[-70:]) and (
            _LIST.search(words[-60:]) or _listed(chain, surely)
        ):
            for spot, label in zip(chain.spots, chain.labels, strict=True):
                point = Figure("point", [(spot.lon, spot.lat)])
                out.areas.append(Found(label, point, Span(spot.start, spot.end)))
            return
    for label, figure, span in outline(chain, out.remarks):
        if cue.kind == "around":
            figure.radius_m = cue.radius_m
        out.areas.append(Found(label or title, figure, span))
    if re.search("БЕРЕГОМ|BETWEEN (?:THE )?(?:COAST|SHORE)", words):
        span = Span(chain.start, chain.end)
        out.remarks.append(
            Remark("coast", "the area reaches to the coast, which is not drawn", span)
        )


def _listed(chain: Chain, surely: bool) -> bool:
    """Tell whether labelled positions are items of a list and no corners."""
    return not surely and all(chain.labels)


def _take_points(
    text: str, chain: Chain, cue: _Cue, after: str, until: int, title: str, out: Where
) -> int:
    """Take one or two positions: a circle by the words after them, a line, or points."""
    words, spot = cue.tail[-60:], chain.spots[-1]
    size = _AFTER.match(after)
    if size and until < len(text) and not text[chain.end + size.end() : until].strip(" OF:\n"):
        size = None  # it belongs to the next position
    ellipse, origin = _ELLIPSE.match(after), _ORIGIN.match(after)
    affected = _AFFECTED.search(text, chain.end, chain.end + _SEEN) if "JAMM" in text else None
    span = Span(chain.start, chain.end)
    if ellipse:
        long_m, short_m = metres(ellipse[1], ellipse[2]), metres(ellipse[3], ellipse[4])
        figure = Figure(
            "ellipse", _places(chain)[-1:], long_m / 2, short_m / 2, (float(ellipse[5]),)
        )
        out.areas.append(Found(title, figure, Span(span.start, chain.end + ellipse.end())))
    elif origin:
        bearings = float(origin[1]), float(origin[2])
        figure = Figure("sector", _places(chain)[-1:], metres(origin[3], origin[4]), None, bearings)
        out.areas.append(Found(title, figure, Span(span.start, chain.end + origin.end())))
        return chain.end + origin.end()
    elif told := size or affected:
        pair = [group for group in told.groups() if group]
        figure = Figure("circle", [(spot.lon, spot.lat)], metres(pair[0], pair[1]))
        end = told.end() if told is affected else chain.end + told.end()
        out.areas.append(Found(chain.labels[-1] or title, figure, Span(span.start, end)))
        return end
    elif len(chain.spots) == 2 and (
        _TRACK.search(words) or "BETWEEN" in words or (len(title) == 1 and _after_line(out))
    ):
        out.areas.append(Found(title, Figure("line", _places(chain)), span))
    else:
        for each, label in zip(chain.spots, chain.labels, strict=True):
            if label or _POINT.search(words[-30:]):
                point = Figure("point", [(each.lon, each.lat)])
                out.areas.append(Found(label or title, point, Span(each.start, each.end)))
            else:
                out.places.append((each.lon, each.lat))
    return chain.end


def _after_line(out: Where) -> bool:
    """Tell whether the area before is a line, of whose list this is the next."""
    return bool(out.areas) and out.areas[-1].figure.shape == "line"


def _title(text: str, chain: Chain) -> str:
    """Give the letter or name of an area, from the words before it."""
    if chain.labels[0] and not all(chain.labels):
        return chain.labels[0]
    head = text[max(chain.head, chain.start - 110) : chain.start]
    letter = (
        re.search(r"(?:^|[\s:.])([A-HА-Е])\.\s+(?:(?:[^.]|\.\d){0,90}?)$", head)
        if not chain.labels[0] or len(chain.labels) > 2
        else None
    )
    if letter and not all(chain.labels):
        return letter[1]
    found = list(_TITLE.finditer(head))
    if found:
        return " ".join((found[-1][1] or found[-1][2]).split())
    return chain.labels[0] if len(chain.spots) == 1 else ""


def _settle_points(out: Where) -> None:
    """Beside areas that enclose something, a lone point without a letter is only mentioned."""
    if any(area.figure.areal for area in out.areas):
        kept = []
        for area in out.areas:
            if area.figure.shape == "point" and not area.label:
                out.places += area.figure.points
            else:
                kept.append(area)
        out.areas = kept
