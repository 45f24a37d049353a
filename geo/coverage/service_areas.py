"""Ground as polygons: what is reached in time, and where people live who are not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.travel_time import Reach
from geo.network.street_network import FloatArray, StreetNetwork
from geo.routes.route import piece_line

ALONG_STREET_M = 60.0  # the ground on both sides that a street serves, in drawings
AROUND_HOME_M = 110.0  # homes nearer to each other than twice this share one gap
SMOOTH_M = 60.0  # rounds inlets, so that a gap reads as one piece of ground
COUNTED = ("people", "women", "minutes", "zone")
SIMPLE_M = 4.0  # less than a line's width on a map of the whole community


def reached_ground(found: Reach, *, limit: float, by_metres: bool = False) -> gpd.GeoSeries:
    """
    Draw the ground within reach of a service.

    Parameters
    ----------
    limit
        Minutes, or metres where `by_metres`.

    Returns
    -------
    ground
        One (multi)polygon in EPSG:4326; empty where nothing is reached.

    Notes
    -----
    Streets are buffered one by one before they are united: buffering their union takes twenty
    times as long for the same polygon.
    """
    network = found.exposure.network
    trips = found.junctions
    value = trips.length_m if by_metres else trips.minutes
    per_m = np.ones(len(network.u)) if by_metres else network.pace
    lines = _reached_lines(network, value, per_m, limit)
    lines += _around_services(found, per_m, limit)
    shape = shapely.union_all(shapely.buffer(lines, ALONG_STREET_M, quad_segs=4))
    ground = gpd.GeoSeries([shapely.simplify(shape, SIMPLE_M)], crs=network.crs)
    return ground.to_crs("EPSG:4326")


def gap_ground(uncovered: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Draw the ground where people live outside coverage.

    Parameters
    ----------
    uncovered
        Homes in a metric CRS with `people`, `women` (may be unknown), `minutes` (may be
        infinite) and `zone` (may be None).

    Returns
    -------
    gaps
        Polygons in EPSG:4326 with `people`, `women` (NaN where any is unknown), `minutes`
        (weighted median by people), `zone` (where most of them live); most people first.
        The people of all gaps add up to those of the homes.
    """
    if uncovered.empty:
        columns: dict[str, list[object]] = {
            name: [] for name in ("people", "women", "minutes", "zone")
        }
        return gpd.GeoDataFrame(columns, geometry=[], crs="EPSG:4326")
    around = shapely.buffer(uncovered.geometry.to_numpy(), AROUND_HOME_M, quad_segs=6)
    merged = shapely.union_all(around)
    smooth = shapely.buffer(shapely.buffer(merged, SMOOTH_M), -SMOOTH_M)
    pieces = shapely.get_parts(smooth)
    piece, home = _owner(pieces, uncovered)
    rows = [_gap(uncovered.iloc[home[piece == number]]) for number in range(len(pieces))]
    gaps = gpd.GeoDataFrame(rows, geometry=shapely.simplify(pieces, SIMPLE_M), crs=uncovered.crs)
    named = gaps["zone"].astype(object)
    gaps = gaps.assign(zone=named.where(named.notna(), None))  # NaN would pass for a name
    return gaps.sort_values("people", ascending=False, ignore_index=True).to_crs("EPSG:4326")


def _reached_lines(
    network: StreetNetwork, value: FloatArray, per_m: FloatArray, limit: float
) -> list[shapely.LineString]:
    at_u, at_v = value[network.u], value[network.v]
    left_u = np.clip((limit - at_u) / per_m, 0.0, network.length_m)
    left_v = np.clip((limit - at_v) / per_m, 0.0, network.length_m)
    whole = left_u + left_v >= network.length_m
    some_u = ~whole & (left_u > 0)
    some_v = ~whole & (left_v > 0)
    starts = [piece_line(network.lines[e], 0.0, left_u[e]) for e in np.flatnonzero(some_u)]
    length = network.length_m
    ends = [
        piece_line(network.lines[e], length[e] - left_v[e], length[e])
        for e in np.flatnonzero(some_v)
    ]
    return [*network.lines[whole], *starts, *ends]


def _around_services(found: Reach, per_m: FloatArray, limit: float) -> list[shapely.LineString]:
    """Draw what is reached of the edges that services stand on: no junction may be."""
    network, places = found.exposure.network, found.services
    left = limit / per_m[places.edge]
    low = np.maximum(places.along_m - left, 0.0)
    high = np.minimum(places.along_m + left, network.length_m[places.edge])
    return [
        piece_line(network.lines[edge], begin, end)
        for edge, begin, end in zip(places.edge, low, high, strict=True)
    ]


def _owner(pieces: np.ndarray, homes: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Tell which piece each home lies in; every home lies in one, its own buffer being part."""
    tree = shapely.STRtree(pieces)
    (home, piece), _ = tree.query_nearest(
        homes.geometry.to_numpy(), return_distance=True, all_matches=False
    )
    return piece, home


def _gap(homes: gpd.GeoDataFrame) -> dict[str, object]:
    people = homes["people"].to_numpy()
    order = np.argsort(homes["minutes"].to_numpy())
    half = np.searchsorted(np.cumsum(people[order]), people.sum() / 2)
    minutes = homes["minutes"].to_numpy()[order][min(half, len(order) - 1)]
    by_zone = homes.groupby("zone", dropna=True)["people"].sum()
    return {
        "people": float(people.sum()),
        "women": float(homes["women"].sum(skipna=False)),
        "minutes": float(minutes),
        "zone": None if by_zone.empty else str(by_zone.idxmax()),
    }
