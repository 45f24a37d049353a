"""
Consensus: how many drawing sessions marked the same ground.

The ground is cut along every outline that anybody drew, so that each piece was marked as a whole
by each session or not at all: an exact overlay. What one session drew twice counts once.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.network.street_network import estimate_metric_crs

OVERLAY_GRID_M = 0.01  # outlines are rounded to a centimetre, so that they meet where they cross
MIN_PIECE_M2 = 0.1  # smaller pieces are what rounding leaves


@dataclass(frozen=True)
class Consensus:
    """
    How far groups agree.

    Attributes
    ----------
    pieces
        EPSG:4326, most agreed first: `session_count` (how many marked it), `codes` (which, sorted),
        `area_m2`.
    session_count
        How many sessions were asked, those included that marked nothing.
    """

    pieces: gpd.GeoDataFrame
    session_count: int

    def area_m2(self, *, min_sessions: int) -> float:
        """Sum the ground that so many sessions or more marked [m²]."""
        pieces = self.pieces
        return float(pieces.loc[pieces["sessions"] >= min_sessions, "area_m2"].sum())


def compute_consensus(marks: gpd.GeoDataFrame, *, session_count: int) -> Consensus:
    """
    Lay the marks of drawing sessions over each other.

    Parameters
    ----------
    marks
        Areas (see `geo.workshop.drawing_area`), EPSG:4326, with `session`.
    session_count
        How many sessions were asked.

    Returns
    -------
    consensus
        Its pieces do not overlap, and their union is the union of the marks.
    """
    areas = marks[marks.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    if areas.empty:
        return Consensus(_piece_frame([], [], [], CRS(WGS84)), session_count)
    crs = estimate_metric_crs(areas)
    metric = areas.to_crs(crs)
    shapes = shapely.set_precision(shapely.make_valid(metric.geometry.to_numpy()), OVERLAY_GRID_M)
    by_session = gpd.GeoDataFrame(
        {"session": metric["session"].to_numpy()}, geometry=shapes, crs=crs
    ).dissolve("session", sort=True)
    codes = by_session.index.to_numpy(dtype=object)
    grounds = by_session.geometry.to_numpy()
    cut = _split_by_outlines(grounds)
    inside = shapely.point_on_surface(cut)
    piece, session = shapely.STRtree(grounds).query(inside, predicate="within")
    table = pd.DataFrame({"piece": piece, "code": codes[session]}).sort_values(["piece", "code"])
    told = table.groupby("piece")["code"].agg(list)
    kept = cut[told.index.to_numpy()]
    large = shapely.area(kept) >= MIN_PIECE_M2
    return Consensus(
        _piece_frame(list(told[large]), list(shapely.area(kept[large])), list(kept[large]), crs),
        session_count,
    )


def _split_by_outlines(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cut the plane along all outlines; holes between them come along, marked by nobody."""
    outlines = shapely.union_all(shapely.boundary(areas), grid_size=OVERLAY_GRID_M)
    return np.asarray(shapely.get_parts(shapely.polygonize([outlines])), dtype=object)


def _piece_frame(
    codes: list[list[str]], areas_m2: list[float], geometries: list[BaseGeometry], crs: CRS
) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {"sessions": [len(one) for one in codes], "codes": codes, "area_m2": areas_m2},
        geometry=gpd.GeoSeries(geometries, crs=crs),
    )
    order = frame.sort_values(["sessions", "area_m2"], ascending=False, kind="stable")
    return order.to_crs(WGS84).reset_index(drop=True)
