"""
Extraction of walkable streets, base map and service candidates from an OpenStreetMap file.

The file is read once. Walkable ways are selected, clipped to the boundary, split at junctions and
made a simple graph; fragments are numbered, and nodes are numbered along a Hilbert curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ExtractAntimeridianError
from geo.layers.antimeridian import lie_across_antimeridian
from geo.model import WGS84, ProgressCallback, ignore_progress
from geo.network.edge_restrictions import EdgeRestrictions
from geo.network.polylines import FloatArray, Polylines
from geo.osm.base_map import BASE_MAP_LAYERS, build_base_map
from geo.osm.components import find_routable_edges, number_fragments
from geo.osm.connectors import append_connector_tags
from geo.osm.ferries import build_ferries, select_ferries
from geo.osm.filtered_extract import FilteredExtract, OsmWays, Tags
from geo.osm.obstacles import collect_obstacles
from geo.osm.osm_reader import read_filtered_extract
from geo.osm.restriction_counts import count_ferries, count_restrictions
from geo.osm.service_candidates import extract_service_candidates
from geo.osm.street_graph import StreetGraph, build_street_graph, select_way_points
from geo.osm.tag_restrictions import read_tag_restrictions
from geo.osm.turn_restrictions import Turn, find_restricted_turns
from geo.osm.way_splitting import WayPoints


@dataclass(frozen=True)
class OsmExtract:
    """
    The data of an extract for a community. All frames EPSG:4326.

    Attributes
    ----------
    edges
        LineStrings with `edge u v name kind lit surface steps bridge way fragment routable`, and
        the columns of `geo.network.edge_restrictions.EdgeRestrictions`.
        No two edges join the same two nodes and none is a loop.
    base_map
        Features of the base map: see `geo.osm.base_map.build_base_map`.
    candidates
        Services to accept or refuse: see `geo.osm.service_candidates.extract_service_candidates`.
    counts
        Counts: `ways nodes segments edges junctions fragments fragment_m incomplete_ways` of
        walkable ways, one count per layer of the base map, `candidates`, those of
        `geo.osm.restriction_counts`. `nodes` and `segments` are those of the file before
        splitting; `fragment_m` is the street outside the main network, in metres.
    turn_restrictions
        Turns of motor vehicles; see `geo.osm.turn_restrictions`.
    ferries
        Ferries, which are no part of `edges`: see `geo.osm.ferries.build_ferries`.
    """

    edges: gpd.GeoDataFrame
    base_map: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    counts: dict[str, int]
    turn_restrictions: list[Turn]
    ferries: gpd.GeoDataFrame

    @property
    def nodes(self) -> gpd.GeoDataFrame:
        """Points with `node`, numbered along a Hilbert curve: the ends of the edges."""
        u, v = self.edges["u"].to_numpy(), self.edges["v"].to_numpy()
        points = np.empty(int(max(u.max(), v.max())) + 1, dtype=object)
        points[u] = shapely.get_point(self.edges.geometry.to_numpy(), 0)
        points[v] = shapely.get_point(self.edges.geometry.to_numpy(), -1)
        return gpd.GeoDataFrame(
            {"node": np.arange(len(points), dtype=np.int32)}, geometry=points, crs=WGS84
        )


def read_extract(
    path: Path,
    *,
    clip_polygon: BaseGeometry | None = None,
    joins_fragments: bool = True,
    progress: ProgressCallback | None = None,
) -> OsmExtract:
    """
    Read an OpenStreetMap extract.

    Parameters
    ----------
    path
        Of a format of `geo.osm.file_formats.detect_osm_format`, which looks at the content.
    clip_polygon
        Polygon, EPSG:4326, including the margin: what does not touch it is dropped.
        None keeps all.
    joins_fragments
        Whether fragments within metres of the network are joined: see `geo.osm.connectors`.
    progress
        May raise to stop.

    Raises
    ------
    ExtractEmptyError, ExtractNotOsmError, ExtractTruncatedError
        If the file is missing data or has another format.
    ExtractWithoutStreetsError, ExtractOutsideBoundaryError
        If it has no walkable way, or none that touches `clip_polygon`.
    ExtractAntimeridianError
        If its streets lie on both sides of the 180° meridian.
    """
    report_reading = partial(progress or ignore_progress, 0.0, "streets.reading")
    report_reading()
    filtered = read_filtered_extract(path, on_progress=report_reading)
    return build_extract(
        filtered,
        file=path.name,
        clip_polygon=clip_polygon,
        joins_fragments=joins_fragments,
        progress=progress,
    )


def build_extract(
    filtered: FilteredExtract,
    *,
    file: str,
    clip_polygon: BaseGeometry | None = None,
    joins_fragments: bool = True,
    progress: ProgressCallback | None = None,
) -> OsmExtract:
    """
    Build streets, base map and service candidates of the objects of a file.

    Parameters and errors: as for `read_extract`, but for those of reading.
    """
    report_progress = progress or ignore_progress
    report_progress(0.6, "streets.cutting")
    ways = read_tag_restrictions(filtered.streets)
    barred = select_way_points(filtered, ways, clip_polygon=clip_polygon, file=file)
    _check_antimeridian(barred.points, file)
    report_progress(0.65, "streets.base_map")
    base_map = build_base_map(filtered, clip_polygon=clip_polygon)
    report_progress(0.75, "streets.cutting")
    obstacles = collect_obstacles(filtered.lines, base_map) if joins_fragments else None
    selected = select_ferries(filtered.ferries, barred.coincident, clip_polygon=clip_polygon)
    graph = build_street_graph(barred, filtered, ways, obstacles, selected.terminal_refs)
    ferries = build_ferries(selected, graph)
    length_m, streets = graph.lines.lengths_m(), append_connector_tags(filtered.streets)
    edges = _build_edges(graph.lines, streets, graph.restrictions, length_m=length_m)
    turns = find_restricted_turns(filtered.turn_relations, edges, graph.node_refs)
    candidates = extract_service_candidates(filtered.services, clip_polygon=clip_polygon)
    counts = {
        **_count_graph(filtered, barred.points, graph),
        **_count_fragments(edges["fragment"].to_numpy(), length_m),
        **_count_base_layers(base_map),
        "candidates": len(candidates),
        **count_restrictions(edges, graph, ways, filtered.turn_relations),
        **count_ferries(selected, ferries),
    }
    report_progress(1.0, "streets.read")
    return OsmExtract(edges, base_map, candidates, counts, turns, ferries)


def _check_antimeridian(points: WayPoints, file: str) -> None:
    if lie_across_antimeridian(points.lonlat[:, 0]):
        raise ExtractAntimeridianError(file=file)


def _count_graph(
    filtered: FilteredExtract, points: WayPoints, graph: StreetGraph
) -> dict[str, int]:
    return {
        "incomplete_ways": filtered.incomplete_ways,
        "ways": len(np.unique(points.way)),
        "nodes": len(np.unique(points.ref)),
        "segments": points.count_segments(),
        "edges": len(graph.lines),
        "junctions": len(graph.node_lonlat),
        **graph.connector_counts,
    }


def _build_edges(
    lines: Polylines, streets: OsmWays, restrictions: EdgeRestrictions, *, length_m: FloatArray
) -> gpd.GeoDataFrame:
    fragment = number_fragments(lines.u, lines.v, length_m=length_m)
    kind = _object_array([tags["highway"] for tags in streets.tags])[lines.osm_way_index]
    return gpd.GeoDataFrame(
        {
            "edge": np.arange(len(lines), dtype=np.int32),
            "u": lines.u.astype(np.int32),
            "v": lines.v.astype(np.int32),
            "name": _object_series(
                _object_array([_street_name(tags) for tags in streets.tags])[lines.osm_way_index]
            ),
            "kind": _object_series(kind),
            "lit": _object_series(
                _object_array([tags.get("lit") for tags in streets.tags])[lines.osm_way_index]
            ),
            "surface": _object_series(
                _object_array([tags.get("surface") for tags in streets.tags])[lines.osm_way_index]
            ),
            "steps": (kind == "steps").astype(np.bool_),
            "bridge": np.array([_is_bridge(tags) for tags in streets.tags])[lines.osm_way_index],
            "way": streets.way_ids[lines.osm_way_index],
            "fragment": fragment.astype(np.int32),
            "routable": find_routable_edges(fragment, length_m=length_m),
            **{
                name: _object_series(values) if values.dtype == object else values
                for name, values in restrictions.to_columns().items()
            },
        },
        geometry=lines.to_linestrings(),
        crs=WGS84,
    )


def _street_name(tags: Tags) -> str | None:
    # Main roads between villages often have a number (`ref`) and no name.
    return tags.get("name") or tags.get("ref")


def _is_bridge(tags: Tags) -> bool:
    return tags.get("bridge", "no") != "no"


def _object_array(values: list[str | None]) -> npt.NDArray[np.object_]:
    return np.array(values, dtype=object)


def _object_series(values: npt.NDArray[np.object_]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)  # pandas would turn None into NaN otherwise


def _count_fragments(fragment: npt.NDArray[np.int32], length_m: FloatArray) -> dict[str, int]:
    return {
        "fragments": int(fragment.max()) + 1,
        "fragment_m": round(float(length_m[fragment > 0].sum())),
    }


def _count_base_layers(base_map: gpd.GeoDataFrame) -> dict[str, int]:
    counts = base_map["layer"].value_counts()
    return {layer: int(counts.get(layer, 0)) for layer in BASE_MAP_LAYERS}
