"""
A view with some layers changed, as a scenario would have them; nothing of it is stored.

Measurements take a view, so the same code measures a community as it is and as it would be. What
the changes leave as it is comes from the caches of the unchanged view: with other services only the
searches to services of their types are new.

Whoever may not know where a confidential service is learns nothing of it here either. One that
would be added may be anywhere in the community; one that would move, or open longer, stays as she
knows it; one that would close is counted no more in the zones that are named for it. Nothing is
recorded as disclosed, because no zone is named for a place that is only thought of.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely

from geo.cached_property import cached_property
from geo.layers.confidential_features import is_confidential
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change
from geo.layers.population import Population
from geo.model import WGS84, TimeSlot
from geo.network.changed_network import add_path, find_nearest_edges, light_edges
from geo.network.exposure import AreaCrossingCache, Exposure
from geo.network.street_network import StreetNetwork
from geo.privacy.changed_services import (
    ChangedCountSource,
    build_added_services,
    change_rows,
    change_services,
    concatenate_services,
    point_at,
)
from geo.privacy.count_source import CountSource
from geo.privacy.redaction import redact
from geo.privacy.result_cache import ResultCache
from geo.privacy.view import View

T = TypeVar("T")

# Keys of results that no change of services, risk areas or streets concerns.
_OF_HOMES = frozenset({"homes in zones", "opening hours", "slot spans"})
_OF_PATHS = frozenset({"hours"})  # which streets there are
_OF_SERVICES = frozenset({"trips", "anywhere"})


class _LayeredCache(ResultCache):
    """A cache that takes from another what is the same there."""

    def __init__(self, base: ResultCache, is_same: Callable[[Hashable], bool]) -> None:
        super().__init__(max_size=64)
        self._base = base
        self._is_same = is_same

    def get_or_compute(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the cached result of a key, or compute and cache it."""
        if self._is_same(key):
            return self._base.get_or_compute(key, compute)
        return super().get_or_compute(key, compute)


