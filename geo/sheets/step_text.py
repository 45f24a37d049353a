"""The steps of a support route as a sheet tells them: plain words, ready for the typesetter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from geo.cartography.opening_text import format_opening_hours
from geo.language import DEFAULT_LOCALE, gettext, label_for
from geo.pathways.records import PathwaySentence
from geo.pathways.sentence_text import format_sentence
from geo.routes.route import Route
from geo.sheets.datetime_text import format_moment_text
from geo.support.plan_text import format_duration, format_service_name, format_window
from geo.support.records import Stop, StopService, SupportPlan, WindowDeadline

UNVERIFIED_MARK = "°"  # stands behind what no source bears out, until the network has checked it
METRES_PER_KM = 1000.0
SAME_LOCATION_M = 5.0  # a way as short leads to the door where she already is
TemplateData = dict[str, object]


def format_steps(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[TemplateData]:
    """
    Tell all steps.

    Returns
    -------
    steps
        Each with `number`, `name`, `type`, `when`, `way`, `phone`, `contact`, `hours`, `marks`,
        `why`, `gives`, `bring`, `need_not`, `cost`, `accepts`, `windows`, `still`, `short` and
        `meanwhile`: texts, or lists of texts; empty where nothing is to be said. Of a confidential
        door only its type and whom to ask.
    """
    shared = find_shared_sentences(plan)
    return [_format_step(plan, number, locale, shared) for number in range(1, len(plan.stops) + 1)]


def find_shared_sentences(plan: SupportPlan) -> frozenset[PathwaySentence]:
    """Find what is said of every step alike, as of its cost: once is enough on a sheet."""
    told = [{stop.step.cost, stop.step.accepts} for stop in plan.stops]
    same = frozenset.intersection(*map(frozenset, told)) if len(told) > 1 else frozenset()
    return frozenset(one for one in same if one is not None)


def format_checked_sentence(pathway_sentence: PathwaySentence, locale: str = DEFAULT_LOCALE) -> str:
    """Say a sentence, with the sign of what is still to be checked before its last point."""
    told = format_sentence(pathway_sentence, locale)
    if pathway_sentence.source is not None or pathway_sentence.text is not None:
        return told
    return f"{told[:-1]}{UNVERIFIED_MARK}." if told.endswith(".") else f"{told}{UNVERIFIED_MARK}"


def is_location_shown(stop: Stop) -> bool:
    """Tell whether a stop has a place that a sheet may show; a confidential one never has."""
    door = stop.service
    return (
        door is not None
        and not door.is_confidential
        and stop.route is not None
        and door.lat is not None
        and door.lon is not None
    )


def format_distance(metres: float, locale: str = DEFAULT_LOCALE) -> str:
    """Say how far: metres by ten, from a kilometre on kilometres."""
    if metres >= METRES_PER_KM:
        return gettext("sheet.kilometres", locale, km=round(metres / METRES_PER_KM, 1))
    return gettext("sheet.metres", locale, metres=int(round(metres, -1)))


def _format_step(
    plan: SupportPlan, number: int, locale: str, shared: frozenset[PathwaySentence]
) -> TemplateData:
    stop = plan.stops[number - 1]
    step, door = stop.step, stop.service
    own = [one for one in (step.cost, step.accepts) if one is not None and one not in shared]
    kind = label_for("service_type", step.service if door is None else door.type, locale)
    title = kind if door is None else format_service_name(door, locale)
    return {
        "number": str(number),
        "name": title,
        "type": "" if title == kind else kind,
        "shown": is_location_shown(stop),
        "when": list(_format_opening(stop, locale)),
        "way": _format_route(plan, number, locale),
        **_format_contact(door, locale),
        "why": format_checked_sentence(step.why, locale),
        "gives": _format_sentences(step.gives, locale),
        "bring": _format_sentences(step.bring, locale),
        "need_not": _format_sentences(step.need_not, locale),
        "more": _format_sentences(own, locale),
        "windows": [_format_deadline(one, locale) for one in stop.deadlines],
        "still": _format_sentences(step.still, locale) if stop.has_closed_window else [],
        "short": " ".join(format_window(stop, locale) or ()),
        "meanwhile": _format_meanwhile_phones(stop, locale),
    }


def _format_sentences(sentences: Iterable[PathwaySentence], locale: str) -> list[str]:
    return [format_checked_sentence(one, locale) for one in sentences]


def _format_opening(stop: Stop, locale: str) -> Iterator[str]:
    """Say when its door is open, as she comes there."""
    if not is_location_shown(stop):
        return
    if stop.opens_at is not None:
        yield format_moment_text("sheet.opens", stop.opens_at, locale)
        if stop.leave_at is not None:
            yield format_moment_text("sheet.set_out", stop.leave_at, locale)
    elif stop.open_until is not None and not stop.hours_assumed:
        yield format_moment_text("sheet.open_until", stop.open_until, locale)


def _format_route(plan: SupportPlan, number: int, locale: str) -> str:
    stop = plan.stops[number - 1]
    if stop.route is None or not is_location_shown(stop):
        return ""
    before = [
        at for at, one in enumerate(plan.stops[: number - 1], start=1) if is_location_shown(one)
    ]
    if before and stop.home_trip is None and stop.route.length_m < SAME_LOCATION_M:
        return gettext("sheet.same_service", locale, number=before[-1])
    how = "sheet.on_foot" if plan.request.travel_mode == "walk" else "sheet.by_vehicle"
    told = gettext(
        how,
        locale,
        span=format_duration(stop.route.minutes, locale),
        distance=format_distance(stop.route.length_m, locale),
    )
    if before and stop.home_trip is None:
        told = gettext("sheet.from_step", locale, number=before[-1], way=told)
    else:
        told = gettext("sheet.from_start", locale, way=told)
    return " ".join([told, *format_risk_length(stop.route, locale)])


def format_risk_length(route: Route, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Say how many metres of a way lie in marked ground, if any do."""
    inside = round(route.inside_risk_m)
    return [gettext("sheet.risk_metres", locale, metres=inside)] if inside else []


