"""A boundary for a community that is there already, and the time zone that follows from it."""

from __future__ import annotations

from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from geo.model import Community
from geo.network.daylight import find_timezone
from geo.store import Store
from geo.store import communities as records


def set_boundary(store: Store, slug: str, boundary: BaseGeometry) -> Community:
    """
    Give a community a boundary, in the place of the one it may have.

    Its layers and streets stay. Its time zone follows the boundary, unless somebody has set
    another than the old place has.

    Parameters
    ----------
    boundary
        Polygon or multipolygon, EPSG:4326.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    """
    old = records.read_community(store, slug)
    found = old.timezone is None or old.timezone == _find_timezone(old.boundary)
    timezone = (_find_timezone(boundary) or old.timezone) if found else old.timezone
    return records.update_community(store, replace(old, boundary=boundary, timezone=timezone))


def _find_timezone(boundary: BaseGeometry | None) -> str | None:
    if boundary is None:
        return None
    return find_timezone(boundary.centroid.y, boundary.centroid.x)
