"""Support plan as records for JSON."""

from __future__ import annotations

from datetime import datetime

from geo.json_values import format_json_moment
from geo.language import DEFAULT_LOCALE
from geo.layers.feature_records import make_service_record
from geo.pathways.records import Pathway, PathwaySentence, PathwayStep
from geo.routes.report import make_route_record
from geo.routes.route import Route
from geo.support.plan_text import MINUTES_PER_HOUR, format_sentence
from geo.support.records import (
    AlternativeService,
    Stop,
    StopService,
    SupportPlan,
    WindowDeadline,
)


def build_support_report(plan: SupportPlan, *, locale: str = DEFAULT_LOCALE) -> dict[str, object]:
    """
    Convert a support plan to records of the shapes in docs/json.md.

    Returns
    -------
    report
        `steps` in the proposed order, `return_trip`, `total_minutes`, `total_cost`, `stay_minutes`,
        `missed_windows`, `alternatives` for each step, `phones` and the `pathway` used. The
        origin is omitted. A sentence without a source has `to_check`.
    """
    request, aversion = plan.request, plan.request.aversion
    return {
        "situation": request.situation,
        "departs_at": format_json_moment(request.departure_time),
        "elapsed_minutes": _hours_to_minutes(request.hours_since),
        "aversion": aversion,
        "mode": request.travel_mode,
        "steps": [_describe_stop(stop, aversion, locale) for stop in plan.stops],
        "return_trip": _describe_return_trip(
            plan.return_route, plan.return_departs_at, plan.return_arrives_at, aversion, locale
        ),
        "total_minutes": plan.total_minutes,
        "total_cost": plan.total_cost,
        "stay_minutes": sum(stop.step.stay_minutes for stop in plan.stops if stop.route),
        "missed_windows": plan.missed_windows,
        "skipped": [step.code for step in plan.skipped_steps],
        "alternatives": [
            _describe_alternative(other, stop) for stop in plan.stops for other in stop.alternatives
        ],
        "phones": [_describe_service(line) for line in _list_phone_lines(plan)],
        "holidays_known": plan.holidays_known,
        "pathway": _describe_pathway(plan.pathway),
    }


def _describe_stop(stop: Stop, aversion: float, locale: str) -> dict[str, object]:
    home = stop.home_trip
    return {
        "step": stop.step.code,
        "service_type": stop.step.service if stop.service is None else stop.service.type,
        **_describe_service(stop.service),
        **_describe_windows(stop),
        "opens_at": _format_time(stop.opens_at),
        "closes_at": _format_time(stop.open_until),
        "wait_minutes": stop.wait_minutes,
        "early_minutes": stop.early_minutes,
        "early_slot": stop.early_slot,
        "leave_at": _format_time(stop.leave_at),
        "arrive_at": _format_time(stop.arrive_at),
        "starts_at": _format_time(stop.starts_at),
        "hours_assumed": stop.hours_assumed,
        "call_comment": stop.call_comment,
        "route": None
        if stop.route is None
        else make_route_record(stop.route, aversion, locale=locale),
        "home_trip": None
        if home is None
        else _describe_return_trip(home.route, home.leave_at, home.arrive_at, aversion, locale),
        "phones": [_describe_service(line) for line in stop.phone_lines],
        **_describe_step_text(stop.step, locale),
        "still": [_describe_sentence(sentence, locale) for sentence in stop.step.still]
        if stop.has_closed_window
        else [],
    }


def _describe_windows(stop: Stop) -> dict[str, object]:
    """Describe all windows, and the shortest one separately."""
    shortest = min(stop.deadlines, key=lambda deadline: deadline.window.hours, default=None)
    return {
        "shortest_window": None if shortest is None else _describe_deadline(shortest),
        "windows": [_describe_deadline(deadline) for deadline in stop.deadlines],
        "has_closed_window": stop.has_closed_window,
    }


def _describe_deadline(deadline: WindowDeadline) -> dict[str, object]:
    window = deadline.window
    return {
        "what": window.what,
        "kind": window.kind,
        "minutes": _hours_to_minutes(window.hours),
        "source": window.source,
        "state": deadline.state,
        "closes_at": _format_time(deadline.closes_at),
    }


def _describe_step_text(step: PathwayStep, locale: str) -> dict[str, object]:
    """Describe the sentences of a step, and whether any lacks a source."""
    lists = {"gives": step.gives, "bring": step.bring, "need_not": step.need_not}
    single = {"why": step.why, "cost": step.cost, "accepts": step.accepts}
    every = [one for some in lists.values() for one in some]
    every += [one for one in single.values() if one is not None]
    return {
        **{
            name: None if one is None else _describe_sentence(one, locale)
            for name, one in single.items()
        },
        **{name: [_describe_sentence(one, locale) for one in some] for name, some in lists.items()},
        "to_check": any(one.source is None for one in every),
    }


def _describe_sentence(sentence: PathwaySentence, locale: str) -> dict[str, object]:
    return {
        "text": format_sentence(sentence, locale),
        "source": sentence.source,
        "to_check": sentence.source is None,
    }


def _describe_service(service: StopService | None) -> dict[str, object]:
    """Describe a service and how it stands to the plan; of a confidential one type and gateway."""
    if service is None:
        return {"service": None, "status": None}
    values = {
        "id": service.id,
        "type": service.type,
        "name": service.name,
        "phone": service.phone,
        "gateway": service.contact,
        "opening_hours": service.opening_hours,
        "address": service.address,
        "confidential": service.is_confidential,
        "public": service.is_public,
        "source": service.source,
        "verified_on": service.verified_on,
    }
    status = {
        "unverified": service.is_unverified,
        "stale": service.is_stale,
        "by_phone": service.is_by_phone,
        "unreachable": service.is_unreachable,
        "closed_throughout": service.is_closed_throughout,
    }
    return {"service": make_service_record(values), "status": status}


def _describe_alternative(alternative: AlternativeService, stop: Stop) -> dict[str, object]:
    return {
        "step": stop.step.code,
        **_describe_service(alternative.service),
        "minutes": alternative.minutes,
        "opens_at": _format_time(alternative.opens_at),
        "closes_at": _format_time(alternative.open_until),
        "wait_minutes": alternative.wait_minutes,
        "hours_assumed": alternative.hours_assumed,
    }


def _describe_return_trip(
    route: Route | None,
    leave_at: datetime | None,
    arrive_at: datetime | None,
    aversion: float,
    locale: str,
) -> dict[str, object] | None:
    """Describe a return to the origin: after the last stop, or before one that opens much later."""
    if route is None:
        return None
    return {
        "leave_at": _format_time(leave_at),
        "arrive_at": _format_time(arrive_at),
        "route": make_route_record(route, aversion, locale=locale),
    }


def _list_phone_lines(plan: SupportPlan) -> list[StopService]:
    """List the 24-hour lines, the lines of stops, then the others; each once."""
    of_stops = [line for stop in plan.stops for line in stop.phone_lines]
    lines = [*plan.always_open_lines, *of_stops, *plan.other_lines]
    return list({line.id: line for line in lines}.values())


def _describe_pathway(pathway: Pathway) -> dict[str, object]:
    return {
        "country": pathway.country,
        "situation": pathway.situation,
        "version": pathway.version,
        "verified": pathway.verified,
        "sources": list(pathway.sources),
    }


def _format_time(local_time: datetime | None) -> str | None:
    return None if local_time is None else format_json_moment(local_time)


def _hours_to_minutes(hours: float | None) -> float | None:
    return None if hours is None else hours * MINUTES_PER_HOUR
