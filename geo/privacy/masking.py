"""
Donut geomasking: random displacement of points, reproducible so that it cannot be averaged out.

After Hampton, Fitch, Allshouse, Doherty, Gesink, Leone, Serre & Miller (2010), "Mapping health
data: improved privacy protection with donut method geomasking", American Journal of Epidemiology
172(9), 1062-1069: a point is moved into a ring around it, between a minimum and a maximum
distance, both scaled to the local population density.

It applies to homes too few for household aggregates (see `geo.privacy.household_aggregates`).
Services that are not confidential are public and exact; confidential ones are disclosed without a
location, because a masked location is still a location.

The random generator is seeded by HMAC-SHA256 (RFC 2104) of the grid cell of the point, with the
installation's secret as the key. The record's id would change with every import, and exact
coordinates with every measurement: both would give an attacker several draws to average. Distances
are powers of two, so that one neighbour more or less does not move points disclosed before.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]

# Numbers of people within the inner and the outer radius. Hampton et al. used a ratio of one to ten
# between the two; the minimum is twice k, so that it exceeds k even at the inner radius.
MIN_RING_PEOPLE = 2 * MIN_FREQUENCY
MAX_RING_PEOPLE = 10 * MIN_RING_PEOPLE
# Limits where too few people are known, or the density is very high.
MIN_DISTANCE_M, MAX_DISTANCE_M = 50.0, 2000.0
DISTANCE_FACTOR = 2.0  # distances are its powers, in metres
MAX_DRAWS = 256  # attempts before a point is drawn anywhere within the boundary
# Degrees, some two hundred metres: a slightly different measurement gives the same draw.
DRAW_CELL_DEG = 0.002


@dataclass(frozen=True)
class DonutRing:
    """Inner and outer radius [m] of the displacement of each point."""

    inner_m: FloatArray
    outer_m: FloatArray


def mask_points(points: gpd.GeoSeries, context: DisclosureContext) -> gpd.GeoSeries:
    """
    Displace each point into its ring.

    Parameters
    ----------
    points
        Points, EPSG:4326.
    context
        Its homes give the population density, and its boundary contains all results.

    Returns
    -------
    masked
        Points, EPSG:4326, same index. Reproducible for the same point and secret: all points of
        one grid cell have the same displacement. If the ring lies outside the boundary, a random
        point within the boundary.
    """
    if points.empty:
        return points.copy()
    crs = context.choose_crs(gpd.GeoDataFrame(geometry=points))
    boundary = context.project_boundary(crs)
    projected = points.to_crs(crs)
    xy = np.column_stack([projected.x, projected.y])
    ring = compute_rings(
        xy, context.project_homes(crs), context.homes["people"].to_numpy(dtype=float)
    )
    degrees = zip(points.x, points.y, strict=True)
    drawn = [
        _draw_in_ring(
            xy[row],
            ring.inner_m[row],
            ring.outer_m[row],
            boundary,
            _seeded_generator(context.installation_secret, lon, lat),
        )
        for row, (lon, lat) in enumerate(degrees)
    ]
    return gpd.GeoSeries(shapely.points(drawn), index=points.index, crs=crs).to_crs(WGS84)


def compute_rings(xy: FloatArray, homes_xy: FloatArray, people: FloatArray) -> DonutRing:
    """
    Scale the ring of each point to the local population density.

    Parameters
    ----------
    xy, homes_xy
        Coordinates [m], shape (n, 2).
    people
        People of each home; NaN counts as zero.

    Returns
    -------
    ring
        `MIN_RING_PEOPLE` people live within `inner_m`, `MAX_RING_PEOPLE` within `outer_m`; powers
        of `DISTANCE_FACTOR`, between `MIN_DISTANCE_M` and `MAX_DISTANCE_M`, and the outer radius
        at least twice the inner one.
    """
    from scipy.spatial import cKDTree  # loads slowly, and few requests need it

    if not len(homes_xy):
        return DonutRing(
            np.full(len(xy), MIN_DISTANCE_M * DISTANCE_FACTOR), np.full(len(xy), MAX_DISTANCE_M)
        )
    neighbours = min(len(homes_xy), MAX_RING_PEOPLE)
    distances, home = cKDTree(homes_xy).query(xy, k=np.arange(1, neighbours + 1))
    metres = np.asarray(distances)
    cumulative = np.cumsum(np.nan_to_num(people)[home], axis=1)
    inner = _round_up_distances(_distance_to_people(metres, cumulative, MIN_RING_PEOPLE))
    outer = _round_up_distances(_distance_to_people(metres, cumulative, MAX_RING_PEOPLE))
    return DonutRing(
        np.minimum(inner, MAX_DISTANCE_M / DISTANCE_FACTOR),
        np.maximum(outer, DISTANCE_FACTOR * inner).clip(max=MAX_DISTANCE_M),
    )


def _distance_to_people(
    metres: FloatArray, cumulative_people: FloatArray, min_people: float
) -> FloatArray:
    """Radius that contains so many people; `MAX_DISTANCE_M` if there are fewer."""
    enough = cumulative_people >= min_people
    first = np.argmax(enough, axis=1)
    distances = metres[np.arange(len(metres)), first]
    return np.where(enough.any(axis=1), distances, MAX_DISTANCE_M)


def _round_up_distances(metres: FloatArray) -> FloatArray:
    clipped = np.clip(metres, MIN_DISTANCE_M, MAX_DISTANCE_M)
    rounded: FloatArray = np.exp2(
        np.ceil(np.log2(clipped) / np.log2(DISTANCE_FACTOR)) * np.log2(DISTANCE_FACTOR)
    )
    return np.minimum(rounded, MAX_DISTANCE_M)


def _seeded_generator(key: bytes, lon: float, lat: float) -> np.random.Generator:
    text = (
        f"masked place {math.floor(lon / DRAW_CELL_DEG)} {math.floor(lat / DRAW_CELL_DEG)}".encode()
    )
    digest = hmac.new(key, text, hashlib.sha256).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def _draw_in_ring(
    point: FloatArray,
    inner_m: float,
    outer_m: float,
    boundary: BaseGeometry | None,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Draw uniformly by area from the ring, until the point lies within the boundary."""
    for _ in range(MAX_DRAWS):
        distance = np.sqrt(rng.uniform(inner_m**2, outer_m**2))
        angle = rng.uniform(0.0, 2.0 * np.pi)
        east, north = point[0] + distance * np.cos(angle), point[1] + distance * np.sin(angle)
        if boundary is None or shapely.intersects_xy(boundary, east, north):
            return float(east), float(north)
    return _draw_in_boundary(boundary, rng)


def _draw_in_boundary(
    boundary: BaseGeometry | None, rng: np.random.Generator
) -> tuple[float, float]:
    if boundary is None:
        msg = "without a boundary every draw is good"
        raise ValueError(msg)
    west, south, east, north = boundary.bounds
    while True:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.intersects_xy(boundary, x, y):
            return float(x), float(y)
