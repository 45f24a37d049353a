"""Parameters of a support plan: origin, situation, time since, and travel preferences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

import streamlit as st

from geo.errors import AmparoError
from geo.model import BALANCED_AVERSION, TRAVEL_MODES, TravelMode
from geo.network.daylight import parse_local_time
from geo.pathways.records import SITUATIONS, Situation
from geo.privacy.view import View
from geo.routes.cost import DIRECT_AVERSION, SAFEST_AVERSION
from geo.support.records import SupportRequest
from pages.ui import state
from pages.ui.route import current_location, endpoints
from pages.ui.widgets import inputs, labels, name_search
from pages.ui.widgets.errors import show_error_message

FORM_KEY = "support:asked"
# Hours since the event, a little less than the label says: a time window that may still be open
# is then not shown as closed, and the staff of the service decide.
HOURS_BY_SINCE: dict[str, float | None] = {
    "now": 0,
    "today": 6,
    "yesterday": 24,
    "days_2": 42,
    "days_3": 66,
    "days_4": 90,
    "days_5": 114,
    "longer": 168,
    "untold": None,
}
AVERSION_BY_PREFERENCE = {
    "shortest": DIRECT_AVERSION,
    "middle": BALANCED_AVERSION,
    "safest": SAFEST_AVERSION,
}
DEPARTURE_OPTIONS = ("now", "other")


@dataclass(frozen=True)
class SupportForm:
    """
    Values of the form, stored in the session only.

    Attributes
    ----------
    situation, since
        Codes; None until selected.
    departs_at
        Local time, or None for now.
    skip, first, chosen
        `skipped_steps`, `first_step` and `chosen_services` of
        `geo.support.records.SupportRequest`.
    """

    situation: Situation | None = None
    since: str | None = None
    departs_at: datetime | None = None
    route_preference: str = "safest"
    mode: TravelMode = "walk"
    skip: frozenset[str] = frozenset()
    first: str | None = None
    chosen: tuple[tuple[str, str], ...] = ()


def current_form() -> SupportForm:
    """Return the values of the form so far."""
    form: SupportForm = st.session_state.get(FORM_KEY) or SupportForm()
    return form


def update_form(**changes: object) -> None:
    """Change some values of the form."""
    st.session_state[FORM_KEY] = replace(current_form(), **changes)  # type: ignore[arg-type] # names are SupportForm's


def build_request(view: View) -> SupportRequest | None:
    """Build the support request; None until origin and situation are selected."""
    form, start = current_form(), endpoints.selected_start()
    if form.situation is None or start is None or start.location is None:
        return None
    return SupportRequest(
        origin=start.location,
        situation=form.situation,
        hours_since=HOURS_BY_SINCE[form.since or "untold"],
        departure_time=form.departs_at or view.moment(),
        aversion=AVERSION_BY_PREFERENCE[form.route_preference],
        travel_mode=form.mode,
        skipped_steps=form.skip,
        first_step=form.first,
        chosen_services=dict(form.chosen),
    )


def show_form_button(view: View) -> None:
    """Show the button of the form, labelled with its values."""
    form, start = current_form(), endpoints.selected_start()
    label_parts = [
        labels.escape_markdown(start.name) if start else state.gettext("route.from_where")
    ]
    label_parts.append(
        state.label_for("situation", form.situation)
        if form.situation
        else state.gettext("support.what_short")
    )
    if form.since and HOURS_BY_SINCE[form.since] is not None:
        label_parts.append(state.label_for("since", form.since))
    label = " · ".join(label_parts) if start or form.situation else state.gettext("support.result")
    if st.button(
        label,
        key="asked",
        icon=":material/tune:",
        type="secondary" if form.situation and start else "primary",
        width="stretch",
    ):
        st.dialog(state.gettext("support.three"))(_show_form)(view)
    current_location.show_current_location()


def _show_form(view: View) -> None:
    form, streets = current_form(), inputs.load_named_streets(view)
    street = name_search.search_name(
        state.gettext("support.where"),
        list(streets["name"]),
        placeholder=_start_placeholder(),
        key="support_street",
    )
    st.caption(state.gettext("support.or_touch"))
    situation = st.pills(
        state.gettext("support.what"),
        SITUATIONS,
        default=form.situation,
        format_func=lambda code: state.label_for("situation", code),
        key="support_situation",
    )
    since = st.pills(
        state.gettext("support.since"),
        list(HOURS_BY_SINCE),
        default=form.since,
        format_func=lambda code: state.label_for("since", code),
        key="support_since",
    )
    with st.expander(state.gettext("support.how"), key="support_how"):
        departs_at, preference, mode = _preference_inputs(view, form)
    if st.button(state.gettext("inputs.done"), type="primary", key="support_done", width="stretch"):
        if name_search.show_undecided("support_street", street):
            return
        if street and not _set_start(view, street):
            return
        if situation != form.situation:  # the steps differ: reset the choices among them
            update_form(skip=frozenset(), first=None, chosen=())
        update_form(
            situation=situation,
            since=since,
            departs_at=departs_at,
            route_preference=preference,
            mode=mode,
        )
        st.rerun()


def _start_placeholder() -> str:
    start = endpoints.selected_start()
    return start.name if start else state.gettext("inputs.street")


def _set_start(view: View, street: str) -> bool:
    try:
        endpoint = inputs.endpoint_on_street(view, inputs.load_named_streets(view), street, "from")
    except AmparoError as error:
        show_error_message(error)
        return False
    endpoints.set_endpoint(endpoints.START_KEY, endpoint)
    return True


def _preference_inputs(view: View, form: SupportForm) -> tuple[datetime | None, str, TravelMode]:
    preference = inputs.select_option(
        state.gettext("support.which_route"),
        list(AVERSION_BY_PREFERENCE),
        family="route",
        key="quiet_way",
        default=form.route_preference,
    )
    mode = inputs.select_option(
        state.gettext("support.mode"),
        TRAVEL_MODES,
        family="mode",
        key="support_mode",
        default=form.mode,
    )
    default_departure = "now" if form.departs_at is None else "other"
    departure = inputs.select_option(
        state.gettext("support.leaves"),
        DEPARTURE_OPTIONS,
        family="leaves",
        key="support_leaves",
        default=default_departure,
    )
    if departure == "now":
        return None, preference, cast("TravelMode", mode)
    return _departure_inputs(view, form), preference, cast("TravelMode", mode)


def _departure_inputs(view: View, form: SupportForm) -> datetime:
    now = view.moment()
    start = form.departs_at or now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    day, hour = st.columns(2)
    date = day.date_input(
        state.gettext("support.day"), start.date(), min_value=now.date(), key="support_day"
    )
    clock = hour.time_input(state.gettext("support.hour"), start.time(), key="support_hour")
    local_time = datetime.combine(date, clock).isoformat(timespec="minutes")
    return parse_local_time(local_time, view.timezone)
