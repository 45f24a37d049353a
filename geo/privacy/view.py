"""
A community as one audience may see it: the only way from the store to an answer.

A view is a moment of the community: it keeps the versions it was opened at. What is costly,
the network and where areas cross it, is kept between views and shared by audiences, because
it says nothing by itself about who may read.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast

import geopandas as gpd

from geo.errors import NoStreetsError
from geo.model import Audience, Change, Community, DrawingSession, LayerName, Slot
from geo.network.daylight import local_time, slot_at, timezone_at
from geo.network.exposure import Crossings, Exposure, measure_exposure
from geo.network.street_network import StreetNetwork, build_network
from geo.privacy.count_source import Counting
from geo.privacy.disclosure_context import Ground
from geo.privacy.redaction import confidential, cut
from geo.privacy.session_disclosure import sessions_told
from geo.store import Store
from geo.store import communities as records
from geo.store.actor import actor
from geo.store.audit import audit
from geo.store.audit_vocabulary import Detail
from geo.store.history import changes
from geo.store.installation_secret import installation_secret
from geo.store.layers import read_layer
from geo.store.streets import read_base, read_candidates, read_edges, street_counts

T = TypeVar("T")
KEPT = 64  # networks, views and answers of the communities in use
SEARCHES_KEPT = 64  # one for each moment and aversion asked for
MASK = "mask"  # name of the secret that all masked places are drawn from


class Kept:
    """Results by their key, the least used dropped first; each made once, whoever asks."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.RLock] = {}
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is known under a key, or make it now."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return cast("T", self._known[key])
            making = self._making.setdefault(key, threading.RLock())
        with making:  # others who ask for the same wait; those who ask for another do not
            with self._lock:
                if key in self._known:
                    return cast("T", self._known[key])
            made = make()
            with self._lock:
                self._known[key] = made
                self._making.pop(key, None)
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
            return made

    def clear(self) -> None:
        """Drop all results."""
        with self._lock:
            self._known.clear()


_kept = Kept(KEPT)


def drop_kept() -> None:
    """Forget what is kept between views: what was erased from the store must not live on here."""
    _kept.clear()


class View:
    """
    One community, one audience, one moment.

    Attributes
    ----------
    community
        Its own record.
    audience
        For whom.
    kept, searches
        Answers and priced networks of this moment, for whoever asks again.
    """

    def __init__(self, store: Store, community: Community, audience: Audience) -> None:
        self._store = store
        self.community = community
        self.audience = audience
        self.kept = Kept(KEPT)
        self.searches = Kept(SEARCHES_KEPT)

    @cached_property
    def risk_areas(self) -> gpd.GeoDataFrame:
        """What the groups marked."""
        return self._layer("risk_areas")

    @cached_property
    def safe_zones(self) -> gpd.GeoDataFrame:
        """Where one can wait or ask for help."""
        return self._layer("safe_zones")

    @cached_property
    def services(self) -> gpd.GeoDataFrame:
        """Institutions that help; confidential ones without a place, but for coordinators."""
        return self._layer("services")

    @cached_property
    def demand(self) -> gpd.GeoDataFrame:
        """Where people live."""
        return self._layer("demand")

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """The parts of the community."""
        return self._layer("zones")

    def layer(self, name: LayerName) -> gpd.GeoDataFrame:
        """Give a layer by its name."""
        return cast("gpd.GeoDataFrame", getattr(self, name))

    def history(self, layer: LayerName, most: int) -> list[Change]:
        """Read the latest changes of a layer; only a coordinator may look back."""
        if self.audience != "coordinator":
            return []
        return changes(self._store, self.community.slug, layer, most=most)

    def note(self, action: str, details: Mapping[str, Detail]) -> None:
        """
        Write into the audit log what is done with this view, in the name of whoever is at work.

        Raises
        ------
        AuditDetailError
            If the line would hold what may not stand there; see `geo.store.audit_vocabulary`.
        """
        audit(self._store, actor(), action, details)

    def own_pathway(self, situation: str) -> dict[str, Any] | None:
        """Read the latest of the network's own copies of a pathway; None where it has none."""
        slug = self.community.slug
        rows = self._store.rows("pathways/latest", community=slug, situation=situation)
        return rows[0] if rows else None

    @cached_property
    def sessions(self) -> list[DrawingSession]:
        """The groups that drew; for the public only by month and in round numbers."""
        found = records.sessions(self._store, self.community.slug)
        return sessions_told(found, self.audience)

    @cached_property
    def candidates(self) -> gpd.GeoDataFrame:
        """Services the extract named, to be decided on; likely shelters for coordinators only."""
        found = read_candidates(self._store, self.community.slug)
        if self.audience == "coordinator":
            return found
        return found[~confidential(found)].reset_index(drop=True)

    @cached_property
    def street_counts(self) -> dict[str, int]:
        """Edges, junctions, fragments, and services still to be decided on by this reader."""
        counts = street_counts(self._store, self.community.slug)
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
        return _kept.get(
            (*self._place, "network"), lambda: build_network(read_edges(self._store, slug))
        )

    def exposure(self, slot: Slot) -> Exposure:
        """Measure what the streets are exposed to by day or by night."""
        crossings = _kept.get((*self._place, "crossings"), lambda: Crossings(self.network))
        return self.kept.get(
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
        edges = _kept.get((*self._place, "bounds"), self._street_bounds)
        west, south, east, north = edges
        return (south + north) / 2, (west + east) / 2

    @property
    def timezone(self) -> str:
        """The community's time zone: its own, or the one its middle lies in."""
        return self.community.timezone or timezone_at(*self.centre) or "UTC"

    def moment(self, written: str | None = None) -> datetime:
        """Read a local time of the community; None means now."""
        return local_time(written, self.timezone)

    def slot(self, when: datetime) -> Slot:
        """Tell whether a moment is day or night here."""
        lat, lon = self.centre
        return slot_at(when, lat=lat, lon=lon, own_hours=self.community.own_day)

    def base_map(self, bounds: tuple[float, ...], *, last_rank: int) -> gpd.GeoDataFrame:
        """Read what the base map shows within some bounds; see `read_base`."""
        return read_base(self._store, self.community.slug, bounds, last_rank=last_rank)

    @property
    def _place(self) -> tuple[str, str, int]:
        community = self.community
        return str(self._store.path), community.slug, community.streets_version

    @cached_property
    def counting(self) -> Counting:
        """
        What counts for everybody, whole: for `geo.coverage`, which tells numbers and no places.

        Services stay the same for every audience; homes are those the reader is given herself, so
        that no answer says more of them than their layer.
        """
        zoned = self.audience != "public"
        return Counting(self.demand, self._raw("services"), self._ground, zoned)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(
            homes=self._raw("demand"),
            zones=self._raw("zones"),
            boundary=self.community.boundary,
            secret=installation_secret(self._store, MASK),
        )

    def _layer(self, name: LayerName) -> gpd.GeoDataFrame:
        ground = None if self.audience == "coordinator" else self._ground
        return cut(name, self._raw(name), self.audience, ground=ground)

    def _raw(self, name: LayerName) -> gpd.GeoDataFrame:
        return read_layer(self._store, self.community.slug, name)

    def _street_bounds(self) -> tuple[float, float, float, float]:
        if not self.has_streets:
            raise NoStreetsError(community=self.community.name)
        bounds = read_edges(self._store, self.community.slug).total_bounds
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
    community = records.community(store, slug)
    key = (str(store.path), slug, audience, community.layers_version, community.streets_version)
    return _kept.get(key, lambda: View(store, community, audience))
