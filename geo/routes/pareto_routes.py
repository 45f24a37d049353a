"""
Every way worth choosing between the direct and the safest.

For a given way the cost is a straight line in the aversion: time at the left, exposure as the
slope. The least of all those lines is a concave curve, and each of its pieces is one way. The
pieces are found by asking at the crossing of two known lines whether a third lies below it
(Aneja & Nair 1979, for two criteria): as many searches as there are answers, about twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from geo.routes.cost import DIRECT_AVERSION, SAFEST_AVERSION
from geo.routes.route import Route

MIN_POSITIVE_AVERSION = 1e-6  # aversion; above zero the bonus for safe zones counts
COST_TOLERANCE_MIN = (
    1e-9  # minutes; below what summing some thousand edges in float64 can tell apart
)


@dataclass(frozen=True)
class Alternative:
    """A way, and the aversions at which it is the one of least cost."""

    route: Route
    aversion_from: float
    aversion_to: float


def efficient_routes(
    find_route: Callable[[float], Route], *, max_aversion: float = SAFEST_AVERSION
) -> list[Alternative]:
    """
    List the ways of least cost for every aversion from zero up, each once.

    Parameters
    ----------
    find_route
        Gives the way of least cost for an aversion.
    max_aversion
        The largest aversion of interest, above zero.

    Returns
    -------
    choices
        From direct to safest; their ranges of aversion follow on each other without a gap.
        Where two ways cost the same at the only aversion that would choose a third, the
        third is not listed: no aversion needs it. Of ways that cost the same at every aversion
        one is listed.
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
    choices = [Alternative(*row) for row in zip(chain, starts, ends, strict=True)]
    direct = find_route(DIRECT_AVERSION)
    if direct.equals_route(low) or direct.minutes >= low.minutes - COST_TOLERANCE_MIN:
        return choices  # as quick, and of all that are as quick the least exposed
    return [Alternative(direct, DIRECT_AVERSION, DIRECT_AVERSION), *choices]


def select_route(alternatives: list[Alternative], aversion: float) -> Route:
    """Pick the way of least cost for an aversion within the range the choices cover."""
    if aversion == DIRECT_AVERSION:
        return alternatives[0].route
    return next(
        (
            choice.route
            for choice in alternatives
            if DIRECT_AVERSION < aversion <= choice.aversion_to
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
    """Tell the aversion at which two ways cost the same."""
    slope = _cost_slope(low) - _cost_slope(high)
    return (
        (_cost_intercept(high) - _cost_intercept(low)) / slope
        if slope > COST_TOLERANCE_MIN
        else MIN_POSITIVE_AVERSION
    )


def _cost_slope(route: Route) -> float:
    """Tell what one unit of aversion adds to the cost."""
    return route.calculate_cost(2.0) - route.calculate_cost(1.0)


def _cost_intercept(route: Route) -> float:
    """Tell what the way costs as the aversion falls to zero, the bonus counted."""
    return 2 * route.calculate_cost(1.0) - route.calculate_cost(2.0)