class ChangedView(View):
    """
    A community as it would be with some changes, for the audience of a view.

    Parameters
    ----------
    base
        The view of the community as it is.
    changes
        Their targets are there: see `geo.scenarios.targets`.
    """

    def __init__(self, base: View, changes: Sequence[Change]) -> None:
        super().__init__(base._store, base.community, base.audience)
        self._base = base
        self._changes = tuple(changes)
        self.cache = _LayeredCache(base.cache, self._is_unchanged)

    def _of(self, *kinds: str) -> list[Change]:
        return [one for one in self._changes if one.kind in kinds]

    @cached_property
    def changed_types(self) -> frozenset[str]:
        """Types of services that would change."""
        targets = {one.target for one in self._changes if one.target}
        there = self._base.count_source.services
        changed = there["type"][there["id"].isin(targets)]
        return frozenset(changed) | {one.type for one in self._of("add_service") if one.type}

    @property
    def _changes_exposure(self) -> bool:
        kinds = ("change_risk", "light_street", "add_path")
        return self.has_streets and bool(self._of(*kinds))

    def _is_unchanged(self, key: Hashable) -> bool:
        name = key if isinstance(key, str) else key[0] if isinstance(key, tuple) else None
        if name in _OF_HOMES:
            return True
        if name in _OF_PATHS:
            return not self._of("add_path")
        if name == "exposure":
            return not self._changes_exposure
        if not isinstance(key, tuple) or name not in _OF_SERVICES or self._changes_exposure:
            return False
        return key[1] not in self.changed_types

    @cached_property
    def demand(self) -> gpd.GeoDataFrame:
        """Demand points, as they are."""
        return self._base.demand

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """Zones, as they are."""
        return self._base.zones

    @cached_property
    def safe_zones(self) -> gpd.GeoDataFrame:
        """Safe zones, as they are."""
        return self._base.safe_zones

    @cached_property
    def population(self) -> Population:
        """The demand points that count, as they are."""
        return self._base.population

    @cached_property
    def risk_areas(self) -> gpd.GeoDataFrame:
        """Risk areas with their changed severities, without those that would be none any more."""
        there = self._base.risk_areas
        severities = {one.target: one.severity for one in self._of("change_risk")}
        if not severities:
            return there
        if self.audience == "public":  # ids and shapes of small areas are not disclosed to it
            changed = _change_severities(self._unredacted_layer("risk_areas"), severities)
            return redact("risk_areas", changed, "public", disclosure=self._disclosure)
        return _change_severities(there, severities)

    @cached_property
    def services(self) -> gpd.GeoDataFrame:
        """Services as they would be; confidential ones have a location only for coordinators."""
        if self.audience == "coordinator":
            changed = change_services(self._unredacted_layer("services"), self._changes)
            return redact("services", changed, "coordinator")
        there = self._base.services
        is_hidden = there["confidential"].to_numpy(dtype=bool)
        added = build_added_services(self._changes, like=there)
        is_added_hidden = is_confidential(added).to_numpy(dtype=bool)
        unknown = added[is_added_hidden].copy()
        unknown[["name", "phone", "gateway", "opening_hours"]] = None
        nowhere = gpd.GeoSeries(np.full(len(unknown), None), index=unknown.index, crs=WGS84)
        parts = [
            change_rows(there[~is_hidden], self._changes),
            added[~is_added_hidden],
            self._without_closed(there[is_hidden]),
            unknown.set_geometry(nowhere).assign(confidential=True, public=False),
        ]
        return concatenate_services(parts)

    def _without_closed(self, confidential: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Leave out as many confidential services of each type as would close, the last ones."""
        there = self._base.count_source.services
        closes = there["id"].isin(self._closed) & is_confidential(there)
        counts = there["type"][closes].value_counts()
        from_last = confidential.groupby("type").cumcount(ascending=False)
        stays = from_last >= confidential["type"].map(counts).fillna(0)
        return confidential[stays.to_numpy(dtype=bool)]

    @property
    def _closed(self) -> frozenset[str]:
        return frozenset(str(one.target) for one in self._of("close_service"))

    @cached_property
    def count_source(self) -> CountSource:
        """Source of counts with the changed services."""
        there = self._base.count_source
        fixed: frozenset[str] = frozenset()
        if self.audience != "coordinator":
            fixed = frozenset(there.services["id"][is_confidential(there.services)])
        return ChangedCountSource(
            there.demand,
            change_services(there.services, self._changes, fixed=fixed),
            there.disclosure,
            there.zone_disclosed,
            unchanged=there,
            closed=self._closed,
        )

    @cached_property
    def network(self) -> StreetNetwork:
        """The streets, with lamps and paths that are not there."""
        network = self._base.network
        lit = [point_at(one.place) for one in self._of("light_street") if one.place is not None]
        if lit:
            places = gpd.GeoSeries(lit, crs=WGS84)
            network = light_edges(network, find_nearest_edges(network, places))
        for one in self._of("add_path"):
            line = shapely.LineString([(lon, lat) for lat, lon in one.line or ()])
            drawn = gpd.GeoSeries([line], crs=WGS84).to_crs(network.crs).iloc[0]
            network = add_path(network, drawn, name=one.name, is_bridge=one.bridge)
        return network

    def load_shared(
        self, subject: Hashable, version: tuple[Hashable, ...], compute: Callable[[], T]
    ) -> T:
        """Load what views share; what depends on a path that is not there is this view's alone."""
        if self._of("add_path") and any(one is self.network for one in version):
            return self.cache.get_or_compute(("changed", subject), compute)
        if self._of("light_street"):  # a lamp moves no street: what lies on them is the same
            network = self._base.network
            version = tuple(network if one is self.network else one for one in version)
        return super().load_shared(subject, version, compute)

    @cached_property
    def crossings(self) -> AreaCrossingCache:
        """Where areas cross the streets; those of the unchanged streets without a path."""
        return AreaCrossingCache(self.network) if self._of("add_path") else self._base.crossings

    def exposure(self, slot: TimeSlot) -> Exposure:
        """Exposure of the street edges by day or by night."""
        measured = super().exposure(slot)
        if measured.network is self.network:
            return measured
        return self.cache.get_or_compute(  # where areas cross streets no lamp changes
            ("lit exposure", slot), lambda: replace(measured, network=self.network)
        )


def _change_severities(
    areas: gpd.GeoDataFrame, severities: dict[str | None, int | None]
) -> gpd.GeoDataFrame:
    changed = areas["id"].map(severities)
    severity = np.where(changed.notna(), changed, areas["severity"]).astype(np.int64)
    rows = areas.assign(severity=severity)
    kept: gpd.GeoDataFrame = rows[severity != NO_LONGER_A_RISK].reset_index(drop=True)
    return kept
