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
from geo.privacy.disclosure_context import Ground
from geo.privacy.small_counts import LEAST_TOLD

FloatArray = NDArray[np.float64]

# The ring holds among how many people somebody lives who is at its inner and at its outer edge.
# Hampton et al. took a ratio of one to ten between the two; the least is twice k, so that even
# the inner edge hides nobody among fewer.
LEAST_AMONG = 2 * LEAST_TOLD
MOST_AMONG = 10 * LEAST_AMONG
# Where the map knows of too few people for that, or they live wall to wall.
LEAST_M, MOST_M = 50.0, 2000.0
STEP = 2.0  # distances are powers of it, in metres
TRIES = 256  # draws before a place in a narrow corner is put anywhere within the boundary
# Degrees, some two hundred metres: a place measured again, a little otherwise, gives the same draw.
SQUARE = 0.002


@dataclass(frozen=True)
class Ring:
    """The least and greatest distance [m] that each place moves."""

    inner: FloatArray
    outer: FloatArray


def mask(places: gpd.GeoSeries, ground: Ground) -> gpd.GeoSeries:
    """
    Move each place into the ring around it.

    Parameters
    ----------
    places
        Points, EPSG:4326.
    ground
        Whose homes tell how densely people live, and whose boundary nothing leaves.

    Returns
    -------
    masked
        Points, EPSG:4326, same index; the same for the same place and secret, ever after: all of
        one square move alike.
        Where the ring lies all outside the boundary, a place anywhere within it.
    """
    if places.empty:
        return places.copy()
    crs = ground.crs(gpd.GeoDataFrame(geometry=places))
    limits = ground.limits(crs)
    flat = places.to_crs(crs)
    xy = np.column_stack([flat.x, flat.y])
    ring = rings(xy, ground.home_xy(crs), ground.homes["people"].to_numpy(dtype=float))
    degrees = zip(places.x, places.y, strict=True)
    drawn = [
        _moved(xy[row], ring.inner[row], ring.outer[row], limits, _chance(ground.secret, lon, lat))
        for row, (lon, lat) in enumerate(degrees)
    ]
    return gpd.GeoSeries(shapely.points(drawn), index=places.index, crs=crs).to_crs(WGS84)


def rings(xy: FloatArray, homes_xy: FloatArray, people: FloatArray) -> Ring:
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
        `inner`: within it live `LEAST_AMONG` people; `outer`: `MOST_AMONG`; powers of `STEP`,
        between `LEAST_M` and `MOST_M`, and the outer at least twice the inner.
    """
    if not len(homes_xy):
        return Ring(np.full(len(xy), LEAST_M * STEP), np.full(len(xy), MOST_M))
    near = min(len(homes_xy), MOST_AMONG)
    found, home = cKDTree(homes_xy).query(xy, k=np.arange(1, near + 1))
    metres = np.asarray(found)
    among = np.cumsum(np.nan_to_num(people)[home], axis=1)
    inner = _steps(_reaching(metres, among, LEAST_AMONG))
    outer = _steps(_reaching(metres, among, MOST_AMONG))
    return Ring(np.minimum(inner, MOST_M / STEP), np.maximum(outer, STEP * inner).clip(max=MOST_M))


def _reaching(metres: FloatArray, among: FloatArray, people: float) -> FloatArray:
    """Find how far one has to look to have so many people around; far where there are fewer."""
    enough = among >= people
    first = np.argmax(enough, axis=1)
    found = metres[np.arange(len(metres)), first]
    return np.where(enough.any(axis=1), found, MOST_M)


def _steps(metres: FloatArray) -> FloatArray:
    kept = np.clip(metres, LEAST_M, MOST_M)
    steps: FloatArray = np.exp2(np.ceil(np.log2(kept) / np.log2(STEP)) * np.log2(STEP))
    return np.minimum(steps, MOST_M)


def _chance(secret: bytes, lon: float, lat: float) -> np.random.Generator:
    said = f"masked place {math.floor(lon / SQUARE)} {math.floor(lat / SQUARE)}".encode()
    digest = hmac.new(secret, said, hashlib.sha256).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def _moved(
    spot: FloatArray,
    inner: float,
    outer: float,
    limits: BaseGeometry | None,
    chance: np.random.Generator,
) -> tuple[float, float]:
    """Draw evenly by ground from the ring, until the place lies within the boundary."""
    for _ in range(TRIES):
        away = np.sqrt(chance.uniform(inner**2, outer**2))
        turn = chance.uniform(0.0, 2.0 * np.pi)
        east, north = spot[0] + away * np.cos(turn), spot[1] + away * np.sin(turn)
        if limits is None or shapely.intersects_xy(limits, east, north):
            return float(east), float(north)
    return _anywhere(limits, chance)


def _anywhere(limits: BaseGeometry | None, chance: np.random.Generator) -> tuple[float, float]:
    if limits is None:
        msg = "without a boundary every draw is good"
        raise ValueError(msg)
    west, south, east, north = limits.bounds
    while True:
        x, y = chance.uniform(west, east), chance.uniform(south, north)
        if shapely.intersects_xy(limits, x, y):
            return float(x), float(y)
