"""
Zones that are named for confidential services, for good.

The zones are merged once, until each has enough homes, and recorded. Later drawings, other homes
and other numbers of homes change their names at most, never their extent. A service that moves
into another zone is told to be in one of both: a set of zones that was named for a service only
grows, so that what was named at several times together leaves no fewer homes than the first.
"""

from __future__ import annotations

import hashlib

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


def assign_slots(slots: list[set[int]], zones: IntArray) -> tuple[IntArray, list[set[int]]]:
    """
    Assign the services of a type to the sets of zones that were named for services of the type.

    Parameters
    ----------
    slots
        Sets of zone positions, in their order.
    zones
        Zone position of each service now.

    Returns
    -------
    slot
        Position of the set of each service; the set contains its zone.
    slots
        The given sets, some with one more zone, and new sets. A service whose zone is in no free
        set takes over the set of a service that is gone, since a reader cannot tell a new service
        from one that moved; only if there is none, it has a new set.
    """
    grown = [set(slot) for slot in slots]
    free = set(range(len(grown)))
    slot_by_service = np.full(len(zones), -1, dtype=np.int64)
    order = np.argsort(zones, kind="stable")
    for service in order:
        fitting = [slot for slot in free if int(zones[service]) in grown[slot]]
        if fitting:
            slot_by_service[service] = min(fitting, key=lambda slot: (len(grown[slot]), slot))
            free.remove(int(slot_by_service[service]))
    for service in order[slot_by_service[order] < 0]:
        if free:
            slot_by_service[service] = min(free)
            free.remove(int(slot_by_service[service]))
        else:
            grown.append(set())
            slot_by_service[service] = len(grown) - 1
        grown[int(slot_by_service[service])].add(int(zones[service]))
    return slot_by_service, grown
