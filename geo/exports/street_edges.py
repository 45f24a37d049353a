"""Export of the street graph with its costs, as used by route searches."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import geopandas as gpd

from geo.exports.export_audit import audit_export
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.model import WGS84, TimeSlot
from geo.privacy.view import View


def build_edge_table(view: View, slot: TimeSlot) -> gpd.GeoDataFrame:
    """
    Build a table of the network's edges.

    Returns
    -------
    table
        `edge u v length_m minutes risk_m safe_m` and EPSG:4326 LineStrings from `u` to `v`;
        both directions have the same cost.
    """
    network, measures = view.network, view.exposure(slot).edge_measures
    columns = {
        "edge": network.edge_ids,
        "u": network.u,
        "v": network.v,
        "length_m": network.length_m,
        "minutes": network.minutes,
        "risk_m": measures.risk_m,
        "safe_m": measures.safe_m,
    }
    return gpd.GeoDataFrame(columns, geometry=network.lines, crs=network.crs).to_crs(WGS84)


def export_edges(view: View, path: Path, *, when: datetime) -> dict[str, object]:
    """
    Write the network with its exposure at a moment, as GeoParquet or another writable format.

    Raises
    ------
    ExportFormatError, ExportFileError
        If no writable format has the ending, or the file cannot be written there.
    """
    slot = view.slot(when)
    table = build_edge_table(view, slot)
    note = make_export_note(view.community, view.audience, includes_streets=True)
    write_layer(table, path, layer="edges", note=note)
    audit_export(view, "edges", path=path, rows=len(table))
    return {
        "community": view.community.slug,
        "edges": len(table),
        "junctions": view.network.node_count,
        "slot": slot,
        "crs": view.network.crs.to_string(),
        "file": path,
    }
