"""Export of the street graph with its costs, as used by route searches."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np

from geo.exports.export_audit import audit_export
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.model import WGS84
from geo.network.edge_restrictions import WHEELCHAIR_YES
from geo.network.ferry_network import FERRY_KIND
from geo.network.passability import CLOSED, DESTINATION, FREE, SHUT
from geo.privacy.view import View
from geo.routes.ferries import get_ferry_network, measure_ferry_exposure
from geo.routes.street_access import find_passability_at

STATE_NAMES = {FREE: "free", DESTINATION: "destination", SHUT: "shut", CLOSED: "closed"}


def build_edge_table(view: View, when: datetime) -> gpd.GeoDataFrame:
    """
    Build a table of the network's edges at a moment.

    Returns
    -------
    table
        `edge u v length_m minutes risk_m safe_m state direction steps has_handrail wheelchair
        ferry` and EPSG:4326 LineStrings from `u` to `v`. `state` is who may pass: "free";
        "destination", not through it; "shut", only away from a location inside; "closed", nobody.
        `direction` is 1 where one may pass from `u` to `v` only, -1 from `v` to `u` only, else 0.
        `wheelchair` is "yes" on steps with a ramp, "no" where wheelchairs cannot pass, else None.
        Ferries come last; their state is "closed", since searches use them only if told to.
    """
    slot, ferries = view.slot(when), get_ferry_network(view)
    network = ferries or view.network
    exposure = measure_ferry_exposure(view, slot, ferries) if ferries else view.exposure(slot)
    measures, states = exposure.edge_measures, find_passability_at(view, when).edge_states
    states = np.append(states, np.full(len(network.u) - len(states), CLOSED))
    columns = {
        "edge": network.edge_ids,
        "u": network.u,
        "v": network.v,
        "length_m": network.length_m,
        "minutes": network.minutes,
        "risk_m": measures.risk_m,
        "safe_m": measures.safe_m,
        "state": np.array([STATE_NAMES[state] for state in states.tolist()], dtype=object),
        "direction": network.restrictions.direction,
        "steps": network.is_stairs,
        "has_handrail": network.is_stairs & network.restrictions.has_handrail,
        "wheelchair": network.restrictions.wheelchair,
        "ferry": network.street_kinds == FERRY_KIND,
    }
    return gpd.GeoDataFrame(columns, geometry=network.lines, crs=network.crs).to_crs(WGS84)


def export_edges(view: View, path: Path, *, when: datetime) -> dict[str, int]:
    """
    Write the network with its exposure at a moment, as GeoParquet or another writable format.

    Returns
    -------
    counts
        `edges`, those that are `steps`, `handrail_steps`, `ramp_steps` or `ferries`, and
        `junctions`.

    Raises
    ------
    ExportFormatError, ExportFileError
        If no writable format has the ending, or the file cannot be written there.
    """
    table = build_edge_table(view, when)
    note = make_export_note(view.community, view.audience, includes_streets=True)
    write_layer(table, path, layer="edges", note=note)
    audit_export(view, "edges", path=path, rows=len(table))
    return {
        "edges": len(table),
        "steps": int(table["steps"].sum()),
        "handrail_steps": int(table["has_handrail"].sum()),
        "ramp_steps": int((table["wheelchair"] == WHEELCHAIR_YES).sum()),
        "ferries": int(table["ferry"].sum()),
        "junctions": view.network.node_count,
    }
