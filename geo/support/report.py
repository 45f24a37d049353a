"""Support plan as JSON-ready records."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from geo.language import DEFAULT_LOCALE
from geo.pathways.records import Pathway, PathwaySentence, PathwayStep
from geo.routes.directions import build_instructions
from geo.routes.reasons import list_unavoided_risks
from geo.routes.report import measure_route
from geo.routes.risk_crossings import find_risk_crossings
from geo.routes.route import Route
from geo.support.plan_text import format_sentence
from geo.support.records import (
    AlternativeService,
    ReturnTrip,
    Stop,
    StopService,
    SupportPlan,
    WindowDeadline,
)


def build_support_report(plan: SupportPlan, *, locale: str = DEFAULT_LOCALE) -> dict[str, object]:
    """
    Convert a support plan to JSON-ready records.

    Returns
    -------
    report
        `steps` in the proposed order, `way_back`, `total_minutes`, `total_cost`, `stay_minutes`,
        `missed`, `alternatives` for each step, `phones` and the `pathway` used. The
        origin is omitted. A sentence without a source has `to_check`.
    """
    request, aversion = plan.request, plan.request.aversion
    return {
        "situation": request.situation,
        "at": request.departure_time.isoformat(timespec="minutes"),
        "hours_since": request.hours_since,
        "aversion": aversion,
        "mode": request.travel_mode,
        "steps": [_describe_stop(stop, aversion, locale) for stop in plan.stops],
        "way_back": _describe_route(plan.return_route, aversion, locale),
        "leave_back_at": _format_time(plan.return_departs_at),
        "back_at": _format_time(plan.return_arrives_at),
        "total_minutes": plan.total_minutes,
        "total_cost": plan.total_cost,
        "stay_minutes": sum(stop.step.stay_minutes for stop in plan.stops if stop.route),
        "missed": plan.missed_windows,
        "skipped": [step.code for step in plan.skipped_steps],
        "alternatives": [
            _describe_alternative(other, stop) for stop in plan.stops for other in stop.alternatives
        ],
        "phones": [_describe_service(line) for line in _list_phone_lines(plan)],
        "holidays_known": plan.holidays_known,
        "pathway": _describe_pathway(plan.pathway),
    }


def _describe_stop(stop: Stop, aversion: float, locale: str) -> dict[str, object]:
    return {
        "step": stop.step.code,
        **_describe_service(stop.service, fallback_type=stop.step.service),
        **_describe_windows(stop),
        "opens_at": _format_time(stop.opens_at),
        "open_until": _format_time(stop.open_until),
        "wait_minutes": stop.wait_minutes,
        "early_minutes": stop.early_minutes,
        "early_slot": stop.early_slot,
        "leave_at": _format_time(stop.leave_at),
        "arrive_at": _format_time(stop.arrive_at),
        "starts_at": _format_time(stop.starts_at),
        "hours_assumed": stop.hours_assumed,
        "call_comment": stop.call_comment,
        "way": _describe_route(stop.route, aversion, locale),
        "home": _describe_return_trip(stop.home_trip, aversion, locale),
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
        "window_hours": None if shortest is None else shortest.window.hours,
        "window": None if shortest is None else shortest.state,
        "windows": [_describe_deadline(deadline) for deadline in stop.deadlines],
        "still_go": stop.has_closed_window,
    }


def _describe_deadline(deadline: WindowDeadline) -> dict[str, object]:
    return {
        **asdict(deadline.window),
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


def _describe_service(
    service: StopService | None, *, fallback_type: str | None = None
) -> dict[str, object]:
    """Describe a service; only type and contact of a confidential one."""
    return {
        "service": None if service is None else service.name,
        "type": fallback_type if service is None else service.type,
        "service_id": None if service is None else service.id,
        "phone": None if service is None else service.phone,
        "contact": None if service is None else service.contact,
        "hours": None if service is None else service.opening_hours,
        "address": None if service is None else service.address,
        "verified_on": None if service is None else service.verified_on,
        "unverified": service is not None and service.is_unverified,
        "stale": service is not None and service.is_stale,
        "confidential": service is not None and service.is_confidential,
        "by_phone": service is not None and service.is_by_phone,
        "unreachable": service is not None and service.is_unreachable,
        "shut": service is not None and service.is_closed_throughout,
    }


def _describe_alternative(alternative: AlternativeService, stop: Stop) -> dict[str, object]:
    return {
        "step": stop.step.code,
        **_describe_service(alternative.service),
        "minutes": alternative.minutes,
        "opens_at": _format_time(alternative.opens_at),
        "wait_minutes": alternative.wait_minutes,
        "open_until": _format_time(alternative.open_until),
        "hours_assumed": alternative.hours_assumed,
    }


def _describe_route(route: Route | None, aversion: float, locale: str) -> dict[str, object] | None:
    """Describe a route: measures, instructions, and risk areas crossed."""
    if route is None:
        return None
    return {
        **measure_route(route, aversion),
        "steps": [asdict(step) for step in build_instructions(route, locale=locale)],
        "crossed": [asdict(crossing) for crossing in find_risk_crossings(route)],
        "passages": [asdict(risk) for risk in list_unavoided_risks(route)],
    }


def _describe_return_trip(
    return_trip: ReturnTrip | None, aversion: float, locale: str
) -> dict[str, object] | None:
    """Describe the return to the origin before a service that opens much later."""
    if return_trip is None:
        return None
    return {
        "leave_at": _format_time(return_trip.leave_at),
        "arrive_at": _format_time(return_trip.arrive_at),
        "way": _describe_route(return_trip.route, aversion, locale),
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
    return None if local_time is None else local_time.isoformat(timespec="seconds")
