"""
A community as one audience may see it: the only way from the store to an answer.

A view is a moment of the community: it keeps the versions it was opened at. What is costly,
the network and where areas cross it, is kept between views and shared by audiences, because
it says nothing by itself about who may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, cast

import geopandas as gpd

from geo.errors import NoStreetsError
from geo.model import Audience, Community, DrawingSession, HistoryEntry, LayerName, TimeSlot
from geo.network.daylight import determine_slot, find_timezone, parse_local_time
from geo.network.exposure import AreaCrossingCache, Exposure, measure_exposure
from geo.network.street_network import StreetNetwork, build_street_network
from geo.privacy.count_source import CountSource
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.redaction import is_confidential, redact
from geo.privacy.result_cache import ResultCache
from geo.privacy.session_disclosure import disclose_sessions
from geo.store import Store
from geo.store import communities as records
from geo.store.actor import current_actor
from geo.store.audit import write_audit_line
from geo.store.audit_vocabulary import AuditDetail
from geo.store.history import read_history
from geo.store.installation_secret import load_installation_secret
from geo.store.layers import read_layer
from geo.store.streets import (
    count_streets,
    read_base_map,
    read_service_candidates,
    read_street_edges,
)

CACHE_SIZE = 64  # networks, views and answers of the communities in use
SEARCH_CACHE_SIZE = 64  # one for each moment and aversion asked for
MASKING_KEY_NAME = "mask"  # name of the secret that all masked places are drawn from


_shared_cache = ResultCache(CACHE_SIZE)


def clear_caches() -> None:
    """Forget what is kept between views: what was erased from the store must not live on here."""
    _shared_cache.clear()


class View:
    """
    One community, one audience, one moment.

    Attributes
    ----------
    community
        Its own record.
    audience
        For whom.
    cache, search_cache
        Answers and priced networks of this moment, for whoever asks again.
    """

    def __init__(self, store: Store, community: Community, audience: Audience) -> None:
        self._store = store
        self.community = community
        self.audience = audience
        self.cache = ResultCache(CACHE_SIZE)
        self.search_cache = ResultCache(SEARCH_CACHE_SIZE)

    @cached_property
    def risk_areas(self) -> gpd.GeoDataFrame:
        """What the groups marked."""
        return self._redacted_layer("risk_areas")

    @cached_property
    def safe_zones(self) -> gpd.GeoDataFrame:
        """Where one can wait or ask for help."""
        return self._redacted_layer("safe_zones")

    @cached_property
    def services(self) -> gpd.GeoDataFrame:
        """Institutions that help; confidential ones without a place, but for coordinators."""
        return self._redacted_layer("services")

    @cached_property
    def demand(self) -> gpd.GeoDataFrame:
        """Where people live."""
        return self._redacted_layer("demand")

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """The parts of the community."""
        return self._redacted_layer("zones")

    def layer(self, name: LayerName) -> gpd.GeoDataFrame:
        """Give a layer by its name."""
        return cast("gpd.GeoDataFrame", getattr(self, name))

    def history(self, layer: LayerName, limit: int) -> list[HistoryEntry]:
        """Read the latest changes of a layer; only a coordinator may look back."""
        if self.audience != "coordinator":
            return []
        return read_history(self._store, self.community.slug, layer, limit=limit)

    def record_audit(self, action: str, details: Mapping[str, AuditDetail]) -> None:
        """
        Write into the audit log what is done with this view, in the name of whoever is at work.

        Raises
        ------
        AuditDetailError
            If the line would hold what may not stand there; see `geo.store.audit_vocabulary`.
        """
        write_audit_line(self._store, current_actor(), action, details)

    def own_pathway(self, situation: str) -> dict[str, Any] | None:
        """Read the latest of the network's own copies of a pathway; None where it has none."""
        slug = self.community.slug
        rows = self._store.rows("pathways/latest", community=slug, situation=situation)
        return rows[0] if rows else None

    @cached_property
    def sessions(self) -> list[DrawingSession]:
        """The groups that drew; for the public only by month and in round numbers."""
        found = records.list_drawing_sessions(self._store, self.community.slug)
        return disclose_sessions(found, self.audience)

    @cached_property
    def candidates(self) -> gpd.GeoDataFrame:
        """Services the extract named, to be decided on; likely shelters for coordinators only."""
        found = read_service_candidates(self._store, self.community.slug)
        if self.audience == "coordinator":
            return found
        return found[~is_confidential(found)].reset_index(drop=True)

    @cached_property
    def street_counts(self) -> dict[str, int]:
        """Edges, junctions, fragments, and services still to be decided on by this reader."""
        counts = count_streets(self._store, self.community.slug)
        return {**counts, "candidates": len(self.candidates)} if "candidates" in counts else counts

    @property
    def has_streets(self) -> bool:
        """Tell whether ways can be searched."""
        return self.community.streets_version > 0 and self.street_counts["edges"] > 0

    @cached_property
    def network(self) -> StreetNetwork:
        """
        The streets as arrays.

        Raises
        ------
        NoStreetsError
            If the community has none yet.
        """
        if not self.has_streets:
            raise NoStreetsError(community=self.community.name)
        slug = self.community.slug
        return _shared_cache.get_or_compute(
            (*self._cache_key, "network"),
            lambda: build_street_network(read_street_edges(self._store, slug)),
        )

    def exposure(self, slot: TimeSlot) -> Exposure:
        """Measure what the streets are exposed to by day or by night."""
        crossings = _shared_cache.get_or_compute(
            (*self._cache_key, "crossings"), lambda: AreaCrossingCache(self.network)
        )
        return self.cache.get_or_compute(
            ("exposure", slot),
            lambda: measure_exposure(
                crossings, risk_areas=self.risk_areas, safe_zones=self.safe_zones, slot=slot
            ),
        )

    @cached_property
    def centre(self) -> tuple[float, float]:
        """
        Latitude and longitude of the community's middle: of its boundary, or of its streets.

        Raises
        ------
        NoStreetsError
            If it has neither.
        """
        boundary = self.community.boundary
        if boundary is not None:
            return boundary.centroid.y, boundary.centroid.x
        edges = _shared_cache.get_or_compute((*self._cache_key, "bounds"), self._street_bounds)
        west, south, east, north = edges
        return (south + north) / 2, (west + east) / 2

    @property
    def timezone(self) -> str:
        """The community's time zone: its own, or the one its middle lies in."""
        return self.community.timezone or find_timezone(*self.centre) or "UTC"

    def moment(self, text: str | None = None) -> datetime:
        """Read a local time of the community; None means now."""
        return parse_local_time(text, self.timezone)

    def slot(self, when: datetime) -> TimeSlot:
        """Tell whether a moment is day or night here."""
        lat, lon = self.centre
        return determine_slot(when, lat=lat, lon=lon, day_hours=self.community.daylight_hours)

    def base_map(self, bounds: tuple[float, ...], *, last_rank: int) -> gpd.GeoDataFrame:
        """Read what the base map shows within some bounds; see `read_base_map`."""
        return read_base_map(self._store, self.community.slug, bounds, last_rank=last_rank)

    @property
    def _cache_key(self) -> tuple[str, str, int]:
        community = self.community
        return str(self._store.path), community.slug, community.streets_version

    @cached_property
    def count_source(self) -> CountSource:
        """
        What counts for everybody, whole: for `geo.coverage`, which tells numbers and no places.

        Services stay the same for every audience; homes are those the reader is given herself, so
        that no answer says more of them than their layer.
        """
        zoned = self.audience != "public"
        return CountSource(
            self.demand, self._unredacted_layer("services"), self._disclosure_context, zoned
        )

    @cached_property
    def _disclosure_context(self) -> DisclosureContext:
        return DisclosureContext(
            homes=self._unredacted_layer("demand"),
            zones=self._unredacted_layer("zones"),
            boundary=self.community.boundary,
            installation_secret=load_installation_secret(self._store, MASKING_KEY_NAME),
        )

    def _redacted_layer(self, name: LayerName) -> gpd.GeoDataFrame:
        ground = None if self.audience == "coordinator" else self._disclosure_context
        return redact(name, self._unredacted_layer(name), self.audience, context=ground)

    def _unredacted_layer(self, name: LayerName) -> gpd.GeoDataFrame:
        return read_layer(self._store, self.community.slug, name)

    def _street_bounds(self) -> tuple[float, float, float, float]:
        if not self.has_streets:
            raise NoStreetsError(community=self.community.name)
        bounds = read_street_edges(self._store, self.community.slug).total_bounds
        west, south, east, north = (float(side) for side in bounds)
        return west, south, east, north


def open_view(store: Store, slug: str, audience: Audience) -> View:
    """
    Open a community for an audience.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    """
    community = records.read_community(store, slug)
    key = (str(store.path), slug, audience, community.layers_version, community.streets_version)
    return _shared_cache.get_or_compute(key, lambda: View(store, community, audience))
