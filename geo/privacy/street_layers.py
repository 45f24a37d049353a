"""What a view reads of streets beside their network; the same for every audience."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from geo.cached_property import cached_property
from geo.model import Community
from geo.privacy import shared_cache
from geo.store import Store
from geo.store.streets import (
    read_base_map,
    read_connectors,
    read_ferries,
    read_turn_restrictions,
)

T = TypeVar("T")


class StreetLayers:
    """
    Base map, connectors, ferries and turn restrictions of a community.

    Attributes
    ----------
    community
        Its record.
    """

    _store: Store
    community: Community

    @cached_property
    def connectors(self) -> gpd.GeoDataFrame:
        """Edges that join pieces of street where no street is mapped."""
        return read_connectors(self._store, self.community.slug)

    @cached_property
    def ferries(self) -> gpd.GeoDataFrame:
        """Ferries, which are no part of the street network; see `read_ferries`."""
        return read_ferries(self._store, self.community.slug)

    @cached_property
    def turn_restrictions(self) -> pd.DataFrame:
        """Turn restrictions of vehicles; see `read_turn_restrictions`."""
        return read_turn_restrictions(self._store, self.community.slug)

    def load_shared(
        self, subject: Hashable, version: tuple[Hashable, ...], compute: Callable[[], T]
    ) -> T:
        """Load what views share, such as homes on the streets; see `shared_cache`."""
        return shared_cache.get_or_compute(subject, version, compute)

    def base_map(self, bounds: tuple[float, ...], *, last_rank: int) -> gpd.GeoDataFrame:
        """Read the base map features within bounds; see `read_base_map`."""
        return read_base_map(self._store, self.community.slug, bounds, last_rank=last_rank)
