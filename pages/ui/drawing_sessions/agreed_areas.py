"""Choice of the areas on which groups agree, and their publication without the rest."""

from __future__ import annotations

import hashlib

import geopandas as gpd
import streamlit as st

from geo.errors import AmparoError
from geo.privacy.view import View
from geo.workshop.agreed_areas import (
    MIN_AGREEING_SESSIONS,
    find_agreed_areas,
    publish_agreed_areas,
)
from geo.workshop.consensus import Consensus
from geo.workshop.consensus_areas import SessionFilter, select_sessions
from pages.ui import state
from pages.ui.drawing_sessions import session_list
from pages.ui.visitor import ensure_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message

CHOOSING_KEY, MIN_SESSIONS_KEY = "agreed_choosing", "agreed_least"
ERROR_KEY, PUBLISHED_KEY = "agreed:fault", "agreed:published"
HECTARE_M2 = 10_000.0


def chosen_areas(
    view: View, consensus: Consensus, session_filter: SessionFilter
) -> gpd.GeoDataFrame | None:
    """Return the agreed areas with `number` and `chosen`; None while nobody chooses among them."""
    if not st.session_state.get(CHOOSING_KEY) or not session_list.can_manage_sessions():
        return None
    return _list_areas(consensus, _split_sessions(view, session_filter)[1])


def show_choice(view: View, consensus: Consensus, session_filter: SessionFilter) -> None:
    """Show the areas on which groups agree, to choose those that go to the map."""
    if not session_list.can_manage_sessions():
        return
    on_map, others = _split_sessions(view, session_filter)
    if _list_areas(consensus, others, MIN_AGREEING_SESSIONS).empty:
        return
    _show_outcome()
    if not st.toggle(state.gettext("drawing_sessions.agreed_only"), key=CHOOSING_KEY):
        return
    display.show_text(state.gettext("drawing_sessions.agreed_about"))
    if on_map:
        groups = ", ".join(session_list.session_label(code) for code in on_map)
        display.show_caption(state.gettext("drawing_sessions.agreed_complete", groups=groups))
    _show_min_sessions(consensus)
    areas = _list_areas(consensus, others)
    columns = (areas[name] for name in ("number", "sessions", "area_m2", "key"))
    for number, sessions, area_m2, key in zip(*columns, strict=True):
        label = state.gettext(
            "drawing_sessions.agreed_area",
            number=number,
            count=int(sessions),
            of=consensus.session_count,
            hectares=state.format_value(round(float(area_m2) / HECTARE_M2, 2)),
        )
        st.checkbox(label, value=True, key=str(key))
    chosen = areas[areas["chosen"]]
    st.button(
        state.ngettext("drawing_sessions.agreed_now", len(chosen)),
        key="publish_agreed",
        type="primary",
        disabled=chosen.empty,
        on_click=_on_publish,
        args=(view, chosen, session_filter),
    )


def _show_min_sessions(consensus: Consensus) -> None:
    most = int(consensus.pieces["sessions"].max())
    if most <= MIN_AGREEING_SESSIONS:
        return
    st.pills(
        state.gettext("drawing_sessions.agreed_least"),
        range(MIN_AGREEING_SESSIONS, most + 1),
        default=MIN_AGREEING_SESSIONS,
        key=MIN_SESSIONS_KEY,
        required=True,
    )


def _min_sessions() -> int:
    return int(st.session_state.get(MIN_SESSIONS_KEY) or MIN_AGREEING_SESSIONS)


def _list_areas(
    consensus: Consensus, codes: list[str], min_sessions: int | None = None
) -> gpd.GeoDataFrame:
    """
    List the areas in which one of these sessions drew.

    The key of a checkbox follows the shape and not the number.
    """
    areas = find_agreed_areas(consensus, min_sessions=min_sessions or _min_sessions())
    drawn_by_them = areas["codes"].map(lambda one: not set(codes).isdisjoint(one)).astype(bool)
    areas = areas[drawn_by_them]
    keys = [f"agreed_{hashlib.sha256(shape.wkb).hexdigest()[:16]}" for shape in areas.geometry]
    chosen = [bool(st.session_state.get(key, True)) for key in keys]
    return areas.assign(number=range(1, len(areas) + 1), key=keys, chosen=chosen)


def _split_sessions(view: View, session_filter: SessionFilter) -> tuple[list[str], list[str]]:
    """Split the compared sessions: those that are on the map completely, and the others."""
    sessions = state.with_store(select_sessions, view, session_filter)
    opened = {one.code for one in session_list.list_community_sessions(view)}
    others = [one.code for one in sessions if one.agreed_on is None and one.code in opened]
    on_map = [one.code for one in sessions if one.agreed_on is not None and one.code in opened]
    return on_map, others


def _on_publish(view: View, chosen: gpd.GeoDataFrame, session_filter: SessionFilter) -> None:
    """Publish what was on the screen, before the rerun."""
    with ensure_visitor() as visitor:
        if not visitor.has_permission("act:open_drawing"):  # the right was removed
            return
        try:
            published = state.with_store(
                publish_agreed_areas,
                view,
                list(chosen.geometry),
                min_sessions=_min_sessions(),
                session_filter=session_filter,
            )
        except AmparoError as error:
            st.session_state[ERROR_KEY] = error
            return
    st.session_state[PUBLISHED_KEY] = published.areas


def _show_outcome() -> None:
    error = st.session_state.pop(ERROR_KEY, None)
    if error is not None:
        show_error_message(error)
    count = st.session_state.pop(PUBLISHED_KEY, None)
    if count is not None:
        st.toast(state.ngettext("drawing_sessions.agreed_done", count), icon=":material/check:")
