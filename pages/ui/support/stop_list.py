"""List of the stops of a support plan, with return trips and totals."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.cartography.opening_text import describe_service_hours
from geo.layers.phone_numbers import has_phone_number
from geo.privacy.view import View
from geo.routes.route import Route
from geo.support import plan_text, vehicle_trip
from geo.support.records import ReturnTrip, Stop, StopService, SupportPlan
from pages.ui import state
from pages.ui.support import inputs, step_details
from pages.ui.widgets import contacts, display, labels

STYLESHEET = Path(__file__).with_name("stop_list.css")
SHOWN_ROUTE_KEY = "support:shown"  # code of the step whose route is on the map …
RETURN_KEY = ":back"  # … or this, for the return trip; no step has this code …
INTERIM_RETURN_PREFIX = ":home:"  # … or this and a code, for the return trip before that step
MIN_WAIT_MIN = 2  # minutes; shorter waits are not shown
SAME_LOCATION_M = 5.0  # metres; a shorter route leads to the same location


def shown_stop(plan: SupportPlan) -> Stop | None:
    """
    Return the stop whose route the map shows: the selected one, or the first with a route.

    None where no stop has a route, or the map shows a return trip.
    """
    stops_with_route = {stop.step.code: stop for stop in plan.stops if stop.route is not None}
    selected_key = str(st.session_state.get(SHOWN_ROUTE_KEY))
    if selected_key in return_trips(plan):
        return None
    return stops_with_route.get(selected_key) or next(iter(stops_with_route.values()), None)


def shown_route(plan: SupportPlan) -> Route | None:
    """Return the route that the map shows, to a stop or back; None where there is none."""
    stop = shown_stop(plan)
    if stop is not None:
        return stop.route
    return_trip = return_trips(plan).get(str(st.session_state.get(SHOWN_ROUTE_KEY)))
    return None if return_trip is None else return_trip.route


def return_trips(plan: SupportPlan) -> dict[str, ReturnTrip]:
    """Return the return trips: those before a stop that opens much later, and the last one."""
    trips = {INTERIM_RETURN_PREFIX + stop.step.code: stop.home_trip for stop in plan.stops}
    route, departs_at, arrives_at = (
        plan.return_route,
        plan.return_departs_at,
        plan.return_arrives_at,
    )
    if route is not None and departs_at is not None and arrives_at is not None:
        trips[RETURN_KEY] = ReturnTrip(route, departs_at, arrives_at)
    return {
        key: trip
        for key, trip in trips.items()
        if trip is not None and trip.route.length_m >= SAME_LOCATION_M
    }


def show_stops(view: View, plan: SupportPlan) -> None:
    """Show the stops in the proposed order, and the return trips."""
    st.html(STYLESHEET)
    for number, stop in enumerate(plan.stops, start=1):
        _show_return_trip(view, plan, INTERIM_RETURN_PREFIX + stop.step.code)
        with st.container(key=f"stop_{stop.step.code}"):
            _show_stop(plan, stop, number)
    _show_return_trip(view, plan, RETURN_KEY)
    _show_skipped_steps(plan)


def _route_icon(route: Route) -> str:
    mode = "car" if vehicle_trip.is_driven(route) else "walk"
    return f":material/directions_{mode}:"


def _show_stop(plan: SupportPlan, stop: Stop, number: int) -> None:
    shown = shown_stop(plan)
    css_class = "here" if shown is not None and shown.step.code == stop.step.code else ""
    row = Markup('<div class="stop {}" role="group"><b class="no">{}</b><div>{}</div></div>')
    st.html(str(row.format(css_class, number, _stop_html(plan, stop))))
    with st.container(horizontal=True, key=f"do_{stop.step.code}"):
        if stop.route is not None and st.button(
            state.gettext("support.show_route"),
            icon=_route_icon(stop.route),
            type="primary" if number == 1 else "secondary",
            key=f"see_{stop.step.code}",
        ):
            st.session_state[SHOWN_ROUTE_KEY] = stop.step.code
            st.rerun()
        if st.button(
            state.gettext("support.more"),
            icon=":material/more_horiz:",
            key=f"more_{stop.step.code}",
        ):
            st.dialog(labels.escape_markdown(_stop_name(stop)))(step_details.show_step_details)(
                plan, stop
            )


def _stop_name(stop: Stop) -> str:
    if stop.service is None:
        return state.label_for("service_type", stop.step.service)
    return plan_text.format_service_name(stop.service, state.locale())


def _stop_html(plan: SupportPlan, stop: Stop) -> Markup:
    lines = [Markup("<h3>{}</h3>").format(_stop_name(stop)), _opening_html(plan, stop)]
    if stop.service is not None:
        lines += [_contact_html(stop), _verification_html(stop.service)]
    lines.append(Markup("<p>{}</p>").format(_reason_html(stop)))
    window = plan_text.format_window(stop, state.locale())
    if window is not None:
        lines.append(Markup('<p class="window"><b>{}</b> {}</p>').format(*window))
    if stop.opens_at is not None or stop.route is None:
        lines += [phone_html(phone, "support.meanwhile") for phone in stop.phone_lines[:1]]
    return Markup("").join(lines)


def _opening_html(plan: SupportPlan, stop: Stop) -> Markup:
    """Format the opening state of a service; its contact where the location is confidential."""
    service = stop.service
    if service is None:
        return Markup('<p class="shut">{}</p>').format(state.gettext("support.no_service"))
    if service.is_confidential:
        contact = service.contact or state.gettext("support.contact_network")
        notice = state.gettext("support.confidential")
        gateway = contacts.phone_html(contact)
        return Markup('<p class="shut">{}</p><p>{}</p>').format(notice, gateway)
    if stop.route is None:
        hours = describe_service_hours(service.opening_hours, state.locale())
        hours_line = Markup('<p class="{}">{}</p>').format(
            "open" if hours.is_known else "shut", hours.text
        )
        if not service.is_by_phone:
            return hours_line
        by_phone = Markup('<p class="open">{}</p>').format(state.gettext("sheet.by_phone"))
        return by_phone + hours_line
    css_class = "shut" if stop.opens_at is not None or stop.hours_assumed else "open"
    opening = plan_text.format_opening(stop, plan.request.departure_time, state.locale())
    opening_line = Markup('<p class="{}">{}</p>').format(css_class, opening)
    wait = stop.wait_minutes or 0.0
    if wait < MIN_WAIT_MIN or stop.leave_at is None:
        return opening_line
    departure = plan_text.format_departure(stop, plan.request.departure_time, state.locale())
    return opening_line + Markup("<p>{}</p>").format(departure)


def _reason_html(stop: Stop) -> Markup:
    """Format the reason for the stop, and the first item to bring."""
    why = plan_text.format_sentence(stop.step.why, state.locale())
    if not stop.step.bring:
        return Markup("{}").format(why)
    bring = state.gettext(
        "support.bring_line", what=plan_text.format_sentence(stop.step.bring[0], state.locale())
    )
    return Markup("{} {}").format(why, bring)


def _verification_html(service: StopService) -> Markup:
    if service.is_confidential or not (service.is_unverified or service.is_stale):
        return Markup("")
    key = "support.unverified" if service.is_unverified else "support.stale"
    text = (
        state.gettext(key)
        if service.verified_on is None
        else state.gettext(key, date=service.verified_on)
    )
    return Markup('<p class="soft">{}</p>').format(text)


def _contact_html(stop: Stop) -> Markup:
    """Format phone and address of an open service, or that its phone is not known."""
    service = stop.service
    if service is None or service.is_confidential:
        return Markup("")
    phone = contacts.phone_html(service.phone)
    if has_phone_number(service.phone):
        phone = state.gettext_html("support.call", phone=phone)
    address = Markup("<p>{}</p>").format(service.address) if service.address else Markup("")
    return Markup("<p>{}</p>{}").format(phone, address)


def phone_html(service: StopService, key: str) -> Markup:
    """Format a phone line; its numbers are links."""
    name = plan_text.format_service_name(service, state.locale())
    if not service.phone:
        return Markup("<p>{}</p>").format(name)
    phone = contacts.phone_html(service.phone)
    return Markup("<p>{}</p>").format(state.gettext_html(key, name=name, phone=phone))


def _show_return_trip(view: View, plan: SupportPlan, key: str) -> None:
    """Show times and risk of a return trip, with a button that shows its route."""
    trip = return_trips(plan).get(key)
    if trip is None:
        return
    locale, now = state.locale(), plan.request.departure_time
    times = {
        "leave": plan_text.format_moment(trip.leave_at, now, locale),
        "arrive": plan_text.format_moment(trip.arrive_at, now, locale),
        "span": plan_text.format_duration(trip.route.minutes, locale),
    }
    sentences = [state.gettext("support.back_when", **times)]
    if "night" in (view.slot(trip.leave_at), view.slot(trip.arrive_at)):
        sentences.append(state.gettext("support.back_dark"))
    if metres := round(trip.route.inside_risk_m):
        sentences.append(state.gettext("support.risk_in_all", metres=metres))
    sentences.append(state.gettext("support.back_unsafe"))
    is_shown = shown_stop(plan) is None and st.session_state.get(SHOWN_ROUTE_KEY) == key
    row = Markup('<div class="stop {}" role="group"><b class="no">↩</b><div>{}{}</div></div>')
    head = Markup("<h3>{}</h3>").format(state.gettext("support.back"))
    with st.container(key=f"stop_{key}"):
        css_class = "here" if is_shown else ""
        st.html(str(row.format(css_class, head, Markup("<p>{}</p>").format(" ".join(sentences)))))
        with st.container(horizontal=True, key=f"do_{key}"):
            icon = _route_icon(trip.route)
            if st.button(state.gettext("support.show_route"), icon=icon, key=f"way{key}"):
                st.session_state[SHOWN_ROUTE_KEY] = key
                st.rerun()


def show_total(plan: SupportPlan) -> None:
    """Show total time and risk; stops on later days are counted separately."""
    walked_stops = [
        stop for stop in plan.stops if stop.route is not None and stop.starts_at is not None
    ]
    if not walked_stops:
        display.show_headline(state.gettext_html("support.only_calls"))
        return
    today = plan.request.departure_time.date()
    today_stops = [
        stop for stop in walked_stops if stop.starts_at and stop.starts_at.date() == today
    ]
    if len(today_stops) == len(walked_stops):
        waits = sum(stop.wait_minutes or 0.0 for stop in walked_stops)
        walking_time = plan_text.format_duration(plan.total_minutes - waits, state.locale())
        sentences = [state.gettext_html("support.walk_in_all", span=walking_time)]
        if waits >= MIN_WAIT_MIN:
            wait = plan_text.format_duration(waits, state.locale())
            sentences.append(state.gettext_html("support.wait_in_all", span=wait))
    else:
        sentences = [state.ngettext_html("support.this_day", len(today_stops))]
        sentences.append(
            state.ngettext_html("support.other_day", len(walked_stops) - len(today_stops))
        )
    routes = [*(stop.route for stop in walked_stops), plan.return_route]
    risk_m = round(sum(route.inside_risk_m for route in routes if route is not None))
    if risk_m:
        sentences.append(state.gettext_html("support.risk_in_all", metres=risk_m))
    display.show_caption(Markup(" ").join(sentences))


def show_phone_lines(plan: SupportPlan) -> None:
    """Show the phone lines that are open at all times, and the others with their hours."""
    other_lines = Markup("").join(_other_line_html(line) for line in plan.other_lines)
    if other_lines:
        display.show_heading(state.gettext("support.other_lines"))
        st.html(str(other_lines))
    lines = Markup("").join(phone_html(line, "support.always") for line in plan.always_open_lines)
    if lines:
        with st.container(key="always"):
            st.html(str(Markup('<div class="always">{}</div>').format(lines)))


def _other_line_html(line: StopService) -> Markup:
    name = plan_text.format_service_name(line, state.locale())
    hours = describe_service_hours(line.opening_hours, state.locale())
    phone = contacts.phone_html(line.phone)
    return Markup("<p>{}, {} · {}</p>").format(name, phone, hours.text)


def _show_skipped_steps(plan: SupportPlan) -> None:
    """Show buttons that restore skipped steps."""
    for step in plan.skipped_steps:
        label = state.gettext("support.take_up", step=state.label_for("service_type", step.service))
        if st.button(label, icon=":material/undo:", key=f"take_up_{step.code}", type="tertiary"):
            inputs.update_form(skip=inputs.current_form().skip - {step.code})
            st.rerun()
