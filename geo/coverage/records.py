"""The question of coverage, and its answer: records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.service_areas import build_catchment, build_gap_areas
from geo.coverage.summary import CoverageTotals, count_by_zone, count_totals
from geo.coverage.travel_time import ReachableNetwork, TravelTimes
from geo.model import TimeSlot
from geo.network.street_network import estimate_metric_crs
from geo.routes.cost import DIRECT_AVERSION

# How many metres through marked areas still count as covered safely. No published figure was
# found: the group sets it, and every screen and file that uses it says it.
DEFAULT_SAFE_INSIDE_M = 50.0


@dataclass(frozen=True)
class TravelThreshold:
    """A longest acceptable way: so many minutes, or so many metres; exactly one is given."""

    minutes: float | None = None
    metres: float | None = None

    @property
    def limit(self) -> float:
        """The number."""
        return float(self.minutes if self.minutes is not None else self.metres or 0.0)

    @property
    def is_in_metres(self) -> bool:
        """Whether the number is metres."""
        return self.minutes is None

    def is_within(self, travel_times: TravelTimes) -> np.ndarray:
        """Tell which trips are short enough."""
        value = travel_times.length_m if self.is_in_metres else travel_times.minutes
        return np.asarray(value <= self.limit)


@dataclass(frozen=True)
class CoverageRequest:
    """
    What somebody wants to know.

    Attributes
    ----------
    service_type
        One of the service types.
    threshold
        The longest acceptable way.
    departure_time
        With its time zone.
    aversion
        Of the way whose minutes are counted; 0 counts the quickest.
    use_straight_lines
        Measure as the crow flies; so it is, too, where there are no streets.
    detour_factor
        Times the straight line; None means 1 for a threshold in metres that was asked for as the
        crow flies, and otherwise `DEFAULT_DETOUR_FACTOR`.
    safe_inside_m
        Metres inside marked areas that still count as safely.
    """

    service_type: str
    threshold: TravelThreshold
    departure_time: datetime | None = None
    aversion: float = DIRECT_AVERSION
    use_straight_lines: bool = False
    detour_factor: float | None = None
    safe_inside_m: float = DEFAULT_SAFE_INSIDE_M


@dataclass(frozen=True)
class CoverageResult:
    """
    The answer.

    Attributes
    ----------
    demand_points
        Demand points, or blocks of them, EPSG:4326, with `minutes metres inside_m service covered
        covered_safely no_way zone_code zone`; `service` is the row of `services`, -1 for none.
    services
        Those counted whose place this reader may know.
    confidential_count
        How many of those counted are confidential to this reader: counted, but not among
        `services`, and told by zone only.
    detour_factor
        Used on straight lines; None where ways were searched.
    off_street_people
        People whose home lies so far from any street that no way is claimed for it.
    reachable_network
        The search, for junctions and ground; None where lines were straight.
    is_aggregated
        Whether homes are household aggregates (see `geo.privacy.household_aggregates`);
        coordinators count by home.
    """

    request: CoverageRequest
    slot: TimeSlot | None
    demand_points: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    confidential_count: int
    detour_factor: float | None
    off_street_people: float
    reachable_network: ReachableNetwork | None
    is_aggregated: bool

    @property
    def service_count(self) -> int:
        """How many services were counted."""
        return len(self.services) + self.confidential_count

    @property
    def uses_streets(self) -> bool:
        """Whether ways were searched; else lines were straight."""
        return self.slot is not None

    @property
    def disclosure_level(self) -> str:
        """How much is told: all, all by blocks, or by zone only (see `geo.coverage.disclosure`)."""
        return "blocks" if self.is_aggregated else "whole"

    @property
    def suppressed(self) -> dict[str, str | None]:
        """What stands in the place of each number not told, by its place in the report."""
        return {}

    @cached_property
    def people(self) -> CoverageTotals | None:
        """All people."""
        return count_totals(self.demand_points)

    @cached_property
    def women(self) -> CoverageTotals | None:
        """Women, or None where not all are known."""
        return count_totals(self.demand_points, column="women")

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Zone by zone; see `by_zone`."""
        return count_by_zone(self.demand_points)

    @cached_property
    def gap_areas(self) -> gpd.GeoDataFrame:
        """The ground where people live outside coverage."""
        flat = self.demand_points.to_crs(estimate_metric_crs(self.demand_points))
        return build_gap_areas(flat[~flat["covered"]])

    @cached_property
    def catchment(self) -> gpd.GeoSeries | None:
        """The ground within reach; None where lines were straight."""
        if self.reachable_network is None:
            return None
        threshold = self.request.threshold
        return build_catchment(
            self.reachable_network, limit=threshold.limit, is_in_metres=threshold.is_in_metres
        )
