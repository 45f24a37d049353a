"""The three questions before a support route: where, what, since when; and how she goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

import streamlit as st

from geo.errors import AmparoError
from geo.network.daylight import parse_local_time
from geo.pathways.records import SITUATIONS, Situation
from geo.privacy.view import View
from geo.routes.cost import BALANCED_AVERSION, DIRECT_AVERSION, SAFEST_AVERSION
from geo.support.records import TRAVEL_MODES, SupportRequest, TravelMode
from pages.ui import state
from pages.ui.route import endpoints
from pages.ui.widgets import inputs, labels
from pages.ui.widgets.errors import show_error_message

FORM_KEY = "support:asked"
# What people say, in hours. A little less than the word says: what may still help is then not
# told as past, and whoever works behind the door decides.
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
    What she answered, in her session only.

    Attributes
    ----------
    situation, since
        Codes; None until she answers.
    departs_at
        Local time, or None for now.
    skip, first, chosen
        As in `geo.support.records.SupportRequest`.
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
    """Give what she answered so far."""
    known: SupportForm = st.session_state.get(FORM_KEY) or SupportForm()
    return known


def update_form(**changes: object) -> None:
    """Answer some of it anew."""
    st.session_state[FORM_KEY] = replace(current_form(), **changes)  # type: ignore[arg-type] # names are SupportForm's


def build_request(view: View) -> SupportRequest | None:
    """Put her answers together; None until she said where and what."""
    known, start = current_form(), endpoints.selected_start()
    if known.situation is None or start is None or start.location is None:
        return None
    return SupportRequest(
        origin=start.location,
        situation=known.situation,
        hours_since=HOURS_BY_SINCE[known.since or "untold"],
        departure_time=known.departs_at or view.moment(),
        aversion=AVERSION_BY_PREFERENCE[known.route_preference],
        travel_mode=known.mode,
        skipped_steps=known.skip,
        first_step=known.first,
        chosen_services=dict(known.chosen),
    )


def show_form_button(view: View) -> None:
    """Offer the three questions; the button says what was answered."""
    known, start = current_form(), endpoints.selected_start()
    told = [labels.escape_markdown(start.name) if start else state.gettext("route.from_where")]
    told.append(
        state.label_for("situation", known.situation)
        if known.situation
        else state.gettext("support.what_short")
    )
    if known.since and HOURS_BY_SINCE[known.since] is not None:
        told.append(state.label_for("since", known.since))
    label = " · ".join(told) if start or known.situation else state.gettext("support.result")
    if st.button(
        label,
        key="asked",
        icon=":material/tune:",
        type="secondary" if known.situation and start else "primary",
        width="stretch",
    ):
        st.dialog(state.gettext("support.three"))(_show_form)(view)


def _show_form(view: View) -> None:
    known, streets = current_form(), inputs.load_named_streets(view)
    street = st.selectbox(
        state.gettext("support.where"),
        list(streets["name"]),
        index=None,
        placeholder=_start_placeholder(),
        key="support_street",
    )
    st.caption(state.gettext("support.or_touch"))
    situation = st.pills(
        state.gettext("support.what"),
        SITUATIONS,
        default=known.situation,
        format_func=lambda code: state.label_for("situation", code),
        key="support_situation",
    )
    since = st.pills(
        state.gettext("support.since"),
        list(HOURS_BY_SINCE),
        default=known.since,
        format_func=lambda code: state.label_for("since", code),
        key="support_since",
    )
    with st.expander(state.gettext("support.how"), key="support_how"):
        departs_at, preference, mode = _preference_inputs(view, known)
    if st.button(state.gettext("inputs.done"), type="primary", key="support_done", width="stretch"):
        if street and not _set_start(view, street):
            return
        if situation != known.situation:  # other steps: what she chose among them is gone
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
        chosen = inputs.endpoint_on_street(view, inputs.load_named_streets(view), street, "from")
    except AmparoError as error:
        show_error_message(error)
        return False
    endpoints.set_endpoint(endpoints.START_KEY, chosen)
    return True


def _preference_inputs(view: View, form: SupportForm) -> tuple[datetime | None, str, TravelMode]:
    quiet = inputs.select_option(
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
    first = "now" if form.departs_at is None else "other"
    when = inputs.select_option(
        state.gettext("support.leaves"),
        DEPARTURE_OPTIONS,
        family="leaves",
        key="support_leaves",
        default=first,
    )
    if when == "now":
        return None, quiet, cast("TravelMode", mode)
    return _departure_inputs(view, form), quiet, cast("TravelMode", mode)


def _departure_inputs(view: View, form: SupportForm) -> datetime:
    now = view.moment()
    start = form.departs_at or now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    day, hour = st.columns(2)
    date = day.date_input(
        state.gettext("support.day"), start.date(), min_value=now.date(), key="support_day"
    )
    clock = hour.time_input(state.gettext("support.hour"), start.time(), key="support_hour")
    written = datetime.combine(date, clock).isoformat(timespec="minutes")
    return parse_local_time(written, view.timezone)
