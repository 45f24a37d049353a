"""Counts of people by completeness of a pathway: in all, by zone, and by step and obstacle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.completeness.obstacles import obstacle_bit
from geo.completeness.records import OBSTACLES, CompletenessResult, HomePlans, Obstacle
from geo.coverage.summary import covered_percent
from geo.layers.population import known_women
from geo.pathways.records import PathwayStep
from geo.privacy.small_counts import MIN_FREQUENCY

ZoneName = tuple[str | None, str | None]  # code and name; None for people outside every zone


@dataclass(frozen=True)
class ObstacleCount:
    """People for whom a step has an obstacle; the percentage is that of all people counted."""

    step: PathwayStep
    obstacle: Obstacle
    people: float
    percent: float


@dataclass(frozen=True)
class Cell:
    """
    Completeness of one pathway by one light for the people of a zone, or for all.

    Attributes
    ----------
    plans
        The situation and the light.
    code, zone
        Of the zone; None for people outside every zone, and for all people.
    people, complete
        All people, and those for whom no step has an obstacle; NaN where that is suppressed.
    percent
        `complete` of `people`; NaN where it is suppressed, and where nobody lives.
    women, women_complete
        The same of women; NaN where they are unknown at any home, or suppressed.
    minutes
        Mean minutes on foot to all steps, over the people who have a route to each step that needs
        one; NaN for nobody.
    obstacles
        The most people first. A person may be counted for several steps, and several obstacles.
    """

    plans: HomePlans
    code: str | None
    zone: str | None
    people: float
    complete: float
    percent: float
    women: float
    women_complete: float
    minutes: float
    obstacles: tuple[ObstacleCount, ...]


def count_all(result: CompletenessResult, plans: HomePlans) -> Cell:
    """Count all people."""
    return _count(result, plans, np.arange(len(result.homes)), (None, None))


def count_by_zone(result: CompletenessResult, plans: HomePlans) -> list[Cell]:
    """
    Count the people of each zone, by name; those outside every zone last.

    A zone where nobody is counted has no percentage: not counted is not left out, nor served.
    """
    counted = dict(_list_zones(result.homes))
    nobody = np.empty(0, dtype=np.int64)
    names: set[ZoneName] = {*counted, *result.zones}
    order = sorted(names, key=lambda one: (one[1] is None, one[1] or "", one[0] or ""))
    return [_count(result, plans, counted.get(name, nobody), name) for name in order]


def _list_zones(
    homes: pd.DataFrame,
) -> Iterator[tuple[ZoneName, NDArray[np.int64]]]:
    keys = homes[["zone_code", "zone"]].astype(object)
    keys = keys.where(keys.notna(), None)
    for code, zone in set(zip(keys["zone_code"], keys["zone"], strict=True)):
        is_here = np.ones(len(homes), dtype=bool)
        for column, value in (("zone_code", code), ("zone", zone)):
            is_here &= (keys[column].isna() if value is None else keys[column] == value).to_numpy()
        yield (code, zone), np.flatnonzero(is_here)


def _count(
    result: CompletenessResult,
    plans: HomePlans,
    rows: NDArray[np.int64],
    name: ZoneName,
) -> Cell:
    homes = result.homes.iloc[rows]
    people = homes["people"].to_numpy(dtype=float)
    women = known_women(homes)
    least = MIN_FREQUENCY if result.is_aggregated else 0
    is_complete = plans.is_complete[rows]
    total, complete = float(people.sum()), float(people[is_complete].sum())
    women_total, women_complete = float(women.sum()), float(women[is_complete].sum())
    return Cell(
        plans=plans,
        code=name[0],
        zone=name[1],
        people=total,
        complete=_disclose(complete, total, least),
        percent=covered_percent(total, complete, least=least),
        women=women_total,
        women_complete=_disclose(women_complete, women_total, least),
        minutes=_mean_minutes(plans, rows, people),
        obstacles=tuple(_list_obstacles(plans, rows, people, least)),
    )


def _disclose(part: float, total: float, least: float) -> float:
    """Withhold a part that is small, or whose rest is."""
    rest = total - part
    is_small = 0 < part < least or 0 < rest < least
    return float("nan") if is_small else part


def _list_obstacles(
    plans: HomePlans, rows: NDArray[np.int64], people: NDArray[np.float64], least: float
) -> list[ObstacleCount]:
    found = []
    total = float(people.sum())
    for number, step in enumerate(plans.pathway.steps):
        column = plans.obstacles[rows, number]
        for obstacle in OBSTACLES:
            count = float(people[(column & obstacle_bit(obstacle)) != 0].sum())
            if count > 0 and not np.isnan(_disclose(count, total, least)):
                percent = covered_percent(total, count, least=least)
                found.append(ObstacleCount(step, obstacle, count, percent))
    return sorted(found, key=lambda one: -one.people)


def _mean_minutes(plans: HomePlans, rows: NDArray[np.int64], people: NDArray[np.float64]) -> float:
    unreached = obstacle_bit("no_route")
    minutes = np.nansum(plans.stops.leg_min[rows], axis=1)
    is_walked = ~((plans.obstacles[rows] & unreached) != 0).any(axis=1) & (minutes > 0)
    weights = people[is_walked]
    return float(np.average(minutes[is_walked], weights=weights)) if weights.sum() else np.nan
