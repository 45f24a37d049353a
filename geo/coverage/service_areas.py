"""Catchment (service area) polygons, and gap areas where people live outside coverage."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.travel_time import ReachableNetwork
from geo.network.street_network import FloatArray, StreetNetwork
from geo.routes.route import line_substring

STREET_BUFFER_M = 60.0  # buffer on both sides of a reached street
HOME_BUFFER_M = 110.0  # demand points closer than twice this distance share a gap
SMOOTHING_BUFFER_M = 60.0  # closes inlets, so that a gap is one compact polygon
GAP_COLUMNS = ("people", "women", "minutes", "zone")
SIMPLIFY_TOLERANCE_M = 4.0  # less than a line's width on a map of the whole community


def build_catchment(
    reachable_network: ReachableNetwork, *, limit: float, is_in_metres: bool = False
) -> gpd.GeoSeries:
    """
    Build the catchment of services.

    Parameters
    ----------
    limit
        Minutes, or metres where `is_in_metres`.

    Returns
    -------
    catchment
        One (multi)polygon in EPSG:4326; empty where nothing is reached.

    Notes
    -----
    Streets are buffered one by one before they are united: buffering their union takes twenty
    times as long for the same polygon.
    """
    network = reachable_network.exposure.network
    trips = reachable_network.junction_times
    value = trips.length_m if is_in_metres else trips.minutes
    per_m = np.ones(len(network.u)) if is_in_metres else network.pace_min_per_m
    lines = _extract_reached_lines(network, value, per_m, limit)
    access = reachable_network.service_positions
    limits = limit - (access.access_m if is_in_metres else access.access_minutes)
    lines += _extract_service_lines(reachable_network, per_m, limits)
    shape = shapely.union_all(shapely.buffer(lines, STREET_BUFFER_M, quad_segs=4))
    catchment = gpd.GeoSeries([shapely.simplify(shape, SIMPLIFY_TOLERANCE_M)], crs=network.crs)
    return catchment.to_crs("EPSG:4326")


def build_gap_areas(uncovered_points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Build the areas where people live outside coverage.

    Parameters
    ----------
    uncovered_points
        Demand points in a metric CRS with `people`, `women` (may be unknown), `minutes` (may be
        infinite) and `zone` (may be None).

    Returns
    -------
    gaps
        Polygons in EPSG:4326 with `people`, `women` (NaN where any is unknown), `minutes`
        (weighted median by people), `zone` (where most of them live); most people first.
        The people of all gaps add up to those of the demand points.
    """
    if uncovered_points.empty:
        columns: dict[str, list[object]] = {
            name: [] for name in ("people", "women", "minutes", "zone")
        }
        return gpd.GeoDataFrame(columns, geometry=[], crs="EPSG:4326")
    around = shapely.buffer(uncovered_points.geometry.to_numpy(), HOME_BUFFER_M, quad_segs=6)
    merged = shapely.union_all(around)
    smooth = shapely.buffer(shapely.buffer(merged, SMOOTHING_BUFFER_M), -SMOOTHING_BUFFER_M)
    pieces = shapely.get_parts(smooth)
    piece, home = _match_points_to_areas(pieces, uncovered_points)
    rows = [
        _summarise_gap(uncovered_points.iloc[home[piece == number]])
        for number in range(len(pieces))
    ]
    gaps = gpd.GeoDataFrame(
        rows, geometry=shapely.simplify(pieces, SIMPLIFY_TOLERANCE_M), crs=uncovered_points.crs
    )
    has_zone = gaps["zone"].astype(object)
    gaps = gaps.assign(zone=has_zone.where(has_zone.notna(), None))  # NaN would be taken for a name
    return gaps.sort_values("people", ascending=False, ignore_index=True).to_crs("EPSG:4326")


def _extract_reached_lines(
    network: StreetNetwork, node_values: FloatArray, value_per_m: FloatArray, limit: float
) -> list[shapely.LineString]:
    at_u, at_v = node_values[network.u], node_values[network.v]
    left_u = np.clip((limit - at_u) / value_per_m, 0.0, network.length_m)
    left_v = np.clip((limit - at_v) / value_per_m, 0.0, network.length_m)
    is_reached = left_u + left_v >= network.length_m
    some_u = ~is_reached & (left_u > 0)
    some_v = ~is_reached & (left_v > 0)
    starts = [line_substring(network.lines[e], 0.0, left_u[e]) for e in np.flatnonzero(some_u)]
    length = network.length_m
    ends = [
        line_substring(network.lines[e], length[e] - left_v[e], length[e])
        for e in np.flatnonzero(some_v)
    ]
    return [*network.lines[is_reached], *starts, *ends]


def _extract_service_lines(
    reachable_network: ReachableNetwork, value_per_m: FloatArray, limits: FloatArray
) -> list[shapely.LineString]:
    """Extract the reached parts of the services' own edges, even if no node is reached."""
    is_reached = limits >= 0
    network = reachable_network.exposure.network
    positions = reachable_network.service_positions.select_positions(is_reached)
    remaining_m = limits[is_reached] / value_per_m[positions.edge_indices]
    low = np.maximum(positions.along_m - remaining_m, 0.0)
    high = np.minimum(positions.along_m + remaining_m, network.length_m[positions.edge_indices])
    return [
        line_substring(network.lines[edge], begin, end)
        for edge, begin, end in zip(positions.edge_indices, low, high, strict=True)
    ]


def _match_points_to_areas(
    polygons: np.ndarray, demand_points: gpd.GeoDataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Match each demand point to the polygon that contains it; its own buffer is part of one."""
    tree = shapely.STRtree(polygons)
    (home, piece), _ = tree.query_nearest(
        demand_points.geometry.to_numpy(), return_distance=True, all_matches=False
    )
    return piece, home


def _summarise_gap(demand_points: gpd.GeoDataFrame) -> dict[str, object]:
    people = demand_points["people"].to_numpy()
    order = np.argsort(demand_points["minutes"].to_numpy())
    half = np.searchsorted(np.cumsum(people[order]), people.sum() / 2)
    minutes = demand_points["minutes"].to_numpy()[order][min(half, len(order) - 1)]
    by_zone = demand_points.groupby("zone", dropna=True)["people"].sum()
    return {
        "people": float(people.sum()),
        "women": float(demand_points["women"].sum(skipna=False)),
        "minutes": float(minutes),
        "zone": None if by_zone.empty else str(by_zone.idxmax()),
    }
