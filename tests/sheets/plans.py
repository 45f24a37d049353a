"""Support routes of the demonstration, put together by hand so that each says all it can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from geo.layers.confidential_features import is_confidential
from geo.pathways.records import Pathway, PathwaySentence, PathwayStep
from geo.pathways.starters import load_starter
from geo.privacy.view import View
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.support.records import Stop, StopService, SupportPlan, SupportRequest, WindowDeadline

ORIGIN = Location(13.8985, -89.8560)
SITUATION = "sexual_violence"


def plan(
    view: View, *, hours_since: float | None = 80.0, at: str = "2026-11-17T09:00"
) -> SupportPlan:
    """Visit the steps of the starter in their written order, each at the first service."""
    when = view.moment(at)
    pathway = load_starter(view.community.country, SITUATION)
    request = SupportRequest(ORIGIN, SITUATION, hours_since, when, 3.0)
    phone_lines = tuple(_services(view, "phone_line"))
    stops, origin, then = [], ORIGIN, when
    for step in pathway.steps:
        stop, origin, then = _stop(view, step, request, origin, then, phone_lines)
        stops.append(stop)
    return SupportPlan(
        request=request,
        pathway=pathway,
        stops=tuple(stops),
        return_route=find_routes(view, RouteRequest(origin, ORIGIN, request.aversion, then)).route,
        total_minutes=sum(stop.route.minutes for stop in stops if stop.route is not None),
        total_cost=0.0,
        missed_windows=0,
        skipped_steps=(),
        always_open_lines=phone_lines,
    )


def renamed(full_plan: SupportPlan, text: str) -> SupportPlan:
    """Set one text as the name, phone, hours and sentences of every stop."""
    own = PathwaySentence("", text=text)
    stops = [
        replace(
            stop,
            step=replace(stop.step, why=own, gives=(own,), bring=(own,), need_not=(own,)),
            service=stop.service
            and replace(stop.service, name=text, phone=text, opening_hours=text, contact=text),
        )
        for stop in full_plan.stops
    ]
    phone_lines = tuple(
        replace(service, name=text, phone=text) for service in full_plan.always_open_lines
    )
    return replace(full_plan, stops=tuple(stops), always_open_lines=phone_lines)


def short(full_plan: SupportPlan, *numbers: int) -> SupportPlan:
    """Select some stops."""
    stops = tuple(full_plan.stops[number - 1] for number in numbers)
    return replace(full_plan, stops=stops, pathway=_of(full_plan.pathway, stops))


def _of(pathway: Pathway, stops: tuple[Stop, ...]) -> Pathway:
    return replace(pathway, steps=tuple(stop.step for stop in stops))


def _stop(view, step: PathwayStep, request: SupportRequest, origin: Location, then, phone_lines):
    services = _services(view, step.service)
    service = next(iter(services), None)
    route = None
    if service is not None and service.lat is not None:
        destination = Location(service.lat, service.lon)
        route = find_routes(view, RouteRequest(origin, destination, request.aversion, then)).route
        origin = destination
    arrive = then + timedelta(minutes=route.minutes) if route else None
    opens = arrive + timedelta(hours=20) if route and step.code == "prosecutor" else None
    starts = opens or arrive
    until = (
        None
        if service is None or service.opening_hours in {None, "24/7"}
        else starts and starts + timedelta(hours=5)
    )
    deadlines = tuple(_deadline(window, request, starts) for window in step.windows)
    stop = Stop(
        step=step,
        service=service,
        route=route,
        leave_at=None if route is None else starts - timedelta(minutes=route.minutes),
        arrive_at=arrive,
        starts_at=starts,
        opens_at=opens,
        open_until=until,
        wait_minutes=0.0 if route else None,
        hours_assumed=service is not None and service.opening_hours is None,
        deadlines=deadlines,
        has_closed_window=any(one.state == "closed" for one in deadlines),
        alternatives=(),
        phone_lines=phone_lines,
    )
    return stop, origin, (starts or then) + timedelta(minutes=step.stay_minutes if route else 0)


def _deadline(window, request: SupportRequest, starts) -> WindowDeadline:
    if request.hours_since is None:
        return WindowDeadline(window, "unknown", None)
    closes = request.departure_time + timedelta(hours=window.hours - request.hours_since)
    left = (closes - (starts or request.departure_time)).total_seconds() / 3600
    state = "closed" if left < 0 else "closing" if left < window.hours / 4 else "open"
    return WindowDeadline(window, state, closes)


def _services(view: View, kind: str) -> list[StopService]:
    services = view.services[view.services["type"] == kind]
    confidential = is_confidential(services)
    return [
        _service(row, bool(undisclosed))
        for (_, row), undisclosed in zip(services.iterrows(), confidential, strict=True)
    ]


def _service(row: pd.Series, undisclosed: bool) -> StopService:
    values = row.astype(object).where(row.notna(), None)
    verified = values["verified_on"]
    verified_on = None if verified is None else date.fromisoformat(str(verified)[:10])
    is_located = not undisclosed and values["type"] != "phone_line" and row["geometry"] is not None
    return StopService(
        id=str(values["id"]),
        type=str(values["type"]),
        name=None if undisclosed else values["name"],
        phone=None if undisclosed else values["phone"],
        contact=values.get("gateway") if undisclosed else None,
        opening_hours=None if undisclosed else values["opening_hours"],
        verified_on=None if undisclosed else verified_on,
        is_unverified=verified_on is None and not undisclosed,
        is_stale=verified_on is not None and verified_on < date(2026, 5, 21),
        is_confidential=undisclosed,
        lat=row["geometry"].y if is_located else None,
        lon=row["geometry"].x if is_located else None,
    )
