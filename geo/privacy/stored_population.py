"""Homes and zones of a community in memory, read from the store again only where they changed."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
from pyproj import CRS

from geo.store.database import Transaction
from geo.store.disclosure import read_current_layer
from geo.store.history import read_population_version


@dataclass(frozen=True, eq=False)
class PopulationVersion:
    """
    Homes and zones between two changes of either. Must not leave `geo.privacy`.

    Attributes
    ----------
    version
        As of `read_population_version`.
    homes, zones
        As stored, EPSG:4326.
    households
        The household aggregates that were disclosed of these homes, by the CRS in which they were
        matched; only what was committed to the record.
    """

    version: tuple[int, int]
    homes: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    households: dict[CRS | None, gpd.GeoDataFrame] = field(default_factory=dict)


class StoredPopulation:
    """
    The latest version of a community's homes and zones that was asked for.

    A change of homes or zones adds to the history in the same transaction, and two of them in one
    community conflict, as both increment the version of its layers. So what has the version that a
    transaction reads is what that transaction would read.
    """

    def __init__(self, slug: str) -> None:
        self._slug = slug
        self._latest: PopulationVersion | None = None

    def read(self, transaction: Transaction) -> PopulationVersion:
        """Return homes and zones as a transaction reads them."""
        version = read_population_version(transaction, self._slug)
        latest = self._latest
        if latest is None or latest.version != version:
            latest = PopulationVersion(
                version,
                homes=read_current_layer(transaction, self._slug, "demand"),
                zones=read_current_layer(transaction, self._slug, "zones"),
            )
            self._latest = latest
        return latest
