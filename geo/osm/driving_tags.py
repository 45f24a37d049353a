"""
Access, direction and speed limit of motor vehicles, by OpenStreetMap's tags.

Sources: https://wiki.openstreetmap.org/wiki/Key:access, Key:oneway, Key:maxspeed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from geo.network.edge_restrictions import CLOSED_ACCESS, DESTINATION_ACCESS
from geo.network.speed_limits import find_living_street_limit, find_urban_limit
from geo.osm.access_values import Access, classify_access, stricter_access
from geo.osm.filtered_extract import Tags

VEHICLE_ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")  # by precedence
_CONDITIONAL_KEYS = tuple(f"{key}:conditional" for key in VEHICLE_ACCESS_KEYS)
_DIRECTION_KEYS = ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway")
_SPEED_KEYS = ("maxspeed", "maxspeed:forward", "maxspeed:backward")
DRIVING_KEYS = (
    *VEHICLE_ACCESS_KEYS,
    *_CONDITIONAL_KEYS,
    *_DIRECTION_KEYS,
    *_SPEED_KEYS,
    "junction",
    "opening_hours",
)
_RELEVANT_KEYS = frozenset(DRIVING_KEYS)

KM_PER_MILE = 1.609344
KM_PER_NAUTICAL_MILE = 1.852
WALKING_PACE_KM_H = 5.0  # the value `walk`; our choice
MAX_KM_H = 200.0  # more is a typing error
_SPEED = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|knots|km/?h|kph|kmh)?", re.IGNORECASE)
_ZONE = re.compile(r"zone:?(\d+)$", re.IGNORECASE)
_FORWARD_VALUES = frozenset({"yes", "true", "1"})
_BACKWARD_VALUES = frozenset({"-1", "reverse"})
_BOTH_VALUES = frozenset({"no", "false", "0", "alternating", "unknown"})


class Driving(NamedTuple):
    """
    What a motor vehicle may do on a way.

    Attributes
    ----------
    access
        `DESTINATION_ACCESS`, `CLOSED_ACCESS`, or None: as the kind of street.
    direction
        1 along the way only, -1 against it only, else 0.
    km_h
        Speed limit [km/h], or NaN.
    """

    access: str | None = None
    direction: int = 0
    km_h: float = np.nan


UNRESTRICTED_DRIVING = Driving()


def read_driving(tags: Tags) -> Driving:
    """Read what motor vehicles may do on a way with these tags."""
    if tags["highway"] == "motorway" or not _RELEVANT_KEYS.isdisjoint(tags):
        direction = _read_direction(tags)
        access = "closed" if direction is None else read_vehicle_access(tags)
        return Driving(_access_text(access), direction or 0, _read_speed_limit(tags))
    return UNRESTRICTED_DRIVING


def read_vehicle_access(tags: Tags, *, implied: Access = "open") -> Access:
    """
    Read the access of motor vehicles.

    A condition or opening hours, which change by time, leave access to a destination only.

    Parameters
    ----------
    implied
        Access where no tag says it.
    """
    base = next(
        (access for key in VEHICLE_ACCESS_KEYS if (access := classify_access(tags.get(key)))),
        implied,
    )
    if "opening_hours" in tags and tags["opening_hours"] != "24/7":
        base = stricter_access(base, "destination")
    for key, conditional_key in zip(VEHICLE_ACCESS_KEYS, _CONDITIONAL_KEYS, strict=True):
        condition = tags.get(conditional_key)
        if condition is not None:
            return stricter_access(base, _strictest_condition(condition))
        if key in tags:  # a condition of a key that is less specific does not hold
            break
    return base


def _strictest_condition(condition: str) -> Access:
    is_restricted = any(
        classify_access(clause.partition("@")[0]) in ("destination", "closed")
        for clause in condition.split(";")
        if "@" in clause
    )
    return "destination" if is_restricted else "open"


def _access_text(access: Access) -> str | None:
    return {"open": None, "destination": DESTINATION_ACCESS, "closed": CLOSED_ACCESS}[access]


def _read_direction(tags: Tags) -> int | None:
    """Read the direction; None where it changes by time (`reversible`), or is not known."""
    value = next((tags[key] for key in _DIRECTION_KEYS if key in tags), None)
    if value is None:
        is_roundabout = tags.get("junction") in ("roundabout", "circular")
        return int(is_roundabout or tags["highway"] == "motorway")
    if value in _FORWARD_VALUES:
        return 1
    if value in _BACKWARD_VALUES:
        return -1
    return 0 if value in _BOTH_VALUES else None


def _read_speed_limit(tags: Tags) -> float:
    """Read the lowest of the speed limits of a way; NaN without one."""
    limits = [
        parse_speed_km_h(part, tags["highway"])
        for key in _SPEED_KEYS
        if key in tags
        for part in re.split(r"[;|,]", tags[key])
    ]
    known = [limit for limit in limits if not np.isnan(limit)]
    return min(known, default=np.nan)


def parse_speed_km_h(text: str, kind: str = "residential") -> float:
    """
    Parse one value of `maxspeed` [km/h]; NaN where it sets no number, such as `none`.

    Parameters
    ----------
    kind
        Class of street, which a country's limit may depend on. Rural roads and motorways keep the
        speed of their class: a limit that a law implies there gives NaN.
    """
    word = text.strip()
    match = _SPEED.fullmatch(word)
    if match:
        unit = (match[2] or "").lower()
        factor = {"mph": KM_PER_MILE, "knots": KM_PER_NAUTICAL_MILE}.get(unit, 1.0)
        speed = float(match[1]) * factor
        return speed if 0 < speed <= MAX_KM_H else np.nan
    return _implied_speed_km_h(word, kind)


def _implied_speed_km_h(word: str, kind: str) -> float:
    """Return the limit of a word or of `<country>:<context>`; NaN where none is known."""
    zone = _ZONE.search(word)
    if zone:
        speed = float(zone[1])
        return speed if 0 < speed <= MAX_KM_H else np.nan
    country, _, context = word.rpartition(":")
    if context == "walk":
        return WALKING_PACE_KM_H
    if context == "living_street":
        return find_living_street_limit(country)
    return find_urban_limit(country, kind) if context == "urban" else np.nan
