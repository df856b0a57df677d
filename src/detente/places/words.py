"""The words in which sources state where something is, beside its outline."""

from __future__ import annotations

from typing import Literal, get_args

Edges = Literal["geodesic", "rhumb", "straight"]
"""How the edges of an outline run between its corners: along geodesics, along rhumb lines, or
straight in longitude and latitude."""

Reference = Literal["MSL", "AGL", "standard", "WGS84"]
"""What altitude is measured from: mean sea level, the ground, the standard pressure level (flight
levels), or the WGS 84 ellipsoid."""

Unit = Literal["m", "ft", "FL"]
"""In what altitude is stated: metres, feet, or hundreds of feet (flight levels)."""

EDGES: tuple[Edges, ...] = get_args(Edges)
REFERENCES: tuple[Reference, ...] = get_args(Reference)
UNITS: tuple[Unit, ...] = get_args(Unit)

_FEET = 0.3048
"""Metres of a foot, exactly: the international foot of 1959."""

METRES: dict[Unit, float] = {"m": 1.0, "ft": _FEET, "FL": 100 * _FEET}
"""Metres of each unit."""

OPEN = "open"
"""What a bound of altitude says that the words leave open."""
