"""Change of a community's boundary, and of the time zone derived from it."""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import authorise
from geo.errors import WriteDeniedError
from geo.model import Community
from geo.network.daylight import find_timezone
from geo.store import Store
from geo.store import communities as records
from geo.store.database import Transaction
from geo.store.write_authorisation import WriteAuthorisation


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
    WriteDeniedError
        If the acting role may not change it.
    """

    def in_transaction(transaction: Transaction) -> None:
        authorisation = authorise(transaction, slug, "boundary", "replace")
        if authorisation is None:
            raise WriteDeniedError(layer="boundary")
        replace_boundary(authorisation, boundary)

    records.read_community(store, slug)
    store.transact(in_transaction)
    return records.read_community(store, slug)


def replace_boundary(authorisation: WriteAuthorisation, boundary: BaseGeometry) -> None:
    """Set the boundary of a community within a transaction; see `set_boundary`."""
    old = records.read_community(authorisation.transaction, authorisation.community)
    is_derived = old.timezone is None or old.timezone == find_boundary_timezone(old.boundary)
    timezone = (find_boundary_timezone(boundary) or old.timezone) if is_derived else old.timezone
    records.write_boundary(authorisation, boundary, timezone=timezone)


def find_boundary_timezone(boundary: BaseGeometry | None) -> str | None:
    """Find the time zone at the centroid of a boundary."""
    if boundary is None:
        return None
    return find_timezone(boundary.centroid.y, boundary.centroid.x)
