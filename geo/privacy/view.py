"""
A community as one audience may see it: all reads of layers pass through a view.

A view is a snapshot of the versions at which it was opened. The street network and its crossings
with areas are expensive, and cached across audiences, because they do not depend on the audience.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import geopandas as gpd

from geo.cached_property import cached_property
from geo.errors import NoStreetsError
from geo.layers.population import Population, divide_population
from geo.model import Audience, Community, DrawingSession, HistoryEntry, LayerName, TimeSlot
from geo.network.daylight import determine_slot, find_timezone, parse_local_time
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.street_network import StreetNetwork, build_street_network
from geo.privacy import shared_cache
from geo.privacy.count_source import CountSource
from geo.privacy.layer_bounds import find_layer_bounds
from geo.privacy.recorded_disclosure import RecordedDisclosure
from geo.privacy.redaction import redact, redact_candidates
from geo.privacy.session_disclosure import disclose_sessions
from geo.privacy.stored_population import StoredPopulation
from geo.privacy.street_layers import StreetLayers
from geo.store import Store
from geo.store import communities as records
from geo.store.actor import current_actor
from geo.store.audit import write_audit_line
from geo.store.audit_vocabulary import AuditDetail
from geo.store.history import read_history, read_population_version
from geo.store.installation_secret import load_installation_secret
from geo.store.layers import count_features, read_layer
from geo.store.streets import (
    count_streets,
    read_service_candidates,
    read_street_bounds,
    read_street_edges,
)

MASKING_KEY_NAME = "mask"  # purpose of the secret that seeds all masked points


class View(StreetLayers):
    """
    One community, redacted for one audience, at one version.

    Attributes
    ----------
    community
        Its record.
    audience
        Who reads the results.
    cache, search_cache
        Cached results, and networks with edge costs, of this version.
    """

    def __init__(self, store: Store, community: Community, audience: Audience) -> None:
        self._store = store
        self.community = community
        self.audience = audience
        self.cache = shared_cache.new_view_cache()
        self.search_cache = shared_cache.new_view_cache()

    @cached_property
    def risk_areas(self) -> gpd.GeoDataFrame:
        """Risk areas that the groups drew."""
        return self._redacted_layer("risk_areas")

    @cached_property
    def safe_zones(self) -> gpd.GeoDataFrame:
        """Places and areas where one can wait or ask for help."""
        return self._redacted_layer("safe_zones")

    @cached_property
    def services(self) -> gpd.GeoDataFrame:
        """Services; confidential ones have a location only for coordinators."""
        return self._redacted_layer("services")

    @cached_property
    def demand(self) -> gpd.GeoDataFrame:
        """Demand points: where people live."""
        return self._redacted_layer("demand")

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """Zones of the community."""
        return self._redacted_layer("zones")

    def layer(self, name: LayerName) -> gpd.GeoDataFrame:
        """Return a layer by its name."""
        return cast("gpd.GeoDataFrame", getattr(self, name))

    def as_public(self) -> View:
        """Open the same community for the public, as for what hangs on a wall."""
        is_public = self.audience == "public"
        return self if is_public else open_view(self._store, self.community.slug, "public")

    def is_empty(self, name: LayerName) -> bool:
        """Return whether a layer has no rows; homes, which may be very many, are not read."""
        if name == "demand":
            return "demand" not in count_features(self._store, self.community.slug)
        return self.layer(name).empty

    def list_stored_ids(self, name: LayerName) -> list[str]:
        """List the ids of a layer as it is stored, without redaction: to compare with only."""
        return list(self._unredacted_layer(name)["id"])

    def history(self, layer: LayerName, limit: int) -> list[HistoryEntry]:
        """Read the latest changes of a layer; empty for all but coordinators."""
        slug, is_open = self.community.slug, self.audience == "coordinator"
        return read_history(self._store, slug, layer, limit=limit) if is_open else []

    def record_audit(self, action: str, details: Mapping[str, AuditDetail]) -> None:
        """Append an action to the audit log, under the acting account; see `write_audit_line`."""
        write_audit_line(self._store, current_actor(), action, details)

    def own_pathway(self, situation: str) -> dict[str, Any] | None:
        """Read the latest of the network's own copies of a pathway; None where it has none."""
        slug = self.community.slug
        rows = self._store.rows("pathways/latest", community=slug, situation=situation)
        return next(iter(rows), None)

    def scenario_versions(self) -> list[dict[str, Any]]:
        """Read all versions of the scenarios, with their places; see `geo.scenarios.storage`."""
        return self._store.rows("scenarios/versions", community=self.community.slug)

    @cached_property
    def sessions(self) -> list[DrawingSession]:
        """Drawing sessions; for the public only by month and with rounded counts."""
        unredacted = records.list_drawing_sessions(self._store, self.community.slug)
        return disclose_sessions(unredacted, self.audience)

    @cached_property
    def candidates(self) -> gpd.GeoDataFrame:
        """Undecided service candidates; likely shelters only for coordinators."""
        unredacted = read_service_candidates(self._store, self.community.slug)
        return redact_candidates(unredacted, self.audience)

    @cached_property
    def street_counts(self) -> dict[str, int]:
        """Counts of edges, junctions, fragments, and candidates that this reader can decide on."""
        counts = count_streets(self._store, self.community.slug)
        return {**counts, "candidates": len(self.candidates)} if "candidates" in counts else counts

    @property
    def has_streets(self) -> bool:
        """Return whether the community has street edges."""
        return self.community.streets_version > 0 and self.street_counts["edges"] > 0

    @cached_property
    def network(self) -> StreetNetwork:
        """
        The street network as arrays.

        Raises
        ------
        NoStreetsError
            If the community has none yet.
        """
        if not self.has_streets:
            raise NoStreetsError(community=self.community.name)
        return shared_cache.get_or_compute(
            *self._cache_key("network"),
            lambda: build_street_network(read_street_edges(self._store, self.community.slug)),
        )

    def exposure(self, slot: TimeSlot) -> Exposure:
        """Exposure of the street edges by day or by night."""
        return self.cache.get_or_compute(
            ("exposure", slot),
            lambda: measure_exposure(
                self.crossings,
                risk_areas=self.risk_areas,
                safe_zones=self.safe_zones,
                slot=slot,
                unlit_factor=self.community.unlit_factor,
            ),
        )

    @property
    def crossings(self) -> AreaCrossingCache:
        """Where areas cross the streets; shared by all audiences."""
        return shared_cache.get_or_compute(
            *self._cache_key("crossings"), lambda: AreaCrossingCache(self.network)
        )

    @cached_property
    def centre(self) -> tuple[float, float]:
        """
        Latitude and longitude of the centre of the boundary; else of the streets, or the layers.

        Raises
        ------
        ExtentMissingError
            If the community has none of them.
        """
        boundary = self.community.boundary
        if boundary is not None:
            return boundary.centroid.y, boundary.centroid.x
        west, south, east, north = self.data_bounds
        return (south + north) / 2, (west + east) / 2

    @cached_property
    def data_bounds(self) -> tuple[float, ...]:
        """West, south, east, north of the streets, else of the layers; raises as `centre`."""
        if not self.has_streets:
            return find_layer_bounds(self.community, self.layer)
        slug = self.community.slug
        return shared_cache.get_or_compute(
            *self._cache_key("bounds"), lambda: read_street_bounds(self._store, slug)
        )

    @cached_property
    def population(self) -> Population:
        """The demand points that count: those within the boundary; and how many people do not."""
        return divide_population(self.demand, self.community.boundary)

    @property
    def timezone(self) -> str:
        """The community's time zone: the configured one, or that of its centre."""
        return self.community.timezone or find_timezone(*self.centre) or "UTC"

    def moment(self, text: str | None = None) -> datetime:
        """Parse a local time of the community; None means now."""
        return parse_local_time(text, self.timezone)

    def slot(self, when: datetime) -> TimeSlot:
        """Return whether a time is day or night here."""
        lat, lon = self.centre
        return determine_slot(when, lat=lat, lon=lon, day_hours=self.community.daylight_hours)

    def _cache_key(self, name: str) -> tuple[tuple[str, str, str], int]:
        community = self.community
        return (str(self._store.path), community.slug, name), community.streets_version

    @cached_property
    def count_source(self) -> CountSource:
        """
        Source of counts for `geo.coverage`, which discloses numbers and no locations.

        Services are the same for every audience; homes are those disclosed to the reader, so that
        no count discloses more of them than their layer.
        """
        services = self._unredacted_layer("services")
        return CountSource(self.demand, services, self._disclosure, self.audience != "public")

    @cached_property
    def _disclosure(self) -> RecordedDisclosure:
        """What is disclosed of homes; shared by audiences, and by versions with the same homes."""
        store, slug, boundary = self._store, self.community.slug, self.community.boundary
        population = shared_cache.get_or_compute(
            (store, slug, "population"), None, lambda: StoredPopulation(slug)
        )
        shape = None if boundary is None else boundary.wkb
        return shared_cache.get_or_compute(
            (store, slug, "disclosure"),
            (read_population_version(store, slug), shape),
            lambda: RecordedDisclosure(
                store, slug, boundary, load_installation_secret(store, MASKING_KEY_NAME), population
            ),
        )

    def _redacted_layer(self, name: LayerName) -> gpd.GeoDataFrame:
        sees_all = self.audience == "coordinator"
        if name == "demand" and not sees_all:  # the record is disclosed, not the layer
            return self._disclosure.households.copy(deep=False)
        disclosure = None if sees_all else self._disclosure
        return redact(name, self._unredacted_layer(name), self.audience, disclosure=disclosure)

    def _unredacted_layer(self, name: LayerName) -> gpd.GeoDataFrame:
        return read_layer(self._store, self.community.slug, name)


def open_view(store: Store, slug: str, audience: Audience) -> View:
    """
    Open a community for an audience.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name.
    """
    community = records.read_community(store, slug)
    return shared_cache.get_or_compute(
        (str(store.path), slug, "view", audience),
        (community.layers_version, community.streets_version),
        lambda: View(store, community, audience),
    )
