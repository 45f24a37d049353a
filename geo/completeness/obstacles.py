"""
Obstacles of the steps of plans.

`missing`: nothing of the step's types is there. `no_route`: it is there, but no street that may be
passed leads to it from this home. `closed`: none of its services is open within an hour of coming
there straight from home, or it never opens. `late`: the visit starts after a time window closed
that was open at departure. `exposed`: the safest route to it has more metres inside risk areas than
the limit. What helps by phone, or through the contact of a confidential service, needs no route.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.completeness.records import OBSTACLES, ChosenStops, Obstacle
from geo.pathways.records import PathwayStep
from geo.support.planning import SupportPlanner
from geo.support.time_windows import list_window_closings


def obstacle_bit(obstacle: Obstacle) -> int:
    """Return the bit of an obstacle."""
    return 1 << OBSTACLES.index(obstacle)


def find_obstacles(
    planner: SupportPlanner,
    stops: ChosenStops,
    is_shut: NDArray[np.bool_],
    *,
    safe_inside_m: float,
) -> NDArray[np.int8]:
    """
    Find the obstacles of each step.

    Parameters
    ----------
    stops, is_shut
        See `geo.completeness.home_plans`.

    Returns
    -------
    obstacles
        Shape (homes, steps): obstacles as bits.
    """
    obstacles = np.zeros(stops.start_min.shape, dtype=np.int8)
    for number, step in enumerate(planner.steps):
        if not planner.reachable_services[step.code]:
            obstacles[:, number] = find_obstacle_without_route(planner, step)
            continue
        column = obstacles[:, number]
        start = stops.start_min[:, number]
        has_route = ~np.isnan(start)
        column[~has_route] = obstacle_bit("no_route")
        column[has_route & is_shut[:, number]] |= obstacle_bit("closed")
        for closes in list_window_closings(step, planner.hours_since).tolist():
            column[start > closes] |= obstacle_bit("late")
        column[stops.inside_m[:, number] > safe_inside_m] |= obstacle_bit("exposed")
    return obstacles


def find_obstacle_without_route(planner: SupportPlanner, step: PathwayStep) -> int:
    """Find the obstacle of a step to which no service can be walked, as bits."""
    services = planner.service_options.list_unreachable_services(step)
    if not services:
        return obstacle_bit("missing")
    service = services[0]
    if service.is_confidential or service.is_by_phone:
        return 0
    return obstacle_bit("closed" if service.is_closed_throughout else "no_route")
