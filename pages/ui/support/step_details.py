"""Dialog of a step of a support plan: benefits, what to bring, directions, alternatives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from geo.cartography.opening_text import describe_service_hours
from geo.language import format_clock_time
from geo.pathways.records import PathwaySentence
from geo.routes.directions import build_instructions
from geo.routes.rounded_minutes import round_minutes_up
from geo.support import plan_text
from geo.support.records import AlternativeService, Stop, SupportPlan
from pages.ui import state
from pages.ui.support import inputs
from pages.ui.widgets import contacts, display


def show_step_details(plan: SupportPlan, stop: Stop) -> None:
    """Show all details of a step; called within a dialog."""
    with st.container(key="step_more"):
        _show_all_sections(plan, stop)


def _show_all_sections(plan: SupportPlan, stop: Stop) -> None:
    locale, step = state.locale(), stop.step
    display.show_text(plan_text.format_sentence(step.why, locale))
    _show_sentences("support.gives", step.gives)
    _show_sentences("support.bring", step.bring)
    _show_sentences("support.need_not", step.need_not)
    for key, one in (("support.cost", step.cost), ("support.accepts", step.accepts)):
        if one is not None:
            _show_sentences(key, (one,))
    _show_deadlines(plan, stop)
    _show_opening_hours(stop)
    _show_directions(stop)
    _show_alternatives(plan, stop)
    _show_step_actions(plan, stop)
    if any(one.source is None for one in _stop_sentences(stop)):
        display.show_caption(state.gettext("support.to_check"))


def _stop_sentences(stop: Stop) -> list[PathwaySentence]:
    step = stop.step
    single = [one for one in (step.why, step.cost, step.accepts) if one is not None]
    return [*single, *step.gives, *step.bring, *step.need_not, *step.still]


def _show_sentences(key: str, sentences: Sequence[PathwaySentence]) -> None:
    if sentences:
        display.show_heading(state.gettext(key))
        display.show_bullets(
            Markup("{}").format(plan_text.format_sentence(one, state.locale())) for one in sentences
        )


def _show_deadlines(plan: SupportPlan, stop: Stop) -> None:
    if not stop.deadlines:
        return
    display.show_heading(state.gettext("support.times"))
    lines = []
    for one in stop.deadlines:
        name = state.label_for("window", one.window.what)
        if one.closes_at is None:
            lines.append(
                state.gettext_html("support.window_hours", what=name, hours=one.window.hours)
            )
            continue
        until = plan_text.format_moment(one.closes_at, plan.request.departure_time, state.locale())
        key = "support.window_closed" if one.state == "closed" else "support.window_open"
        lines.append(state.gettext_html(key, what=name, moment=until))
    display.show_bullets(lines)
    if stop.has_closed_window:
        _show_sentences("support.still", stop.step.still)


def _show_opening_hours(stop: Stop) -> None:
    service = stop.service
    if service is None or service.is_confidential:
        return
    display.show_heading(state.gettext("support.hours"))
    st.html(str(contacts.contact_html(vars(service))))


def _show_directions(stop: Stop) -> None:
    if stop.route is None:
        return
    display.show_heading(state.gettext("support.route"))
    risk_m = round(stop.route.inside_risk_m)
    display.show_text(
        state.gettext("route.risk", metres=risk_m) if risk_m else state.gettext("route.no_risk")
    )
    instructions = build_instructions(stop.route, locale=state.locale())
    display.show_steps(
        [
            (one.text, state.gettext("route.chip", minutes=max(1, round_minutes_up(one.minutes))))
            for one in instructions
        ]
    )


def _show_alternatives(plan: SupportPlan, stop: Stop) -> None:
    """Show the alternative services of the step."""
    if not stop.alternatives:
        return
    display.show_heading(state.gettext("support.others"))
    for alternative in stop.alternatives:
        with st.container(key=f"other_{alternative.service.id}"):
            _show_alternative(plan, stop, alternative)


def _list_alternative_details(plan: SupportPlan, alternative: AlternativeService) -> list[str]:
    """List how far an alternative is, and when it is open."""
    locale, service = state.locale(), alternative.service
    if service.is_confidential:
        return []
    if alternative.minutes is None:
        return [describe_service_hours(service.opening_hours, locale).text]
    away = plan_text.format_duration(alternative.minutes, locale)
    details = [state.gettext("support.away", span=away)]
    if alternative.hours_assumed:
        details.append(state.gettext("support.hours_unknown"))
    elif alternative.opens_at is not None:
        opens = plan_text.format_moment(alternative.opens_at, plan.request.departure_time, locale)
        details.append(state.gettext("support.opens", moment=opens))
    elif alternative.open_until is not None:
        until = format_clock_time(alternative.open_until, locale)
        details.append(state.gettext("support.open_until", time=until))
    return details


def _show_alternative(plan: SupportPlan, stop: Stop, alternative: AlternativeService) -> None:
    service = alternative.service
    name = plan_text.format_service_name(service, state.locale())
    contact = service.phone
    if service.is_confidential:
        contact = service.contact or state.gettext("support.contact_network")
    details = " · ".join(_list_alternative_details(plan, alternative))
    text = Markup("").join(
        Markup("<br>{}").format(line) for line in (details, contacts.phone_html(contact)) if line
    )
    display.show_text(Markup("<b>{}</b>{}").format(name, text))
    if alternative.service.is_confidential or alternative.service.lat is None:
        return
    code, service_id = stop.step.code, alternative.service.id

    def choose_service() -> None:
        chosen = dict(inputs.current_form().chosen) | {code: service_id}
        inputs.update_form(chosen=tuple(chosen.items()))

    if st.button(
        state.gettext("support.choose_service"),
        key=f"take_{code}_{service_id}",
        on_click=choose_service,
    ):
        st.rerun()


def _show_step_actions(plan: SupportPlan, stop: Stop) -> None:
    """Show buttons to start with this step, skip it, or reset its service to the proposed one."""
    code = stop.step.code
    display.show_heading(state.gettext("support.you_choose"))
    with st.container(key="step_choices"):
        if plan.stops[0].step.code != code:
            _show_action_button("first", code, lambda: inputs.update_form(first=code))
        _show_action_button("skip", code, lambda: _skip_step(code))
        if code in dict(inputs.current_form().chosen):
            _show_action_button("propose", code, lambda: _reset_service(code))


def _show_action_button(action: str, code: str, on_click: Callable[[], None]) -> None:
    key, label = f"{action}_{code}", state.gettext(f"support.{action}")
    if st.button(label, key=key, width="stretch", on_click=on_click):
        st.rerun()  # closes the dialog and updates the list


def _skip_step(code: str) -> None:
    form = inputs.current_form()
    first = None if form.first == code else form.first
    inputs.update_form(skip=form.skip | {code}, first=first)


def _reset_service(code: str) -> None:
    remaining = {
        step: service_id for step, service_id in inputs.current_form().chosen if step != code
    }
    inputs.update_form(chosen=tuple(remaining.items()))
