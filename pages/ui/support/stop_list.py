"""The doors of a support route, as a list that can be read aloud; each step opens more of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.privacy.view import View
from geo.routes.route import Route
from geo.support import plan_text
from geo.support.records import ReturnTrip, Stop, StopService, SupportPlan
from pages.ui import state
from pages.ui.support import inputs, step_details
from pages.ui.widgets import display, labels

STYLESHEET = Path(__file__).with_name("stop_list.css")
SHOWN_ROUTE_KEY = "support:shown"  # code of the step whose way is on the map …
RETURN_KEY = ":back"  # … or this, for the way back; no step is called so …
INTERIM_RETURN_PREFIX = ":home:"  # … or this and a code, for the way back before its step
MIN_WAIT_MIN = 2  # minutes; less is no wait
SAME_LOCATION_M = 5.0  # a way as short leads to where she already is


def shown_stop(plan: SupportPlan) -> Stop | None:
    """
    Give the stop whose way the map shows: the one she chose, or the first with a way.

    None where no stop has one, or where it shows the way back.
    """
    there = {stop.step.code: stop for stop in plan.stops if stop.route is not None}
    asked = str(st.session_state.get(SHOWN_ROUTE_KEY))
    if asked in return_trips(plan):
        return None
    return there.get(asked) or next(iter(there.values()), None)


def shown_route(plan: SupportPlan) -> Route | None:
    """Give the way that the map shows, to a stop or back; None where there is none."""
    here = shown_stop(plan)
    if here is not None:
        return here.route
    back = return_trips(plan).get(str(st.session_state.get(SHOWN_ROUTE_KEY)))
    return None if back is None else back.route


def return_trips(plan: SupportPlan) -> dict[str, ReturnTrip]:
    """Give the ways back: those before a step that opens much later, and the last one."""
    every = {INTERIM_RETURN_PREFIX + stop.step.code: stop.home_trip for stop in plan.stops}
    way, leave, home = plan.return_route, plan.return_departs_at, plan.return_arrives_at
    if way is not None and leave is not None and home is not None:
        every[RETURN_KEY] = ReturnTrip(way, leave, home)
    return {
        key: back
        for key, back in every.items()
        if back is not None and back.route.length_m >= SAME_LOCATION_M
    }


def show_stops(view: View, plan: SupportPlan) -> None:
    """List the steps in the order proposed, and the ways back."""
    st.html(STYLESHEET)
    for number, stop in enumerate(plan.stops, start=1):
        _show_return_trip(view, plan, INTERIM_RETURN_PREFIX + stop.step.code)
        with st.container(key=f"stop_{stop.step.code}"):
            _show_stop(plan, stop, number)
    _show_return_trip(view, plan, RETURN_KEY)
    _show_skipped_steps(plan)


def _show_stop(plan: SupportPlan, stop: Stop, number: int) -> None:
    here = shown_stop(plan)
    look = "here" if here is not None and here.step.code == stop.step.code else ""
    row = Markup('<div class="stop {}" role="group"><b class="no">{}</b><div>{}</div></div>')
    st.html(str(row.format(look, number, _stop_html(plan, stop))))
    with st.container(horizontal=True, key=f"do_{stop.step.code}"):
        if stop.route is not None and st.button(
            state.gettext("support.show_route"),
            icon=":material/directions_walk:",
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
    lines.append(Markup("<p>{}</p>").format(_reason_html(stop)))
    window = plan_text.format_window(stop, state.locale())
    if window is not None:
        lines.append(Markup('<p class="window"><b>{}</b> {}</p>').format(*window))
    if stop.service is not None:
        lines.append(_verification_html(stop.service))
    if stop.opens_at is not None or stop.route is None:
        lines += [phone_html(phone, "support.meanwhile") for phone in stop.phone_lines[:1]]
    return Markup("").join(lines)


def _opening_html(plan: SupportPlan, stop: Stop) -> Markup:
    """Say whether the door is open; of one without a place, whom to ask."""
    door = stop.service
    if door is None:
        return Markup('<p class="shut">{}</p>').format(state.gettext("support.no_service"))
    if door.is_confidential:
        ask = door.contact or state.gettext("support.contact_network")
        reserved = state.gettext("support.confidential")
        return Markup('<p class="shut">{}</p><p>{}</p>').format(reserved, ask)
    if stop.route is None:
        return phone_html(door, "support.call") if door.phone else Markup("")
    look = "shut" if stop.opens_at is not None or stop.hours_assumed else "open"
    opening = plan_text.format_opening(stop, plan.request.departure_time, state.locale())
    told = Markup('<p class="{}">{}</p>').format(look, opening)
    wait = stop.wait_minutes or 0.0
    if wait < MIN_WAIT_MIN or stop.leave_at is None:
        return told
    leave = plan_text.format_moment(stop.leave_at, plan.request.departure_time, state.locale())
    return told + Markup("<p>{}</p>").format(state.gettext("support.leave_at", moment=leave))


def _reason_html(stop: Stop) -> Markup:
    """Say why, and what to bring: the two things that fit a list."""
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
    said = (
        state.gettext(key)
        if service.verified_on is None
        else state.gettext(key, date=service.verified_on)
    )
    return Markup('<p class="soft">{}</p>').format(said)


def phone_html(service: StopService, key: str) -> Markup:
    """Say whom one can call; the number is a link that a telephone can dial."""
    name = plan_text.format_service_name(service, state.locale())
    if not service.phone:
        return Markup("<p>{}</p>").format(name)
    dial = "".join(sign for sign in service.phone if sign in "+0123456789*#")
    link = Markup('<a class="dial" href="tel:{}">{}</a>').format(dial, service.phone)
    return Markup("<p>{}</p>").format(state.gettext_html(key, name=name, phone=link))


def _show_return_trip(view: View, plan: SupportPlan, key: str) -> None:
    """Tell when she is back, and whether it is dark by then; its way can be seen, too."""
    back = return_trips(plan).get(key)
    if back is None:
        return
    locale, now = state.locale(), plan.request.departure_time
    told = {
        "leave": plan_text.format_moment(back.leave_at, now, locale),
        "arrive": plan_text.format_moment(back.arrive_at, now, locale),
        "span": plan_text.format_duration(back.route.minutes, locale),
    }
    said = [state.gettext("support.back_when", **told)]
    if "night" in (view.slot(back.leave_at), view.slot(back.arrive_at)):
        said.append(state.gettext("support.back_dark"))
    if metres := round(back.route.inside_risk_m):
        said.append(state.gettext("support.risk_in_all", metres=metres))
    said.append(state.gettext("support.back_unsafe"))
    here = shown_stop(plan) is None and st.session_state.get(SHOWN_ROUTE_KEY) == key
    row = Markup('<div class="stop {}" role="group"><b class="no">↩</b><div>{}{}</div></div>')
    head = Markup("<h3>{}</h3>").format(state.gettext("support.back"))
    with st.container(key=f"stop_{key}"):
        look = "here" if here else ""
        st.html(str(row.format(look, head, Markup("<p>{}</p>").format(" ".join(said)))))
        with st.container(horizontal=True, key=f"do_{key}"):
            walk = ":material/directions_walk:"
            if st.button(state.gettext("support.show_route"), icon=walk, key=f"way{key}"):
                st.session_state[SHOWN_ROUTE_KEY] = key
                st.rerun()


def show_total(plan: SupportPlan) -> None:
    """Say how long it takes: what can be done the same day, and that the rest is another day's."""
    going = [stop for stop in plan.stops if stop.route is not None and stop.starts_at is not None]
    if not going:
        display.show_headline(state.gettext_html("support.only_calls"))
        return
    today = plan.request.departure_time.date()
    now = [stop for stop in going if stop.starts_at and stop.starts_at.date() == today]
    if len(now) == len(going):
        waits = sum(stop.wait_minutes or 0.0 for stop in going)
        walked = plan_text.format_duration(plan.total_minutes - waits, state.locale())
        said = [state.gettext_html("support.walk_in_all", span=walked)]
        if waits >= MIN_WAIT_MIN:
            wait = plan_text.format_duration(waits, state.locale())
            said.append(state.gettext_html("support.wait_in_all", span=wait))
    else:
        said = [state.ngettext_html("support.this_day", len(now))]
        said.append(state.ngettext_html("support.other_day", len(going) - len(now)))
    ways = [*(stop.route for stop in going), plan.return_route]
    inside = round(sum(way.inside_risk_m for way in ways if way is not None))
    if inside:
        said.append(state.gettext_html("support.risk_in_all", metres=inside))
    display.show_caption(Markup(" ").join(said))


def show_phone_lines(plan: SupportPlan) -> None:
    """Keep the lines that always answer in view."""
    lines = Markup("").join(phone_html(door, "support.always") for door in plan.always_open_lines)
    if lines:
        with st.container(key="always"):
            st.html(str(Markup('<div class="always">{}</div>').format(lines)))


def _show_skipped_steps(plan: SupportPlan) -> None:
    """Offer to take up again what she left out."""
    for step in plan.skipped_steps:
        label = state.gettext("support.take_up", step=state.label_for("service_type", step.service))
        if st.button(label, icon=":material/undo:", key=f"take_up_{step.code}", type="tertiary"):
            inputs.update_form(skip=inputs.current_form().skip - {step.code})
            st.rerun()
