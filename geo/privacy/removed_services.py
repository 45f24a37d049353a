"""
Which deleted services somebody may know of.

An import of a coordinator may put a confidential service in the place of an open one: the open
one is in the history as removed. So others than coordinators know only of those that their own
account removed, which they were shown.
"""

from __future__ import annotations

import geopandas as gpd

from geo.layers.confidential_features import is_confidential
from geo.model import Audience
from geo.store import Store
from geo.store.actor import current_actor
from geo.store.history import read_removed

MAX_LISTED = 20


def list_removed_services(store: Store, slug: str, audience: Audience) -> gpd.GeoDataFrame:
    """
    List deleted services, the latest first.

    Returns
    -------
    removed
        As `read_removed`; for others than coordinators the open ones of the acting account.
    """
    removed = read_removed(store, slug, "services", limit=MAX_LISTED)
    return removed if audience == "coordinator" else select_own_open(removed, current_actor())


def select_own_open(removed: gpd.GeoDataFrame, account: str) -> gpd.GeoDataFrame:
    """Select the services that an account removed itself and that are not confidential."""
    own = removed[(removed["account"] == account).to_numpy(dtype=bool)]
    return own[~is_confidential(own).to_numpy(dtype=bool)]
