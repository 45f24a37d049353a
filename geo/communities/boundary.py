"""Change of a community's boundary, and of the time zone derived from it."""

from __future__ import annotations

from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from geo.model import Community
from geo.network.daylight import find_timezone
from geo.store import Store
from geo.store import communities as records


def set_boundary(store: Store, slug: str, boundary: BaseGeometry) -> Community:
    """
    Set the boundary of a community.

    Its layers and streets stay. Its time zone is derived from the boundary, unless another than
    that of the old boundary was set.

    Parameters
    ----------
    boundary
        Polygon or multipolygon, EPSG:4326.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    """
    old = records.read_community(store, slug)
    is_derived = old.timezone is None or old.timezone == find_boundary_timezone(old.boundary)
    timezone = (find_boundary_timezone(boundary) or old.timezone) if is_derived else old.timezone
    return records.update_community(store, replace(old, boundary=boundary, timezone=timezone))


def find_boundary_timezone(boundary: BaseGeometry | None) -> str | None:
    """Find the time zone at the centroid of a boundary."""
    if boundary is None:
        return None
    return find_timezone(boundary.centroid.y, boundary.centroid.x)
