"""
Pareto-efficient routes between the direct and the safest route (parametric shortest paths).

The cost of a route is linear in the aversion: time is the intercept, exposure the slope. The lower
envelope of these lines is concave and piecewise linear; each piece is one route. The pieces are
found by a search at the intersection of two lines, which shows whether a third line lies below
(Aneja & Nair 1979, for two criteria). The number of searches is about twice the number of routes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from geo.routes.cost import DIRECT_AVERSION, SAFEST_AVERSION
from geo.routes.route import Route

MIN_POSITIVE_AVERSION = 1e-6  # aversion; above zero the bonus for safe zones counts
COST_TOLERANCE_MIN = (
    1e-9  # minutes; below the rounding error of a float64 sum over some thousand edges
)


@dataclass(frozen=True)
class Alternative:
    """A route, and the range of aversion in which it has the least cost."""

    route: Route
    aversion_from: float
    aversion_to: float


def efficient_routes(
    find_route: Callable[[float], Route], *, max_aversion: float = SAFEST_AVERSION
) -> list[Alternative]:
    """
    List the least-cost routes for all aversions from zero up, each once.

    Parameters
    ----------
    find_route
        Function that returns the least-cost route for an aversion.
    max_aversion
        The largest aversion of interest, above zero.

    Returns
    -------
    alternatives
        From direct to safest; their ranges of aversion are contiguous. A route that is optimal
        only at the aversion where two others cost the same is not listed. Of routes that cost
        the same at every aversion one is listed.
    """
    low, high = (
        find_route(MIN_POSITIVE_AVERSION),
        find_route(max(max_aversion, 2 * MIN_POSITIVE_AVERSION)),
    )
    chain = [low, *_find_intermediate_routes(find_route, low, high)]
    if _cost_slope(chain[-1]) - _cost_slope(high) > COST_TOLERANCE_MIN:
        chain.append(high)
    crossings = [_breakeven_aversion(left, right) for left, right in pairwise(chain)]
    starts = [DIRECT_AVERSION, *crossings]
    ends = [*crossings, max_aversion]
    alternatives = [Alternative(*row) for row in zip(chain, starts, ends, strict=True)]
    direct = find_route(DIRECT_AVERSION)
    if direct.equals_route(low) or direct.minutes >= low.minutes - COST_TOLERANCE_MIN:
        return alternatives  # as quick as the direct route, and the least exposed of those
    return [Alternative(direct, DIRECT_AVERSION, DIRECT_AVERSION), *alternatives]


def select_route(alternatives: list[Alternative], aversion: float) -> Route:
    """Select the least-cost route for an aversion within the range of the alternatives."""
    if aversion == DIRECT_AVERSION:
        return alternatives[0].route
    return next(
        (
            alternative.route
            for alternative in alternatives
            if DIRECT_AVERSION < aversion <= alternative.aversion_to
        ),
        alternatives[-1].route,
    )


def _find_intermediate_routes(
    find_route: Callable[[float], Route], low: Route, high: Route
) -> list[Route]:
    if _cost_slope(low) - _cost_slope(high) <= COST_TOLERANCE_MIN:
        return []
    aversion = _breakeven_aversion(low, high)
    if aversion <= MIN_POSITIVE_AVERSION:
        return []
    middle = find_route(aversion)
    if middle.calculate_cost(aversion) >= low.calculate_cost(aversion) - COST_TOLERANCE_MIN:
        return []
    return [
        *_find_intermediate_routes(find_route, low, middle),
        middle,
        *_find_intermediate_routes(find_route, middle, high),
    ]


def _breakeven_aversion(low: Route, high: Route) -> float:
    """Aversion at which two routes cost the same."""
    slope = _cost_slope(low) - _cost_slope(high)
    return (
        (_cost_intercept(high) - _cost_intercept(low)) / slope
        if slope > COST_TOLERANCE_MIN
        else MIN_POSITIVE_AVERSION
    )


def _cost_slope(route: Route) -> float:
    """Cost added by one unit of aversion."""
    return route.calculate_cost(2.0) - route.calculate_cost(1.0)


def _cost_intercept(route: Route) -> float:
    """Limit of the cost as the aversion falls to zero, including the safe-zone bonus."""
    return 2 * route.calculate_cost(1.0) - route.calculate_cost(2.0)
