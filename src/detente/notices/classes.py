"""What a notice is about, and the words or the code that decided it.

Source of the codes: ICAO Doc 8400, NOTAM code (second and third letters: the subject).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.notices.reading import Cue, Span

KINDS = {
    "missile_test": "Firing of missiles",
    "gunnery": "Firing of guns",
    "ordnance": "Bombs, torpedoes, mines and other ordnance, fired or destroyed",
    "exercise": "Exercise of armed forces",
    "rocket_launch": "Launch of a space or sounding rocket, or the fall of its parts",
    "gnss_interference": "Interference with satellite navigation",
    "reserved_airspace": "Airspace that is closed, restricted or reserved",
    "hazardous_operations": "Operations that are a danger, without saying which",
    "navigation_prohibited": "Waters that are closed",
    "unmanned_aircraft": "Flights of unmanned aircraft",
    "air_activity": "Other activity in the air: display, parachutes, balloons, survey flights",
    "survey": "Seismic or other survey",
    "work_at_sea": "Cables, pipes, rigs, dredging and other work at sea",
    "distress": "Search and rescue, piracy, medical help",
    "danger_found": "Wreck, derelict, ice, mine or other danger found",
    "aid_to_navigation": "Light, buoy, radio aid or other aid, changed or out of order",
    "obstacle": "Crane, mast or other obstacle",
    "list_in_force": "List of the notices in force",
    "cancellation": "Cancels other notices and says nothing else",
    "other": "Anything else",
}
"""The classes, and what each is."""

_WARNINGS: tuple[tuple[str, str], ...] = (
    (
        "list_in_force",
        r"WARNINGS?\s+IN[\s-]?FORCE|IN[\s-]?FORCE\s+WARNINGS|MESSAGES?\s+IN\s+FORCE|ДЕЙСТВУЮЩИЕ",
    ),
    (
        "gnss_interference",
        (
            r"(?:GPS|GNSS|SATELLITE NAVIGATION)[^.]{0,80}(?:JAMM|INTERFER|UNRELIABLE|DISRUPT|TEST)|"
            r"JAMM\w+|SPOOFING"
        ),
    ),
    ("missile_test", r"MISSILE\w*|СТРЕЛЬБЫ\s+РАКЕТНЫЕ|РАКЕТНЫЕ\s+СТРЕЛЬБЫ"),
    (
        "rocket_launch",
        (
            r"ROCKET\w*|SPACE\s+(?:LAUNCH|VEHICLE|DEBRIS|FLIGHT|OPERATIONS)\w*|CARRIER\s+ELEMENTS|"
            r"RE-?ENTRY|AEROSPACE|SPACECRAFT|LAUNCH\s+VEHICLE|ПУСКИ?\s+РАКЕТ\w*|"
            r"ПАДЕНИ\w+\s+\w*\s*РАКЕТ\w*"
        ),
    ),
    (
        "gunnery",
        (
            r"GUNNERY|ARTILLERY|GUN\s+FIRING\w*|FIRING\s+(?:EXERCISE|PRACTI[CS]E|DRILL)\w*|"
            r"(?:PRACTI[CS]E\s+)?SHOOTING|NAVAL\s+GUNFIRE|СТРЕЛЬБ\w*(?:\s+АРТИЛЛЕРИЙСК\w+)?|"
            r"FIRINGS?(?![A-Z])"
        ),
    ),
    (
        "ordnance",
        (
            r"BOMBING|TORPEDO\w*|LIVE\s+ORDNANCE|ORDNANCE|DEMOLITION\w*|DETONATION\w*|"
            r"DEPTH\s+CHARGE\w*|EXPLOSIONS?|UNDERWATER\s+EXPLO\w+|ВЗРЫВ\w+"
        ),
    ),
    (
        "exercise",
        (
            r"(?:NAVAL|MILITARY|NAVY|SUBMARINE|SHIPS?'?|NATO|TACTICAL|MULTINATIONAL|MINE\w*|"
            r"AIR\s+DEFEN[CS]E|LIVE|ANTI-?\w+|TESTING|DRONE|AMPHIBIOUS|AIRCRAFT|"
            r"PARACHUTE)\s+(?:\w+\s+){0,2}(?:EXERCISE|PRACTI[CS]E|MANOEUV|MANEUV)\w*|"
            r"MINE\s*(?:SWEEPING|HUNTING|LAYING|COUNTER\s?MEASURE)\w*|"
            r"УЧЕБНЫЕ\s+УПРАЖНЕНИЯ(?:\s+ВМФ)?|УЧЕНИ\w+|EXERCISES?(?!\s+(?:EXTREME|CAUTION|GREAT|DUE|"
            r"PREVENT|ALL|EXTRA|PARTICULAR|VIGIL|INCREASED|HEIGHTENED|UTMOST|CARE|"
            r"GOOD))(?<!TO EXERCISE)"
        ),
    ),
    (
        "hazardous_operations",
        (
            r"HAZARDOUS\s+OP\w+|SPECIAL\s+(?:ACTIVIT|WORK|OPERATION)\w+|СПЕЦИАЛЬНЫЕ\s+РАБОТЫ|"
            r"TEMPORARILY\s+DANGEROUS|DANGEROUS\s+TO\s+(?:NAVIGATION|SHIPPING)|DANGER\s+AREA|"
            r"ОПАСН\w+\s+ДЛЯ\s+ПЛАВАНИЯ"
        ),
    ),
    (
        "navigation_prohibited",
        (
            r"NAVIGATION\s+(?:IS\s+)?PROHIBITED|CLOSED\s+FOR\s+(?:SHIPPING|NAVIGATION)|"
            r"ENTRY\s+PROHIBITED|SHIPPING\s+IN\s+AREA\s+(?:TEMPORARILY\s+)?PROHIBITED|"
            r"ЗАПРЕТН\w+\s+(?:ДЛЯ\s+)?ПЛАВАНИЯ|ПЛАВАНИЕ\s+ЗАПРЕЩЕНО"
        ),
    ),
    (
        "distress",
        (
            r"DISTRESS|MAN\s+OVERBOARD|SEARCH\s+AND\s+RESCUE|(?:REQUEST\w*|NEED\s+OF|"
            r"REQUIR\w+)\s+(?:MEDICAL\s+)?ASSISTANCE|PIRA\w+|ATTACKED|HIJACK\w*|UNREPORTED|"
            r"TAKING\s+ON\s+WATER|ABANDONED|EPIRB|ADRIFT\s+WITH"
        ),
    ),
    ("survey", r"SEISMIC\w*|SURVEY\w*|GEOPHYSICAL|HYDROGRAPHIC|СЕЙСМИЧ\w+"),
    (
        "work_at_sea",
        (
            r"CABLE\w*|PIPE\w*|UNDERWATER\s+OP\w+|DREDG\w+|DRILL\w+|\bRIGS?\b|CONSTRUCTION|DIVING|"
            r"MOORING\w*|TOW(?:ING|AGE)|WIND\s?FARM|ПОДВОДНЫЕ|БУРОВ\w+|БУКСИР\w+|КАБЕЛ\w+"
        ),
    ),
    (
        "danger_found",
        (
            r"WRECK\w*|DERELICT|ADRIFT|ICE(?:BERG)?S?\b|SHOAL\w*|\bDEPTH\w*|MINES?\b|CONTAINERS?|"
            r"OBSTRUCTION\w*|EXPLOSIVES|АЙСБЕРГ\w*|ЛЬД\w+"
        ),
    ),
    (
        "aid_to_navigation",
        (
            r"LIGHT\w*|BUOYS?|RACON|D?GPS\s+STATION|NAVTEX|LORAN|BEACON\w*|AIS\b|FOG\s+SIGNAL|"
            r"ОГ[О]?Н\w+|БУ[ЙЯИ]\w*|ЗНАК\w*|МАЯК\w*"
        ),
    ),
)
_NOTAMS: tuple[tuple[str, str], ...] = (
    (
        "gnss_interference",
        (
            r"(?:GPS|GNSS)[^.]{0,90}(?:JAMM|INTERFER|UNRELIABLE|SPOOF)\w*|JAMMERS?\s+LOCATED|(?:GPS|"
            r"GNSS)\s+(?:SIGNAL\s+)?TEST\w*"
        ),
    ),
    ("missile_test", r"(?:GUIDED\s+)?MISSILE\w*"),
    (
        "air_activity",
        (
            r"MODEL\s+ROCKET\w*|CIVIL\s+AIRCRAFT\s+NOTIFICATION|UNDERSLUNG\s+LOAD\w*|"
            r"SEARCHLIGHT\s+DISPLAY|FIREWORK\w*"
        ),
    ),
    (
        "rocket_launch",
        (
            r"ROCKET\w*|AEROSPACE\s+(?:FLIGHT|FLT)\s+ACT\w*|SPACE\s?FLIGHT\w*|SPACE\s+(?:LAUNCH|"
            r"VEHICLE|DEBRIS|CRAFT|OPERATION)\w*|LAUNCH\s+VEHICLE|SPACECRAFT|RE-?ENTRY|"
            r"LAUNCHING\s+OPERATION\w*|STAGE\s+DROP"
        ),
    ),
    (
        "gunnery",
        (
            r"GUN\s?FIRING\w*|GUNNERY|(?:LIVE|ARTILLERY|MORTAR|RIFLE|GROUND|WEAPONS?|NAVAL|"
            r"AIR\s+TO\s+\w+|SURFACE\s+TO\s+\w+|SMALL\s+ARMS)\s+(?:\w+\s+)?FIRING\w*|"
            r"FIRING\s+(?:EXER|PRACTI|RANGE|ACT|WILL|TAKES)\w*|LIVE\s+FIR\w+|ARTILLERY"
        ),
    ),
    (
        "ordnance",
        (
            r"BOMBING|BOMBS?\b|TORPEDO\w*|(?:EXPLOSIVE|ORDNANCE)\s+(?:DISPOSAL|DEMOLITION|"
            r"DETONATION)\w*|DETONATION\w*|DEMOLITION\w*|FLARE\s+FIRING|EOD\b"
        ),
    ),
)
_MILITARY_AIR = (
    r"\b(?:MIL(?:ITARY)?|NAVAL|NATO)\s+(?:\w+\s+){0,2}(?:EXER\w*|TRAINING|TRG)|AIR\s+EXER\w*|"
    r"EXERCISE\b(?!\s+CAUTION)|\bEXER\b"
)
_BY_CODE = (
    ("GW", "gnss_interference"),
    ("WM", "gunnery"),
    ("WD", "ordnance"),
    ("WH", "ordnance"),
    ("WE", "exercise"),
    ("WF", "exercise"),
    ("WV", "air_activity"),
    ("WT", "exercise"),
    ("WU", "unmanned_aircraft"),
    ("RA", "reserved_airspace"),
    ("RD", "reserved_airspace"),
    ("RM", "reserved_airspace"),
    ("RO", "reserved_airspace"),
    ("RP", "reserved_airspace"),
    ("RR", "reserved_airspace"),
    ("RT", "reserved_airspace"),
    ("OB", "obstacle"),
    ("OL", "obstacle"),
    ("W", "air_activity"),
    ("N", "aid_to_navigation"),
    ("I", "aid_to_navigation"),
    ("L", "aid_to_navigation"),
)
_UNMANNED = re.compile(r"\bU(?:AS|AV|NMANNED)\b|\bRPAS?\b|DRONES?\b|REMOTELY PILOTED")
_EXERCISE_CODES = ("WE", "RA", "RD", "RR", "RT", "RP", "XX", "")


_Rules = tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]


def _one(rules: Sequence[tuple[str, str]]) -> _Rules:
    """Compile rules, each tried after the ones before where one of its stems stands in the text."""
    return tuple(
        (kind, _STEMS[kind], re.compile(rf"(?<![A-ZА-Я])(?:{pattern})")) for kind, pattern in rules
    )


_STEMS = {
    "list_in_force": ("FORCE", "ДЕЙСТВ"),
    "gnss_interference": ("GPS", "GNSS", "JAMM", "SPOOF", "SATELLITE NAV"),
    "missile_test": ("MISSILE", "РАКЕТН"),
    "rocket_launch": ("ROCKET", "SPACE", "ELEMENTS", "ENTRY", "LAUNCH", "STAGE", "РАКЕТ"),
    "gunnery": ("FIR", "GUN", "ARTILLERY", "SHOOTING", "СТРЕЛЬБ"),
    "ordnance": (
        "BOMB",
        "TORPEDO",
        "ORDNANCE",
        "MOLITION",
        "DETONAT",
        "DEPTH",
        "EXPLO",
        "FLARE",
        "EOD",
        "ВЗРЫВ",
    ),
    "exercise": ("EXER", "PRACTI", "MANO", "MANEUV", "MINE", "УЧЕ"),
    "hazardous_operations": ("HAZARD", "SPECIAL", "DANGER", "СПЕЦ", "ОПАСН"),
    "navigation_prohibited": ("PROHIB", "CLOSED", "ЗАПР"),
    "distress": (
        "DISTRESS",
        "OVERBOARD",
        "RESCUE",
        "ASSISTANCE",
        "PIRA",
        "ATTACK",
        "HIJACK",
        "UNREPORTED",
        "WATER",
        "ABANDON",
        "EPIRB",
        "ADRIFT",
    ),
    "survey": ("SEISMIC", "SURVEY", "GEOPH", "HYDROG", "СЕЙСМ"),
    "work_at_sea": ("",),
    "danger_found": ("",),
    "aid_to_navigation": ("",),
    "air_activity": ("MODEL", "UNDERSLUNG", "CIVIL", "DISPLAY", "FIREWORK"),
}
_WARNING_RULES, _NOTAM_RULES = _one(_WARNINGS), _one(_NOTAMS)
_EXERCISE_RULE = re.compile(_MILITARY_AIR)


def of_warning(text: str, start: int = 0) -> tuple[str, Cue | None]:
    """Give class and cue of a navigational warning.

    Args:
        text: in capitals, without what only cancels.
        start: where its body begins.
    """
    for kind, stems, pattern in _WARNING_RULES:
        for stem in stems:
            if stem in text:
                break
        else:
            continue
        if match := pattern.search(text, start):
            return kind, Cue(" ".join(match[0].split()), Span(match.start(), match.end()))
    return "other", None


_WORDS_FIRST = ("", "W", "R", "X", "G", "A", "F")
"""How codes begin whose subject is too wide, so that plain words go before it; or none at all."""

_PLAIN_WORDS = "XXXX"
"""The code of what no code says: plain words follow."""


def of_notam(text: str, code: str, start: int, code_span: Span | None) -> tuple[str, Cue | None]:
    """Give class and cue of a NOTAM: by its words where they are plain, else by its code.

    Args:
        text: in capitals.
        code: the letters behind the Q of the NOTAM code; empty where there are none.
        start: where item E begins.
        code_span: where the code stands.
    """
    subject = code[:2]
    if subject[:1] in _WORDS_FIRST or code == _PLAIN_WORDS:
        for kind, stems, pattern in _NOTAM_RULES:
            match = any(stem in text for stem in stems) and pattern.search(text, start)
            if match:
                return kind, Cue(" ".join(match[0].split()), Span(match.start(), match.end()))
    if subject in _EXERCISE_CODES:
        match = _EXERCISE_RULE.search(text, start)
        if match:
            return "exercise", Cue(match[0], Span(match.start(), match.end()))
    if subject[:1] == "W" and subject != "WU":
        match = _UNMANNED.search(text, start)
        if match:
            return "unmanned_aircraft", Cue(match[0], Span(match.start(), match.end()))
    for begins, kind in _BY_CODE:
        if code.startswith(begins):
            return kind, Cue(f"Q{code}", code_span)
    return "other", Cue(f"Q{code}", code_span) if code else None
