"""
Street network for travel by vehicle: a walking layer and a driving layer with boarding edges.

On the walking layer every street has its walking time; on the driving layer drivable streets have
the speed of their class. Where both layers share a node, a boarding edge of one minute joins them.
Access to the first drivable street, and the last metres to a service, are walked. The network does
not store one-way streets, so a drive may take a little longer than calculated.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import TimeSlot
from geo.network.edge_restrictions import EdgeRestrictions, concatenate_restrictions
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.street_network import FloatArray, StreetNetwork
from geo.privacy.view import View

M_PER_MIN_PER_KM_H = 1000 / 60  # one km/h
BOARDING_MINUTES = 1.0
"""Ours: to stop a vehicle and get in, or to pay and get out."""

BOARDING_LENGTH_M = 0.01  # boarding is an edge with a length, as every part of a route
BOARDING_KIND = "boarding"  # street kind of a boarding edge

OSRM_SOURCE = (
    "Project OSRM, osrm-backend, profiles/car.lua: the speed of cars by class of street, where no "
    "sign says otherwise."
)
LINK_SOURCE = "Ours: half the speed of the streets it joins; it is short, and bends."
UNCLASSIFIED_SOURCE = "Ours: as a residential street; the class is unverified."
TRACK_SOURCE = "Ours: a track that cars can use, at about twice the walking speed."
DRIVING_SPEEDS_KM_H: dict[str, tuple[float, str]] = {
    "motorway": (90.0, OSRM_SOURCE),
    "motorway_link": (45.0, LINK_SOURCE),
    "trunk": (85.0, OSRM_SOURCE),
    "trunk_link": (42.5, LINK_SOURCE),
    "primary": (65.0, OSRM_SOURCE),
    "primary_link": (32.5, LINK_SOURCE),
    "secondary": (55.0, OSRM_SOURCE),
    "secondary_link": (27.5, LINK_SOURCE),
    "tertiary": (40.0, OSRM_SOURCE),
    "tertiary_link": (20.0, LINK_SOURCE),
    "unclassified": (25.0, OSRM_SOURCE),
    "residential": (25.0, OSRM_SOURCE),
    "living_street": (10.0, OSRM_SOURCE),
    "service": (15.0, OSRM_SOURCE),
    "road": (25.0, UNCLASSIFIED_SOURCE),
    "track": (10.0, TRACK_SOURCE),
}


def measure_vehicle_exposure(view: View, slot: TimeSlot) -> Exposure:
    """Measure the exposure of the vehicle network by day or by night."""
    crossings = view.cache.get_or_compute(
        "vehicle", lambda: AreaCrossingCache(build_vehicle_network(view.network))
    )
    return view.cache.get_or_compute(
        ("vehicle", slot),
        lambda: measure_exposure(
            crossings, risk_areas=view.risk_areas, safe_zones=view.safe_zones, slot=slot
        ),
    )


def build_vehicle_network(walking_network: StreetNetwork) -> StreetNetwork:
    """
    Build the vehicle network from the walking network.

    Returns
    -------
    network
        Edges in order: those of `walking_network`; driving edges; one boarding edge of a centimetre
        for each node where one may get in or out.
    """
    walk = walking_network
    speed = _estimate_driving_speeds(walk)
    driven = np.flatnonzero(speed > 0)
    junctions = np.unique(np.concatenate([walk.u[driven], walk.v[driven]]))
    above = np.zeros(walk.node_count, dtype=np.int32)
    above[junctions] = walk.node_count + np.arange(len(junctions))
    boards = len(junctions)
    length = np.concatenate(
        [
            walk.length_m,
            walk.length_m[driven],
            np.full(boards, BOARDING_LENGTH_M),
        ]
    )
    drive = walk.length_m[driven] / speed[driven]
    none = np.full(boards, None, dtype=object)
    no = np.zeros(boards, dtype=bool)
    return replace(
        walk,
        edge_ids=np.arange(len(length), dtype=np.int32),
        u=np.concatenate([walk.u, above[walk.u[driven]], junctions]).astype(np.int32),
        v=np.concatenate([walk.v, above[walk.v[driven]], above[junctions]]).astype(np.int32),
        length_m=length,
        minutes=np.concatenate([walk.minutes, drive, np.full(boards, BOARDING_MINUTES)]),
        lines=np.concatenate(
            [
                walk.lines,
                walk.lines[driven],
                _build_boarding_lines(walk, junctions),
            ]
        ),
        street_names=np.concatenate([walk.street_names, walk.street_names[driven], none]),
        street_kinds=np.concatenate(
            [
                walk.street_kinds,
                walk.street_kinds[driven],
                np.full(boards, BOARDING_KIND, object),
            ]
        ),
        is_bridge=np.concatenate([walk.is_bridge, walk.is_bridge[driven], no]),
        is_stairs=np.concatenate([walk.is_stairs, walk.is_stairs[driven], no]),
        restrictions=concatenate_restrictions(
            [
                walk.restrictions,
                walk.restrictions.select_edges(driven),
                EdgeRestrictions.none(boards),
            ]
        ),
        node_count=walk.node_count + boards,
    )


def _estimate_driving_speeds(network: StreetNetwork) -> FloatArray:
    """Driving speed of each edge [m/min]; zero where it is not drivable."""
    km_h = np.array([DRIVING_SPEEDS_KM_H.get(kind, (0.0, ""))[0] for kind in network.street_kinds])
    return np.where(network.is_stairs, 0.0, km_h) * M_PER_MIN_PER_KM_H


def _build_boarding_lines(
    network: StreetNetwork, junctions: NDArray[np.int32]
) -> NDArray[np.object_]:
    here = network.node_xy[junctions]
    there = here + np.array([BOARDING_LENGTH_M, 0.0])
    return np.asarray(shapely.linestrings(np.stack([here, there], axis=1)), dtype=object)
