"""Sunrise and sunset, to a minute or two.

Source: NOAA Global Monitoring Laboratory, General Solar Position Calculations (low-accuracy
equations, zenith 90.833 degrees).
"""

from __future__ import annotations

import datetime as dt
import math

_ZENITH = math.radians(90.833)


def sun_minutes(day: dt.date, lon: float, lat: float, event: str) -> float | None:
    """Give minutes after 00:00 UTC of sunrise or sunset; None where the sun does neither.

    Args:
        day: date.
        lon: degrees, east positive.
        lat: degrees, north positive.
        event: ``rise`` or ``set``.
    """
    year = 2 * math.pi / 365 * (day.timetuple().tm_yday - 0.5)
    equation = 229.18 * (
        0.000075
        + 0.001868 * math.cos(year)
        - 0.032077 * math.sin(year)
        - 0.014615 * math.cos(2 * year)
        - 0.040849 * math.sin(2 * year)
    )
    tilt = (
        0.006918
        - 0.399912 * math.cos(year)
        + 0.070257 * math.sin(year)
        - 0.006758 * math.cos(2 * year)
        + 0.000907 * math.sin(2 * year)
        - 0.002697 * math.cos(3 * year)
        + 0.00148 * math.sin(3 * year)
    )
    wide = math.radians(max(-89.9, min(89.9, lat)))
    cosine = math.cos(_ZENITH) / (math.cos(wide) * math.cos(tilt)) - math.tan(wide) * math.tan(tilt)
    if abs(cosine) > 1:
        return None
    angle = math.degrees(math.acos(cosine))
    return 720 - 4 * (lon + (angle if event == "rise" else -angle)) - equation
