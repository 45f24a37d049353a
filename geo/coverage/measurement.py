"""One question, one answer: who reaches a service of this type, and who is left without."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np

from geo.coverage.disclosure import told_by_zone
from geo.coverage.records import SAFE_INSIDE_M, Coverage, CoverageAsk, Threshold
from geo.coverage.straight_line import DETOUR, straight_trips
from geo.coverage.summary import name_zones
from geo.coverage.travel_time import Reach, Trips, reach, trips_from
from geo.errors import (
    EmptyLayerError,
    NoServiceError,
    NumberError,
    NumberNotAboveError,
    TooFewPeopleError,
)
from geo.model import Slot
from geo.network.snapping import Positions, snap
from geo.network.street_network import metric_crs
from geo.privacy.redaction import confidential
from geo.privacy.small_counts import LEAST_TOLD
from geo.privacy.view import View
from geo.routes.cost import SAFEST, check_aversion
from geo.routes.planning import FARTHEST_M, reachable_services

__all__ = ["SAFE_INSIDE_M", "Coverage", "CoverageAsk", "Threshold", "measure_coverage"]

# Arrangements of a confidential service at homes of its zone. Each costs two searches; the share
# of a zone that is covered is then known to about a fiftieth.
ARRANGEMENTS = 24


def measure_coverage(view: View, ask: CoverageAsk) -> Coverage:
    """
    Answer who reaches a service, as far as the reader may know.

    A coordinator is told everything, home by home. All others are answered from blocks of homes,
    as their layers hold them: no difference of two answers says more of a home than its block.
    Where a confidential service of the type is counted, they are told by zone only: what the
    answer would be on average over the homes of its zone, any of which it may be. The true place
    has no part in it, so neither thresholds nor times asked one after another find it.

    Raises
    ------
    NumberNotAboveError
        If the threshold or the detour is not above zero, or has no end.
    NumberError
        If the metres that still count as safely, or the aversion, are below zero.
    EmptyLayerError
        If nobody has said where people live.
    TooFewPeopleError
        If they are too few to be told in blocks, for all but coordinators.
    NoServiceError
        If no service of the type has a place.
    """
    _check_numbers(ask)
    counting = view.counting
    if counting.demand.empty:
        raise EmptyLayerError(layer="demand", community=view.community.name)
    if counting.demand["people"].isna().any():
        raise TooFewPeopleError(least=LEAST_TOLD)
    of_type = counting.services[counting.services["type"] == ask.service_type]
    if of_type.empty:
        raise NoServiceError(type=ask.service_type, community=view.community.name)
    hidden = confidential(of_type)
    if hidden.any() and view.audience != "coordinator":
        return _by_zone(view, ask, reserved=int(hidden.sum()))
    homes = name_zones(counting.demand, view.zones)
    services = reachable_services(view, ask.service_type)
    answer = _answered(ask, homes, services, _searched(view, ask, homes, services))
    return replace(answer, in_blocks=view.audience != "coordinator")


def _by_zone(view: View, ask: CoverageAsk, *, reserved: int) -> Coverage:
    """Measure each arrangement; the ways are searched once, whatever thresholds are asked."""
    homes = name_zones(view.counting.demand, view.counting.zones)
    slot = view.slot(ask.when or view.moment()) if view.has_streets else None
    key = ("anywhere", ask.service_type, slot, ask.aversion, ask.straight_line, _detour(ask))
    searched = view.kept.get(
        key,
        lambda: [
            replace(_searched(view, ask, homes, services), found=None)
            for services in view.counting.anywhere(ask.service_type, times=ARRANGEMENTS)
        ],
    )
    of_type = view.services[view.services["type"] == ask.service_type]
    shown = of_type[of_type.geometry.notna()].reset_index(drop=True)
    answers = [_answered(ask, homes, shown, each) for each in searched]
    return told_by_zone(answers, shown, reserved=reserved)


@dataclass(frozen=True)
class _Searched:
    """Ways to the services, before any threshold; `safe` and `slot` are None on straight lines."""

    trips: Trips
    safe: Trips | None = None
    slot: Slot | None = None
    detour: float | None = None
    off_street: float = 0.0
    found: Reach | None = None


def _searched(
    view: View, ask: CoverageAsk, homes: gpd.GeoDataFrame, services: gpd.GeoDataFrame
) -> _Searched:
    if ask.straight_line or not view.has_streets:
        detour = _detour(ask)
        crs = view.kept.get("metric crs of homes", lambda: metric_crs(homes))
        trips = straight_trips(homes, services, detour=detour, crs=crs)
        return _Searched(trips, detour=detour)
    return _by_street(view, ask, homes, services)


def _answered(
    ask: CoverageAsk, homes: gpd.GeoDataFrame, services: gpd.GeoDataFrame, ways: _Searched
) -> Coverage:
    safely = None
    if ways.safe is not None:
        safely = ask.threshold.holds(ways.safe) & (ways.safe.inside_m <= ask.safe_inside_m)
    measured = _measured(homes, ways.trips, ask.threshold, safely=safely)
    return Coverage(
        ask=ask,
        slot=ways.slot,
        homes=measured,
        services=services,
        reserved=0,
        detour=ways.detour,
        off_street=ways.off_street,
        found=ways.found,
        in_blocks=False,
    )


def _check_numbers(ask: CoverageAsk) -> None:
    check_aversion(ask.aversion)
    above_zero = {"threshold": ask.threshold.limit, "detour": ask.detour}
    for name, value in above_zero.items():
        if value is not None and not (np.isfinite(value) and value > 0):
            raise NumberNotAboveError(name=name, value=value, least=0)
    if not ask.safe_inside_m >= 0:  # true of what is not a number, too
        raise NumberError(name="safe_inside_m", value=ask.safe_inside_m, least=0)


def _detour(ask: CoverageAsk) -> float:
    plain = ask.straight_line and ask.threshold.by_metres
    return ask.detour if ask.detour is not None else (1.0 if plain else DETOUR)


def _by_street(
    view: View, ask: CoverageAsk, homes: gpd.GeoDataFrame, services: gpd.GeoDataFrame
) -> _Searched:
    slot = view.slot(ask.when or view.moment())
    exposure = view.exposure(slot)
    doors, places = _entered(view, services), _entered_homes(view)
    near = np.isfinite(places.access_m)
    found = reach(exposure, doors, aversion=ask.aversion)
    safest = reach(exposure, doors, aversion=max(SAFEST, ask.aversion))
    return _Searched(
        trips=_where(near, trips_from(found, places)),
        safe=_where(near, trips_from(safest, places)),
        slot=slot,
        off_street=float(homes["people"][~near].sum()),
        found=found,
    )


def _entered(view: View, services: gpd.GeoDataFrame) -> Positions:
    return snap(view.network, services.geometry)


def _entered_homes(view: View) -> Positions:
    """Snap the homes; the access of those too far from any street is infinite."""

    def make() -> Positions:
        places = snap(view.network, view.counting.demand.geometry)
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
