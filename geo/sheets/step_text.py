"""Formats the steps of a support plan as plain texts for the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from geo.cartography.opening_text import describe_service_hours
from geo.language import DEFAULT_LOCALE, gettext, label_for
from geo.pathways.records import PathwaySentence
from geo.pathways.sentence_text import format_sentence
from geo.routes.route import Route
from geo.sheets.datetime_text import format_moment_text
from geo.support.plan_text import (
    format_call_first,
    format_duration,
    format_early_arrival,
    format_service_name,
    format_window,
)
from geo.support.records import Stop, StopService, SupportPlan, WindowDeadline

UNVERIFIED_MARK = "°"  # follows a sentence without a source, until the network has verified it
METRES_PER_KM = 1000.0
SAME_LOCATION_M = 5.0  # a shorter route leads to the same service
TemplateData = dict[str, object]


def format_steps(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[TemplateData]:
    """
    Format all steps.

    Returns
    -------
    steps
        Each with `number`, `name`, `type`, `when`, `way`, `phone`, `contact`, `hours`, `address`,
        `marks`, `why`, `gives`, `bring`, `need_not`, `cost`, `accepts`, `windows`, `still`, `short`
        and `meanwhile`: texts, or lists of texts; empty where there is nothing. A confidential
        service has only its type and whom to ask.
    """
    shared = find_shared_sentences(plan)
    return [_format_step(plan, number, locale, shared) for number in range(1, len(plan.stops) + 1)]


def find_shared_sentences(plan: SupportPlan) -> frozenset[PathwaySentence]:
    """Find the sentences that all steps share, as of cost: a sheet prints them once."""
    by_stop = [frozenset({stop.step.cost, stop.step.accepts}) for stop in plan.stops]
    shared = frozenset.intersection(*by_stop) if len(by_stop) > 1 else frozenset()
    return frozenset(sentence for sentence in shared if sentence is not None)


def format_checked_sentence(pathway_sentence: PathwaySentence, locale: str = DEFAULT_LOCALE) -> str:
    """Format a sentence; if it is still to be verified, with a mark before its full stop."""
    text = format_sentence(pathway_sentence, locale)
    if pathway_sentence.source is not None or pathway_sentence.text is not None:
        return text
    return f"{text[:-1]}{UNVERIFIED_MARK}." if text.endswith(".") else f"{text}{UNVERIFIED_MARK}"


def is_location_shown(stop: Stop) -> bool:
    """Check whether a sheet may show the location of a stop; never of a confidential one."""
    service = stop.service
    return (
        service is not None
        and not service.is_confidential
        and stop.route is not None
        and service.lat is not None
        and service.lon is not None
    )


def format_distance(metres: float, locale: str = DEFAULT_LOCALE) -> str:
    """Format a distance: in tens of metres, from one kilometre on in kilometres."""
    if metres >= METRES_PER_KM:
        return gettext("sheet.kilometres", locale, km=round(metres / METRES_PER_KM, 1))
    return gettext("sheet.metres", locale, metres=int(round(metres, -1)))


def _format_step(
    plan: SupportPlan, number: int, locale: str, shared: frozenset[PathwaySentence]
) -> TemplateData:
    stop = plan.stops[number - 1]
    step, service = stop.step, stop.service
    own_sentences = [
        sentence
        for sentence in (step.cost, step.accepts)
        if sentence is not None and sentence not in shared
    ]
    kind = label_for("service_type", step.service if service is None else service.type, locale)
    title = kind if service is None else format_service_name(service, locale)
    return {
        "number": str(number),
        "name": title,
        "type": "" if title == kind else kind,
        "shown": is_location_shown(stop),
        "when": list(_format_opening(stop, locale)),
        "way": _format_route(plan, number, locale),
        **_format_contact(service, locale),
        "why": format_checked_sentence(step.why, locale),
        "gives": _format_sentences(step.gives, locale),
        "bring": _format_sentences(step.bring, locale),
        "need_not": _format_sentences(step.need_not, locale),
        "more": _format_sentences(own_sentences, locale),
        "windows": [_format_deadline(deadline, locale) for deadline in stop.deadlines],
        "still": _format_sentences(step.still, locale) if stop.has_closed_window else [],
        "short": " ".join(format_window(stop, locale) or ()),
        "meanwhile": _format_meanwhile_phones(stop, locale),
    }


def _format_sentences(sentences: Iterable[PathwaySentence], locale: str) -> list[str]:
    return [format_checked_sentence(sentence, locale) for sentence in sentences]


def _format_opening(stop: Stop, locale: str) -> Iterator[str]:
    """Format when the service is open at the time of arrival."""
    if not is_location_shown(stop):
        return
    hours = None if stop.service is None else stop.service.opening_hours
    if stop.hours_assumed and describe_service_hours(hours, locale).is_known:
        yield gettext("support.hours_unknown", locale)  # else its hours say so
    if stop.opens_at is not None:
        yield from _format_wait(stop, stop.opens_at, locale)
    elif stop.open_until is not None and not stop.hours_assumed:
        yield format_moment_text("sheet.open_until", stop.open_until, locale)


def _format_wait(stop: Stop, opens_at: datetime, locale: str) -> Iterator[str]:
    """Format when a closed service opens, and when to leave for it."""
    if not stop.hours_assumed:
        key = "sheet.opens" if stop.call_comment is None else "sheet.opens_for_sure"
        yield format_moment_text(key, opens_at, locale)
    if stop.call_comment is not None:
        yield gettext("sheet.until_then", locale, call=format_call_first(stop.call_comment, locale))
    if stop.leave_at is not None:
        yield format_moment_text("sheet.set_out", stop.leave_at, locale)
    if stop.early_slot is not None:
        yield format_early_arrival(stop, locale)


def _format_route(plan: SupportPlan, number: int, locale: str) -> str:
    stop = plan.stops[number - 1]
    if stop.service is not None and stop.service.is_by_phone:
        return gettext("sheet.by_phone", locale)
    if stop.route is None or not is_location_shown(stop):
        return ""
    previous = [
        index
        for index, earlier in enumerate(plan.stops[: number - 1], start=1)
        if is_location_shown(earlier)
    ]
    starts_at_service = bool(previous) and stop.home_trip is None
    if starts_at_service and stop.route.length_m < SAME_LOCATION_M:
        return gettext("sheet.same_service", locale, number=previous[-1])
    mode_key = "sheet.on_foot" if plan.request.travel_mode == "walk" else "sheet.by_vehicle"
    text = gettext(
        mode_key,
        locale,
        span=format_duration(stop.route.minutes, locale),
        distance=format_distance(stop.route.length_m, locale),
    )
    if starts_at_service:
        text = gettext("sheet.from_step", locale, number=previous[-1], way=text)
    else:
        text = gettext("sheet.from_start", locale, way=text)
    return " ".join([text, *format_risk_length(stop.route, locale)])


def format_risk_length(route: Route, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Format the metres of a route inside risk areas; an empty list for none."""
    metres = round(route.inside_risk_m)
    return [gettext("sheet.risk_metres", locale, metres=metres)] if metres else []


