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

from geo.routes.cost import DIRECT, SAFEST
from geo.routes.route import Way

JUST_ABOVE_DIRECT = 1e-6  # aversion; above zero the bonus for safe zones counts
TOLERANCE = 1e-9  # minutes; below what summing some thousand edges in float64 can tell apart


@dataclass(frozen=True)
class Choice:
    """A way, and the aversions at which it is the one of least cost."""

    way: Way
    aversion_from: float
    aversion_to: float


def efficient_ways(find: Callable[[float], Way], *, up_to: float = SAFEST) -> list[Choice]:
    """
    List the ways of least cost for every aversion from zero up, each once.

    Parameters
    ----------
    find
        Gives the way of least cost for an aversion.
    up_to
        The largest aversion of interest, above zero.

    Returns
    -------
    choices
        From direct to safest; their ranges of aversion follow on each other without a gap.
        Where two ways cost the same at the only aversion that would choose a third, the
        third is not listed: no aversion needs it. Of ways that cost the same at every aversion
        one is listed.
    """
    low, high = find(JUST_ABOVE_DIRECT), find(max(up_to, 2 * JUST_ABOVE_DIRECT))
    chain = [low, *_between(find, low, high)]
    if _risk(chain[-1]) - _risk(high) > TOLERANCE:
        chain.append(high)
    crossings = [_crossing(left, right) for left, right in pairwise(chain)]
    starts = [DIRECT, *crossings]
    ends = [*crossings, up_to]
    choices = [Choice(*row) for row in zip(chain, starts, ends, strict=True)]
    direct = find(DIRECT)
    if direct.same_as(low) or direct.minutes >= low.minutes - TOLERANCE:
        return choices  # as quick, and of all that are as quick the least exposed
    return [Choice(direct, DIRECT, DIRECT), *choices]


def chosen(choices: list[Choice], aversion: float) -> Way:
    """Pick the way of least cost for an aversion within the range the choices cover."""
    if aversion == DIRECT:
        return choices[0].way
    return next(
        (choice.way for choice in choices if DIRECT < aversion <= choice.aversion_to),
        choices[-1].way,
    )


def _between(find: Callable[[float], Way], low: Way, high: Way) -> list[Way]:
    if _risk(low) - _risk(high) <= TOLERANCE:
        return []
    aversion = _crossing(low, high)
    if aversion <= JUST_ABOVE_DIRECT:
        return []
    middle = find(aversion)
    if middle.cost(aversion) >= low.cost(aversion) - TOLERANCE:
        return []
    return [*_between(find, low, middle), middle, *_between(find, middle, high)]


def _crossing(low: Way, high: Way) -> float:
    """Tell the aversion at which two ways cost the same."""
    slope = _risk(low) - _risk(high)
    return (_time(high) - _time(low)) / slope if slope > TOLERANCE else JUST_ABOVE_DIRECT


def _risk(way: Way) -> float:
    """Tell what one unit of aversion adds to the cost."""
    return way.cost(2.0) - way.cost(1.0)


def _time(way: Way) -> float:
    """Tell what the way costs as the aversion falls to zero, the bonus counted."""
    return 2 * way.cost(1.0) - way.cost(2.0)
