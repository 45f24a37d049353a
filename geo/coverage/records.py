"""The question of coverage, and its answer: records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.service_areas import gap_ground, reached_ground
from geo.coverage.summary import Totals, by_zone, totals
from geo.coverage.travel_time import Reach, Trips
from geo.model import Slot
from geo.network.street_network import metric_crs
from geo.routes.cost import DIRECT

# How many metres through marked areas still count as covered safely. No published figure was
# found: the group sets it, and every screen and file that uses it says it.
SAFE_INSIDE_M = 50.0


@dataclass(frozen=True)
class Threshold:
    """A longest acceptable way: so many minutes, or so many metres; exactly one is given."""

    minutes: float | None = None
    metres: float | None = None

    @property
    def limit(self) -> float:
        """The number."""
        return float(self.minutes if self.minutes is not None else self.metres or 0.0)

    @property
    def by_metres(self) -> bool:
        """Whether the number is metres."""
        return self.minutes is None

    def holds(self, trips: Trips) -> np.ndarray:
        """Tell which trips are short enough."""
        value = trips.length_m if self.by_metres else trips.minutes
        return np.asarray(value <= self.limit)


@dataclass(frozen=True)
class CoverageAsk:
    """
    What somebody wants to know.

    Attributes
    ----------
    service_type
        One of the service types.
    threshold
        The longest acceptable way.
    when
        With its time zone.
    aversion
        Of the way whose minutes are counted; 0 counts the quickest.
    straight_line
        Measure as the crow flies; so it is, too, where there are no streets.
    detour
        Times the straight line; None means 1 for a threshold in metres that was asked for as the
        crow flies, and otherwise `DETOUR`.
    safe_inside_m
        Metres inside marked areas that still count as safely.
    """

    service_type: str
    threshold: Threshold
    when: datetime | None = None
    aversion: float = DIRECT
    straight_line: bool = False
    detour: float | None = None
    safe_inside_m: float = SAFE_INSIDE_M


@dataclass(frozen=True)
class Coverage:
    """
    The answer.

    Attributes
    ----------
    homes
        Demand points, or blocks of them, EPSG:4326, with `minutes metres inside_m service covered
        covered_safely no_way zone_code zone`; `service` is the row of `services`, -1 for none.
    services
        Those counted whose place this reader may know.
    reserved
        How many of those counted are confidential to this reader: counted, but not among
        `services`, and told by zone only.
    detour
        Used on straight lines; None where ways were searched.
    off_street
        People whose home lies so far from any street that no way is claimed for it.
    found
        The search, for junctions and ground; None where lines were straight.
    in_blocks
        Whether homes are household aggregates (see `geo.privacy.household_aggregates`);
        coordinators count by home.
    """

    ask: CoverageAsk
    slot: Slot | None
    homes: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    reserved: int
    detour: float | None
    off_street: float
    found: Reach | None
    in_blocks: bool

    @property
    def counted(self) -> int:
        """How many services were counted."""
        return len(self.services) + self.reserved

    @property
    def by_street(self) -> bool:
        """Whether ways were searched; else lines were straight."""
        return self.slot is not None

    @property
    def published(self) -> str:
        """How much is told: all, all by blocks, or by zone only (see `geo.coverage.disclosure`)."""
        return "blocks" if self.in_blocks else "whole"

    @property
    def suppressed(self) -> dict[str, str | None]:
        """What stands in the place of each number not told, by its place in the report."""
        return {}

    @cached_property
    def people(self) -> Totals | None:
        """All people."""
        return totals(self.homes)

    @cached_property
    def women(self) -> Totals | None:
        """Women, or None where not all are known."""
        return totals(self.homes, count="women")

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Zone by zone; see `by_zone`."""
        return by_zone(self.homes)

    @cached_property
    def gaps(self) -> gpd.GeoDataFrame:
        """The ground where people live outside coverage."""
        flat = self.homes.to_crs(metric_crs(self.homes))
        return gap_ground(flat[~flat["covered"]])

    @cached_property
    def ground(self) -> gpd.GeoSeries | None:
        """The ground within reach; None where lines were straight."""
        if self.found is None:
            return None
        threshold = self.ask.threshold
        return reached_ground(self.found, limit=threshold.limit, by_metres=threshold.by_metres)
