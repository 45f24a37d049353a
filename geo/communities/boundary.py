"""Change of a community's boundary, and of the time zone derived from it."""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import authorise
from geo.access.proposals import propose_boundary
from geo.errors import BoundaryAntimeridianError
from geo.layers.antimeridian import crosses_antimeridian
from geo.model import Community
from geo.network.daylight import find_timezone
from geo.store import Store
from geo.store import communities as records
from geo.store.database import Transaction
from geo.store.write_authorisation import WriteAuthorisation


def set_boundary(store: Store, slug: str, boundary: BaseGeometry) -> Community | None:
    """
    Set the boundary of a community, or propose it where the acting role may only propose.

    Its layers and streets stay. Its time zone is derived from the boundary, unless another than
    that of the old boundary was set.

    Parameters
    ----------
    boundary
        Polygon or multipolygon, EPSG:4326.

    Returns
    -------
    community
        As it is now; None where the boundary was proposed and nothing has changed.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    WriteDeniedError
        If the acting role may neither change nor propose it.
    ProposalLimitError
        If the account has as many open proposals as are permitted.
    BoundaryAntimeridianError
        If it lies on both sides of the 180° meridian.
    """
    if crosses_antimeridian(boundary):
        raise BoundaryAntimeridianError

    def in_transaction(transaction: Transaction) -> bool:
        authorisation = authorise(transaction, slug, "boundary", "replace")
        if authorisation is None:
            propose_boundary(transaction, slug, boundary)
            return False
        replace_boundary(authorisation, boundary)
        return True

    records.read_community(store, slug)
    if not store.transact(in_transaction):
        return None
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
