"""
Ferries of OpenStreetMap, ways with `route=ferry`: who may take them, when, and how long it takes.

Waiting times are not known: `duration` does not include them. Vehicles take no ferry. Ways without
the tag that are members of a relation `route=ferry` are not read.

Sources: https://wiki.openstreetmap.org/wiki/Tag:route%3Dferry,
https://wiki.openstreetmap.org/wiki/Key:duration (`hh:mm` is recommended; `mm`, `hh:mm:ss` and
ISO 8601 are in use).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.osm.filtered_extract import Tags
from geo.osm.passage import CLOSED_PASSAGE, Passage, read_passage
from geo.osm.walkability import WALKABILITY_KEYS, is_in_existence, read_pedestrian_direction

FERRY_KEYS = (
    *("route", "ferry", "name", "ref", "duration", "oneway", "oneway:foot"),
    *WALKABILITY_KEYS,
)
MIN_KM_H, MAX_KM_H = 0.5, 100.0
"""Ours: a tagged duration that gives another speed is an error, such as minutes for hours."""

_SPEED_FILE = Path(__file__).parents[2] / "data" / "ferry_speed.json"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3})(?::(\d{2}))?")
_ISO_DURATION = re.compile(
    r"P(?:(\d+)D)?T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?"
)


@dataclass(frozen=True)
class Ferry:
    """
    A ferry.

    Attributes
    ----------
    passage
        Who may take it on foot, and when.
    direction
        1 along the way only, -1 against it only, else 0.
    minutes
        Time of a passage by its tags, or None.
    """

    passage: Passage
    direction: int
    minutes: float | None


def read_ferry(tags: Tags) -> Ferry:
    """Read the tags of a ferry."""
    in_use = is_in_existence(tags) and tags.get("ferry") != "no"
    # On a ferry, unlike on a street, `oneway` holds for everybody.
    direction = read_pedestrian_direction({"conveying": "yes", **tags})
    passage = read_passage(tags) if in_use else CLOSED_PASSAGE
    return Ferry(passage, direction, read_duration(tags.get("duration")))


def read_duration(text: str | None) -> float | None:
    """
    Read a duration.

    Returns
    -------
    minutes
        None where there is none, or it is not understood.
    """
    written = (text or "").strip()
    if found := _ISO_DURATION.fullmatch(written):
        days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return (days * 24 + hours) * 60 + minutes + seconds / 60 or None
    found = _CLOCK.fullmatch(written)
    if found is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 60 + minutes + seconds / 60 or None


def estimate_minutes_per_km(minutes: float | None, length_m: float) -> float:
    """
    Estimate the pace of a ferry.

    Parameters
    ----------
    minutes
        Time of a passage by its tags, or None.
    length_m
        Length of its way [m], above zero.

    Returns
    -------
    pace
        That of the tagged duration, if it is plausible; else that of `data/ferry_speed.json`.
    """
    if minutes is not None and MIN_KM_H <= length_m / 1000 / (minutes / 60) <= MAX_KM_H:
        return minutes / (length_m / 1000)
    return 60 / _usual_speed_km_h()


@cache
def _usual_speed_km_h() -> float:
    return float(json.loads(_SPEED_FILE.read_text(encoding="utf-8"))["km_h"])
