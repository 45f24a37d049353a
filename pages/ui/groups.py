"""The groups that draw: open a drawing session, see what arrives, share, close, agree."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.model import FACILITATOR_ROLES, HOLDS
from geo.privacy.view import View
from geo.workshop.agreeing import agree_drawing
from geo.workshop.drawings import (
    Drawing,
    Opening,
    close_drawing,
    drawings,
    open_drawing,
    share_drawing,
)
from pages.ui import joining_card, menu, show, state
from pages.ui.faults import show_error
from pages.ui.visitor import visitor

CHOSEN = "drawing:chosen"
AGES = ("13-17", "18-29", "30-59", "60-110", "13-110")
LOOKED_EVERY_S = 4  # marks arrive while the trainer looks


def chosen(view: View) -> Drawing | None:
    """Give the drawing session that she works in: the one she chose, or the last that is open."""
    known = {one.code: one for one in drawings(state.store(), view.community.slug)}
    asked = known.get(st.session_state.get(CHOSEN, ""))
    if asked is not None:
        return asked
    return next((one for one in reversed(known.values()) if one.closed_at is None), None)


def invite() -> None:
    """Say that a group has to be there first, and lead to where it is opened."""
    show.text(state.say("session.none"))
    menu.offer("session")


def show_opened(view: View) -> None:
    """Show how phones join the open session."""
    one = chosen(view)
    if one is not None and one.closed_at is None and visitor().may("act:open_drawing"):
        joining_card.show_card(one)


@st.fragment(run_every=LOOKED_EVERY_S)
def show_all(view: View) -> None:
    """List the sessions that were opened here, with what they drew so far."""
    known = drawings(state.store(), view.community.slug)
    if not known:
        return
    show.heading(state.say("session.groups"))
    heads = [state.say(f"session.head_{name}") for name in ("group", "ages", "women", "shapes")]
    rows = [
        (one.code, ages(one.age_band), one.participants, state.written(one.marks)) for one in known
    ]
    show.table(heads, rows, numbers=(2, 3))
    here = chosen(view)
    if here is not None and visitor().may("act:open_drawing"):
        _tend(known, here)


def offer_opening(view: View) -> None:
    """Offer to open a drawing session."""
    if not visitor().may("act:open_drawing"):
        return
    if st.button(
        state.say("session.open"), icon=":material/add:", key="open_session", type="primary"
    ):
        st.dialog(state.say("session.open"))(_open)(view)


def ages(band: str) -> str:
    """Write ages as people say them."""
    least, _, most = band.partition("-")
    if int(most) > 100:
        key = "session.all_ages" if int(least) < 18 else "session.and_older"
        return state.say(key, least=int(least))
    return band.replace("-", "–")


def _tend(known: list[Drawing], here: Drawing) -> None:
    codes = [one.code for one in known]
    if st.session_state.get(CHOSEN) not in codes:
        st.session_state[CHOSEN] = here.code
    if len(codes) > 1:
        label = state.say("session.which")
        st.segmented_control(label, codes, key=CHOSEN, required=True, width="stretch")
    with show_error():
        with st.container(horizontal=True, key="tend"):
            if here.closed_at is None:
                menu.offer("draw")
            if here.shared_at is None and st.button(state.say("session.share"), key="share"):
                share_drawing(state.store(), here.community, here.code)
                st.rerun()
            if here.closed_at is None and st.button(state.say("session.close"), key="close"):
                close_drawing(state.store(), here.community, here.code)
                st.rerun()
            if st.button(state.say("session.agree"), key="agree"):
                agreed = agree_drawing(state.store(), here.community, here.code)
                share_drawing(state.store(), here.community, here.code)
                count = agreed.risk_areas + agreed.safe_zones + agreed.services
                st.toast(state.say_plural("session.agreed", count), icon=":material/check:")
        show.soft(state.say("session.no_names"))


def _open(view: View) -> None:
    with st.form("opening", border=False):
        day = st.date_input(state.say("session.day"), date.today(), key="opening_day")
        band = st.pills(
            state.say("session.ages"), AGES, format_func=ages, default=AGES[-1], key="opening_ages"
        )
        count = st.number_input(
            state.say("session.how_many"), min_value=1, max_value=500, value=6, key="opening_count"
        )
        moment = st.segmented_control(
            state.say("session.moment"),
            HOLDS,
            default=HOLDS[0],
            format_func=lambda code: state.word("holds", code),
            key="opening_moment",
        )
        role = st.pills(
            state.say("session.role"),
            FACILITATOR_ROLES,
            default=FACILITATOR_ROLES[0],
            format_func=lambda code: state.word("facilitator", code),
            key="opening_role",
        )
        consent = st.checkbox(state.say("session.consent"), key="opening_consent")
        asked = st.form_submit_button(
            state.say("session.open_now"), type="primary", width="stretch", key="open_now"
        )
    if asked:
        with show_error():
            said = Opening(day, band or "", int(count), moment or "", role or "", consent)
            opened = open_drawing(state.store(), view.community.slug, said)
            st.session_state.pop(CHOSEN, None)
            st.session_state[CHOSEN] = opened.code
            st.rerun()
