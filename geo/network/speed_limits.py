"""Speed limits of a country's law where no sign says otherwise, from `data/driving_speeds`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LIMIT_FILES = Path(__file__).parents[2] / "data" / "driving_speeds"
RURAL_KINDS = frozenset({"motorway", "trunk", "primary", "secondary"})
"""Ours: classes with the limit of roads outside towns; see `data/driving_speeds/README.md`."""

# Of countries without a file: https://wiki.openstreetmap.org/wiki/Default_speed_limits.
USUAL_URBAN_KM_H = 50.0
USUAL_LIVING_STREET_KM_H = 20.0


@cache
def read_speed_limits(country: str | None) -> Mapping[str, float]:
    """Read a country's speed limits [km/h] by class or place; empty where there is no file."""
    files = {path.stem: path for path in LIMIT_FILES.glob("*.json")}
    path = files.get((country or "").lower())
    limits: dict[str, float] = {}
    if path is not None:
        limits = json.loads(path.read_text(encoding="utf-8"))["limits_km_h"]
    return MappingProxyType(limits)


def find_urban_limit(country: str | None, kind: str) -> float:
    """
    Find the limit within a town [km/h].

    Parameters
    ----------
    kind
        Class of street, in OpenStreetMap's words. Main roads have the limit of a tertiary one,
        where the law names it, as avenues in Peru: that of roads outside towns does not hold here.
    """
    limits = read_speed_limits(country)
    road = kind.removesuffix("_link")
    by_class = "tertiary" if road in RURAL_KINDS else road
    return limits.get(by_class, limits.get("urban", USUAL_URBAN_KM_H))


def find_living_street_limit(country: str | None) -> float:
    """Find the limit in living streets [km/h]."""
    return read_speed_limits(country).get("living_street", USUAL_LIVING_STREET_KM_H)
