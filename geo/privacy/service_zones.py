"""
Zones that are named for confidential services, for good.

The zones are merged once, until each has enough homes, and recorded. Later drawings, other homes
and other numbers of homes change their names at most, never their extent. A service that moves
into another zone is told to be in one of both: a set of zones that was named for a service only
grows, so that what was named at several times together leaves no fewer homes than the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.privacy.zone_merging import NAME_SEPARATOR

IntArray = NDArray[np.int64]

MAX_GAP_M = 2.0  # between drawn zones: borders of two drawings never agree to the metre
MIN_OVERLAP_M2 = 1.0  # smaller shared areas are borders


@dataclass(frozen=True)
class ServiceSlot:
    """
    What was ever named for one confidential service of a type.

    Attributes
    ----------
    zones
        Positions of the recorded zones.
    gateways
        Gateway contacts; empty text for none.
    """

    zones: set[int]
    gateways: set[str]


def digest_zones(zones: gpd.GeoDataFrame) -> str:
    """Hash the codes, names and shapes of zones, whatever their order and ids."""
    cells = zip(
        zones["code"].fillna("").astype(str),
        zones["name"].fillna("").astype(str),
        shapely.to_wkb(shapely.normalize(np.asarray(zones.geometry, dtype=object)), hex=True),
        strict=True,
    )
    text = "\n".join(sorted("\t".join(row) for row in cells))
    return hashlib.sha256(text.encode()).hexdigest()


def name_zones(recorded: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """
    Name recorded zones by the zones drawn today.

    Parameters
    ----------
    recorded
        `code name homes zones_digest`, EPSG:4326.
    zones
        The zones as drawn today, EPSG:4326, `code name`.
    crs
        In metres.

    Returns
    -------
    zones
        The recorded ones, with the recorded names while the drawn zones are the same. Afterwards
        with the names and codes of all zones that share an area with it, if these together
        contain it; else without: a smaller area must not be named.
    """
    if recorded.empty or (recorded["zones_digest"] == digest_zones(zones)).all():
        return recorded
    cells = np.asarray(recorded.geometry.to_crs(crs), dtype=object)
    drawn = np.asarray(zones.geometry.to_crs(crs), dtype=object)
    members = [_containing_zones(cell, drawn) for cell in cells]
    code, name = (
        np.array([_join(zones[column].iloc[rows]) for rows in members], dtype=object)
        for column in ("code", "name")
    )
    return recorded.assign(code=code, name=name)


def _containing_zones(cell: shapely.Geometry, drawn: NDArray[np.object_]) -> IntArray:
    """Positions of the zones that share an area with a cell; none if they leave some of it out."""
    shared = shapely.area(shapely.intersection(drawn, cell))
    rows = np.flatnonzero(shared > MIN_OVERLAP_M2)
    together = shapely.buffer(shapely.union_all(drawn[rows]), MAX_GAP_M / 2)
    left_out = shapely.area(shapely.difference(cell, together))
    return rows if left_out <= MIN_OVERLAP_M2 else rows[:0]


def _join(labels: pd.Series) -> str | None:
    return NAME_SEPARATOR.join(label for label in labels if isinstance(label, str)) or None


def join_zone_names(zones: gpd.GeoDataFrame, positions: tuple[int, ...]) -> str | None:
    """
    Name several zones together, each by its name or else its code.

    Returns
    -------
    name
        None if there are no zones, or one of them has neither.
    """
    labels = zones["name"].fillna(zones["code"]).iloc[list(positions)]
    if labels.empty or labels.isna().any():
        return None
    names = [name for label in labels for name in label.split(NAME_SEPARATOR)]
    return NAME_SEPARATOR.join(dict.fromkeys(names))


def assign_slots(slots: list[ServiceSlot], services: Sequence[tuple[int, str]]) -> list[int]:
    """
    Assign the services of a type to what was named for services of that type.

    Parameters
    ----------
    slots
        Extended in place: by the zones and gateways of the services, and by new slots.
    services
        Zone position and gateway contact of each service now.

    Returns
    -------
    numbers
        Position in `slots` of each service.

    Notes
    -----
    The same gateway decides first, then a zone that the slot has. A service takes over the slot of
    one that is gone, since a reader cannot tell a new service from one that moved. Only a service
    for which no slot is free has a new one.
    """
    ranked = sorted(
        (gateway not in slot.gateways, zone not in slot.zones, len(slot.zones), number, service)
        for service, (zone, gateway) in enumerate(services)
        for number, slot in enumerate(slots)
    )
    number_by_service: dict[int, int] = {}
    for *_, number, service in ranked:
        if service not in number_by_service and number not in number_by_service.values():
            number_by_service[service] = number
    for service, (zone, gateway) in enumerate(services):
        if service not in number_by_service:
            number_by_service[service] = len(slots)
            slots.append(ServiceSlot(set(), set()))
        slot = slots[number_by_service[service]]
        slot.zones.add(zone)
        slot.gateways.add(gateway)
    return [number_by_service[service] for service in range(len(services))]
