"""The graph that the searches use, as a file anybody can check it with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import geopandas as gpd

from geo.exports.export_audit import note_leaving
from geo.formats.export_note import export_note
from geo.formats.writing import write_layer
from geo.model import WGS84, Slot
from geo.privacy.view import View


def edges_table(view: View, slot: Slot) -> gpd.GeoDataFrame:
    """
    Put the network into a table.

    Returns
    -------
    table
        `edge u v length_m minutes risk_m safe_m` and EPSG:4326 LineStrings from `u` to `v`;
        both directions are open at the same cost.
    """
    network, exposed = view.network, view.exposure(slot).edges
    columns = {
        "edge": network.edge,
        "u": network.u,
        "v": network.v,
        "length_m": network.length_m,
        "minutes": network.minutes,
        "risk_m": exposed.risk_m,
        "safe_m": exposed.safe_m,
    }
    return gpd.GeoDataFrame(columns, geometry=network.lines, crs=network.crs).to_crs(WGS84)


def export_edges(view: View, to: Path, *, when: datetime) -> dict[str, object]:
    """
    Write the network, as it is exposed at a moment, as GeoParquet or as another of our formats.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name ends in none of our endings, or cannot be written there.
    """
    slot = view.slot(when)
    table = edges_table(view, slot)
    note = export_note(view.community, view.audience, with_streets=True)
    write_layer(table, to, layer="edges", note=note)
    note_leaving(view, "edges", to=to, rows=len(table))
    return {
        "community": view.community.slug,
        "edges": len(table),
        "junctions": view.network.nodes,
        "slot": slot,
        "crs": view.network.crs.to_string(),
        "file": to,
    }
