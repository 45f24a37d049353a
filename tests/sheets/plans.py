"""Support routes of the demonstration, put together by hand so that each says all it can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from geo.pathways.records import Pathway, PathwaySentence, PathwayStep
from geo.pathways.starters import load_starter
from geo.privacy.redaction import is_confidential
from geo.privacy.view import View
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.support.records import Stop, StopService, SupportPlan, SupportRequest, WindowDeadline

ORIGIN = Location(13.8985, -89.8560)
SITUATION = "sexual_violence"


def plan(
    view: View, *, hours_since: float | None = 80.0, at: str = "2026-11-17T09:00"
) -> SupportPlan:
    """Walk the steps of the starter from door to door, in the order in which they are written."""
    when = view.moment(at)
    pathway = load_starter(view.community.country, SITUATION)
    ask = SupportRequest(ORIGIN, SITUATION, hours_since, when, 3.0)
    always = tuple(_doors(view, "phone_line"))
    stops, here, then = [], ORIGIN, when
    for step in pathway.steps:
        stop, here, then = _stop(view, step, ask, here, then, always)
        stops.append(stop)
    return SupportPlan(
        request=ask,
        pathway=pathway,
        stops=tuple(stops),
        return_route=find_routes(view, RouteRequest(here, ORIGIN, ask.aversion, then)).route,
        total_minutes=sum(stop.route.minutes for stop in stops if stop.route is not None),
        total_cost=0.0,
        missed_windows=0,
        skipped_steps=(),
        always_open_lines=always,
    )


def renamed(whole: SupportPlan, text: str) -> SupportPlan:
    """Give every door, phone and sentence of the network's own the same text."""
    own = PathwaySentence("", text=text)
    stops = [
        replace(
            stop,
            step=replace(stop.step, why=own, gives=(own,), bring=(own,), need_not=(own,)),
            service=stop.service
            and replace(stop.service, name=text, phone=text, opening_hours=text, contact=text),
        )
        for stop in whole.stops
    ]
    always = tuple(replace(door, name=text, phone=text) for door in whole.always_open_lines)
    return replace(whole, stops=tuple(stops), always_open_lines=always)


def short(whole: SupportPlan, *numbers: int) -> SupportPlan:
    """Keep some stops only."""
    stops = tuple(whole.stops[number - 1] for number in numbers)
    return replace(whole, stops=stops, pathway=_of(whole.pathway, stops))


def _of(pathway: Pathway, stops: tuple[Stop, ...]) -> Pathway:
    return replace(pathway, steps=tuple(stop.step for stop in stops))


def _stop(view, step: PathwayStep, ask: SupportRequest, here: Location, then, always):
    doors = _doors(view, step.service)
    door = next(iter(doors), None)
    way = None
    if door is not None and door.lat is not None:
        there = Location(door.lat, door.lon)
        way = find_routes(view, RouteRequest(here, there, ask.aversion, then)).route
        here = there
    arrive = then + timedelta(minutes=way.minutes) if way else None
    opens = arrive + timedelta(hours=20) if way and step.code == "prosecutor" else None
    starts = opens or arrive
    until = (
        None
        if door is None or door.opening_hours in {None, "24/7"}
        else starts and starts + timedelta(hours=5)
    )
    deadlines = tuple(_deadline(window, ask, starts) for window in step.windows)
    stop = Stop(
        step=step,
        service=door,
        route=way,
        leave_at=None if way is None else starts - timedelta(minutes=way.minutes),
        arrive_at=arrive,
        starts_at=starts,
        opens_at=opens,
        open_until=until,
        wait_minutes=0.0 if way else None,
        hours_assumed=door is not None and door.opening_hours is None,
        deadlines=deadlines,
        has_closed_window=any(one.state == "closed" for one in deadlines),
        alternatives=(),
        phone_lines=always,
    )
    return stop, here, (starts or then) + timedelta(minutes=step.stay_minutes if way else 0)


def _deadline(window, ask: SupportRequest, starts) -> WindowDeadline:
    if ask.hours_since is None:
        return WindowDeadline(window, "unknown", None)
    closes = ask.departure_time + timedelta(hours=window.hours - ask.hours_since)
    left = (closes - (starts or ask.departure_time)).total_seconds() / 3600
    state = "closed" if left < 0 else "closing" if left < window.hours / 4 else "open"
    return WindowDeadline(window, state, closes)


def _doors(view: View, kind: str) -> list[StopService]:
    services = view.services[view.services["type"] == kind]
    hidden = is_confidential(services)
    return [
        _door(row, bool(secret))
        for (_, row), secret in zip(services.iterrows(), hidden, strict=True)
    ]


def _door(row: pd.Series, secret: bool) -> StopService:
    told = row.astype(object).where(row.notna(), None)
    verified = told["verified_on"]
    on = None if verified is None else date.fromisoformat(str(verified)[:10])
    placed = not secret and told["type"] != "phone_line" and row["geometry"] is not None
    return StopService(
        id=str(told["id"]),
        type=str(told["type"]),
        name=None if secret else told["name"],
        phone=None if secret else told["phone"],
        contact=told.get("gateway") if secret else None,
        opening_hours=None if secret else told["opening_hours"],
        verified_on=None if secret else on,
        is_unverified=on is None and not secret,
        is_stale=on is not None and on < date(2026, 5, 21),
        is_confidential=secret,
        lat=row["geometry"].y if placed else None,
        lon=row["geometry"].x if placed else None,
    )
