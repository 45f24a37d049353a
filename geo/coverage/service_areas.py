"""Catchment (service area) polygons, and gap areas where people live outside coverage."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.coverage.disc_union import DiscUnion
from geo.coverage.travel_time import ReachableNetwork
from geo.layers.population import known_women
from geo.network.street_network import FloatArray, StreetNetwork
from geo.routes.route import line_substring

STREET_BUFFER_M = 60.0  # buffer on both sides of a reached street
HOME_BUFFER_M = 110.0  # demand points closer than twice this distance share a gap
# Of a quarter of a disc or turn: outlines lie less than half the simplification beside the circle.
DISC_SEGMENTS = 6
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
    points = uncovered_points.geometry.to_numpy()
    pieces = shapely.get_parts(_close_discs(shapely.get_coordinates(points)))
    rows = _summarise_gaps(uncovered_points, _match_points_to_areas(pieces, points), len(pieces))
    gaps = gpd.GeoDataFrame(
        rows, geometry=shapely.simplify(pieces, SIMPLIFY_TOLERANCE_M), crs=uncovered_points.crs
    )
    has_zone = gaps["zone"].astype(object)
    gaps = gaps.assign(zone=has_zone.where(has_zone.notna(), None))  # NaN would be taken for a name
    return gaps.sort_values("people", ascending=False, ignore_index=True).to_crs("EPSG:4326")


def _close_discs(xy: FloatArray) -> shapely.Geometry:
    """Unite the discs of points, and close inlets: wider discs, whose union is made narrower."""
    disc = shapely.Point(0, 0).buffer(HOME_BUFFER_M + SMOOTHING_BUFFER_M, quad_segs=DISC_SEGMENTS)
    widened = DiscUnion(disc).unite(xy)
    return shapely.buffer(widened, -SMOOTHING_BUFFER_M, quad_segs=DISC_SEGMENTS)


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


def _match_points_to_areas(polygons: np.ndarray, points: np.ndarray) -> np.ndarray:
    """
    Match each point to the polygon that contains it; its own disc is part of one.

    Polygons are prepared, and look only at the points in their bounding box: the distance of a
    point to a polygon would be measured to all of its vertices.
    """
    piece, point = shapely.STRtree(points).query(polygons, predicate="intersects")
    pieces = np.empty(len(points), dtype=np.int64)
    pieces[point] = piece
    return pieces


def _summarise_gaps(
    demand_points: gpd.GeoDataFrame, pieces: np.ndarray, count: int
) -> pd.DataFrame:
    """Summarise the demand points of each piece, numbered from 0; each has at least one."""
    people = demand_points["people"].to_numpy(dtype=float)
    minutes = demand_points["minutes"].to_numpy(dtype=float)
    women = known_women(demand_points)
    return pd.DataFrame(
        {
            "people": np.bincount(pieces, people, minlength=count),
            "women": np.bincount(pieces, women, minlength=count),
            "minutes": _find_median_minutes(pieces, minutes, people),
            "zone": _find_main_zones(demand_points["zone"].to_numpy(), people, pieces, count),
        }
    )


def _find_median_minutes(pieces: np.ndarray, minutes: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Weighted median by people of the minutes of each piece: the first that reaches half."""
    order = np.lexsort((minutes, pieces))
    begins = np.flatnonzero(np.diff(pieces[order], prepend=-1))
    medians = []
    for rows in np.split(order, begins[1:]):
        half = np.searchsorted(np.cumsum(people[rows]), people[rows].sum() / 2)
        medians.append(minutes[rows[min(int(half), len(rows) - 1)]])
    return np.array(medians)


def _find_main_zones(
    zones: np.ndarray, people: np.ndarray, pieces: np.ndarray, count: int
) -> list[str | None]:
    """Zone where most people of each piece live, the first by name of equals; None outside all."""
    frame = pd.DataFrame({"piece": pieces, "zone": zones, "people": people})
    sums = frame.groupby(["piece", "zone"], sort=True)["people"].sum().reset_index()
    most = sums.sort_values(["piece", "people"], ascending=[True, False], kind="stable")
    main = most.drop_duplicates("piece").set_index("piece")["zone"].reindex(range(count))
    return [zone if isinstance(zone, str) else None for zone in main]
