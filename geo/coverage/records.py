"""Records of coverage: travel threshold, request and result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.cached_property import cached_property
from geo.coverage.area_builders import AreaBuilders
from geo.coverage.summary import CoverageTotals, count_by_zone, count_totals
from geo.coverage.travel_time import ReachableNetwork, TravelTimes
from geo.layers.population import PopulationCount, known_women
from geo.model import DEFAULT_SAFE_INSIDE_M, TimeSlot
from geo.routes.cost import DIRECT_AVERSION

ROUNDING_TOLERANCE = 1e-6  # minutes or metres: the rounding error of a sum of lengths


@dataclass(frozen=True)
class TravelThreshold:
    """Longest acceptable route, either in minutes or in metres; exactly one is set."""

    minutes: float | None = None
    metres: float | None = None

    @property
    def limit(self) -> float:
        """Value of the threshold, in its unit."""
        return float(self.minutes if self.minutes is not None else self.metres or 0.0)

    @property
    def is_in_metres(self) -> bool:
        """Whether the threshold is in metres."""
        return self.minutes is None

    def is_within(self, travel_times: TravelTimes) -> np.ndarray:
        """Return which travel times are within the threshold, or equal to it."""
        value = travel_times.length_m if self.is_in_metres else travel_times.minutes
        return np.asarray(value <= self.limit + ROUNDING_TOLERANCE)


@dataclass(frozen=True)
class CoverageRequest:
    """
    Parameters of a coverage measurement.

    Attributes
    ----------
    service_type
        One of the service types.
    threshold
        The longest acceptable route.
    departure_time
        With its time zone.
    aversion
        Aversion of the route whose minutes count; 0 uses the quickest route.
    use_straight_lines
        Measure straight-line distances; also used where there are no streets.
    detour_factor
        Factor of the straight line; None means 1 for a straight-line threshold in metres, and
        otherwise `DEFAULT_DETOUR_FACTOR`.
    safe_inside_m
        Metres inside risk areas that still count as safe coverage.
    other_types
        Further service types: the nearest service of any of the types counts.
    open_only
        Only services that are open at `departure_time` cover; it must be set.
    """

    service_type: str
    threshold: TravelThreshold
    departure_time: datetime | None = None
    aversion: float = DIRECT_AVERSION
    use_straight_lines: bool = False
    detour_factor: float | None = None
    safe_inside_m: float = DEFAULT_SAFE_INSIDE_M
    other_types: tuple[str, ...] = ()
    open_only: bool = False

    @property
    def service_types(self) -> tuple[str, ...]:
        """All service types of the request, each once."""
        return tuple(dict.fromkeys((self.service_type, *self.other_types)))


@dataclass(frozen=True)
class CoverageResult:
    """
    Result of a coverage measurement.

    Attributes
    ----------
    demand_points
        Demand points or household aggregates, EPSG:4326, with `minutes metres inside_m service
        covered covered_safely only_while_open no_way zone_code zone`; `service` is the row of
        `services`, or -1.
        Those outside the community's boundary are not among them.
    counted
        Number of demand points, or household aggregates, people and women that were measured.
    outside
        People who live outside the boundary and are not counted; None without a boundary.
    services
        Counted services whose location is disclosed to this audience; only open ones where the
        request says so.
    confidential_count
        Number of services that are confidential for this audience, open or closed: not among
        `services`, and disclosed by zone only.
    placeless_count
        Number of services of the type without a place, confidential ones too: nobody walks to
        them, so they are not counted, and cover nobody.
    detour_factor
        Factor used on straight lines; None where streets were searched.
    off_street_people
        People who live too far from every street for a route.
    off_street_service_count
        Services with a disclosed location too far from every street: they serve nobody by street
        and are not among `services`.
    reachable_network
        Search result, for junctions and catchment; None for straight lines.
    is_aggregated
        Whether demand is household aggregates (see `geo.privacy.household_aggregates`);
        coordinators get demand points.
    builders
        Draw gap areas and catchment; shared by all results for the same demand points and streets.
    closed_service_count, assumed_hours_count
        Services of the type that were closed, and so did not count, confidential ones too; and
        services, open or closed, whose hours are unknown to this audience and were assumed. Both 0
        unless only open services count.
    closed_confidential_count
        Of the closed ones, those that are confidential for this audience.
    """

    request: CoverageRequest
    slot: TimeSlot | None
    demand_points: gpd.GeoDataFrame
    counted: PopulationCount
    outside: PopulationCount | None
    services: gpd.GeoDataFrame
    confidential_count: int
    placeless_count: int
    detour_factor: float | None
    off_street_people: float
    off_street_service_count: int
    reachable_network: ReachableNetwork | None
    is_aggregated: bool
    builders: AreaBuilders = field(kw_only=True, repr=False)
    closed_service_count: int = field(default=0, kw_only=True)
    assumed_hours_count: int = field(default=0, kw_only=True)
    closed_confidential_count: int = field(default=0, kw_only=True)

    def without_demand_points(self) -> CoverageResult:
        """
        Return the result with its numbers and areas, and without what they were computed from.

        Of a large community the demand points take most of the memory. Numbers and areas of the
        returned result are those of this one; it has no junctions, and nothing can be counted anew.
        """
        names = ("people", "women", "known_women", "zones", "gap_areas", "catchment")
        kept = {name: getattr(self, name) for name in names}
        slim = replace(self, demand_points=self.demand_points.iloc[:0], reachable_network=None)
        vars(slim).update(kept)  # where cached properties are kept
        return slim

    @property
    def service_count(self) -> int:
        """Number of counted services."""
        return len(self.services) + self.confidential_count - self.closed_confidential_count

    @property
    def uses_streets(self) -> bool:
        """Whether street routes were searched; otherwise straight lines were used."""
        return self.slot is not None

    @property
    def disclosure_level(self) -> str:
        """Disclosure level: full, by aggregate, or by zone only (see `geo.coverage.disclosure`)."""
        return "blocks" if self.is_aggregated else "whole"

    @property
    def suppressed(self) -> dict[str, str | None]:
        """Marker for each suppressed count, by its path in the report."""
        return {}

    @cached_property
    def people(self) -> CoverageTotals | None:
        """Totals of all people."""
        return count_totals(self.demand_points)

    @cached_property
    def women(self) -> CoverageTotals | None:
        """Totals of women, or None where a count is unknown."""
        return count_totals(self.demand_points, column="women")

    @cached_property
    def known_women(self) -> CoverageTotals | None:
        """Totals of the women at demand points where they are counted; None where at none."""
        known = self.demand_points[~np.isnan(known_women(self.demand_points))]
        return count_totals(known, column="women") if (known["people"] != 0).any() else None

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Counts by zone; see `count_by_zone`."""
        return count_by_zone(self.demand_points)

    @cached_property
    def gap_areas(self) -> gpd.GeoDataFrame:
        """Areas where people live outside coverage."""
        is_uncovered = ~self.demand_points["covered"].to_numpy(dtype=bool)
        return self.builders.gap_areas.build(self.demand_points, is_uncovered)

    @cached_property
    def catchment(self) -> gpd.GeoSeries | None:
        """Catchment of the services; None for straight lines."""
        if self.reachable_network is None or self.builders.catchment is None:
            return None
        threshold = self.request.threshold
        return self.builders.catchment.build(
            self.reachable_network, limit=threshold.limit, is_in_metres=threshold.is_in_metres
        )
