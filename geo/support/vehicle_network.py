"""
The streets for a vehicle: everybody walks, and may get in where streets that are driven meet.

Two layers of one network. On the lower one every street is walked, as always; on the upper one
those that are driven are passed at the speed of their class; where both have a junction, getting
in or out takes a minute. So the way to the street, and the last metres to the door, are walked.
One-way streets are not known: the network is made for walking and does not keep them, so a drive
may be a little longer than told.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Slot
from geo.network.exposure import Crossings, Exposure, measure_exposure
from geo.network.speeds import SpeedSource
from geo.network.street_network import FloatArray, StreetNetwork
from geo.privacy.view import View

M_PER_MIN = 1000 / 60  # one km/h
BOARDING_MINUTES = 1.0
"""Ours: to stop a vehicle and get in, or to pay and get out."""

BOARDING_M = 0.01  # getting in is a stretch of street, as every step of a way is
GET_IN = "boarding"  # the kind of such a stretch

OSRM = (
    "Project OSRM, osrm-backend, profiles/car.lua: the speed of cars by class of street, where no "
    "sign says otherwise."
)
LINK = "Ours: half the speed of the streets it joins; it is short, and bends."
UNKNOWN = "Ours: as a residential street; the class says that nobody looked closer yet."
ROUGH = "Ours: a track that cars do pass, at about twice the pace of walking."
DRIVEN_KM_H: dict[str, tuple[float, str]] = {
    "motorway": (90.0, OSRM),
    "motorway_link": (45.0, LINK),
    "trunk": (85.0, OSRM),
    "trunk_link": (42.5, LINK),
    "primary": (65.0, OSRM),
    "primary_link": (32.5, LINK),
    "secondary": (55.0, OSRM),
    "secondary_link": (27.5, LINK),
    "tertiary": (40.0, OSRM),
    "tertiary_link": (20.0, LINK),
    "unclassified": (25.0, OSRM),
    "residential": (25.0, OSRM),
    "living_street": (10.0, OSRM),
    "service": (15.0, OSRM),
    "road": (25.0, UNKNOWN),
    "track": (10.0, ROUGH),
}


def vehicle_sources() -> tuple[SpeedSource, ...]:
    """List the numbers behind driving times, for the screen that shows how answers are made."""
    return tuple(
        SpeedSource(f"drive.{kind}", speed * M_PER_MIN, source)
        for kind, (speed, source) in DRIVEN_KM_H.items()
    )


def vehicle_exposure(view: View, slot: Slot) -> Exposure:
    """Measure what the streets for a vehicle are exposed to by day or by night."""
    crossings = view.kept.get("vehicle", lambda: Crossings(two_layers(view.network)))
    return view.kept.get(
        ("vehicle", slot),
        lambda: measure_exposure(
            crossings, risk_areas=view.risk_areas, safe_zones=view.safe_zones, slot=slot
        ),
    )


def two_layers(walked: StreetNetwork) -> StreetNetwork:
    """
    Lay the streets that are driven over those that are walked.

    Returns
    -------
    network
        First the edges of `walked`, at their places; then those driven; then one of a centimetre
        for each junction where one may get in or out.
    """
    speed = _speed(walked)
    driven = np.flatnonzero(speed > 0)
    junctions = np.unique(np.concatenate([walked.u[driven], walked.v[driven]]))
    above = np.zeros(walked.nodes, dtype=np.int32)
    above[junctions] = walked.nodes + np.arange(len(junctions))
    boards = len(junctions)
    length = np.concatenate([walked.length_m, walked.length_m[driven], np.full(boards, BOARDING_M)])
    drive = walked.length_m[driven] / speed[driven]
    none = np.full(boards, None, dtype=object)
    no = np.zeros(boards, dtype=bool)
    return replace(
        walked,
        edge=np.arange(len(length), dtype=np.int32),
        u=np.concatenate([walked.u, above[walked.u[driven]], junctions]).astype(np.int32),
        v=np.concatenate([walked.v, above[walked.v[driven]], above[junctions]]).astype(np.int32),
        length_m=length,
        minutes=np.concatenate([walked.minutes, drive, np.full(boards, BOARDING_MINUTES)]),
        lines=np.concatenate([walked.lines, walked.lines[driven], _boards(walked, junctions)]),
        names=np.concatenate([walked.names, walked.names[driven], none]),
        kinds=np.concatenate([walked.kinds, walked.kinds[driven], np.full(boards, GET_IN, object)]),
        bridge=np.concatenate([walked.bridge, walked.bridge[driven], no]),
        steps=np.concatenate([walked.steps, walked.steps[driven], no]),
        nodes=walked.nodes + boards,
    )


def _speed(network: StreetNetwork) -> FloatArray:
    """Tell how fast each edge is driven [m/min]; zero where it is not."""
    km_h = np.array([DRIVEN_KM_H.get(kind, (0.0, ""))[0] for kind in network.kinds])
    return np.where(network.steps, 0.0, km_h) * M_PER_MIN


def _boards(network: StreetNetwork, junctions: NDArray[np.int32]) -> NDArray[np.object_]:
    here = network.node_xy[junctions]
    there = here + np.array([BOARDING_M, 0.0])
    return np.asarray(shapely.linestrings(np.stack([here, there], axis=1)), dtype=object)
