"""
From a file of OpenStreetMap data to the streets, the base map and the services it names.

Read the file once, keep the walkable ways, leave out what lies elsewhere, cut at junctions, make
every pair of nodes name one edge, number the fragments, number the nodes along a curve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.errors import ExtractElsewhereError, ExtractWithoutStreetsError
from geo.model import WGS84
from geo.network.polylines import FloatArray, Polylines
from geo.osm.base_map import LAYERS, base_features
from geo.osm.clipping import segments_touching
from geo.osm.components import is_routable, number_fragments
from geo.osm.filtered_extract import RawLines, Tags
from geo.osm.hilbert_order import along_curve, renumber
from geo.osm.osm_reader import read_raw
from geo.osm.service_candidates import service_candidates
from geo.osm.simple_graph import make_simple
from geo.osm.walkability import is_walkable
from geo.osm.way_splitting import WayPoints, cut_at_junctions, without_standstill

Progress = Callable[[float, str], None]
"""Called with a share of the work, 0 to 1, and the key of a sentence."""


@dataclass(frozen=True)
class Extract:
    """
    What an extract holds for a community. All frames EPSG:4326.

    Attributes
    ----------
    edges
        LineStrings with `edge u v name kind lit surface steps bridge way fragment routable`.
        No two edges join the same two nodes and none is a loop.
    nodes
        Points with `node`, numbered along a Hilbert curve.
    base
        What the base map shows: see `geo.osm.base_map.base_features`.
    candidates
        Services to accept or refuse: see `geo.osm.service_candidates.service_candidates`.
    counts
        How much of each: `ways nodes segments edges junctions fragments fragment_m
        incomplete_ways` of what is walked, one count per layer of the base map, `candidates`.
        `nodes` and `segments` are those of the file before cutting; `fragment_m` is the
        street outside the main network, in metres.
    """

    edges: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    base: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    counts: dict[str, int]


def read_extract(
    path: Path, *, keep: BaseGeometry | None = None, progress: Progress | None = None
) -> Extract:
    """
    Read an OpenStreetMap extract.

    Parameters
    ----------
    path
        `.osm.pbf`, `.osm`, `.osm.bz2` or `.osm.gz`; the content decides, not the name.
    keep
        Polygon, EPSG:4326, the margin already in it: what does not touch it is left out.
        None keeps all.
    progress
        Told how far the work is; may raise to stop it.

    Raises
    ------
    ExtractEmptyError, ExtractNotOsmError, ExtractTruncatedError
        If the file is not what it should be.
    ExtractWithoutStreetsError
        If nobody could walk on anything in it.
    ExtractElsewhereError
        If no street in it touches `keep`.
    """
    tell = progress or _silent
    tell(0.0, "streets.reading")
    raw = read_raw(path, tick=lambda: tell(0.0, "streets.reading"))
    tell(0.6, "streets.cutting")
    points = _points_on(raw.streets, keep, file=path.name)
    lines, lonlat = _numbered(make_simple(cut_at_junctions(points)))
    edges = _edges(lines, raw.streets)
    tell(0.75, "streets.base_map")
    base = base_features(raw, keep=keep)
    candidates = service_candidates(raw.services, keep=keep)
    counts = {
        "ways": len(np.unique(points.way)),
        "nodes": len(np.unique(points.ref)),
        "segments": points.segments(),
        "edges": len(edges),
        "junctions": len(lonlat),
        **_fragment_counts(edges["fragment"].to_numpy(), lines.lengths_m()),
        "incomplete_ways": raw.incomplete,
        **_layer_counts(base),
        "candidates": len(candidates),
    }
    tell(1.0, "streets.read")
    return Extract(edges, _nodes(lonlat), base, candidates, counts)


def _silent(_share: float, _key: str) -> None:
    return


def _walkable(tags: Tags) -> bool:
    return is_walkable(
        tags["highway"],
        foot=tags.get("foot"),
        access=tags.get("access"),
        motorroad=tags.get("motorroad"),
    )


def _points_on(streets: RawLines, keep: BaseGeometry | None, *, file: str) -> WayPoints:
    lonlat, sizes = streets.coordinates()
    refs = np.array(streets.refs, dtype=np.int64)
    walked = np.array([_walkable(tags) for tags in streets.tags], dtype=np.bool_)
    points = without_standstill(WayPoints.of_ways(refs, lonlat, sizes=sizes).of(walked))
    if not points.segments():
        raise ExtractWithoutStreetsError(file=file)
    if keep is None:
        return points
    points = points.keep_segments(segments_touching(points.lonlat, keep=keep))
    if not points.segments():
        raise ExtractElsewhereError(file=file)
    return points


def _numbered(lines: Polylines) -> tuple[Polylines, FloatArray]:
    """Give nodes their numbers along a curve and put edges in the order of their nodes."""
    count = int(max(lines.u.max(), lines.v.max())) + 1
    places = np.full((count, 2), np.nan)
    places[lines.u] = lines.lonlat[lines.offsets[:-1]]
    places[lines.v] = lines.lonlat[lines.offsets[1:] - 1]
    used = np.flatnonzero(~np.isnan(places[:, 0]))
    order = used[along_curve(places[used])]
    new = renumber(order, nodes=count)
    lines = Polylines(lines.lonlat, lines.offsets, new[lines.u], new[lines.v], lines.way)
    return lines.take(np.lexsort((lines.v, lines.u))), places[order]


def _edges(lines: Polylines, streets: RawLines) -> gpd.GeoDataFrame:
    length_m = lines.lengths_m()
    fragment = number_fragments(lines.u, lines.v, length_m=length_m)
    kind = _column([tags["highway"] for tags in streets.tags])[lines.way]
    return gpd.GeoDataFrame(
        {
            "edge": np.arange(len(lines), dtype=np.int32),
            "u": lines.u.astype(np.int32),
            "v": lines.v.astype(np.int32),
            "name": _texts(_column([_name(tags) for tags in streets.tags])[lines.way]),
            "kind": _texts(kind),
            "lit": _texts(_column([tags.get("lit") for tags in streets.tags])[lines.way]),
            "surface": _texts(_column([tags.get("surface") for tags in streets.tags])[lines.way]),
            "steps": (kind == "steps").astype(np.bool_),
            "bridge": np.array([_on_bridge(tags) for tags in streets.tags])[lines.way],
            "way": np.array(streets.way, dtype=np.int64)[lines.way],
            "fragment": fragment.astype(np.int32),
            "routable": is_routable(fragment, length_m=length_m),
        },
        geometry=lines.geometry(),
        crs=WGS84,
    )


def _name(tags: Tags) -> str | None:
    # Main roads between villages often have a number and no name: people know them by it.
    return tags.get("name") or tags.get("ref")


def _on_bridge(tags: Tags) -> bool:
    return tags.get("bridge", "no") != "no"


def _column(values: list[str | None]) -> npt.NDArray[np.object_]:
    return np.array(values, dtype=object)


def _texts(values: npt.NDArray[np.object_]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)  # pandas would turn None into NaN otherwise


def _nodes(lonlat: FloatArray) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"node": np.arange(len(lonlat), dtype=np.int32)},
        geometry=gpd.points_from_xy(lonlat[:, 0], lonlat[:, 1]),
        crs=WGS84,
    )


def _fragment_counts(fragment: npt.NDArray[np.int32], length_m: FloatArray) -> dict[str, int]:
    return {
        "fragments": int(fragment.max()) + 1,
        "fragment_m": round(float(length_m[fragment > 0].sum())),
    }


def _layer_counts(base: gpd.GeoDataFrame) -> dict[str, int]:
    found = base["layer"].value_counts()
    return {layer: int(found.get(layer, 0)) for layer in LAYERS}
