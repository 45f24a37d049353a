"""One question, one answer: who reaches a service of this type, and who is left without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.ground import gap_ground, reached_ground
from geo.coverage.reach import Reach, Trips, reach, trips_from
from geo.coverage.straight import DETOUR, straight_trips
from geo.coverage.summary import Totals, by_zone, name_zones, totals
from geo.errors import EmptyLayerError, NumberError, NumberNotAboveError
from geo.model import Slot
from geo.network.network import metric_crs
from geo.network.snapping import Positions, snap
from geo.privacy.gate import confidential
from geo.privacy.view import View
from geo.routes.cost import DIRECT, SAFEST, check_aversion
from geo.routes.plan import FARTHEST_M, reachable_services

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
        Demand points, EPSG:4326, with `minutes metres inside_m service covered covered_safely
        no_way zone_code zone`; `service` is the row of `services`, -1 for none.
    services
        Those counted.
    reserved
        How many of the type were not counted because this reader may not know their place.
    detour
        Used on straight lines; None where ways were searched.
    off_street
        People whose home lies so far from any street that no way is claimed for it.
    found
        The search, for junctions and ground; None where lines were straight.
    """

    ask: CoverageAsk
    slot: Slot | None
    homes: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    reserved: int
    detour: float | None
    off_street: float
    found: Reach | None

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


def measure_coverage(view: View, ask: CoverageAsk) -> Coverage:
    """
    Answer who reaches a service.

    Raises
    ------
    NumberNotAboveError
        If the threshold or the detour is not above zero, or has no end.
    NumberError
        If the metres that still count as safely, or the aversion, are below zero.
    EmptyLayerError
        If nobody has said where people live.
    NoServiceError, ReservedServiceError
        If no service of the type has a place that this reader may know.
    """
    _check_numbers(ask)
    if view.demand.empty:
        raise EmptyLayerError(layer="demand", community=view.community.name)
    services = reachable_services(view, ask.service_type)
    of_type = view.services[view.services["type"] == ask.service_type]
    reserved = int((confidential(of_type) & of_type.geometry.isna()).sum())
    homes = name_zones(view.demand, view.zones)
    if ask.straight_line or not view.has_streets:
        return _straight(ask, homes, services, reserved)
    return _by_street(view, ask, homes, services, reserved)


def _check_numbers(ask: CoverageAsk) -> None:
    check_aversion(ask.aversion)
    above_zero = {"threshold": ask.threshold.limit, "detour": ask.detour}
    for name, value in above_zero.items():
        if value is not None and not (np.isfinite(value) and value > 0):
            raise NumberNotAboveError(name=name, value=value, least=0)
    if not ask.safe_inside_m >= 0:  # true of what is not a number, too
        raise NumberError(name="safe_inside_m", value=ask.safe_inside_m, least=0)


def _straight(
    ask: CoverageAsk, homes: gpd.GeoDataFrame, services: gpd.GeoDataFrame, reserved: int
) -> Coverage:
    plain = ask.straight_line and ask.threshold.by_metres
    detour = ask.detour if ask.detour is not None else (1.0 if plain else DETOUR)
    trips = straight_trips(homes, services, detour=detour)
    measured = _measured(homes, trips, ask.threshold, safely=None)
    return Coverage(ask, None, measured, services, reserved, detour, 0.0, None)


def _by_street(
    view: View,
    ask: CoverageAsk,
    homes: gpd.GeoDataFrame,
    services: gpd.GeoDataFrame,
    reserved: int,
) -> Coverage:
    when = ask.when or view.moment()
    slot = view.slot(when)
    exposure = view.exposure(slot)
    doors, places = _entered(view, services), _entered_homes(view)
    near = np.isfinite(places.access_m)
    found = reach(exposure, doors, aversion=ask.aversion)
    trips = _where(near, trips_from(found, places))
    safest = reach(exposure, doors, aversion=max(SAFEST, ask.aversion))
    safe = _where(near, trips_from(safest, places))
    safely = ask.threshold.holds(safe) & (safe.inside_m <= ask.safe_inside_m)
    measured = _measured(homes, trips, ask.threshold, safely=safely)
    off_street = float(homes["people"][~near].sum())
    return Coverage(ask, slot, measured, services, reserved, None, off_street, found)


def _entered(view: View, services: gpd.GeoDataFrame) -> Positions:
    return snap(view.network, services.geometry)


def _entered_homes(view: View) -> Positions:
    """Snap the homes; the access of those too far from any street is infinite."""

    def make() -> Positions:
        places = snap(view.network, view.demand.geometry)
        access = np.where(places.access_m > FARTHEST_M, np.inf, places.access_m)
        return Positions(places.edge, places.along_m, access)

    return view.kept.get("homes on streets", make)


def _where(near: np.ndarray, trips: Trips) -> Trips:
    far = {name: np.where(near, array, np.inf) for name, array in vars(trips).items()}
    return Trips(**{**far, "service": np.where(near, trips.service, -1)})


def _measured(
    homes: gpd.GeoDataFrame, trips: Trips, threshold: Threshold, *, safely: np.ndarray | None
) -> gpd.GeoDataFrame:
    covered = threshold.holds(trips)
    return homes.assign(
        minutes=trips.minutes,
        metres=trips.length_m,
        inside_m=trips.inside_m,
        service=trips.service,
        covered=covered,
        covered_safely=None if safely is None else covered & safely,
        no_way=~np.isfinite(trips.length_m),
    )