def _format_contact(service: StopService | None, locale: str) -> TemplateData:
    """Format phone and hours of a service; of a confidential one, whom to ask."""
    if service is None:
        return _contact_only(gettext("sheet.no_service", locale))
    if service.is_confidential:
        if not service.contact:
            return _contact_only(gettext("map.confidential", locale))
        notice = gettext("sheet.confidential", locale)
        return _contact_only(f"{notice} {keep_digits_together(service.contact)}")
    hours = describe_service_hours(service.opening_hours, locale, abbreviated=True).text
    return {
        "phone": keep_digits_together(service.phone or ""),
        "contact": "",
        "hours": hours if service.phone else f"{hours} · {gettext('contact.no_phone', locale)}",
        "address": service.address or "",
        "marks": _format_verification(service, locale),
    }


def _contact_only(contact: str) -> TemplateData:
    return {"phone": "", "contact": contact, "hours": "", "address": "", "marks": ""}


def _format_verification(service: StopService, locale: str) -> str:
    if service.is_unverified:
        return gettext("sheet.unverified", locale)
    if service.is_stale and service.verified_on is not None:
        return gettext("sheet.stale", locale, day=service.verified_on)
    return ""


def _format_deadline(deadline: WindowDeadline, locale: str) -> TemplateData:
    purpose = label_for("window", deadline.window.what, locale)
    if deadline.closes_at is None:
        hours = round(deadline.window.hours)
        text = gettext("sheet.window_unknown", locale, what=purpose, hours=hours)
    else:
        text = format_moment_text(
            f"sheet.window_{deadline.state}", deadline.closes_at, locale, what=purpose
        )
    return {"text": text, "state": deadline.state}


def _format_meanwhile_phones(stop: Stop, locale: str) -> str:
    """Format the phone lines that are open while a service is closed."""
    lines = [line for line in stop.phone_lines if line.phone and not line.is_confidential]
    if stop.opens_at is None or not lines or not is_location_shown(stop):
        return ""
    phones = ", ".join(
        f"{format_service_name(line, locale)} {keep_digits_together(line.phone or '')}"
        for line in lines
    )
    return gettext("sheet.meanwhile", locale, phones=phones)


def keep_digits_together(text: str) -> str:
    """Replace spaces between digits by no-break spaces, so that phone numbers do not wrap."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)
