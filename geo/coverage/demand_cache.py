"""What is derived from demand points alone, cached for all questions until they change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from typing import TypeVar

import geopandas as gpd
import shapely

from geo.privacy.view import View

T = TypeVar("T")


def load_for_demand(
    view: View,
    name: str,
    demand_points: gpd.GeoDataFrame,
    compute: Callable[[], T],
    *sources: Hashable,
) -> T:
    """
    Return what was derived from demand points, or compute and cache it.

    A change of another layer opens another view, but leaves this in the cache: after a service was
    added, the homes are not snapped to the streets again.

    Parameters
    ----------
    name
        What it is.
    demand_points
        The demand points; all else that the result depends on of the view is in `sources`.
    sources
        The street network, for one: a network that was built again is another one.

    Notes
    -----
    The key has a digest of the locations and not a version of the layer, because a view may read
    its layer after the next version was stored.
    """
    points = demand_points.geometry.to_numpy()
    digest = hashlib.blake2b(digest_size=16)
    for axis in (shapely.get_x(points), shapely.get_y(points)):
        digest.update(axis.tobytes())
    subject = (view.community.slug, view.audience, name)
    return view.load_shared(subject, (digest.digest(), *sources), compute)
