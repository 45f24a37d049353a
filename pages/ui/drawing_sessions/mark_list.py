"""The marks of a group as a list: set aside, bring back, merge; the originals are kept."""

from __future__ import annotations

import uuid

import streamlit as st

from geo.errors import AmparoError
from geo.privacy.view import View
from geo.workshop.drawing_sessions import Drawing
from geo.workshop.mark_operations import Known, known_marks
from geo.workshop.mark_store import Place
from geo.workshop.merging import merge_marks
from geo.workshop.withdrawn_marks import set_aside
from pages.ui import state
from pages.ui.drawing_sessions import mark_text, session_list
from pages.ui.visitor import NOBODY, still
from pages.ui.widgets import auto_refresh, display, labels
from pages.ui.widgets.errors import show_fault

FAULT, DONE = "mend:fault", "mend:done"


def offer(view: View) -> None:
    """Offer to set marks aside and to merge them."""
    here = session_list.chosen(view)
    if here is None or not session_list.tends() or not here.marks:
        return
    with st.expander(state.say("session.marks"), key="marks"):
        auto_refresh.kept_up(lambda: _list(here), going=here.closed_at is None)


def _list(here: Drawing) -> None:
    if st.session_state.pop(DONE, False):  # the map, and what can be done next, are others now
        st.rerun()
    known = known_marks(state.store(), Place(here.community, here.code))
    display.soft(state.say("session.marks_about"))
    for one in known.values():
        st.checkbox(labels.plain(_label(one, known)), key=f"mark_{one.id}")
    with st.container(horizontal=True, key="mend"):
        for act in ("set_aside", "bring_back", "merge"):
            label = state.say(f"session.{act}")
            st.button(label, key=act, on_click=_mend, args=(act, here, list(known)))
    fault = st.session_state.get(FAULT)
    if fault is not None:
        show_fault(fault)


def _label(one: Known, known: dict[uuid.UUID, Known]) -> str:
    label = mark_text.told({**one.mark.told(), "number": one.number})
    into = known.get(uuid.UUID(one.mark.merged_into)) if one.mark.merged_into else None
    if one.mark.aside and into is not None:
        return state.say("session.mark_merged", mark=label, number=into.number)
    return state.say("session.mark_aside", mark=label) if one.mark.aside else label


def _mend(act: str, here: Drawing, listed: list[uuid.UUID]) -> None:
    """Do it before the list is made again, with all that was ticked; then nothing is ticked."""
    chosen = [one for one in listed if st.session_state.get(f"mark_{one}")]
    st.session_state.pop(FAULT, None)
    with still() as visitor:
        if not session_list.tends():
            return
        place = Place(here.community, here.code, who=visitor.account or NOBODY)
        try:
            _do(act, place, chosen)
        except AmparoError as fault:
            st.session_state[FAULT] = fault
            return
    for mark in chosen:
        st.session_state[f"mark_{mark}"] = False
    st.session_state[DONE] = True


def _do(act: str, place: Place, chosen: list[uuid.UUID]) -> None:
    if act == "merge":
        new = merge_marks(state.store(), place, chosen)
        st.toast(state.say("session.merged", number=new.number), icon=":material/check:")
    else:
        set_aside(state.store(), place, chosen, aside=act == "set_aside")