def _format_contact(service: StopService | None, locale: str) -> TemplateData:
    """Say how to reach a door: its phone and hours; of a confidential one whom to ask."""
    if service is None:
        return _contact_only(gettext("sheet.no_service", locale))
    if service.is_confidential:
        told = gettext("sheet.confidential", locale)
        if not service.contact:
            return _contact_only(gettext("map.confidential", locale))
        return _contact_only(f"{told} {keep_digits_together(service.contact)}")
    hours = format_opening_hours(service.opening_hours, locale, abbreviated=True)
    return {
        "phone": keep_digits_together(service.phone or ""),
        "contact": "",
        "hours": hours or gettext("support.hours_unknown", locale),
        "marks": _format_verification(service, locale),
    }


def _contact_only(contact: str) -> TemplateData:
    return {"phone": "", "contact": contact, "hours": "", "marks": ""}


def _format_verification(service: StopService, locale: str) -> str:
    if service.is_unverified:
        return gettext("sheet.unverified", locale)
    if service.is_stale and service.verified_on is not None:
        return gettext("sheet.stale", locale, day=service.verified_on)
    return ""


def _format_deadline(deadline: WindowDeadline, locale: str) -> TemplateData:
    what = label_for("window", deadline.window.what, locale)
    if deadline.closes_at is None:
        hours = round(deadline.window.hours)
        text = gettext("sheet.window_unknown", locale, what=what, hours=hours)
    else:
        text = format_moment_text(
            f"sheet.window_{deadline.state}", deadline.closes_at, locale, what=what
        )
    return {"text": text, "state": deadline.state}


def _format_meanwhile_phones(stop: Stop, locale: str) -> str:
    """Say which phones answer while a door is closed."""
    lines = [door for door in stop.phone_lines if door.phone and not door.is_confidential]
    if stop.opens_at is None or not lines or not is_location_shown(stop):
        return ""
    told = ", ".join(
        f"{format_service_name(door, locale)} {keep_digits_together(door.phone or '')}"
        for door in lines
    )
    return gettext("sheet.meanwhile", locale, phones=told)


def keep_digits_together(text: str) -> str:
    """Keep the figures of a phone number on one line."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)
