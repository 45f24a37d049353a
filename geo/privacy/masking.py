"""
Places moved so that nobody's door is found, and moved once, so that asking again does not help.

Donut geomasking after Hampton, Fitch, Allshouse, Doherty, Gesink, Leone, Serre & Miller (2010),
"Mapping health data: improved privacy protection with donut method geomasking", American Journal
of Epidemiology 172(9), 1062-1069: a place moves into a ring around it, never less than a least
distance and never more than a greatest one, both scaled to how densely people live there.

Where it applies: to homes too few to be told in blocks
(see `geo.privacy.household_aggregates`). Services that
are not confidential are public and exact; confidential ones have no place to be moved, because a
moved place is still a place.

The draw is fixed by the installation's secret and by the square of ground that the place lies in:
HMAC-SHA256 (RFC 2104). Not by the record's id, which a second import makes anew, nor by the place
to the centimetre, which a second measurement gives otherwise: each would give an attacker draws to
average. The distances go in steps of a factor of two, so that a neighbour more or less does not
move what has been shown already.
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
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]

# The ring holds among how many people somebody lives who is at its inner and at its outer edge.
# Hampton et al. took a ratio of one to ten between the two; the least is twice k, so that even
# the inner edge hides nobody among fewer.
MIN_RING_PEOPLE = 2 * MIN_FREQUENCY
MAX_RING_PEOPLE = 10 * MIN_RING_PEOPLE
# Where the map knows of too few people for that, or they live wall to wall.
MIN_DISTANCE_M, MAX_DISTANCE_M = 50.0, 2000.0
DISTANCE_FACTOR = 2.0  # distances are powers of it, in metres
MAX_DRAWS = 256  # draws before a place in a narrow corner is put anywhere within the boundary
# Degrees, some two hundred metres: a place measured again, a little otherwise, gives the same draw.
DRAW_CELL_DEG = 0.002


@dataclass(frozen=True)
class DonutRing:
    """The least and greatest distance [m] that each place moves."""

    inner_m: FloatArray
    outer_m: FloatArray


def mask_points(points: gpd.GeoSeries, context: DisclosureContext) -> gpd.GeoSeries:
    """
    Move each place into the ring around it.

    Parameters
    ----------
    points
        Points, EPSG:4326.
    context
        Whose homes tell how densely people live, and whose boundary nothing leaves.

    Returns
    -------
    masked
        Points, EPSG:4326, same index; the same for the same place and secret, ever after: all of
        one square move alike.
        Where the ring lies all outside the boundary, a place anywhere within it.
    """
    if points.empty:
        return points.copy()
    crs = context.choose_crs(gpd.GeoDataFrame(geometry=points))
    limits = context.project_boundary(crs)
    flat = points.to_crs(crs)
    xy = np.column_stack([flat.x, flat.y])
    ring = compute_rings(
        xy, context.project_homes(crs), context.homes["people"].to_numpy(dtype=float)
    )
    degrees = zip(points.x, points.y, strict=True)
    drawn = [
        _draw_in_ring(
            xy[row],
            ring.inner_m[row],
            ring.outer_m[row],
            limits,
            _seeded_generator(context.installation_secret, lon, lat),
        )
        for row, (lon, lat) in enumerate(degrees)
    ]
    return gpd.GeoSeries(shapely.points(drawn), index=points.index, crs=crs).to_crs(WGS84)


def compute_rings(xy: FloatArray, homes_xy: FloatArray, people: FloatArray) -> DonutRing:
    """
    Scale the ring around each place to how many people live near it.

    Parameters
    ----------
    xy, homes_xy
        Metres, shape (n, 2).
    people
        Living in each home; what is not known counts as nobody.

    Returns
    -------
    ring
        `inner`: within it live `MIN_RING_PEOPLE` people; `outer`: `MAX_RING_PEOPLE`; powers of
        `DISTANCE_FACTOR`, between `MIN_DISTANCE_M` and `MAX_DISTANCE_M`, and the outer at least
        twice the inner.
    """
    if not len(homes_xy):
        return DonutRing(
            np.full(len(xy), MIN_DISTANCE_M * DISTANCE_FACTOR), np.full(len(xy), MAX_DISTANCE_M)
        )
    near = min(len(homes_xy), MAX_RING_PEOPLE)
    found, home = cKDTree(homes_xy).query(xy, k=np.arange(1, near + 1))
    metres = np.asarray(found)
    among = np.cumsum(np.nan_to_num(people)[home], axis=1)
    inner = _round_up_distances(_distance_to_people(metres, among, MIN_RING_PEOPLE))
    outer = _round_up_distances(_distance_to_people(metres, among, MAX_RING_PEOPLE))
    return DonutRing(
        np.minimum(inner, MAX_DISTANCE_M / DISTANCE_FACTOR),
        np.maximum(outer, DISTANCE_FACTOR * inner).clip(max=MAX_DISTANCE_M),
    )


def _distance_to_people(
    metres: FloatArray, cumulative_people: FloatArray, min_people: float
) -> FloatArray:
    """Find how far one has to look to have so many people around; far where there are fewer."""
    enough = cumulative_people >= min_people
    first = np.argmax(enough, axis=1)
    found = metres[np.arange(len(metres)), first]
    return np.where(enough.any(axis=1), found, MAX_DISTANCE_M)


def _round_up_distances(metres: FloatArray) -> FloatArray:
    kept = np.clip(metres, MIN_DISTANCE_M, MAX_DISTANCE_M)
    steps: FloatArray = np.exp2(
        np.ceil(np.log2(kept) / np.log2(DISTANCE_FACTOR)) * np.log2(DISTANCE_FACTOR)
    )
    return np.minimum(steps, MAX_DISTANCE_M)


def _seeded_generator(key: bytes, lon: float, lat: float) -> np.random.Generator:
    said = (
        f"masked place {math.floor(lon / DRAW_CELL_DEG)} {math.floor(lat / DRAW_CELL_DEG)}".encode()
    )
    digest = hmac.new(key, said, hashlib.sha256).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def _draw_in_ring(
    point: FloatArray,
    inner_m: float,
    outer_m: float,
    boundary: BaseGeometry | None,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Draw evenly by ground from the ring, until the place lies within the boundary."""
    for _ in range(MAX_DRAWS):
        away = np.sqrt(rng.uniform(inner_m**2, outer_m**2))
        turn = rng.uniform(0.0, 2.0 * np.pi)
        east, north = point[0] + away * np.cos(turn), point[1] + away * np.sin(turn)
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
