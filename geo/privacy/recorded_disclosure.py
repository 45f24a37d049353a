"""
What an audience receives of homes, small risk areas and confidential services, and its record.

Whatever is disclosed is recorded in the same transaction that reads the layers, and later answers
are made from the record. So no drawing, import or removal leads to an answer that, together with
earlier ones, discloses more than they did.
"""

from __future__ import annotations

from typing import Protocol

import geopandas as gpd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.cached_property import cached_property
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.household_record import update_households
from geo.privacy.parcels import extend_parcels, make_parcels
from geo.privacy.service_zones import ServiceSlot, assign_slots, digest_zones, name_zones
from geo.privacy.site_matching import HouseholdRecord
from geo.privacy.stored_population import PopulationVersion, StoredPopulation
from geo.privacy.zone_merging import locate_in_zones, merge_zones
from geo.store import Store
from geo.store.database import Transaction
from geo.store.disclosure import (
    read_aggregates,
    read_disclosed_zones,
    read_parcels,
    read_service_zones,
    read_sites,
    record_households,
    record_parcels,
    record_service_zones,
    record_zones,
)

NamedZone = tuple[str, int, str, int]


class Disclosure(Protocol):
    """What is disclosed of homes, small risk areas and confidential services."""

    @property
    def context(self) -> DisclosureContext:
        """Unredacted homes, zones and boundary."""

    @property
    def households(self) -> gpd.GeoDataFrame:
        """Household aggregates: `id people women`, EPSG:4326."""

    @property
    def service_zones(self) -> gpd.GeoDataFrame:
        """Zones that may be named: `code name homes`, EPSG:4326; empty without zones."""

    def name_services(self, services: gpd.GeoDataFrame) -> list[tuple[int, ...]]:
        """
        Find the zones that are named for confidential services.

        Parameters
        ----------
        services
            All confidential services of one or several types, with their location.

        Returns
        -------
        positions
            Positions in `service_zones` for each service; () without zones.
        """

    def find_parcels(self, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Find the parcels for small risk areas; see `make_parcels`."""


class RecordedDisclosure:
    """
    Disclosure of a community from its record in the store.

    Parameters
    ----------
    boundary
        EPSG:4326, or None while it is not drawn.
    installation_secret
        Seed of the random displacement of masked points.
    population
        Homes and zones in memory, shared by the boundaries that a community has had.

    Raises
    ------
    DiskFullError, StoreReadOnlyError
        By its methods, if what would be disclosed cannot be recorded: then nothing is.
    """

    def __init__(
        self,
        store: Store,
        slug: str,
        boundary: BaseGeometry | None,
        installation_secret: bytes,
        population: StoredPopulation,
    ) -> None:
        self._store = store
        self._slug = slug
        self._boundary = boundary
        self._installation_secret = installation_secret
        self._population = population

    @property
    def context(self) -> DisclosureContext:
        """Unredacted homes, zones and boundary."""
        return self._store.transact(self._read_context)

    @cached_property
    def households(self) -> gpd.GeoDataFrame:
        """Household aggregates: `id people women`, EPSG:4326."""
        population, crs, disclosed = self._store.transact_serialised(self._record_households)
        return population.households.setdefault(crs, disclosed)

    @cached_property
    def service_zones(self) -> gpd.GeoDataFrame:
        """Zones that may be named: `code name homes`, EPSG:4326; empty without zones."""
        return self._store.transact_serialised(self._record_zones)

    def name_services(self, services: gpd.GeoDataFrame) -> list[tuple[int, ...]]:
        """Find the zones that are named for confidential services; see `Disclosure`."""
        return self._store.transact_serialised(
            lambda transaction: self._record_named(transaction, services)
        )

    def find_parcels(self, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Find the parcels for small risk areas; see `make_parcels`."""
        return self._store.transact_serialised(
            lambda transaction: self._record_parcels(transaction, areas)
        )

    def _read_context(self, transaction: Transaction) -> DisclosureContext:
        return self._make_context(self._population.read(transaction))

    def _make_context(self, population: PopulationVersion) -> DisclosureContext:
        return DisclosureContext(
            homes=population.homes,
            zones=population.zones,
            boundary=self._boundary,
            installation_secret=self._installation_secret,
        )

    def _record_households(
        self, transaction: Transaction
    ) -> tuple[PopulationVersion, CRS | None, gpd.GeoDataFrame]:
        """
        Record households and return them, with the homes and the CRS that decide on them.

        All homes of a version are recorded when it is disclosed first, so that a boundary drawn
        later has no part in it but by its CRS.
        """
        population = self._population.read(transaction)
        context = self._make_context(population)
        crs = context.fixed_crs
        if crs in population.households:
            return population, crs, population.households[crs]
        record = HouseholdRecord(
            read_sites(transaction, self._slug), read_aggregates(transaction, self._slug)
        )
        update = update_households(record, context.homes, context)
        record_households(
            transaction,
            self._slug,
            {
                "add_sites": update.added_sites,
                "update_sites": update.updated_sites,
                "add_aggregates": update.added_aggregates,
                "update_aggregates": update.updated_aggregates,
            },
        )
        return population, crs, update.disclosed

    def _record_zones(self, transaction: Transaction) -> gpd.GeoDataFrame:
        context = self._read_context(transaction)
        recorded = read_disclosed_zones(transaction, self._slug)
        if recorded.empty and not context.zones.empty:
            record_zones(
                transaction,
                self._slug,
                merge_zones(context),
                zones_digest=digest_zones(context.zones),
            )
            recorded = read_disclosed_zones(transaction, self._slug)
        if recorded.empty:
            return recorded
        return name_zones(recorded, context.zones, context.choose_crs(recorded))

    def _record_named(
        self, transaction: Transaction, services: gpd.GeoDataFrame
    ) -> list[tuple[int, ...]]:
        zones = self._record_zones(transaction)
        if zones.empty or services.empty:
            return [()] * len(services)
        recorded = read_service_zones(transaction, self._slug)
        named, rows = name_by_slots(recorded, services, zones)
        record_service_zones(transaction, self._slug, sorted(set(rows) - set(recorded)))
        return named

    def _record_parcels(
        self, transaction: Transaction, areas: gpd.GeoDataFrame
    ) -> gpd.GeoDataFrame:
        context = self._read_context(transaction)
        recorded = read_parcels(transaction, self._slug)
        parcels = recorded if len(recorded) else make_parcels(areas, context)
        extended = extend_parcels(parcels, areas, context)
        record_parcels(transaction, self._slug, extended, first_number=len(recorded))
        return extended


def name_by_slots(
    recorded: list[NamedZone], services: gpd.GeoDataFrame, zones: gpd.GeoDataFrame
) -> tuple[list[tuple[int, ...]], list[NamedZone]]:
    """
    Find the zones that are named for services.

    Parameters
    ----------
    recorded
        Zones ever named: type, number and gateway of a service, position of the zone.
    services
        Confidential services: `type`, EPSG:4326 points, `gateway` where it is known. One without
        a place is in no zone, and changes nothing for the others.
    zones
        The zones that may be named, at least one.

    Returns
    -------
    positions, named
        Positions in `zones` for each service, and what is named now, to be recorded.
    """
    placed = services.geometry.notna().to_numpy()
    if not placed.all():
        placed_positions, placed_named = name_by_slots(recorded, services[placed], zones)
        remaining = iter(placed_positions)
        return [next(remaining) if one else () for one in placed], placed_named
    if services.empty:
        return [], []
    slots: dict[str, list[ServiceSlot]] = {}
    for service_type, number, gateway, zone in recorded:
        of_type = slots.setdefault(service_type, [])
        of_type += [ServiceSlot(set(), set()) for _ in range(number + 1 - len(of_type))]
        of_type[number].zones.add(zone)
        of_type[number].gateways.add(gateway)
    zone_by_row = locate_in_zones(services.geometry, zones)
    gateways = services["gateway"] if "gateway" in services else [None] * len(services)
    gateway_by_row = [gateway if isinstance(gateway, str) else "" for gateway in gateways]
    positions: list[tuple[int, ...]] = [()] * len(services)
    named: list[NamedZone] = []
    for group, rows in services.reset_index(drop=True).groupby("type").groups.items():
        name = str(group)
        of_type = slots.setdefault(name, [])
        present = [(int(zone_by_row[row]), gateway_by_row[row]) for row in rows]
        for row, (zone, gateway), number in zip(
            rows, present, assign_slots(of_type, present), strict=True
        ):
            positions[row] = tuple(sorted(of_type[number].zones))
            named.append((name, number, gateway, zone))
    return positions, named
