"""Compare the plans of all homes with support plans made one by one."""

from __future__ import annotations

from datetime import UTC

import numpy as np

from geo.completeness.obstacles import obstacle_bit
from geo.completeness.records import MAX_OPENING_WAIT_MIN
from geo.routes.planning import Location
from geo.support.planning import plan_support
from geo.support.records import SupportRequest

TOLERANCE = 1e-4  # minutes and metres: times of a plan are rounded to microseconds


def plan_one(view, result, plans, home):
    """Make the support plan of one home."""
    point = result.homes.geometry.iloc[home]
    request = SupportRequest(
        origin=Location(point.y, point.x),
        situation=plans.situation,
        hours_since=result.request.hours_since,
        departure_time=plans.departure_time,
        aversion=result.request.aversion,
    )
    return plan_support(view, request, plans.pathway)


def find_differences(view, result, plans, home):
    """List the steps in which a support plan differs from the plans of all homes."""
    plan = plan_one(view, result, plans, home)
    by_code = {stop.step.code: stop for stop in plan.stops}
    return [
        difference
        for number, step in enumerate(plans.pathway.steps)
        for difference in _compare(result, plans, home, number, by_code[step.code])
    ]


def _compare(result, plans, home, number, stop):
    stops, cell = plans.stops, (home, number)
    name = (plans.situation, plans.light, home, stop.step.code)
    has_route = stop.route is not None
    if has_route != bool(stops.position_index[cell] > 0):
        yield (*name, "route", has_route)
        return
    bits = int(plans.obstacles[cell])
    if not has_route:
        yield from _compare_without_route(name, bits, stop.service)
        return
    left = plans.departure_time.astimezone(UTC)
    start = (stop.starts_at.astimezone(UTC) - left).total_seconds() / 60
    told = {
        "start": (stops.start_min[cell], start),
        "minutes": (stops.leg_min[cell], stop.route.minutes),
        "inside": (stops.inside_m[cell], stop.route.inside_risk_m),
    }
    for what, (ours, theirs) in told.items():
        if abs(ours - theirs) > TOLERANCE:
            yield (*name, what, float(ours), float(theirs))
    is_exposed = stop.route.inside_risk_m > result.request.safe_inside_m
    expected = {
        "exposed": is_exposed,
        "late": stop.has_closed_window,
        "missing": False,
        "no_route": False,
    }
    for obstacle, is_there in expected.items():
        if bool(bits & obstacle_bit(obstacle)) != is_there:
            yield (*name, obstacle, is_there)


def _compare_without_route(name, bits, service):
    expected = "no_route"
    if service is None:
        expected = "missing"
    elif service.is_confidential or service.is_by_phone:
        expected = None
    elif service.is_closed_throughout:
        expected = "closed"
    if bits != (0 if expected is None else obstacle_bit(expected)):
        yield (*name, expected, bits)


def is_shut(view, result, plans, home, step):
    """Return whether a plan of one step alone waits at its door, and only because of the door."""
    only = frozenset(one.code for one in plans.pathway.steps) - {step.code}
    point = result.homes.geometry.iloc[home]
    plan = plan_support(
        view,
        SupportRequest(
            origin=Location(point.y, point.x),
            situation=plans.situation,
            hours_since=result.request.hours_since,
            departure_time=plans.departure_time,
            aversion=result.request.aversion,
            skipped_steps=only,
        ),
        plans.pathway,
    )
    (stop,) = plan.stops
    return np.nan if stop.route is None else stop.wait_minutes > MAX_OPENING_WAIT_MIN
