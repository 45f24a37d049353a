"""Which risk areas cost most safe coverage: the list of places to put in order first."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.coverage.records import CoverageRequest
from geo.coverage.summary import assign_zones
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change
from geo.model import ProgressCallback, ignore_progress
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import View
from geo.scenarios.comparison import compare

MAX_AREAS = 30  # each is a measurement of coverage


@dataclass(frozen=True)
class RankedArea:
    """
    A risk area, and who would be covered safely without it.

    Attributes
    ----------
    people
        Gained less lost [persons].
    zone
        Zone of its middle; None outside every zone.
    lat, lon
        A point of it, as disclosed to the audience.
    """

    id: str
    severity: int
    people: float
    zone: str | None
    lat: float
    lon: float


@dataclass(frozen=True)
class RiskRanking:
    """
    Risk areas by the people whom each keeps from safe coverage, most first.

    Attributes
    ----------
    areas
        Those without which at least `MIN_FREQUENCY` more people would be covered safely.
    compared_count, area_count
        Areas that were looked at, the gravest and largest first; and all there are.
    """

    areas: tuple[RankedArea, ...]
    compared_count: int
    area_count: int


def rank_risk_areas(
    view: View,
    request: CoverageRequest,
    *,
    most: int = MAX_AREAS,
    progress: ProgressCallback = ignore_progress,
) -> RiskRanking:
    """
    Rank the risk areas of a community by the safe coverage that each costs.

    Each area is left out alone, and coverage is measured as a scenario does. Two areas on one way
    may cost nothing alone, because the other remains: then neither is in the ranking.

    Parameters
    ----------
    request
        With `departure_time`: areas that count by night only matter at night.
    most
        Largest number of areas that are looked at.

    Raises
    ------
    AmparoError
        As `compare`.
    """
    areas = view.risk_areas
    chosen = areas.iloc[_order_by_weight(areas)[:most]].reset_index(drop=True)
    middles = _find_middles(view, chosen)
    ranked = []
    for number, row in enumerate(chosen.to_dict("records")):
        progress(number / len(chosen), "scenarios.measuring")
        change = Change("change_risk", target=str(row["id"]), severity=NO_LONGER_A_RISK)
        totals = compare(view, [change], request).totals
        people = float(totals["safely_gained"] - totals["safely_lost"])
        zone, lat, lon = middles[number]
        ranked.append(RankedArea(str(row["id"]), int(row["severity"]), people, zone, lat, lon))
    counted = [one for one in ranked if one.people >= MIN_FREQUENCY]  # also leaves out NaN
    counted.sort(key=lambda one: (-one.people, one.id))
    return RiskRanking(tuple(counted), len(chosen), len(areas))


def _order_by_weight(areas: gpd.GeoDataFrame) -> NDArray[np.intp]:
    """Order areas by their severity, and then by their size, largest first."""
    if areas.empty:
        return np.zeros(0, dtype=np.intp)
    area_m2 = areas.geometry.to_crs(areas.estimate_utm_crs()).area.to_numpy()
    return np.lexsort((-area_m2, -areas["severity"].to_numpy()))


def _find_middles(view: View, areas: gpd.GeoDataFrame) -> list[tuple[str | None, float, float]]:
    """Find the zone, latitude and longitude of a point of each area."""
    points = areas[["geometry"]].set_geometry(areas.geometry.representative_point())
    zones = assign_zones(points, view.zones)["zone"].tolist()
    return [
        (zone, round(float(lat), 5), round(float(lon), 5))
        for zone, lat, lon in zip(zones, points.geometry.y, points.geometry.x, strict=True)
    ]


def make_ranking_record(ranking: RiskRanking) -> dict[str, object]:
    """Make the record of a ranking as in docs/json.md."""
    return {
        "risk_areas": [{**vars(one), "people": round(one.people)} for one in ranking.areas],
        "compared_count": ranking.compared_count,
        "area_count": ranking.area_count,
    }
