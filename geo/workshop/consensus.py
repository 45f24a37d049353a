"""
Consensus: polygon overlay of the risk areas of several drawing sessions.

The plane is split along every outline, so that each session covers each piece completely or not at
all: an exact overlay. An area that one session drew twice counts once.
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

# Coordinates are rounded to a centimetre, so that outlines share their intersections.
OVERLAY_GRID_M = 0.01
MIN_PIECE_M2 = 0.1  # smaller pieces are artefacts of rounding


@dataclass(frozen=True)
class Consensus:
    """
    Agreement between drawing sessions.

    Attributes
    ----------
    pieces
        EPSG:4326, most sessions first: `sessions` (number that cover it), `codes` (which, sorted),
        `area_m2`.
    session_count
        Number of sessions compared, including those without marks.
    """

    pieces: gpd.GeoDataFrame
    session_count: int

    def area_m2(self, *, min_sessions: int) -> float:
        """Sum the area covered by at least so many sessions [m²]."""
        pieces = self.pieces
        return float(pieces.loc[pieces["sessions"] >= min_sessions, "area_m2"].sum())


def compute_consensus(marks: gpd.GeoDataFrame, *, session_count: int) -> Consensus:
    """
    Overlay the marks of drawing sessions.

    Parameters
    ----------
    marks
        Areas (see `geo.workshop.drawing_area`), EPSG:4326, with `session`.
    session_count
        Number of sessions compared.

    Returns
    -------
    consensus
        Its pieces do not overlap; their union is the union of the marks.
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
    session_areas = by_session.geometry.to_numpy()
    all_pieces = _split_by_outlines(session_areas)
    interior_points = shapely.point_on_surface(all_pieces)
    piece, session = shapely.STRtree(session_areas).query(interior_points, predicate="within")
    table = pd.DataFrame({"piece": piece, "code": codes[session]}).sort_values(["piece", "code"])
    codes_by_piece = table.groupby("piece")["code"].agg(list)
    covered = all_pieces[codes_by_piece.index.to_numpy()]
    large = shapely.area(covered) >= MIN_PIECE_M2
    return Consensus(
        _piece_frame(
            list(codes_by_piece[large]),
            list(shapely.area(covered[large])),
            list(covered[large]),
            crs,
        ),
        session_count,
    )


def _split_by_outlines(areas: NDArray[np.object_]) -> NDArray[np.object_]:
    """Split the plane along all outlines; holes between them are included."""
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
