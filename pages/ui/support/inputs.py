"""The three questions before a support route: where, what, since when; and how she goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

import streamlit as st

from geo.errors import AmparoError
from geo.network.daylight import local_time
from geo.pathways.records import SITUATIONS, Situation
from geo.privacy.view import View
from geo.routes.cost import BALANCED, DIRECT, SAFEST
from geo.support.records import MODES, Mode, SupportAsk
from pages.ui import state
from pages.ui.route import endpoints
from pages.ui.widgets import inputs, labels
from pages.ui.widgets.errors import show_fault

ASKED = "support:asked"
# What people say, in hours. A little less than the word says: what may still help is then not
# told as past, and whoever works behind the door decides.
SINCE: dict[str, float | None] = {
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
QUIET = {"shortest": DIRECT, "middle": BALANCED, "quietest": SAFEST}
LEAVES = ("now", "other")


@dataclass(frozen=True)
class Asked:
    """
    What she answered, in her session only.

    Attributes
    ----------
    situation, since
        Codes; None until she answers.
    leaves
        Local time, or None for now.
    skip, first, chosen
        As in `geo.support.records.SupportAsk`.
    """

    situation: Situation | None = None
    since: str | None = None
    leaves: datetime | None = None
    quiet: str = "quietest"
    mode: Mode = "walk"
    skip: frozenset[str] = frozenset()
    first: str | None = None
    chosen: tuple[tuple[str, str], ...] = ()


def asked() -> Asked:
    """Give what she answered so far."""
    known: Asked = st.session_state.get(ASKED) or Asked()
    return known


def change(**answers: object) -> None:
    """Answer some of it anew."""
    st.session_state[ASKED] = replace(asked(), **answers)  # type: ignore[arg-type] # names are Asked's


def touch(lat: float, lon: float) -> None:
    """Take a place that was touched as where she starts."""
    endpoints.put(endpoints.END, None)
    endpoints.put(endpoints.START, None)
    endpoints.touch(lat, lon)


def question(view: View) -> SupportAsk | None:
    """Put her answers together; None until she said where and what."""
    known, start = asked(), endpoints.start()
    if known.situation is None or start is None or start.place is None:
        return None
    return SupportAsk(
        origin=start.place,
        situation=known.situation,
        hours_since=SINCE[known.since or "untold"],
        when=known.leaves or view.moment(),
        aversion=QUIET[known.quiet],
        mode=known.mode,
        skip=known.skip,
        first=known.first,
        chosen=dict(known.chosen),
    )


def questions(view: View) -> None:
    """Offer the three questions; the button says what was answered."""
    known, start = asked(), endpoints.start()
    told = [labels.plain(start.name) if start else state.say("way.from_where")]
    told.append(
        state.word("situation", known.situation)
        if known.situation
        else state.say("support.what_short")
    )
    if known.since and SINCE[known.since] is not None:
        told.append(state.word("since", known.since))
    label = " · ".join(told) if start or known.situation else state.say("support.answer")
    if st.button(
        label,
        key="asked",
        icon=":material/tune:",
        type="secondary" if known.situation and start else "primary",
        width="stretch",
    ):
        st.dialog(state.say("support.three"))(_ask)(view)


def _ask(view: View) -> None:
    known, streets = asked(), inputs.street_names(view)
    street = st.selectbox(
        state.say("support.where"),
        list(streets["name"]),
        index=None,
        placeholder=_here(),
        key="support_street",
    )
    st.caption(state.say("support.or_touch"))
    situation = st.pills(
        state.say("support.what"),
        SITUATIONS,
        default=known.situation,
        format_func=lambda code: state.word("situation", code),
        key="support_situation",
    )
    since = st.pills(
        state.say("support.since"),
        list(SINCE),
        default=known.since,
        format_func=lambda code: state.word("since", code),
        key="support_since",
    )
    with st.expander(state.say("support.how"), key="support_how"):
        leaves, quiet, mode = _how(view, known)
    if st.button(state.say("ask.done"), type="primary", key="support_done", width="stretch"):
        if street and not _starts(view, street):
            return
        if situation != known.situation:  # other steps: what she chose among them is gone
            change(skip=frozenset(), first=None, chosen=())
        change(situation=situation, since=since, leaves=leaves, quiet=quiet, mode=mode)
        st.rerun()


def _here() -> str:
    start = endpoints.start()
    return start.name if start else state.say("ask.street")


def _starts(view: View, street: str) -> bool:
    try:
        chosen = inputs.on_street(view, inputs.street_names(view), street, "from")
    except AmparoError as error:
        show_fault(error)
        return False
    endpoints.put(endpoints.START, chosen)
    return True


def _how(view: View, known: Asked) -> tuple[datetime | None, str, Mode]:
    quiet = inputs.one_of(
        state.say("support.which_way"),
        list(QUIET),
        family="way",
        key="quiet_way",
        first=known.quiet,
    )
    mode = inputs.one_of(
        state.say("support.mode"), MODES, family="mode", key="support_mode", first=known.mode
    )
    first = "now" if known.leaves is None else "other"
    when = inputs.one_of(
        state.say("support.leaves"), LEAVES, family="leaves", key="support_leaves", first=first
    )
    if when == "now":
        return None, quiet, cast("Mode", mode)
    return _other_hour(view, known), quiet, cast("Mode", mode)


def _other_hour(view: View, known: Asked) -> datetime:
    now = view.moment()
    start = known.leaves or now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    day, hour = st.columns(2)
    date = day.date_input(
        state.say("support.day"), start.date(), min_value=now.date(), key="support_day"
    )
    clock = hour.time_input(state.say("support.hour"), start.time(), key="support_hour")
    written = datetime.combine(date, clock).isoformat(timespec="minutes")
    return local_time(written, view.timezone)
